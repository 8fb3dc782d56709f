"""What holds for each page in Chromium: nothing overflows, and axe-core finds no serious fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PAGES = (
    "/?q=خطة",
    "/?q=خطة&q=المياه&measure=share",
    "/article/akhbar.example/2",
    "/article/akhbar.example/2/compare",
    "/article/akhbar.example/3",
    "/changes",
    "/outlets",
    "/outlet/akhbar.example",
    "/outlet/akhbar.example/fronts",
    "/outlet/akhbar.example/rejected",
    "/article/akhbar.example/99",
)
GRAVE = ("serious", "critical")


def faults(page: Page, **options: object) -> list[str]:
    """Return the grave faults that axe-core finds: rule and element."""
    found = Axe().run(page, options={"iframes": False, "resultTypes": ["violations"], **options}).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found if one["impact"] in GRAVE for node in one["nodes"]]


@pytest.mark.parametrize(
    ("path", "language"),
    [*((path, "ar") for path in PAGES), *((path, "en") for path in (PAGES[0], PAGES[2], PAGES[7]))],
)
def test_a_page_fits_a_telephone_and_is_accessible(opened: Callable[..., Page], path: str, language: str) -> None:
    page = opened(f"{path}{'&' if '?' in path else '?'}lang={language}", viewport={"width": 390, "height": 844})
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, runOnly=["color-contrast"]) == []
