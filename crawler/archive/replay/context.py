"""What all tasks of a replay share: the archives, the outlets, the way of the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import DummyStatsCollector

from crawler.archive.read.owned import Owned
from crawler.archive.read.pages import PageReader
from crawler.archive.read.selected import SelectedReader
from crawler.errors import OutletError
from crawler.outlet import outlet_of
from crawler.urls import brought, owner_key

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.index.selection import Selection
    from crawler.archive.read.older import Share
    from crawler.archive.read.originals import Originals
    from crawler.items import Document, Extracted, Page, Reason
    from crawler.outlet import Outlet
    from crawler.state import State

HOSTS = 10_000
"""Most hosts whose outlets are remembered."""


class Settling(Protocol):
    """Stores an outlet's results in its corpus."""

    def settle(self, results: list[Extracted]) -> list[Document | Reason]:
        """Store results in the order of their captures; return the document of each, or the reason for none.

        Raises:
            OSError: The corpus cannot be written.
            sqlite3.Error: The state cannot be written.
        """

    def close(self) -> None:
        """Store that the corpus is whole."""


class Steps(Protocol):
    """The way of the text, as far as a replay needs it; processes get a copy."""

    def version(self, outlet: Outlet | None) -> str:
        """Return a digest of what decides about an outlet's pages beside their bytes; None for what all share."""

    def extracted(self, page: Page) -> Extracted:
        """Return the result of a page, whatever the page is; its content signals are not known yet."""

    def told(self, extracted: Extracted, signals: tuple[tuple[str, str], ...]) -> Extracted:
        """Return a page's result under the content signals that were in force when it was captured."""

    def settling(self, output: Path, state: State) -> Settling:
        """Open the corpus of a state's outlet in an output folder.

        Raises:
            OSError: The corpus cannot be written.
        """


@dataclass
class Context:
    """What all tasks of a replay share; each process has a copy, with readers of its own."""

    warcs: list[Path]
    """The archives."""
    output: Path
    """The folder into which the outcomes are settled: the stage of a rebuild, or OUTPUT."""
    archive: Path
    """The folder of our own archives."""
    outlets: tuple[Outlet, ...]
    """The outlets that have a file."""
    steps: Steps
    """The way of the text."""
    settings: dict[str, Any]
    """Scrapy's settings, as far as reading pages needs them."""
    rebuild: bool
    """Whether the corpus is built from these archives alone; if not, what the states settled is not extracted again."""
    selection: Selection | None = None
    """The wanted captures; None for all."""
    share: Share | None = None
    """The captures that this replay takes, beside another of the same archives; None for all."""
    outlets_only: bool = False
    """Whether captures of URLs that belong to none of the outlets are left."""
    origins: dict[Path, Path] = field(default_factory=dict)
    """The packages of which archives are copies, by the archives."""

    def __getstate__(self) -> dict[str, Any]:
        """Leave the readers out, which each process makes for itself."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def crawler(self) -> Crawler:
        """A crawler that only gives settings and stats to Scrapy's decoders."""
        crawler = Crawler(Spider, Settings(self.settings))
        crawler.stats = DummyStatsCollector(crawler)
        return crawler

    def reader(self, originals: Originals | None = None) -> PageReader:
        """Return a reader of pages."""
        return PageReader(self.crawler, self.warcs, self.archive, originals)

    @cached_property
    def selected(self) -> SelectedReader | None:
        """The reader of wanted captures; None when all are wanted."""
        return None if self.selection is None else SelectedReader(self.outlets, self.selection)

    def owned(self) -> Owned | None:
        """Return what leaves the captures of other URLs; None when all are taken."""
        return Owned(self.outlets) if self.outlets_only else None

    @cached_property
    def owners(self) -> dict[str, Outlet]:
        """The outlets of hosts that were asked for."""
        return {}

    def owner(self, url: str) -> Outlet:
        """Return the outlet of a capture's URL."""
        host = owner_key(url)
        if host not in self.owners:
            if len(self.owners) == HOSTS:
                self.owners.clear()
            self.owners[host] = outlet_of(url, self.outlets)
        return self.owners[host]

    def version(self, host: str) -> str:
        """Return the version of what decides about the pages of a host, by its `owner_key`."""
        try:
            return self.steps.version(self.owner(f"{host}/" if brought(host) else f"http://{host}/"))
        except OutletError:
            return ""
