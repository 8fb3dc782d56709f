"""Which lists count as read: those whose addresses were all answered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.read_lists import Reading

ARTICLES = st.integers(0, 9).map("https://akhbar.example/news/{}".format)
LISTS = st.dictionaries(st.integers(0, 5).map("https://akhbar.example/sitemap-{}.xml".format), st.sets(ARTICLES))


@given(LISTS, st.sets(ARTICLES))
def test_a_list_is_read_when_all_that_it_named_was_answered(lists: dict[str, set[str]], answered: set[str]) -> None:
    reading = Reading()
    for url, articles in lists.items():
        for article in articles:
            reading.ask(article)
        reading.named(url, f"date of {url}", articles)
    for article in answered:
        reading.answered(article)
    assert reading.read() == {url: f"date of {url}" for url, articles in lists.items() if articles <= answered}


def test_what_was_answered_before_a_list_named_it_is_not_waited_for() -> None:
    reading = Reading()
    reading.ask("https://akhbar.example/news/1")
    reading.answered("https://akhbar.example/news/1")
    reading.named("https://akhbar.example/feed", "2026-11-22T10:00:00Z", {"https://akhbar.example/news/1"})
    assert reading.read() == {"https://akhbar.example/feed": "2026-11-22T10:00:00Z"}
