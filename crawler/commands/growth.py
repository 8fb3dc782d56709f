"""`scrapy growth`: figures of the corpus, and a report for people."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import (
    Checked,
    add_json,
    fail,
    has_states,
    loader_of,
    output_of,
    print_columns,
    print_json,
    uncrawled,
    unwritable,
)
from crawler.commands.health import faults_in
from crawler.errors import DerivedError, LockedError, StateError
from pipelines.profile.file import profiles_folder

if TYPE_CHECKING:
    import argparse

    from corpus.statistics.report import Report

LANGUAGES = ("ar", "en")
"""The languages of a report, the default first."""
INSTALL = ".tools/bin/uv sync --inexact --no-dev --extra report"
"""The line that installs the extra `report`, and removes nothing."""
SHOWN = 20
"""Outlets in the table on the terminal, at most: those with most documents."""
_HEADINGS = ("outlet", "land", "documents", "words", "later versions", "rejected", "first", "last", "health")
_FIGURES = ("documents", "words", "later versions", "rejected")
_TOTALS = {
    "documents": "documents",
    "words": "words",
    "outlets": "outlets_with_documents",
    "articles": "articles",
    "later versions": "later_versions",
    "copies between outlets": "copies",
}
"""The words of the line below the table, with the names of its totals."""


class Command(Checked, ScrapyCommand):
    """Show how the corpus grows."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[FILE] [options]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Show how the corpus grows: a table, or a report with charts (HTML, PNG, SVG, CSV, JSON)"

    def long_desc(self) -> str:
        """Return the description for `scrapy growth -h`."""
        return (
            "Counts what is new since the last time, in OUTPUT/derived/statistics.sqlite, and prints the outlets with "
            "most documents. With FILE it writes a report as one HTML file that opens offline: documents and words by "
            "month, outlet and country, versions, rejects, rights, copies, freshness, top words, health "
            f"(docs/statistics.md). The charts need Altair, vl-convert and a font: {INSTALL}. "
            "Exit codes: 0 all well, 1 something could not be read or written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        add = parser.add_argument
        add("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="language of the report (default: %(default)s)")
        add("--csv", metavar="DIR", type=Path, help="write the tables to DIR, a CSV file each")
        add("--png", metavar="DIR", type=Path, help="write the charts to DIR, a PNG file each")
        add("--svg", metavar="DIR", type=Path, help="write the charts to DIR, an SVG file each")
        add_json(parser, "print the figures as one JSON object, in place of the table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Count what is new, and show or write the figures.

        Raises:
            UsageError: More than one file is named, or one that is no HTML by its name.
        """
        if len(args) > 1 or not all(name.lower().endswith((".html", ".htm")) for name in args):
            raise UsageError("Name one HTML file: scrapy growth report.html", print_help=False)
        output = output_of(self)
        try:
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            report = self._report(output)
        except (LockedError, StateError) as error:
            fail(self, str(error))
            return
        except (DerivedError, OSError) as error:
            fail(self, unwritable(output, error))
            return
        for sentence in report.unread.values():
            fail(self, sentence)
        if opts.json:
            print_json(report.plain())
        else:
            _show(report)
        self._write(report, Path(args[0]) if args else None, opts)

    def _report(self, output: Path) -> Report:
        """Return the report, after what is new was counted.

        Raises:
            DerivedError, OSError: The counts cannot be stored.
            LockedError: Another process counts.
            StateError: A state cannot be read.
        """
        from corpus.export.rows import facts_of
        from corpus.statistics.report import report_of

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        profiles = profiles_folder(self.settings)
        unread = _update(output)
        made = f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}"
        facts = facts_of(loader_of(self).outlets())
        return report_of(output, facts, lambda outlet: faults_in(output, outlet, profiles), unread, made)

    def _write(self, report: Report, page: Path | None, opts: argparse.Namespace) -> None:
        """Write what the user asked for, and name it on stderr."""
        from corpus.statistics.files import write_page, write_pictures, write_tables
        from corpus.statistics.labels import Language

        language = Language(opts.lang)
        try:
            if opts.csv:
                print(f"{opts.csv}: {write_tables(report, opts.csv)} tables", file=sys.stderr)
            if opts.png or opts.svg:
                count = write_pictures(report, opts.svg, opts.png, language)
                for folder in filter(None, (opts.svg, opts.png)):
                    print(f"{folder}: {count} charts", file=sys.stderr)
            if page:
                write_page(report, page, language)
                print(f"{page}: the report; open it in a browser", file=sys.stderr)
        except ModuleNotFoundError as error:
            fail(self, f"The charts of scrapy growth need {error.name}; install it with: {INSTALL}")
        except OSError as error:
            fail(self, f"{error.filename or page}: cannot be written: {error.strerror or error}.")


def _update(output: Path) -> dict[str, str]:
    """Count what is new, with a live line on a terminal; return what could not be read."""
    from corpus.statistics.update import update_statistics
    from crawler.run.meter import counter

    with counter("documents counted") as advance:
        return update_statistics(output, advance)


def _show(report: Report) -> None:
    """Print the outlets with most documents, the others as one row, and the sums."""
    rows = report.tables["outlets"].objects()
    shown, others = rows[:SHOWN], rows[SHOWN:]
    cells = [_cells(row) for row in shown]
    if others:
        sums = {name: sum(row[name] for row in others) for name in ("documents", "words", "later_versions", "rejected")}
        months = [month for row in others for month in (row["first_month"], row["last_month"]) if month]
        span = {"first_month": min(months, default=None), "last_month": max(months, default=None)}
        cells.append(_cells({**sums, **span, "outlet": f"{len(others)} others", "land": "", "health": ""}))
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):  # else rich, slow to import, would find no terminal
        _show_rich(cells)
    else:
        print_columns(_HEADINGS, cells, _FIGURES)
    line = ", ".join(f"{words} {report.totals[name]:,}" for words, name in _TOTALS.items())
    print(f"{line} ({report.copies.likeness}), unwell outlets {report.totals['unwell']:,}")


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    figures = (f"{row[name]:,}" for name in ("documents", "words", "later_versions", "rejected"))
    return row["outlet"], row["land"], *figures, row["first_month"] or "-", row["last_month"] or "-", row["health"]


def _show_rich(cells: list[tuple[str, ...]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for heading in _HEADINGS:
        table.add_column(heading, justify="right" if heading in _FIGURES else "left", no_wrap=heading == "outlet")
    for row in cells:
        table.add_row(
            *map(Text, row[:-1]), Text(row[-1], style={"ok": "green", "never": "dim"}.get(row[-1], "bold red"))
        )
    Console().print(table)
