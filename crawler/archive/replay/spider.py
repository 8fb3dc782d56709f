"""The spider of a replay: it makes no request, and lets an engine make outcomes of archives and settle them."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from scrapy import Spider, signals

from crawler import settings as defaults
from crawler.archive import OPEN
from crawler.archive.replay.engines import Engines
from crawler.archive.replay.kept import ENDING as STAMP
from crawler.archive.replay.kept import files_of, stamp, stamped
from crawler.archive.replay.parts import tasks_of
from crawler.archive.replay.plan import OUTCOMES, Done, Plan, originals_among
from crawler.archive.replay.settling import Settled, Way
from crawler.errors import LockedError, StateError, TaskError
from crawler.items import Reason
from crawler.run.engine import Lost
from crawler.run.failure import stop
from crawler.run.progress import tell
from crawler.run.signals import page_missing
from crawler.state import STATES, State, refuse_lost_state
from crawler.state.lock import OutletLock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from crawler.archive.replay.context import Context
    from crawler.archive.replay.settling import Settle
    from crawler.archive.replay.units import Unit
    from crawler.items import Capture, Extracted
    from crawler.run.engine import Engine

Ran = TypeVar("Ran")
"""A task that an engine ran."""
UNDER_WAY = 32
"""Most results in the pipelines at once, when a user's own steps or a feed take them."""


class ReplaySpider(Spider):
    """Replays archives.

    Args:
        context: The archives, and what is made of them.
        output: The output folder.
    """

    name = "replay"

    def __init__(self, context: Context, output: Path, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.context = context
        self.used: set[str] = set()
        """The names of the files of outcomes from which the outlets are settled."""
        self.tasks: list[Settle] = []
        """The settling of each outlet of the archives."""
        self.kept: dict[str, dict[str, Any]] = {}
        """By the names of outlets that a rebuild leaves alone: what was noted when they were settled."""
        self.settled: dict[str, Settled] = {}
        """By their names: what became of the other outlets. An outlet whose items a user's own steps took is not among
        them: another rebuild may have other steps."""
        self.found: list[Settled] = []
        """What became of each outlet, those that a rebuild leaves alone and those of a user's own steps among them."""
        self.left = 0
        """Captures that were left because their URLs belong to no outlet that has a file."""
        self.plan = Plan(context, output)
        self._output = output
        self._locks: dict[str, OutletLock] = {}
        self._room = asyncio.Semaphore(UNDER_WAY)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Connect to the signals that end an item."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for end in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.end_item, end)
        crawler.signals.connect(spider.miss, page_missing)
        return spider

    @cached_property
    def engines(self) -> Engines:
        """What makes the outcomes, and what settles them."""
        return Engines(self.context, self.settings)

    def end_item(self) -> None:
        """Make room for another item when one is stored, dropped or failed."""
        self._room.release()

    def miss(self, capture: Capture) -> None:
        """Stop the run when a page must be settled first that these archives do not hold."""
        stop(
            self.crawler,
            f"{capture.url}: its page in {capture.warc} was never extracted; replay that archive first, or crawl.",
        )

    async def start(self) -> AsyncIterator[Extracted]:
        """Make the outcomes of all archives, then settle them; yield them if somebody else wants to see them first."""
        try:
            done = await self._make_outcomes()
            self.tasks = [task for task in tasks_of(self.context, done) if self._has(task.outlet)]
            if takes_items(self.settings):
                async for extracted in self._items():
                    yield extracted
            else:
                await self._settle()
        except LockedError as error:
            stop(self.crawler, str(error), 2)
        except (TaskError, StateError) as error:
            stop(self.crawler, str(error))

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """End all work, release the outlets' locks, and log how many revisits lack their originals."""
        self.engines.close()
        if unresolved := self.crawler.stats.get_value(f"warraq/rejected/{Reason.UNRESOLVED}"):
            self.logger.warning(
                "revisits whose originals are in none of these archives: %s; replay these archives together with "
                "those that hold the originals, into a new OUTPUT.",
                unresolved,
            )
        for lock in self._locks.values():
            lock.release()

    async def _make_outcomes(self) -> list[tuple[Done, Done | None]]:
        """Return the units of all archives with their outcomes, each with the one for those that wanted originals.

        Raises:
            LockedError: Another run writes one of the outlets.
            StateError: The state of one of them was lost.
            TaskError: The outcomes of a part cannot be made.
        """
        plan = self.plan
        try:
            firsts = await self._done(await asyncio.to_thread(plan.all_units))
            if undivided := sorted({done.unit.path for done in firsts if not done.summary.divisible}):
                firsts = [done for done in firsts if done.unit.path not in undivided]
                firsts += await self._done([plan.whole(warc) for warc in undivided])
            firsts.sort(key=lambda done: (done.unit.path.name, done.unit.path, done.unit.span[0]))
            wanting = [done for done in firsts if done.summary.wanted[1]]
            found = await asyncio.to_thread(originals_among, firsts, wanting)
            units = [plan.second(done, found) for done in wanting]
            seconds = {done.unit.source: done for done in await self._done(units)}
        except OSError as error:
            cause = f"{error.filename or self._output}: {error.strerror or error}"
            raise TaskError(f"{cause}; correct the cause, then run the same command again.") from error
        lost = {unit.source for unit in units if unit.source not in seconds}
        return [(one, seconds.get(one.unit.target)) for one in firsts if one.unit.target not in lost]

    async def _done(self, units: list[Unit]) -> list[Done]:
        """Return units whose outcomes are there, after those are made that are missing; some may be lost.

        Raises:
            LockedError: Another run writes one of the outlets.
            StateError: The state of one of them was lost.
            TaskError: The outcomes of a unit cannot be made.
        """
        found = await asyncio.to_thread(lambda: [self.plan.done(unit) for unit in units])
        done = [one for one in found if one is not None]
        missing = [unit for unit, one in zip(units, found, strict=True) if one is None]
        for one in done:
            self._take(one)
        results = self.engines.outcomes(missing)
        async for unit, result in self._results(self.engines.extracting, results, len(missing), len(units)):
            if isinstance(result, Lost):
                self._report(unit.path, result.sentence)
            else:
                done.append(Done(unit, result))
                self._take(done[-1])
        return done

    def _take(self, done: Done) -> None:
        """Lock the outlets of a unit, and report what could not be read of the archive."""
        self.used.add(done.unit.target.name)
        self.left += done.summary.left
        for outlet in done.summary.outlets:
            self._lock(outlet)
        for sentence in done.summary.reports:
            self._report(done.unit.path, f"{done.unit.path}{sentence}")

    async def _results(
        self, engine: Engine, results: Iterator[tuple[Ran, Any]], count: int, total: int
    ) -> AsyncIterator[tuple[Ran, Any]]:
        """Yield some tasks and their results; tell how far they are of all, which include those done before."""
        ended, at = 0, ""
        telling = asyncio.create_task(tell(self.crawler, engine, lambda: (ended, count, at), total - count))
        try:
            while (found := await asyncio.to_thread(next, results, None)) is not None:
                ended, at = ended + 1, cast("Unit | Settle", found[0]).place
                yield found
        finally:
            telling.cancel()

    async def _settle(self) -> None:
        """Settle all outlets on the engine.

        Raises:
            TaskError: An outlet cannot be settled.
        """
        if self.context.rebuild:
            self.kept = await asyncio.to_thread(self._stamped)
        for outlet, noted in self.kept.items():
            self._count(Settled.of(outlet, noted))
        tasks = sorted((task for task in self.tasks if task.outlet not in self.kept), key=lambda task: -task.size)
        engine = self.engines.settling
        async for _, result in self._results(engine, engine.run(tasks), len(tasks), len(self.tasks)):
            if isinstance(result, Lost):
                raise TaskError(result.sentence)
            self.settled[result.outlet] = result
            self._count(result)

    def _stamped(self) -> dict[str, dict[str, Any]]:
        """Return what was noted of the outlets that are settled, by their names."""
        folder, version = self.plan.folder, self._version()
        found = ((task.outlet, stamped(folder, self._output, task, version)) for task in self.tasks)
        return {outlet: noted for outlet, noted in found if noted is not None}

    def _version(self) -> str:
        """Return what decides about settling, beside the outcomes."""
        return f"{self.context.steps.version(None)} {self.settings.getbool('RIGHTS_HONOURED')}"

    def _count(self, settled: Settled) -> None:
        """Add what became of an outlet's pages to the stats, and log what a user should know of them."""
        self.found.append(settled)
        for name, count in settled.counts.items():
            self.crawler.stats.inc_value(name, count)
        for sentence in settled.notes:
            self.logger.info(sentence)

    async def _items(self) -> AsyncIterator[Extracted]:
        """Yield the results of all pages, outlet by outlet, in the order of their captures."""
        for task in self.tasks:
            with State(self.context.output, task.outlet) as state:
                way = Way(task, self.context, state)
                for extracted in way.unsettled():
                    await self._room.acquire()
                    yield extracted
                for _ in range(UNDER_WAY):
                    await self._room.acquire()
                for _ in range(UNDER_WAY):
                    self._room.release()
                way.finish()
            self._count(way.settled)
        # When this generator ends, the engine checks whether it is idle, and after that only every five seconds.
        engine: Any = self.crawler.engine
        while not engine.scraper.slot.is_idle():  # noqa: ASYNC110 - the engine has no event for it
            await asyncio.sleep(0.01)

    def _report(self, warc: Path, sentence: str) -> None:
        """Log an unreadable part, and count it unless the file is open: an open file may be torn at its end."""
        if not warc.name.endswith(OPEN):
            self.crawler.stats.inc_value("warraq/unreadable")
        self.logger.warning(sentence)

    def finish(self) -> list[str]:
        """Note on the stage what a rebuild settled, and delete outcomes that it did not use.

        Returns:
            The files and folders of the old corpus, in OUTPUT, that the new one has unchanged.
        """
        folder = self.plan.folder
        for task in self.tasks:
            if task.outlet in self.settled:
                stamp(folder, self.context.output, task, self._version(), self.settled[task.outlet].noted())
        self.plan.forget(self.used | {f"{task.outlet}{STAMP}" for task in self.tasks})
        kept = [f"{STATES}/{path.name}" for outlet in self.kept for path in files_of(self._output, outlet)]
        return [f"{STATES}/{OUTCOMES}", *(f"text/{outlet}" for outlet in self.kept), *kept]

    def forget(self) -> None:
        """Delete the outcomes of a replay that has settled them."""
        self.plan.drop(self.used)

    def _has(self, outlet: str) -> bool:
        """Return whether this replay settles an outlet."""
        return self.context.share is None or self.context.share.has(outlet)

    def _lock(self, outlet: str) -> None:
        """Lock an outlet, unless that was done before this began: by a rebuild, and for what is settled again.

        Raises:
            LockedError: Another run writes it.
            StateError: Its state was lost: a new one would hide that.
        """
        share = self.context.share
        locked = self.context.rebuild or (share is not None and outlet in share.again)
        if outlet not in self._locks and not locked:
            self._locks[outlet] = OutletLock(self._output, outlet)
            refuse_lost_state(self._output, outlet)


def takes_items(settings: BaseSettings) -> bool:
    """Return whether a user's own steps or extensions, a feed, or a limit take each item from Scrapy's hand."""
    own = any(
        {name for name, place in settings.getdict(setting).items() if place is not None}
        != {*getattr(defaults, setting)}
        for setting in ("ITEM_PIPELINES", "EXTENSIONS")
    )
    return own or bool(settings.getdict("FEEDS")) or bool(settings.getint("CLOSESPIDER_ITEMCOUNT"))
