"""The way of a reader through the browse page, in Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.corpus.browse.news import TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

WORDS = {
    "ar": ("rtl", "ابحث عن", "بحث", "ضيّق البحث", "النتائج", "ما الذي تغيّر", "افتحها وحدها", "English"),
    "en": ("ltr", "Search for", "Search", "Narrow the search", "Results", "What changed", "Open it alone", "العربية"),
}
COUNTS = {"ar": ("وثيقة واحدة", "3 وثائق", "5 وثائق"), "en": ("1 document", "3 documents", "5 documents")}


def column(page: Page, day: str) -> Locator:
    """Return the column of the chart that begins on a day."""
    return page.locator(f'svg .column[data-first="{day}"]')


@pytest.mark.parametrize(("language", "is_scripted"), [("ar", True), ("en", True), ("ar", False)])
def test_a_reader_gets_from_a_search_to_the_archived_page(
    opened: Callable[..., Page], language: str, *, is_scripted: bool
) -> None:
    direction, query, search, narrow, results, changed, alone, other = WORDS[language]
    one, three, five = (f"{results}: {count}" for count in COUNTS[language])
    page = opened(f"/?lang={language}", java_script_enabled=is_scripted)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.get_by_role("link", name=other)).to_be_visible()
    page.get_by_role("searchbox", name=query).fill("خطة المياه")
    page.get_by_role("button", name=search).click()
    page.get_by_role("complementary", name=narrow).get_by_role("link", name="alroya.om").click()
    expect(page.get_by_role("heading", name=five)).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()

    if is_scripted:
        column(page, "2026-04-01").hover()
        page.mouse.down()
        column(page, "2026-05-01").hover()
        column(page, "2026-06-01").hover()
        page.mouse.up()
        expect(page.get_by_role("heading", name=three)).to_be_visible()
        assert "from=2026-04-01&to=2026-06-30" in page.url
        page.go_back()
    column(page, "2026-04-01").click()
    expect(page.get_by_role("heading", name=one)).to_be_visible()
    assert "from=2026-04-01&to=2026-04-30" in page.url

    page.goto("/?q=تؤجل")
    expect(page.locator("html")).to_have_attribute("lang", language)  # the cookie keeps it
    page.get_by_role("link", name=TITLES[1]).click()
    page.get_by_role("link", name=changed).click()
    expect(page.locator(".title del")).to_contain_text(["تعلن"])
    expect(page.locator(".title ins")).to_contain_text(["تؤجل"])
    page.go_back()
    expect(page.frame_locator("iframe").get_by_role("heading", name=TITLES[1])).to_be_visible()
    page.get_by_role("link", name=alone).click()
    expect(page).to_have_url(re.compile(r"/archived/20260803120000/https://akhbar\.example/news/0001$"))
    expect(page.get_by_role("heading", name=TITLES[1])).to_be_visible()


def test_a_reader_needs_no_mouse(opened: Callable[..., Page]) -> None:
    page = opened("/?lang=en")
    stops = []
    for _ in range(7):
        page.keyboard.press("Tab")
        stops.append(page.locator(":focus").inner_text())
    assert stops == ["Skip to the content", "Warraq", "Search", "Outlets", "Changes", "العربية", ""]
    expect(page.get_by_role("searchbox")).to_be_focused()

    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("خطة المياه")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Results: ")).to_be_visible()

    reach(page, page.locator("summary", has_text="Figures"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("link", name="2026-04", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Results: 1 document")).to_be_visible()
    reach(page, page.get_by_role("link", name="خطة المياه في الشهر 4"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/article/alroya\.om/1$"))


def reach(page: Page, target: Locator) -> None:
    """Press Tab until a thing has the focus, and see that the focus shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            assert target.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
            return
    pytest.fail(f"Tab does not reach {target}")
