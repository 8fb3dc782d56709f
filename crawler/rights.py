"""What an outlet says, for machines to read, about archiving its pages and mining them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

OURSELVES = "warraq"
"""Our product token, lower case: what is said to others does not concern us."""
DIRECTIVES = (
    "noai",
    "noarchive",
    "nocache",
    "noimageai",
    "noindex",
    "nosnippet",
    "none",
)
"""Directives of `X-Robots-Tag` and the robots meta tag that concern what may be kept, shown or learnt from."""
RESERVING = frozenset({"noarchive", "nocache", "noai"})
"""Those that reserve it: nocache is Bing's word for noarchive, noai DeviantArt's for no text-and-data mining."""
TRAINING = "ai-train"
"""The content signal whose `no` is a reservation after Article 4 of Directive (EU) 2019/790, by its own terms."""
HEADERS = frozenset({b"x-robots-tag", b"tdm-reservation", b"tdm-policy"})
"""Header fields that are read, lower case."""
MAX_VALUE = 2_083
"""Characters that are read of a value."""
MAX_SIGNALS = 20

_FOR_ONE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]{0,60})\s*:(.*)", re.DOTALL)
_NOT_CRAWLERS = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


def rights_of(
    headers: Iterable[tuple[bytes, bytes]],
    metas: Iterable[tuple[str, str]] = (),
    signals: Iterable[tuple[str, str]] = (),
    user_agent: str = OURSELVES,
) -> dict[str, Any]:
    """Return what is said about a page; JSON-able, empty when nothing is.

    Args:
        headers: The response's header lines.
        metas: Name and content of its meta tags (see `pipelines.rights.rights_statements`).
        signals: Content signals in its host's robots.txt (see `crawler.network.robotstxt.signals_of`).
        user_agent: Whom it is said to: a product token, lower case.

    Returns:
        `robots`: sorted directives of `X-Robots-Tag` and robots meta tags, for everyone or for us;
        `tdm`: "1" when text-and-data mining is reserved, "0" when it is said not to be; `tdm_policy`: where its terms
        are (TDM Reservation Protocol, W3C Community Group, 2024); where header and page differ, what reserves holds;
        `signals`: content signals of robots.txt (contentsignals.org) in the groups that are for us.
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
    """Return those of a response's header lines that are read, at most `MAX_SIGNALS`."""
    told = ((name, value[:MAX_VALUE]) for name, value in lines if name.lower() in HEADERS)
    return tuple(islice(told, MAX_SIGNALS))


def reserved(rights: dict[str, Any]) -> bool:
    """Tell whether a page reserves archiving or text-and-data mining: what `RIGHTS_HONOURED` drops."""
    return (
        rights.get("tdm") == "1"
        or not RESERVING.isdisjoint(rights.get("robots", ()))
        or rights.get("signals", {}).get(TRAINING) == "no"
    )


def _statements(
    headers: Iterable[tuple[bytes, bytes]], metas: Iterable[tuple[str, str]], user_agent: str
) -> Iterable[tuple[str, str]]:
    """Yield what header lines and meta tags say, by the meta tags' names."""
    for name, value in headers:
        lower = name.decode("latin-1").lower()
        yield "robots" if lower == "x-robots-tag" else lower, value[:MAX_VALUE].decode("latin-1")
    for key, content in metas:
        lower = key.strip().lower()
        yield "robots" if lower == user_agent else lower, content[:MAX_VALUE]


def _directives(value: str, user_agent: str) -> set[str]:
    """Return the directives that are for everyone or for us.

    `X-Robots-Tag: otherbot: noarchive, noai` is for another.
    """
    named = _FOR_ONE.fullmatch(value)
    if named and named[1].lower() not in _NOT_CRAWLERS:
        if named[1].lower() != user_agent:
            return set()
        value = named[2]
    return {part.strip().lower() for part in value.split(",")} & set(DIRECTIVES)
