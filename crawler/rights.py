"""Rights: an outlet's machine-readable statements about archiving and mining its pages."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

OURSELVES = "warraq"
"""Our product token, lower case; statements addressed to another token do not count."""
DIRECTIVES = (
    "noai",
    "noarchive",
    "nocache",
    "noimageai",
    "noindex",
    "nosnippet",
    "none",
)
"""Directives of `X-Robots-Tag` and the robots meta tag about archiving, display and training."""
RESERVING = frozenset({"noarchive", "nocache", "noai"})
"""Directives that reserve archiving or mining: nocache is Bing's noarchive; noai, from DeviantArt, forbids mining."""
TRAINING = "ai-train"
"""The content signal whose `no` is, by its own terms, a reservation under Article 4 of Directive (EU) 2019/790."""
HEADERS = frozenset({b"x-robots-tag", b"tdm-reservation", b"tdm-policy"})
"""Header fields with rights statements, lower case."""
MAX_VALUE = 2_083
"""Characters read of a value, at most."""
MAX_SIGNALS = 20

_FOR_ONE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]{0,60})\s*:(.*)", re.DOTALL)
_NOT_CRAWLERS = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


def rights_of(
    headers: Iterable[tuple[bytes, bytes]],
    metas: Iterable[tuple[str, str]] = (),
    signals: Iterable[tuple[str, str]] = (),
    user_agent: str = OURSELVES,
) -> dict[str, Any]:
    """Return the rights statements about a page, as JSON values; empty without any statement.

    Args:
        headers: The response's header lines.
        metas: Name and content of the page's meta tags (see `pipelines.rights.rights_statements`).
        signals: Content signals in its host's robots.txt (see `crawler.network.robotstxt.signals_of`).
        user_agent: The crawler's product token, lower case; statements to other tokens do not count.

    Returns:
        `robots`: sorted directives of `X-Robots-Tag` and robots meta tags, for everyone or for `user_agent`;
        `tdm`: "1" when text-and-data mining is reserved, "0" when it is stated not to be; `tdm_policy`: address of the
        terms (TDM Reservation Protocol, W3C Community Group, 2024); where header and page differ, the reservation
        counts; `signals`: content signals of robots.txt (contentsignals.org), in the groups for `user_agent`.
    """
    said: set[str] = set()
    reservations: set[str] = set()
    policies: list[str] = []
    for name, value in _statements(headers, metas, user_agent):
        if name == "tdm-reservation":
            reservations.add(value.strip())
        elif name == "tdm-policy":
            policies.append(value.strip())
        elif name == "robots":
            said.update(_directives(value, user_agent))
    rights: dict[str, Any] = {}
    if said:
        rights["robots"] = sorted(said)
    if tdm := max(reservations & {"0", "1"}, default=""):
        rights["tdm"] = tdm
        if tdm == "1" and policies and policies[0].startswith(("https://", "http://", "/")):
            rights["tdm_policy"] = policies[0]
    if told := dict(signals):
        rights["signals"] = told
    return rights


def headers_of(lines: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[bytes, bytes], ...]:
    """Return a response's header lines with rights statements, at most `MAX_SIGNALS`, each value cut at `MAX_VALUE`."""
    told = ((name, value[:MAX_VALUE]) for name, value in lines if name.lower() in HEADERS)
    return tuple(islice(told, MAX_SIGNALS))


def reserved(rights: dict[str, Any]) -> bool:
    """Return whether a page reserves archiving or text-and-data mining, so that `RIGHTS_HONOURED` rejects it."""
    return (
        rights.get("tdm") == "1"
        or not RESERVING.isdisjoint(rights.get("robots", ()))
        or rights.get("signals", {}).get(TRAINING) == "no"
    )


def _statements(
    headers: Iterable[tuple[bytes, bytes]], metas: Iterable[tuple[str, str]], user_agent: str
) -> Iterable[tuple[str, str]]:
    """Yield the name and value of each header line and meta tag; headers get the names of the meta tags."""
    for name, value in headers:
        lower = name.decode("latin-1").lower()
        yield "robots" if lower == "x-robots-tag" else lower, value[:MAX_VALUE].decode("latin-1")
    for key, content in metas:
        lower = key.strip().lower()
        yield "robots" if lower == user_agent else lower, content[:MAX_VALUE]


def _directives(value: str, user_agent: str) -> set[str]:
    """Return the directives for everyone or for `user_agent`.

    `X-Robots-Tag: otherbot: noarchive, noai` is for another crawler.
    """
    named = _FOR_ONE.fullmatch(value)
    if named and named[1].lower() not in _NOT_CRAWLERS:
        if named[1].lower() != user_agent:
            return set()
        value = named[2]
    return {part.strip().lower() for part in value.split(",")} & set(DIRECTIVES)
