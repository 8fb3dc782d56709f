"""`scrapy crawl OUTLET`: Scrapy's command, with one sentence and an exit code for what can go wrong."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.failure import FAILURE
from crawler.progress import hush_startup
from crawler.spider import ArgumentError

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCrawl):
    """Crawl, archive, grow."""

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "OUTLET [-a since=2024-01-01] [-a until=2024-12-31] [-a limit=N]"

    def short_desc(self) -> str:
        """Say in a line what the command is for."""
        return "Crawl an outlet: archive its pages and grow its corpus"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options."""
        super().process_options(args, opts)
        hush_startup(opts.loglevel)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the crawl; exit code 1 when it failed, 2 when the outlet or an argument cannot be."""
        if len(args) != 1:
            raise UsageError("scrapy crawl needs one outlet; scrapy list names them.", print_help=False)
        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        names = self.crawler_process.spider_loader.list()
        if args[0] not in names:
            near = difflib.get_close_matches(args[0], names, 1)
            hint = f"did you mean {near[0]}?" if near else "scrapy list names those that have a file."
            raise UsageError(
                f"There is no outlet {args[0]!r}; {hint} Any other site: scrapy crawl site -a url=https://…",
                print_help=False,
            )
        try:
            self.crawler_process.spider_loader.load(args[0])(**opts.spargs)
        except ArgumentError as error:
            raise UsageError(str(error), print_help=False) from None
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed or crawler.stats.get_value(FAILURE) is not None:
            self.exitcode = 1
