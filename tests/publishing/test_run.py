"""Runs of one outlet on several machines that share an object store: what each stores, and what the next one finds."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler.archive.read.known import KnownOriginals
from crawler.archive.read.pages import PageReader
from crawler.errors import LeaseError, LockedError, StorageError
from crawler.publishing.head import Head
from crawler.publishing.lease import MARGIN, Lease, newest_lease
from crawler.publishing.run import StoredRun
from crawler.state import State
from crawler.storage.place import RemoteFile
from tests.support.output import OUTLET, archive, exchange, make
from tests.support.project import records, texts

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.publishing.place import Place

NAME = OUTLET.name


def begin(place: Place, **settings: float) -> StoredRun:
    """Begin a run; its storage gets no second chance at the end."""
    return StoredRun(
        place, OUTLET, Settings({"LEASE_SECONDS": 60, "LOCAL_ARCHIVES": 10**9, "STORAGE_WAIT": 0, **settings})
    )


def kill(run: StoredRun) -> None:
    """Leave a run as SIGKILL does: its threads and its lock on the folder are gone, its lease is not."""
    run._over.set()  # noqa: SLF001 - no process is there to be killed
    run._lock.release()  # noqa: SLF001


def machine(place: Place, name: str) -> Place:
    return replace(place, local=place.local.with_name(name))


def stored(place: Place, under: str = "") -> dict[str, bytes]:
    """Return the objects of the storage: name to bytes."""
    files = place.object(under).files()
    return {str(file).removeprefix(f"{place.url}/"): file.read_bytes() for file in files}


def stored_texts(place: Place) -> dict[str, bytes]:
    return {name.removeprefix("text/"): content for name, content in stored(place, "text/").items()}


def urls(place: Place) -> list[str]:
    """Return the URLs of the documents in a local state."""
    with State(place.local, NAME) as state:
        return [row["url"] for row in state.manifest_rows()]


def test_another_machine_goes_on_where_the_last_run_ended(s3_place: Place) -> None:
    one, two = s3_place, machine(s3_place, "two")
    run = begin(one)
    warc = make(one.local)
    assert run.end() == ""
    assert stored_texts(one) == texts(one.local)
    assert stored(one, f"archive/{NAME}/")[f"archive/{NAME}/{warc.name}"] == warc.read_bytes()

    run = begin(two)
    assert urls(two) == urls(one)
    assert not list(two.local.glob("archive/*/*.warc.gz"))  # they stay in the storage
    manifest = two.local / "text" / NAME / "manifest.jsonl"
    assert manifest.read_bytes() == (one.local / "text" / NAME / "manifest.jsonl").read_bytes()
    make(two.local, 2, first=10)
    assert run.end() == ""

    run = begin(one)
    assert len(urls(one)) == 5
    make(one.local, 1, first=20)
    assert run.end() == ""
    names = sorted(stored_texts(one))
    assert [name.partition("/")[2][:4] for name in names if name.endswith(".txt")] == [f"{n:03}_" for n in range(6)]
    rows = [json.loads(line) for line in stored_texts(one)[f"{NAME}/manifest.jsonl"].splitlines()]
    assert [f"{NAME}/{row['name']}" for row in rows] == [name for name in names if name.endswith(".txt")]
    assert len(stored(one, "leases/")) == 1
    assert len(stored(one, "state/")) == 2  # the last two


def test_archives_that_only_the_storage_has_are_read_by_ranges(s3_place: Place) -> None:
    place = s3_place
    run = begin(place, LOCAL_ARCHIVES=0)
    make(place.local, 2)
    assert run.end() == ""
    assert not list(place.local.glob("archive/*/*.warc.gz"))  # uploaded, so that they may go
    run = begin(place, LOCAL_ARCHIVES=0)
    with State(place.local, NAME) as state:
        captures = [capture for warc in state.archive_names() for capture in state.captures_in(warc)]
        own = place.local / "archive"
        reader = PageReader(get_crawler(), own=own, originals=KnownOriginals(own / NAME, state))
        assert [capture.kind for capture in captures] == ["response", "response", "revisit"]
        assert all(b"<article>" in reader.read(capture, OUTLET).body for capture in captures)
    warc = archive(place.local, exchange(0))  # the same payload once more
    assert [record.fields["WARC-Type"] for record in records(warc)][-1] == "revisit"
    index = b"".join(path.read_bytes() for path in sorted(place.local.glob("archive/*/*.cdxj")))
    assert index.count(b"\n") == len(captures) + 1
    assert run.end() == ""


def test_what_a_silent_storage_did_not_get_is_stored_by_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(place, LOCAL_ARCHIVES=0)
    make(place.local)

    def silent(file: RemoteFile, _: Path) -> None:
        raise StorageError(5, "it does not answer", str(file))

    with monkeypatch.context() as patched:
        patched.setattr(RemoteFile, "put", silent)
        sentence = run.end()
    assert sentence.startswith(f"{NAME}: not stored in {place.url} (")
    assert f"it does not answer); all of it is in {place.local}, and the outlet's next run on this machine" in sentence
    assert len(list(place.local.glob("archive/*/*.warc.gz"))) == 1
    assert not stored(place, "text/")
    expected = texts(place.local)
    assert begin(place).end() == ""
    assert stored_texts(place) == expected


def test_an_archive_whose_upload_was_cut_is_uploaded_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(place)
    warc = make(place.local)
    put = RemoteFile.put

    def cut(file: RemoteFile, local: Path) -> None:
        """Write half of the file, as a storage may that does not write whole or not at all."""
        half = local.with_name("half")
        half.write_bytes(local.read_bytes()[: local.stat().st_size // 2])
        put(file, half)
        half.unlink()
        raise StorageError(5, "the connection broke", str(file))

    with monkeypatch.context() as patched:
        patched.setattr(RemoteFile, "put", cut)
        assert "the connection broke" in run.end()
    assert begin(place).end() == ""
    assert stored(place, "archive/")[f"archive/{NAME}/{warc.name}"] == warc.read_bytes()


def test_the_archives_of_a_killed_run_are_taken_in_by_the_machine_that_takes_over(place: Place) -> None:
    one, two = place, machine(place, "two")
    dead = begin(one, LEASE_SECONDS=-MARGIN - 1)
    warc = archive(one.local, exchange(1), exchange(2))
    dead._publisher._put(warc, f"archive/{NAME}/{warc.name}")  # noqa: SLF001 - closed and uploaded in the middle of it
    kill(dead)
    run = begin(two)
    assert (two.local / "archive" / NAME / warc.name).read_bytes() == warc.read_bytes()
    archive(two.local, exchange(3))  # each crawl opens the archive, which takes in what its state does not have
    with State(two.local, NAME) as state:
        assert [capture.url[-4:] for capture in state.unsettled_captures()] == ["0001", "0002", "0003"]
    assert run.end() == ""


def test_what_a_machine_did_not_store_before_it_was_overtaken_is_kept_as_an_archive(
    place: Place,
) -> None:
    one, two = place, machine(place, "two")
    run = begin(one)
    make(one.local)
    assert run.end() == ""
    run = begin(one, LEASE_SECONDS=-MARGIN - 1)
    warc = make(one.local, 1, first=10)
    kill(run)

    run = begin(two)
    make(two.local, 1, first=20)
    assert run.end() == ""

    run = begin(one)
    assert urls(one) == urls(two)  # the storage's corpus counts
    assert warc.exists()
    assert not list(one.local.glob("text/*/*.txt"))
    assert run.end() == ""
    assert f"archive/{NAME}/{warc.name}" in stored(one)  # scrapy replay counts it in the order of its dates
    assert len([name for name in stored_texts(one) if name.endswith(".txt")]) == len(urls(two))


def test_texts_that_a_cut_run_left_are_removed(place: Place) -> None:
    one, two = place, machine(place, "two")
    dead = begin(one, LEASE_SECONDS=-MARGIN - 1)
    make(one.local)
    put = dead._publisher._put  # noqa: SLF001

    def until_the_tables(path: Path, name: str) -> None:
        if name.endswith(".jsonl"):
            raise KeyboardInterrupt  # as SIGKILL: nobody cleans up
        put(path, name)

    dead._publisher._put = until_the_tables  # type: ignore[method-assign]  # noqa: SLF001
    with pytest.raises(KeyboardInterrupt):
        dead._publisher.commit()  # noqa: SLF001
    kill(dead)
    assert len(stored(one, "text/")) == 3
    run = begin(two)
    for left in two.local.glob("archive/*/*.warc.gz"):
        left.unlink()  # so that the run makes other documents
    make(two.local, 1, first=10)
    assert run.end() == ""
    assert stored_texts(two) == texts(two.local)


def test_a_rebuilt_corpus_replaces_that_of_the_storage(place: Place, tmp_path: Path) -> None:
    run = begin(place)
    make(place.local)
    assert run.end() == ""
    before = stored_texts(place)
    make(tmp_path / "rebuilt", 2, first=2)
    for folder in ("state", "text"):
        shutil.rmtree(place.local / folder)
        (tmp_path / "rebuilt" / folder).rename(place.local / folder)
    assert begin(place).end() == ""
    assert stored_texts(place) == texts(place.local) != before


def test_an_overtaken_run_stores_nothing_more(place: Place) -> None:
    one, two = place, machine(place, "two")
    slow = begin(one, LEASE_SECONDS=-MARGIN - 1)
    slow._over.set()  # noqa: SLF001 - its machine sleeps, and gives no sign of life
    make(one.local)
    run = begin(two)
    make(two.local, 1, first=10)
    assert run.end() == ""
    before = stored(one)
    assert slow.end().startswith(f"{NAME}: another run has taken the outlet over in {place.url}")
    assert stored(one) == before
    with pytest.raises(LeaseError):
        slow._publisher.upload_archives()  # noqa: SLF001


def test_a_run_is_told_before_its_lease_ends_that_the_storage_is_silent(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> None:
        raise StorageError(5, "it does not answer", place.url)

    told: list[str] = []
    run = begin(place, LEASE_SECONDS=3)
    monkeypatch.setattr("crawler.publishing.lease.write", silent)
    run.on_loss(told.append)
    run._watcher.join(60)  # noqa: SLF001
    assert told == [run._loss]  # noqa: SLF001
    assert "has not answered for 2 seconds, and another machine may take the outlet over" in told[0]
    held = newest_lease(place, NAME)
    assert held is not None
    assert not held.ended
    monkeypatch.undo()
    assert run.end() == ""  # it is back, and nobody came meanwhile


def test_a_second_signal_leaves_the_rest_to_the_next_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(place)
    make(place.local)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(RemoteFile, "put", interrupted)
        assert run.end().startswith(f"{NAME}: stopped before all was stored in {place.url}; all of it is in ")
    assert begin(place).end() == ""
    assert stored_texts(place) == texts(place.local)


def test_one_run_of_a_folder_at_a_time(place: Place) -> None:
    run = begin(place)
    with pytest.raises(LockedError, match="another run on this machine works on it in"):
        begin(place)
    assert run.end() == ""


def test_a_file_with_other_bytes_than_its_run_stored_is_refused(place: Place, tmp_path: Path) -> None:
    run = begin(place)
    make(place.local)
    assert run.end() == ""
    (tmp_path / "other").write_bytes(b"{}\n")
    place.object(f"text/{NAME}/manifest.jsonl").put(tmp_path / "other")
    with pytest.raises(StorageError, match=r"manifest\.jsonl: has other bytes than its run stored"):
        begin(machine(place, "two"))
    lease = newest_lease(place, NAME)
    assert lease is not None
    assert lease.ended  # so that the next run needs not wait


def test_a_storage_that_lost_an_outlet_costs_no_local_file(place: Place) -> None:
    run = begin(place)
    make(place.local)
    assert run.end() == ""
    for file in place.object("leases/").files():
        file.unlink()
    before = texts(place.local)
    with pytest.raises(StorageError, match="any more, and this machine knows one; restore it, or remove"):
        begin(place)
    assert texts(place.local) == before


@pytest.mark.parametrize("name", ["../../elsewhere.jsonl", "text/b.example/manifest.jsonl", f"text/{NAME}/run.py"])
def test_a_head_that_names_a_file_elsewhere_is_refused(place: Place, name: str) -> None:
    Lease(machine(place, "two"), NAME, 60).renew(Head(snapshot="0000000001-1", files={name: (1, "")}), ended=True)
    with pytest.raises(StorageError, match=r"its head of .* names .*, which no run stores"):
        begin(place)


def test_a_folder_that_was_used_without_a_storage_is_stored_with_its_profile(place: Place) -> None:
    make(place.local)
    profile = place.local / "profiles" / f"{NAME}.json"
    profile.parent.mkdir()
    profile.write_bytes(b'{"version": 1}')
    assert begin(place).end() == ""
    assert stored_texts(place) == texts(place.local)
    assert stored(place, "profiles/") == {f"profiles/{NAME}.json": b'{"version": 1}'}


def test_the_profile_is_that_of_the_storage(place: Place, tmp_path: Path) -> None:
    make(place.local)
    assert begin(place).end() == ""
    name = f"profiles/{NAME}.json"
    (tmp_path / "profile").write_bytes(b'{"version": 1}')
    place.object(name).put(tmp_path / "profile")
    assert begin(place).end() == ""
    assert (place.local / name).read_bytes() == b'{"version": 1}'
    place.object(name).unlink()
    assert begin(place).end() == ""
    assert not (place.local / name).exists()


def test_a_folder_that_worked_for_another_storage_of_the_same_name_is_brought_anew(place: Place) -> None:
    """The address of the store is no part of OUTPUT, and each storage counts its snapshots from one."""
    there = replace(place, url=f"{place.url}-of-another-store")
    machine_of_it = machine(there, "two")
    run = begin(machine_of_it)
    make(machine_of_it.local, 2, first=10)
    assert run.end() == ""
    expected = stored_texts(there)

    run = begin(place)
    make(place.local)
    assert run.end() == ""
    run = begin(replace(there, local=place.local))
    assert urls(place) == urls(machine_of_it)
    assert run.end() == ""
    assert stored_texts(there).items() >= expected.items()
