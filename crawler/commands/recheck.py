"""`scrapy recheck URL…`: requests articles again, and says what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import (
    Checked,
    add_json,
    all_outlets,
    fail,
    has_states,
    hush_startup,
    output_of,
    print_json,
    unreadable,
    unwritable,
)
from crawler.errors import LockedError, OutletError, ProfileError, StateError
from crawler.outlet import outlet_of
from crawler.run.failure import FAILURE, STOPPED, exit_code
from crawler.run.outcome import Outcome
from crawler.state import State, read_state, refuse_lost_state
from crawler.state.owner import refuse_owned
from crawler.state.swap import finish_interrupted_swap

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

    from crawler.outlet import Outlet
    from crawler.recheck import Asked, Rechecked


class Command(Checked, ScrapyCommand):
    """Request articles again."""

    requires_project = True

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "URL... [--json]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Request articles again, and say what became of each"

    def long_desc(self) -> str:
        """Return the description for `scrapy recheck -h`."""
        return (
            "Requests articles that earlier runs requested, each once, conditionally and as politely as a crawl, and "
            "archives the answers; a changed text becomes a new version. Prints a line for each URL: unchanged, "
            "changed (with the version), back, gone, redirected, rejected, unanswered, busy (another run has its "
            "outlet locked), or unknown (never requested: crawl its outlet). Several outlets are asked one after "
            "another. Exit codes: 0 all were answered, 1 one was not, 2 wrong usage, "
            f"{STOPPED} a signal ended it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json."""
        super().add_options(parser)
        add_json(parser, "print a JSON object for each URL")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; unless a log level is chosen, only warnings are logged: the command prints the results."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        hush_startup(opts.loglevel)
        self.settings.set("OUTCOME_LOGGED", value=False, priority="cmdline")
        if opts.loglevel is None:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Request the articles, outlet by outlet, and print the results.

        Raises:
            UsageError: There is no URL, one is not http(s), or there are too many.
        """
        from crawler.recheck import MOST, UNASKED, Rechecked, Result

        if not args:
            raise UsageError("Name articles: scrapy recheck URL…", print_help=False)
        if len(args) > MOST:
            raise UsageError(f"{len(args)} URLs are more than {MOST}; name fewer.", print_help=False)
        urls = self._by_outlet(list(dict.fromkeys(args)))
        results: list[Rechecked] = []
        asked: list[tuple[Outlet, list[Asked]]] = []
        try:
            for outlet, named in urls.items():
                articles, unknown = self._known(outlet, named)
                results += (Rechecked(url, outlet.name, Result.UNKNOWN) for url in unknown)
                try:
                    if articles and self._prepare(outlet):
                        asked.append((outlet, articles))
                except LockedError:
                    results += (Rechecked(one.url, outlet.name, Result.BUSY) for one in articles)
        except StateError as error:
            fail(self, unreadable(error))
            return
        for crawler in self._ask(asked):
            spider: Any = crawler.spider
            results += [] if spider is None else spider.results
        found = {one.url: one for one in results}
        for one in (found[url] for url in args if url in found):
            _print(one, json=opts.json)
            if one.result in UNASKED:
                self.exitcode = self.exitcode or 1

    def _by_outlet(self, urls: list[str]) -> dict[Outlet, list[str]]:
        """Return the URLs by their outlets.

        Raises:
            UsageError: One is not http(s).
        """
        outlets = all_outlets(self)
        found: dict[Outlet, list[str]] = {}
        for url in urls:
            try:
                found.setdefault(outlet_of(url, outlets), []).append(url)
            except OutletError as error:
                raise UsageError(str(error), print_help=False) from None
        return found

    def _known(self, outlet: Outlet, urls: list[str]) -> tuple[list[Asked], list[str]]:
        """Return the articles that earlier runs requested, each once, and the URLs of others.

        Raises:
            StateError: A state cannot be read.
        """
        from crawler.recheck import Asked

        output = output_of(self)
        if not has_states(output):
            return [], urls
        articles: dict[str, Asked] = {}
        unknown = []
        with read_state(output, outlet.name) as state:
            for url in urls:
                article = None if state is None else Asked.of(url, outlet, state)
                if article is None:
                    unknown.append(url)
                else:
                    articles.setdefault(article.key, article)
        return list(articles.values()), unknown

    def _prepare(self, outlet: Outlet) -> bool:
        """Return whether a run of an outlet may begin; print why not.

        Raises:
            LockedError: A run on another machine writes the outlet.
        """
        from pipelines.profile.file import profiles_folder, read_profile

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        output = output_of(self)
        try:
            read_profile(profiles_folder(self.settings), outlet.name)
            finish_interrupted_swap(output)
            refuse_owned(output, outlet.name)
            refuse_lost_state(output, outlet.name)
            State(output, outlet.name).close()
        except ProfileError as error:
            fail(self, str(error))
            return False
        except (OSError, StateError) as error:
            fail(self, unwritable(output, error))
            return False
        return True

    def _ask(self, asked: list[tuple[Outlet, list[Asked]]]) -> list[Crawler]:
        """Run the outlets' requests, one outlet after another, and return the runs; a signal ends the rest."""
        from crawler.recheck import RecheckSpider

        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        process, waiting = self.crawler_process, iter(asked)
        runs: list[Crawler] = []

        def begin() -> None:
            if runs and runs[-1].stats.get_value("finish_reason") == Outcome.SHUTDOWN:
                return
            if (one := next(waiting, None)) is not None:
                runs.append(crawler := process.create_crawler(RecheckSpider))
                crawler.signals.connect(begin, signals.engine_stopped, weak=False)
                process.crawl(crawler, outlet=one[0], articles=one[1])

        begin()
        if runs:
            process.start()
        for crawler in runs:
            if sentence := crawler.stats.get_value(FAILURE):
                fail(self, sentence)
            self.exitcode = self.exitcode or (1 if exit_code(crawler) == 2 else exit_code(crawler))  # noqa: PLR2004 - of a crawl
        self.exitcode = self.exitcode or int(process.bootstrap_failed)
        return runs


def _print(one: Rechecked, *, json: bool) -> None:
    """Print a result."""
    from crawler.recheck import Result

    if json:
        print_json(one._asdict())
        return
    told = {
        Result.CHANGED: f"changed: version {one.version}, {one.document}",
        Result.REDIRECTED: f"redirected to {one.detail}",
        Result.UNKNOWN: f"unknown: no run requested it; crawl {one.outlet} first",
        Result.BUSY: f"busy: another run has {one.outlet} locked",
    }
    detail = f": {one.detail}" if one.detail else ""
    print(f"{one.url}: {told.get(one.result, f'{one.result}{detail}')}")
