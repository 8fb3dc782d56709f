"""Every outlet's mirror, crawled with the outlet's own file under its own host names, discovery included."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from crawler.urls import canonical
from tests.support.mirror import Mirror, place_of
from tests.support.mirror_crawl import EXIT_CODES
from tests.support.mirror_site import GOLDENS, SITES
from tests.support.starter import starter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.support.mirror_site import Golden, Site

METADATA = ("title", "published", "modified", "authors", "section", "tags", "credit")


@dataclass(frozen=True)
class Crawls:
    """The results of the crawls."""

    asked: list[str]
    log: str
    exit_codes: dict[str, int]
    rows: dict[str, dict[str, dict[str, Any]]]
    """The manifest's rows, by outlet and canonical URL."""
    texts: Path
    """Folder of the corpus."""

    def row(self, golden: Golden) -> dict[str, Any]:
        """Return the manifest's row of an article."""
        return self.rows[golden.outlet.name][canonical(golden.url, golden.outlet.identity)]

    def text(self, golden: Golden) -> bytes:
        """Return the bytes of an article's file."""
        name: str = self.row(golden)["name"]
        return (self.texts / golden.outlet.name / name).read_bytes()


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Crawls:
    """Crawl all mirrors in one process."""
    output = tmp_path_factory.mktemp("mirrors")
    pages = {url: answer for site in SITES.values() for url, answer in site.answers.items()}
    with Mirror(pages) as mirror:
        crawls = ("tests.support.mirror_crawl", str(output), *SITES)
        run = starter().run(*crawls, environment=mirror.environment, timeout=300)
    assert run.returncode == 0, run.stderr
    texts = output / "text"
    return Crawls(
        asked=mirror.asked,
        log=run.stderr,
        exit_codes=json.loads((output / EXIT_CODES).read_text()),
        rows={path.parent.name: rows(path.read_text("utf-8").splitlines()) for path in texts.glob("*/manifest.jsonl")},
        texts=texts,
    )


def rows(manifest: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {row["canonical_url"]: row for row in map(json.loads, manifest)}


of_site = pytest.mark.parametrize("site", SITES.values(), ids=SITES)
of_golden = pytest.mark.parametrize("golden", GOLDENS, ids=str)


@of_site
def test_exactly_its_articles_are_stored(crawls: Crawls, site: Site) -> None:
    stored = crawls.rows.get(site.outlet.name, {})
    assert set(stored) == {canonical(url, site.outlet.identity) for url in site.goldens}
    assert crawls.exit_codes[site.outlet.name] == 0


@of_golden
def test_a_text_is_its_golden(crawls: Crawls, golden: Golden) -> None:
    assert crawls.text(golden).decode().split("\n") == golden.text.decode().split("\n")
    assert crawls.text(golden) == golden.text


@of_golden
def test_metadata_is_its_goldens(crawls: Crawls, golden: Golden) -> None:
    row = crawls.row(golden)
    assert {key: row[key] for key in METADATA} == {key: golden.told[key] for key in METADATA}


@of_golden
def test_nothing_forbidden_is_in_a_text(crawls: Crawls, golden: Golden) -> None:
    text = " ".join(crawls.text(golden).decode().split())
    assert golden.told["forbidden"]
    assert [line for line in golden.told["forbidden"] if " ".join(line.split()) in text] == []


@of_site
def test_every_start_point_is_asked_for_once_and_a_dead_one_is_reported(crawls: Crawls, site: Site) -> None:
    served = set(map(place_of, site.pages))
    for url in site.start_points:
        answered = place_of(url) in served or place_of(url).partition("?")[0] in served
        assert crawls.asked.count(place_of(url)) == 1, url
        reported = f"Start point https://{place_of(url)} cannot be used: HTTP status 404." in crawls.log
        assert reported == (not answered), url


@of_site
def test_what_is_no_article_is_left_alone(crawls: Crawls, site: Site) -> None:
    lists = {place_of(url) for url in (*site.start_points, *site.pages)}
    others = {place_of(site.address(place)) for place in site.others} - lists
    assert others.isdisjoint(crawls.asked)
