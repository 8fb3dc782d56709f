"""`scrapy search`: finds documents by their words."""

from __future__ import annotations

import csv
import sys
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
    print_json,
    uncrawled,
    unwritable,
)
from crawler.errors import DerivedError, LockedError, SearchError, StateError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from corpus.search.counts import Counts
    from corpus.search.find import Found
    from corpus.search.snippet import Snippet


class Command(Checked, ScrapyCommand):
    """Find documents by their words."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "WORDS… [options]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Find documents by their words, whatever their spelling"

    def long_desc(self) -> str:
        """Return the description for `scrapy search -h`."""
        return (
            "Brings OUTPUT/derived/search up to date, and prints the documents that have all words. Spellings "
            'of alef, yeh, hamza and digits, prefixes and suffixes make no difference. "…" finds words that follow '
            "each other, -word leaves out, word* completes; outlet:, land:, section:, author:, tag:, credit:, "
            "language:, published:2026-08..2026-09, captured: and version: choose (docs/search.md). Write -- "
            "before a query that begins with a hyphen. "
            "Exit codes: 0 all well, 1 something could not be read or written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        add = parser.add_argument
        add("--order", choices=("relevance", "time"), default="relevance", help="order (default: %(default)s)")
        add("--limit", metavar="N", type=int, default=10, help="results, 1 to 1000 (default: %(default)s)")
        add("--csv", action="store_true", help="print the results as a CSV table")
        add("--count", action="store_true", help="count by outlet, country, month and the like, and over time")
        add_json(parser, "print each result as a JSON object, with its snippet")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Bring the index up to date, and print what the query finds.

        Raises:
            UsageError: The query or an option cannot be used.
        """
        from corpus.search.counts import counted
        from corpus.search.find import MOST_SHOWN, Order, search

        if not args:
            raise UsageError("Name words: scrapy search WORDS", print_help=False)
        if not 1 <= opts.limit <= MOST_SHOWN:
            raise UsageError(f"--limit {opts.limit}: is not a number from 1 to {MOST_SHOWN}.", print_help=False)
        if opts.count and opts.csv:
            raise UsageError("--count and --csv: name one of them.", print_help=False)
        output = output_of(self)
        try:
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            self._update(output)
            lands = {outlet.name: outlet.country for outlet in loader_of(self).outlets()}
            if opts.count:
                _print_counts(counted(output, " ".join(args), lands), opts)
                return
            found = search(output, " ".join(args), lands, order=Order(opts.order), limit=opts.limit)
        except SearchError as error:
            raise UsageError(str(error), print_help=False) from error
        except StateError as error:
            fail(self, str(error))
            return
        except (DerivedError, OSError) as error:
            fail(self, unwritable(output, error))
            return
        for sentence in found.unread:
            fail(self, sentence)
        _print(found, opts)

    def _update(self, output: Path) -> None:
        """Bring the index up to date, with a live line on a terminal; what could not be read is told."""
        from corpus.search.update import update_search
        from crawler.run.meter import counter

        try:
            with counter("documents added") as advance:
                unread = update_search(output, advance)
        except LockedError as error:
            fail(self, str(error))
            return
        for sentence in unread.values():
            fail(self, sentence)


def _print(found: Found, opts: argparse.Namespace) -> None:
    """Print the results in the form that the user chose."""
    from corpus.search.table import HEADINGS, cells, plain

    if opts.json:
        for result in found.results:
            print_json(plain(result))
    elif opts.csv:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(HEADINGS)
        table.writerows(map(cells, found.results))
    else:
        _show(found)


def _show(found: Found) -> None:
    """Print the results for people, with their words highlighted on a terminal."""
    terminal = sys.stdout.isatty()
    for result in found.results:
        row = result.row
        day = (row["published"] or row["captured"])[:10]
        title = "".join(letter for letter in row["title"] if letter.isprintable())
        print(f"\x1b[1m{title}\x1b[0m" if terminal else title)
        print(f"  {row['outlet']}/{result.number}  {day}  {row['url']}")
        print(f"  {_highlighted(result.snippet) if terminal else result.snippet.text}")
    print(f"{len(found.results)} of {found.matched:,} documents")


def _print_counts(counts: Counts, opts: argparse.Namespace) -> None:
    """Print what is counted over a query, for people or as a JSON object."""
    histogram = counts.histogram
    if opts.json:
        print_json(
            {
                "matched": counts.matched,
                "all": counts.whole,
                "facets": {
                    facet: [{"value": one.value, "matched": one.matched} for one in values]
                    for facet, values in counts.facets.items()
                },
                "step": histogram.step,
                "histogram": [{"span": bar.span, "matched": bar.matched, "all": bar.whole} for bar in histogram.bars],
                "undated": histogram.undated,
                "outside": histogram.outside,
            }
        )
        return
    print(f"{counts.matched:,} of {counts.whole:,} documents")
    for facet, values in counts.facets.items():
        for one in values:
            print(f"{facet:<10}{one.matched:>10,}  {''.join(filter(str.isprintable, one.value))}")
    for bar in histogram.bars:
        print(f"{'published':<10}{bar.matched:>10,}  {bar.span}, of {bar.whole:,}")
    for what, count in (("undated", histogram.undated), ("published before or after", histogram.outside)):
        if count:
            print(f"{what}: {count:,}")


def _highlighted(snippet: Snippet) -> str:
    """Return a snippet with its marked words in reverse video."""
    shown, end = "", 0
    for begin, after in snippet.marks:
        shown += f"{snippet.text[end:begin]}\x1b[7m{snippet.text[begin:after]}\x1b[0m"
        end = after
    return shown + snippet.text[end:]
