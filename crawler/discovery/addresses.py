"""Addresses of one list, made absolute and judged; hosts are cached, since a list of 50,000 addresses has few."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.urls import MAX_URL, askable

if TYPE_CHECKING:
    from crawler.outlet import Outlet

_HOST = re.compile(r"https?://[^\s/?#\\@\x00-\x20]+(?=[/?#]|\Z)")
_PLAIN = re.compile(r"(https?://[^\s/?#\\@\x00-\x20]+)(/[^\s?#\x00-\x20]*)(?<!;)")
"""A host and a path, without any part that `askable` or urljoin removes."""


def absolute(address: str, base: str) -> str:
    """Return the URL to request, equal to `crawler.urls.askable`; the empty string when it is no http(s) URL.

    Args:
        address: The address as a list writes it.
        base: URL that relative addresses are relative to.
    """
    rooted = address[:1] == "/" and "/." not in address and "//" not in address
    site = _HOST.match(base) if rooted else None
    plain = _PLAIN.fullmatch(site[0] + address if site else address)
    if plain:
        host = _cleaned(plain[1])
        url = host and host + plain[2]
        return url if len(url) <= MAX_URL else ""
    try:
        return askable(urljoin(base, address)) if address else ""
    except ValueError:  # `http://[`
        return ""


def is_article(url: str, outlet: Outlet) -> bool:
    """Return whether a URL that `absolute` returned is an article's (`Outlet.is_article`) that may be requested."""
    plain = _PLAIN.fullmatch(url)
    if plain:
        return _may_be_asked(plain[1], outlet) and outlet.is_article_path(plain[2])
    return outlet.may_be_asked(url) and outlet.is_article(url)


@lru_cache(maxsize=1024)
def _cleaned(host: str) -> str:
    """Return scheme and host of an address as `askable` does; empty when it is no http(s) URL."""
    return askable(host).rstrip("/")


@lru_cache(maxsize=1024)
def _may_be_asked(host: str, outlet: Outlet) -> bool:
    return outlet.may_be_asked(host)
