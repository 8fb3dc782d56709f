"""robots.txt as RFC 9309 describes it: rules, groups, Crawl-delay and content signals in the bytes of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote_from_bytes, urlsplit

from scrapy.robotstxt import RobotParser

from crawler.rights import MAX_SIGNALS, MAX_VALUE, OURSELVES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

MAX_BYTES = 500 * 1024
"""Bytes that are read of a robots.txt: the fewest that RFC 9309, section 2.5, permits."""
MAX_REDIRECTS = 5
"""Redirects that are followed to it (section 2.3.1.2); one that needs more counts as absent."""
SUCCESSFUL = range(200, 300)
ABSENT = range(400, 500)
RULES = (b"allow", b"disallow")

_LINE = re.compile(rb"\r\n?|\n")
_TOKEN = re.compile(rb"[A-Za-z_-]+")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SIGNAL = re.compile(r"\s*([a-z][a-z-]{0,40})\s*=\s*(yes|no)\s*", re.IGNORECASE)
_DELAY = re.compile(rb"\d{1,6}(?:\.\d{0,6})?|\.\d{1,6}")
_FIELDS = {
    b"useragent": b"user-agent",
    b"user agent": b"user-agent",
    **dict.fromkeys((b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw"), b"disallow"),
    b"crawl delay": b"crawl-delay",
}
"""Misspellings that Google's parser and Protego take for what was meant."""


class Rule(NamedTuple):
    """An `Allow` or `Disallow` line; rules sort from the least specific to the one that decides."""

    length: int
    """Octets of the pattern: the longest that matches decides (section 2.2.2)."""
    allow: bool
    """Whether it allows, which wins a tie."""
    parts: tuple[str, ...]
    """What stands between the pattern's asterisks."""
    whole: bool
    """Whether it ends with `$`: the path has to end with it."""

    def matches(self, path: str) -> bool:
        """Tell whether a path with its query, in the form for comparing, matches; linear in its length."""
        first, *rest = self.parts
        if not path.startswith(first):
            return False
        at = len(first)
        if not rest:
            return not self.whole or at == len(path)
        *middle, last = rest
        for part in middle:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if self.whole:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


@dataclass
class _Group:
    """What stands under one run of `User-agent` lines."""

    tokens: set[str] = field(default_factory=set)
    lines: list[tuple[bytes, bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Rules:
    """What a robots.txt says to one crawler: all groups that name it merged, else those for everyone."""

    rules: tuple[Rule, ...]
    """The one that decides first."""
    delay: float | None
    """Seconds between requests (`Crawl-delay`, in no standard); None when it does not say."""
    others: tuple[tuple[bytes, bytes], ...]
    """Other lines that are for the crawler: name in lower case, value."""

    def allow(self, path: str) -> bool:
        """Tell whether a path with its query, in the form for comparing, may be asked for."""
        return next((rule.allow for rule in self.rules if rule.matches(path)), True)


class RobotsTxt(RobotParser):
    """A robots.txt: RFC 9309, section 2.2, with the misspellings that other parsers forgive.

    Args:
        body: Its bytes; what goes beyond `MAX_BYTES` is not read.
    """

    def __init__(self, body: bytes) -> None:
        lines = list(_lines(body))
        self._groups = list(_groups(lines, RULES))
        self._others = list(_groups(lines, None))
        self._rules: dict[str, Rules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:  # noqa: ARG003 - Scrapy's signature
        """Parse, as Scrapy asks its parsers to."""
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Tell whether a user agent may ask for a URL; it may always ask for robots.txt (section 2.2.2)."""
        text = (url if isinstance(url, str) else url.decode("utf-8", "surrogateescape")).partition("#")[0]
        parts = urlsplit(text)
        path = (parts.path or "/") + (f"?{parts.query}" if "?" in text else "")
        if path == "/robots.txt":
            return True
        return self.rules(user_agent).allow(_comparable(path.encode("utf-8", "surrogateescape"), b""))

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """Return the seconds that a user agent is asked to leave between requests; None when it is not asked to."""
        return self.rules(user_agent).delay

    def rules(self, user_agent: str | bytes) -> Rules:
        """Return what it says to a user agent, which is told by its product token (section 2.2.1)."""
        token = product_token(user_agent)
        if token not in self._rules:
            ours = token if token and any(token in group.tokens for group in self._groups) else "*"
            lines = [line for group in self._groups if ours in group.tokens for line in group.lines]
            others = [line for group in self._others if ours in group.tokens for line in group.lines]
            self._rules[token] = _merged(lines, others)
        return self._rules[token]


def product_token(user_agent: str | bytes) -> str:
    """Return the product token that a user agent begins with, lower case; empty when it begins with none."""
    octets = user_agent.encode("utf-8", "replace") if isinstance(user_agent, str) else user_agent
    found = _TOKEN.match(octets.strip())
    return found[0].decode().lower() if found else ""


def _lines(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the records: name in lower case, value."""
    read = body.removeprefix(b"\xef\xbb\xbf")[:MAX_BYTES]
    lines = _LINE.split(read)
    if len(read) == MAX_BYTES:
        lines.pop()  # it may have been cut to something that it does not say
    for line in lines:
        text = line.partition(b"#")[0].strip()
        name, colon, value = text.partition(b":")
        if not colon:
            name, value = (*text.split(None, 1), b"", b"")[:2]
        name = b" ".join(name.lower().split())
        if name:
            yield _FIELDS.get(name, name), value.strip()


def _groups(lines: list[tuple[bytes, bytes]], ending: tuple[bytes, ...] | None) -> Iterator[_Group]:
    """Yield the groups.

    Args:
        lines: The records.
        ending: Records that end a run of user agents; None: each does. That only rules do (section 2.2.4) would give a
            Crawl-delay that stands alone under one crawler to the next as well.
    """
    group = _Group()
    ended = False
    for name, value in lines:
        if name == b"user-agent":
            if ended:
                yield group
                group, ended = _Group(), False
            group.tokens.add("*" if value.partition(b" ")[0] == b"*" else product_token(value))
        elif group.tokens:
            group.lines.append((name, value))
            ended = ended or ending is None or name in ending
    if group.tokens:
        yield group


def _merged(lines: list[tuple[bytes, bytes]], others: list[tuple[bytes, bytes]]) -> Rules:
    rules = {
        _rule(value, allow=name == b"allow")
        for name, value in lines
        if name in RULES and value.startswith((b"/", b"*"))
    }
    delays = (float(value) for name, value in others if name == b"crawl-delay" and _DELAY.fullmatch(value))
    rest = tuple(line for line in others if line[0] not in (*RULES, b"crawl-delay"))
    return Rules(tuple(sorted(rules, reverse=True)), max(delays, default=None), rest)


def _rule(value: bytes, *, allow: bool) -> Rule:
    whole = value.endswith(b"$")
    pattern = re.sub(r"\*+", "*", _comparable(value.removesuffix(b"$"), b"*"))
    return Rule(len(pattern) + whole, allow, tuple(pattern.split("*")), whole)


def _comparable(path: bytes, special: bytes) -> str:
    """Return a path with its query in the one form for comparing: section 2.2.2.

    Octets that are not ASCII, and reserved ones, are percent-encoded; unreserved ones are not. In a query a slash and a
    question mark mean the same in either form, as in the section's example.

    Args:
        path: Path and query, or a pattern of them.
        special: Characters that have a meaning of their own.
    """
    plain = _ESCAPE.sub(_decoded, path)
    way, question, query = quote_from_bytes(plain, safe=b"/%?" + special).partition("?")
    return way + question + query.replace("%2F", "/").replace("%3F", "?")


def _decoded(escape: re.Match[bytes]) -> bytes:
    octet = int(escape[1], 16)
    return bytes((octet,)) if octet in _UNRESERVED else escape[0].upper()


def signals_of(robots: bytes, user_agent: str = OURSELVES) -> tuple[tuple[str, str], ...]:
    """Return the content signals in a robots.txt's groups for a user agent, sorted; of two that differ, `no` holds.

    Args:
        robots: The robots.txt.
        user_agent: Whom they are for.
    """
    signals: dict[str, str] = {}
    for name, value in RobotsTxt(robots).rules(user_agent).others if robots else ():
        if name != b"content-signal":
            continue
        for part in value[:MAX_VALUE].decode("utf-8", "replace").split(","):
            found = _SIGNAL.fullmatch(part)
            if found and len(signals) < MAX_SIGNALS:
                key = found[1].lower()
                signals[key] = min(found[2].lower(), signals.get(key, "yes"))
    return tuple(sorted(signals.items()))
