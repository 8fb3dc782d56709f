"""The lease of an outlet in a storage: the right of one run to write it, for some minutes at a time.

Each lease is an object with a number, `leases/<outlet>/<number>.json`, that its run alone creates and then overwrites
as a sign of life. Who wants the outlet when a lease is over creates the object with the next number, and of several who
try, one succeeds: the storage creates an object only where none is (RFC 9110, section 13.1.2: `If-None-Match: *`). From
then on nothing that the earlier run writes counts, since what counts in the storage, the head, is a part of the lease
with the greatest number. That number fences off the earlier run (Kleppmann, How to do distributed locking, 2016).

No machine's clock decides. A run measures the time since its last sign of life itself; who waits for its end compares
the times that the storage gave to the lease and to an object of the moment.
"""

from __future__ import annotations

import errno
import json
import threading
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from crawler.errors import LeaseError, LockedError, StorageError
from crawler.publishing.head import Head
from crawler.publishing.place import leases_of
from crawler.state.owner import Owner
from crawler.storage.exclusive import content_of, create, modified, write
from crawler.storage.place import remote

if TYPE_CHECKING:
    from crawler.publishing.place import Place
    from crawler.storage.place import RemoteFile

MARGIN = 2.0
"""Seconds for which a lease is respected after its end: storages give times in whole seconds."""
STOP = 2 / 3
"""Share of a lease's time after which a run that could not renew it stops; the rest is for its stopping."""
_MOST = 16 * 1024 * 1024
"""Most bytes of a lease that are read."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A lease as the storage has it."""

    number: int
    """Its number, from 1; that of an outlet's lease counts whose number is the greatest."""
    owner: Owner
    """The process that holds it, or held it."""
    folder: str
    """The random name of that process's local folder."""
    seconds: float
    """How long it lasts after each sign of life."""
    ended: bool = False
    """Whether its run ended it."""
    head: Head
    """What counts in the storage of the outlet."""


class Lease:
    """The lease that this process holds.

    Args:
        place: The storage. The local folder's lock on the outlet must be held.
        outlet: The outlet's name.
        seconds: How long it lasts after each sign of life.

    Raises:
        LockedError: Another run holds the outlet's lease.
        OSError: The local folder cannot be written.
        StorageError: The storage does not answer, or creates objects over others.
    """

    def __init__(self, place: Place, outlet: str, seconds: float) -> None:
        self._place = place
        self._outlet = outlet
        self._change = threading.Lock()
        self._folder = place.folder_name()
        began = _elapsed()
        self._lost = False
        self._held = self._take(seconds)
        self._until = began + seconds

    @property
    def number(self) -> int:
        """Its number."""
        return self._held.number

    @property
    def head(self) -> Head:
        """What counts in the storage of the outlet."""
        return self._held.head

    @property
    def remaining(self) -> float:
        """Seconds until it ends if no sign of life reaches the storage; negative after that."""
        return self._until - _elapsed()

    @property
    def seconds(self) -> float:
        """How long it lasts after each sign of life."""
        return self._held.seconds

    def renew(self, head: Head | None = None, *, ended: bool = False) -> None:
        """Give a sign of life, and replace the head.

        Args:
            head: What counts from now on; None to leave it unchanged.
            ended: Whether the run is done with the outlet, so that the next one needs not wait.

        Raises:
            LeaseError: Another run has taken the outlet over; what this one writes counts no more.
            StorageError: The storage does not answer.
        """
        with self._change:
            if self._held.ended:
                return
            held = replace(self._held, head=head or self._held.head, ended=ended)
            began = _elapsed()
            self._refuse_lost()
            write(_object(self._place, self._outlet, held.number), _bytes(held))
            self._refuse_lost(held if ended else None)  # a run that took over before that write has not seen it
            self._held, self._until = held, began + held.seconds

    @property
    def is_lost(self) -> bool:
        """Whether another run has taken the outlet over."""
        return self._lost

    def assure(self, seconds: float) -> None:
        """Renew the lease unless it lasts for some seconds more.

        Raises:
            LeaseError: Another run has taken the outlet over.
            StorageError: The storage does not answer.
        """
        if self._lost or self.remaining < seconds:
            self.renew()

    def remove_earlier(self) -> None:
        """Remove the outlet's earlier leases.

        Raises:
            StorageError: The storage does not answer.
        """
        for number, path in _leases(self._place, self._outlet).items():
            if number < self.number:
                path.unlink(missing_ok=True)

    def _refuse_lost(self, ended: Held | None = None) -> None:
        """Accept a lease that no other has followed, or, when it has just been ended, one that has its head.

        Raises:
            LeaseError: Another run has taken the outlet over.
            StorageError: The storage does not answer.
        """
        following = _object(self._place, self._outlet, self.number + 1)
        if not self._lost and following.exists():
            self._lost = ended is None or _read(following).head != ended.head
        if self._lost:
            raise LeaseError(
                f"{self._outlet}: another run has taken the outlet over in {self._place.url}, since this one gave no "
                "sign of life there; what this one archived stays on this machine, and its next run stores it."
            )

    def _take(self, seconds: float) -> Held:
        """Create the lease with the next number.

        Raises:
            LockedError: Another run holds the outlet's lease, or was quicker.
            StorageError: The storage does not answer, or creates objects over others.
        """
        newest = newest_lease(self._place, self._outlet)
        if newest is not None and not _is_over(self._place, self._outlet, newest):
            raise busy(self._place, self._outlet, newest)
        held = Held(
            number=1 if newest is None else newest.number + 1,
            owner=Owner.this_process(),
            folder=self._folder,
            seconds=seconds,
            head=Head() if newest is None else newest.head,
        )
        if not create(_object(self._place, self._outlet, held.number), _bytes(held)):
            quicker = newest_lease(self._place, self._outlet)
            raise busy(self._place, self._outlet, quicker or held)
        if newest is None:
            return held
        last = _read(_object(self._place, self._outlet, newest.number))
        if last.head != held.head:  # its run committed while this one took over
            held = replace(held, head=last.head)
            write(_object(self._place, self._outlet, held.number), _bytes(held))
        return held


def newest_lease(place: Place, outlet: str) -> Held | None:
    """Return the outlet's lease with the greatest number; None for an outlet that the storage does not have.

    Raises:
        StorageError: The storage does not answer, or the object is no lease.
    """
    leases = _leases(place, outlet)
    return _read(leases[max(leases)]) if leases else None


def holder(place: Place, outlet: str) -> Held | None:
    """Return the lease by which another machine's run has an outlet; None when the outlet is free.

    Raises:
        OSError: The local folder cannot be written.
        StorageError: The storage does not answer, or creates objects over others.
    """
    held = newest_lease(place, outlet)
    return None if held is None or _is_over(place, outlet, held) else held


def busy(place: Place, outlet: str, held: Held) -> LockedError:
    """Return the error that names the run which holds an outlet's lease."""
    return LockedError(
        f"{outlet}: another run (process {held.owner.pid} on {held.owner.host}, since {held.owner.since}) is writing "
        f"it in {place.url}; wait until it ends. If its machine is gone, its lease ends {held.seconds:g} seconds after "
        "its last sign of life."
    )


def _elapsed() -> float:
    """Return seconds since some moment, with those for which the machine slept, where the system counts them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _is_over(place: Place, outlet: str, held: Held) -> bool:
    """Return whether a lease is over: ended, without a sign of life for too long, or of a process that is gone.

    Of a process that worked in this folder nobody is left, since who takes a lease holds the folder's lock.

    Raises:
        OSError: The local folder cannot be written.
        StorageError: The storage does not answer, or creates objects over others.
    """
    here = held.folder == place.folder_name() and held.owner.is_here
    return held.ended or here or _age(place, outlet, held) > held.seconds + MARGIN


def _age(place: Place, outlet: str, held: Held) -> float:
    """Return the seconds since a lease's last sign of life, by the storage's clock.

    Raises:
        StorageError: The storage does not answer, or creates objects over others.
    """
    moment = place.object(f"{leases_of(outlet)}/now-{uuid4().hex}")
    try:
        if not create(moment, b"1") or create(moment, b"2"):
            raise StorageError(
                errno.ENOTSUP, "it creates objects over others, so that no run can have an outlet alone", place.url
            )
        return (modified(moment) - modified(_object(place, outlet, held.number))).total_seconds()
    finally:
        moment.unlink(missing_ok=True)


def _leases(place: Place, outlet: str) -> dict[int, RemoteFile]:
    """Return the objects of an outlet's leases, by their numbers."""
    files = filter(None, map(remote, place.object(f"{leases_of(outlet)}/").files()))
    return {int(path.name.partition(".")[0]): path for path in files if path.name[:1].isdecimal()}


def _object(place: Place, outlet: str, number: int) -> RemoteFile:
    return place.object(f"{leases_of(outlet)}/{number:010d}.json")


def _bytes(held: Held) -> bytes:
    return json.dumps(asdict(held), ensure_ascii=False).encode()


def _read(path: RemoteFile) -> Held:
    """Return the lease that an object holds.

    Raises:
        StorageError: It holds none, or the storage does not answer.
    """
    if path.info().size > _MOST:
        raise StorageError(errno.EFBIG, "is too long for a lease", str(path))
    try:
        found: dict[str, Any] = json.loads(content_of(path))
        head = Head(**{**found["head"], "files": {name: tuple(of) for name, of in found["head"]["files"].items()}})
        return Held(**{**found, "owner": Owner(**found["owner"]), "head": head})
    except (KeyError, TypeError, ValueError, AttributeError):
        raise StorageError(errno.EINVAL, "is no lease that this version of Warraq can read", str(path)) from None
