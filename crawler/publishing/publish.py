"""Stores in the storage what a run added to an outlet.

Archives go first, each as soon as it is closed; then texts, tables and index; then a snapshot of the state. All of that
counts only with the last write, which replaces the head: a run that is cut off leaves objects that nothing names, and
the next one writes or removes them.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.archive.stored import RECORDS, StorageRecord
from crawler.publishing.head import Head
from crawler.publishing.place import archive_name, profile_name, snapshot_name, text_name
from crawler.state import ReadOnlyState, document_name, state_path
from crawler.state.schema import TEXTS
from crawler.state.snapshot import take_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.publishing.lease import Lease
    from crawler.publishing.place import Place

logger = logging.getLogger(__name__)
SAFE = 60.0
"""Seconds for which a lease must last before an object is written, at most half of its time."""
RUNS = 24
"""Summaries of runs in a head: `scrapy grow` asks for no more."""
TABLES = ("manifest.jsonl", "history.jsonl")
"""The corpus's tables of documents and of events."""
_TOGETHER = 8
"""Texts that are written at once."""
_BATCH = 1_000
"""Documents that one query returns."""
_PIECE = 1 << 20
_SNAPSHOT = ".snapshot"
"""Ending of the name of the folder in which an outlet's snapshot is made, in the folder of records."""


class Publisher:
    """Stores one outlet's files.

    Args:
        place: The storage.
        outlet: The outlet's name.
        lease: The outlet's lease.
        kept: Bytes of uploaded archives that stay in the local folder, the newest first.
    """

    def __init__(self, place: Place, outlet: str, lease: Lease, kept: int) -> None:
        self._place = place
        self._outlet = outlet
        self._lease = lease
        self._kept = kept
        self._folder = place.local / "archive" / outlet
        self._commits = 0
        self._uploading = threading.Lock()

    def upload_archives(self) -> None:
        """Upload the closed archives that the storage does not have, and compare what it then has with the files.

        Raises:
            LeaseError: Another run has taken the outlet over.
            OSError: An archive cannot be read.
            StorageError: The storage does not answer, or has other bytes.
        """
        with self._uploading:
            record = StorageRecord.read(self._place.local, self._outlet)
            for path in sorted(self._folder.glob(f"{self._outlet}-*.warc.gz")):
                if record.archives.get(path.name) != path.stat().st_size:
                    self._put(path, archive_name(self._outlet, path.name))
                    archives = {**record.archives, path.name: path.stat().st_size}
                    record = replace(record, archives=archives)
                    record.write(self._place.local, self._outlet)

    def commit(self) -> None:
        """Store all that the run added, replace the head, and end the lease.

        Raises:
            LeaseError: Another run has taken the outlet over; the head is unchanged.
            OSError: A file cannot be read.
            StateError: The state cannot be read.
            StorageError: The storage does not answer; the head is unchanged.
        """
        self.upload_archives()
        if not state_path(self._place.local, self._outlet).exists():
            self._lease.renew(ended=True)
            return
        stage = self._place.local / RECORDS / f"{self._outlet}{_SNAPSHOT}"
        take_snapshot(self._place.local, self._outlet, stage)
        try:
            with ReadOnlyState(stage, self._outlet) as state:
                before = self._lease.head
                head, others = self._stored(state, stage)
                self._lease.renew(replace(head, unsure=others))  # from here on it counts
                record = StorageRecord.read(self._place.local, self._outlet)
                digest = head.snapshot_digest(self._outlet)
                replace(record, snapshot=head.snapshot, sha256=digest).write(self._place.local, self._outlet)
                if others:
                    self._remove_other_texts(state)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        self._remove_superseded(before, head)
        self._lease.renew(head, ended=True)
        self._make_room(record)

    def _stored(self, state: ReadOnlyState, stage: Path) -> tuple[Head, bool]:
        """Store texts, tables, index and snapshot.

        Returns:
            The head that names them, and whether the storage has texts of no document: a rebuilt corpus has other ones
            than the earlier, and a run that was cut off left some.
        """
        head, count = self._lease.head, state.count_documents()
        rebuilt = bool(head.snapshot) and state.identity() != head.identity
        if rebuilt or count != head.documents:
            self._lease.renew(replace(head, unsure=True))
            self._put_texts(state, 0 if rebuilt else head.documents)
        self._commits += 1
        snapshot = f"{self._lease.number:010d}-{self._commits}"
        packed = stage / f"{snapshot}.sqlite.gz"
        with state_path(stage, self._outlet).open("rb") as source, gzip.open(packed, "wb", compresslevel=1) as copy:
            shutil.copyfileobj(source, copy, _PIECE)
        files = {snapshot_name(self._outlet, snapshot): packed}
        for path in sorted(self._folder.glob("*.cdxj")):
            files[archive_name(self._outlet, path.name)] = path
        for table in TABLES:
            path = self._place.local / TEXTS / self._outlet / table
            if path.exists():
                files[text_name(self._outlet, table)] = path
        digests = {name: (path.stat().st_size, _sha256(path)) for name, path in files.items()}
        for name, path in files.items():
            if head.files.get(name) != digests[name]:
                self._put(path, name)
        profile = self._place.local / profile_name(self._outlet)
        if not head.snapshot and profile.exists():  # a folder that was used without a storage before
            self._put(profile, profile_name(self._outlet))
        now = Head(
            snapshot=snapshot,
            identity=state.identity(),
            files=digests,
            documents=count,
            runs=state.last_runs(RUNS),
        )
        return now, bool(rebuilt or head.unsure)

    def _put_texts(self, state: ReadOnlyState, number: int) -> None:
        """Store the texts of the documents from a number on, some at a time; this machine made them, and has them.

        A replay keeps most texts; those are written again nevertheless, since a list of what is there costs as much.
        """
        folder = self._place.local / TEXTS / self._outlet
        with ThreadPoolExecutor(_TOGETHER) as pool:
            for names in _names(state, number):
                list(pool.map(lambda name: self._put(folder / name, text_name(self._outlet, name)), names))

    def _remove_other_texts(self, state: ReadOnlyState) -> None:
        """Remove the texts of no document."""
        names = {name for batch in _names(state, 0) for name in batch}.union(TABLES)
        for path in self._place.object(text_name(self._outlet, "")).files():
            if path.name not in names:
                self._lease.assure(self._safe)
                path.unlink(missing_ok=True)

    def _remove_superseded(self, before: Head, head: Head) -> None:
        """Remove the segments that the index no longer has, the snapshots before the last two, and earlier leases.

        A failure only leaves objects that nothing names.
        """
        try:
            self._lease.assure(self._safe)
            for name in before.files.keys() - head.files.keys():
                if name.endswith(".cdxj"):
                    self._place.object(name).unlink(missing_ok=True)
            last = f"{self._lease.number:010d}-{self._commits}"
            for path in self._place.object(f"state/{self._outlet}/").files():
                snapshot = path.name.partition(".")[0]
                if snapshot < last and snapshot != before.snapshot:  # a later one is that of a run which began since
                    path.unlink(missing_ok=True)
            self._lease.remove_earlier()
        except OSError as error:
            logger.warning("%s; what is no longer needed stays there until a later run.", error)

    def _make_room(self, record: StorageRecord) -> None:
        """Remove uploaded archives from the local folder, but for the newest, whose sizes add up to what is kept."""
        room = self._kept
        for path in sorted(self._folder.glob(f"{self._outlet}-*.warc.gz"), reverse=True):
            size = path.stat().st_size
            room -= size
            if room < 0 and record.archives.get(path.name) == size:
                path.unlink()

    def _put(self, path: Path, name: str) -> None:
        self._lease.assure(self._safe)
        self._place.object(name).put(path)

    @property
    def _safe(self) -> float:
        return min(SAFE, self._lease.seconds / 2)


def _names(state: ReadOnlyState, number: int) -> Iterator[list[str]]:
    """Yield the names of the texts of the documents from a number on, many at a time."""
    while batch := state.dated_documents(number, _BATCH):
        yield [document_name(one.number, one.sha256) for one in batch]
        number = batch[-1].number + 1


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
