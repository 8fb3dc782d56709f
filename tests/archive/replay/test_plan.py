"""What is done stays done: exactly what a change concerns is done again."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

from crawler.archive.read.named import NamedArchives
from crawler.archive.replay.kept import files_of, stamp, stamped
from crawler.archive.replay.outcomes import read_outcomes
from crawler.archive.replay.parts import Part
from crawler.archive.replay.plan import Plan, originals_among
from crawler.state import ReadOnlyState, state_path
from pipelines import replayed
from pipelines.profile.file import save_profile
from pipelines.profile.model import Profile
from tests.archive.replay.replays import context_of, made, rebuilt
from tests.support.output import OUTLET, archive, exchange, make

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from crawler.archive.replay.context import Context


def is_done(context: Context, output: Path) -> list[bool]:
    """Return for each archive whether all of it is done."""
    plan = Plan(context, output)
    return [all(plan.done(unit) is not None for unit in plan.units(warc)) for warc in context.warcs]


def test_exactly_what_a_change_concerns_is_to_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = archive(tmp_path, exchange(1)), archive(tmp_path, exchange(2))
    context = context_of(tmp_path)
    plan = Plan(context, tmp_path)
    made(context, [unit for warc in context.warcs for unit in plan.units(warc)])
    assert is_done(context_of(tmp_path), tmp_path) == [True, True]
    assert (
        is_done(replace(context, outlets=(replace(OUTLET, sections=("https://akhbar.example/a",)),)), tmp_path)
        == [True] * 2
    )
    assert is_done(replace(context, outlets=(replace(OUTLET, prune=(".x",)),)), tmp_path) == [False, False]
    assert is_done(replace(context, rebuild=False), tmp_path) == [False, False]
    with monkeypatch.context() as patch:
        patch.setattr(replayed, "RULES", "another")
        assert is_done(context, tmp_path) == [False, False]
    with other.open("ab") as file:
        file.write(one.read_bytes())
    assert is_done(context, tmp_path) == [True, False]
    save_profile(
        tmp_path / "profiles", Profile(outlet="another.example", pages=30, first="2026-01-01", last="2026-01-02")
    )
    assert is_done(context_of(tmp_path), tmp_path) == [True, False]
    save_profile(tmp_path / "profiles", Profile(outlet=OUTLET.name, pages=30, first="2026-01-01", last="2026-01-02"))
    assert is_done(context_of(tmp_path), tmp_path) == [False, False]


def test_an_outlet_is_kept_until_its_corpus_or_its_archives_change(tmp_path: Path) -> None:
    make(tmp_path, 3)
    context, folder = context_of(tmp_path), tmp_path / "state" / "outcomes"
    (task,) = rebuilt(context, tmp_path)
    stage = context.output

    def is_kept(version: str = "1") -> bool:
        return stamped(folder, stage, task, version) is not None

    assert not is_kept()
    stamp(folder, stage, task, "1", {})
    with ReadOnlyState(stage, OUTLET.name) as state:  # SQLite writes files of its own to read
        assert state.count_documents() == 3
        assert len(files_of(stage, OUTLET.name)) > 1
        assert is_kept()
    assert is_kept()
    assert not is_kept("2")
    assert stamped(folder, stage, replace(task, own={"x.warc.gz": 1}), "1") is None
    path = next((stage / "text" / OUTLET.name).glob("*.txt"))
    before = path.read_bytes(), path.stat()
    path.write_bytes(before[0][::-1])
    assert not is_kept()
    path.write_bytes(before[0])
    os.utime(path, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
    assert is_kept()
    path.unlink()
    assert not is_kept()


def test_a_replay_that_adds_extracts_only_what_is_not_settled(tmp_path: Path) -> None:
    make(tmp_path, 2)
    archive(tmp_path, exchange(8))
    context = replace(context_of(tmp_path), rebuild=False, output=tmp_path)
    plan = Plan(context, tmp_path)
    known, new = made(context, plan.all_units())
    found = [
        [one.extracted is not None for one in read_outcomes(done.unit.target, *done.summary.outlets.values())]
        for done in (known, new)
    ]
    assert found == [[False, False, False], [True]]
    assert is_done(context, tmp_path) == [True, True]
    state_path(tmp_path, OUTLET.name).unlink()
    assert is_done(context, tmp_path) == [False, True]  # what the lost state knew is to be extracted


def test_outcomes_of_a_package_count_whatever_folder_it_is_unpacked_to(tmp_path: Path) -> None:
    first, other = archive(tmp_path, exchange(1)), archive(tmp_path, exchange(2))
    package = tmp_path / "months.wacz"

    def pack(*members: Path) -> None:
        with ZipFile(package, "w") as file:
            for number, member in enumerate(members):
                file.write(member, f"archive/{number}/same.warc.gz")

    def extracted() -> list[bool]:
        with NamedArchives() as named:
            copies = named.find(package)
            context = replace(context_of(tmp_path, *copies), origins={copy: named.origin(copy) for copy in copies})
            found = is_done(context, tmp_path)
            made(context, Plan(context, tmp_path).all_units())
            assert len({unit.target for unit in Plan(context, tmp_path).all_units()}) == len(copies)
            return found

    pack(first, other)
    assert [extracted() for _ in range(2)] == [[False, False], [True, True]]
    pack(first)
    assert [extracted() for _ in range(2)] == [[False], [True]]


def test_outcomes_that_want_originals_are_made_again_when_others_want_some(tmp_path: Path) -> None:
    archive(tmp_path, exchange(0))
    archive(tmp_path, *(replace(exchange(number), received=exchange(0).received) for number in (1, 2)))
    context = context_of(tmp_path)
    plan = Plan(context, tmp_path)
    holder, wanting = made(context, plan.all_units())
    offset = next(read_outcomes(wanting.unit.target, *wanting.summary.outlets.values())).capture.offset
    (cut,) = made(context, [wanting.unit.without(offset, "it took too long")])
    found = originals_among([holder, cut], [cut])
    (second,) = made(context, [plan.second(cut, found)])
    assert plan.done(second.unit) is not None
    (whole,) = made(context, [wanting.unit])
    again = plan.second(whole, found)
    assert plan.done(again) is None
    (both,) = made(context, [again])
    assert [one.extracted is not None for one in Part.of(OUTLET.name, whole, both).outcomes()] == [True, True]


def test_files_that_nobody_uses_are_deleted(tmp_path: Path) -> None:
    make(tmp_path, 1)
    context = context_of(tmp_path)
    plan = Plan(context, tmp_path)
    (done,) = made(context, plan.units(context.warcs[0]))
    stale = plan.folder / "a.outcomes"
    stale.touch()
    plan.forget({done.unit.target.name})
    assert list(plan.folder.iterdir()) == [done.unit.target]
    plan.drop({done.unit.target.name})
    assert not list(plan.folder.iterdir())
