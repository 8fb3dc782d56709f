"""`scrapy health [OUTLET…]`: names the outlets that broke, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

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
    print_json,
    uncrawled,
    unknown_outlet,
    unreadable,
)
from crawler.health import NEVER, Fault
from crawler.state import known_outlets, read_state
from pipelines.documents.health import faults_of
from pipelines.profile.file import profiles_folder

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from crawler.errors import StateError


class Command(Checked, ScrapyCommand):
    """Name the outlets that broke."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[OUTLET...] [--all] [--json]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Name outlets that broke: nothing found, far less than usual, odd texts, no runs"

    def long_desc(self) -> str:
        """Return the description for `scrapy health -h`."""
        return (
            "Judges each outlet by its own history: its runs, and its newest texts compared with earlier ones. Prints "
            "one line for each outlet that broke. Leaves out outlets that were never crawled, unless you name them or "
            "give --all. Exit codes: 0 all well, 1 an outlet broke, or something could not be read, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --all and --json."""
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="also report outlets that were never crawled")
        add_json(parser, "print one JSON array with every judged outlet")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Judge the outlets and print their faults.

        Raises:
            UsageError: There is no such outlet.
        """
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        output = output_of(self)
        loader = loader_of(self)
        with_file = [outlet.name for outlet in loader.outlets()]
        self.exitcode = int(bool(loader.faults))
        try:
            crawled = has_states(output)
            names = _chosen(args, sorted({*with_file, *known_outlets(output)}) if crawled else with_file)
            if not crawled and (not output.exists() or not (args or opts.all)):
                fail(self, uncrawled(output))
                return
            folder = profiles_folder(self.settings)
            judged = {name: faults_in(output, name, folder) for name in names}
        except UNREADABLE as error:
            fail(self, unreadable(error))
            return
        if not (args or opts.all):
            judged = {name: faults for name, faults in judged.items() if NEVER not in faults}
        self._tell(judged, as_json=opts.json, unloaded=len(loader.faults))

    def _tell(self, judged: dict[str, tuple[Fault, ...]], *, as_json: bool, unloaded: int) -> None:
        ill = {name: faults for name, faults in judged.items() if faults}
        if as_json:
            print_json([described(name, faults) for name, faults in judged.items()])
        else:
            for name, faults in ill.items():
                print(f"{name}: {'; '.join(map(str, faults))}.")
            files = f"{unloaded} outlet's file" if unloaded == 1 else f"{unloaded} outlets' files"
            rest = f"; {files} cannot be loaded, as told above" if unloaded else ""
            print(f"{len(judged)} {'outlet' if len(judged) == 1 else 'outlets'}, {len(ill) or 'none'} unwell{rest}")
        if ill:
            self.exitcode = 1


def unread(error: StateError | OSError) -> Fault:
    """Return the fault of an outlet whose state or texts cannot be read."""
    return Fault(word="unread", what=unreadable(error).rstrip("."))


def described(name: str, faults: tuple[Fault, ...]) -> dict[str, Any]:
    """Return an outlet's health as a JSON object."""
    return {
        "name": name,
        "health": faults[0].word if faults else "ok",
        "faults": [{"word": fault.word, "what": fault.what, "since": fault.since or None} for fault in faults],
    }


def faults_in(output: Path, outlet: str, profiles: Path) -> tuple[Fault, ...]:
    """Return an outlet's faults, from its state; `NEVER` without one, `unread` when something cannot be read."""
    try:
        with read_state(output, outlet) as state:
            return (NEVER,) if state is None else faults_of(state, output, profiles)
    except UNREADABLE as error:
        return (unread(error),)


def _chosen(args: list[str], names: list[str]) -> list[str]:
    """Return the outlets that the arguments name, each once; without arguments all.

    Raises:
        UsageError: There is no such outlet.
    """
    for arg in args:
        if arg not in names:
            raise UsageError(unknown_outlet(arg, names, "scrapy outlets names all."), print_help=False)
    return list(dict.fromkeys(args)) or names
