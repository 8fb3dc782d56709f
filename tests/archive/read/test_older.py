"""The captures that a replay takes which settles an outlet again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crawler.archive.index.selection import Selection
from crawler.archive.read.older import Share, older_outlets
from crawler.archive.read.pages import read_archive
from crawler.errors import LockedError, StateError
from crawler.state import state_path
from crawler.state.lock import OutletLock
from tests.support.output import OUTLET, archive, exchange, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.archive.read.pages import Archived


def read(warc: Path) -> Iterator[Archived]:
    return read_archive(warc, (OUTLET,), print)


def test_what_the_corpus_has_and_what_is_wanted_of_the_named_archives_is_taken(tmp_path: Path) -> None:
    known, other = make(tmp_path / "output"), archive(tmp_path / "other", exchange(0))
    wanted, unwanted = Selection(until=date(2026, 11, 22)), Selection(until=date(2026, 11, 21))
    for given, selection, taken in ((other, wanted, True), (other, unwanted, False), (known, wanted, False)):
        share = Share([OUTLET.name], tmp_path / "output", [given], selection)
        assert list(share.of(OUTLET.name, read(known))) == list(read(known))
        assert list(share.of(OUTLET.name, read(other))) == (list(read(other)) if taken else [])
        assert share.has(OUTLET.name)
    assert not Share([OUTLET.name]).has(OUTLET.name)
    assert Share([]).has(OUTLET.name)
    assert list(Share([]).of(OUTLET.name, read(other))) == list(read(other))


def test_an_outlet_is_settled_again_for_what_it_lacks_up_to_its_newest_capture_and_for_nothing_else(
    tmp_path: Path,
) -> None:
    known = make(tmp_path / "output", 3)
    same, later = (archive(tmp_path / str(number), exchange(number)) for number in (3, 4))
    assert older_outlets(tmp_path / "output", [known, later], read) == ({}, {OUTLET.name})
    assert older_outlets(tmp_path / "output", [known, later, same], read) == ({OUTLET.name: same}, {OUTLET.name})
    assert older_outlets(tmp_path / "empty", [same], read) == ({}, set())


def test_the_state_of_an_outlet_that_another_run_writes_is_not_opened(tmp_path: Path) -> None:
    warc = make(tmp_path)
    lock = OutletLock(tmp_path, OUTLET.name)
    state_path(tmp_path, OUTLET.name).write_text("another machine's")
    with pytest.raises(LockedError, match="is writing it"):
        older_outlets(tmp_path, [warc], read)
    lock.release()
    with pytest.raises(StateError, match="cannot be opened"):
        older_outlets(tmp_path, [warc], read)
