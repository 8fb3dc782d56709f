"""Rules for URLs: which are asked for, and the one form of an address for comparing."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote_plus, unquote_to_bytes, urlencode, urlsplit, urlunsplit

import idna

MAX_URL = 2083
"""Longest URL taken from a page, in characters; Scrapy's own URLLENGTH_LIMIT."""

_TRACKING = re.compile(
    r"^(utm_.+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref_src|cmpid|traffic_source|_gl"
    r"|__twitter_impression)$",
    re.IGNORECASE,
)
_WWW = re.compile(r"^(?:www\.)+(?=.)")
_PORTS = {"http": 80, "https": 443}
_NO_HOST = frozenset(' "%<>\\^`{|}')
_PATH_SAFE = "/:@!$&'()*+,;=~-._"


def netloc(url: str) -> str:
    """Return `host` or `host:port` of an http(s) URL, lower case, ASCII (IDNA), without credentials and default port.

    Returns:
        The empty string when the URL is not http(s), has no host, or cannot be parsed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".").lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except idna.IDNAError:
            return ""
    if parts.scheme.lower() not in _PORTS or not host or not _NO_HOST.isdisjoint(host):
        return ""  # browsers take a backslash for a slash: `evil.example\.outlet.example` is not the outlet's
    if ":" in host:
        host = f"[{host}]"
    return host if port in (None, _PORTS[parts.scheme.lower()]) else f"{host}:{port}"


def clean(url: str) -> str:
    """Return the URL to ask for: no fragment, credentials or tracking parameters; else as the page wrote it.

    Returns:
        The empty string for what is no http(s) URL or is longer than `MAX_URL`.
    """
    cleaned = _without_ballast(url)
    return cleaned if len(cleaned) <= MAX_URL else ""


def canonical(url: str, identity: tuple[str, ...] | None = None) -> str:
    """Return the one form under which two spellings of an address are equal (RFC 3986, section 6.2).

    Scheme and `www.` do not tell articles apart; percent-encoding is brought to one form; queries are sorted.

    Args:
        url: An http(s) URL.
        identity: The query keys that identify an article; None keeps every key that does not track.
    """
    cleaned = _without_ballast(url)
    if not cleaned:
        return ""
    parts = urlsplit(cleaned)
    # Not every query is UTF-8: two of them in windows-1256 must not become equal by replacing what they say.
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    if identity is not None:
        pairs = [pair for pair in pairs if pair[0] in identity]
    path = quote(unquote_to_bytes(parts.path), safe=_PATH_SAFE)
    if len(path) > 1:
        path = path.rstrip("/") or "/"
    place = netloc(f"https://{_WWW.sub('', parts.netloc)}")
    return urlunsplit(("https", place, path, urlencode(sorted(pairs), errors="surrogateescape"), ""))


def _without_ballast(url: str) -> str:
    url = url.partition("#")[0].strip()
    place = netloc(url)
    if not place:
        return ""
    parts = urlsplit(url)
    pairs = parts.query.split("&") if parts.query else []
    query = "&".join(pair for pair in pairs if not _TRACKING.match(unquote_plus(pair.partition("=")[0])))
    return urlunsplit((parts.scheme.lower(), place, parts.path or "/", query, "")).strip()
