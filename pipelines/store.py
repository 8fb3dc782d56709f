"""Stores articles as documents in the order of their captures, whatever the order in which they arrive."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter
from scrapy import signals

from crawler.errors import CorpusError, StateError, WarraqError
from crawler.items import Article, Document, Extracted, Page, Reason
from crawler.run.failure import stop
from crawler.run.signals import deadline, outlet_locked, page_missing
from crawler.state import State, state_path, unusable
from crawler.state.states import OPEN
from pipelines.documents.corpus import Corpus
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from crawler.items import Capture
    from crawler.outlet import Outlet

GROUP = 64
"""Captures settled in one transaction, at most."""
PATIENCE = 60.0
"""Seconds without a settled page after which a missing page is looked for: several times a worker's time limit."""


class _Line:
    """An outlet's pages that wait for their turn."""

    def __init__(self, state: State, corpus: Corpus) -> None:
        self.state = state
        self.corpus = corpus
        self.outcomes: dict[int, Article | tuple[Capture, Rejected]] = {}
        self.turns: dict[int, asyncio.Future[Document]] = {}
        self.settled = 0
        self.called = 0
        self.called_at = 0.0

    @property
    def is_idle(self) -> bool:
        """Whether no page waits."""
        return not self.outcomes and not self.turns

    def close(self) -> None:
        """Close the corpus and the state; a state that cannot be written is the next run's to mend."""
        with suppress(sqlite3.Error):
            self.corpus.close()
        self.state.close()


class StorePipeline:
    """Stores articles, and records the pages that other pipelines rejected.

    A page without a result delays all pages captured after it, so that numbers follow the captures and a replay gives
    the same numbers. The next run settles the pages that wait when a run ends.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._output = Path(crawler.settings["OUTPUT"])
        self._lines: dict[str, _Line] = {}
        self._busy = asyncio.Lock()
        self._released = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signals of pages that do not reach this pipeline, and of the run's beginning and deadline."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.drop, signals.item_dropped)
        crawler.signals.connect(pipeline.fail, signals.item_error)
        crawler.signals.connect(pipeline.release, deadline)
        crawler.signals.connect(pipeline.open, outlet_locked)
        return pipeline

    def open(self, outlet: Outlet) -> None:
        """Open the corpus of the run's own outlet, which mends it: perhaps the run gets no page."""
        self._line(outlet.name)

    def close_spider(self) -> None:
        """Close the outlets' corpora and states."""
        for line in self._lines.values():
            line.close()

    async def process_item(self, item: Any) -> Any:
        """Store an article when its turn comes, and return its document; other items pass.

        Raises:
            Rejected: `unsettled`, `unchanged` or `duplicate`.
        """
        if item is None:
            self._fail("a step in ITEM_PIPELINES returned no item; let it return the item, then run the command again.")
            raise Rejected(Reason.UNSETTLED, "a step returned nothing in its place")
        if not isinstance(item, Article):
            return item
        line = self._line(item.capture.outlet)
        if line is None or item.capture.seq in line.turns:
            raise Rejected(Reason.UNSETTLED, "the run stopped, or has the page already")
        turn: asyncio.Future[Document] = asyncio.get_running_loop().create_future()
        line.turns[item.capture.seq] = turn
        line.outcomes[item.capture.seq] = item
        await self._advance(line)
        if self._released:
            self.release()
        while not turn.done():
            settled = line.settled
            await asyncio.wait((turn,), timeout=PATIENCE)
            if not turn.done() and line.settled == settled:
                await self._call(line)
        document = turn.result()
        self._crawler.stats.inc_value("warraq/changed" if document.row["previous"] else "warraq/new")
        return document

    async def drop(self, item: Any, exception: BaseException) -> None:
        """Count a page that a pipeline rejected, and settle it when its turn comes."""
        if not isinstance(item, Page | Extracted | Article):
            return
        capture: Capture = ItemAdapter(item)["capture"]
        if not isinstance(exception, Rejected):
            exception = Rejected(Reason.DROPPED, " ".join(str(exception).split()))
        self._crawler.stats.inc_value(f"warraq/rejected/{exception.reason}")
        if exception.reason in (Reason.DUPLICATE, Reason.UNCHANGED, Reason.UNSETTLED):
            return
        line = self._line(capture.outlet)
        if line is not None:
            line.outcomes[capture.seq] = (capture, exception)
            await self._advance(line)

    def fail(self, item: Any, failure: Failure) -> None:
        """Stop the run when a pipeline failed, since its page has no result."""
        url = item.capture.url if isinstance(item, Page | Extracted | Article) else repr(item)[:200]
        self._fail(f"{url}: a pipeline failed: {failure.value!r}; correct the cause, then run the same command again.")

    async def _call(self, line: _Line) -> None:
        """Send `page_missing` for the page that delays the others; stop the run if it has not come `PATIENCE` later."""
        (seq,) = line.state.first_unsettled(1)
        capture = line.state.capture_at(seq)
        assert capture is not None  # noqa: S101 - the state has just named it
        now = asyncio.get_running_loop().time()
        if line.called == seq and now - line.called_at < PATIENCE:
            return
        if line.called == seq:
            self._fail(f"{capture.url}: its page in {capture.warc} did not arrive; run the crawl again to settle it.")
            return
        line.called, line.called_at = seq, now
        await self._crawler.signals.send_catch_log_async(page_missing, capture=capture)

    def _line(self, outlet: str) -> _Line | None:
        """Return the outlet's line; stop the run and return None when its corpus cannot be written."""
        if outlet not in self._lines:
            self._close_idle()
            try:
                self._lines[outlet] = _opened(self._output, outlet)
            except (OSError, ValueError, CorpusError, StateError, sqlite3.Error) as error:
                self._fail_writing(error, outlet)
                return None
        return self._lines[outlet]

    def _close_idle(self) -> None:
        """Close the corpora that wait for no page when many are open: an archive may name thousands of sites."""
        if len(self._lines) >= OPEN and not self._busy.locked():
            idle = [outlet for outlet, line in self._lines.items() if line.is_idle]
            for outlet in idle:
                self._lines.pop(outlet).close()

    async def _advance(self, line: _Line) -> None:
        """Settle pages up to the first without a result, in a thread of their own, one group at a time."""
        async with self._busy:
            while group := self._next_group(line):
                try:
                    results = await asyncio.to_thread(line.corpus.settle, [line.outcomes[seq] for seq in group])
                except (OSError, CorpusError, sqlite3.Error) as error:
                    self._fail_writing(error, line.state.outlet)
                    return
                line.settled += len(group)
                for seq, result in zip(group, results, strict=True):
                    del line.outcomes[seq]
                    turn = line.turns.pop(seq, None)
                    if turn is None or turn.done():
                        continue
                    if isinstance(result, Rejected):
                        turn.set_exception(result)
                    else:
                        turn.set_result(result)

    def _next_group(self, line: _Line) -> list[int]:
        """Return the `seq` of the outlet's first unsettled captures up to the first without a result."""
        unsettled = line.state.first_unsettled(GROUP)
        return list(itertools.takewhile(line.outcomes.__contains__, unsettled))

    def _fail_writing(self, error: Exception, outlet: str) -> None:
        """Stop the run because an outlet's corpus cannot be written."""
        if isinstance(error, WarraqError):
            sentence = str(error)
        elif isinstance(error, sqlite3.Error):
            sentence = unusable(state_path(self._output, outlet), error)
        else:
            cause = f"{self._output}: the corpus cannot be written: {error}"
            sentence = f"{cause}; correct the cause, then run the same command again."
        self._fail(sentence)

    def _fail(self, sentence: str) -> None:
        """Reject the waiting articles, and stop the run."""
        self.release()
        stop(self._crawler, sentence)

    def release(self) -> None:
        """Reject the waiting articles as unsettled; the next run settles them."""
        self._released = True
        for line in self._lines.values():
            for turn in line.turns.values():
                if not turn.done():
                    turn.set_exception(Rejected(Reason.UNSETTLED, "the run stopped before its turn"))


def _opened(output: Path, outlet: str) -> _Line:
    """Open an outlet's state and corpus.

    Raises:
        CorpusError: The corpus has rows that the state does not have.
        OSError: The corpus cannot be written.
        StateError: The state cannot be opened.
        sqlite3.Error: The state cannot be read.
    """
    state = State(output, outlet)
    try:
        return _Line(state, Corpus(output, state))
    except BaseException:
        state.close()
        raise
