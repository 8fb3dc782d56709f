"""`scrapy release`: freezes a corpus under a digest, and proves that a release belongs to its archives."""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from corpus.export import INSTALL
from crawler.commands import all_outlets, fail, has_states, output_of, uncrawled
from crawler.commands.export import Command as ExportCommand
from crawler.commands.export import choices_of, failing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from corpus.release.check import Opened
    from corpus.release.verify import Summary
    from crawler.archive.read.named import NamedArchives

FOLDER = "releases"
"""Name of the folder of releases in the output folder."""
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
FEW = 64
"""Documents for which another process is not worth its start."""


class Command(ExportCommand):
    """Freeze the corpus as a release, or verify one."""

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "NAME [--to DIR|URL] [options] | --verify DIR [--archives PATH]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Freeze the corpus under a digest, or prove a release by its archives"

    def long_desc(self) -> str:
        """Return the description for `scrapy release -h`."""
        return (
            "Writes OUTPUT/releases/NAME (or DIR/NAME, or URL/NAME in an object store): an export with its choices, "
            "the profiles, and MANIFEST.json, "
            "which names all files and all archives with their digests; the SHA-256 of MANIFEST.json names the "
            "release. The same corpus gives the same digest; a name that exists is refused. With --verify it checks "
            "that every file is the one of the manifest, every row has its text, and every document's record, read "
            "and extracted again from the archives, gives it; it names what does not (docs/releases.md). "
            f"It needs pyarrow, DuckDB and NumPy: {INSTALL}. "
            "Exit codes: 0 all well, 1 something differs, is not proven, or could not be read or written, "
            "2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        add = parser.add_argument
        add("--to", metavar="DIR|URL", help="the folder of releases, or a prefix in a store (default: OUTPUT/releases)")
        add("--verify", metavar="DIR", help="verify the release in this folder")
        add(
            "--archives",
            metavar="PATH",
            action="append",
            help="archive, WACZ or folder of them; OUTPUT/archive without it",
        )
        add("--without-archives", action="store_true", help="verify files and rows alone")
        add("--digest", metavar="SHA256", help="the digest that the release must have")
        add("--sample", metavar="SHARE", help="only a share of the stories; with --verify N: rebuild only N documents")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Make or verify a release.

        Raises:
            UsageError: No name is given, or an option cannot be used.
        """
        if opts.verify is not None:
            if args:
                raise UsageError("Name no release with --verify DIR.", print_help=False)
            self._verify(Path(opts.verify), opts)
            return
        if len(args) != 1:
            raise UsageError("Name the release: scrapy release NAME, or scrapy release --verify DIR", print_help=False)
        if opts.archives or opts.without_archives or opts.digest is not None:
            raise UsageError("--archives, --without-archives and --digest need --verify DIR.", print_help=False)
        from crawler.storage.place import place_of

        output = output_of(self)
        allowed = self.settings.getlist("ADDRESSES_ALLOWED") if self.settings is not None else ()
        target = (place_of(opts.to, allowed) if opts.to else output / FOLDER) / args[0]
        with failing(self, target):
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            self._freeze(args[0], target, opts)

    def _freeze(self, name: str, target: Path, opts: argparse.Namespace) -> None:
        """Make a release.

        Raises:
            UsageError: The name, or an option, cannot be used.
        """
        from corpus.release.citation import NAME
        from corpus.release.freeze import Corpus
        from corpus.release.targets import release_to
        from crawler.storage.place import remote
        from pipelines.profile.file import profiles_folder

        if not NAME.fullmatch(name):
            raise UsageError(f"{name[:100]}: a name has Latin letters, digits, dots and dashes.", print_help=False)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        output = output_of(self)
        choices = choices_of(opts, output)
        corpus = Corpus(output, profiles_folder(self.settings), all_outlets(self), self.facts())
        with _progress(target.name) as (documents, archived):
            made = release_to(corpus, target, choices, documents, archived)
        manifest = made.manifest
        print(
            f"{target}: documents {manifest.documents:,}, words {manifest.words:,}, outlets {len(manifest.outlets):,}, "
            f"archives {len(manifest.archives):,}, files {len(manifest.files):,}"
        )
        print(f"digest: sha256:{made.digest}")
        where = "DIR, a copy of it" if remote(target) else shlex.quote(str(target))
        print(f"Cite it by name and digest (CITATION.cff). To verify it: scrapy release --verify {where}")

    def _verify(self, folder: Path, opts: argparse.Namespace) -> None:
        """Verify a release, and print a line for each defect.

        Raises:
            UsageError: An option cannot be used.
        """
        sample = _count(opts.sample)
        digest = "" if opts.digest is None else opts.digest.lower().removeprefix("sha256:")
        if opts.digest is not None and not _SHA256.fullmatch(digest):
            raise UsageError(
                f"--digest {opts.digest[:100]}: is no SHA-256, which has 64 hexadecimal digits.", print_help=False
            )
        if opts.without_archives and (opts.archives or sample is not None):
            raise UsageError(
                "--without-archives reads no archive: leave --archives and --sample out.", print_help=False
            )
        with failing(self, folder):
            from corpus.release.check import opened
            from crawler.archive.read.named import NamedArchives

            release = opened(folder)
            with NamedArchives() as named, _progress(folder.name) as (documents, archived):
                paths = None if opts.without_archives else self._archives(opts.archives, named)
                self._check(release, paths, (digest, sample), documents, archived)

    def _archives(self, given: list[str] | None, named: NamedArchives) -> list[Path]:
        """Return the archives in the paths that the user gave, or under OUTPUT; none where there are none.

        Raises:
            FileNotFoundError: A path does not exist.
            WaczError: A package cannot be read.
        """
        own = output_of(self) / "archive"
        paths = [Path(path) for path in given] if given else [own] if own.is_dir() else []
        if missing := [path for path in paths if not path.exists()]:
            raise FileNotFoundError(
                2, "there is no such file or folder; name the archives of the release", str(missing[0])
            )
        return [found for path in paths for found in named.find(path)]

    def _check(
        self,
        release: Opened,
        paths: list[Path] | None,
        asked: tuple[str, int | None],
        documents: Callable[[int], object],
        archived: Callable[[int], object],
    ) -> None:
        """Check a release that was opened; `asked` has the digest that it must have, and the number of documents."""
        from corpus.release.verify import Verification
        from crawler.run.processes import cores
        from pipelines.workers import Workers

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        settings, digest = self.settings, asked[0]
        count = min(settings.getint("WORKERS", cores()), 1 + release.manifest.documents // FEW)
        workers = Workers(count, settings.getfloat("WORKER_TIMEOUT"))
        try:
            check = Verification(release, all_outlets(self), settings, workers)
            count = 0
            for defect in check.run(paths, digest=digest, sample=asked[1], advance=documents, hashed=archived):
                print("".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in str(defect)))
                count += not defect.note
        finally:
            workers.close()
        for sentence in check.unproven:
            fail(self, sentence)
        print(_shown(release, check.summary, count))
        if count:
            self.exitcode = 1


def _count(written: str | None) -> int | None:
    """Return the number of documents that an option states; None without the option.

    Raises:
        UsageError: It is no whole number above 0.
    """
    if written is None:
        return None
    if not (written.isascii() and written.isdigit() and int(written)):
        raise UsageError(f"--sample {written}: with --verify it is a number of documents above 0.", print_help=False)
    return int(written)


def _shown(release: Opened, summary: Summary, count: int) -> str:
    """Return the last line of a verification."""
    told = f"files {summary.files:,}, archives {summary.archives:,}, documents {summary.documents:,}"
    verdict = f"proven by their records {summary.proven:,}, defects {count:,}"
    return f"{release.name or release.folder} sha256:{release.digest}: {told}, {verdict}"


@contextmanager
def _progress(label: str) -> Iterator[tuple[Callable[[int], object], Callable[[int], object]]]:
    """Show live lines on a terminal; yield what counts documents, and what counts bytes of archives."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        documents = progress.add_task(f"{label}, documents:", total=None)
        archived = progress.add_task("bytes of archives:", total=None)
        yield (lambda count: progress.advance(documents, count)), (lambda count: progress.advance(archived, count))
