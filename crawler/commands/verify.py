"""`scrapy verify [WARC|WACZ|DIR…]`: checks archives, index, state and corpus."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, all_outlets, check_folder, counted, fail, output_of, read_only, uncrawled
from crawler.errors import LockedError, StateError, StorageError, WaczError
from crawler.state import STATES, refuse_shared_state

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.archive.read.named import NamedArchives
    from crawler.defect import Defect


_OURS = (STATES, "archive", "text")
"""Names that a run makes in an output folder."""


class Command(Checked, ScrapyCommand):
    """Print every defect of archives, index, state and corpus."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[WARC|WACZ|DIR|URL...] [--repair]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Check that archives, index, state and corpus are sound and agree"

    def long_desc(self) -> str:
        """Return the description for `scrapy verify -h`."""
        return (
            "Without WARCs it checks all of OUTPUT. With WARCs, yours or anybody's, it checks these files (a folder "
            "names all archives in it, a WACZ those that it packs, a URL those that lie there). "
            "Notes are no defects: what a server sent wrong, "
            "and a revisit whose original is in none of these files. Prints one line for each defect and note. "
            "Exit codes: 0 no defect, 1 defects, or something could not be read, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --repair."""
        super().add_options(parser)
        parser.add_argument(
            "--repair",
            action="store_true",
            help="first repair OUTPUT (finish files that a crash left open, make manifests and indexes again, remove "
            "temporary files), without inventing anything",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the defects, and count them.

        Raises:
            UsageError: --repair was given with WARCs, for which there is no state.
        """
        from crawler.archive.check.agreement import check_output, repair_output
        from crawler.archive.read.named import NamedArchives
        from crawler.archive.read.own import own_archives
        from crawler.run.clock import repair_clocks
        from crawler.run.meter import meter
        from pipelines.documents.check import check_corpus, repair_corpus

        if args and opts.repair:
            raise UsageError("--repair mends OUTPUT, by its state; it takes no WARCs.", print_help=False)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        output = output_of(self)
        outlets = () if args else all_outlets(self)
        try:
            if not args:
                check_folder(output)
                refuse_shared_state(output)
                if not any((output / name).exists() for name in _OURS):
                    fail(self, uncrawled(output))
                    return
            if opts.repair:
                for sentence in chain(repair_output(output, outlets), repair_clocks(output), repair_corpus(output)):
                    print(f"mended: {sentence}")
            with NamedArchives(self.settings.getlist("ADDRESSES_ALLOWED")) as named:
                archives = self._find(args, named) if args else own_archives(output)
                with meter("verify", sum(path.stat().st_size for path in archives)) as advance:
                    passed = _Passed(archives, advance)
                    if args:
                        self._tell(_check_files(archives, passed), archives)
                    else:
                        self._tell(chain(check_output(output, outlets, passed), check_corpus(output)), archives)
        except BrokenPipeError:
            raise  # of stdout
        except OSError as error:
            why = f"{error.filename or output}: {error.strerror or error}; check the name and its permissions."
            fail(self, (read_only(output) if opts.repair else "") or why)
        except (StateError, LockedError) as error:
            fail(self, str(error))

    def _find(self, args: list[str], named: NamedArchives) -> list[Path]:
        """Return the archives that the arguments name; an argument without one is named, and fails the command."""
        archives = []
        for arg in args:
            try:
                found = named.find(named.place(arg))
            except (StorageError, WaczError) as error:
                fail(self, str(error))
                continue
            if not found:
                fail(self, f"{arg}: holds no WARC, ARC or WACZ; check the name.")
            archives += found
        return archives

    def _tell(self, defects: Iterator[Defect], archives: list[Path]) -> None:
        count = notes = 0
        states = set()
        for defect in defects:
            if defect.rule == "state" and defect.offset is None:
                if defect in states:  # a state that is missing is a defect of the archive and of the texts
                    continue
                states.add(defect)
            print(defect)
            if defect.note:
                notes += 1
            else:
                count += 1
        print(f"{counted(count, 'defect')}, {counted(notes, 'note')}, {counted(len(archives), 'archive')}")
        if count:
            self.exitcode = 1


class _Passed:
    """Moves the progress meter to the beginning of the archive that is being checked."""

    def __init__(self, archives: list[Path], advance: Callable[[int, str], None]) -> None:
        self._advance = advance
        self._before: dict[Path, int] = {}
        total = 0
        for path in archives:
            self._before[path] = total
            total += path.stat().st_size

    def __call__(self, path: Path) -> None:
        self._advance(self._before[path], path.name)


def _check_files(archives: list[Path], passed: Callable[[Path], None]) -> Iterator[Defect]:
    from crawler.archive.check.standard import ArchiveCheck

    check = ArchiveCheck(own=False)
    for path in archives:
        passed(path)
        yield from check.check(path)
    yield from check.finish()
