"""The times of publication and of change, from every place on a page."""

from __future__ import annotations

import lxml.html
import pytest

from crawler.outlet import Outlet
from pipelines.metadata import metadata_of
from tests.pipelines.metadata.pages import CAPTURED, HEADLINE, URL, beside, ld, meta, read


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (ld(datePublished="2024-08-24T12:09:00+03:00"), ""),
        (ld(datePublished="٢٠٢٤-٠٨-٢٤T١٢:٠٩:٠٠+0300"), ""),
        (ld(datePublished="2024-08-24T12:09:00"), ""),
        (ld(datePublished=1724490540), ""),
        (meta("article:published_time", "السبت، 24 أغسطس 2024 - 12:09 م"), ""),
        ('<meta name="pubdate" content="Sat, 24 Aug 2024 12:09:00 +0300">', ""),
        ('<meta name="parsely-pub-date" content="1724490540000">', ""),
        ("", f"<h1>{HEADLINE}</h1><meta itemprop='datePublished' content='2024-08-24T12:09:00+03:00'>"),
        ("", beside('<time class="published updated" datetime="2024-08-24T12:09:00+03:00">أمس</time>')),
        ("", beside("<ul><li>24/8/2024 12:09 م</li></ul>")),
        ("", beside('<p class="meta">نُشر: ٢٤ آب/أغسطس ٢٠٢٤ - ١٢:٠٩ | آخر تحديث: ٢٤/٨/٢٠٢٤ ١٢:٠٩</p>')),
        ("", beside("<div><b>24-8-2024</b> <i>12:09</i></div>")),
        ("", beside('<span class="date">أمس، 12:09 م</span>')),
        (ld(datePublished="2024-08-24"), beside("<span>24/8/2024 - 12:09</span>")),
        (ld(datePublished="0000-00-00 00:00:00"), beside("<span>24/8/2024 - 12:09</span>")),
    ],
)
def test_the_moment_of_publication_is_found_wherever_it_stands(head: str, body: str) -> None:
    assert read(head, body or f"<h1>{HEADLINE}</h1>").published == "2024-08-24T12:09:00+03:00"


@pytest.mark.parametrize(
    ("said", "shown", "published"),
    [
        ("2024-08-24T12:09:13Z", "24/8/2024 12:09 م", "2024-08-24T12:09:13+03:00"),
        ("2024-08-24T12:09:13Z", "24/8/2024 03:09 م", "2024-08-24T12:09:13+00:00"),
        ("2024-08-24T12:09:13Z", "24/8/2024 12:09 بتوقيت غرينتش", "2024-08-24T12:09:13+00:00"),
        ("2024-08-24T12:09:13+04:00", "24/8/2024 12:09", "2024-08-24T12:09:13+04:00"),
    ],
)
def test_a_clock_that_is_shown_as_local_is_not_utc(said: str, shown: str, published: str) -> None:
    body = beside(f"<time datetime='{said}'>{shown}</time>")
    assert read(body=body).published == published
    assert read(ld(datePublished=said), beside(f"<i>{shown}</i>")).published == published


@pytest.mark.parametrize(
    ("head", "body", "url", "published"),
    [
        (
            meta("article:published_time", "2024-08-20T01:00:00Z") + ld(datePublished="2024-08-22"),
            "",
            URL,
            "2024-08-22",
        ),
        (ld(datePublished="2024-08-22"), beside("<span>24/8/2024 - 12:09</span>"), URL, "2024-08-22"),
        (meta("article:published_time", "2024-08-24T09:09:00+00:00"), beside("<i>24/8/2024 12:09</i>"), URL, None),
        ("", "", "https://almadina.example/2024/08/24/bridge", "2024-08-24"),
        ("", "", "https://almadina.example/2024-08-24/bridge", "2024-08-24"),
        ("", "", "https://almadina.example/20240824/bridge", "2024-08-24"),
        ("", beside("<span class='date'>20 صفر 1446هـ</span>"), URL, "2024-08-24"),
        ("", beside("<span class='date'>منذ 3 ساعات</span>"), URL, "2024-08-25"),
    ],
)
def test_sources_are_trusted_in_order(head: str, body: str, url: str, published: str | None) -> None:
    assert read(head, body or f"<h1>{HEADLINE}</h1>", url).published == (published or "2024-08-24T09:09:00+00:00")


@pytest.mark.parametrize(
    ("fields", "modified"),
    [
        ({"dateModified": "2024-08-24T15:00:00+03:00"}, "2024-08-24T15:00:00+03:00"),
        ({"dateModified": "2024-08-25"}, "2024-08-25"),
        ({"dateModified": "2024-08-24T09:09:00Z"}, None),
        ({"dateModified": "2024-08-24"}, None),
        ({"dateModified": "2024-03-15T12:00:00Z"}, None),
        ({"dateModified": "2024-08-25T09:02:00Z"}, None),
        ({"dateModified": "2024-08-25T08:55:00Z"}, None),
        ({"dateModified": "2024-08-25T08:54:59Z"}, "2024-08-25T08:54:59+00:00"),
        ({"dateModified": "2024-08-30T09:02:00Z"}, None),
    ],
)
def test_a_change_is_later_than_the_publication_and_not_the_rendering(
    fields: dict[str, str], modified: str | None
) -> None:
    assert read(ld(datePublished="2024-08-24T12:09:00+03:00", **fields)).modified == modified


def test_a_change_is_told_in_words_too() -> None:
    shown = beside("<p>نشر في 24/8/2024 12:09 آخر تحديث: 24/8/2024 15:00</p>")
    assert read(body=shown).modified == "2024-08-24T15:00:00+03:00"


def test_times_of_a_site_without_a_file_have_no_offset() -> None:
    tree = lxml.html.document_fromstring(f"<html><body>{beside('<i>24/8/2024 12:09</i>')}</body></html>")
    assert metadata_of(tree, (), Outlet.of_site(URL), URL, CAPTURED).published == "2024-08-24T12:09:00"


def test_without_a_capture_what_is_told_from_it_is_absent() -> None:
    assert read(body=beside("<span class='date'>منذ 3 ساعات</span>"), dated=False).published is None


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("<div><span>السبت</span> <span>24 أغسطس 2024</span></div>", "2024-08-24"),
        ("<div><span>الأحد</span> <span>24 أغسطس 2024</span></div>", None),
        ("<span>الجمعة 24 أغسطس 2024</span>", None),
        ("<span>24 آب/سبتمبر 2024</span>", None),
    ],
)
def test_a_day_that_its_weekday_or_month_contradicts_is_absent(shown: str, published: str | None) -> None:
    assert read("", beside(shown)).published == published


@pytest.mark.parametrize(
    ("said", "shown", "path", "day"),
    [
        ("2021-01-01T10:00:00Z", "24 أغسطس 2024", "2024/08/24", "2024-08-24"),
        ("2024-08-23T22:00:00Z", "24 أغسطس 2024", "2024/08/24", "2024-08-23"),
        ("2021-01-01T10:00:00Z", "24 أغسطس 2024", "2024/08/20", "2021-01-01"),
        ("2021-01-01T10:00:00Z", "24 أغسطس 2024", "story", "2021-01-01"),
    ],
)
def test_a_source_that_the_page_and_its_address_contradict_is_passed_over(
    said: str, shown: str, path: str, day: str
) -> None:
    head, body = meta("article:published_time", said), beside(f"<span>{shown}</span>")
    tree = lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    url = f"https://nahr.example/{path}/harbour"
    found = metadata_of(tree, (), Outlet.of_site(url), url, CAPTURED, headline=HEADLINE).published
    assert found is not None
    assert found[:10] == day
