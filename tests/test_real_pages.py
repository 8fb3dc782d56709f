"""Real pages of seven outlets, crawled under their own URLs, against hand-made gold."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest
from scrapy.utils.project import get_project_settings

from crawler.archive.read.unarchived import unarchived_page
from crawler.loader import OutletLoader
from crawler.outlet import Outlet, outlet_of
from pipelines.article import article_of
from tests.support.mirror import Mirror
from tests.support.project import SHARED, archives, scrapy, texts

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Page

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared (real pages with gold) is not here")

FLOOR = 1.0
"""Best mean token F1 so far; raise it when a change improves the mean, and never lower it."""
PUBLISHED = {
    "akhbarelyom.com": "2020-10-07T12:09:00",
    "albayan.ae": "2020-06-03T03:01:00",
    "beirutobserver.com": "2020-11-09T18:34:47",
    "elbaladtv.net": "2020-12-25T01:59:50",
    "lbcgroup.tv": "2026-01-08T11:42:50",
    "skynewsarabia.com": "2026-07-07T14:29:21",
    "youm7.com": "2020-08-24T09:23:13",
}
"""Times that people read from the pages; without the offset, which depends on whether the outlet has a file."""
WORD = re.compile(r"\w+")


class Stored(NamedTuple):
    """The stored document of a page, and its gold."""

    gold: dict[str, list[str]]
    text: str
    row: dict[str, str]


def squeeze(line: str) -> str:
    return " ".join(line.replace("\N{NO-BREAK SPACE}", " ").split())


def f1(stored: Stored) -> float:
    """Return the token F1, computed as in ../shared/kit/score.py."""
    optional = {squeeze(line) for line in stored.gold["optional"]}
    lines = [line for line in map(squeeze, stored.text.split("\n")) if line not in optional]
    got = Counter(WORD.findall("\n".join(lines)))
    want = Counter(WORD.findall("\n".join(map(squeeze, (str(stored.gold["title"]), *stored.gold["body"])))))
    both = sum((got & want).values())
    return 2 * both / (sum(got.values()) + sum(want.values()))


def front_page(url: str) -> tuple[str, bytes]:
    return "text/html", f'<html lang="ar"><body><a href="{url}">خبر</a></body></html>'.encode()


def sitemap(url: str) -> tuple[str, bytes]:
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return "application/xml", f'<urlset xmlns="{namespace}"><url><loc>{url}</loc></url></urlset>'.encode()


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Stored]]:
    """Crawl each page under its own URL: with its outlet's spider if there is one, else with `site`."""
    output = tmp_path_factory.mktemp("real")
    found = {}
    known = OutletLoader.from_settings(get_project_settings()).outlets()
    for line in (SHARED / "pages" / "index.tsv").read_text().splitlines():
        name, url, file = (line.split("\t")[column] for column in (0, 1, 10))
        path = SHARED / file.replace("pages/", "pages/articles/", 1)
        pages = {url: ("text/html", path.read_bytes())}
        outlet = outlet_of(url, known)
        front = f"https://{url.split('/')[2]}/"
        if outlet in known:
            start = next(iter((*outlet.sitemaps, *outlet.sections)))
            pages[start] = sitemap(url) if outlet.sitemaps else front_page(url)
            arguments = [outlet.name]
        else:
            pages[front] = front_page(url)
            arguments = ["site", "-a", f"url={front}"]
        with Mirror(pages) as mirror:
            run = scrapy("crawl", *arguments, "-s", f"OUTPUT={output}", **mirror.environment)
        assert run.returncode == 0, run.stderr
        folder = output / "text" / outlet.name
        (row,) = map(json.loads, (folder / "manifest.jsonl").read_text().splitlines())
        gold = json.loads(path.with_suffix(".json").read_text())
        found[name] = Stored(gold, (folder / row["name"]).read_text(), row)
    return output, found


def test_texts_are_near_the_gold(crawl: tuple[Path, dict[str, Stored]]) -> None:
    scores = {name: f1(stored) for name, stored in crawl[1].items()}
    assert len(scores) == 7
    assert sum(scores.values()) / 7 >= FLOOR, scores


def test_paragraphs_are_exact(crawl: tuple[Path, dict[str, Stored]]) -> None:
    for stored in crawl[1].values():
        lines = set(map(squeeze, stored.text.split("\n")))
        assert [line for line in map(squeeze, stored.gold["body"]) if line not in lines] == []


def test_times_are_right(crawl: tuple[Path, dict[str, Stored]]) -> None:
    assert {name: stored.row["published"][:19] for name, stored in crawl[1].items()} == PUBLISHED


@pytest.mark.parametrize("path", sorted((SHARED / "pages" / "negatives").glob("*.html")), ids=lambda path: path.stem)
def test_what_is_not_arabic_or_no_article_is_rejected(path: Path) -> None:
    rejected = article_of(unknown(path)).rejected
    assert rejected is not None
    expected = ("not-an-article",) if path.stem.startswith("ar_") else ("not-arabic", "not-an-article")
    assert rejected.reason in expected


@pytest.mark.parametrize("path", sorted((SHARED / "pages" / "sections").glob("*.html")), ids=lambda path: path.stem)
def test_section_pages_are_rejected(path: Path) -> None:
    rejected = article_of(unknown(path)).rejected
    assert rejected is not None
    assert (rejected.reason, rejected.detail.partition(":")[0]) == ("not-an-article", "section")


def unknown(path: Path) -> Page:
    url = "https://akhbar.example/news/1234567"
    return unarchived_page(url, path.read_bytes(), Outlet.of_site(url))


def test_titles_are_exact(crawl: tuple[Path, dict[str, Stored]]) -> None:
    for stored in crawl[1].values():
        assert stored.row["title"] == squeeze(str(stored.gold["title"]))
        assert stored.text.split("\n")[0] == stored.row["title"]


def test_nothing_forbidden_is_in_a_text(crawl: tuple[Path, dict[str, Stored]]) -> None:
    for stored in crawl[1].values():
        flat = squeeze(stored.text)
        assert [line for line in stored.gold["forbidden"] if squeeze(line) in flat] == []


def test_a_replay_gives_the_same_bytes(crawl: tuple[Path, dict[str, Stored]], tmp_path: Path) -> None:
    run = scrapy("replay", *map(str, archives(crawl[0])), "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 0, run.stderr
    assert texts(tmp_path) == texts(crawl[0])
