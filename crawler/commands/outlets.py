"""`scrapy outlets`: lists every outlet with its last run, documents and health."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, cast

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import (
    UNREADABLE,
    Checked,
    add_json,
    fail,
    has_states,
    loader_of,
    output_of,
    print_columns,
    print_json,
    unknown_outlet,
    unreadable,
    unwritable,
)
from crawler.commands.health import described, unread
from crawler.errors import LockedError, StateError
from crawler.health import NEVER, Fault
from crawler.run.outcome import Run
from crawler.state import State, known_outlets, read_state, refuse_lost_state
from crawler.state.swap import finish_interrupted_swap
from pipelines.documents.health import faults_of
from pipelines.profile.file import profiles_folder

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from rich.table import Table
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.outlet import Outlet

UNREAD = Fault(word="unread", what="its texts cannot be read; scrapy verify names those that are missing")
"""The fault of an outlet whose texts are missing from the folder."""
_HEADINGS = ("outlet", "land", "start points", "last run", "documents", "waiting", "newest", "health")
_FIGURES = ("start points", "documents", "waiting")


class Command(Checked, ScrapyCommand):
    """List the outlets."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[--json] [--probe [OUTLET…]]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "List every outlet with its last run, documents and health"

    def long_desc(self) -> str:
        """Return the description for `scrapy outlets -h`."""
        return (
            "Lists every outlet that has a file, and every site that was crawled without one: country, number of start "
            "points, beginning and result of the last run, number of documents, number of addresses that wait for a "
            "later run, day of the newest article, and health (scrapy health gives details); below the table, why last "
            "runs failed. With --probe it asks robots.txt and the start points of the named outlets, or of all, once "
            "each (archived under OUTPUT as in a crawl), and lists which answer, where they moved, how many of their "
            "links have the shape of an article, and, where none has, the shapes of the links. Exit codes: 0 all well, "
            "1 something could not be read or an outlet's file does not fit, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json and --probe."""
        super().add_options(parser)
        parser.add_argument("--probe", action="store_true", help="ask the start points of outlets, and compare")
        add_json(parser, "print one JSON array")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; only --probe needs Scrapy's engine."""
        super().process_options(args, opts)
        self.requires_crawler_process = opts.probe

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the list, or probe outlets.

        Raises:
            UsageError: A name is no outlet's, or names were given without --probe.
        """
        if opts.probe:
            self._probe(args, as_json=opts.json)
            return
        if args:
            raise UsageError("scrapy outlets takes names with --probe alone; scrapy health does.", print_help=False)
        output = output_of(self)
        loader = loader_of(self)
        outlets = {one.name: one for one in loader.outlets()}
        self.exitcode = int(bool(loader.faults))
        try:
            names = sorted({*outlets, *known_outlets(output)}) if has_states(output) else list(outlets)
            found = [self._found(name, outlets.get(name), output) for name in names]
        except UNREADABLE as error:
            fail(self, unreadable(error))
            return
        if opts.json:
            print_json(found)
        else:
            _show([_cells(one) for one in found])
            for one in found:
                if one["last_run"] and one["last_run"]["failure"]:
                    print(f"{one['name']}: its last run failed: {one['last_run']['failure']}.")

    def _probe(self, names: list[str], *, as_json: bool) -> None:
        """Probe the named outlets, or all, and print the answers.

        Raises:
            UsageError: A name is no outlet's.
        """
        from crawler import probe

        loader = loader_of(self)
        outlets = {one.name: one for one in loader.outlets()}
        self.exitcode = int(bool(loader.faults))
        for name in names:
            if name not in outlets:
                raise UsageError(unknown_outlet(name, list(outlets), "scrapy list names them."), print_help=False)
        chosen = [outlets[name] for name in dict.fromkeys(names)] or list(outlets.values())
        output = output_of(self)
        try:
            finish_interrupted_swap(output)
            for outlet in chosen:
                refuse_lost_state(output, outlet.name)
                State(output, outlet.name).close()
        except LockedError as error:
            fail(self, str(error))
            return
        except (OSError, StateError) as error:
            fail(self, unwritable(output, error))
            return
        answers, faults = probe.run(cast("AsyncCrawlerProcess", self.crawler_process), chosen)
        if as_json:
            print_json([asdict(one) for one in answers])
        else:
            print_columns(probe.HEADINGS, [one.cells for one in answers], probe.FIGURES)
            for remark in (remark for one in answers for remark in one.remarks()):
                print(remark)
        for fault in faults:
            fail(self, fault)
        if not all(one.is_well for one in answers):
            self.exitcode = 1

    def _found(self, name: str, outlet: Outlet | None, output: Path) -> dict[str, Any]:
        """Return an outlet's facts with its last run, documents and health; without them when they cannot be read."""
        try:
            return self._read(name, outlet, output)
        except StateError as error:
            fail(self, str(error))
            return _facts(name, outlet) | described(name, (unread(error),))

    def _read(self, name: str, outlet: Outlet | None, output: Path) -> dict[str, Any]:
        """Return an outlet's facts with its last run, documents and health.

        Raises:
            StateError: Its state cannot be read.
        """
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        with read_state(output, name) as state:
            if state is None:
                return _facts(name, outlet) | described(name, (NEVER,))
            last = next(iter(state.last_runs(1)), None)
            newest = state.newest_published()
            try:
                faults = faults_of(state, output, profiles_folder(self.settings))
            except OSError as error:
                fail(self, unreadable(error))
                faults = (UNREAD,)
            return {
                **_facts(name, outlet),
                "last_run": last and _last_run(last),
                "documents": state.count_documents(),
                "waiting": state.count_waiting(),
                "newest": newest and newest[0],
                **described(name, faults),
            }


def _facts(name: str, outlet: Outlet | None) -> dict[str, Any]:
    """Return the facts of an outlet's file; the defaults for a site without one."""
    return {
        "name": name,
        "title": outlet.title if outlet else name,
        "country": outlet.country if outlet else "ZZ",
        "start_points": len(outlet.start_points) if outlet else 0,
        "last_run": None,
        "documents": 0,
        "waiting": 0,
        "newest": None,
    }


def _last_run(summary: dict[str, Any]) -> dict[str, Any]:
    run = Run.of(summary)
    told = {key: summary.get(key) for key in ("began", "ended", "reason")}
    return {**told, "outcome": run.reason, "failure": run.failure or None}


def _cells(one: dict[str, Any]) -> tuple[str, ...]:
    last = one["last_run"]
    return (
        one["name"],
        one["country"],
        str(one["start_points"]),
        f"{last['began'][:16].replace('T', ' ')} {last['outcome']}" if last else "-",
        str(one["documents"]),
        str(one["waiting"]),
        one["newest"][:10] if one["newest"] else "-",
        one["health"],
    )


def _show(rows: list[tuple[str, ...]]) -> None:
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):  # else rich, slow to import, would find no terminal
        from rich.console import Console

        console = Console()
        if console.is_terminal:
            console.print(_table(rows))
            return
    print_columns(_HEADINGS, rows, _FIGURES)


def _table(rows: list[tuple[str, ...]]) -> Table:
    """Return the table of the outlets for a terminal."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for heading in _HEADINGS:
        table.add_column(heading, justify="right" if heading in _FIGURES else "left", no_wrap=heading == "outlet")
    for row in rows:
        style = {"ok": "green", NEVER.word: "dim"}.get(row[-1], "bold red")
        table.add_row(*map(Text, row[:-1]), Text(row[-1], style=style))
    return table
