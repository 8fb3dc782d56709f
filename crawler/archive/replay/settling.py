"""Settling: puts the outcomes of all units in the order of their captures, outlet by outlet, and stores them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Any, Self

from crawler.archive.read.content_signals import ArchivedRobots
from crawler.archive.read.order import in_order
from crawler.archive.read.redirects import Answers
from crawler.errors import TaskError, UnsettledError
from crawler.files import sync_file, sync_files
from crawler.items import Document, Extracted, Reason
from crawler.state import State, state_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.archive.replay.context import Context
    from crawler.archive.replay.outcomes import Outcome
    from crawler.archive.replay.parts import Part
    from crawler.items import Capture
    from crawler.run.engine import Watch

GROUP = 64
"""Captures of one transaction, at most."""
NOTED = 1_000
"""Most sentences about pages that broke off; all of them are counted."""


@dataclass
class Settled:
    """The end of an outlet's settling."""

    outlet: str
    """Its name."""
    counts: Counter[str] = field(default_factory=Counter)
    """What is added to the stats."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the log, of pages that broke off."""
    days: tuple[str, str] = ("", "")
    """First and last day of its captures; empty without any."""

    def noted(self) -> dict[str, Any]:
        """Return what a stamp keeps."""
        return {"counts": dict(self.counts), "notes": self.notes, "days": self.days}

    @classmethod
    def of(cls, outlet: str, noted: dict[str, Any]) -> Self:
        """Return the end that a stamp keeps."""
        return cls(outlet, Counter(noted["counts"]), noted["notes"], tuple(noted.get("days", ("", ""))))


@dataclass(frozen=True)
class Settle:
    """The settling of one outlet: a task.

    Args:
        outlet: Its name.
        archives: The archives with captures of it, each with its parts in their order.
        own: Names and sizes of our own closed archives of it.
    """

    outlet: str
    archives: dict[Path, list[Part]]
    own: dict[str, int]

    def __str__(self) -> str:
        """Return the outlet's name, for sentences."""
        return self.outlet

    @property
    def place(self) -> str:
        """The outlet's name, for the progress."""
        return self.outlet

    @property
    def size(self) -> int:
        """The bytes of its outcomes, at most."""
        return sum(length for parts in self.archives.values() for part in parts for _, length in part.first.places)

    def without(self, place: int, why: str | None) -> Settle:  # noqa: ARG002 - it names no place to its watch
        """See `Task.without`."""
        return self

    def run(self, context: Context, watch: Watch) -> Settled:
        """Store the outlet's captures and results.

        Raises:
            StateError: The state cannot be opened.
            TaskError: The corpus or the state cannot be written.
            UnsettledError: A page must be settled first that these archives do not hold.
        """
        try:
            return self._settle(context, watch)
        except (OSError, sqlite3.Error) as error:
            cause = f"{context.output}: the corpus cannot be written: {error}"
            raise TaskError(f"{cause}; correct the cause, then run the same command again.") from error

    def _settle(self, context: Context, watch: Watch) -> Settled:
        """Store the outlet's captures and results; a corpus on the stage is synced at the end."""
        with State(context.output, self.outlet, synced=not context.rebuild) as state:
            way = Way(self, context, state)
            with closing(context.steps.settling(context.output, state)) as corpus:
                waiting: dict[int, Extracted] = {}
                unsettled = way.unsettled()
                while group := list(islice(unsettled, GROUP)):
                    waiting |= {one.capture.seq: one for one in group}
                    while ready := list(takewhile(waiting.__contains__, state.first_unsettled(GROUP))):
                        way.count(corpus.settle([waiting.pop(seq) for seq in ready]))
                        for _ in ready:
                            watch.end()
                    if len(waiting) >= GROUP:
                        raise _missing(state)
                if waiting:
                    raise _missing(state)
            way.finish()
        if context.rebuild:
            sync_file(state_path(context.output, self.outlet))
            if (texts := context.output / "text" / self.outlet).exists():
                sync_files(texts)
        return way.settled


def _missing(state: State) -> UnsettledError:
    """Return the error for the first unsettled page of a state."""
    (seq,) = state.first_unsettled(1)
    capture = state.capture_at(seq)
    assert capture is not None  # noqa: S101 - the state has just named it
    return UnsettledError(
        f"{capture.url}: its page in {capture.warc} was never extracted; replay that archive first, or crawl."
    )


class Way:
    """An outlet's outcomes on their way into its state.

    Args:
        task: The outlet and its archives.
        context: The replay.
        state: The outlet's state.
    """

    def __init__(self, task: Settle, context: Context, state: State) -> None:
        self._task = task
        self._context = context
        self._state = state
        reader = context.reader()
        self._robots = ArchivedRobots(Answers(lambda _: state, reader), reader)
        self._places: set[Path] = set()
        self.settled = Settled(task.outlet)
        """The end, as far as it is known."""

    def unsettled(self) -> Iterator[Extracted]:
        """Add the outlet's captures to its state, in their order; yield the results of those that are not settled yet.

        Each is judged by the content signals of robots.txt that were in force at its capture's place.

        Raises:
            TaskError: A capture has no result, though the state has not settled it.
            sqlite3.Error: The state cannot be written.
        """
        found = in_order(list(self._task.archives), self._read, self._began)
        if self._context.share is not None:
            found = self._context.share.of(self._task.outlet, found)
        while group := list(islice(found, GROUP)):
            self._store_places({one.path for one in group})
            placed = self._state.add_captures([one.outcome.capture for one in group])
            self.settled.counts["warraq/captures"] += len(group)
            for one, capture in zip(group, placed, strict=True):
                self._note(one, capture)
                if not capture.page or self._state.is_settled(capture.seq):
                    continue
                extracted = one.outcome.extracted
                if extracted is None:
                    raise TaskError(f"{one.path}: its outcomes do not fit the state; run the same command again.")
                if extracted.article is not None:
                    extracted.article.capture = capture
                signals = self._robots.signals(capture, self._context.owner(capture.url))
                yield self._context.steps.told(replace(extracted, capture=capture), signals)

    def _read(self, warc: Path) -> Iterator[_Found]:
        parts = self._task.archives[warc]
        outcomes = chain.from_iterable(part.outcomes() for part in parts)
        return (_Found(outcome, warc) for outcome in outcomes)

    def _began(self, warc: Path) -> str:
        return next((part.began for part in self._task.archives[warc] if part.began), "")

    def _note(self, found: _Found, capture: Capture) -> None:
        """Note a capture's day, and a page that broke off."""
        first, last = self.settled.days
        day = capture.date[:10]
        self.settled.days = min(first or day, day), max(last, day)
        if found.outcome.truncated:
            self.settled.counts[f"warraq/rejected/{Reason.TRUNCATED}"] += 1
            place = f"{found.path}: the record at byte {capture.offset}"
            if len(self.settled.notes) < NOTED:
                self.settled.notes.append(f"{place} holds only a part of {capture.url}.")

    def _store_places(self, paths: set[Path]) -> None:
        """Store where archives lie that are not our own: the outlet may have to be settled again from them."""
        for path in () if self._context.rebuild else sorted(paths - self._places):
            self._places.add(path)
            self._state.add_place(self._context.origins.get(path, path).absolute())

    def count(self, results: list[Document | Reason]) -> None:
        """Count what became of results, under the names of the stats that a crawl counts."""
        for result in results:
            if isinstance(result, Document):
                self.settled.counts["warraq/changed" if result.row["previous"] else "warraq/new"] += 1
                self.settled.counts["item_scraped_count"] += 1
            else:
                self.settled.counts[f"warraq/rejected/{result}"] += 1
                self.settled.counts["item_dropped_count"] += 1
                self.settled.counts["item_dropped_reasons_count/Rejected"] += 1

    def finish(self) -> None:
        """Store which of our own archives, and which of the documents' texts, the archive holds."""
        texts = (text for parts in self._task.archives.values() for part in parts for text in part.texts)
        if self._context.rebuild:
            self._state.add_captures([], self._task.own)
            self._state.mark_texts_archived(texts)


@dataclass(frozen=True)
class _Found:
    """An outcome, and its archive."""

    outcome: Outcome
    path: Path

    @property
    def capture(self) -> Capture:
        """The outcome's capture."""
        return self.outcome.capture
