"""A rebuild in a storage: the runs of all its outlets at once, and where their archives are read."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.archive.read.own import is_own, own_archives
from crawler.archive.stored import OutletArchives
from crawler.errors import StateError
from crawler.outlet import Outlet
from crawler.publishing.run import StoredRun
from crawler.state import state_path, unusable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scrapy.settings import BaseSettings

    from crawler.publishing.place import Place


class StoredRebuild:
    """The runs of the outlets that have archives in a storage, or in its local folder.

    Args:
        place: The storage.
        outlets: The outlets that have a file.
        settings: As for `StoredRun`.

    Raises:
        LockedError: Another run has one of the outlets.
        OSError: The local folder cannot be written.
        OutletError: A folder of archives has a name that no outlet can have.
        StateError: A local state, or a snapshot, cannot be read.
        StorageError: The storage does not answer.
    """

    def __init__(self, place: Place, outlets: tuple[Outlet, ...], settings: BaseSettings) -> None:
        self._place = place
        self._wait = settings.getfloat("STORAGE_WAIT")
        self._runs: list[StoredRun] = []
        stored = [path for path in place.object("archive/").files() if is_own(path)]
        names = {path.parent.name for path in (*stored, *own_archives(place.local))}
        filed = {outlet.name: outlet for outlet in outlets}
        try:
            for name in sorted(names):
                outlet = filed.get(name) or replace(Outlet.of_site(f"https://{name}/"), name=name)
                self._runs.append(StoredRun(place, outlet, settings, rebuilds=True))
        except sqlite3.Error as error:
            self.leave()
            raise StateError(unusable(state_path(place.local, name), error)) from error
        except BaseException:
            self.leave()
            raise
        self._names = sorted(names)

    def archives(self) -> list[Path]:
        """Return the archives: those in the local folder, and in the storage those that the folder does not have.

        Raises:
            StorageError: The storage does not answer, or has another archive than its list named.
        """
        local = own_archives(self._place.local)
        here = {(path.parent.name, path.name) for path in local}
        found = []
        for name in self._names:
            archives = OutletArchives(self._place.local / "archive" / name)
            found += [archives.stored_at(warc) for warc in archives.stored if (name, warc) not in here]
        return sorted([*local, *found], key=lambda path: (path.parent.name, path.name))

    def on_loss(self, stop: Callable[[str], None]) -> None:
        """See `StoredRun.on_loss`."""
        for run in self._runs:
            run.on_loss(stop)

    def end(self) -> list[str]:
        """Store the rebuilt outlets, and end their leases; return a sentence for each that is not stored.

        When the storage does not answer for `STORAGE_WAIT` seconds, each of the other outlets is tried once.
        """
        sentences: list[str] = []
        for run in self._runs:
            if sentence := run.end(0.0 if sentences else self._wait):
                sentences.append(sentence)
        return sentences

    def leave(self) -> None:
        """End the leases without storing anything."""
        for run in self._runs:
            run.leave()
