"""An outlet's lease in an object store: one run has it, a dead run's ends, and what an overtaken run writes is void."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.errors import LeaseError, LockedError, StorageError
from crawler.publishing.head import Head
from crawler.publishing.lease import MARGIN, Lease, newest_lease
from crawler.storage.stores import ask_store

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.publishing.place import Place

OUTLET = "a.example"


def other(place: Place, tmp_path: Path, name: str = "two") -> Place:
    """Return the place with the local folder of another machine."""
    return replace(place, local=tmp_path / name)


def test_of_several_machines_one_gets_the_lease_at_a_time(s3_place: Place, tmp_path: Path) -> None:
    place = s3_place
    taken: list[Lease] = []
    refused: list[str] = []

    def take(machine: Place) -> None:
        try:
            taken.append(Lease(machine, OUTLET, 60))
        except LockedError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=take, args=(other(place, tmp_path, f"m{n}"),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1
    assert len(refused) == 5
    assert all(f"{OUTLET}: another run (process " in sentence and place.url in sentence for sentence in refused)
    assert Lease(place, "b.example", 60).number == 1


def test_an_ended_lease_is_followed_at_once_and_hands_on_its_head(place: Place, tmp_path: Path) -> None:
    first = Lease(place, OUTLET, 60)
    first.renew(Head(snapshot="0000000001-1", documents=3, runs=({"new": 1},)), ended=True)
    second = Lease(other(place, tmp_path), OUTLET, 60)
    assert second.number == 2
    assert second.head == Head(snapshot="0000000001-1", documents=3, runs=[{"new": 1}])
    second.remove_earlier()
    newest = newest_lease(place, OUTLET)
    assert newest is not None
    assert newest.number == 2


def test_a_lease_without_signs_of_life_ends_by_the_storages_clock(
    s3_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = s3_place
    dead = Lease(place, OUTLET, 30)
    with pytest.raises(LockedError, match="ends 30 seconds after its last sign of life"):
        Lease(other(place, tmp_path), OUTLET, 30)
    held = newest_lease(place, OUTLET)
    assert held is not None
    dead._held = replace(held, seconds=-MARGIN - 1)  # noqa: SLF001 - a run whose time passed long ago
    dead.renew()
    monkeypatch.setattr("time.time", lambda: 0.0)  # this machine's clock is wrong
    assert Lease(other(place, tmp_path), OUTLET, 30).number == 2


def test_what_an_overtaken_run_writes_is_void(place: Place, tmp_path: Path) -> None:
    slow = Lease(place, OUTLET, -MARGIN - 1)
    quick = Lease(other(place, tmp_path), OUTLET, 60)
    with pytest.raises(LeaseError, match="another run has taken the outlet over in"):
        slow.renew(Head(snapshot="0000000001-9"))
    assert slow.is_lost
    with pytest.raises(LeaseError):
        slow.assure(0)
    quick.renew(Head(snapshot="0000000002-1"))
    newest = newest_lease(place, OUTLET)
    assert newest is not None
    assert (newest.number, newest.head.snapshot) == (2, "0000000002-1")


def test_a_commit_in_the_moment_of_the_takeover_counts(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Lease(place, OUTLET, -MARGIN - 1)
    created = ask_store

    def commit(url: str, *rest: object) -> object:
        if "0000000002" in url and not slow.head.snapshot:
            monkeypatch.undo()
            slow.renew(Head(snapshot="0000000001-1"), ended=True)
        return created(url, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("crawler.storage.exclusive.ask_store", commit)
    assert Lease(other(place, tmp_path), OUTLET, 60).head.snapshot == "0000000001-1"


def test_a_run_follows_a_killed_one_of_its_own_folder_at_once(place: Place) -> None:
    Lease(place, OUTLET, 3600)
    assert Lease(place, OUTLET, 3600).number == 2  # the folder's lock, which the caller holds, tells that it is gone


def test_a_store_that_creates_objects_over_others_is_refused(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Lease(place, OUTLET, 3600)
    monkeypatch.setattr("crawler.publishing.lease.create", lambda *_: True)
    with pytest.raises(StorageError, match="creates objects over others"):
        Lease(other(place, tmp_path), OUTLET, 3600)
