"""Commands of the project: the only folder that imports both crawler and pipelines. This file is their shared code.

Scrapy imports the module of every command whenever it starts, to list them. So a command imports heavy modules (text
extraction, archives, rich) in the function that needs them.
"""

from __future__ import annotations

import difflib
import json
import logging
import os
import re
import select
import sys
from functools import wraps
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, cast

from scrapy.commands import ScrapyHelpFormatter
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from crawler.errors import SettingError, StateError, WarraqError
from crawler.network.public import networks
from crawler.run.usable_settings import check_profiles_exist, check_settings
from crawler.state import STATES, outlets_in, refuse_shared_state

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from scrapy.commands import ScrapyCommand

    from crawler.loader import OutletLoader
    from crawler.outlet import Outlet
    from crawler.publishing.place import Place

    _Base = ScrapyCommand
else:
    _Base = object  # Scrapy would take a subclass of its own class in this folder for a command

UNREADABLE = (StateError, OSError)
"""Errors that reading OUTPUT may raise; `unreadable` turns them into a sentence."""
_STARTUP = (
    *("scrapy.utils.log", "scrapy.addons", "scrapy.middleware", "scrapy.crawler", "scrapy.core.engine"),
    *("aiobotocore.credentials", "botocore.credentials", "botocore.configprovider"),
)


class _Help(ScrapyHelpFormatter):
    """Scrapy's form of help, which takes every line with a colon at its end for a heading."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        """Return the lines of an option's help; a space after such a colon makes it the line that it is."""
        return [f"{line} " if line.endswith(":") else line for line in super()._split_lines(text, width)]


class Checked(_Base):
    """Refuses settings that cannot be used before the command starts; stands before Scrapy's class among the bases.

    The command ends without a traceback, with exit code 1, when the reader of its stdout closes it (`| head`).
    """

    makes_profiles: ClassVar[bool] = False
    """Whether the command may make the folder that PROFILES names."""
    takes_storage: ClassVar[bool] = False
    """Whether OUTPUT may be the URL of a storage; OUTPUT then becomes the local folder in which the command works."""
    place: Place | None = None
    """The storage that OUTPUT names; None for a folder."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let the command's `run` end when its stdout is closed."""
        super().__init_subclass__(**kwargs)
        cls.run = _until_closed(cls.run)  # type: ignore[method-assign]

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options, and let each line of a help stay a line."""
        super().add_options(parser)
        parser.formatter_class = _Help

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options, and check the settings; exit with 2 when one cannot be used."""
        refuse_unknown_options(args)
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        try:
            check_settings(self.settings)
            self._find_place()
            if not self.makes_profiles:
                check_profiles_exist(self.settings)
            networks(self.settings.getlist("ADDRESSES_ALLOWED"))
        except SettingError as error:
            leave(str(error), 2)
        except ValueError as error:
            leave(f"ADDRESSES_ALLOWED: {error}.", 2)

    def _find_place(self) -> None:
        """Set `place` when OUTPUT is a URL, and OUTPUT to its local folder.

        Raises:
            SettingError: The command cannot work with that URL.
        """
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        url = str(self.settings["OUTPUT"])
        if "://" not in url:
            return
        from crawler.publishing.place import Place

        place = Place.of(url, self.settings)
        if not self.takes_storage:
            raise SettingError(
                f"OUTPUT={place.url}: this command needs OUTPUT to be a folder; docs/storage.md tells how to copy a "
                "storage to one."
            )
        self.place = place
        self.settings.set("OUTPUT", str(place.local), priority="cmdline")
        self.settings.set("OUTPUT_URL", place.url, priority="cmdline")  # for the sentences of a run


def leave(sentence: str, code: int) -> NoReturn:
    """Print the sentence to stderr, and exit before the command starts."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(code)


def output_of(command: ScrapyCommand) -> Path:
    """Return the folder that OUTPUT names."""
    assert command.settings is not None  # noqa: S101 - set by scrapy.cmdline
    return Path(command.settings["OUTPUT"])


def loader_of(command: ScrapyCommand) -> OutletLoader:
    """Return the loader of the outlets' files: that of the crawler process, if the command has one."""
    assert command.settings is not None  # noqa: S101 - set by scrapy.cmdline
    process = command.crawler_process
    return cast("OutletLoader", get_spider_loader(command.settings) if process is None else process.spider_loader)


def all_outlets(command: ScrapyCommand) -> tuple[Outlet, ...]:
    """Return the facts of all outlets, for a command that has to know whose a page is; exit with 2 if one is missing.

    The loader has named the file: without its facts, its outlet's pages would be taken as those of any site.
    """
    loader = loader_of(command)
    if loader.faults:
        leave("Correct the outlet's file first: this command takes each page by the facts of its outlet.", 2)
    return loader.outlets()


def has_states(output: Path) -> bool:
    """Return whether an output folder has the state of an outlet.

    Raises:
        StateError: It has the state of an earlier version, or the path is no folder.
    """
    check_folder(output)
    refuse_shared_state(output)
    return bool(outlets_in(output))


def check_folder(output: Path) -> None:
    """Accept an output folder that exists or can be created.

    Raises:
        StateError: The path exists and is no folder.
    """
    if output.exists() and not output.is_dir():
        raise StateError(f"{output}: is not a folder; set OUTPUT to the folder of your crawls.")


def uncrawled(output: Path) -> str:
    """Return the sentence for an output folder without a crawl in it."""
    why = "holds no crawl" if output.exists() else "does not exist"
    return f"{output}: {why}; set OUTPUT to the folder of your crawls."


def print_columns(headings: Sequence[str], rows: Sequence[tuple[str, ...]], figures: Sequence[str]) -> None:
    """Print a table in aligned columns; those of figures stand at the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        cells = (
            cell.rjust(width) if heading in figures else cell.ljust(width)
            for heading, cell, width in zip(headings, row, widths, strict=True)
        )
        print("  ".join(cells).rstrip())


def add_json(parser: argparse.ArgumentParser, what: str) -> None:
    """Add --json; `what` is its help text."""
    parser.add_argument("--json", action="store_true", help=what)


def print_json(found: Any) -> None:
    """Print JSON in one line, with Arabic letters unescaped."""
    print(json.dumps(found, ensure_ascii=False))


def counted(count: int, word: str) -> str:
    """Return a count with its word, for display."""
    return f"{f'{count:,}' if count else 'no'} {word if count == 1 else f'{word}s'}"


def fail(command: ScrapyCommand, sentence: str) -> None:
    """Print the sentence to stderr; the command may go on, and ends with exit code 1."""
    print(sentence, file=sys.stderr)
    command.exitcode = 1


def unreadable(error: StateError | OSError) -> str:
    """Return the sentence for an error while reading an output folder's states and texts."""
    if isinstance(error, StateError):
        return str(error)
    return f"{error.filename}: {error.strerror}; scrapy verify lists all missing files."


def unwritable(output: Path, error: WarraqError | OSError) -> str:
    """Return the sentence for an error while preparing an output folder for a run."""
    written = str(error) if isinstance(error, WarraqError) else f"{output}: cannot be written: {error}."
    return read_only(output) or written


def read_only(output: Path) -> str:
    """Return the sentence for an output folder into which nothing can be written; empty for any other."""
    there = next(folder for folder in (output, *output.absolute().parents) if folder.exists())
    if all(os.access(folder, os.W_OK) for folder in (there, output / STATES) if folder.exists()):
        return ""
    return f"{output}: is read-only; make it writable, or set OUTPUT to a folder that is."


def unknown_outlet(name: str, names: list[str], otherwise: str) -> str:
    """Return the sentence for an outlet that does not exist: with the most similar name, else `otherwise`."""
    near = difflib.get_close_matches(name, names, 1)
    return f"There is no outlet {name!r}; {f'did you mean {near[0]}?' if near else otherwise}"


def hush_startup(level: str | None) -> None:
    """Hide lists of components, when the spider opens, and where credentials were found, unless a log level is chosen.

    Args:
        level: The value of `-L`; None without it.
    """
    if level is None:
        for name in _STARTUP:
            logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.WARNING)


def refuse_unknown_options(args: list[str]) -> None:
    """Refuse a misspelt option, which Scrapy passes on as an argument.

    Args:
        args: The arguments that are left when the options are read. After `--` all are meant as they stand.

    Raises:
        UsageError: One before `--` has the form of a long option.
    """
    for argument in takewhile(lambda argument: argument != "--", args):
        if found := re.match("--[A-Za-z][A-Za-z-]*", argument):
            raise UsageError(f"There is no option {found[0]}.")


def _until_closed(run: Callable[..., None]) -> Callable[..., None]:
    """Return a command's `run` that ends quietly when the reader of its stdout has closed it."""

    @wraps(run)
    def ended(command: ScrapyCommand, args: list[str], opts: argparse.Namespace) -> None:
        try:
            run(command, args, opts)
            sys.stdout.flush()
        except BrokenPipeError:
            if not _has_no_reader(sys.stdout.fileno()):
                raise
            abandon_stdout()
            command.exitcode = 1

    return ended


def _has_no_reader(descriptor: int) -> bool:
    """Return whether a descriptor is a pipe whose reader has closed it."""
    poll = select.poll()
    poll.register(descriptor, 0)
    return any(event & select.POLLERR for _, event in poll.poll(0))


def abandon_stdout() -> None:
    """Discard unwritten output; else the interpreter writes it again at exit, and prints a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
