"""Finds captures by their URL and moment in all archives of an output folder, and reads what the server sent."""

from __future__ import annotations

import heapq
import re
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import DummyStatsCollector

from crawler.archive.index.cdxj import REVISIT, Entry, timestamp_of
from crawler.archive.index.look_up import look_up_from
from crawler.archive.index.nearest import distance, nearest
from crawler.archive.index.surt import surt
from crawler.archive.read.originals import Originals
from crawler.archive.read.pages import PageReader, Served, read_archive
from crawler.archive.read.records import record_at
from crawler.archive.stored import OutletArchives
from crawler.errors import OutletError
from crawler.items import Reason
from crawler.outlet import outlet_of
from crawler.state import read_state
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from crawler.archive.record import Record
    from crawler.items import Capture, Page
    from crawler.outlet import Outlet

_ARCHIVE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,250}\.warc\.gz", re.ASCII)
_TRIES = 10
"""Most records that are looked at to find a revisit's original."""


class Held(NamedTuple):
    """A capture in an output folder, by its line in an index."""

    entry: Entry
    outlet: str
    """Name of the outlet in whose archive it lies."""


class Addresses:
    """The captures of an output folder, by URL and moment.

    The index of an outlet has the captures of its closed archives; those of an archive that is being written, or that a
    crash left without its lines, are found by the state. An outlet that owns a URL is asked first, and the others only
    if it has no capture of it: a style sheet or an image may lie in the archive of the outlet whose page shows it.

    All methods raise `CdxjError` for an index that cannot be read, `StateError` for such a state, and `OSError`. They
    may be called from several threads.

    Args:
        output: The output folder.
        outlets: The outlets that have a file.
        most: Bytes of a decoded body, at most.
    """

    def __init__(self, output: Path, outlets: tuple[Outlet, ...], most: int) -> None:
        crawler = Crawler(Spider, Settings({"DOWNLOAD_MAXSIZE": most, "ACCEPT_ENCODING": ""}))
        crawler.stats = DummyStatsCollector(crawler)
        self._output = output
        self._archive = output / "archive"
        self._outlets = outlets
        self._reader = PageReader(crawler, own=self._archive, originals=_IndexedOriginals(self))

    def nearest(self, url: str, timestamp: str) -> Iterator[Held]:
        """Yield the captures of a URL, the nearest to a moment (UTC, 14 digits) first; same SURT, same URL."""
        key = surt(url)

        def found(name: str, folder: Path) -> Iterator[Held]:
            def far(held: Held) -> float:
                return distance(held.entry.timestamp, timestamp)

            written = (Held(entry, name) for entry in nearest(folder, key, timestamp))
            return heapq.merge(written, sorted(self._unindexed_at(name, url, key), key=far), key=far)

        return self._merged(url, found, lambda held: distance(held.entry.timestamp, timestamp))

    def times(self, url: str) -> Iterator[Held]:
        """Yield the captures of a URL in the order of their moments."""
        key = surt(url)

        def found(name: str, folder: Path) -> Iterator[Held]:
            written = (Held(entry, name) for entry in look_up_from(folder, f"{key} "))
            return heapq.merge(written, sorted(self._unindexed_at(name, url, key)))

        return _once(self._merged(url, found, attrgetter("entry")))

    def below(self, starts: Iterable[str]) -> Iterator[Held]:
        """Yield the captures whose lines begin with one of some texts, which are sorted, in the order of the lines."""
        return _once(chain.from_iterable(map(self._beginning, starts)))

    def served(self, held: Held) -> Served | Reason:
        """Return what the server sent, or the reason for which the archive cannot tell."""
        for path in self.paths(held.outlet, held.entry.filename):
            for archived in read_archive(path, self._outlets, _ignore, [held.entry.offset]):
                if archived.capture.url == held.entry.url:
                    return self._reader.served(archived)
        return Reason.UNREADABLE

    def page(self, capture: Capture, outlet: Outlet) -> Page:
        """Return the page of a capture that an outlet's state has; with a `fault` when it cannot be had."""
        return self._reader.read(capture, outlet)

    def paths(self, outlet: str, warc: str) -> list[Path]:
        """Return where an outlet's archive is read, by its name, which must come from an index or a state."""
        return OutletArchives(self._archive / outlet).paths(warc)

    def has(self, outlet: str, warc: str) -> bool:
        """Return whether an outlet has archives, and a name, perhaps of the web, may be that of one of them."""
        return outlet in self._names() and _ARCHIVE.fullmatch(warc) is not None

    def _merged(
        self, url: str, found: Callable[[str, Path], Iterator[Held]], key: Callable[[Held], object]
    ) -> Iterator[Held]:
        """Yield what the owner of a URL has, else what all other outlets have, merged."""
        owner = _owner(url, self._outlets)
        own = found(owner, self._archive / owner) if owner else iter(())
        first = next(own, None)
        if first is not None:
            yield first
            yield from own
            return
        others = [found(name, self._archive / name) for name in self._names() if name != owner]
        yield from heapq.merge(*others, key=key)  # type: ignore[arg-type]  # both keys can be compared

    def _names(self) -> list[str]:
        """Return the names of the outlets that have archives."""
        return sorted(folder.name for folder in self._archive.glob("[!.]*") if folder.is_dir())

    def _beginning(self, start: str) -> Iterator[Held]:
        return heapq.merge(*(self._beginning_in(name, start) for name in self._names()))

    def _beginning_in(self, name: str, start: str) -> Iterator[Held]:
        written = (Held(entry, name) for entry in look_up_from(self._archive / name, start))
        fresh = (held for held in self._unindexed(name) if held.entry.line().startswith(start))
        return heapq.merge(written, sorted(fresh))

    def _unindexed_at(self, name: str, url: str, key: str) -> Iterator[Held]:
        """Yield the captures of a URL in archives whose lines the index does not have yet."""
        outlet = next((outlet for outlet in self._outlets if outlet.name == name), None)
        wanted = canonical(url, outlet.identity if outlet else None)
        with read_state(self._output, name) as state:
            for capture in state.unindexed_captures(wanted) if state and wanted else ():
                if surt(capture.url) == key:
                    yield Held(Entry.of_capture(capture), name)

    def _unindexed(self, name: str) -> Iterator[Held]:
        """Yield all captures in archives whose lines the index does not have yet: at most those of a day."""
        with read_state(self._output, name) as state:
            if state is not None:
                for warc in state.unindexed_archives():
                    yield from (Held(Entry.of_capture(capture), name) for capture in state.captures_in(warc))


class _IndexedOriginals(Originals):
    """Finds the response that a revisit names by URL and date, without reading the archives."""

    def __init__(self, addresses: Addresses) -> None:
        super().__init__(())
        self._addresses = addresses

    def note(self, path: Path, record: Record) -> None:
        """Remember nothing: the index has all places."""

    def find(self, revisit: Record) -> Record | None:
        """Return the response whose payload a revisit has; None when the archives do not hold it whole."""
        url = revisit.get("WARC-Refers-To-Target-URI").strip("<>") or revisit.url
        timestamp = timestamp_of(revisit.get("WARC-Refers-To-Date") or revisit.get("WARC-Date"))
        digest = revisit.get("WARC-Payload-Digest").lower()
        tries = 0
        for held in self._addresses.nearest(url, timestamp):
            if held.entry.mime == REVISIT or (digest and held.entry.digest.lower() != digest):
                continue
            tries += 1
            if tries > _TRIES:
                break
            for path in self._addresses.paths(held.outlet, held.entry.filename):
                record = record_at(path, held.entry.offset)
                if record is not None and record.kind == "response" and record.url == held.entry.url:
                    return record
        return None


def _owner(url: str, outlets: tuple[Outlet, ...]) -> str:
    """Return the name of the outlet whose URL it is by its host; empty for a URL of no possible outlet."""
    try:
        return outlet_of(url, outlets).name
    except OutletError:
        return ""


def _once(sorted_captures: Iterator[Held]) -> Iterator[Held]:
    """Yield each capture once: the state marks an archive as indexed after its lines are written."""
    return (held for held, _ in groupby(sorted_captures))


def _ignore(_: str) -> None:
    """Drop a report: a record that cannot be read is told as `Reason.UNREADABLE`."""
