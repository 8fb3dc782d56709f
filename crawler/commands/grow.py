"""`scrapy grow [OUTLET…]`: crawls every outlet that is due, each in its own process."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from crawler.commands import Checked, fail, loader_of, output_of, read_only, unwritable
from crawler.errors import (
    ArgumentError,
    CorpusError,
    DerivedError,
    LockedError,
    ProfileError,
    StateError,
    StorageError,
)
from crawler.run.failure import STOPPED
from crawler.run.outcome import Run, figures_of
from crawler.run.time_limit import TimeLimit
from crawler.state import read_state, refuse_shared_state
from crawler.state.lock import taken
from crawler.state.swap import finish_interrupted_swap

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from rich.live import Live
    from rich.table import Table

    from crawler.publishing.lease import Held
    from crawler.publishing.place import Place
    from pipelines.profile.model import Change

DUE_AFTER = 20.0
"""Hours from the beginning of a run until its outlet is due again; under 24, so that a daily timer may be early."""
RUN_HOURS = 12.0
"""Hours that a run may take, so that a run which hangs does not hold the round. A daily run takes minutes, a first one
an hour or a few; a run that is stopped loses nothing, since the next one goes on from its state."""
FAILED_AFTER = timedelta(hours=1)
"""Time from the beginning of a failed run until its outlet is due again; doubled by each further failure in a row."""
_FAILURES = 24
"""Failures in a row that count, at most: the doubled hours then exceed any `--due-after`."""
_SHORTEST = 1e-6
"""Hours of the shortest `--run-hours`."""
_LOOK = 0.5
"""Seconds between two readings of the state for the table."""
_ASK = 5.0
"""Seconds between two looks whether the run on another machine that has an outlet has ended."""
_SHOWN = 80
"""Characters printed of a line that changed in a profile, at most."""
_MAX_LINE = 10_000
"""Bytes kept of a child's line, at most."""
_ORDER = ("running", "failed", "busy", "grown", "stopped", "waiting", "not due")
"""States of an outlet, in the table's order."""
_UNTOLD = ("exit code {}", "it stored no summary")
"""What is known of a run that printed nothing: by whether its exit code is 0."""
_LOCKED = 2
"""Exit code of a crawl whose outlet another run has locked; `_names` refuses every other cause of this code before."""
_QUIET = ("-s", "LOG_LEVEL=WARNING", "-s", "OUTCOME_LOGGED=False")
"""Options of each crawl unless the user chose a log level: grow prints the outcome itself, from the run's row."""


@dataclass
class Row:
    """An outlet, with the progress of its run."""

    outlet: str
    state: str = "waiting"
    responses: int = 0
    new: int = 0
    changed: int = 0
    seconds: float = 0.0
    sentence: str = ""
    """The cause of the run's failure, else the run's summary."""
    held: Held | None = None
    """The lease of another machine's run, if that has the outlet."""
    looked: float = 0.0
    """When that lease was seen, by `time.monotonic`."""


class Command(Checked, ScrapyCommand):
    """Crawl the outlets that are due."""

    requires_project = True
    requires_crawler_process = False
    takes_storage = True

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[OUTLET...] [-j N] [--due-after HOURS] [--run-hours HOURS]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Crawl every outlet that is due, each in its own process"

    def long_desc(self) -> str:
        """Return the description for `scrapy grow -h`."""
        return (
            "Crawls the outlets that are due, of all that have a file or of the named ones: first those that never "
            "ran, then those whose last run is oldest. After a failed run an outlet is due one hour after that run "
            "began, after a second failure two hours, and so on; not before the end of its host's Retry-After, but "
            "never later than after a good run. A run that takes too long is stopped, and the round goes on. Prints "
            "one line for each outlet and one for the round. Several machines may run it with the same OUTPUT in an "
            "object store: each outlet is crawled by the one that comes first. Exit codes: 0 all well (also when "
            f"another run has an outlet locked), 1 a run failed, 2 wrong usage, {STOPPED} a signal ended the round."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add -j, --due-after, --run-hours and -a."""
        super().add_options(parser)
        parser.add_argument("-j", dest="jobs", metavar="N", default="1", help="number of runs at a time (default: 1)")
        parser.add_argument(
            "--due-after",
            metavar="HOURS",
            default=str(DUE_AFTER),
            help=f"hours from the beginning of a run until its outlet is due (default: {DUE_AFTER:g}; 0: always)",
        )
        parser.add_argument(
            "--run-hours",
            metavar="HOURS",
            default=str(RUN_HOURS),
            help=f"hours after which a run is stopped, and counts as failed (default: {RUN_HOURS:g})",
        )
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="argument for every crawl"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the outlets that are due; exit code 1 when a run failed.

        Raises:
            UsageError: There is no such outlet, or an option or argument is invalid.
        """
        from corpus.duplicates import update_duplicates

        names = self._names(args, opts)
        jobs, hours = _number("-j", opts.jobs, 1), _number("--due-after", opts.due_after, 0)
        limit = _number("--run-hours", opts.run_hours, _SHORTEST)
        if jobs != int(jobs):
            raise UsageError(f"-j {opts.jobs} is not a number of runs.", print_help=False)
        passed = [word for pair in opts.set for word in ("-s", pair)]
        passed += [word for pair in opts.spargs for word in ("-a", pair)]
        passed = [*passed, "-L", opts.loglevel] if opts.loglevel else [*_QUIET, *passed]
        output = output_of(self)
        if why := read_only(output):
            fail(self, why)
            return
        try:
            finish_interrupted_swap(output)
            refuse_shared_state(output)
            round_ = Round(output, timedelta(hours=hours), passed, self.place)
            if self.place is None:  # in a storage, profiles are a person's: no run of one machine changes them
                round_.learning = self._learning(opts)
            round_.run_hours = limit
            asyncio.run(round_.run(names, int(jobs)))
            if self.place is None and any(row.new or row.changed for row in round_.rows):
                update_duplicates(output)
        except (CorpusError, DerivedError, LockedError) as error:
            fail(self, str(error))
        except StorageError as error:
            fail(self, f"{error}; no outlet was crawled.")
        except (OSError, StateError) as error:
            fail(self, unwritable(output, error))
        else:
            failed = any(row.state == "failed" for row in round_.rows) or self._lacks_outlets
            self.exitcode = 1 if failed else STOPPED if round_.stopped else 0

    def _learning(self, opts: argparse.Namespace) -> Learning:
        """Return what a round needs to learn profiles anew."""
        from pipelines.profile.file import profiles_folder

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        days = self.settings.getfloat("LEARN_DAYS")
        return Learning(profiles_folder(self.settings), days, [word for pair in opts.set for word in ("-s", pair)])

    def _names(self, args: list[str], opts: argparse.Namespace) -> list[str]:
        """Return the chosen outlets, each once; a child's exit code 2 can then only mean a locked outlet.

        Raises:
            UsageError: There is no such outlet, or an argument is invalid.
        """
        loader = loader_of(self)
        self._lacks_outlets = bool(loader.faults)
        known = [outlet.name for outlet in loader.outlets()]
        if unknown := [name for name in args if name not in known]:
            raise UsageError(
                f"There is no outlet {unknown[0]!r} that has a file; scrapy list names them.", print_help=False
            )
        names = list(dict.fromkeys(args)) or known
        try:
            arguments = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("Write -a NAME=VALUE.", print_help=False) from None
        try:
            for name in names:
                loader.load(name)(**arguments)
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        return names


@dataclass(frozen=True)
class Learning:
    """When and how a round learns an outlet's profile anew."""

    folder: Path
    """The folder of profiles."""
    days: float
    """The setting `LEARN_DAYS`."""
    passed: list[str]
    """Options that each `scrapy learn` is given."""


class Round:
    """One round over the outlets.

    Args:
        output: The output folder; its states hold each outlet's last runs.
        due_after: Time from the beginning of an outlet's last run until it is due again; sooner if that run failed.
        passed: Options of each `scrapy crawl`.
        place: The storage that the outlets are in, which then knows their last runs; None without one.
    """

    def __init__(self, output: Path, due_after: timedelta, passed: list[str], place: Place | None = None) -> None:
        from rich.console import Console

        self.rows: list[Row] = []
        self.learning: Learning | None = None
        self.run_hours = RUN_HOURS
        self.stopped = False
        """Whether a signal ended the round."""
        self._output = output
        self._place = place
        self._due_after = due_after
        self._passed = passed
        self._children: set[asyncio.subprocess.Process] = set()
        self._console = Console(soft_wrap=True, highlight=False, markup=False)

    async def run(self, names: list[str], jobs: int) -> None:
        """Run the outlets that are due, `jobs` at a time; `rows` then holds the result of each.

        Raises:
            StorageError: The storage does not answer at the round's start, or refuses.
        """
        began = time.monotonic()
        if self._place is not None:
            from crawler.publishing.place import LEASES

            self._place.object(LEASES).files()  # once for all outlets: a storage that is not there takes long to tell
        self.rows = [Row(name) for name in sorted(names, key=self._last_run)]
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop, number)
        waiting = iter(self.rows)
        if self._console.is_terminal:
            from rich.live import Live

            stderr = sys.stderr.isatty()
            with Live(self._table(), console=self._console, auto_refresh=False, redirect_stderr=stderr) as live:
                table = loop.create_task(self._show(live))
                await self._take_all(waiting, jobs)
                table.cancel()
                live.update(self._table(), refresh=True)
        else:
            await self._take_all(waiting, jobs)
        print(self._closing(time.monotonic() - began), flush=True)

    async def _take_all(self, waiting: Iterator[Row], jobs: int) -> None:
        """Run the outlets that wait, `jobs` at a time, then those that another machine had and does not have any more.

        That machine may be gone: it is waited for as long as its lease may last.
        """
        await asyncio.gather(*(self._take(waiting) for _ in range(jobs)))
        again = [row for row in self.rows if row.held is not None and await self._is_free_again(row, row.held)]
        left = iter(again)
        await asyncio.gather(*(self._take(left) for _ in range(jobs)))

    async def _is_free_again(self, row: Row, held: Held) -> bool:
        """Wait until a lease that was seen has ended, or may have; return whether nobody has the outlet."""
        from crawler.publishing.lease import MARGIN, holder, newest_lease

        assert self._place is not None  # noqa: S101 - only a storage has leases
        last, asked = row.looked + held.seconds + 2 * MARGIN, time.monotonic()
        while not self.stopped and (now := time.monotonic()) < last:
            await asyncio.sleep(min(_LOOK, last - now))
            if now - asked >= _ASK:
                asked = now
                with suppress(StorageError):
                    newest = await asyncio.to_thread(newest_lease, self._place, row.outlet)
                    if newest is None or newest.ended:
                        break
        with suppress(StorageError):
            return not self.stopped and await asyncio.to_thread(holder, self._place, row.outlet) is None
        return False

    def _last_run(self, name: str) -> datetime:
        """Return when an outlet's last run began; `datetime.min` when it never ran, or its state cannot be read."""
        moment = datetime.min.replace(tzinfo=UTC)
        with suppress(IndexError, KeyError, StateError, StorageError, TypeError, ValueError):
            moment = datetime.fromisoformat(self._last_runs(name, 1)[0]["began"])
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _last_runs(self, name: str, count: int) -> list[dict[str, Any]]:
        """Return the summaries of an outlet's last runs, the newest first.

        Raises:
            StateError: Its state cannot be read.
            StorageError: Its storage does not answer.
        """
        if self._place is None:
            return self._local_runs(name, count)
        from crawler.publishing.lease import newest_lease

        held = newest_lease(self._place, name)
        return [] if held is None else [dict(run) for run in held.head.runs[:count]]

    def _local_runs(self, name: str, count: int) -> list[dict[str, Any]]:
        """Return the summaries of the last runs that the state on this machine has, the newest first.

        Raises:
            StateError: It cannot be read.
        """
        with read_state(self._output, name) as state:
            return [] if state is None else state.last_runs(count)

    def _unreadable(self, name: str) -> str:
        """Return the sentence for an outlet whose state cannot be read; empty for one that can be crawled."""
        try:
            self._last_runs(name, _FAILURES)
        except (StateError, StorageError) as error:
            return str(error)
        return ""

    def _failed_runs(self, name: str) -> list[Run]:
        """Return the failed runs since the last successful one, newest first."""
        return list(takewhile(lambda run: run.failed, map(Run.of, self._last_runs(name, _FAILURES))))

    def _pause_after(self, failed: list[Run]) -> timedelta:
        """Return the time from the beginning of the last run until its outlet is due again.

        Args:
            failed: The failed runs since the last successful one, newest first.
        """
        if not failed:
            return self._due_after
        asked = timedelta(seconds=failed[0].count("asked_to_wait"))
        return min(self._due_after, max(FAILED_AFTER * (1 << len(failed) - 1), asked))

    def _stop(self, number: int) -> None:
        """Start no more runs, and pass the signal to the children; a second one stops them at once, as in Scrapy."""
        self.stopped = True
        for child in self._children:
            with suppress(ProcessLookupError):
                child.send_signal(signal.SIGTERM if number == signal.SIGHUP else number)

    async def _take(self, waiting: Iterator[Row]) -> None:
        """Run one outlet after another."""
        for row in waiting:
            if self.stopped:
                return
            if why := await asyncio.to_thread(self._unreadable, row.outlet):  # a signal is heard meanwhile
                row.state, row.sentence = "failed", why
                print(f"{row.outlet}: failed: {why}", flush=True)
                continue
            # Read only now: another round may have run the outlet since this one began.
            failed = self._failed_runs(row.outlet)
            if datetime.now(UTC) - self._last_run(row.outlet) < self._pause_after(failed):
                row.state = "not due"
                if failed:
                    print(f"{row.outlet}: not due: its last run failed: {_why(failed[0])}", flush=True)
                continue
            if await self._is_held(row):
                continue
            began = time.monotonic()
            row.state = "running"
            await self._crawl(row, began)
            row.seconds = time.monotonic() - began
            said = row.sentence.removeprefix(f"{row.outlet}: ")
            state = "" if row.state == "grown" else f"{row.state}: "
            print(f"{row.outlet}: {state}{said}, {row.seconds:.0f} s", flush=True)
            if row.state == "grown" and self.learning is not None and self.is_stale(row.outlet, self.learning):
                await self.learn(row.outlet, self.learning)

    async def _is_held(self, row: Row) -> bool:
        """Return whether a run on another machine has the outlet, and set the row to it."""
        if self._place is None:
            return False
        from crawler.publishing.lease import busy, holder

        with suppress(StorageError):  # the crawl names the error
            row.held, row.looked = await asyncio.to_thread(holder, self._place, row.outlet), time.monotonic()
        if row.held is None:
            return False
        row.state, row.sentence = "busy", str(busy(self._place, row.outlet, row.held))
        print(row.sentence, flush=True)
        return True

    def is_stale(self, outlet: str, learning: Learning) -> bool:
        """Return whether an outlet has a profile that is to be learned anew."""
        from pipelines.profile.file import read_profile
        from pipelines.profile.learning import is_stale

        with suppress(ProfileError):  # the outlet's crawl has refused it
            profile = read_profile(learning.folder, outlet)
            if profile is None:
                return False
            with read_state(self._output, outlet) as state:
                return state is not None and is_stale(profile, state.last_capture_date(), learning.days)
        return False

    async def learn(self, outlet: str, learning: Learning) -> None:
        """Learn an outlet's profile anew in a process of its own, and print what changed."""
        from pipelines.profile.file import read_profile

        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scrapy", "learn", outlet, *learning.passed),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        self._children.add(child)
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        limit = TimeLimit(child, self.run_hours * 3600)
        last = ""
        async for line in child.stdout:
            last = line[:_MAX_LINE].decode("utf-8", "replace").strip() or last
        code = await child.wait()
        limit.cancel()
        self._children.discard(child)
        if code:
            print(f"{outlet}: its profile was not learned anew: {last or f'exit code {code}'}", flush=True)
            return
        with suppress(ProfileError):
            profile = read_profile(learning.folder, outlet)
            change = profile.change if profile is not None else None
            told = change_of(change) if change is not None else "nothing changed"
            print(f"{outlet}: its profile was learned anew: {told}", flush=True)

    async def _crawl(self, row: Row, began: float) -> None:
        """Run one outlet, and set its row to the result."""
        added = _Added(self._output, row.outlet)
        before = self._newest_runs(row.outlet)
        try:
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "scrapy", "crawl", row.outlet, *self._passed),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,  # else a terminal's Ctrl-C came twice, and Scrapy would stop without finishing
            )
        except OSError as error:
            row.state, row.sentence = "failed", f"its process cannot be started: {error.strerror or error}"
            return
        self._children.add(child)
        if self.stopped:  # while it was being started
            child.terminate()
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        look = asyncio.create_task(_look(added, row, began))
        limit = TimeLimit(child, self.run_hours * 3600)
        last = await _pass_on(row.outlet, child.stdout)
        code = await child.wait()
        limit.cancel()
        self._children.discard(child)
        look.cancel()
        added.look(row)
        left = next(iter(self._newest_runs(row.outlet)), None)
        if self._place is not None and left is not None:  # the child may have brought what other machines added
            row.responses, row.new, row.changed = (int(left[name]) for name in ("responses", "new", "changed"))
        self._settle(row, code, left if left not in before else None, last)
        if limit.passed:
            row.state = "failed"
            row.sentence = (
                f"it took more than {self.run_hours:g} hours and was stopped; the next run goes on from there"
            )

    def _newest_runs(self, outlet: str) -> list[dict[str, Any]]:
        """Return the stored rows of an outlet's last run on this machine, and of its last one in its storage."""
        found: list[dict[str, Any]] = []
        with suppress(StateError):
            found += self._local_runs(outlet, 1)
        if self._place is not None:
            with suppress(StorageError):
                found += self._last_runs(outlet, 1)
        return found

    def _settle(self, row: Row, code: int, left: dict[str, Any] | None, last: str) -> None:
        """Set an outlet's row to the result of its run.

        Args:
            row: The outlet's row.
            code: Exit code of its process; negative: the signal that killed it.
            left: The row that the run stored in the state; None when it stored none, as a killed run does.
            last: The last line that the run printed; shown when no other cause of a failure is known.
        """
        run = None if left is None else Run.of(left)
        counted = f"{row.responses} responses, {row.new} new, {row.changed} changed"
        if code == _LOCKED:
            row.state, row.sentence = "busy", (self._taken(row.outlet) if self._place is None else "") or last
        elif code == STOPPED or (self.stopped and run is None and code <= 0):
            row.state, row.sentence = "stopped", counted if left is None else figures_of(left)
        elif code == 0 and left is not None and run is not None and not run.failed:
            row.state, row.sentence = "grown", figures_of(left)
        else:
            row.state = "failed"
            ended = f"ended by signal {-code}" if code < 0 else last or _UNTOLD[code == 0].format(code)
            row.sentence = _why(run) if run is not None and run.failed else ended
        row.sentence = row.sentence.rstrip(".")

    def _taken(self, outlet: str) -> str:
        """Return the sentence that names the run which has an outlet locked; empty when the lock cannot be read."""
        with suppress(OSError):
            return str(taken(self._output, outlet))
        return ""

    async def _show(self, live: Live) -> None:
        """Update the table until cancelled."""
        while True:
            live.update(self._table(), refresh=True)
            await asyncio.sleep(_LOOK)

    def _table(self) -> Table:
        """Return the table, cut to the height of the terminal."""
        from rich.box import SIMPLE
        from rich.markup import escape
        from rich.table import Table

        rows = sorted(self.rows, key=lambda row: _ORDER.index(row.state))
        counts = Counter(row.state for row in self.rows)
        caption = ", ".join(f"{counts[state]} {state}" for state in _ORDER if counts[state])
        table = Table("outlet", "state", box=SIMPLE, caption=caption, caption_justify="left")
        for figure in ("responses", "new", "changed", "time"):
            table.add_column(figure, justify="right")
        for row in rows[: max(self._console.height - 7, 1)]:
            ran = row.state not in ("waiting", "not due")
            figures = (row.responses, row.new, row.changed, timedelta(seconds=int(row.seconds)))
            table.add_row(escape(row.outlet), row.state, *(str(figure) if ran else "" for figure in figures))
        return table

    def _closing(self, seconds: float) -> str:
        """Return the line that sums up the round."""
        counts = Counter(row.state for row in self.rows)
        states = ", ".join(f"{counts[state]} {state}" for state in _ORDER if counts[state])
        responses, new, changed = (
            sum(getattr(row, name) for row in self.rows) for name in ("responses", "new", "changed")
        )
        outlets = "1 outlet" if len(self.rows) == 1 else f"{len(self.rows)} outlets"
        return (
            f"{outlets}: {states or 'nothing to do'}; "
            f"{responses} responses, {new} new documents, {changed} changed, {seconds:.0f} s"
        )


class _Added:
    """Counts an outlet's new rows in the state. Each look opens the state anew: a replay may have replaced it."""

    def __init__(self, output: Path, outlet: str) -> None:
        self._output = output
        self._outlet = outlet
        self._seq = self._number = 0
        with suppress(StateError), read_state(output, outlet) as state:
            if state is not None:
                self._seq, self._number = state.last_seq(), state.count_documents()

    def look(self, row: Row) -> None:
        """Update a row's figures; they stay unchanged while the state cannot be read."""
        with suppress(StateError), read_state(self._output, self._outlet) as state:
            if state is not None:
                row.responses = state.count_captures_after(self._seq)
                row.new, row.changed = state.count_documents_from(self._number)


async def _pass_on(outlet: str, stream: asyncio.StreamReader) -> str:
    """Print a run's output to stderr, each line led by its outlet; return the last line."""
    last = ""
    rest = b""
    while piece := await stream.read(65_536):
        *lines, rest = (rest + piece).split(b"\n")
        rest = rest[:_MAX_LINE]
        for line in lines:
            text = line[:_MAX_LINE].decode("utf-8", "replace").rstrip()
            last = text.strip() or last
            print(f"{outlet}: {text}", file=sys.stderr)
    return last


def change_of(change: Change) -> str:
    """Return what changed in a profile, in a line."""
    parts = (("new", change.appeared), ("no more", change.vanished))
    shown = ((word, ", ".join(f"«{text[:_SHOWN]}»" for text in texts)) for word, texts in parts if texts)
    return "; ".join(f"{word}: {texts}" for word, texts in shown)


def _why(run: Run) -> str:
    """Return the cause of a run's failure."""
    return run.failure or f"it ended as {run.reason!r}"


async def _look(added: _Added, row: Row, began: float) -> None:
    """Update a running outlet's figures until cancelled."""
    while True:
        added.look(row)
        row.seconds = time.monotonic() - began
        await asyncio.sleep(_LOOK)


def _number(name: str, written: str, least: float) -> float:
    """Read an option's number.

    Raises:
        UsageError: The option is no number, or is out of range.
    """
    with suppress(ValueError, OverflowError):
        number = float(written)
        if least <= number <= 1e6:  # noqa: PLR2004 - a century of hours; more is no time span to Python
            return number
    raise UsageError(f"{name} {written} is not a number between {least:g} and 1,000,000.", print_help=False)
