"""The demo: its site has the announced traits, and a whole run over it stores the seeds without their appendix."""

from __future__ import annotations

import gzip
import http.client
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import brotli
import pytest
import trafilatura
from lxml import etree
from protego import Protego
from warcio.archiveiterator import ArchiveIterator

from crawler.commands.demo import MARK, clear, differences, unmet
from crawler.demo import DRAFT, STORIES, DemoSite, Story, answers, expected
from crawler.demo.newspaper import NOT_FOUND
from crawler.demo.stories import APPENDIX, SECTIONS, SITE
from crawler.errors import DemoError
from crawler.outlet import Outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
BY_SEED = {story.seed[:3]: story for story in STORIES}


class Got(NamedTuple):
    """A response as received."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def get(site: DemoSite, path: str, accept: str = "gzip, deflate, br") -> Got:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    try:
        connection.request("GET", quote(path), headers={"Accept-Encoding": accept})
        response = connection.getresponse()
        return Got(response.status, response.msg, response.read())
    finally:
        connection.close()


def html(story: Story, body: bytes) -> str:
    if story.coding == "gzip":
        body = gzip.decompress(body)
    if story.coding == "br":
        body = brotli.decompress(body)
    return body.decode(story.charset)


# --- The site ---


def test_one_connection_serves_many_requests(site: DemoSite) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    connection.connect()
    first = connection.sock
    try:
        for path in ("/", "/feed", quote(BY_SEED["004"].path), "/nothing-here", "/robots.txt"):
            connection.request("GET", path)
            connection.getresponse().read()
            assert connection.sock is first
    finally:
        connection.close()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.layout)
def test_a_page_yields_the_paragraphs_of_its_seed(site: DemoSite, story: Story) -> None:
    found = trafilatura.bare_extraction(
        html(story, get(site, story.path).body), fast=True, include_comments=False, with_metadata=True
    )
    assert not isinstance(found, dict)
    assert found is not None
    lines = list(story.lines)
    if story.titled:
        assert found.title == lines.pop(0)
    else:
        assert found.title == found.sitename == SITE
    assert found.date == story.day
    assert found.text is not None
    # Of the seeds only 004's appendix has such spaces and bullets; trafilatura writes them so.
    written = [line.replace("\N{NO-BREAK SPACE}", " ").replace("• ", "- ") for line in lines]
    assert found.text.split("\n") == written


@pytest.mark.parametrize("seed", ["000", "003", "004"])
def test_a_story_without_a_headline_has_none_anywhere(site: DemoSite, seed: str) -> None:
    page = html(BY_SEED[seed], get(site, BY_SEED[seed].path).body)
    assert "<h1" not in page
    assert "og:title" not in page
    assert "ld+json" not in page


def test_the_five_layouts_differ() -> None:
    assert len({story.layout for story in STORIES}) == len(STORIES) == 5


def test_a_page_without_paragraph_elements(site: DemoSite) -> None:
    story = BY_SEED["003"]
    assert story.layout == "aspnet"
    assert "<p" not in html(story, get(site, story.path).body)


@pytest.mark.parametrize("seed", ["002", "004"])
def test_the_appendix_stands_in_the_body(site: DemoSite, seed: str) -> None:
    story = BY_SEED[seed]
    page = html(story, get(site, story.path).body)
    assert f"<h3>{APPENDIX}</h3>" in page
    assert page.index("المصدر: ") < page.index(APPENDIX)


def test_a_page_in_windows_1256(site: DemoSite) -> None:
    got = get(site, BY_SEED["003"].path)
    assert got.headers["Content-Type"] == "text/html; charset=windows-1256"
    assert BY_SEED["003"].lines[0] in got.body.decode("windows-1256")
    with pytest.raises(UnicodeDecodeError):
        got.body.decode()


@pytest.mark.parametrize(("seed", "coding"), [("000", "gzip"), ("001", "br")])
def test_a_coded_page_only_for_who_accepts_it(site: DemoSite, seed: str, coding: str) -> None:
    story = BY_SEED[seed]
    coded, plain = get(site, story.path), get(site, story.path, accept="identity")
    assert coded.headers["Content-Encoding"] == coding
    assert plain.headers["Content-Encoding"] is None
    assert coded.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert html(story, coded.body).encode() == plain.body
    assert len(coded.body) < len(plain.body)


def test_a_page_in_chunks(site: DemoSite) -> None:
    got = get(site, BY_SEED["004"].path)
    assert got.headers["Transfer-Encoding"] == "chunked"
    assert got.headers["Content-Length"] is None
    assert got.body == answers(site.url)[BY_SEED["004"].path].body


def test_a_page_that_has_moved(site: DemoSite) -> None:
    story = BY_SEED["002"]
    got = get(site, story.moved_from)
    assert (got.status, got.headers["Location"]) == (301, quote(story.path))
    assert get(site, story.path).status == 200


def test_a_page_that_sets_three_cookies(site: DemoSite) -> None:
    assert len(get(site, BY_SEED["001"].path).headers.get_all("Set-Cookie", [])) == 3


def test_robots_names_the_sitemap_and_forbids_the_draft(site: DemoSite) -> None:
    rules = Protego.parse(get(site, "/robots.txt").body.decode())
    assert list(rules.sitemaps) == [f"{site.url}sitemap.xml"]
    assert not rules.can_fetch(site.url.rstrip("/") + DRAFT, "Warraq")
    assert all(rules.can_fetch(site.url.rstrip("/") + quote(story.path), "Warraq") for story in STORIES)
    assert DRAFT in get(site, "/").body.decode()


def test_an_unknown_address(site: DemoSite) -> None:
    assert get(site, "/nothing-here").status == 404


def test_requests_are_remembered(site: DemoSite) -> None:
    get(site, "/nothing-here-either?query=1")
    assert site.asked[-1] == quote("/nothing-here-either?query=1")


def test_only_articles_and_the_draft_look_like_articles(site: DemoSite) -> None:
    outlet = Outlet.of_site(site.url)
    root = site.url.rstrip("/")
    likely = {path for path in answers(site.url) if outlet.is_article(root + quote(path))}
    addresses = {story.path for story in STORIES} | {story.moved_from for story in STORIES if story.moved_from}
    assert likely == addresses | {DRAFT}


def test_each_way_of_discovery_leads_to_a_story_of_its_own(site: DemoSite) -> None:
    root = site.url.rstrip("/")
    front = etree.fromstring(get(site, "/").body, etree.HTMLParser(encoding="utf-8"))
    assert front.xpath("//link[@rel='alternate']/@href") == ["/feed"]
    ways = {"/": {quote(str(link)) for link in front.xpath("//main//a/@href")}}
    feed = etree.fromstring(get(site, "/feed").body)
    ways["/feed"] = {urlsplit(str(link)).path for link in feed.xpath("//item/link/text()")}
    index = etree.fromstring(get(site, "/sitemap.xml").body)
    for child in index.xpath("//*[local-name()='loc']/text()"):
        path = str(child).removeprefix(root)
        body = get(site, path).body
        sitemap = etree.fromstring(gzip.decompress(body) if path.endswith(".gz") else body)
        ways[path] = {urlsplit(str(url)).path for url in sitemap.xpath("//*[local-name()='loc']/text()")}

    assert ways.keys() == {"/", "/feed", "/sitemap-2024.xml.gz", "/sitemap-2025.xml"}
    for way, found in ways.items():
        assert found - set().union(*(others for other, others in ways.items() if other != way)), way
    assert {quote(story.moved_from or story.path) for story in STORIES} == set().union(*ways.values())


def test_section_pages_list_stories(site: DemoSite) -> None:
    for path in SECTIONS:
        assert BY_SEED["001"].path in get(site, path).body.decode()


def test_the_expected_texts_are_the_seeds_less_the_appendix() -> None:
    texts = expected()
    assert texts.keys() == {quote(story.path) for story in STORIES}
    for seed, story in BY_SEED.items():
        whole = (ROOT / "seeds" / story.seed).read_bytes()
        text = texts[quote(story.path)]
        if seed in ("002", "004"):
            assert text.decode().rpartition("\n")[2].startswith("المصدر: ")
        else:
            assert text == whole


# --- The command's parts ---


def test_clear_wipes_only_what_it_made(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    clear(folder)
    (folder / "text").mkdir()
    clear(folder)
    assert [path.name for path in folder.iterdir()] == [MARK]


def test_clear_leaves_a_folder_that_is_not_the_demos(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(DemoError, match="was not made by `scrapy demo`"):
        clear(tmp_path)
    assert (tmp_path / "letter.txt").exists()


def test_clear_names_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine", "utf-8")
    with pytest.raises(DemoError, match=r"demo cannot be used: "):
        clear(tmp_path / "demo")


def test_differences_names_each_file() -> None:
    first = {"same": b"1", "other": b"1", "lost": b"1"}
    second = {"same": b"1", "other": b"2", "new": b"1"}
    faults = differences(first, second, Path("replayed"))
    assert len(faults) == 3
    assert all(any(name in fault for fault in faults) for name in ("other", "lost", "new"))
    assert differences(first, dict(first), Path("replayed")) == []


def test_unmet_names_what_is_missing_and_what_is_too_much() -> None:
    good = {f"{number:03}.txt": text for number, text in enumerate(expected().values())}
    assert unmet(good, Path("text")) == []
    assert len(unmet({**good, "000.txt": b"other"}, Path("text"))) == 2
    assert len(unmet({**good, "005.txt": good["004.txt"]}, Path("text"))) == 2  # either may be the surplus one
    assert len(unmet({}, Path("text"))) == 5


# --- A whole run ---


class Run(NamedTuple):
    """A finished `scrapy demo`."""

    output: Path
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    output = tmp_path_factory.mktemp("output")
    command = [sys.executable, "-m", "scrapy", "demo", "-s", f"OUTPUT={output}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=240)
    return Run(output / "demo", done.returncode, done.stdout, done.stderr)


def test_a_run_succeeds_and_says_what_holds(run: Run) -> None:
    assert run.returncode == 0, run.stdout + run.stderr
    assert "replay gave the same bytes: " in run.stdout
    assert "texts equal seeds/ without the appendix: 5 of 5" in run.stdout
    assert "robots.txt was obeyed" in run.stdout
    assert "$ scrapy crawl site -a url=http://127.0.0.1:" in run.stdout
    assert "$ scrapy replay " in run.stdout


def test_a_run_stores_the_seeds_less_the_appendix(run: Run) -> None:
    stored = [path.read_bytes() for path in run.output.glob("text/*/*.txt")]
    assert Counter(stored) == Counter(expected().values())


def test_a_run_archives_what_the_site_served(run: Run) -> None:
    warcs = list(run.output.glob("archive/*/*.warc.gz"))
    assert warcs
    asked = set()
    for warc in warcs:
        with warc.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type != "response":
                    continue
                url = urlsplit(record.rec_headers.get_header("WARC-Target-URI"))
                path = unquote(url.path)
                served = answers(f"{url.scheme}://{url.netloc}/").get(path, NOT_FOUND)
                assert record.http_headers.get_statuscode() == str(served.status)
                sent = served.body if served.coding == "br" else served.encoded()  # a crawl does not ask for br
                assert record.raw_stream.read() == sent, path
                asked.add(path)
    assert DRAFT not in asked
    assert asked >= {
        "/",
        "/robots.txt",
        "/feed",
        "/sitemap.xml",
        "/sitemap-2024.xml.gz",
        "/sitemap-2025.xml",
        *(story.path for story in STORIES),
        *(story.moved_from for story in STORIES if story.moved_from),
    }


def test_a_run_replays_to_the_same_bytes(run: Run) -> None:
    def tree(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    first = tree(run.output / "text")
    assert len(first) >= 6  # five texts and a manifest
    assert tree(run.output / "replayed" / "text") == first
