"""A unit of a replay's work: from a part of an archive to a file with the outcomes of its pages.

The outcomes depend on the archive's bytes, the rules and the outlets' facts alone; so a unit can be done anywhere,
again, or never again. It reads the archive itself, and holds one page at a time.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from crawler.archive.read.originals import Originals, keys_of, wanted_keys
from crawler.archive.read.pages import read_archive
from crawler.archive.read.records import WHOLE
from crawler.archive.replay.outcomes import Outcome, Summary, Writer
from crawler.errors import TaskError
from crawler.files import make_folder, whole_file
from crawler.items import Extracted, Reason
from crawler.state import ReadOnlyState, state_path
from crawler.urls import owner_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from crawler.archive.read.originals import Place
    from crawler.archive.read.pages import Archived
    from crawler.archive.read.records import Span
    from crawler.archive.replay.context import Context
    from crawler.items import Capture
    from crawler.run.engine import Watch

CRASHES = 2
"""Processes that a page may cost."""
_HTML = ("", "text/html", "application/xhtml+xml")
_STATES = 64
"""Most states that are open at once."""


@dataclass(frozen=True)
class Unit:
    """A part of an archive, and the file of its outcomes."""

    path: Path
    """The archive."""
    target: Path
    """The file; its name shows what it was made of (see `plan`)."""
    span: Span = WHOLE
    """The part."""
    source: Path | None = None
    """A file of outcomes that want originals; the unit then makes those alone. None for a unit that makes all."""
    revisits: frozenset[int] = field(default=frozenset(), repr=False)
    """The places of the records of those outcomes."""
    found: dict[bytes, Place] = field(default_factory=dict, repr=False)
    """The places of those originals, by their keys."""
    refused: dict[int, tuple[Reason, str]] = field(default_factory=dict)
    """By the places of records: why their pages get no further try."""
    crashes: dict[int, int] = field(default_factory=dict)
    """By the places of records: how many processes died there."""

    def __str__(self) -> str:
        """Return the archive and the part, for sentences."""
        begin, end = self.span
        return str(self.path) if self.span == WHOLE else f"{self.path}, bytes {begin} to {end or 'its end'}"

    @property
    def place(self) -> str:
        """The archive's name, for the progress."""
        return self.path.name

    def without(self, place: int, why: str | None) -> Unit:
        """See `Task.without`: a page that took too long, or cost `CRASHES` processes, gets no further try."""
        if why is not None:
            return replace(self, refused={**self.refused, place: (Reason.TIMED_OUT, why)})
        died = self.crashes.get(place, 0) + 1
        again = replace(self, crashes={**self.crashes, place: died})
        if died < CRASHES:
            return again
        return replace(again, refused={**self.refused, place: (Reason.CRASHED, f"{died} workers died on the page")})

    def run(self, context: Context, watch: Watch) -> Summary:
        """Write the file, and return its summary.

        Raises:
            TaskError: The archive cannot be read, or the file not be written.
        """
        with self.faults():
            make_folder(self.target.parent)
            with whole_file(self.target) as file:
                return _Work(self, context, watch).write(file)

    def made(self, context: Context, watch: Watch) -> bytes:
        """Return the content of the file, and write nothing.

        Raises:
            TaskError: The archive cannot be read.
        """
        file = BytesIO()
        with self.faults():
            _Work(self, context, watch).write(file)
        return file.getvalue()

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Raise a `TaskError` for a file that cannot be read or written."""
        try:
            yield
        except OSError as error:
            place = error.filename or self.target
            raise TaskError(
                f"{place}: {error.strerror or error}; correct the cause, then run the same command again."
            ) from error


class _Work:
    """The work on one unit."""

    def __init__(self, unit: Unit, context: Context, watch: Watch) -> None:
        self._unit = unit
        self._context = context
        self._watch = watch
        self._reader = context.reader(Originals((), unit.found))
        self._owned = context.owned()
        self._reports: list[str] = []
        self._texts: list[str] = []
        self._opened = ExitStack()
        self._states: dict[str, ReadOnlyState | None] = {}
        self._relied: dict[str, str] = {}

    def write(self, file: BinaryIO) -> Summary:
        """Write the outcomes to an empty file, and return their summary."""
        with self._opened:
            writer = Writer(file)
            hosts = self._write(writer)
            if hosts is None:
                file.seek(0)
                file.truncate()
                writer, hosts = Writer(file), set()
                writer.summary.divisible = False
            summary = writer.summary
            summary.versions = {host: self._context.version(host) for host in sorted(hosts)}
            summary.states = self._relied
            summary.provisional = bool(self._unit.refused)
            if self._unit.source is None:
                summary.reports, summary.texts = self._reports, self._texts
                summary.left = self._owned.left if self._owned is not None else 0
            return writer.finish()

    def _write(self, writer: Writer) -> set[str] | None:
        """Write the outcomes, and return the hosts of their captures; None when a part's record cannot be sought."""
        hosts = set()
        wanting = None if self._unit.source is None else self._unit.revisits
        for archived in self._read():
            if self._unit.span != WHOLE and not archived.record.seekable:
                return None
            if wanting is not None and archived.record.offset not in wanting:
                continue
            hosts.add(owner_key(archived.capture.url))
            writer.add(self._outcome(archived))
            if wanting is None and archived.record.kind != "revisit" and archived.capture.mime in _HTML:
                record = archived.record
                writer.add_place(keys_of(record), record.offset, seekable=record.seekable)
        return hosts

    def _read(self) -> Iterator[Archived]:
        """Return the wanted captures of the part of the archive."""
        path, context = self._unit.path, self._context
        if context.selected is not None:
            return context.selected.read(path, self._report, self._owned)
        return read_archive(
            path,
            context.outlets,
            self._report,
            span=self._unit.span,
            converted=self._convert,
            owned=self._owned,
        )

    def _report(self, sentence: str) -> None:
        self._reports.append(sentence.removeprefix(str(self._unit.path)))

    def _convert(self, text: bytes) -> None:
        self._texts.append(sha256(text).hexdigest())

    def _outcome(self, archived: Archived) -> Outcome:
        """Return what became of a capture."""
        capture, place = archived.capture, archived.record.offset
        if not capture.page or self._is_settled(capture):
            return Outcome(capture, truncated=archived.truncated)
        if place in self._unit.refused:
            return Outcome(capture, Extracted(capture=capture, rejected=self._unit.refused[place]))
        self._watch.begin(place)
        page = self._reader.page(archived)
        if page.fault is Reason.UNRESOLVED and self._unit.source is None and (wanted := wanted_keys(archived.record)):
            self._watch.end()
            return Outcome(capture, wanted=tuple(wanted))
        extracted = self._context.steps.extracted(page)
        self._watch.end()
        return Outcome(capture, extracted)

    def _is_settled(self, capture: Capture) -> bool:
        """Return whether a capture's outlet has settled it, so that it needs no result; never in a rebuild."""
        if self._context.rebuild:
            return False
        if capture.outlet not in self._states:
            if len(self._states) == _STATES:
                self._opened.close()
                self._states.clear()
            output = self._context.output
            there = state_path(output, capture.outlet).exists()
            state = self._opened.enter_context(ReadOnlyState(output, capture.outlet)) if there else None
            self._states[capture.outlet] = state
        state = self._states[capture.outlet]
        if state is None or not state.has_settled(capture):
            return False
        if capture.outlet not in self._relied:
            self._relied[capture.outlet] = state.identity()
        return True
