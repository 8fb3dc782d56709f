"""`scrapy wacz OUTLET|WARC… -o FILE`: packages archives into one file that ReplayWeb.page opens."""

from __future__ import annotations

import json
import sys
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.archive import OPEN
from crawler.commands import Checked, fail, output_of
from crawler.errors import CdxjError, CorpusError, StorageError, WaczError
from crawler.storage.place import is_url, remote

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from crawler.archive.read.named import NamedArchives
    from crawler.archive.wacz import WaczPage


class Command(Checked, ScrapyCommand):
    """Package archives as WACZ."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "OUTLET|WARC|URL… -o FILE"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Package archives as WACZ, for ReplayWeb.page"

    def long_desc(self) -> str:
        """Return the description for `scrapy wacz -h`."""
        return (
            "Packs the archives of each OUTLET, or the named WARCs, with their index, and with the titles and texts "
            "of the documents that OUTPUT holds from them. Exit codes: 0 all well, 1 something could not be read or "
            "written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add -o and --title."""
        super().add_options(parser)
        parser.add_argument(
            "-o", dest="target", metavar="FILE", help="file of the package; an existing one is replaced"
        )
        parser.add_argument("--title", help="title of the package in the player (default: FILE's name)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the package.

        Raises:
            UsageError: No archive or no package is named, or an outlet or file does not exist.
        """
        from crawler.archive.read.named import NamedArchives

        if not args or not opts.target:
            raise UsageError(
                "Name outlets or WARCs, and the package: scrapy wacz OUTLET -o FILE.wacz", print_help=False
            )
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        with NamedArchives(self.settings.getlist("ADDRESSES_ALLOWED")) as named:
            self._write(args, Path(opts.target), named, opts.title)

    def _write(self, args: list[str], target: Path, named: NamedArchives, title: str | None) -> None:
        """Write the package.

        Raises:
            UsageError: As in `run`.
        """
        from rich.console import Console
        from rich.progress import Progress

        from crawler.archive.read.records import read_records
        from crawler.archive.wacz import write_wacz

        output = output_of(self)
        try:
            warcs = [warc for name in args for warc in self._warcs(output, name, named)]
        except (StorageError, WaczError) as error:
            fail(self, str(error))
            return
        if not warcs:
            return
        _check(warcs, target)
        size = sum(warc.stat().st_size for warc in warcs)
        try:
            with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
                task = progress.add_task(target.name, total=size)
                report = self._reporter()
                for warc in warcs:
                    deque(read_records(warc, report), maxlen=0)  # the index alone would not show damage
                write_wacz(
                    target,
                    warcs,
                    _pages(output / "text", {warc.name for warc in warcs}),
                    report,
                    lambda count: progress.advance(task, count),
                    title=title or target.stem,
                )
        except (CdxjError, WaczError, CorpusError) as error:
            fail(self, str(error))
        except OSError as error:
            fail(self, f"{error.filename or target}: {error.strerror or error}; {target} was not written.")

    def _reporter(self) -> Callable[[str], None]:
        """Return a function that fails with a sentence, with each one once."""
        said: set[str] = set()

        def report(sentence: str) -> None:
            if sentence not in said:
                said.add(sentence)
                fail(self, sentence)

        return report

    def _warcs(self, output: Path, name: str, named: NamedArchives) -> list[Path]:
        """Return an outlet's closed archives, or the named archive, or those of a URL.

        Raises:
            StorageError: A store does not answer, or refuses.
            UsageError: The name is neither a file nor an outlet with archives.
            WaczError: The URL is that of a WACZ that cannot be read.
        """
        from crawler.archive.wacz import ENDINGS

        if is_url(name):
            found = named.find(named.place(name))
            if not found:
                fail(self, f"{named.place(name)}: holds no WARC; check the name.")
            return found
        if Path(name).is_file():
            return [Path(name)]
        folder = output / "archive" / name
        if not folder.is_dir() or "/" in name:
            raise UsageError(
                f"{name}: is neither a file nor an outlet with a folder in {folder.parent}.", print_help=False
            )
        for path in sorted(folder.glob(f"*{OPEN}")):
            print(f"{path}: is not closed and was left out; the outlet's next crawl closes it.", file=sys.stderr)
        warcs = sorted(path for ending in ENDINGS for path in folder.glob(f"*{ending}"))
        if not warcs:
            fail(self, f"{folder}: holds no closed WARC; crawl the outlet first.")
        return warcs


def _check(warcs: list[Path], target: Path) -> None:
    """Refuse archives that cannot go into the package.

    Raises:
        UsageError: An archive's name has a wrong ending, two have one name, or the package would replace one.
    """
    from crawler.archive.wacz import ENDINGS

    for warc in warcs:
        if not warc.name.endswith(ENDINGS):
            raise UsageError(f"{warc}: a WACZ holds only {' and '.join(ENDINGS)} files.", print_help=False)
        if remote(warc) is None and target.exists() and target.samefile(warc):
            raise UsageError(f"{warc}: the package would overwrite it; name another FILE.", print_help=False)
    (name, count), *_ = Counter(warc.name for warc in warcs).most_common()
    if count > 1:
        raise UsageError(
            f"{name}: {count} archives have this name, and a WACZ can hold only one; make two.", print_help=False
        )


def _pages(texts: Path, names: set[str]) -> Iterator[WaczPage]:
    """Yield a page for each document from one of the named archives.

    Raises:
        CorpusError: A row of a manifest, or a text, cannot be read.
    """
    from pipelines.documents.corpus import MANIFEST

    for manifest in sorted(texts.glob(f"*/{MANIFEST}")):
        try:
            with manifest.open(encoding="utf-8") as file:
                yield from _documents(manifest.parent, names, file)
        except (OSError, ValueError, KeyError) as error:
            raise CorpusError(f"{manifest}: does not fit its texts ({error}); run scrapy verify.") from error


def _documents(folder: Path, names: set[str], lines: Iterable[str]) -> Iterator[WaczPage]:
    from crawler.archive.wacz import WaczPage

    for line in lines:
        row = json.loads(line)
        if row["warc"] in names:
            text = (folder / row["name"]).read_text("utf-8").removeprefix(f"{row['title']}\n")
            page_id = f"{folder.name}/{row['name'].removesuffix('.txt')}"
            yield WaczPage(id=page_id, url=row["url"], ts=row["captured"], title=row["title"], text=text)
