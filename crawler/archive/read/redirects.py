"""Follows redirects through the archive, to an address's last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.network.robotstxt import MAX_REDIRECTS
from crawler.outlet import MOVED
from crawler.state import LAST, Kind, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.archive.read.pages import PageReader
    from crawler.items import Capture, Page
    from crawler.outlet import Outlet
    from crawler.state import State

REMEMBERED = 10_000
"""Most redirects whose targets are remembered, since robots.txt is looked up for each page."""


class Answers:
    """The archived answers of addresses, redirects followed.

    Args:
        state_of: Returns an outlet's state, which has its captures, by the outlet's name.
        reader: Reads their records.
    """

    def __init__(self, state_of: Callable[[str], State], reader: PageReader) -> None:
        self._state_of = state_of
        self._reader = reader
        self._led: dict[tuple[str, int], str] = {}

    def to(self, url: str, outlet: Outlet, seq: int = LAST) -> tuple[str, Capture | None]:
        """Return the address that `url` led to before a place in the order of captures, and its last lasting capture.

        The capture is None when that address was never requested, when there are too many redirects, or when they leave
        the outlet's hosts, because a replay files those captures under another outlet.
        """
        for _ in range(1 + MAX_REDIRECTS):
            capture = self._state_of(outlet.name).last_lasting_capture(url, seq)
            if capture is None or capture.status not in MOVED:
                return url, capture
            place = (outlet.name, capture.seq)
            if place not in self._led:
                if len(self._led) == REMEMBERED:
                    self._led.clear()
                self._led[place] = self._reader.location(capture, outlet)
            url = self._led[place]
            if not outlet.owns(url):
                break
        return url, None

    def page(self, url: str, outlet: Outlet) -> Page | None:
        """Return the page of an address's last answer with status 200, of any media type; None without one."""
        capture = self._state_of(outlet.name).last_ok_capture(url)
        return None if capture is None else self._reader.read(capture, outlet)

    def conditions(self, url: str, outlet: Outlet) -> dict[str, dict[str, str]]:
        """Return the headers that make a request conditional on change, by the address that `url` led to.

        RFC 9110, section 13. Empty when no capture of that address has status 200, and when the last one is a revisit
        whose original's archive is gone or cut: "not modified" would then confirm a page that nobody has.
        """
        url, _ = self.to(url, outlet)
        state = self._state_of(outlet.name)
        capture = state.last_ok_capture(url)
        if capture is None:
            return {}
        if capture.kind == "revisit":
            originals = state.responses_with_digest(capture.payload_digest)
            if not any(map(self._reader.holds_whole, originals)):
                return {}
        return {url: self._reader.validators(capture, outlet)}

    def unanswered(self, outlet: Outlet) -> Iterator[Waiting]:
        """Yield, for the frontier, the articles that redirects led nowhere, or to an address without a lasting answer.

        Lists do not bring them back, since they were requested after their change: they have to wait in the frontier,
        and a state that was lost has lost it.
        """
        for key, url, date in self._state_of(outlet.name).articles_redirected_last():
            if outlet.is_article(url) and self.to(url, outlet)[1] is None:
                yield Waiting(kind=Kind.ARTICLE, key=key, url=url, date=date)
