"""What a replay has to do: the units of its archives, and which of them are done.

Outcomes lie in OUTPUT/state/outcomes/, a file for each unit. A file's name holds a digest of the archive's identity, of
the part, and of the version of the rules. A file counts if the hosts in it still belong to outlets of the same facts
and profiles, and if it holds no result that another moment might not give. Who deletes the folder loses time only.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from crawler.archive.read.members import PACKED
from crawler.archive.read.originals import WANTED
from crawler.archive.read.records import WHOLE, scan_records
from crawler.archive.record import Record
from crawler.archive.replay.outcomes import read_places, read_summary, read_wanted
from crawler.archive.replay.units import Unit
from crawler.state import STATES, ReadOnlyState, state_path
from crawler.storage.place import remote
from crawler.storage.stores import ask_together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from crawler.archive.read.originals import Place
    from crawler.archive.read.records import Span
    from crawler.archive.replay.context import Context
    from crawler.archive.replay.outcomes import Summary

OUTCOMES = "outcomes"
"""Name of the folder of the files, in that of the states."""
ENDING = ".outcomes"
"""Ending of the files' names."""
PART = 4 * 1024 * 1024
"""Compressed bytes of a part: seconds of work, and the most that the end of a process costs."""
SCANNED = 32 * 1024 * 1024
"""The same where most of it is left."""
_FORM = 3
"""Raised with each change of the form of the files, or of the outcomes that an archive has."""
_NAME = 100
"""Characters of an archive's name that the name of a file shows."""


class Done(NamedTuple):
    """A unit whose file is there."""

    unit: Unit
    """The unit."""
    summary: Summary
    """The summary of its file."""


class Plan:
    """The units of a replay.

    Args:
        context: The replay.
        output: The output folder, in which the outcomes lie; never the stage of a rebuild.
    """

    def __init__(self, context: Context, output: Path) -> None:
        self._context = context
        self.folder = output / STATES / OUTCOMES
        """The folder of the files."""
        self._versions: dict[str, str] = {}
        self._identities: dict[Path, tuple[str | int, ...]] = {}
        self._states: dict[str, str] = {}

    def all_units(self) -> list[Unit]:
        """Return the units of all archives.

        Raises:
            OSError: An archive cannot be read.
        """
        return [unit for units in ask_together(self.units, sorted(self._context.warcs)) for unit in units]

    def units(self, warc: Path) -> list[Unit]:
        """Return the units of an archive, in its order.

        Raises:
            OSError: The archive cannot be read.
        """
        if self._context.selection is not None:
            return [self.whole(warc)]
        units = [self._unit(warc, span) for span in _spans(warc, SCANNED if self._context.outlets_only else PART)]
        summaries = (read_summary(unit.target) for unit in units) if len(units) > 1 else ()
        undivided = any(summary is not None and not summary.divisible for summary in summaries)
        return [self.whole(warc)] if undivided else units

    def whole(self, warc: Path) -> Unit:
        """Return an archive as one unit.

        Raises:
            OSError: The archive cannot be read.
        """
        return self._unit(warc, WHOLE)

    def _unit(self, warc: Path, span: Span) -> Unit:
        return Unit(warc, self._target(warc, span, self._identity(warc)), span)

    def second(self, done: Done, found: dict[bytes, Place]) -> Unit:
        """Return the unit that makes those outcomes of another unit which want originals.

        It is to be done again when the other one was: that may have other outcomes that want some.

        Args:
            done: The other unit.
            found: Places of originals, by their keys.

        Raises:
            OSError: An archive cannot be read.
        """
        unit = done.unit
        wanted = read_wanted(unit.target, done.summary)
        mine = {key: found[key] for key in sorted(wanted) if key in found}
        places = [(key.hex(), self._identity(place.path), place.offset) for key, place in mine.items()]
        source = unit.target.name, unit.target.stat().st_mtime_ns
        revisits = frozenset(chain.from_iterable(wanted.values()))
        target = self._target(unit.path, unit.span, *source, places)
        return Unit(unit.path, target, unit.span, unit.target, revisits, mine)

    def _target(self, warc: Path, span: Span, *made_of: object) -> Path:
        context = self._context
        shared: tuple[object, ...]
        shared = (_FORM, context.steps.version(None), context.settings, context.rebuild, repr(context.selection))
        if context.outlets_only:
            shared += tuple((one.domains, one.earlier_domains, one.exact_hosts) for one in context.outlets)
        said = json.dumps((*shared, span, made_of), sort_keys=True, default=str).encode("utf-8", "surrogatepass")
        digest = blake2b(said, digest_size=16).hexdigest()
        return self.folder / f"{warc.name[:_NAME]}-{span[0]}-{digest}{ENDING}"

    def _identity(self, warc: Path) -> tuple[str | int, ...]:
        """Return what changes with an archive's bytes: its place, its size, and the time of its last change.

        Those of a package count for an archive that is a copy out of it, with the copy's place in the package.
        """
        if warc not in self._identities:
            origin = self._context.origins.get(warc, warc)
            member = () if origin == warc else (warc.parent.name, warc.name)
            found, far = origin.stat(), remote(origin)
            place = os.path.relpath(origin, self.folder) if far is None else far.identity
            self._identities[warc] = place, found.st_size, found.st_mtime_ns, *member
        return self._identities[warc]

    def done(self, unit: Unit) -> Done | None:
        """Return a unit with the summary of its file; None when the unit is still to be done."""
        summary = read_summary(unit.target)
        if summary is None or summary.provisional:
            return None
        current = all(self._version(host) == version for host, version in summary.versions.items())
        relied = all(self._identity_of(outlet) == identity for outlet, identity in summary.states.items())
        return Done(unit, summary) if current and relied else None

    def _version(self, host: str) -> str:
        if host not in self._versions:
            self._versions[host] = self._context.version(host)
        return self._versions[host]

    def _identity_of(self, outlet: str) -> str:
        """Return the identity of an outlet's state; empty without one. Only a rebuild gives it another."""
        if outlet not in self._states:
            self._states[outlet] = ""
            if state_path(self._context.output, outlet).exists():
                with ReadOnlyState(self._context.output, outlet) as state:
                    self._states[outlet] = state.identity()
        return self._states[outlet]

    def forget(self, names: Collection[str]) -> None:
        """Delete all files but some.

        Args:
            names: The names of the files to keep.
        """
        for path in list(self.folder.iterdir()) if self.folder.is_dir() else ():
            if path.name not in names:
                path.unlink(missing_ok=True)

    def drop(self, names: Iterable[str]) -> None:
        """Delete some of the files."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)


def originals_among(units: list[Done], wanting: list[Done]) -> dict[bytes, Place]:
    """Return the places of originals, by their keys.

    Args:
        units: The units that may hold them; the first that does counts.
        wanting: The units whose outcomes want them; at most `WANTED` of their keys are looked for.

    Raises:
        OSError: A file cannot be read.
    """
    wanted: set[bytes] = set()
    for done in wanting:
        if len(wanted) < WANTED:
            wanted |= read_wanted(done.unit.target, done.summary).keys()
    found: dict[bytes, Place] = {}
    for done in units if wanted else ():
        for key, place in read_places(done.unit.target, done.summary, done.unit.path, wanted):
            found.setdefault(key, place)
    return found


def _spans(warc: Path, part: int) -> list[Span]:
    """Return the parts of an archive: the whole when it is small, or not compressed record by record."""
    size = warc.stat().st_size
    with warc.open("rb") as file:
        is_packed = PACKED.match(file.read(4))
    if size <= part or not is_packed:
        return [WHOLE]
    first = next((found for found in scan_records(warc) if isinstance(found, Record)), None)
    if first is None or not first.seekable:
        return [WHOLE]
    return [(begin, begin + part if begin + part < size else None) for begin in range(0, size, part)]
