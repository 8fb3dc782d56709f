"""Which of an outlet's archives lie in a storage: a run on another machine has the outlet's state without them."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.errors import StorageError
from crawler.files import make_folder, write_whole
from crawler.storage.place import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORDS = ".storage"
"""Folder in the local folder of a storage, with a record for each outlet."""
_SILENCE = 60.0
"""Seconds for which a storage that did not answer is not asked for records again: a crawl goes on without them."""


@dataclass(frozen=True, kw_only=True)
class StorageRecord:
    """What a local folder knows of an outlet in its storage."""

    url: str = ""
    """The storage's URL; empty in a folder without a storage."""
    snapshot: str = ""
    """The snapshot of the state that the local files were made from, or that was made of them; empty for none."""
    sha256: str = ""
    """SHA-256 (hex) of that snapshot: two storages may have the same URL, at two addresses of a store."""
    archives: Mapping[str, int] = field(default_factory=dict)
    """Bytes of the archives that lie in the storage, by file name."""

    @classmethod
    def read(cls, output: Path, outlet: str) -> StorageRecord:
        """Return the record of an outlet in a local folder; an empty one without a record."""
        with suppress(FileNotFoundError, ValueError, TypeError):
            return cls(**json.loads(_path(output, outlet).read_bytes()))
        return cls()

    def write(self, output: Path, outlet: str) -> None:
        """Write the record, whole or not at all.

        Raises:
            OSError: The folder cannot be written.
        """
        path = _path(output, outlet)
        make_folder(path.parent)
        write_whole(path, json.dumps(asdict(self)).encode())


class OutletArchives:
    """An outlet's own archives: in their folder, and those in the outlet's storage that the folder does not have.

    Args:
        folder: The outlet's folder of archives, `OUTPUT/archive/<outlet>`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._record = StorageRecord.read(folder.parents[1], folder.name)
        self._silent_until = 0.0

    @property
    def stored(self) -> Mapping[str, int]:
        """Bytes of the archives in the storage, by file name; none of an outlet without a storage."""
        return self._record.archives

    def stored_at(self, warc: str) -> Path:
        """Return the place of an archive in the storage."""
        return place_of(f"{self._record.url}/archive/{self._folder.name}/{warc}")

    def paths(self, warc: str) -> list[Path]:
        """Return where an archive is read, also one that a crawl is writing; most often one place.

        None when it is gone, or lies in a storage that is silent.
        """
        here = [path for end in ("", OPEN) if (path := self._folder / f"{warc}{end}").exists()]
        if here or warc not in self._record.archives or time.monotonic() < self._silent_until:
            return here
        path = self.stored_at(warc)
        try:
            return [path] if path.stat().st_size == self._record.archives[warc] else []
        except StorageError:
            self._silent_until = time.monotonic() + _SILENCE
            return []


def _path(output: Path, outlet: str) -> Path:
    return output / RECORDS / f"{outlet}.json"
