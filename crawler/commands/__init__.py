"""Commands of the project: the only place that sees both fetching and text. Here stands what several of them do.

Scrapy imports the module of every command whenever it starts, to list them. So a command imports what is heavy (text
extraction, archives, rich) in the function that needs it.
"""

from __future__ import annotations

import difflib
import json
import logging
import os
import sqlite3
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from scrapy.spiderloader import get_spider_loader

from crawler.errors import StateError
from crawler.state import STATE, State

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager

    from scrapy.commands import ScrapyCommand

    from crawler.loader import OutletLoader

UNREADABLE = (StateError, sqlite3.Error, OSError)
"""What reading OUTPUT may raise; `unreadable` says it in a sentence."""
_STARTUP = ("scrapy.utils.log", "scrapy.addons", "scrapy.middleware", "scrapy.crawler")


def output_of(command: ScrapyCommand) -> Path:
    """Return the folder that OUTPUT names."""
    assert command.settings is not None  # noqa: S101 - set by scrapy.cmdline
    return Path(command.settings["OUTPUT"])


def loader_of(command: ScrapyCommand) -> OutletLoader:
    """Return the loader of the outlets' files; a command that crawls finds its own at its crawler process."""
    assert command.settings is not None  # noqa: S101 - set by scrapy.cmdline
    return cast("OutletLoader", get_spider_loader(command.settings))


def state_if_any(output: Path) -> AbstractContextManager[State | None]:
    """Open the state of an output folder; None when there is none, for who only looks makes none.

    Raises:
        StateError: It cannot be opened, or the output folder is none.
    """
    check_folder(output)
    path = output / STATE
    return State(path) if path.exists() else nullcontext()


def check_folder(output: Path) -> None:
    """Pass an output folder that is there, or can be made.

    Raises:
        StateError: Something else has its name.
    """
    if output.exists() and not output.is_dir():
        raise StateError(f"{output}: is no folder; OUTPUT must name the one that is crawled into.")


def uncrawled(output: Path) -> str:
    """Return the sentence for an output folder of which nothing can be said, for nothing was crawled into it."""
    why = "nothing was crawled into it" if output.exists() else "there is no such folder"
    return f"{output}: {why}; OUTPUT must name the one that is crawled into."


def add_json(parser: argparse.ArgumentParser, what: str) -> None:
    """Add --json, which prints `what`."""
    parser.add_argument("--json", action="store_true", help=what)


def print_json(found: Any) -> None:
    """Print in one line, Arabic as it is written."""
    print(json.dumps(found, ensure_ascii=False))


def fail(command: ScrapyCommand, sentence: str) -> None:
    """Say what went wrong; the command, which may go on, ends with exit code 1."""
    print(sentence, file=sys.stderr)
    command.exitcode = 1


def unreadable(output: Path, error: StateError | sqlite3.Error | OSError) -> str:
    """Return the sentence for what came up while the state of an output folder and its texts were read."""
    if isinstance(error, StateError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}; scrapy verify names all that is missing."
    return f"{output / STATE}: the state cannot be read: {error}."


def unwritable(output: Path, error: StateError | OSError) -> str:
    """Return the sentence for what came up while an output folder was made ready for a run."""
    return str(error) if isinstance(error, StateError) else f"{output}: cannot be written: {error}."


def unknown_outlet(name: str, names: list[str], otherwise: str) -> str:
    """Return the sentence for an outlet that there is not: with the name that is nearest to it, or `otherwise`."""
    near = difflib.get_close_matches(name, names, 1)
    return f"There is no outlet {name!r}; {f'did you mean {near[0]}?' if near else otherwise}"


def hush_startup(level: str | None) -> None:
    """Leave out Scrapy's lists of versions and components, unless a log level was asked for.

    Args:
        level: What `-L` says; None when it was not given.
    """
    if level is None:
        for name in _STARTUP:
            logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.WARNING)


def abandon_stdout() -> None:
    """Let what is still to be written go nowhere; else the interpreter tries it again at exit, with a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
