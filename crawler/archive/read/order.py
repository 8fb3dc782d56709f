"""The order in which captures of several archives count: that of their dates."""

from __future__ import annotations

import heapq
import re
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from crawler.archive.read.moments import order_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from crawler.items import Capture

OPEN_TOGETHER = 64
"""Most archives that are read side by side; of more that overlap in time, the later ones wait until one ends."""
SERIES = re.compile(r"(.+)-(\d{17})-(\d{5})\.warc\.gz(?:\.open)?$")
"""The name of one of our own archives: outlet, UTC time, serial number."""


class Captured(Protocol):
    """Anything that was read of a capture."""

    @property
    def capture(self) -> Capture:
        """The capture."""


C = TypeVar("C", bound=Captured)


def in_order(
    archives: Sequence[Path], read: Callable[[Path], Iterator[C]], began: Callable[[Path], str]
) -> Iterator[C]:
    """Yield the captures of archives in the order of their dates (ties: by file name, then place).

    A file's captures keep their order: a program appends a capture when it is complete, and its date is that of its
    beginning. The files of one of our outlets in one folder follow each other by their names for the same reason. So a
    capture counts at the latest date up to it in its file, and a replay of what a crawl archived has the crawl's order.

    Args:
        archives: The archives, in any order.
        read: Returns an archive's captures, in the file's order.
        began: Returns the date of an archive's first capture; empty for one without captures.
    """
    for group in _groups(archives):
        if len(group) == 1:
            yield from (found for path in group[0] for found in read(path))
        else:
            yield from _merge([_Series(paths, read, began(paths[0])) for paths in group])


def _groups(archives: Iterable[Path]) -> list[list[list[Path]]]:
    """Return series of files, by groups whose captures belong to different outlets.

    Our own files hold the captures of one outlet each, so outlets can be read one after another; another program's
    files may hold captures of all.
    """
    own: dict[tuple[str, Path], list[Path]] = {}
    foreign: list[list[Path]] = []
    for path in sorted(archives, key=lambda path: (path.name, path)):
        name = SERIES.match(path.name)
        if name is None:
            foreign.append([path])
        else:
            own.setdefault((name[1], path.parent), []).append(path)
    if foreign:
        return [[*own.values(), *foreign]]
    groups: dict[str, list[list[Path]]] = {}
    for (outlet, _), paths in sorted(own.items()):
        groups.setdefault(outlet, []).append(paths)
    return list(groups.values())


class _Series(Generic[C]):
    """Files whose captures follow each other."""

    def __init__(self, paths: list[Path], read: Callable[[Path], Iterator[C]], began: str) -> None:
        self._captures = (found for path in paths for found in read(path))
        self.latest = order_of(began)
        """The latest date so far, which is the next capture's at least."""
        self.name = paths[0].name
        """The first file's name, which decides between equal dates."""

    def next(self) -> C | None:
        """Return the next capture, and let `latest` be the date at which it counts; None at the end."""
        found = next(self._captures, None)
        if found is not None:
            self.latest = max(self.latest, order_of(found.capture.date))
        return found


def _merge(series: list[_Series[C]]) -> Iterator[C]:
    """Yield the captures of several series in the order of their dates; a series is opened when its time comes."""
    series = sorted(series, key=lambda one: (one.latest, one.name))
    heap: list[tuple[str, str, int, C]] = []

    def push(at: int) -> None:
        one = series[at]
        if (found := one.next()) is not None:
            heapq.heappush(heap, (one.latest, one.name, at, found))

    opened = 0
    while heap or opened < len(series):
        while opened < len(series) and (
            not heap or (len(heap) < OPEN_TOGETHER and series[opened].latest <= heap[0][0])
        ):
            push(opened)
            opened += 1
        if heap:
            _, _, at, found = heapq.heappop(heap)
            yield found
            push(at)
