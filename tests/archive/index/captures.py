"""Captures of made-up pages, and the lines of an index for them."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from crawler.archive.index.cdxj import Entry, cdxj_line
from crawler.items import Capture

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTLET = "example.com"
"""Name of the outlet, and of its archive folder."""


def capture(number: int, url: str = "", day: int = 1, kind: str = "response", warc: str = "") -> Capture:
    """Return the capture of a made-up page."""
    return Capture(
        outlet=OUTLET,
        url=url or f"https://www.example.com/news/{number}",
        canonical_url="",
        date=f"2026-01-{day:02}T12:45:08.191183Z",
        status=200,
        page=True,
        warc=warc or f"example.com-{number % 3}.warc.gz",
        offset=number * 10,
        length=10,
        record_id="",
        payload_digest="sha1:EBA2YTR62QVCLQUZXL6KH46Q6ARDNVSK",
        mime="text/html",
        kind=kind,
    )


URLS = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["example.com", "www.example.com", "b.example"]),
    st.sampled_from(["", "news", "news/", "news/1", "newsletter", "News/2?b=1&a=2", "خبر"]),
)
LINES = st.lists(
    st.builds(
        lambda number, url, day: cdxj_line(capture(number, url, day)), st.integers(0, 40), URLS, st.integers(1, 9)
    ),
    max_size=30,
    unique_by=lambda line: (Entry.of_line(line).filename, Entry.of_line(line).offset),
)


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Yield an outlet's empty archive folder for one example of a property; nothing in it waits for the disk."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        folder = Path(name) / OUTLET
        folder.mkdir()
        yield folder
