"""`scrapy watch QUERY|OUTLET`: requests articles again at an interval, and prints their edits as they come."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, add_json, fail, has_states, loader_of, output_of, print_json, uncrawled
from crawler.errors import DerivedError, LockedError, SearchError, StateError
from crawler.run.failure import STOPPED
from crawler.run.rounds import Clock, rounds
from crawler.run.time_limit import TimeLimit
from crawler.state import read_state

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

SHORTEST = timedelta(minutes=5)
"""The least interval."""
LONGEST = timedelta(days=30)
"""The longest interval, and the longest time of a watch."""
MOST_DAYS = 30
"""Days of an outlet's articles, at most."""
_ROUND = 3_600.0
"""Seconds after which an outlet's run is stopped, at least: a longer interval gives it more."""
_MAX_LINE = 1 << 20
"""Bytes of a run's line, at most."""
_SPAN = re.compile(r"(\d{1,6})(m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Command(Checked, ScrapyCommand):
    """Request articles again at an interval."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "QUERY|OUTLET [--every 30m] [--for 48h] [options]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Request articles again at an interval, and print their edits as they come"

    def long_desc(self) -> str:
        """Return the description for `scrapy watch -h`."""
        return (
            "Requests the articles of an outlet's last days, or those that a query finds (as scrapy search does), at "
            "an interval, as scrapy recheck does. Prints a line for each edit: a changed text with its new version, "
            "an article that is gone, back, or redirected. An outlet that another run has locked is passed over in "
            "that round. It ends when the time is over, or with Ctrl-C. Exit codes: 0 the time is over, 1 something "
            f"could not be read or written, 2 wrong usage, {STOPPED} a signal ended it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        add = parser.add_argument
        add("--every", metavar="TIME", default="30m", help="interval, 5m to 30d (default: %(default)s)")
        add(
            "--for", dest="span", metavar="TIME", default="48h", help="time of the watch, to 30d (default: %(default)s)"
        )
        add("--days", metavar="N", type=int, default=2, help=f"days of an outlet, 1 to {MOST_DAYS} (default: 2)")
        add("--most", metavar="N", type=int, default=100, help="articles of a round, 1 to 1000 (default: 100)")
        add_json(parser, "print a JSON object for each edit")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Watch until the time is over.

        Raises:
            UsageError: The query or an option cannot be used.
        """
        from crawler.recheck import MOST

        if not args:
            raise UsageError("Name an outlet, or write a query: scrapy watch QUERY|OUTLET", print_help=False)
        every = _span("--every", opts.every, SHORTEST)
        span = _span("--for", opts.span, timedelta())
        for name, number, most in (("--days", opts.days, MOST_DAYS), ("--most", opts.most, MOST)):
            if not 1 <= number <= most:
                raise UsageError(f"{name} {number}: is not a number from 1 to {most}.", print_help=False)
        output = output_of(self)
        try:
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            outlet = self._outlet(args, output)
        except StateError as error:
            fail(self, str(error))
            return
        passed = [word for pair in opts.set for word in ("-s", pair)]
        lands = {one.name: one.country for one in loader_of(self).outlets()}
        watched = Articles(output, lands, outlet, " ".join(args), timedelta(days=opts.days), opts.most)
        watch = Watch(watched, passed, json=opts.json)
        try:
            asyncio.run(watch.run(every, span))
        except SearchError as error:
            raise UsageError(str(error), print_help=False) from None
        self.exitcode = STOPPED if watch.stopped else int(watch.failed)

    def _outlet(self, args: list[str], output: Path) -> str:
        """Return the outlet that the arguments name; empty for a query.

        Raises:
            StateError: Its state cannot be read.
        """
        if len(args) != 1 or "/" in args[0]:
            return ""
        with read_state(output, args[0]) as state:
            known = state is not None
        return args[0] if known or args[0] in loader_of(self).list() else ""


class Articles:
    """The articles that a watch requests.

    Args:
        output: The output folder.
        lands: The countries of outlets, for a query.
        outlet: The outlet whose articles they are; empty for those that a query finds.
        query: The query.
        age: The time since their publication, at most, of an outlet's articles.
        most: Their number, at most; the last published are chosen.
    """

    def __init__(
        self, output: Path, lands: Mapping[str, str | None], outlet: str, query: str, age: timedelta, most: int
    ) -> None:
        self._output = output
        self._lands = lands
        self._outlet = outlet
        self._query = query
        self._age = age
        self._most = most

    def chosen(self) -> dict[str, list[str]]:
        """Return their addresses, by their outlets.

        Raises:
            DerivedError: The index of a query cannot be read.
            LockedError: Another process brings that index up to date.
            OSError: It cannot be written.
            SearchError: The query cannot be used.
            StateError: A state cannot be read.
        """
        return self._of_query() if not self._outlet else self._of_outlet()

    def _of_outlet(self) -> dict[str, list[str]]:
        since = (datetime.now(UTC) - self._age).isoformat()
        with read_state(self._output, self._outlet) as state:
            found = [] if state is None else state.articles_published_since(since)
            newest = sorted(found, key=lambda one: one[1] or "", reverse=True)[: self._most]
            asked = [] if state is None else [state.asked_article(key) for key, _ in newest]
        urls = [one.url for one in asked if one is not None]
        return {self._outlet: urls} if urls else {}

    def _of_query(self) -> dict[str, list[str]]:
        from corpus.search.find import MOST_SHOWN, Order, search
        from corpus.search.update import update_search

        update_search(self._output, lambda _: None)
        found = search(self._output, self._query, self._lands, order=Order.TIME, limit=MOST_SHOWN)
        rows = {
            (one.row["outlet"], one.row["canonical_url"]): one.row for one in found.results
        }  # versions of one are one
        chosen: dict[str, list[str]] = {}
        for row in list(rows.values())[: self._most]:
            chosen.setdefault(row["outlet"], []).append(row["url"])
        return chosen


class Watch:
    """Requests articles again at an interval, each outlet's in a process of its own, one after another.

    Args:
        articles: The articles.
        passed: Options of each `scrapy recheck`.
        json: Whether edits are printed as JSON.
        clock: The clock of the rounds.
    """

    def __init__(
        self, articles: Articles, passed: list[str], *, json: bool = False, clock: Clock | None = None
    ) -> None:
        self._articles = articles
        self._passed = passed
        self._json = json
        self._clock = clock or Clock()
        self._busy: set[str] = set()
        self._silent = False
        self._child: asyncio.subprocess.Process | None = None
        self.stopped = False
        """Whether a signal ended it."""
        self.failed = False
        """Whether something could not be read or written."""

    async def run(self, every: timedelta, span: timedelta) -> None:
        """Work until the time is over, or a signal comes.

        Raises:
            SearchError: The query cannot be used.
        """
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio.run made it
        for ending in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(ending, self._stop, task)
        with suppress(asyncio.CancelledError):
            async for number in rounds(every, span, self._clock):
                await self._round(max(_ROUND, every.total_seconds()), first=not number)

    def _stop(self, task: asyncio.Task[None]) -> None:
        """End the watch; a run that is under way ends as a crawl does, and is waited for."""
        self.stopped = True
        if self._child is None:
            task.cancel()
        else:
            with suppress(ProcessLookupError):
                self._child.terminate()

    async def _round(self, seconds: float, *, first: bool) -> None:
        """Request all articles once.

        Args:
            seconds: The time that each outlet may take.
            first: Whether it is the first round, in which a query must be one that can be used.

        Raises:
            SearchError: It cannot.
        """
        try:
            chosen = await asyncio.to_thread(self._articles.chosen)
        except (DerivedError, LockedError, OSError, SearchError, StateError) as error:
            if first and isinstance(error, SearchError):
                raise
            self._tell(f"This round is left out: {error}")
            self.failed = True
            return
        if not chosen and not self._silent:
            self._tell("There is no such article yet; the next rounds look again.")
        self._silent = not chosen
        for outlet, urls in chosen.items():
            await self._recheck(outlet, urls, seconds)
            if self.stopped:
                raise asyncio.CancelledError

    async def _recheck(self, outlet: str, urls: list[str], seconds: float) -> None:
        """Request an outlet's articles once, and print the edits."""
        try:
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "scrapy", "recheck", "--json", *urls, *self._passed),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # else a terminal's Ctrl-C came twice, and it would stop without finishing
                limit=_MAX_LINE,
            )
        except OSError as error:
            self._tell(f"{outlet}: its process cannot be started: {error.strerror or error}.")
            self.failed = True
            return
        self._child, limit = child, TimeLimit(child, seconds)
        if self.stopped:  # while it was being started
            child.terminate()
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        rows = [json.loads(line) async for line in child.stdout]
        await child.wait()
        limit.cancel()
        self._child = None
        if limit.passed:
            self._tell(f"{outlet}: its run took more than {seconds / 60:.0f} minutes, and was stopped.")
        self.failed = self.failed or not rows  # the run has printed why
        self.take(outlet, rows)

    def take(self, outlet: str, rows: list[dict[str, Any]]) -> None:
        """Print the edits among the results of an outlet's run, and once that the outlet is busy."""
        from crawler.recheck import Result

        for row in rows:
            if row["edited"]:
                self._print(row)
        busy = any(row["result"] == Result.BUSY for row in rows)
        if busy and outlet not in self._busy:
            self._tell(f"{outlet}: another run has it locked; rounds pass it over until that has ended.")
        (self._busy.add if busy else self._busy.discard)(outlet)
        missed = sum(row["result"] == Result.UNANSWERED for row in rows)
        if missed and not self.stopped:
            self._tell(f"{outlet}: {missed} of {len(rows)} articles gave no answer.")

    def _print(self, row: dict[str, Any]) -> None:
        """Print an edit."""
        at = datetime.now(UTC)
        if self._json:
            print_json({"at": at.isoformat(timespec="seconds"), **row})
        else:
            title = "".join(letter for letter in row["title"] or "" if letter.isprintable())
            told = f"{row['result']}: version {row['version']}" if row["result"] == "changed" else row["result"]
            where = f" to {row['detail']}" if row["detail"] else ""
            print(f"{at:%Y-%m-%d %H:%M} {row['document'] or row['outlet']} {told}{where}: {title} {row['url']}")
        sys.stdout.flush()

    @staticmethod
    def _tell(sentence: str) -> None:
        """Print a sentence about the watch itself."""
        print(sentence, file=sys.stderr, flush=True)


def _span(name: str, written: str, least: timedelta) -> timedelta:
    """Return the time that an option gives.

    Raises:
        UsageError: It is none, or not within the bounds.
    """
    match = _SPAN.fullmatch(written)
    span = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if span is None:
        raise UsageError(f"{name} {written}: is no time; write 30m, 48h or 2d.", print_help=False)
    if not least <= span <= LONGEST:
        raise UsageError(f"{name} {written}: is not between {least} and {LONGEST}.", print_help=False)
    return span
