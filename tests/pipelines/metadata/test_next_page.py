"""The address of an article's next page, and what looks like one."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import URL, read

SITE = "https://almadina.example"
STORY = f"{SITE}/reports/8001-long"


@pytest.mark.parametrize(
    ("markup", "url", "target"),
    [
        ('<link rel="next" href="/reports/8001-long?page=2">', STORY, f"{STORY}?page=2"),
        ('<link rel="next" href="?page=1">', STORY, f"{STORY}?page=1"),  # counted from 0
        ('<a rel="next" href="/reports/8001-long/2/">x</a>', STORY, f"{STORY}/2/"),
        ('<a href="/reports/8001-long/page/2">2</a>', f"{STORY}/", f"{STORY}/page/2"),
        ('<a href="?page=2">٢</a>', STORY, f"{STORY}?page=2"),
        ('<a href="?page=2">الصفحة التالية ›</a>', STORY, f"{STORY}?page=2"),
        ('<a href="?id=7&pg=2">2</a>', f"{SITE}/news.php?id=7", f"{SITE}/news.php?id=7&pg=2"),
        ('<a href="?page=1">1</a><a href="?page=3">3</a>', f"{STORY}?page=2", f"{STORY}?page=3"),
    ],
)
def test_the_articles_own_address_with_a_greater_number_is_its_next_page(markup: str, url: str, target: str) -> None:
    assert read(markup, url=url).next_page == target


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<link rel="next" href="/reports/8002-other">', STORY),  # WordPress: the next article
        ('<link rel="next" href="/news/13">', f"{SITE}/news/12"),
        ('<a href="/news/12/">12</a>', f"{SITE}/news"),
        ('<a rel="next" href="/reports/8002-other?page=2">2</a>', STORY),
        ('<a href="?page=2#comments">2</a>', STORY),
        ('<a href="/reports/8001-long/comment-page-2">2</a>', STORY),
        ('<a href="?page=2">أخبار</a>', STORY),
        ('<a href="?page=1">1</a>', STORY),
        ('<a href="?page=1">1</a><a href="?page=2">2</a>', f"{STORY}?page=2"),
        ('<a href="?share=2">2</a>', STORY),
        ('<a rel="next" href="http://[/2">2</a>', STORY),
        ("", URL),
    ],
)
def test_another_articles_address_or_a_page_of_comments_is_not(markup: str, url: str) -> None:
    assert read(markup, url=url).next_page is None
