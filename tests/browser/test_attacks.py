"""A page that tries everything, in Chromium: in an article's frame, and on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.attacked import ATTACKED, LINE, TITLE, attacked
from tests.browser.conftest import Canary

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Served

ACTIVE = (
    "script, iframe, frame, object, embed, applet, form, input, button, base, svg, math, audio, video, template, "
    "meta[http-equiv], link:not([href^='/archived/'])"
)
"""What in a page could run something, or reach a host."""


@pytest.mark.parametrize("path", ["/article/akhbar.example/3", f"/archived/20260805060000/{ATTACKED}"])
def test_a_page_of_attacks_runs_nothing_and_reaches_nothing(
    opened: Callable[..., Page], served: Served, path: str
) -> None:
    page = opened("/outlets")
    requested: list[str] = []
    events: list[str] = []
    page.context.on("request", lambda request: requested.append(request.url))
    page.on("dialog", lambda dialog: events.append(dialog.message))
    page.context.on("page", lambda window: events.append(window.url))
    page.goto(path)
    if page.frames[1:]:
        page.locator("iframe").scroll_into_view_if_needed()  # it loads when it is seen
        expect(page.frame_locator("iframe").get_by_role("heading", name=TITLE)).to_be_visible()
    shown = page.frames[-1]
    expect(shown.get_by_role("heading", name=TITLE)).to_be_visible()
    shown.wait_for_load_state()
    assert shown.locator(ACTIVE).count() == 0
    assert events == []
    assert "attacked" not in page.title().replace(TITLE, "")
    assert len(requested) > 1
    assert [url for url in requested if not url.startswith(f"{served.address}/")] == []
    assert not served.canary.heard()


def test_markup_in_an_articles_title_and_text_is_shown_as_text(opened: Callable[..., Page]) -> None:
    page = opened("/article/akhbar.example/3")
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator("article p").last).to_have_text(LINE)
    expect(page).to_have_title(f"{TITLE} – ورّاق")


def test_a_canary_hears_the_same_page_where_nothing_fences_it(browser: Browser) -> None:
    canary = Canary()
    page = browser.new_page()
    page.set_content(attacked(canary.address), wait_until="commit")
    canary.wait()
    page.close()
    canary.close()
