"""Cookies without a download and within bounds: the public suffix list comes with tldextract."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares import cookies
from scrapy.http.cookies import CookieJar
from tldextract import TLDExtract

if TYPE_CHECKING:
    from http.cookiejar import Cookie

    from scrapy import Request

# Scrapy's extractor downloads the list at the first cookie, and blocks meanwhile; tldextract's snapshot is enough.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)  # noqa: SLF001 - no setting for it

MOST_BYTES = 4096
"""Bytes of a cookie's name, value and attributes, at most (RFC 6265, section 6.1)."""
MOST_OF_HOST = 50
"""Cookies of a host, at most (RFC 6265, section 6.1)."""
MOST = 3000
"""Cookies of a run, at most (RFC 6265, section 6.1)."""
MOST_SENT = 4096
"""Bytes of a request's cookies, at most: many servers take 8 kB for all of a request's header lines, and an Arabic
address may need two."""


class BoundedJar(CookieJar):
    """Keeps and sends the newest cookies, within the bounds of browsers.

    A cookie that is longer than `MOST_BYTES` is not kept. Of more cookies than `MOST_OF_HOST` or `MOST`, those that
    were set longest ago are dropped; of those that a request would send beyond `MOST_SENT`, likewise.
    """

    def __init__(self) -> None:
        super().__init__()
        self._set: dict[tuple[str, str, str], None] = {}
        """Domain, path and name of each cookie, the one that was set last at the end."""
        self._of: Counter[str] = Counter()
        """Number of a domain's cookies."""

    def set_cookie_if_ok(self, cookie: Cookie, request: Request) -> None:
        """Keep a cookie, and drop the oldest one beyond a bound."""
        if _bytes_of(cookie) > MOST_BYTES:
            return
        super().set_cookie_if_ok(cookie, request)
        if cookie.name not in self._cookies.get(cookie.domain, {}).get(cookie.path, {}):
            return
        self._forget((cookie.domain, cookie.path, cookie.name))
        self._set[cookie.domain, cookie.path, cookie.name] = None
        self._of[cookie.domain] += 1
        if self._of[cookie.domain] > MOST_OF_HOST:
            self._drop(next(key for key in self._set if key[0] == cookie.domain))
        elif len(self._set) > MOST:
            self._drop(next(iter(self._set)))

    def add_cookie_header(self, request: Request) -> None:
        """Add a request's cookies, in Scrapy's order; of too many, the newest."""
        super().add_cookie_header(request)
        line = request.headers.get("Cookie")
        if line is None or len(line) <= MOST_SENT:
            return
        rank = {name: place for place, (_, _, name) in enumerate(self._set)}
        pairs = line.split(b"; ")
        ranks = [rank.get(pair.partition(b"=")[0].decode("utf-8", "replace"), 0) for pair in pairs]
        room, kept = MOST_SENT + len(b"; "), set()
        for place in sorted(range(len(pairs)), key=ranks.__getitem__, reverse=True):
            if (size := len(pairs[place]) + len(b"; ")) <= room:
                room -= size
                kept.add(place)
        request.headers["Cookie"] = b"; ".join(pairs[place] for place in sorted(kept))

    def _drop(self, key: tuple[str, str, str]) -> None:
        """Remove a cookie."""
        self._forget(key)
        with suppress(KeyError):  # it has expired, or its server removed it
            self.clear(*key)

    def _forget(self, key: tuple[str, str, str]) -> None:
        """Remove a cookie from the order, if it is there."""
        if key in self._set:
            del self._set[key]
            self._of[key[0]] -= 1


def _bytes_of(cookie: Cookie) -> int:
    """Return the length of a cookie's name, value and attributes."""
    parts = (cookie.name, cookie.value or "", cookie.domain, cookie.path)
    return sum(len(part.encode("utf-8", "surrogatepass")) for part in parts)


class OfflineCookiesMiddleware(cookies.CookiesMiddleware):
    """Scrapy's cookies middleware, with the snapshot of the public suffix list and with bounds."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - Scrapy's signature
        super().__init__(debug)
        self.jars = defaultdict(BoundedJar)
