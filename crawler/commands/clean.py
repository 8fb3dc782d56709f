"""`scrapy clean`: applies the steps of a crawl to files that a user has; `--outlet` adds them to a corpus."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, abandon_stdout, all_outlets, fail, hush_startup, leave, output_of, unwritable
from crawler.errors import LockedError, OutletError, ProfileError, StateError, TextFileError
from crawler.files import write_whole
from crawler.outlet import Outlet
from crawler.state import State, refuse_lost_state
from crawler.state.owner import refuse_owned
from crawler.state.rows import json_line
from crawler.state.swap import finish_interrupted_swap
from crawler.urls import MAX_URL, brought_url
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from crawler.bring import File
    from pipelines.brought import Cleaned, Source
    from pipelines.profile.model import Profile


class Command(Checked, ScrapyCommand):
    """Apply the steps of a crawl to files; write the texts to stdout, into a folder, or into a corpus."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "FILE|DIR... [-o DIR | --outlet NAME] [--learn]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Clean your own texts and pages: normalize, strip appendices and inserts, judge"

    def long_desc(self) -> str:
        """Return the description for `scrapy clean -h`."""
        return (
            "Applies the steps of a crawl to each FILE, and to each text (.txt) and page (.html, .htm, .xhtml) in a "
            "folder and its subfolders, in any encoding of Arabic. Writes the texts to stdout, with a blank line "
            "between them, or into DIR under the files' names, with a manifest.jsonl that names each text's source, "
            "title and date, and what was cut. With --outlet the files join that outlet's corpus in OUTPUT: each is "
            "archived unchanged, so that a replay takes it again, and a later run adds what is new or changed. With "
            "--learn, lines that most of the texts repeat are removed too: name texts of one outlet only. Exit codes: "
            "0 all well, 1 a file could not be read or written, or was rejected, or there are too few files to learn "
            "from, 2 wrong usage. With --outlet a rejected file is counted, and no failure."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add -o, --outlet and --learn."""
        super().add_options(parser)
        parser.add_argument("-o", dest="folder", metavar="DIR", help="write the texts into DIR (made if missing)")
        parser.add_argument("--outlet", metavar="NAME", help="add the files to this outlet's archive and corpus")
        parser.add_argument("--learn", action="store_true", help="learn from these files what their outlet repeats")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; only --outlet needs Scrapy's engine."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        self.requires_crawler_process = opts.outlet is not None
        if opts.outlet is not None:
            hush_startup(opts.loglevel)
            self.settings.set("LOG_ENABLED", value=True, priority="command")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Clean the files that `args` names.

        An older text of the same name in DIR is replaced, so that a run can be repeated. A FILE itself is never
        overwritten.

        Raises:
            UsageError: No file is named, two files have the same name, or options exclude each other.
        """
        if not args:
            raise UsageError("Name at least one text file: scrapy clean FILE... [-o DIR]", print_help=False)
        if opts.outlet is not None and (opts.folder is not None or opts.learn):
            raise UsageError(
                "--outlet writes into OUTPUT, and goes with neither -o nor --learn (scrapy learn OUTLET learns).",
                print_help=False,
            )
        sources = [source for arg in args for source in self._sources(Path(arg))]
        folder = None if opts.folder is None else Path(opts.folder)
        if folder is not None or opts.outlet is not None:
            _check_names(sources)
        if opts.outlet is not None:
            self._bring(sources, opts.outlet)
            return
        if folder is not None and not self._make(folder):
            return
        try:
            profile = _learned(sources) if opts.learn else None
        except ProfileError as error:
            fail(self, str(error))
            return
        self._clean(sources, folder, profile)

    def _clean(self, sources: list[Source], folder: Path | None, profile: Profile | None) -> None:
        """Clean files one after another, and show how far it is."""
        from crawler.run.meter import meter, size_of
        from pipelines.brought import row_of, save_text

        written, done = False, 0
        rows: list[dict[str, Any]] = []
        with meter("clean", sum(size_of(source.path) for source in sources)) as advance:
            for source in sources:
                advance(done, source.name)
                done += size_of(source.path)
                try:
                    found = _cleaned(source.path, profile)
                    text = found.text.encode()
                    if folder is not None:
                        save_text(folder / source.target, text, source.path)
                        rows.append(row_of(source, found))
                        continue
                except TextFileError as error:
                    fail(self, f"{source.path}: {error}.")
                    continue
                if not self._print(source.path, b"\n\n" * written + text):
                    return
                written = True
        if folder is not None:
            self._save_manifest(folder, rows)

    def _sources(self, path: Path) -> list[Source]:
        """Return a file, or the texts and pages in a folder; a folder without one is named, and fails the command."""
        from pipelines.brought import sources_in

        found = sources_in(path)
        if not found:
            fail(self, f"{path}: holds no .txt or .html file; name the files in it.")
        return found

    def _print(self, path: Path, text: bytes) -> bool:
        """Write a text to stdout; return whether that was possible."""
        try:
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
        except OSError as error:
            fail(self, f"{path}: cannot be written to stdout ({error.strerror}); name a folder with -o.")
            abandon_stdout()
            return False
        return True

    def _make(self, folder: Path) -> bool:
        """Make the folder of the texts; return whether it exists now."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(self, f"{folder}: cannot be created ({error.strerror}); name another folder with -o.")
            return False
        return True

    def _save_manifest(self, folder: Path, rows: list[dict[str, Any]]) -> None:
        """Write the manifest of the folder's texts: rows of this run, and those of an earlier one for other names."""
        from pipelines.brought import MANIFEST, rows_of

        path = folder / MANIFEST
        try:
            kept = rows_of(path, {row["name"] for row in rows})
            if rows:
                write_whole(path, "".join(map(json_line, [*kept, *rows])).encode())
        except (OSError, ValueError) as error:
            fail(self, f"{path}: cannot be written ({error}); check the file, or name another folder with -o.")

    def _bring(self, sources: list[Source], name: str) -> None:
        """Add files to an outlet's archive and corpus.

        Raises:
            UsageError: The name cannot be an outlet's.
        """
        from crawler.bring import BringSpider
        from crawler.run.failure import exit_code
        from pipelines.profile.file import profiles_folder, read_profile

        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        assert self.settings is not None  # noqa: S101 - likewise
        outlet, output = _outlet(name, all_outlets(self)), output_of(self)
        try:
            read_profile(profiles_folder(self.settings), outlet.name)
            finish_interrupted_swap(output)
            refuse_owned(output, outlet.name)
            refuse_lost_state(output, outlet.name)
            State(output, outlet.name).close()
        except ProfileError as error:
            fail(self, str(error))
            return
        except LockedError as error:
            leave(str(error), 2)
        except (OSError, StateError) as error:
            fail(self, unwritable(output, error))
            return
        crawler = self.crawler_process.create_crawler(BringSpider)
        files = self._brought(sources, outlet.name)
        self.crawler_process.crawl(crawler, outlet=outlet, files=files, count=len(sources))
        self.crawler_process.start()
        self.exitcode = exit_code(crawler) or int(self.crawler_process.bootstrap_failed) or self.exitcode

    def _brought(self, sources: list[Source], outlet: str) -> Iterator[File | None]:
        """Yield the files; None for each that cannot be read, which is named, and fails the command."""
        from crawler.bring import File
        from pipelines.brought import read_brought

        for source in sources:
            if len(brought_url(outlet, source.name)) > MAX_URL:
                fail(self, f"{source.path}: makes an address of more than {MAX_URL} characters; shorten its path.")
                yield None
                continue
            try:
                found = read_brought(source.path)
                yield File(source.name, found.media, found.body)
            except TextFileError as error:
                fail(self, f"{source.path}: {error}.")
                yield None


def _check_names(sources: list[Source]) -> None:
    """Refuse files that would overwrite each other.

    Raises:
        UsageError: There are such files.
    """
    from pipelines.brought import check_names

    try:
        check_names(sources)
    except TextFileError as error:
        raise UsageError(str(error), print_help=False) from None


def _outlet(name: str, outlets: tuple[Outlet, ...]) -> Outlet:
    """Return the outlet of a name, which may be one without a file.

    Raises:
        UsageError: The name cannot be an outlet's.
    """
    for outlet in outlets:
        if outlet.name == name:
            return outlet
    with suppress(OutletError):
        outlet = Outlet.of_site(f"https://{name}/")
        if outlet.name == name and "." in name:
            return outlet
    raise UsageError(
        f"--outlet {name}: is no outlet's name; write one of scrapy list, or a domain in lower case.", print_help=False
    )


def _cleaned(path: Path, profile: Profile | None) -> Cleaned:
    """Return a file's text after all steps.

    Raises:
        TextFileError: It cannot be read, or is rejected.
    """
    from crawler.archive.read.unarchived import unarchived_page
    from pipelines.article import article_of
    from pipelines.brought import HTML, Cleaned, read_brought
    from pipelines.clean import judged_text

    found = read_brought(path)
    try:
        if found.media != HTML:
            stripped = judged_text(found.text, profile)
            return Cleaned(stripped.text, "", None, None, list(stripped.cut))
        nowhere = Outlet.of_site("https://localhost/")  # the generic rules
        outcome = article_of(unarchived_page(path.resolve().as_uri(), found.body, nowhere), profile)
        if outcome.rejected is not None:
            raise outcome.rejected
    except Rejected as rejected:
        raise TextFileError(f"is rejected ({rejected}); leave it out") from None
    article = outcome.article
    text = f"{article.title}\n{article.text}" if article.title else article.text
    return Cleaned(text, article.title, article.published, article.declared_url, article.cut)


def _learned(sources: list[Source]) -> Profile:
    """Return the profile of a batch of files; a file that cannot be read is left out, and named later.

    Raises:
        ProfileError: There are too few.
    """
    from pipelines.brought import read_brought
    from pipelines.profile.learning import learn
    from pipelines.sheet import sheet_of_text

    sheets = []
    for source in sources:
        with suppress(TextFileError):
            sheets.append(sheet_of_text(read_brought(source.path).text))
    return learn(sheets)
