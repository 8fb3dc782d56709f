"""One run of an outlet whose OUTPUT is a storage: the lease, what is brought before, and what is stored after."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from crawler.errors import LeaseError, LockedError, StateError, StorageError
from crawler.publishing.fetch import fetch
from crawler.publishing.lease import STOP, Lease
from crawler.publishing.publish import Publisher
from crawler.state import state_path, unusable
from crawler.state.lock import OutletLock

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.settings import BaseSettings

    from crawler.outlet import Outlet
    from crawler.publishing.place import Place

logger = logging.getLogger(__name__)
_STORED = "@storage"
"""Ending of the name of the lock that a run holds from its lease to its last write in the storage."""
_SIGNS = 5
"""Signs of life in the time of a lease."""
_AGAIN = 5.0
"""Seconds, at most, between two tries to store a run in a storage that does not answer."""


class StoredRun:
    """A run of an outlet in a storage.

    Args:
        place: The storage.
        outlet: The outlet.
        settings: `LEASE_SECONDS`, `LOCAL_ARCHIVES`, `STORAGE_WAIT`.
        rebuilds: Whether the run makes the corpus anew from all archives, wherever they lie.

    Raises:
        LockedError: Another run, on this machine or another, has the outlet.
        OSError: The local folder cannot be written.
        StateError: The local state cannot be read.
        StorageError: The storage does not answer.
    """

    def __init__(self, place: Place, outlet: Outlet, settings: BaseSettings, *, rebuilds: bool = False) -> None:
        self._place = place
        self._outlet = outlet.name
        self._wait = settings.getfloat("STORAGE_WAIT")
        self._over = threading.Event()
        self._on_loss: Callable[[str], None] | None = None
        self._loss = ""
        try:
            self._lock = OutletLock(place.local, f"{outlet.name}{_STORED}")
        except LockedError:
            raise LockedError(
                f"{outlet.name}: another run on this machine works on it in {place.local}; wait until it ends."
            ) from None
        try:
            self._lease = Lease(place, outlet.name, settings.getfloat("LEASE_SECONDS"))
        except BaseException:
            self._lock.release()
            raise
        self._publisher = Publisher(place, outlet.name, self._lease, settings.getint("LOCAL_ARCHIVES"))
        self._watcher, *others = (
            threading.Thread(target=work, name=f"{work.__name__} {outlet.name}", daemon=True)
            for work in (self._watch, self._live, self._upload)
        )
        for thread in (self._watcher, *others):
            thread.start()
        try:
            lock = OutletLock(place.local, outlet.name)  # the run takes it again
            try:
                fetch(place, outlet, self._lease.head, archives=not rebuilds)
            finally:
                lock.release()
        except BaseException:
            self.leave()
            raise

    def on_loss(self, stop: Callable[[str], None]) -> None:
        """Have a function called, in a thread of its own, with the sentence on a lease that is lost or about to be."""
        self._on_loss = stop
        if self._loss:
            stop(self._loss)

    def _lose(self, sentence: str) -> None:
        self._loss = sentence
        if self._on_loss is not None:
            self._on_loss(sentence)

    def end(self, wait: float | None = None) -> str:
        """Store what the run added, and end its lease.

        Args:
            wait: Seconds for which it tries again while the storage does not answer; None for `STORAGE_WAIT`.

        Returns:
            The sentence on what is not stored; empty when all is.
        """
        last = time.monotonic() + (self._wait if wait is None else wait)
        try:
            while True:
                try:
                    self._publisher.commit()
                except StorageError as error:
                    if time.monotonic() >= last:
                        return (
                            f"{self._outlet}: not stored in {self._place.url} ({error}); all of it is in "
                            f"{self._place.local}, and the outlet's next run on this machine stores it."
                        )
                    time.sleep(min(_AGAIN, max(0.0, last - time.monotonic())))
                else:
                    return ""
        except (LeaseError, StateError) as error:
            return str(error)
        except OSError as error:
            return f"{self._outlet}: not stored in {self._place.url}: {error}."
        except sqlite3.Error as error:
            return unusable(state_path(self._place.local, self._outlet), error)
        except KeyboardInterrupt:
            return (
                f"{self._outlet}: stopped before all was stored in {self._place.url}; all of it is in "
                f"{self._place.local}, and the outlet's next run on this machine stores it."
            )
        finally:
            self._over.set()
            self._lock.release()

    def leave(self) -> None:
        """End the lease without storing anything, for a run that did not begin."""
        self._over.set()
        with suppress(LeaseError, StorageError):
            self._lease.renew(ended=True)
        self._lock.release()

    def _live(self) -> None:
        """Give signs of life until the run is over, or the lease is lost."""
        while not self._over.wait(self._lease.seconds / _SIGNS):
            try:
                self._lease.renew()
            except LeaseError as error:
                self._lose(str(error))
                return
            except StorageError as error:
                logger.warning("%s: no sign of life reached the storage: %s.", self._outlet, error)

    def _watch(self) -> None:
        """Stop the run before its lease ends, however long the storage takes to answer."""
        while not self._over.wait(max(0.05, self._left)):
            if self._left <= 0:
                self._lose(
                    f"{self._outlet}: {self._place.url} has not answered for {STOP * self._lease.seconds:.0f} seconds, "
                    "and another machine may take the outlet over; the run stops. Its next run goes on from there."
                )
                return

    @property
    def _left(self) -> float:
        """Seconds until the run must stop unless a sign of life reaches the storage."""
        return self._lease.remaining - (1 - STOP) * self._lease.seconds

    def _upload(self) -> None:
        """Upload archives as they are closed; what fails is tried again."""
        while not self._over.wait(self._lease.seconds / _SIGNS):
            try:
                self._publisher.upload_archives()
            except (LeaseError, OSError) as error:  # `_live` stops the run that lost its lease; the end tries again
                logger.debug("%s: %s", self._outlet, error)
