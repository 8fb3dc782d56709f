"""A rebuild whose OUTPUT is an object store: its archives are read there, and its corpus replaces the one there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from crawler.errors import LockedError, StorageError
from crawler.publishing.lease import newest_lease
from crawler.publishing.rebuild import StoredRebuild
from crawler.storage.exclusive import write
from tests.archive.replay.replays import context_of, rebuilt
from tests.publishing.test_run import NAME, begin, machine, stored, stored_texts, urls
from tests.support.output import make
from tests.support.project import scrapy, texts

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.publishing.place import Place

SETTINGS = Settings({"LEASE_SECONDS": 60, "LOCAL_ARCHIVES": 0, "STORAGE_WAIT": 0})


def test_a_rebuild_in_a_storage_gives_the_bytes_of_a_local_one(s3_place: Place, tmp_path: Path) -> None:
    one = s3_place
    run = begin(one)
    make(one.local, 2)
    assert run.end() == ""
    run = begin(one)
    make(one.local, 2, first=10)
    with_crawl = texts(one.local)
    assert run.end() == ""
    for name in stored(one, f"text/{NAME}/"):
        if name.endswith(".txt"):
            one.object(name).unlink()  # a rebuild stores all of them again
    two = scrapy("replay", "-s", f"OUTPUT={one.url}", "-s", f"LOCAL_OUTPUT={tmp_path}/two", "-s", "WORKERS=1")
    assert two.returncode == 0, two.stderr
    assert f"texts in {one.url}/text. Next: " in two.stderr
    rebuilt(context_of(one.local), one.local)
    assert stored_texts(one) == texts(one.local / ".replay") == with_crawl
    assert not list((tmp_path / "two").rglob("*.warc.gz"))  # they were read in the storage
    run = begin(machine(one, "three"))
    assert len(urls(machine(one, "three"))) == 4
    assert run.end() == ""


def test_a_bucket_that_is_not_there_is_named(s3_place: Place) -> None:
    nowhere = replace(s3_place, url="s3://nowhere/prefix")
    with pytest.raises(StorageError, match=r"^s3://nowhere/prefix/archive/: there is no bucket nowhere$"):
        StoredRebuild(nowhere, (), SETTINGS)


def test_a_rebuild_leaves_all_outlets_when_another_run_has_one(place: Place) -> None:
    run = begin(place)
    make(place.local, 1)
    assert run.end() == ""
    write(place.object("archive/a.example/a.example-20261122100000000-00000.warc.gz"), b"an archive without a head")
    other = begin(machine(place, "two"))
    with pytest.raises(LockedError, match=rf"{NAME}: another run \(process "):
        StoredRebuild(machine(place, "three"), (), SETTINGS)
    left = newest_lease(place, "a.example")
    assert left is not None
    assert left.ended
    assert other.end() == ""
    rebuild = StoredRebuild(machine(place, "three"), (), SETTINGS)
    assert [path.parent.name for path in rebuild.archives()] == ["a.example", NAME]
    rebuild.leave()
