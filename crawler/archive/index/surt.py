"""SURT: the form of a URL that sorts CDX indexes, with the host's labels in reverse order."""

from __future__ import annotations

import contextlib
import re
import socket
from urllib.parse import quote_from_bytes, unquote_to_bytes

_URL = re.compile(
    rb"(https?)://(?:[^/?#]*@)?(\[[^\]/?#]*\]|[^:/?#]+)(?::(\d*))?(/[^?#]*)?(?:\?([^#]*))?", re.IGNORECASE | re.DOTALL
)
_LINE_ENDS = re.compile(rb"[\t\r\n]")
_WWW = re.compile(rb"www\d*\.")
_IPV4 = re.compile(rb"[1-9]\d*(?:\.\d+){1,3}|0[0-7]*(?:\.[0-7]+){1,3}")
_PORTS = {b"http": 80, b"https": 443}
_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "#%")
_PATH_SESSION = re.compile(rb"(.*/)\((?:[0-9a-z]{24}|(?:[a-z]\([0-9a-z]{24}\))+)\)/(.+\.aspx.*)", re.DOTALL)
_QUERY_SESSIONS = tuple(
    re.compile(rb"(.*)" + session + rb"(?:&(.*)|$)", re.IGNORECASE | re.DOTALL)
    for session in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """Return the key of a URL in a CDX index: `com,example)/path?query`, ASCII, lower case.

    Two URLs have the same key when they differ only in scheme, `www.`, user, default port, fragment, session
    identifiers, a trailing slash, letter case, percent-encoding or the order of the query. The rules are those of the
    Internet Archive's canonicalizer (and Safe Browsing's for escapes and dots), which cdxj-indexer and pywb apply:
    their look-ups find only keys made by the same rules.

    Args:
        url: An http(s) URL; anything else is its own key.
    """
    raw = _LINE_ENDS.sub(b"", url.encode("utf-8", "surrogatepass").strip())
    match = _URL.fullmatch(raw.partition(b"#")[0])
    if match is None:
        return url
    scheme, name, digits, path, query = match.groups(default=b"")
    host = b",".join(reversed(_host(name).split(b".")))
    port = int(digits or 0)
    place = b":%d" % port if port and port != _PORTS[scheme.lower()] else b""
    asked = _query(query)
    return (host + place + b")" + _path(path) + (b"?" + asked if asked else b"")).decode("ascii")


def _host(name: bytes) -> bytes:
    """Return a host in its canonical form: IDNA, lower case, IPv4 as four decimal numbers, without `www.`."""
    host = _unquote(name.strip(b"[]"))
    if not host.isascii():
        with contextlib.suppress(UnicodeError):
            host = host.decode("utf-8", "ignore").encode("idna")
    host = host.replace(b"..", b".").strip(b".")
    if host.isdigit():
        return socket.inet_ntoa((int(host) & 0xFFFFFFFF).to_bytes(4)).encode()
    if _IPV4.fullmatch(host):
        with contextlib.suppress(OSError):
            host = socket.inet_ntoa(socket.inet_aton(host.decode())).encode()
    host = _quote(host).lower()
    return host[www.end() :] if (www := _WWW.match(host)) else host


def _path(path: bytes) -> bytes:
    """Return a path in its canonical form: dots resolved, no empty segments, session or trailing slash, lower case."""
    kept: list[bytes] = []
    for segment in _unquote(path).split(b"/")[1:]:
        if segment == b".." and kept:
            kept.pop()
        elif segment != b".":
            kept.append(segment)
    merged = b"/".join([segment for segment in kept[:-1] if segment] + kept[-1:])
    cleaned = b"/" + _quote(merged).lower()
    if session := _PATH_SESSION.fullmatch(cleaned):
        cleaned = session[1] + session[2]
    return cleaned[:-1] if len(cleaned) > 1 and cleaned.endswith(b"/") else cleaned


def _query(query: bytes) -> bytes:
    """Return a query in its canonical form: without session identifiers, lower case, sorted."""
    asked = _quote(_unquote(query))
    for session in _QUERY_SESSIONS:
        if found := session.fullmatch(asked):
            asked = found[1] + (found[2] or b"")
    pairs = sorted(tuple(pair.split(b"=", 1)) for pair in asked.lower().split(b"&"))
    return b"&".join(b"=".join(pair) for pair in pairs)


def _unquote(quoted: bytes) -> bytes:
    """Undo percent-encoding until no escape is left."""
    while (once := unquote_to_bytes(quoted)) != quoted:
        quoted = once
    return quoted


def _quote(raw: bytes) -> bytes:
    return quote_from_bytes(raw, safe=_SAFE).encode()
