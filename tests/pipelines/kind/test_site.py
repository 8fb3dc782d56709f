"""Whole pages of an invented site without class names that mean anything: its articles pass, its other pages do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.archive.read.unarchived import unarchived_page
from crawler.outlet import Outlet
from pipelines.article import article_of

FOLDER = Path(__file__).parent / "site"
ADDRESSES: dict[str, str] = json.loads((FOLDER / "addresses.json").read_text())


def rejected(name: str, address: str) -> str:
    page = unarchived_page(
        address,
        (FOLDER / f"{name}.html").read_bytes(),
        Outlet.of_site(address),
        "text/html; charset=utf-8",
        "2026-11-28T09:00:00Z",
    )
    return str(article_of(page).rejected or "")


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name.startswith("article-")])
@pytest.mark.parametrize("path", ["a/p.html", "news/48213", "12"])
def test_an_article_passes_under_any_address(name: str, path: str) -> None:
    assert rejected(name, f"https://saqia.example/{path}") == ""


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name.startswith("other-")])
def test_a_page_that_is_no_article_is_rejected(name: str) -> None:
    assert rejected(name, ADDRESSES[name]) != ""
