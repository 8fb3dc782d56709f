"""The CDXJ index: its lines, its order, and look-ups in it."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.index.cdxj import (
    Entry,
    Selection,
    cdxj_line,
    index_beside,
    knows,
    look_up,
    merge_index,
    write_index,
)
from crawler.archive.index.surt import surt
from crawler.errors import CdxjError
from crawler.items import Capture

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.example.com/", "com,example)/"),
        ("https://example.com", "com,example)/"),
        ("https://Example.COM:443/A/B/../C/./d//e/", "com,example)/a/c/d/e"),
        ("https://user:secret@example.com:8443/a?b=2&a=1&B=0#end", "com,example:8443)/a?a=1&b=0&b=2"),
        ("https://www2.example.com/?", "com,example)/"),
        ("http://127.0.0.1:41951/%D8%A8/", "1,0,0,127:41951)/%d8%a8"),
        ("http://2130706433/", "1,0,0,127)/"),
        ("http://[::1]:8080/a", "::1:8080)/a"),
        ("https://www.alroya.om/post/1/خطة", "om,alroya)/post/1/%d8%ae%d8%b7%d8%a9"),
        ("https://مثال.إختبار/?س=ص", "xn--kgbechtv,xn--mgbh0fb)/?%d8%b3=%d8%b5"),
        ("https://e.com/%25D8%25A7", "com,e)/%d8%a7"),
        ("https://e.com/a%2Fb%23c?d=%26e", "com,e)/a/b%23c?d=&e"),
        ("https://e.com/a b\t?c d", "com,e)/a%20b?c%20d"),
        ("https://e.com/a/../b/./c/..", "com,e)/b"),
        ("https://e.com/?PHPSESSID=0123456789abcdef0123456789abcdef&x=1", "com,e)/?x=1"),
        ("https://e.com/(s(0123456789abcdef01234567))/News/1.aspx", "com,e)/news/1.aspx"),
        ("https://e.com:port/x", "https://e.com:port/x"),
        ("urn:uuid:1", "urn:uuid:1"),
    ],
)
def test_surts_are_those_of_cdxj_indexer(url: str, key: str) -> None:
    assert surt(url) == key


@given(st.text(max_size=40), st.text(max_size=20))
def test_a_surt_is_ascii_without_spaces_and_ignores_encoding_and_case(path: str, query: str) -> None:
    url = f"https://www.example.com/{quote(path)}?{quote(query)}"
    key = surt(url)
    assert key.isascii()
    assert " " not in key
    assert surt(url.replace("https://www.", "HTTP://")) == key


def capture(number: int, url: str = "", day: int = 1, kind: str = "response", warc: str = "") -> Capture:
    """Return the capture of a made-up page."""
    return Capture(
        outlet="example.com",
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


def test_a_line_is_that_of_cdxj_indexer() -> None:
    assert cdxj_line(capture(7)) == (
        'com,example)/news/7 20260101124508 {"url": "https://www.example.com/news/7", "mime": "text/html", '
        '"status": "200", "digest": "sha1:EBA2YTR62QVCLQUZXL6KH46Q6ARDNVSK", "length": "10", "offset": "70", '
        '"filename": "example.com-1.warc.gz"}\n'
    )


def test_a_revisit_says_so_in_its_media_type() -> None:
    assert Entry.of_line(cdxj_line(capture(7, kind="revisit"))).mime == "warc/revisit"


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
def index() -> Iterator[Path]:
    """Yield a path for an index; all of a property's examples would share a fixture."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "example.cdxj"


@given(LINES)
def test_an_index_is_sorted_bytewise_whatever_the_order(lines: list[str]) -> None:
    with index() as path:
        write_index(path, lines)
        assert path.read_bytes() == b"".join(sorted(line.encode() for line in lines))


@given(LINES, st.integers(0, 30))
def test_merging_is_writing_the_union(lines: list[str], cut: int) -> None:
    with index() as path:
        write_index(path, lines)
        whole = path.read_bytes()
        path.unlink()
        merge_index(path, lines[:cut])
        merge_index(path, lines[cut // 2 :])
        assert path.read_bytes() == whole
        assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_record_has_one_line_and_the_new_one_counts(tmp_path: Path) -> None:
    path = tmp_path / "x.cdxj"
    merge_index(path, [cdxj_line(capture(1)), cdxj_line(capture(2))])
    merge_index(path, [cdxj_line(capture(1, kind="revisit"))])
    assert [entry.mime for entry in look_up(path)] == ["warc/revisit", "text/html"]


SELECTIONS = st.builds(
    Selection,
    prefix=st.one_of(st.just(""), URLS),
    since=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 9))),
    until=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 9))),
)


@given(LINES, SELECTIONS)
def test_looking_up_is_filtering(lines: list[str], selection: Selection) -> None:
    with index() as path:
        write_index(path, lines)
        entries = [Entry.of_line(line) for line in path.read_text().splitlines()]
        wanted = [entry for entry in entries if selection.takes(entry.key, entry.timestamp)]
        assert list(look_up(path, selection)) == wanted


@pytest.mark.parametrize(
    ("prefix", "taken"),
    [
        ("https://example.com/news", {"/news", "/news/", "/news/1", "/news?a=1", "/newsletter"}),
        ("http://www.example.com/news/", {"/news", "/news/", "/news/1", "/news?a=1"}),
        ("https://example.com", {"/news", "/news/", "/news/1", "/news?a=1", "/newsletter", "/about"}),
        ("https://example.co", set()),
    ],
)
def test_a_prefix_that_ends_in_a_slash_ends_there(prefix: str, taken: set[str]) -> None:
    paths = ("/news", "/news/", "/news/1", "/news?a=1", "/newsletter", "/about")
    selection = Selection(prefix=prefix)
    assert {path for path in paths if selection.wants(capture(1, f"https://example.com{path}"))} == taken


def test_days_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.cdxj"
    write_index(path, (cdxj_line(capture(day, day=day)) for day in range(1, 6)))
    span = Selection(since=date(2026, 1, 2), until=date(2026, 1, 4))
    assert [entry.offset for entry in look_up(path, span)] == [20, 30, 40]


def test_an_index_knows_the_archives_that_were_merged_into_it(tmp_path: Path) -> None:
    folder = tmp_path / "example.com"
    folder.mkdir()
    path = index_beside(folder / "a.warc.gz")
    assert path == folder / "example.com.cdxj"
    assert not knows(path, capture(1))
    write_index(path, [cdxj_line(capture(1))])
    assert knows(path, capture(1))
    assert not knows(path, capture(1, warc="another.warc.gz"))


@pytest.mark.parametrize("line", ["nonsense", "key 2026 {", "key 2026 []", 'key 2026 {"url": "x"}'])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "x.cdxj"
    path.write_text(f"{line}\n")
    with pytest.raises(CdxjError, match=r"x\.cdxj: has a line that is not CDXJ"):
        list(look_up(path))


def test_a_failed_write_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.cdxj"
    write_index(path, [cdxj_line(capture(1))])
    before = path.read_bytes()
    with pytest.raises(ValueError, match="values to unpack"):
        merge_index(path, [cdxj_line(capture(2)), "nonsense"])
    path.write_bytes(before + b"nonsense\n")
    with pytest.raises(CdxjError):
        merge_index(path, [cdxj_line(capture(2))])
    assert path.read_bytes() == before + b"nonsense\n"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
