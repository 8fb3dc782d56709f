"""Finds in the archive the content signals of robots.txt that were in force when a page was archived.

A crawl requests and archives a host's robots.txt before the host's pages. So the last capture of robots.txt before a
page's place in the order of captures was in force, and a replay finds the same signals as the crawl.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from crawler.network.robotstxt import MAX_BYTES, SUCCESSFUL, signals_of

if TYPE_CHECKING:
    from crawler.archive.read.pages import PageReader
    from crawler.archive.read.redirects import Answers
    from crawler.items import Capture, Page
    from crawler.outlet import Outlet

Signals: TypeAlias = tuple[tuple[str, str], ...]
REMEMBERED = 1_000
"""Most captures of robots.txt whose signals are remembered."""


class ArchivedRobots:
    """Adds to pages the content signals of their hosts' robots.txt.

    Args:
        answers: Finds the captures.
        reader: Reads them.
    """

    def __init__(self, answers: Answers, reader: PageReader) -> None:
        self._answers = answers
        self._reader = reader
        self._said: dict[tuple[str, int], Signals] = {}

    def tell(self, page: Page) -> Page:
        """Return the page with the signals that were in force when it was archived."""
        signals = self.signals(page.capture, page.outlet)
        return replace(page, signals=signals) if signals else page

    def signals(self, capture: Capture, outlet: Outlet) -> Signals:
        """Return the signals that were in force at a capture's place in the order; redirects are followed."""
        parts = urlsplit(capture.url)
        url, seq = f"{parts.scheme}://{parts.netloc}/robots.txt", capture.seq
        _, answer = self._answers.to(url, outlet, seq)
        return self._said_by(answer, outlet) if answer is not None and answer.status in SUCCESSFUL else ()

    def _said_by(self, capture: Capture, outlet: Outlet) -> Signals:
        """Return the signals in one capture of robots.txt."""
        place = (outlet.name, capture.seq)
        if place not in self._said:
            if len(self._said) == REMEMBERED:
                self._said.clear()
            body = self._reader.read(capture, outlet, robots=True).body
            self._said[place] = signals_of(body[:MAX_BYTES])
        return self._said[place]
