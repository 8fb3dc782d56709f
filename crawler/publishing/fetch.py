"""Brings what a storage has of an outlet to the local folder, for a run that then works as without a storage.

State, index, manifest and history are brought when another machine has committed since. Archives stay in the storage,
and are read by ranges (`crawler.archive.stored`); only those are brought that the state does not have, since a run that
was killed uploaded them: the start of a crawl then takes their pages in.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.mend import mend
from crawler.archive.stored import RECORDS, StorageRecord
from crawler.errors import StateError, StorageError
from crawler.files import make_folder, sync_folder, whole_file, write_whole
from crawler.publishing.place import archive_name, profile_name, snapshot_name
from crawler.state import State, state_path
from crawler.state.schema import TEXTS
from crawler.state.snapshot import place_snapshot

if TYPE_CHECKING:
    from crawler.outlet import Outlet
    from crawler.publishing.head import Head
    from crawler.publishing.place import Place
    from crawler.storage.place import RemoteFile

_PIECE = 1 << 20
_ENDINGS = (".cdxj", ".jsonl")
"""Endings of the names of the files in a head, beside the snapshot's."""
_ARCHIVES = ".warc.gz"


def fetch(place: Place, outlet: Outlet, head: Head, *, archives: bool = True) -> None:
    """Bring what the storage has of an outlet, unless the local folder goes on from there.

    Args:
        place: The storage.
        outlet: The outlet; its lease and its lock are held.
        head: What counts of it in the storage.
        archives: Whether to bring the archives that the state does not have.

    Raises:
        OSError: A local file cannot be written.
        sqlite3.Error: The local state, or the snapshot, is damaged.
        StateError: The same, when it is opened.
        StorageError: The storage does not answer, or a file there is not what the head says.
    """
    record = StorageRecord.read(place.local, outlet.name)
    stored = {
        path.name: path.stat().st_size
        for path in place.object(archive_name(outlet.name, "")).files()
        if path.name.endswith(_ARCHIVES)
    }
    digest = head.snapshot_digest(outlet.name)
    if (record.snapshot, record.sha256) != (head.snapshot, digest):
        _replace(place, outlet, head)
    now = StorageRecord(url=place.url, snapshot=head.snapshot, sha256=digest, archives=stored)
    now.write(place.local, outlet.name)
    _bring_profile(place, outlet.name, head)
    if archives:
        _bring_unknown(place, outlet.name, stored)


def _replace(place: Place, outlet: Outlet, head: Head) -> None:
    """Replace the local state, index and tables of an outlet; a crash in the middle begins anew.

    Archives that only this machine has stay: they are uploaded with what this run adds, and the start of a crawl names
    those that are older than the corpus has become meanwhile.
    """
    output, name = place.local, outlet.name
    folder, texts = output / "archive" / name, output / TEXTS / name
    stored = snapshot_name(name, head.snapshot)
    if not head.snapshot:
        raise StorageError(
            errno.ENOENT,
            f"has no commit of {name} any more, and this machine knows one; restore it, or remove "
            f"{output / RECORDS / name}.json to store the local files anew",
            place.url,
        )
    folders = Path("archive", name), Path(TEXTS, name)
    for file in head.files:
        if file != stored and (Path(file).parent not in folders or Path(file).suffix not in _ENDINGS):
            raise StorageError(errno.EINVAL, f"its head of {name} names {file[:200]!r}, which no run stores", place.url)
    if any(folder.glob(f"*{OPEN}")) and state_path(output, name).exists():
        # It alone knows how far those files are acknowledged; without it they are cut after their last whole exchange.
        with suppress(sqlite3.Error, StateError), State(output, name) as state:
            mend(folder, outlet, state)
    StorageRecord(url=place.url).write(output, name)
    shutil.rmtree(texts, ignore_errors=True)
    for segment in folder.glob("*.cdxj"):
        segment.unlink()
    packed = output / RECORDS / f"{name}.sqlite.gz"
    for file, (size, sha256) in head.files.items():
        target = packed if file == stored else output / file
        make_folder(target.parent)
        download(place.object(file), target, size, sha256)
    unpacked = packed.with_suffix("")
    with gzip.open(packed, "rb") as source, unpacked.open("wb") as copy:
        shutil.copyfileobj(source, copy, _PIECE)
    place_snapshot(unpacked, output, name)
    packed.unlink()


def _bring_profile(place: Place, outlet: str, head: Head) -> None:
    """Bring the outlet's profile, or remove the local one of an outlet that has none in the storage.

    Of an outlet that is not in the storage yet the local one stays: its first commit stores it.
    """
    stored = place.object(profile_name(outlet))
    target = place.local / profile_name(outlet)
    if stored.exists():
        make_folder(target.parent)
        write_whole(target, stored.read_bytes())
    elif head.snapshot:
        target.unlink(missing_ok=True)


def _bring_unknown(place: Place, outlet: str, archives: dict[str, int]) -> None:
    """Bring the archives that the state does not have, and the local folder does not either."""
    known: dict[str, int] = {}
    if state_path(place.local, outlet).exists():
        with State(place.local, outlet) as state:
            known = state.acknowledged_sizes()
    folder = place.local / "archive" / outlet
    for warc in sorted(archives.keys() - known.keys()):
        if not (folder / warc).exists():
            make_folder(folder)
            download(place.object(archive_name(outlet, warc)), folder / warc, archives[warc])
            sync_folder(folder)


def download(stored: RemoteFile, target: Path, size: int, sha256: str = "") -> None:
    """Copy an object to a local file, whole or not at all.

    Args:
        stored: The object.
        target: The file.
        size: Its bytes.
        sha256: Their SHA-256 (hex); empty where nobody has noted it.

    Raises:
        OSError: The file cannot be written.
        StorageError: The storage does not answer, or has other bytes.
    """
    digest = hashlib.sha256()
    with stored.open() as source, whole_file(target) as file:
        while piece := source.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        if file.tell() != size or (sha256 and digest.hexdigest() != sha256):
            raise StorageError(
                errno.EIO, "has other bytes than its run stored; restore it, or run scrapy replay", str(stored)
            )
