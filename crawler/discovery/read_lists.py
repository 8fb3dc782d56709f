"""Which lists were read to their end: a later run need not read them again while they are unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Reading:
    """Records which of the addresses that lists named were answered.

    A list counts as read when every address that it named was answered, in this run or an earlier one. An article
    without an answer keeps those lists unread that name it, and no others. A key identifies an article or a list.
    """

    def __init__(self) -> None:
        self._dates: dict[str, str] = {}
        self._named: dict[str, set[str]] = {}
        self._open: set[str] = set()

    def ask(self, key: str) -> None:
        """Record that an address needs an answer."""
        self._open.add(key)

    def answered(self, key: str) -> None:
        """Record that an address was answered, or failed for good."""
        self._open.discard(key)

    def named(self, url: str, date: str, keys: Iterable[str]) -> None:
        """Record the addresses that a list named.

        Args:
            url: The requested address of the list.
            date: WARC-Date of the list's capture.
            keys: Keys that the list named; answered ones may be left out.
        """
        self._dates[url] = date
        self._named[url] = self._open.intersection(keys)

    def read(self) -> dict[str, str]:
        """Return the lists that were read to their end: address to the capture's WARC-Date."""
        return {url: date for url, date in self._dates.items() if self._open.isdisjoint(self._named[url])}
