"""`scrapy crawl OUTLET`: Scrapy's command, with one sentence and an exit code for each failure."""

from __future__ import annotations

import signal
import sqlite3
import sys
from typing import TYPE_CHECKING, cast

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.commands import Checked, fail, hush_startup, leave, output_of, unknown_outlet, unwritable
from crawler.errors import ArgumentError, LockedError, ProfileError, StateError, StorageError
from crawler.outlet import outlet_of, outlet_of_spider
from crawler.run.failure import STOPPED, exit_code, stop
from crawler.state import State, refuse_lost_state, state_path, unusable
from crawler.state.owner import refuse_owned
from crawler.state.renamed import other_name
from crawler.state.swap import finish_interrupted_swap

if TYPE_CHECKING:
    import argparse

    from scrapy import Spider

    from crawler.loader import OutletLoader
    from crawler.outlet import Outlet
    from crawler.publishing.place import Place
    from crawler.publishing.run import StoredRun


class Command(Checked, ScrapyCrawl):
    """Crawl an outlet: archive its pages and grow its corpus."""

    takes_storage = True

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "OUTLET|site [-a url=URL] [-a since=DAY] [-a until=DAY] [-a limit=N]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Crawl an outlet: archive its pages and grow its corpus"

    def long_desc(self) -> str:
        """Return the description for `scrapy crawl -h`."""
        return (
            "Crawls an outlet that has a file (scrapy list names them), or with OUTLET site any other site; run again, "
            "it requests what is new. Arguments: -a since=DAY and -a until=DAY (YYYY-MM-DD) bound the days of "
            "articles, -a limit=N their number; -a url=URL is for site: its front page, a sitemap, a feed or an "
            "article. Settings: -s CONTACT=… is an address or page at which the outlet can reach you, -s OUTPUT=DIR "
            "the folder of archive, state and texts (default: output); docs/settings.md names all. Exit codes: 0 all "
            "well, 1 the crawl failed, 2 wrong usage or another run has the outlet locked, "
            f"{STOPPED} a signal ended it."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options."""
        super().process_options(args, opts)
        hush_startup(opts.loglevel)
        # scrapyd passes its job (`_job`) and version to every spider, as if they were arguments.
        opts.spargs = {name: value for name, value in opts.spargs.items() if not name.startswith("_")}

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the crawl; exit code 1 when it failed.

        Raises:
            UsageError: There is no such outlet, or an argument is invalid (exit code 2).
        """
        if len(args) != 1:
            raise UsageError("scrapy crawl needs one outlet; scrapy list names them.", print_help=False)
        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        loader = cast("OutletLoader", self.crawler_process.spider_loader)
        names = loader.list()
        if args[0] not in names:
            sentence = unknown_outlet(args[0], names, "scrapy list names those that have a file.")
            raise UsageError(f"{sentence} Any other site: scrapy crawl site -a url=https://…", print_help=False)
        try:
            spider = loader.load(args[0])(**opts.spargs)
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        self._refuse_site_with_file(spider, loader)
        outlet = outlet_of_spider(spider)
        if self.place is None or outlet is None:
            self._crawl(args[0], spider, opts)
            return
        if (stored := self._begin_stored(self.place, outlet)) is not None:
            try:
                self._crawl(args[0], spider, opts, stored)
            finally:
                self._end_stored(stored)

    def _begin_stored(self, place: Place, outlet: Outlet) -> StoredRun | None:
        """Take the outlet's lease and bring what the storage has of it; None when that fails, with exit code 1."""
        from crawler.publishing.run import StoredRun

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        try:
            return StoredRun(place, outlet, self.settings)
        except LockedError as error:
            leave(str(error), 2)
        except StorageError as error:
            fail(self, f"{outlet.name}: {error}.")
        except sqlite3.Error as error:
            fail(self, unusable(state_path(place.local, outlet.name), error))
        except (OSError, StateError) as error:
            fail(self, unwritable(place.local, error))
        return None

    def _end_stored(self, stored: StoredRun) -> None:
        """Store what the run added; exit code 1 when that fails. A signal ends the work: the next run stores it."""
        signal.signal(signal.SIGINT, signal.default_int_handler)  # Scrapy's would wait for an engine that is gone
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if sentence := stored.end():
            fail(self, sentence)

    def _crawl(self, name: str, spider: Spider, opts: argparse.Namespace, stored: StoredRun | None = None) -> None:
        """Run the crawl; exit code 1 when it failed."""
        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        loader = cast("OutletLoader", self.crawler_process.spider_loader)
        output = output_of(self)
        try:
            self._check_profile(spider)
            finish_interrupted_swap(output)
            if (outlet := outlet_of_spider(spider)) is not None:
                refuse_owned(output, outlet.name)  # on another machine: opening the state would already harm it
                refuse_lost_state(output, outlet.name)
                State(output, outlet.name).close()
                if self._was_renamed(outlet, loader):
                    return
        except ProfileError as error:
            fail(self, str(error))
            return
        except LockedError as error:
            leave(str(error), 2)
        except (OSError, StateError) as error:
            fail(self, unwritable(output, error))
            return
        crawler = self._create_crawler(name)
        self.crawler_process.crawl(crawler, **opts.spargs)
        if stored is not None:
            from twisted.internet import reactor

            stored.on_loss(lambda sentence: reactor.callFromThread(stop, crawler, sentence))
        self.crawler_process.start()
        self.exitcode = exit_code(crawler) or int(self.crawler_process.bootstrap_failed)

    def _was_renamed(self, outlet: Outlet, loader: OutletLoader) -> bool:
        """Return whether to stop, since the outlet's captures stand under a name that its file calls an earlier one.

        Captures under a name that no file has are only reported: they may come from a site without a file.

        Raises:
            StateError: A state cannot be read.
        """
        output = output_of(self)
        other = other_name(output, outlet, {one.name for one in loader.outlets()})
        if other in outlet.earlier_names:
            old, new = output / "archive" / other, output / "archive" / outlet.name
            fail(
                self,
                f"{outlet.name}: its captures stand under its earlier name, and would all be fetched again. "
                f"Move {old} to {new}, then run scrapy replay.",
            )
            return True
        if other:
            sys.stderr.write(
                f"{outlet.name}: its hosts have captures under the name {other}, which no file has; this run requests "
                f"them again. If the outlet was renamed, write earlier_names=({other!r},) in its file.\n"
            )
        return False

    def _check_profile(self, spider: Spider) -> None:
        """Read the profile of the spider's outlet.

        Raises:
            ProfileError: It is broken.
        """
        from pipelines.profile.file import profiles_folder, read_profile

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        outlet = outlet_of_spider(spider)
        if outlet is not None:
            read_profile(profiles_folder(self.settings), outlet.name)

    @staticmethod
    def _refuse_site_with_file(spider: Spider, loader: OutletLoader) -> None:
        """Refuse a site that has an outlet's file: a replay would follow that file, and differ from the crawl.

        Raises:
            UsageError: The site has a file; the sentence names its spider. Or a file cannot be loaded.
        """
        from crawler.site import SiteSpider

        if isinstance(spider, SiteSpider):
            if loader.faults:
                raise UsageError("Correct that file first: the site may be its outlet's.", print_help=False)
            owner = outlet_of(spider.start_points[0], loader.outlets())
            if owner in loader.outlets():
                raise UsageError(f"{owner.name} has a file: scrapy crawl {owner.name}", print_help=False)
