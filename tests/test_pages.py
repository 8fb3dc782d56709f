"""Our own pages, with the layouts and traps of real ones, against goldens that were written by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crawler.archive.read.unarchived import unarchived_page
from crawler.outlet import Outlet
from pipelines.article import article_of
from pipelines.normalize import normalize_line

if TYPE_CHECKING:
    from crawler.items import Page

FOLDER = Path(__file__).parent / "goldens" / "pages"
GOLDENS: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
ARTICLES = [name for name, golden in GOLDENS.items() if not golden["rejected"]]
REJECTED = [name for name, golden in GOLDENS.items() if golden["rejected"]]
TOLD = ("published", "modified", "authors", "section", "tags", "credit")


def page(name: str) -> Page:
    golden = GOLDENS[name]
    outlet = Outlet.of_site(golden["url"])
    if zone := golden.get("timezone"):
        outlet = replace(outlet, timezone=zone, country="EG")
    body = (FOLDER / f"{name}.html").read_bytes()
    return unarchived_page(golden["url"], body, outlet, golden["content_type"], golden["captured"])


def test_there_are_enough() -> None:
    assert len(ARTICLES) >= 45
    assert len(REJECTED) >= 10


@pytest.mark.parametrize("name", ARTICLES)
def test_a_page_gives_its_golden(name: str) -> None:
    found = article_of(page(name))
    assert found.rejected is None
    assert f"{found.article.title}\n{found.article.text}" == (FOLDER / f"{name}.txt").read_text()
    assert {field: getattr(found.article, field) for field in TOLD} == {field: GOLDENS[name][field] for field in TOLD}


@pytest.mark.parametrize("name", ARTICLES)
def test_nothing_that_surrounds_an_article_is_in_its_text(name: str) -> None:
    article = article_of(page(name)).article
    text = " ".join((article.title, *article.text.split("\n")))
    assert [line for line in GOLDENS[name]["forbidden"] if normalize_line(line) in text] == []


@pytest.mark.parametrize("name", REJECTED)
def test_what_is_no_arabic_article_is_rejected_with_its_reason(name: str) -> None:
    rejected = article_of(page(name)).rejected
    assert rejected is not None
    assert rejected.reason == GOLDENS[name]["rejected"]
