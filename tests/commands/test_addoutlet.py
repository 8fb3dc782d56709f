"""`scrapy addoutlet`: it writes the findings at a site and nothing else, and overwrites no file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from crawler.outlet import Outlet
from crawler.patterns import article_pattern, made_up
from crawler.shapes import LIKELY_ARTICLE
from crawler.survey import country_of, front_page, zone_of
from tests.support.mirror import Mirror
from tests.support.project import FAST, ROOT, article, scrapy
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path

HOST = "www.sahifa.example"
SITE = f"https://{HOST}"
STORIES = [f"/محليات/2026/11/{day}/{day + 7000}-البلدية-تفتتح-حديقة-رقم-{day}" for day in range(10, 16)]
SECTIONS = ("/محليات", "/رياضة")
HTML = "text/html; charset=utf-8"


def page(*paths: str) -> tuple[str, bytes]:
    """Return a page with links to paths."""
    links = "".join(f'<a href="{path}">رابط</a>' for path in paths)
    head = (
        '<title>الرئيسية | الصحيفة</title><meta property="og:site_name" content="صحيفة\N{RIGHT-TO-LEFT MARK} الاختبار">'
    )
    feed = '<link rel="alternate" type="application/rss+xml" href="/rss/all">'
    return HTML, f'<html lang="ar" dir="rtl"><head>{head}{feed}</head><body>{links}</body></html>'.encode()


def site(robots: str = f"Sitemap: {SITE}/map.xml\nUser-agent: *\nDisallow: /رياضة\n") -> dict[str, tuple[str, bytes]]:
    items = "".join(f"<item><link>{SITE}{path}</link></item>" for path in STORIES)
    urls = "".join(f"<url><loc>{SITE}{path}</loc></url>" for path in STORIES)
    return {
        f"{SITE}/robots.txt": ("text/plain", robots.encode()),
        f"{SITE}/": page(*STORIES, *SECTIONS, "/about-us", "/من-نحن", "/tag/ماء"),
        f"{SITE}/map.xml": ("application/xml", f"<urlset>{urls}</urlset>".encode()),
        f"{SITE}/rss/all": ("application/rss+xml", f"<rss><channel>{items}</channel></rss>".encode()),
        f"{SITE}/محليات": page(*STORIES[:4]),
        **{f"{SITE}{path}": (HTML, article(number).encode()) for number, path in enumerate(STORIES)},
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project that has one outlet."""
    copy = tmp_path / "project"
    kept = ("__init__.py", "lbcgroup_tv.py", "lbcgroup.tv")

    def left_out(folder: str, names: list[str]) -> list[str]:
        few = folder.endswith(("crawler/spiders", "tests/outlets"))
        return [name for name in names if name == "goldens" or (few and name not in kept)]

    for name in ("crawler", "pipelines", "corpus", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=left_out)
    for name in ("scrapy.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def run(project: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def add(project: Path, mirror: Mirror, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(project, "scrapy", "addoutlet", *arguments, *FAST, **mirror.environment)


def written(project: Path) -> set[str]:
    return {path.name for folder in ("crawler/spiders", "tests/outlets") for path in (project / folder).glob("[!_]*")}


def test_what_a_site_tells_is_written_and_has_to_be_reviewed(project: Path) -> None:
    with Mirror(site()) as mirror:
        done = add(project, mirror, "sahifa.example", HOST, "--country", "LY")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""

    source = (project / "crawler/spiders/sahifa_example.py").read_text("utf-8")
    facts: dict[str, dict[str, type]] = {"space": {}}
    exec(source, facts["space"])  # noqa: S102 - what we have just written
    outlet: Outlet = facts["space"]["SahifaExample"].outlet  # type: ignore[attr-defined]  # it is a spider
    assert (outlet.name, outlet.title) == ("sahifa.example", "صحيفة الاختبار")
    assert (outlet.country, outlet.timezone) == ("LY", "Africa/Tripoli")
    assert outlet.domains == (HOST, "sahifa.example")
    assert outlet.sitemaps == (f"{SITE}/map.xml",)
    assert outlet.feeds == (f"{SITE}/rss/all",)
    assert [len(outlet.sections), outlet.sections[0]] == [2, f"{SITE}/"]
    assert outlet.article == r"^/[^/]+/\d{4}/\d{1,2}/\d{1,2}/\d+[_-][^/]+/?$"
    assert all(outlet.is_article(SITE + place) for path in STORIES for place in (path, quote(path)))
    assert not any(outlet.is_article(SITE + path) for path in SECTIONS)
    assert outlet.evidence.startswith("robots.txt, front page, 1 sitemap, 1 feed, 2 sections, seen 20")

    for check in (("ruff", "check"), ("ruff", "format", "--check")):
        linted = run(project, *check, "crawler/spiders/sahifa_example.py")
        assert linted.returncode == 0, linted.stdout

    told = json.loads((project / "tests/outlets/sahifa.example/outlet.json").read_text("utf-8"))
    assert told["reviewed"] is False
    assert len(told["articles"]) == 3
    assert all(outlet.is_article(url) for url in (*told["articles"], *told["goldens"]))
    assert not any(outlet.is_article(url) for url in told["others"])
    kept = "".join(path.read_text("utf-8") for path in (project / "tests/outlets/sahifa.example").iterdir())
    assert "حديقة" not in kept  # nobody else's headline
    tests = run(
        project, "pytest", "-rf", "-n0", "-p", "no:randomly", "tests/spiders/test_outlets.py", "-k", "sahifa or lbc"
    )
    assert "tests/outlets/sahifa.example: read the outlet's file, write both goldens" in tests.stdout
    assert {line.partition("::")[2].partition("[")[0] for line in tests.stdout.splitlines() if "FAILED" in line} == {
        "test_an_outlet_is_reviewed",
        "test_a_mirror_serves_lists_of_the_outlet_and_at_most_one_start_point_of_three_is_dead",
    }
    assert not any("%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9" in place for place in mirror.asked)
    assert "robots.txt forbids: https://www.sahifa.example/" in done.stdout
    assert done.stdout.count("  sample: ") == 3
    assert len(mirror.asked) <= 12
    assert list((project / "output/archive/sahifa.example").glob("*.warc.gz"))


def test_a_site_that_tells_little_is_found_at_the_usual_addresses(project: Path) -> None:
    pages = site("")
    pages[f"{SITE}/sitemap_index.xml"] = (
        "application/xml",
        f"<sitemapindex><sitemap><loc>{SITE}/map.xml</loc></sitemap></sitemapindex>".encode(),
    )
    pages[f"{SITE}/feed"] = pages.pop(f"{SITE}/rss/all")
    pages[f"{SITE}/"] = (HTML, b"<html><head><title>Sahifa</title></head><body><a href='/x'>x</a></body></html>")
    with Mirror(pages) as mirror:
        done = add(project, mirror, "sahifa.example", HOST)
    assert done.returncode == 0, done.stderr
    assert f"sitemaps: {SITE}/sitemap_index.xml\n" in done.stdout
    assert f"feeds: {SITE}/feed\n" in done.stdout
    assert "sections: none found\n" in done.stdout
    assert "The country is unknown" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sahifa.example"], "scrapy addoutlet needs a name and a domain."),
        (["sahifa.example", "https://Sahifa.example/x"], "is not a domain in lower case; write sahifa.example."),
        (["sahifa.example", "sahifa"], "'sahifa' is not a domain in lower case."),
        (["sahifa.example", "sahifa.example:80"], "is not a domain in lower case; write sahifa.example."),
        (["os", HOST], "name 'os' is no domain: an outlet is named after its main domain, such as sahifa.example."),
        (["os", "127.0.0.1:8080"], "such as 127.0.0.1_8080."),
        (["Sahifa.example", HOST], "name 'Sahifa.example' is not a domain in lower case."),
        (["sahifa.example", HOST, "--country", "Libya"], "country 'Libya' is not an ISO 3166-1 alpha-2 code."),
        (["lbcgroup.tv", HOST], "There is an outlet lbcgroup.tv already."),
        (["lbc.example", "www.lbcgroup.tv"], "www.lbcgroup.tv belongs to the outlet lbcgroup.tv."),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    before = written(ROOT)
    done = scrapy("addoutlet", *arguments, "-s", f"OUTPUT={tmp_path / 'output'}")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert written(ROOT) == before
    assert not (tmp_path / "output").exists()


def test_nothing_is_overwritten(project: Path) -> None:
    folder = project / "tests/outlets/sahifa.example"
    folder.mkdir()
    done = run(project, "scrapy", "addoutlet", "sahifa.example", HOST)
    assert (done.returncode, list(folder.iterdir())) == (2, [])
    assert f"{folder} exists already; nothing is overwritten." in done.stderr


@pytest.mark.parametrize(
    ("robots", "sentence"),
    [
        ("User-agent: *\nDisallow: /\n", f"{SITE}/: robots.txt forbids it;"),
        ("", f"{SITE}/ returned HTTP status 404;"),
    ],
)
def test_a_site_that_cannot_be_looked_at_is_one_sentence_and_exit_1(project: Path, robots: str, sentence: str) -> None:
    before = written(project)
    with Mirror({f"{SITE}/robots.txt": ("text/plain", robots.encode())}) as mirror:
        done = add(project, mirror, "sahifa.example", HOST)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert written(project) == before


def test_a_site_that_is_down_is_one_sentence_and_exit_1(project: Path) -> None:
    with Mirror({}) as mirror:
        pass
    done = add(project, mirror, "sahifa.example", HOST)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{SITE}/ cannot be reached: ")
    assert done.stderr.count("\n") == 1


def test_a_site_that_answers_by_http_alone_is_surveyed(project: Path) -> None:
    links = "".join(f"<a href='{path}'>x</a>" for path in STORIES)
    answers: dict[str, bytes | list[bytes]] = {quote(path): html(article(day)) for day, path in enumerate(STORIES)}
    with Wire(answers | {"/": html(f"<title>Sahifa</title><body>{links}")}) as wire:
        name, url = f"127.0.0.1_{wire.port}", f"http://127.0.0.1:{wire.port}"
        done = run(project, "scrapy", "addoutlet", name, f"127.0.0.1:{wire.port}", *FAST)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"sections: {url}/\n" in done.stdout
    assert done.stdout.count(f"  sample: {url}/") == 3
    assert f'"{url}/"' in (project / f"crawler/spiders/127_0_0_1_{wire.port}.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        ([f"/story/{n}/عنوان" for n in (1001, 1002, 1003)], r"^/story/\d+/[^/]+/?$"),
        ([f"/news/{n}" for n in (4001, 4002, 4003)], r"^/news/\d+/?$"),
        ([f"/{s}/2026/11/0{n}/أ-ب-ج-د-{s}" for s in "ab" for n in (1, 2)], r"^/[^/]+/\d{4}/\d{1,2}/\d{1,2}/"),
        (["/a/1-x", "/b/2-y"], ""),
        (["/politics", "/sport", "/world"], ""),
        (["/news/1000", "/a", "/b", "/c"], ""),
        ([], ""),
    ],
)
def test_a_pattern_is_told_by_addresses_or_not_at_all(paths: list[str], pattern: str) -> None:
    found = article_pattern([SITE + path for path in paths])
    assert found.startswith(pattern)
    assert bool(found) == bool(pattern)


def test_an_address_keeps_its_shape_and_loses_its_headline() -> None:
    urls = [
        f"{SITE}/أ/12345-افتتاح-سوق-في-المدينة.html",
        f"{SITE}/b/افتتاح-سوق-في-المدينة-123",
        f"{SITE}/sport/77001?a=1",
    ]
    assert made_up([*urls, urls[0]]) == [
        f"{SITE}/أ/12345-عنوان-من-كلمات-لنا.html",
        f"{SITE}/b/عنوان-من-كلمات-لنا-123",
        f"{SITE}/sport/77001",
    ]


@pytest.mark.parametrize(
    ("domain", "country", "zone"),
    [
        ("a.com.eg", "EG", "Africa/Cairo"),
        ("a.co.uk", "GB", "Europe/London"),
        ("a.com", "ZZ", "UTC"),
        ("a.tv", "ZZ", "UTC"),
    ],
)
def test_a_country_is_guessed_by_an_ending_that_tells_one(domain: str, country: str, zone: str) -> None:
    assert (country_of(domain), zone_of(country_of(domain))) == (country, zone)


@pytest.mark.parametrize("body", [b"", b"\0", b"<html", b"<title>" + b" " * 1_000_000, b"<a>" * 100_000])
def test_a_hostile_front_page_has_no_name(body: bytes) -> None:
    assert front_page(body, "text/html") == ("", "")


def test_the_generic_rules_are_left_where_no_shape_is_told() -> None:
    assert article_pattern([f"{SITE}/x"]) == ""
    assert Outlet.of_site(SITE).article == LIKELY_ARTICLE
