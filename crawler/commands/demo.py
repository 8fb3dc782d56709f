"""`scrapy demo`: a whole run without internet."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, fail, output_of
from crawler.errors import DemoError
from crawler.outlet import Outlet

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from rich.console import Console

MARK = ".demo"
"""Empty file that marks a folder which the demo made and may delete."""
_TITLE_WIDTH = 26


class Command(Checked, ScrapyCommand):
    """Crawl a site made from seeds/, show the results, and check them."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Show a whole run without internet, on a local site made from seeds/"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, show, replay and compare; exit code 1 when a result is wrong.

        Raises:
            UsageError: The command was given an argument.
        """
        from rich.console import Console

        if args:
            raise UsageError("scrapy demo takes no arguments.")
        passed = [pair for pair in opts.set if not pair.startswith("OUTPUT=")]
        self._passed = [word for pair in passed for word in ("-s", pair)]
        folder = output_of(self) / "demo"
        console = Console(soft_wrap=True, highlight=False, markup=False)
        try:
            faults = self._demonstrate(folder, console)
        except DemoError as error:
            faults = [str(error)]
        except KeyboardInterrupt:
            faults = [f"scrapy demo was interrupted; run it again, and it clears {folder} first."]
        for fault in faults:
            fail(self, fault)

    def _demonstrate(self, folder: Path, console: Console) -> list[str]:
        """Crawl and replay in the folder; return a sentence for each wrong result.

        Raises:
            DemoError: The folder is unusable, or one of the runs failed.
        """
        from crawler.demo import DRAFT, DemoSite, expected

        clear(folder)
        with DemoSite() as site:
            outlet = Outlet.of_site(site.url).name
            console.print(f"A news site made from seeds/ is at {site.url}")
            self._scrapy(console, folder, "crawl", "site", "-a", f"url={site.url}")
        text = folder / "text"
        warcs = sorted((folder / "archive" / outlet).glob("*.warc.gz"))
        if not warcs:
            raise DemoError(f"{folder / 'archive' / outlet}: the crawl left no archive there.")
        _show_documents(console, text / outlet)
        _show_archives(console, warcs)

        replayed = folder / "replayed"
        self._scrapy(console, replayed, "replay", *map(str, warcs))
        first, second = _tree(text), _tree(replayed / "text")
        unlike = differences(first, second, replayed / "text")
        if not unlike:
            console.print(f"replay gave the same bytes: {len(first)} files")

        texts = {name: body for name, body in first.items() if name.endswith(".txt")}
        wrong = unmet(texts, text)
        if not wrong:
            console.print(f"texts equal seeds/ without the appendix: {len(texts)} of {len(expected())}")

        trespasses = []
        if DRAFT in site.asked:
            trespasses = [f"{DRAFT}: robots.txt forbids it, and the crawl requested it."]
        else:
            console.print(f"robots.txt was obeyed: {DRAFT} was not requested")
        return [*unlike, *wrong, *trespasses]

    def _scrapy(self, console: Console, output: Path, command: str, *args: str) -> None:
        """Print a Scrapy command and run it, with the `-s` options of this command.

        Raises:
            DemoError: The command failed.
        """
        line = [command, *args, "-s", f"OUTPUT={output}", *self._passed]
        console.print(f"\n$ {shlex.join(['scrapy', *line])}", style="bold")
        run = subprocess.run([sys.executable, "-m", "scrapy", *line], check=False)  # noqa: S603 - our own words
        if run.returncode:
            raise DemoError(f"scrapy {command} failed with exit code {run.returncode}; its messages are above.")


def clear(folder: Path) -> None:
    """Make the folder empty but for our mark.

    Raises:
        DemoError: It is somebody else's, or cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / MARK).exists():
                raise DemoError(f"{folder} was not made by `scrapy demo`, which would delete it; move it away.")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise DemoError(f"{folder} cannot be used: {error.strerror or error}.") from error


def _show_documents(console: Console, folder: Path) -> None:
    """Print a table of the outlet's documents.

    Raises:
        DemoError: There is no manifest.
    """
    from rich.box import SIMPLE
    from rich.table import Table

    manifest = folder / "manifest.jsonl"
    if not manifest.exists():
        raise DemoError(f"{manifest}: the crawl did not write it.")
    table = Table(box=SIMPLE, title=f"Stored in {folder}", title_justify="left")
    table.add_column("file", no_wrap=True)
    table.add_column("letters", justify="right", no_wrap=True)
    table.add_column("lines cut", justify="right", no_wrap=True)
    # Last, and cut short: a terminal that reverses Arabic would shift every column after it.
    table.add_column("begins", no_wrap=True)
    for line in manifest.read_text("utf-8").splitlines():
        row = json.loads(line)
        text = (folder / row["name"]).read_text("utf-8")
        letters = sum(character.isalpha() for character in text)
        table.add_row(row["name"], f"{letters:,}", str(len(row["cut"])), _shortened(text.partition("\n")[0]))
    console.print()
    console.print(table)
    console.print(f"{manifest} has a row for each document; its field cut holds the lines that were cut.\n")


def _shortened(line: str) -> str:
    """Return the words of a line that fit into the table."""
    kept = line[: _TITLE_WIDTH + 1]
    return line if kept == line else kept.rpartition(" ")[0] + "…"


def _show_archives(console: Console, warcs: list[Path]) -> None:
    """Print a table of the archives."""
    from rich.box import SIMPLE
    from rich.filesize import decimal
    from rich.table import Table

    from crawler.archive.read.pages import read_archive

    table = Table(box=SIMPLE, title=f"Archived in {warcs[0].parent}", title_justify="left")
    table.add_column("file", no_wrap=True)
    table.add_column("size", justify="right")
    table.add_column("exchanges", justify="right")
    for warc in warcs:
        exchanges = sum(1 for _ in read_archive(warc, (), console.print))
        table.add_row(warc.name, decimal(warc.stat().st_size), str(exchanges))
    console.print(table)


def _tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file under a folder, by its path relative to the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def differences(first: dict[str, bytes], second: dict[str, bytes], folder: Path) -> list[str]:
    """Return a sentence for each file in which the replay differs from the crawl."""
    faults = []
    for name in sorted(first.keys() | second.keys()):
        if name not in second:
            faults.append(f"{folder / name}: the replay did not write it, and the crawl did.")
        elif name not in first:
            faults.append(f"{folder / name}: the replay wrote it, and the crawl did not.")
        elif first[name] != second[name]:
            faults.append(f"{folder / name}: the replay wrote other bytes than the crawl.")
    return faults


def unmet(texts: dict[str, bytes], folder: Path) -> list[str]:
    """Return a sentence for each story without its text, and for each text without a story."""
    from crawler.demo import expected

    wanted = expected()
    missing = Counter(wanted.values()) - Counter(texts.values())
    surplus = Counter(texts.values()) - Counter(wanted.values())
    faults = [
        f"{path}: no stored text equals its seed without the appendix." for path in wanted if wanted[path] in missing
    ]
    faults += [
        f"{folder / name}: equals no seed without its appendix, or is stored twice."
        for name in texts
        if texts[name] in surplus
    ]
    return faults
