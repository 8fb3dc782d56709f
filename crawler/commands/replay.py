"""`scrapy replay [WARC|WACZ|DIR…]`: makes the corpus from archives, without network."""

from __future__ import annotations

import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from crawler.archive import OPEN
from crawler.commands import (
    Checked,
    all_outlets,
    check_folder,
    fail,
    hush_startup,
    leave,
    output_of,
    print_columns,
    unwritable,
)
from crawler.errors import (
    CdxjError,
    LockedError,
    OutletError,
    ProfileError,
    StateError,
    StorageError,
    TaskError,
    WaczError,
)
from crawler.files import make_folder
from crawler.outlet import outlet_of
from crawler.run.closing import close
from crawler.run.failure import exit_code, stop
from crawler.run.outcome import Outcome
from crawler.state import State
from crawler.state.lock import CorpusLock, OutletLock
from crawler.state.schema import outlets_with_state, refuse_shared_state
from crawler.state.swap import STAGE, clear_stage, finish_interrupted_swap, finish_swap, swap
from crawler.state.takeover import take_over, take_over_again, warcs_of_documents
from crawler.storage.stores import ask_together
from crawler.urls import netloc

if TYPE_CHECKING:
    import argparse
    import asyncio
    from collections.abc import Collection, Iterator, Mapping

    from scrapy.crawler import AsyncCrawlerProcess, Crawler

    from crawler.archive.index.selection import Selection
    from crawler.archive.read.older import Share
    from crawler.archive.read.pages import Archived, PageReader
    from crawler.archive.replay.spider import ReplaySpider
    from crawler.outlet import Outlet
    from crawler.publishing.place import Place
    from crawler.publishing.rebuild import StoredRebuild

_DECODING = ("COMPRESSION_ENABLED", "DOWNLOAD_MAXSIZE", "DOWNLOAD_WARNSIZE")
"""The settings by which bodies are decoded."""


class Command(Checked, BaseRunSpiderCommand):
    """Rebuild the corpus from archives."""

    requires_project = True
    takes_storage = True

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[WARC|WACZ|DIR|URL…] [--outlets-only] [--prefix URL] [--from DAY] [--to DAY]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Rebuild the corpus from archives, without network"

    def long_desc(self) -> str:
        """Return the description for `scrapy replay -h`."""
        return (
            "Without WARCs it rebuilds OUTPUT/text and the "
            "state from all of OUTPUT/archive; the old corpus stays until the new one is complete. "
            "OUTPUT may then be a storage (s3://bucket/prefix). With WARCs, "
            "yours or anybody's, it adds their pages to the corpus in OUTPUT, in the order of their dates: numbers of "
            "documents may move when an archive is older than the corpus. A folder names all archives in it, "
            "a WACZ those that it packs; a URL (https://…, s3://…) names an archive at a web server, or in an object "
            "store an archive, a prefix or a pattern (s3://bucket/2026/*.warc.gz). "
            "With --prefix, --from or --to it rebuilds nothing: it adds, from all "
            "these archives, only the captures of URLs under the prefix, from these days (UTC). Of an archive "
            "with an index it then reads only the needed records. With --outlets-only it takes only what the outlets "
            "own that have a file, and prints what it found of each: how to take the back-file of a large collection."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --outlets-only, --prefix, --from and --to."""
        super().add_options(parser)
        parser.add_argument(
            "--outlets-only", action="store_true", help="leave the captures of hosts that no outlet's file names"
        )
        parser.add_argument("--prefix", metavar="URL", default="", help="beginning of the captured URLs")
        parser.add_argument("--from", dest="since", metavar="DAY", help="first day of capture, YYYY-MM-DD")
        parser.add_argument("--to", dest="until", metavar="DAY", help="last day of capture, YYYY-MM-DD")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Find the archives before anything starts; a rebuild writes to a stage of its own.

        Raises:
            UsageError: --prefix, --from or --to is invalid, or --outlets-only has no archives.
        """
        from crawler.archive.read.named import NamedArchives
        from crawler.run.cluster import refuse_absence
        from pipelines.profile.file import check_profiles, profiles_folder

        super().process_options(args, opts)
        hush_startup(opts.loglevel)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        self._output = output_of(self)
        self._selection = _selection(opts)
        self._outlets_only = opts.outlets_only
        if self._outlets_only and not args:
            raise UsageError("--outlets-only needs archives: scrapy replay URL… --outlets-only", print_help=False)
        self._rebuild = not args and self._selection is None
        self._stored: StoredRebuild | None = None
        if self.place is not None and not self._rebuild:
            raise UsageError(
                f"OUTPUT={self.place.url}: in a storage scrapy replay rebuilds from all archives that are there; name "
                "none, and no --prefix, --from or --to, or set OUTPUT to a folder.",
                print_help=False,
            )
        self._locks: list[OutletLock | CorpusLock] = []
        self._named = NamedArchives(self.settings.getlist("ADDRESSES_ALLOWED"))
        profiles = profiles_folder(self.settings)
        self.settings.set("PROFILES", str(profiles), priority="cmdline")  # a rebuild's OUTPUT is the stage
        try:
            if self.settings["REPLAY_ENGINE"] == "ray":
                refuse_absence()
            check_folder(self._output)
            if self.place is not None:
                self._begin_stored(self.place)
            check_profiles(profiles)
            self._warcs = self._given(args) if args else self._own()
            if self._rebuild:
                self._prepare()
                self.settings.set("OUTPUT", str(clear_stage(self._output)), priority="cmdline")
            else:
                make_folder(self._output)
                self._locks.append(OutletLock(self._output, STAGE))  # beside a rebuild, its swap would take this away
                finish_swap(self._output)
                refuse_shared_state(self._output)
        except LockedError as error:
            self._refuse(str(error), 2)
        except (FileNotFoundError, OutletError, ProfileError, StateError, TaskError, WaczError) as error:
            self._refuse(str(error), 1)
        except StorageError as error:
            self._refuse(f"{error}; nothing was replayed.", 1)
        except OSError as error:
            self._refuse(unwritable(self._output, error), 1)

    def _begin_stored(self, place: Place) -> None:
        """Take the leases of all outlets of a storage, and bring what it has of them beside archives.

        Raises:
            LockedError: Another run has one of them.
            OSError: The local folder cannot be written.
            OutletError: A folder of archives in it has a name that no outlet can have.
            StateError: A local state cannot be read.
            StorageError: The storage does not answer.
        """
        from crawler.publishing.rebuild import StoredRebuild

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        finish_interrupted_swap(place.local)
        self._stored = StoredRebuild(place, all_outlets(self), self.settings)

    def _refuse(self, sentence: str, code: int) -> NoReturn:
        """Print the sentence to stderr, and exit before anything was replayed."""
        self._named.close()
        if self._stored is not None:
            self._stored.leave()
        leave(sentence, code)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        """Replay the archives; exit code 1 when part of an archive cannot be read, or the run did not finish."""
        from crawler.archive.index.selection import EVERYTHING
        from crawler.archive.read.older import Share

        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        self._outlets, self._spargs = all_outlets(self), opts.spargs
        again, others = (dict[str, Path](), True) if self._rebuild else self._older(self._outlets)
        runs: list[Crawler] = []
        if again:
            share = Share(tuple(again), self._output, self._warcs, self._selection or EVERYTHING)
            ended = self._crawl(runs, clear_stage(self._output), self._everything, share=share)
            if others:
                rest = (runs, self._output, self._warcs, self._selection, Share(tuple(again)))
                # One after the other, as each has its own processes; none after one that was stopped.
                ended.add_done_callback(lambda _: _has_finished(runs[0]) and self._crawl(*rest))
        else:
            self._crawl(runs, self._output / STAGE if self._rebuild else self._output, self._warcs, self._selection)
        if self._stored is not None:
            from twisted.internet import reactor

            self._stored.on_loss(lambda sentence: reactor.callFromThread(stop, runs[0], sentence))
        self.crawler_process.start()
        self._end(runs, again)
        for lock in self._locks:
            lock.release()
        self._named.close()

    def _end(self, runs: list[Crawler], again: Mapping[str, Path]) -> None:
        """Put a rebuilt corpus in its place, and tell what became of the replay."""
        self.exitcode = max(map(self._code, runs))
        shown = self._output if self.place is None else self.place.url
        if self._outlets_only and all(map(_has_finished, runs)):
            _tell([cast("ReplaySpider", crawler.spider) for crawler in runs])
        if again:
            self._swap_again(again, runs[0])
        elif self._rebuild and not self.exitcode:
            self._swap(cast("ReplaySpider", runs[0].spider))
        elif self._rebuild:
            sys.stderr.write(
                f"{shown}: the rebuild is incomplete; the corpus stays unchanged. scrapy verify names the "
                f"damage; with --repair it removes empty archives. scrapy replay {shown}/archive/ "
                "-s OUTPUT=DIR makes a corpus of everything that can be read.\n"
            )
        if self._stored is not None:
            self._end_stored(self._stored)
        if not self._rebuild and not self.exitcode:
            for crawler in runs:
                cast("ReplaySpider", crawler.spider).forget()
        if not self.exitcode:
            steps = "scrapy verify checks all of it, scrapy export DIR makes a data set of all texts"
            close(runs[-1], f"texts in {shown}/text. Next: {steps}.")

    def _end_stored(self, stored: StoredRebuild) -> None:
        """Store the rebuilt corpus, if it is whole; exit code 1 when that fails. A signal ends the work."""
        if self.exitcode:
            stored.leave()
            return
        signal.signal(signal.SIGINT, signal.default_int_handler)  # Scrapy's would wait for an engine that is gone
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for sentence in stored.end():
            fail(self, sentence)

    def _crawl(
        self,
        runs: list[Crawler],
        output: Path,
        warcs: list[Path],
        selection: Selection | None = None,
        share: Share | None = None,
    ) -> asyncio.Task[None]:
        """Start a replay of archives into an output folder, add its crawler to the list, and return its task."""
        from crawler.archive.replay.context import Context
        from crawler.archive.replay.spider import ReplaySpider
        from pipelines.replayed import TextSteps

        process = cast("AsyncCrawlerProcess", self.crawler_process)
        process.settings.set("OUTPUT", str(output), priority="cmdline")
        runs.append(process.create_crawler(ReplaySpider))
        settings = runs[-1].settings
        context = Context(
            warcs=warcs,
            output=output,
            archive=output / "archive",
            outlets=self._outlets,
            steps=TextSteps(Path(settings["PROFILES"]), honoured=settings.getbool("RIGHTS_HONOURED")),
            settings={name: settings[name] for name in _DECODING},
            rebuild=self._rebuild,
            selection=selection,
            share=share,
            outlets_only=self._outlets_only,
            origins={warc: self._named.origin(warc) for warc in warcs},
        )
        return process.crawl(runs[-1], context=context, output=self._output, **self._spargs)

    def _swap(self, spider: ReplaySpider) -> None:
        """Replace the corpus by the rebuilt one, with what no archive holds."""
        names = {earlier: outlet.name for outlet in self._outlets for earlier in outlet.earlier_names}
        for sentence in take_over(self._output, self._output / STAGE, names, spider.kept):
            sys.stderr.write(f"{sentence}\n")
        self._await_unanswered(spider.crawler)
        swap(self._output, kept=spider.finish())

    def _await_unanswered(self, crawler: Crawler) -> None:
        """Let the articles wait again that redirects led nowhere, of the outlets whose frontier was lost."""
        from crawler.archive.read.pages import PageReader

        reader = PageReader(crawler, own=self._output / "archive")
        for name in outlets_with_state(self._output / STAGE):
            with State(self._output / STAGE, name) as state:
                # A state with runs has what waited from the earlier one.
                if state.last_seq() and not any(state.last_runs(1)):
                    _let_wait(state, reader, outlet_of(state.first_url(), self._outlets))

    def _code(self, crawler: Crawler) -> int:
        """Return the exit code of a replay: 1 when it did not finish, or part of an archive cannot be read."""
        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        whole = _has_finished(crawler) and not crawler.stats.get_value("warraq/unreadable")
        return exit_code(crawler) or int(self.crawler_process.bootstrap_failed or not whole)

    def _older(self, outlets: tuple[Outlet, ...]) -> tuple[dict[str, Path], bool]:
        """Find, name and lock the outlets that these archives settle again; exit when that cannot be done.

        Returns:
            Each such outlet with the first archive that has older captures, and whether there are other outlets'.
        """
        from crawler.archive.read.older import archives_of, older_outlets
        from crawler.archive.read.owned import Owned
        from crawler.archive.read.pages import read_archive
        from crawler.archive.read.selected import SelectedReader

        chosen = None if self._selection is None else SelectedReader(outlets, self._selection)
        owned = Owned(outlets) if self._outlets_only else None

        def read(warc: Path) -> Iterator[Archived]:
            if chosen is None:
                return read_archive(warc, outlets, _ignore, owned=owned)
            return chosen.read(warc, _ignore, owned)

        try:
            again, seen = older_outlets(self._output, self._warcs, read)
            if not again:
                return {}, True
            self._locks += [OutletLock(self._output, name) for name in sorted(again)]
            self._everything = archives_of(self._output, sorted(again), self._warcs, self._named)
        except LockedError as error:
            leave(str(error), 2)
        except (CdxjError, OSError, StateError, WaczError) as error:
            leave(str(error), 1)
        for outlet, warc in sorted(again.items()):
            sys.stderr.write(
                f"{outlet}: {self._named.origin(warc)} has captures older than the corpus has; all of the outlet's "
                "archives are replayed in the order of their dates, and numbers of documents may move.\n"
            )
        return again, bool(seen - set(again))

    def _swap_again(self, again: Collection[str], crawler: Crawler) -> None:
        """Replace the outlets that were settled again, if their replay came to its end and lost nothing."""
        sentence = ""
        if exit_code(crawler) or not _has_finished(crawler):
            sentence = f"{', '.join(sorted(again))}: the replay did not come to its end."
        else:
            try:
                take_over_again(self._output, self._output / STAGE, sorted(again))
            except StateError as error:
                sentence = str(error)
        if sentence:
            sys.stderr.write(f"{sentence} The corpus stays unchanged.\n")
            self.exitcode = self.exitcode or 1
        else:
            swap(self._output, sorted(again))

    def _given(self, args: list[str]) -> list[Path]:
        """Return the archives that the arguments name.

        Raises:
            FileNotFoundError: As for `_archives`.
            StorageError: The same.
            WaczError: The same.
        """
        places = [self._named.place(name) for name in args]
        ask_together(lambda place: place.is_file(), places)  # a remote file remembers what it was told
        return [warc for place in places for warc in self._archives(place)]

    def _archives(self, path: Path) -> list[Path]:
        """Return the archives that an argument names.

        Raises:
            FileNotFoundError: The path is no file, or a folder or WACZ without archives.
            StorageError: A store does not answer, or refuses.
            WaczError: The path is a WACZ that cannot be read.
        """
        if not path.is_dir() and not path.is_file():
            raise FileNotFoundError(f"{path}: there is no such file; nothing was replayed.")
        found = self._named.find(path)
        if not found:
            raise FileNotFoundError(f"{path}: holds no WARC, ARC or WACZ; nothing was replayed.")
        return found

    def _own(self) -> list[Path]:
        """Return the archives of OUTPUT, by outlet and time; archives that lie elsewhere under it are named.

        Raises:
            FileNotFoundError: OUTPUT holds no archive.
            StorageError: A storage does not answer.
        """
        from crawler.archive.read.own import STRAY, own_archives, stray_archives

        warcs = own_archives(self._output) if self._stored is None else self._stored.archives()
        for path in stray_archives(self._output):
            sys.stderr.write(f"{path}: {STRAY}.\n")
        if not warcs:
            shown = self._output if self.place is None else self.place.url
            raise FileNotFoundError(f"{shown}/archive: holds no WARC; crawl first, or name the archives.")
        return warcs

    def _prepare(self) -> None:
        """Lock the outlets and the corpus, and refuse a rebuild that would lose documents.

        Raises:
            LockedError: Another run has one of the outlets locked, or one that is new here.
            StateError: The states have documents that the archives lack.
        """
        for outlet in (STAGE, *sorted({path.parent.name for path in self._warcs})):
            self._locks.append(OutletLock(self._output, outlet))
        self._locks.append(CorpusLock(self._output, shared=False))
        names = {path.name.removesuffix(OPEN) for path in self._warcs}
        lost = sorted(warcs_of_documents(self._output) - names)
        if lost:
            raise StateError(
                f"{self._output}: documents came from {lost[0]}, which is not under archive/; a rebuild would "
                "lose them. Put it there, or replay into another OUTPUT."
            )


def _selection(opts: argparse.Namespace) -> Selection | None:
    """Return the selection that the options make; None without --prefix, --from and --to.

    Raises:
        UsageError: A day is invalid, the days are in the wrong order, or the prefix is no http(s) URL.
    """
    from crawler.archive.index.selection import Selection

    if not (opts.prefix or opts.since or opts.until):
        return None
    if opts.prefix and not netloc(opts.prefix):
        raise UsageError(f"--prefix {opts.prefix}: is no http(s) URL.", print_help=False)
    since, until = _day("--from", opts.since), _day("--to", opts.until)
    if since and until and since > until:
        raise UsageError(f"--from {since} is after --to {until}.", print_help=False)
    return Selection(prefix=opts.prefix, since=since, until=until)


def _let_wait(state: State, reader: PageReader, outlet: Outlet) -> None:
    """Let an outlet's articles wait that redirects led nowhere."""
    from crawler.archive.read.redirects import Answers

    state.add_waiting(list(Answers(lambda _: state, reader).unanswered(outlet)))


def _tell(spiders: list[ReplaySpider]) -> None:
    """Print what was found of each outlet, and how much was left."""
    from crawler.archive.replay.findings import FIGURES, HEADINGS, findings

    rows = findings(spiders)
    if rows:
        print_columns(HEADINGS, rows, FIGURES)
    left = max((spider.left for spider in spiders), default=0)
    print(
        f"{len(rows) or 'no'} {'outlet' if len(rows) == 1 else 'outlets'}; {left:,} captures of other hosts were left"
    )


def _has_finished(crawler: Crawler) -> bool:
    """Return whether a replay came to its end."""
    return bool(crawler.stats.get_value("finish_reason") == Outcome.FINISHED)


def _ignore(_: str) -> None:
    """Take no notice of an unreadable record: the replay itself names it."""


def _day(option: str, value: str | None) -> date | None:
    """Parse an option's day; None without the option.

    Raises:
        UsageError: The value is not a day.
    """
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{option} {value}: is no day; write it as YYYY-MM-DD.", print_help=False) from None
