"""Reads robots.txt by RFC 9309: the groups, rules, Crawl-delay and content signals in the bytes of a file."""

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
"""Bytes that are read of a robots.txt, at most: the smallest limit that RFC 9309, section 2.5, permits."""
MAX_REDIRECTS = 5
"""Redirects to a robots.txt that are followed (section 2.3.1.2); one behind more redirects counts as absent."""
SUCCESSFUL = range(200, 300)
"""Statuses of a response that holds rules (section 2.3.1.1)."""
ABSENT = range(400, 500)
"""Statuses that mean that there are no rules (section 2.3.1.3); the middleware excepts 429."""
RULES = (b"allow", b"disallow")
"""Names of the lines that are rules."""

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
"""Misspellings that Google's parser and Protego accept, each with the name that it stands for."""


class Rule(NamedTuple):
    """An `Allow` or `Disallow` line; rules sort from the least specific to the one that decides."""

    length: int
    """Octets of the pattern: the longest pattern that matches decides (section 2.2.2)."""
    allow: bool
    """Whether it allows; of two patterns of one length, the one that allows decides."""
    parts: tuple[str, ...]
    """The pieces of the pattern between its asterisks."""
    whole: bool
    """Whether the pattern ends with `$`, so that it must match up to the end of the path."""

    def matches(self, path: str) -> bool:
        """Return whether it matches a path with its query, in the form of `_comparable`, in linear time."""
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
    """The lines under one run of `User-agent` lines."""

    tokens: set[str] = field(default_factory=set)
    lines: list[tuple[bytes, bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Rules:
    """The rules of a robots.txt for one crawler: all groups that name it, merged; else the groups for every crawler."""

    rules: tuple[Rule, ...]
    """The rules in the order in which they decide: the first that matches."""
    delay: float | None
    """Seconds between requests (`Crawl-delay`, which no standard defines); None without such a line."""
    others: tuple[tuple[bytes, bytes], ...]
    """Other lines for the crawler: name in lower case, value."""

    def allow(self, path: str) -> bool:
        """Return whether they allow a path with its query, in the form of `_comparable`."""
        return next((rule.allow for rule in self.rules if rule.matches(path)), True)


class RobotsTxt(RobotParser):
    """A parsed robots.txt: RFC 9309, section 2.2, with the misspellings that other parsers accept.

    Args:
        body: Its bytes, of which at most `MAX_BYTES` are read.
    """

    def __init__(self, body: bytes) -> None:
        lines = list(_lines(body))
        self._groups = list(_groups(lines, RULES))
        self._others = list(_groups(lines, None))
        self._rules: dict[str, Rules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:  # noqa: ARG003 - Scrapy's signature
        """Parse a robots.txt; Scrapy builds its parsers by this method."""
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Return whether a user agent may request a URL; robots.txt itself is always allowed (section 2.2.2)."""
        text = (url if isinstance(url, str) else url.decode("utf-8", "surrogateescape")).partition("#")[0]
        parts = urlsplit(text)
        path = (parts.path or "/") + (f"?{parts.query}" if "?" in text else "")
        if path == "/robots.txt":
            return True
        return self.rules(user_agent).allow(_comparable(path.encode("utf-8", "surrogateescape"), b""))

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """Return the Crawl-delay for a user agent, in seconds; None without one."""
        return self.rules(user_agent).delay

    def rules(self, user_agent: str | bytes) -> Rules:
        """Return the rules for a user agent, which groups name by its product token (section 2.2.1)."""
        token = product_token(user_agent)
        if token not in self._rules:
            ours = token if token and any(token in group.tokens for group in self._groups) else "*"
            lines = [line for group in self._groups if ours in group.tokens for line in group.lines]
            others = [line for group in self._others if ours in group.tokens for line in group.lines]
            self._rules[token] = _merged(lines, others)
        return self._rules[token]


def product_token(user_agent: str | bytes) -> str:
    """Return the product token at the start of a user agent, in lower case; empty without one."""
    octets = user_agent.encode("utf-8", "replace") if isinstance(user_agent, str) else user_agent
    found = _TOKEN.match(octets.strip())
    return found[0].decode().lower() if found else ""


def _lines(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the lines that have a name: name in lower case, value."""
    read = body.removeprefix(b"\xef\xbb\xbf")[:MAX_BYTES]
    lines = _LINE.split(read)
    if len(read) == MAX_BYTES:
        lines.pop()  # the limit may have cut this line, which then means something else
    for line in lines:
        text = line.partition(b"#")[0].strip()
        name, colon, value = text.partition(b":")
        if not colon:
            name, value = (*text.split(None, 1), b"", b"")[:2]
        name = b" ".join(name.lower().split())
        if name:
            yield _FIELDS.get(name, name), value.strip()


def _groups(lines: list[tuple[bytes, bytes]], ending: tuple[bytes, ...] | None) -> Iterator[_Group]:
    """Yield the groups of a file.

    Args:
        lines: The file's lines: name, value.
        ending: Names of lines that end a run of `User-agent` lines; None for all names. By section 2.2.4 only rules end
            it; then a crawler with nothing but a Crawl-delay would share that delay with the crawler named next.
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
    """Return the rules among `lines`, and the longest Crawl-delay and other lines among `others`."""
    rules = {
        _rule(value, allow=name == b"allow")
        for name, value in lines
        if name in RULES and value.startswith((b"/", b"*"))
    }
    delays = (float(value) for name, value in others if name == b"crawl-delay" and _DELAY.fullmatch(value))
    rest = tuple(line for line in others if line[0] not in (*RULES, b"crawl-delay"))
    return Rules(tuple(sorted(rules, reverse=True)), max(delays, default=None), rest)


def _rule(value: bytes, *, allow: bool) -> Rule:
    """Return the rule of a line's value."""
    whole = value.endswith(b"$")
    pattern = re.sub(r"\*+", "*", _comparable(value.removesuffix(b"$"), b"*"))
    return Rule(len(pattern) + whole, allow, tuple(pattern.split("*")), whole)


def _comparable(path: bytes, special: bytes) -> str:
    """Return a path with its query in the one form in which paths and patterns are compared (section 2.2.2).

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
    """Return the octet of a percent-encoding if it is unreserved, else the encoding in upper case."""
    octet = int(escape[1], 16)
    return bytes((octet,)) if octet in _UNRESERVED else escape[0].upper()


def signals_of(robots: bytes, user_agent: str = OURSELVES) -> tuple[tuple[str, str], ...]:
    """Return the content signals of a robots.txt for a user agent, sorted by name; `no` wins over `yes`.

    Args:
        robots: The bytes of the robots.txt; empty without one.
        user_agent: The crawler whose groups count.
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
