"""`scrapy replay [WARC…]`: the corpus from archives, with no network."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrapy.commands import BaseRunSpiderCommand

from crawler.archive.replay import ReplaySpider
from crawler.archive.writer import OPEN
from crawler.failure import FAILURE
from crawler.progress import hush_startup
from crawler.state import State, StateError

if TYPE_CHECKING:
    import argparse

    from crawler.loader import OutletLoader

STAGE = ".replay"
"""Folder in OUTPUT where a corpus is rebuilt before it takes the old one's place."""


class Command(BaseRunSpiderCommand):
    """Rebuild the corpus from archives."""

    requires_project = True

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "[WARC…]"

    def short_desc(self) -> str:
        """Say in a line what the command is for."""
        return "Rebuild the corpus from archives, without network"

    def long_desc(self) -> str:
        """Say what the command does."""
        return (
            "Without WARCs: rebuild OUTPUT/text and the state from all of OUTPUT/archive; the old corpus stays until "
            "the new one is whole. With WARCs, yours or anybody's: add what they hold to the corpus in OUTPUT."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Find the archives, before anything is started; a rebuild writes to a stage of its own."""
        super().process_options(args, opts)
        hush_startup(opts.loglevel)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        self._output = Path(self.settings["OUTPUT"])
        self._rebuild = not args
        found = self._output.glob("archive/*/*.warc.gz*") if self._rebuild else map(Path, args)
        self._warcs = [path for path in found if not self._rebuild or path.name.endswith((".warc.gz", OPEN))]
        if self._rebuild:
            self._warcs.sort(key=lambda path: (path.parent.name, path.name))
        if fault := self._fault():
            sys.stderr.write(f"{fault}\n")
            raise SystemExit(1)
        if self._rebuild:
            self.settings.set("OUTPUT", str(self._output / STAGE), priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        """Replay; exit code 1 when an archive is missing or part of one cannot be read."""
        if self._rebuild:
            shutil.rmtree(self._output / STAGE, ignore_errors=True)
        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        loader = cast("OutletLoader", self.crawler_process.spider_loader)
        crawler = self.crawler_process.create_crawler(ReplaySpider)
        self.crawler_process.crawl(crawler, warcs=self._warcs, outlets=loader.outlets(), **opts.spargs)
        self.crawler_process.start()
        failed = self.crawler_process.bootstrap_failed or crawler.stats.get_value(FAILURE) is not None
        interrupted = crawler.stats.get_value("finish_reason") != "finished"
        if self._rebuild and not failed and not interrupted:
            self._swap()
        if failed or interrupted or crawler.stats.get_value("warraq/unreadable"):
            self.exitcode = 1

    def _fault(self) -> str:
        """Say why nothing can be replayed; empty when it can."""
        if not self._warcs:
            return f"{self._output / 'archive'}: holds no WARC; crawl first, or name the archives."
        for path in self._warcs:
            if not path.is_file():
                return f"{path}: there is no such file; nothing was replayed."
        if self._rebuild and (self._output / "corpus.sqlite").exists():
            return self._stray()
        return ""

    def _stray(self) -> str:
        """Say which archive the corpus came from and a rebuild would not find."""
        names = {path.name.removesuffix(OPEN) for path in self._warcs}
        try:
            with State(self._output / "corpus.sqlite") as state:
                lost = sorted(set(state.sources()) - names)
        except StateError as error:
            return str(error)
        if lost:
            return (
                f"{self._output}: documents came from {lost[0]}, which is not under archive/; a rebuild would lose "
                "them. Put it there, or replay into another OUTPUT."
            )
        return ""

    def _swap(self) -> None:
        """Put the rebuilt corpus in the old one's place."""
        stage = self._output / STAGE
        (stage / "text").mkdir(exist_ok=True)
        old = stage / "old"
        old.mkdir()
        for name in ("text", "corpus.sqlite", "corpus.sqlite-wal", "corpus.sqlite-shm"):
            for source, target in ((self._output / name, old / name), (stage / name, self._output / name)):
                if source.exists():
                    source.rename(target)
        shutil.rmtree(stage)
