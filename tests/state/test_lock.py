"""One run at a time writes an outlet, also where the kernel's locks do not reach the other run."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import LockedError
from crawler.state.lock import CorpusLock, OutletLock, taken
from tests.state.captures import OUTLET
from tests.support.project import ROOT


@pytest.fixture
def lockless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every lock succeed, as on a network file system without a lock service."""
    monkeypatch.setattr(fcntl, "flock", lambda *_: None)


def mark(output: Path) -> Path:
    return output / ".locks" / ".owners" / OUTLET


def leave_mark(output: Path, **changed: Any) -> None:
    """Leave the mark of a process that ended without removing it, with some of its fields changed."""
    lock = f"from pathlib import Path; from crawler.state.owner import Mark; Mark(Path({str(output)!r}), {OUTLET!r})"
    subprocess.run([sys.executable, "-c", lock], cwd=ROOT, check=True)
    fields = json.loads(mark(output).read_text()) | changed
    mark(output).write_text(json.dumps(fields))


@pytest.mark.usefixtures("lockless")
def test_where_locks_do_not_work_the_second_run_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    first = OutletLock(tmp_path, OUTLET)
    with pytest.raises(LockedError, match=r"another run \(process \d+\) is writing it"):
        OutletLock(tmp_path, OUTLET)
    OutletLock(tmp_path, "other.example").release()
    first.release()
    OutletLock(tmp_path, OUTLET).release()
    assert not mark(tmp_path).exists()


@pytest.mark.usefixtures("lockless")
@pytest.mark.parametrize("changed", [{}, {"boot": "earlier"}], ids=["killed", "before a restart"])
def test_the_mark_of_a_process_that_is_gone_blocks_nobody(tmp_path: Path, changed: dict[str, str]) -> None:
    leave_mark(tmp_path, **changed)
    lock = OutletLock(tmp_path, OUTLET)
    with pytest.raises(LockedError):
        OutletLock(tmp_path, OUTLET)
    lock.release()
    assert [path.name for path in mark(tmp_path).parent.iterdir()] == []


def test_a_number_that_another_process_has_now_does_not_keep_a_mark_alive(tmp_path: Path) -> None:
    leave_mark(tmp_path, pid=os.getpid())
    OutletLock(tmp_path, OUTLET).release()


@pytest.mark.parametrize("elsewhere", [{"host": "press-2"}, {"machine": "another of that name"}], ids=str)
def test_a_run_on_another_machine_is_named_with_the_remedy(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    leave_mark(tmp_path, **elsewhere, boot="another", pid=7, since="2026-11-22T10:00:00+00:00")
    sentence = r"\(process 7 on .*, since 2026-11-22T10:00:00\+00:00\) .* If that process is gone, remove (.*)\.$"
    with pytest.raises(LockedError, match=sentence):
        OutletLock(tmp_path, OUTLET)
    mark(tmp_path).unlink()
    OutletLock(tmp_path, OUTLET).release()


def test_a_mark_that_was_not_written_whole_is_named_with_the_remedy(tmp_path: Path) -> None:
    OutletLock(tmp_path, OUTLET).release()
    mark(tmp_path).touch()
    with pytest.raises(LockedError, match=f"another run \\(unknown\\) .* remove {mark(tmp_path)}"):
        OutletLock(tmp_path, OUTLET)


@pytest.mark.usefixtures("lockless")
def test_of_two_runs_that_begin_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = Path.hardlink_to
    quicker: list[OutletLock] = []

    def link_late(path: Path, target: Path) -> None:
        monkeypatch.setattr(Path, "hardlink_to", link)
        quicker.append(OutletLock(tmp_path, OUTLET))
        target.touch()  # each machine has a temporary file of its own
        link(path, target)

    monkeypatch.setattr(Path, "hardlink_to", link_late)
    with pytest.raises(LockedError, match="wait until it ends"):
        OutletLock(tmp_path, OUTLET)
    quicker[0].release()
    OutletLock(tmp_path, OUTLET).release()


@pytest.mark.parametrize("killed", [False, True], ids=["first run", "after a killed one"])
@pytest.mark.parametrize("step", ["mkdir", "open", "exists", "hardlink_to", "replace", "unlink"])
def test_a_run_that_was_killed_while_it_marked_the_outlet_blocks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, *, killed: bool
) -> None:
    if killed:
        leave_mark(tmp_path)

    def end(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(Path, "unlink", end)  # a killed process cleans nothing up
        patched.setattr(Path, step, end)
        OutletLock(tmp_path, OUTLET)
    if mark(tmp_path).exists():
        fields = json.loads(mark(tmp_path).read_text())
        mark(tmp_path).write_text(json.dumps(fields | {"started": "before"}))
    OutletLock(tmp_path, OUTLET).release()
    assert list(mark(tmp_path).parent.iterdir()) == []


def test_a_file_system_without_links_has_marks_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    OutletLock(tmp_path, OUTLET).release()
    leave_mark(tmp_path)
    OutletLock(tmp_path, OUTLET).release()


def test_a_lock_that_is_held_is_not_marked_by_those_who_wait(tmp_path: Path) -> None:
    first = OutletLock(tmp_path, OUTLET)
    kept = mark(tmp_path).read_text()
    with pytest.raises(LockedError, match="wait until it ends"):
        OutletLock(tmp_path, OUTLET)
    assert mark(tmp_path).read_text() == kept
    first.release()


def test_a_rebuild_that_keeps_a_run_away_is_named(tmp_path: Path) -> None:
    OutletLock(tmp_path, OUTLET).release()
    assert str(taken(tmp_path, OUTLET)).startswith(f"{OUTLET}: another run (process {os.getpid()})")
    rebuild = CorpusLock(tmp_path, shared=False)
    assert str(taken(tmp_path, OUTLET)) == f"{tmp_path}: a rebuild (scrapy replay) is writing it; wait until it ends."
    rebuild.release()
