"""Which records of a foreign archive are captures of outlets that have a file: told by their headers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.urls import netloc, without_mobile

if TYPE_CHECKING:
    from crawler.archive.record import Head, Record
    from crawler.outlet import Outlet

_CAPTURES = ("response", "revisit", "resource")


class Owned:
    """Tells records of outlets' URLs from others. Nothing is remembered of a host, so memory does not grow.

    Args:
        outlets: The outlets that have a file.
    """

    def __init__(self, outlets: tuple[Outlet, ...]) -> None:
        self._outlets = outlets
        self._domains = {domain for outlet in outlets for domain in (*outlet.domains, *outlet.earlier_domains)}
        self.left = 0
        """Captures of other URLs so far."""

    def wants(self, head: Head | Record) -> bool:
        """Return whether a record is to be read: one of an outlet's URL, or a warcinfo record."""
        if head.kind in _CAPTURES or head.kind == "conversion":
            if self.has(head.url):
                return True
            self.left += head.kind in _CAPTURES
            return False
        return head.kind == "warcinfo"

    def has(self, url: str) -> bool:
        """Return whether an outlet owns a URL (see `Outlet.owns`)."""
        host = netloc(url)
        return self._may_own(host) and any(outlet.owns(url) for outlet in self._outlets)

    def _may_own(self, host: str) -> bool:
        """Return whether a host, or one that it lies under, is an outlet's: few are, and asking each outlet is slow."""
        if without_mobile(host) in self._domains:
            return True
        while host:
            if host in self._domains:
                return True
            host = host.partition(".")[2]
        return False
