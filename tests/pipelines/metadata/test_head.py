"""The contents of a page's head."""

from __future__ import annotations

import lxml.html

from pipelines.metadata.head import PageHead


def test_the_first_of_each_is_taken_whatever_the_case_of_its_name() -> None:
    page = """
        <title>افتتاح الجسر | المدينة</title><meta property="og:title" content="افتتاح &amp;quot;الجسر&amp;quot;">
        <meta name="DC.Date" content="2024"><meta name="empty" content=" "><meta name="dc.date" content="2023">
        <link rel="stylesheet" href="/a.css"><link rel="CANONICAL" href="/1"><link rel="canonical" href="/2">
        <h1>افتتاح</h1>"""
    head = PageHead(lxml.html.document_fromstring(page))
    assert list(head.metas(("empty", "dc.date"))) == ["2024", "2023"]
    assert head.canonical == "/1"
    assert head.titles == ("افتتاح الجسر", "افتتاح الجسر المدينه")
    assert [heading.text for heading in head.headings] == ["افتتاح"]
