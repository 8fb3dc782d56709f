"""A line of the index: its form, and the lines that are none."""

from __future__ import annotations

import pytest

from crawler.archive.index.cdxj import Entry, cdxj_line
from tests.archive.index.captures import capture


def test_a_line_is_that_of_cdxj_indexer() -> None:
    assert cdxj_line(capture(7)) == (
        'com,example)/news/7 20260101124508 {"url": "https://www.example.com/news/7", "mime": "text/html", '
        '"status": "200", "digest": "sha1:EBA2YTR62QVCLQUZXL6KH46Q6ARDNVSK", "length": "10", "offset": "70", '
        '"filename": "example.com-1.warc.gz"}\n'
    )


def test_a_revisit_says_so_in_its_media_type() -> None:
    assert Entry.of_line(cdxj_line(capture(7, kind="revisit"))).mime == "warc/revisit"


@pytest.mark.parametrize("number", [1, 7])
def test_a_line_gives_the_entry_that_made_it(number: int) -> None:
    entry = Entry.of_capture(capture(number))
    assert Entry.of_line(entry.line()) == entry


@pytest.mark.parametrize(
    "fields",
    [
        "",
        "{",
        "[]",
        '{"url": "x"}',
        '{"url": 1, "length": "1", "offset": "1", "filename": "x"}',
        '{"url": "x", "length": "1", "offset": "-1", "filename": "x"}',
        '{"url": "x", "length": "1", "offset": "9223372036854775808", "filename": "x"}',
        '{"url": "x", "length": Infinity, "offset": "1", "filename": "x"}',
        "[" * 100_000,
    ],
)
def test_what_names_no_record_is_a_value_error(fields: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of several causes
        Entry.of_line(f"key 20260101000000 {fields}")
