"""The order of write, sync, rename, commit and acknowledgement: an acknowledged change outlives a power cut."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from crawler.archive.write.warc import Conversion
from crawler.archive.write.writer import ArchiveWriter
from crawler.errors import ArchiveError, LockedError
from crawler.files import write_whole
from crawler.items import Article, Document, Reason
from crawler.state import SHARED_STATE, STATES, SYNCED, Kind, RejectedCapture, State, Waiting
from crawler.state.lock import OutletLock
from crawler.state.swap import STAGE, finish_interrupted_swap, finish_swap, swap
from pipelines.documents.corpus import HISTORY, MANIFEST, Corpus
from tests.archive.replay.replays import context_of, rebuilt
from tests.archive.write.test_writer import OUTLET, SETTINGS, exchange, write
from tests.support.disk import Act, Disk
from tests.support.output import make
from tests.support.project import paragraphs

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.settings import Settings

    from crawler.items import Capture

FOLDER = f"archive/{OUTLET.name}"
TEXTS = f"text/{OUTLET.name}"


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    watched = Disk(tmp_path, SYNCED.locked)
    watched.watch(monkeypatch)
    return watched


def watch(output: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Watch a folder from now on; its present files count as on disk."""
    watched = Disk(output, SYNCED.locked)
    watched.watch(monkeypatch)
    return watched


def commits(disk: Disk) -> list[Act]:
    return [act for act in disk.acts if act.kind == "commit"]


def in_archive(names: frozenset[str]) -> list[str]:
    return [name for name in names if name.startswith("archive") and ".warc.gz" in name]


def append_one_by_one(output: Path, count: int, settings: Settings = SETTINGS) -> None:
    async def run() -> None:
        writer = ArchiveWriter(output, OUTLET, settings)
        for number in range(count):
            await writer.append(exchange(number))
        await writer.close()

    asyncio.run(run())


def assert_acknowledged_last(disk: Disk) -> None:
    """Assert for each capture that its bytes are synced, then a commit is on disk, and only then it is acknowledged."""
    for place, act in enumerate(disk.acts):
        if act.kind != "acknowledge":
            continue
        capture: Capture = act.subject
        name, end = f"{FOLDER}/{capture.warc}", capture.offset + capture.length
        before = disk.acts[:place]
        synced = [
            index
            for index, one in enumerate(before)
            if one.kind == "sync" and one.path == f"{name}.open" and one.sizes[one.path] >= end
        ]
        assert synced, f"{name} is not synced up to {end} when {capture.url} is acknowledged"
        durable = [one for one in before[synced[0] :] if one.kind == "commit" and one.target == "durable"]
        assert durable, f"no commit follows the sync of {name} before {capture.url} is acknowledged"


@pytest.mark.parametrize("together", [False, True])
def test_a_capture_is_synced_then_committed_then_acknowledged(tmp_path: Path, disk: Disk, *, together: bool) -> None:
    if together:
        write(tmp_path, 100)
    else:
        append_one_by_one(tmp_path, 3)
    assert len(disk.of("acknowledge")) == (100 if together else 3)
    assert_acknowledged_last(disk)


def test_a_capture_is_acknowledged_last_also_when_its_file_is_full(tmp_path: Path, disk: Disk) -> None:
    settings = SETTINGS.copy()
    settings.set("ARCHIVE_MAX_SIZE", 1)
    append_one_by_one(tmp_path, 3, settings)
    assert len({act.subject.warc for act in disk.acts if act.kind == "acknowledge"}) == 3
    assert_acknowledged_last(disk)


def test_no_commit_knows_of_an_archive_that_is_not_on_disk(tmp_path: Path, disk: Disk) -> None:
    append_one_by_one(tmp_path, 3)
    assert len(commits(disk)) >= 3
    for commit in commits(disk):
        assert not in_archive(commit.unsynced)
        assert not in_archive(commit.unlisted)


def test_no_commit_knows_of_a_file_whose_folder_is_not_on_disk(tmp_path: Path, disk: Disk) -> None:
    (capture,) = write(tmp_path, 1)
    with State(tmp_path, OUTLET.name) as state:
        Corpus(tmp_path, state).settle([article_of(capture, 1)])
    assert commits(disk)
    for commit in commits(disk):
        assert commit.unlisted.isdisjoint({"archive", FOLDER, "text", TEXTS})


def test_every_commit_of_the_state_is_on_disk_when_it_returns(tmp_path: Path, disk: Disk) -> None:
    append_one_by_one(tmp_path, 2)
    with State(tmp_path, OUTLET.name) as state:
        first, second = state.unsettled_captures()
        state.settle([RejectedCapture(seq=first.seq, reason=Reason.TOO_SHORT, detail="")])
        state.add_captures([replace(second, offset=second.offset + 1)])
        state.add_waiting([Waiting(kind=Kind.ARTICLE, key=first.url, url=first.url)])
        state.answer_list("https://akhbar.example/", first.date)
        state.end_waits([first.url], [], [])
        state.forget_answered()
        state.add_run(first.date, {})
    assert len(commits(disk)) >= 9
    assert {commit.target for commit in commits(disk)} == {"durable"}
    assert {commit.path for commit in commits(disk)} == {f"{STATES}/{OUTLET.name}.sqlite"}


def test_the_state_is_written_while_no_archive_has_bytes_that_are_not_on_disk(tmp_path: Path, disk: Disk) -> None:
    append_one_by_one(tmp_path, 2)
    archives = [act for act in disk.acts if act.kind == "sync" and act.path.endswith(".open")]
    assert len(archives) >= 2
    assert all(act.held for act in archives)
    assert all(act.held for act in commits(disk))


def test_a_text_is_synced_in_the_archive_before_the_state_knows_it_is_there(tmp_path: Path, disk: Disk) -> None:
    conversion = Conversion("https://akhbar.example/news/0000", "urn:uuid:1", "خبر قصير".encode(), "0" * 64)

    async def run() -> None:
        writer = ArchiveWriter(tmp_path, OUTLET, SETTINGS)
        await writer.convert(conversion)
        await writer.close()

    asyncio.run(run())
    path = next(tmp_path.glob("archive/*/*.warc.gz"))
    knowing = commits(disk)[0]
    assert knowing.sizes[f"{FOLDER}/{path.name}.open"] == path.stat().st_size
    assert not in_archive(knowing.unsynced)


def test_a_file_gets_its_final_name_when_it_is_whole_and_its_folder_is_synced_then(tmp_path: Path, disk: Disk) -> None:
    append_one_by_one(tmp_path, 2)
    (place,) = [
        place for place, act in enumerate(disk.acts) if act.kind == "rename" and act.target.endswith(".warc.gz")
    ]
    renamed = disk.acts[place]
    assert renamed.path == f"{renamed.target}.open"
    assert not in_archive(renamed.unsynced)
    assert disk.acts[place + 1][:2] == ("sync", FOLDER)
    assert disk.acts[-1].unlisted.isdisjoint({renamed.target, f"{FOLDER}/{OUTLET.name}-000001-000001.cdxj"})


def test_a_segment_of_the_index_is_on_disk_before_the_state_marks_its_archive(tmp_path: Path, disk: Disk) -> None:
    append_one_by_one(tmp_path, 2)
    segment = f"{FOLDER}/{OUTLET.name}-000001-000001.cdxj"
    *earlier, marking = commits(disk)
    assert all(segment not in commit.sizes for commit in earlier)
    assert marking.sizes[segment]
    assert segment not in marking.unsynced | marking.unlisted
    with State(tmp_path, OUTLET.name) as state:
        assert state.unindexed_archives() == []


def test_what_a_crash_left_is_cut_then_synced_then_named_then_its_folder_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (capture,) = write(tmp_path, 1)
    path = tmp_path / FOLDER / capture.warc
    left = path.with_name(f"{path.name}.open")
    path.rename(left)
    left.write_bytes(left.read_bytes() + b"torn")
    disk = watch(tmp_path, monkeypatch)
    write(tmp_path, 1)
    name = f"{FOLDER}/{capture.warc}"
    cut = disk.of("truncate").index(("truncate", f"{name}.open"))
    order = disk.of("truncate", "sync", "rename")[cut : cut + 4]
    assert order == [("truncate", f"{name}.open"), ("sync", f"{name}.open"), ("rename", name), ("sync", FOLDER)]
    acknowledged = disk.of("truncate", "sync", "rename", "acknowledge").index(("acknowledge", "."))
    assert acknowledged > cut + 3


def test_when_the_disk_fails_the_file_is_cut_after_what_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def run() -> Capture | None:
        writer = ArchiveWriter(tmp_path, OUTLET, SETTINGS)
        capture = await writer.append(exchange(0))
        monkeypatch.setattr(os, "fdatasync", full)
        with pytest.raises(ArchiveError, match="No space left"):
            await writer.append(exchange(1))
        await writer.close()
        return capture

    capture = asyncio.run(run())
    assert capture is not None
    assert (tmp_path / FOLDER / f"{capture.warc}.open").stat().st_size == capture.offset + capture.length


def test_an_open_file_in_which_nothing_is_acknowledged_goes_and_its_folder_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 1)
    name = f"{FOLDER}/{OUTLET.name}-20261122110000000-00000.warc.gz.open"
    (tmp_path / name).write_bytes(b"torn")
    disk = watch(tmp_path, monkeypatch)
    write(tmp_path, 1)
    order = disk.of("remove", "sync")
    assert order[order.index(("remove", name)) + 1] == ("sync", FOLDER)


def test_a_whole_file_is_synced_then_named_then_its_folder_is_synced(tmp_path: Path, disk: Disk) -> None:
    write_whole(tmp_path / "a.txt", b"content")
    synced, renamed, listed = disk.acts
    assert (synced.kind, synced.sizes) == ("sync", {synced.path: len(b"content")})
    assert synced.path.endswith(".part")
    assert renamed[:3] == ("rename", synced.path, "a.txt")
    assert listed[:2] == ("sync", ".")
    assert not listed.unsynced
    assert not listed.unlisted


def article_of(capture: Capture, number: int) -> Article:
    return Article(url=capture.url, title=f"خبر رقم {number}", text="\n".join(paragraphs(number)), capture=capture)


def test_a_document_is_on_disk_before_the_state_knows_it_and_in_the_manifest_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = write(tmp_path, 3)
    with State(tmp_path, OUTLET.name) as state:
        Corpus(tmp_path, state).settle([article_of(first, 1)])
    manifest = (tmp_path / TEXTS / MANIFEST).stat().st_size
    disk = watch(tmp_path, monkeypatch)
    with State(tmp_path, OUTLET.name) as state:
        corpus = Corpus(tmp_path, state)
        document, alias = corpus.settle([article_of(second, 2), article_of(third, 1)])
    assert isinstance(document, Document)
    assert not isinstance(alias, Document)
    mark, commit = commits(disk)[-2:]
    text = f"{TEXTS}/{document.name}"
    assert text not in mark.sizes  # the state knows that a text may be there before one is
    assert commit.target == "durable"
    assert commit.sizes[text] == len(document.content())
    assert text not in commit.unsynced | commit.unlisted
    assert commit.sizes[f"{TEXTS}/{MANIFEST}"] == manifest
    assert not commit.sizes.get(f"{TEXTS}/{HISTORY}")
    assert (tmp_path / TEXTS / MANIFEST).stat().st_size > manifest
    assert (tmp_path / TEXTS / HISTORY).stat().st_size


def staged(output: Path) -> None:
    """Make a corpus, and a rebuilt one on the stage that will replace it."""
    for folder, content in ((output, "old"), (output / STAGE, "new")):
        (folder / "text").mkdir(parents=True)
        (folder / "text" / "a.txt").write_text(content)
        (folder / STATES).mkdir()
        (folder / STATES / "akhbar.example.sqlite").write_text(content)
    (output / STATES / "akhbar.example.sqlite-wal").write_text("old")
    (output / SHARED_STATE).write_text("older")


def assert_swapped(output: Path) -> None:
    assert sorted(path.name for path in output.iterdir()) == [STATES, "text"]
    (state,) = (output / STATES).iterdir()  # SQLite would apply an old journal beside the new state to it
    assert state.read_text() == (output / "text" / "a.txt").read_text() == "new"


def test_a_swap_marks_the_stage_before_all_and_removes_the_shared_state_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(tmp_path)
    disk = watch(tmp_path, monkeypatch)
    swap(tmp_path)
    assert_swapped(tmp_path)
    renames = [act for act in disk.acts if act.kind == "rename"]
    assert [act.path for act in renames] == ["text", f"{STAGE}/text", STATES, f"{STAGE}/{STATES}"]
    assert all({f"{STAGE}/complete", SHARED_STATE} <= act.sizes.keys() for act in renames)


def test_each_step_of_a_swap_is_on_disk_before_the_next_relies_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(tmp_path)
    disk = watch(tmp_path, monkeypatch)
    swap(tmp_path)
    order = disk.of("sync", "rename", "remove")
    kinds = [kind for kind, _ in order]
    first, last = kinds.index("rename"), len(kinds) - 1 - kinds[::-1].index("rename")
    assert ("sync", STAGE) in order[:first]  # the mark, before the old corpus moves
    assert ("sync", ".") in order[last : kinds.index("remove")]  # before the old corpus is deleted


def end_after(last: int, folder: Path, patched: pytest.MonkeyPatch) -> None:
    """Let a process end after one more rename in a folder than `last`."""
    disk = Disk(folder)
    disk.watch(patched)
    note = disk.note

    def end(kind: str, *arguments: Any) -> None:
        note(kind, *arguments)
        if len(disk.of("rename")) > last:
            raise KeyboardInterrupt

    patched.setattr(disk, "note", end)


@pytest.mark.parametrize("last", range(4))
def test_a_swap_that_is_cut_off_after_any_rename_is_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    staged(tmp_path)
    with monkeypatch.context() as patched:
        end_after(last, tmp_path, patched)
        with pytest.raises(KeyboardInterrupt):
            swap(tmp_path)
    finish_swap(tmp_path)
    assert_swapped(tmp_path)


@pytest.mark.parametrize("last", range(7))
def test_what_a_swap_keeps_survives_it_wherever_it_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    staged(tmp_path)
    (tmp_path / "text" / "b.example").mkdir()
    (tmp_path / "text" / "b.example" / "a.txt").write_text("kept")
    (tmp_path / STATES / "b.example.sqlite").write_text("kept")
    with monkeypatch.context() as patched:
        end_after(last, tmp_path, patched)
        with suppress(KeyboardInterrupt):
            swap(tmp_path, kept=["text/b.example", f"{STATES}/b.example.sqlite", f"{STATES}/b.example.sqlite-wal"])
    finish_swap(tmp_path)
    for name, content in (("text/a.txt", "new"), (f"{STATES}/akhbar.example.sqlite", "new")):
        assert (tmp_path / name).read_text() == content
    for name in ("text/b.example/a.txt", f"{STATES}/b.example.sqlite"):
        assert (tmp_path / name).read_text() == "kept"
    assert not (tmp_path / STAGE).exists()


def test_a_rebuilt_corpus_is_on_disk_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, 3)
    disk = watch(tmp_path, monkeypatch)
    rebuilt(context_of(tmp_path), tmp_path)
    corpus = f"{STAGE}/{TEXTS}"
    texts = {f"{corpus}/{path.name}" for path in (tmp_path / corpus).iterdir()}
    synced = [path for _, path in disk.of("sync")]
    assert len(texts) == 5
    assert texts <= {*synced}
    assert synced.index(corpus) > max(map(synced.index, texts))  # the folder's entries, when no rename is to come
    assert f"{STAGE}/{STATES}/{OUTLET.name}.sqlite" in synced


def test_a_swap_is_not_finished_beside_the_replay_that_is_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged(tmp_path)
    (tmp_path / STAGE / "complete").touch()
    replay = OutletLock(tmp_path, STAGE)
    with monkeypatch.context() as patched:
        patched.setattr("crawler.state.swap._SWAPS", 0.0)
        with pytest.raises(LockedError, match=rf"{STAGE}: another run"):
            finish_interrupted_swap(tmp_path)
    assert (tmp_path / "text" / "a.txt").read_text() == "old"
    ending = threading.Timer(0.0, replay.release)
    ending.start()
    finish_interrupted_swap(tmp_path)
    ending.join()
    OutletLock(tmp_path, STAGE).release()
    shutil.rmtree(tmp_path / ".locks")
    assert_swapped(tmp_path)


def test_a_stage_that_is_not_whole_takes_no_place(tmp_path: Path) -> None:
    staged(tmp_path)
    finish_swap(tmp_path)
    assert (tmp_path / "text" / "a.txt").read_text() == "old"
