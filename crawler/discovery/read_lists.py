"""Which lists were read to the end: a later run need not read them again while they are as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Reading:
    """Keeps account of what lists named, until it is answered.

    A list is read when all that it named was answered, in this run or before: one article that cannot be had keeps
    those lists unread that name it, and no others. A key is whatever tells an article or a list from all others.
    """

    def __init__(self) -> None:
        self._dates: dict[str, str] = {}
        self._named: dict[str, set[str]] = {}
        self._open: set[str] = set()

    def ask(self, key: str) -> None:
        """Say that something was asked for, or ought to be."""
        self._open.add(key)

    def answered(self, key: str) -> None:
        """Say that it was answered, for good or ill."""
        self._open.discard(key)

    def named(self, url: str, date: str, keys: Iterable[str]) -> None:
        """Say what a list named.

        Args:
            url: The address that the list was asked for under.
            date: WARC-Date of its capture.
            keys: What it named; what was answered before need not be among it.
        """
        self._dates[url] = date
        self._named[url] = self._open.intersection(keys)

    def read(self) -> dict[str, str]:
        """Return the lists that were read to the end: address to the WARC-Date of the capture."""
        return {url: date for url, date in self._dates.items() if self._open.isdisjoint(self._named[url])}
