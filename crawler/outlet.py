"""An outlet: facts about a publication, checked when its file is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from string import Formatter
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.errors import OutletError
from crawler.urls import netloc, plain_path, without_mobile

_NAME = re.compile(r"^[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*[a-z0-9]$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_HOLES = frozenset(
    {
        frozenset({"page"}),
        frozenset({"year"}),
        frozenset({"year", "month"}),
        frozenset({"year", "month", "day"}),
    }
)
_WIDTH = re.compile(r"^(?:0[2-9])?$")
_HTML = re.compile(r"^\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
OK = 200
MOVED = (301, 302, 303, 307, 308)
"""Statuses of redirects to another address (RFC 9110, section 15.4)."""
GONE = (404, 410)
"""Statuses of an address at which there is nothing, or nothing any more (RFC 9110, sections 15.5.5 and 15.5.11)."""

NOT_ARTICLES = (
    r"^/?$",
    r"\.(?:xml|gz|rss|atom|json|js|css|txt|pdf|jpe?g|png|gif|webp|svg|ico|mp3|mp4|webm|zip)$",
    r"^/robots\.txt$",
    r"/(?:tag|tags|category|categories|author|authors|page|search|feed|rss|login|wp-admin|wp-json|wp-content)(?:/|$)",
)
"""Paths that are no article at any outlet."""

LIKELY_ARTICLE = (
    r"/\d{4}[/-]\d{1,2}(?:[/-]\d{1,2})?[/.-][^/]|"  # a date, then something
    r"\d{3}[^/]*/?$|/\d{3,}/|"  # an identifier
    r"\d[^/.]*\.(?:html?|aspx?|php)$|"
    r"(?:[-_][^/_-]+){3}[^/]*/?$"  # a slug of four words or more
)
"""Pattern of an article's path at an outlet without a pattern of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlet:
    """A publication, with every fact that discovery, archive and extraction need.

    Raises:
        OutletError: A field has an invalid value.
        TypeError: A field is misspelt or missing.
    """

    name: str
    """Name for `scrapy crawl` and of its folders: its main domain, the name that `scrapy crawl site` gave it before."""
    title: str
    """The publication's name, in its own spelling."""
    country: str
    """ISO 3166-1 alpha-2 code of the country of publication; "ZZ" if unknown."""
    timezone: str
    """IANA zone of the times that it prints without a zone."""
    domains: tuple[str, ...]
    """Hosts (`host` or `host:port`) of its pages; with their subdomains, unless `exact_hosts`."""
    exact_hosts: bool = False
    """Whether subdomains of `domains` do not belong to the outlet."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, sitemap indexes and news sitemaps."""
    feeds: tuple[str, ...] = ()
    """Addresses of RSS and Atom feeds."""
    sections: tuple[str, ...] = ()
    """Addresses of pages that list articles."""
    pages: tuple[str, ...] = ()
    """Templates for the addresses of lists with pages, and of lists by day, month or year.

    `{page}` is the number of a page of one list; `feeds` or `sections` may hold its first page. `{year}`, `{month}` and
    `{day}` are the date of a list; `{month:02}` has two digits. A list with `rel=next` needs no template, nor does a
    WordPress feed.
    """
    article: str = LIKELY_ARTICLE
    """Regular expression, searched in a URL's path; an article's address matches."""
    reject: tuple[str, ...] = ()
    """Regular expressions, searched in a URL's path; an address that matches one is no article."""
    identity: tuple[str, ...] | None = None
    """Query keys that identify an article; None for every key that neither tracks nor chooses a view."""
    content: tuple[str, ...] = ()
    """CSS selectors of the element that holds the article, best first; only where the generic extraction fails."""
    prune: tuple[str, ...] = ()
    """CSS selectors of elements in there that are not the article; only where the generic extraction fails."""
    live_blogs: bool = False
    """Whether its live blogs count as articles."""
    evidence: str
    """Source of these facts, and the date when they were last confirmed."""

    def __post_init__(self) -> None:
        """Check each field alone and against the others."""
        for item in fields(self):
            if item.type.startswith("tuple") and isinstance(getattr(self, item.name), str):
                raise self._error(item.name, "is one string; write a tuple, with its comma")
        if not _NAME.match(self.name):
            raise self._error("name", f"{self.name!r} is not a domain in lower case")
        if not _COUNTRY.match(self.country):
            raise self._error("country", f"{self.country!r} is not an ISO 3166-1 alpha-2 code")
        if not self.evidence:
            raise self._error("evidence", "is empty; say where the facts come from")
        self._check_timezone()
        self._check_addresses()
        self._check_templates()
        self._check_patterns()

    def _check_timezone(self) -> None:
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self._error("timezone", f"{self.timezone!r} is not an IANA time zone") from None

    def _check_addresses(self) -> None:
        if not self.domains:
            raise self._error("domains", "is empty")
        for domain in self.domains:
            if netloc(f"http://{domain}") != domain:
                raise self._error("domains", f"{domain!r} is not a host in lower case")
        for url in (*self.sitemaps, *self.feeds, *self.sections):
            if not self.owns(url):
                raise self._error("sitemaps, feeds, sections", f"{url!r} is not an http(s) URL at {self.domains}")

    def _check_templates(self) -> None:
        for template in self.pages:
            try:
                holes = [(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None]
                example = template.format(page=1, year=2026, month=1, day=1)
            except (ValueError, LookupError, AttributeError) as error:
                raise self._error("pages", f"{template!r} is not a template: {error}") from None
            if frozenset(name for name, _ in holes) not in _HOLES or any(not _WIDTH.match(spec) for _, spec in holes):
                raise self._error("pages", f"{template!r} needs {{page}}, or {{year}} with {{month}} with {{day}}")
            if "{page" in template and len(holes) > 1:
                raise self._error("pages", f"{template!r} names its page twice")
            if not self.owns(example) or "{" in urlsplit(template).netloc:
                raise self._error("pages", f"{template!r} is not an http(s) URL at {self.domains}")

    def _check_patterns(self) -> None:
        for pattern in (self.article, *self.reject):
            try:
                re.compile(pattern)
            except re.error as error:
                raise self._error("article, reject", f"{pattern!r} is not a regular expression: {error}") from None

    def _error(self, field: str, fault: str) -> OutletError:
        return OutletError(f"Outlet {self.name!r}: {field} {fault}.")

    @classmethod
    def of_site(cls, url: str) -> Self:
        """Return the outlet of a site that has no file yet: named after its host, with the generic rules.

        Raises:
            OutletError: The URL is not http(s).
        """
        host = netloc(url)
        bare = host.removeprefix("www.")
        if not bare:
            raise OutletError(f"{url!r} is not an http(s) URL.")
        return cls(
            name=re.sub(r"[^a-z0-9.-]", "_", bare).strip("_.-"),
            title=bare,
            country="ZZ",
            timezone="UTC",
            domains=(bare, f"www.{bare}"),
            exact_hosts=True,
            evidence="assumed: generic rules for a site without a file",
        )

    def owns(self, url: str) -> bool:
        """Return whether the URL is at one of this outlet's hosts, or at a mobile or AMP form of one (`m.`, `amp.`)."""
        host = netloc(url)
        if without_mobile(host) in self.domains:
            return True
        return any(host == domain or (not self.exact_hosts and host.endswith(f".{domain}")) for domain in self.domains)

    def is_article(self, url: str) -> bool:
        """Return whether the URL has the shape of an article's address at this outlet, or of its AMP or print view.

        A pattern of `reject` that matches the path or its plain form excludes it.
        """
        if not self.owns(url):
            return False
        return self.is_article_path(urlsplit(url).path)

    def is_article_path(self, path: str) -> bool:
        """Return whether a path at this outlet's hosts has the shape of an article's, or of its AMP or print view."""
        plain = plain_path(path)
        shapes = {path, plain if plain != "/" else path}  # an outlet may keep its articles at `/index.php`
        refused = _refused(self.reject)
        if any(pattern.search(shape) for pattern in refused for shape in shapes):
            return False
        return any(re.search(self.article, shape) for shape in shapes)

    def concerns_article(self, url: str, status: int, content_type: str) -> bool:
        """Return whether a complete response may hold an article, or shows that an article is gone.

        Crawl and replay share this rule.

        Args:
            url: The requested URL.
            status: HTTP status code.
            content_type: The Content-Type header; empty without one.
        """
        if status in GONE:
            return self.is_article(url)
        return status == OK and (not content_type or bool(_HTML.match(content_type))) and self.is_article(url)


@lru_cache(maxsize=256)
def _refused(reject: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of paths that are no article, those of all outlets first."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (*NOT_ARTICLES, *reject))


def outlet_of_spider(spider: object) -> Outlet | None:
    """Return the outlet of a spider or spider class; None if it crawls none, as that of `scrapy shell`."""
    outlet = getattr(spider, "outlet", None)
    return outlet if isinstance(outlet, Outlet) else None


def outlet_of(url: str, outlets: tuple[Outlet, ...]) -> Outlet:
    """Return the outlet that owns a URL: the one with the longest domain, else a site without a file.

    Raises:
        OutletError: The URL is not http(s).
    """
    owners = [outlet for outlet in outlets if outlet.owns(url)]
    if not owners:
        return Outlet.of_site(url)
    return max(owners, key=lambda outlet: max(len(domain) for domain in outlet.domains))
