"""`scrapy export`: writes the corpus as a data set."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from corpus.export import INSTALL, LIBRARIES
from crawler.commands import Checked, counted, fail, has_states, loader_of, output_of, uncrawled, unknown_outlet
from crawler.errors import ExportError, WarraqError
from crawler.state import outlets_in

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.export.choices import Choices
    from corpus.export.export import Changes
    from corpus.export.rows import Facts

_LAND = re.compile(r"[A-Z]{2}", re.ASCII)


class Command(Checked, ScrapyCommand):
    """Write the corpus as a data set."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "DIR|FILE.tar|FILE.zip|URL [options]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Export the corpus as a data set: Parquet, JSONL or texts, with a card"

    def long_desc(self) -> str:
        """Return the description for `scrapy export -h`."""
        return (
            "Writes the documents in OUTPUT to DIR: one fixed schema (docs/schema.md), a card (README.md), a Croissant "
            "description, and the digests of all files (export.json). datasets.load_dataset(DIR), DuckDB, Polars and "
            "pandas read it. By default the newest versions of all articles enter, without those whose outlet reserves "
            "archiving or text and data mining. An export into the same DIR writes only what changed; it replaces all "
            "of that or nothing. In place of DIR you may name an archive (.tar, .zip) or a prefix in an object store "
            f"(s3://bucket/prefix), to which only the changed files go. It needs pyarrow, DuckDB and NumPy: {INSTALL}. "
            "Exit codes: 0 all well, 1 something could not be read or written, or no document fits, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        from corpus.export.choices import Format
        from corpus.quality.presets import PRESETS

        super().add_options(parser)
        add = parser.add_argument
        forms = [form.value for form in Format]
        add("--format", choices=forms, default=forms[0], help="form of the files (default: %(default)s)")
        add("--outlets", metavar="NAME,…", help="only these outlets")
        add("--lands", metavar="CODE,…", help="only outlets of these countries (EG,QA; ZZ: not known)")
        add("--published", metavar="DAY..DAY", help="only what was published in these days; either end may be absent")
        add("--captured", metavar="DAY..DAY", help="only what was captured in these days (UTC)")
        add("--versions", choices=("newest", "all"), default="newest", help="of each article (default: %(default)s)")
        add(
            "--distinct", choices=("exact", "near"), help="of documents with (nearly) the same text, only the first one"
        )
        add("--near", action="store_true", help="fill near_of and its like; --distinct near and --split do it too")
        add("--with-reserved", action="store_true", help="also what reserves archiving, or text and data mining")
        add("--min-words", metavar="N", type=int, default=0, help="only texts of N words or more")
        add("--preset", choices=sorted(PRESETS), help="only texts that a published filter keeps (docs/quality.md)")
        add("--no-quality", action="store_true", help="leave the signals of quality null: a quicker export")
        add("--mask", action="store_true", help="marks in place of e-mail addresses, telephone numbers, IP addresses")
        add("--where", metavar="CONDITION", help="only rows for which it holds: DuckDB's SQL over the columns")
        add("--sample", metavar="SHARE", help="only a share of the stories (0.1), always the same ones")
        add("--split", metavar="time:DAY|story:SHARE", help="divide into train and test, a story on one side")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export the corpus.

        Raises:
            UsageError: No folder is named, or an option cannot be used.
        """
        from crawler.run.processes import cores
        from crawler.storage.place import place_of

        if len(args) != 1 or not args[0]:
            raise UsageError("Name one folder: scrapy export DIR", print_help=False)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        output, target = output_of(self), place_of(args[0], self.settings.getlist("ADDRESSES_ALLOWED"))
        with failing(self, target):
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            choices = choices_of(opts, output)
            processes = self.settings.getint("WORKERS", cores())
            _show(target, _export(output, target, choices, self.facts(), processes))

    def facts(self) -> dict[str, Facts]:
        """Return what the outlets' files state."""
        from corpus.export.rows import facts_of

        return facts_of(loader_of(self).outlets())


@contextmanager
def failing(command: ScrapyCommand, target: Path) -> Iterator[None]:
    """Print the sentence of a failure while something is exported to the target, or read from there."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in LIBRARIES:
            raise
        fail(
            command,
            f"{command.__module__.replace('crawler.commands.', 'scrapy ')} needs {error.name}; "
            f"install it with: {INSTALL}",
        )
    except WarraqError as error:
        fail(command, str(error))
    except OSError as error:
        fail(command, f"{error.filename or target}: {error.strerror or error}; run the command again.")


def choices_of(opts: argparse.Namespace, output: Path) -> Choices:
    """Return the choices that the options state.

    Raises:
        UsageError: An option cannot be used.
    """
    from corpus.export.choices import Choices, Format, share_of, span_of, split_of

    for name in ("outlets", "lands", "published", "captured", "where", "sample", "split"):
        if getattr(opts, name) is not None and not getattr(opts, name).strip():
            raise UsageError(f"--{name} has no value; give one, or leave it out for everything.", print_help=False)
    lands = tuple(sorted(_names(opts.lands)))
    if wrong := [land for land in lands if not _LAND.fullmatch(land)]:
        raise UsageError(f"--lands {wrong[0]}: is not a code of two capital letters, like EG.", print_help=False)
    known = outlets_in(output)
    for name in sorted(_names(opts.outlets)):
        if name not in known:
            raise UsageError(
                unknown_outlet(name, known, "scrapy outlets lists those with documents."), print_help=False
            )
    if opts.min_words < 0:
        raise UsageError(f"--min-words {opts.min_words}: is less than 0.", print_help=False)
    try:
        if opts.where:
            _check(opts.where)
        return Choices(
            format=Format(opts.format),
            outlets=tuple(sorted(_names(opts.outlets))),
            lands=lands,
            published=span_of("--published", opts.published),
            captured=span_of("--captured", opts.captured),
            all_versions=opts.versions == "all",
            with_reserved=opts.with_reserved,
            distinct=opts.distinct or "",
            near=opts.near,
            min_words=opts.min_words,
            quality=not opts.no_quality,
            preset=opts.preset or "",
            mask=opts.mask,
            where=(opts.where or "").strip(),
            sample=share_of("--sample", opts.sample),
            split=split_of(opts.split),
        )
    except ExportError as error:
        raise UsageError(str(error), print_help=False) from None


def _check(condition: str) -> None:
    """Accept a condition that can be used.

    Raises:
        ExportError: It cannot.
    """
    from corpus.export.where import Condition

    Condition(condition)


def _names(written: str | None) -> set[str]:
    """Return the names in a list with commas."""
    return {name.strip() for name in (written or "").split(",") if name.strip()}


def _export(output: Path, target: Path, choices: Choices, facts: dict[str, Facts], processes: int) -> Changes:
    """Export, with a live line on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from corpus.export.export import count_documents
    from corpus.export.targets import export_to

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(target.name, total=count_documents(output, choices, facts))
        return export_to(output, target, choices, facts, lambda count: progress.advance(task, count), processes)


def _show(target: Path, changes: Changes) -> None:
    """Print what the export holds, and what changed."""
    figures = changes.figures
    sides = " ".join(f"{side} {count:,}" for side, count in sorted(figures.documents.items()))
    held, files = counted(figures.documents.total(), "document"), counted(changes.files, "file")
    added, written = counted(changes.added, "document"), counted(changes.written, "file")
    print(
        f"{target}: {held} ({sides}) of {counted(changes.outlets, 'outlet')}, {counted(figures.words, 'word')}, {files}"
    )
    print(f"{added} added, {changes.removed:,} removed; {written} written")
    if left_out := ", ".join(f"{count:,} {cause}" for cause, count in sorted(figures.left_out.items())):
        print(f"left out: {left_out}")
