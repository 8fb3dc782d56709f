"""Look-ups over several segments find what one sorted file would give."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.index import look_up as module
from crawler.archive.index.cdxj import LONGEST, Entry, cdxj_line
from crawler.archive.index.look_up import knows, look_up
from crawler.archive.index.segments import list_segments, segment_path
from crawler.archive.index.selection import Selection
from crawler.archive.index.writing import add_segment
from crawler.errors import CdxjError
from tests.archive.index.captures import LINES, OUTLET, URLS, capture, quick_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SELECTIONS = st.builds(
    Selection,
    prefix=st.one_of(st.just(""), URLS),
    since=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 9))),
    until=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 9))),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an outlet's empty archive folder."""
    folder = tmp_path / OUTLET
    folder.mkdir()
    return folder


@given(LINES, st.integers(1, 10), SELECTIONS)
def test_looking_up_is_filtering_one_sorted_file(lines: list[str], each: int, selection: Selection) -> None:
    with quick_folder() as folder:
        for place in range(0, len(lines), each):
            add_segment(folder, lines[place : place + each])
        entries = map(Entry.of_line, sorted(lines))
        wanted = [entry for entry in entries if selection.takes(entry.key, entry.timestamp)]
        assert list(look_up(folder, selection)) == wanted


def test_an_index_of_an_earlier_version_is_the_first_segment(folder: Path) -> None:
    (folder / f"{OUTLET}.cdxj").write_text(cdxj_line(capture(3)) + cdxj_line(capture(5)))
    add_segment(folder, [cdxj_line(capture(4))])
    assert [entry.offset for entry in look_up(folder)] == [30, 40, 50]


def test_an_index_knows_the_archives_that_were_added(folder: Path) -> None:
    assert not knows(folder, capture(1))
    assert list(look_up(folder)) == []
    add_segment(folder, [cdxj_line(capture(1))])
    add_segment(folder, [cdxj_line(capture(2))])
    assert knows(folder, capture(1))
    assert knows(folder, capture(2))
    assert not knows(folder, capture(1, warc="another.warc.gz"))
    assert not knows(folder, capture(1, day=2))


def test_whether_an_archive_is_known_reads_only_the_lines_of_its_first_capture(folder: Path) -> None:
    front = capture(1, "https://example.com/")
    (folder / f"{OUTLET}.cdxj").write_text(cdxj_line(front) + "com,example)/a nonsense\n" * 9)
    assert knows(folder, front)


@pytest.mark.parametrize(
    "line", ["nonsense", "key 2026 {", "key 2026 []", 'key 2026 {"url": "x"}', "k 2 " + "[" * 100_000]
)
def test_a_line_that_is_none_is_named(folder: Path, line: str) -> None:
    path = folder / f"{OUTLET}.cdxj"
    path.write_text(f"{line}\n")
    with pytest.raises(
        CdxjError, match=rf"{OUTLET}\.cdxj: has a line that is not CDXJ.*scrapy verify --repair"
    ) as error:
        list(look_up(folder))
    assert error.value.path == path


def test_a_line_that_never_ends_is_not_read_to_its_end(folder: Path) -> None:
    add_segment(folder, [cdxj_line(capture(1))])
    with segment_path(folder, 2, 2).open("wb") as file:
        file.truncate(LONGEST * 10)  # a sparse file: zeros without a line end
    with pytest.raises(CdxjError, match=r"000002\.cdxj: has a line that is not CDXJ"):
        list(look_up(folder))
    assert knows(folder, capture(1))


def test_too_many_segments_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    for number in (1, 2):
        add_segment(folder, [cdxj_line(capture(number))])
    assert len(list(look_up(folder))) == 2
    add_segment(folder, [cdxj_line(capture(3))])
    with pytest.raises(CdxjError, match="its index has 3 segments; run scrapy verify --repair"):
        list(look_up(folder))


def test_a_merge_between_listing_and_opening_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        add_segment(folder, [cdxj_line(capture(number))])

    def merged_after() -> Iterator[None]:
        segment_path(folder, 1, 2).write_text(cdxj_line(capture(1)) + cdxj_line(capture(2)))
        for serial in (1, 2):
            segment_path(folder, serial, serial).unlink()
        yield

    merging = merged_after()

    def list_then_merge(wanted: Path) -> object:
        listing = list_segments(wanted)
        next(merging, None)
        return listing

    monkeypatch.setattr(module, "list_segments", list_then_merge)
    assert [entry.offset for entry in look_up(folder)] == [10, 20]
