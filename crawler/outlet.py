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
from crawler.shapes import LIKELY_ARTICLE, NOT_ARTICLES, likely, likely_by_query
from crawler.urls import brought, netloc, plain_path, without_mobile

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
BROUGHT_TYPES = ("text/html", "text/plain")
"""Media types of the files that a user adds to an outlet's corpus."""
GONE = (404, 410)
"""Statuses of an address at which there is nothing, or nothing any more (RFC 9110, sections 15.5.5 and 15.5.11)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlet:
    """A publication, with every fact that discovery, archive and extraction need.

    Raises:
        OutletError: A field has an invalid value.
        TypeError: A field is misspelt or missing.
    """

    name: str
    """Name for `scrapy crawl` and of its folders: its main domain, the name that `scrapy crawl site` gave it before."""
    earlier_names: tuple[str, ...] = ()
    """Names of its file in earlier versions. A crawl that finds captures under one of them refuses to fetch all of it
    again, and a rebuild takes their runs and read lists over."""
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
    by_query: tuple[str, ...] | None = None
    """Regular expressions, searched in path and query (`/news.php?id=41`), of articles that only the query tells apart.

    None for the generic rules (`crawler.shapes`) at an outlet whose `article` is the generic pattern, else for none.
    """
    earlier: tuple[str, ...] = ()
    """Regular expressions, searched in a URL's path: the shapes of its articles' addresses in earlier years.

    They count as `article` does, in replay and in discovery, since an outlet links to its older articles.
    """
    earlier_domains: tuple[str, ...] = ()
    """Hosts of its pages in earlier years; with their subdomains, unless `exact_hosts`.

    Replay takes their captures. A crawl requests nothing there: a name that was given up may be another's by now.
    """
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
        for name in self.earlier_names:
            if not _NAME.match(name) or name == self.name:
                raise self._error("earlier_names", f"{name!r} is not another name of the form of `name`")
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
        for field in ("domains", "earlier_domains"):
            for domain in getattr(self, field):
                if netloc(f"http://{domain}") != domain:
                    raise self._error(field, f"{domain!r} is not a host in lower case")
        for url in self.start_points:
            if not self.may_be_asked(url):
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
            if not self.may_be_asked(example) or "{" in urlsplit(template).netloc:
                raise self._error("pages", f"{template!r} is not an http(s) URL at {self.domains}")

    def _check_patterns(self) -> None:
        for pattern in (self.article, *(self.by_query or ()), *self.earlier, *self.reject):
            try:
                re.compile(pattern)
            except re.error as error:
                fields = "article, by_query, earlier, reject"
                raise self._error(fields, f"{pattern!r} is not a regular expression: {error}") from None

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

    @property
    def start_points(self) -> tuple[str, ...]:
        """Addresses at which discovery begins: its sitemaps, feeds and sections."""
        return (*self.sitemaps, *self.feeds, *self.sections)

    def owns(self, url: str) -> bool:
        """Return whether the URL is at one of this outlet's hosts, or at a mobile or AMP form of one (`m.`, `amp.`).

        The hosts of earlier years count.
        """
        return self._is_at(url, (*self.domains, *self.earlier_domains))

    def may_be_asked(self, url: str) -> bool:
        """Return whether the URL is at one of the hosts that the outlet has now, or at a mobile or AMP form of one."""
        return self._is_at(url, self.domains)

    def _is_at(self, url: str, domains: tuple[str, ...]) -> bool:
        host = netloc(url)
        if without_mobile(host) in domains:
            return True
        return any(host == domain or (not self.exact_hosts and host.endswith(f".{domain}")) for domain in domains)

    def is_article(self, url: str) -> bool:
        """Return whether the URL has the shape of an article's address at this outlet, or of its AMP or print view.

        A pattern of `reject` that matches the path or its plain form excludes it.
        """
        if not self.owns(url):
            return False
        parts = urlsplit(url)
        return self.is_article_path(parts.path) or (bool(parts.query) and self._is_by_query(parts.path, parts.query))

    def is_article_path(self, path: str) -> bool:
        """Return whether a path at this outlet's hosts has the shape of an article's, or of its AMP or print view."""
        plain = plain_path(path)
        shapes = {path, plain if plain != "/" else path}  # an outlet may keep its articles at `/index.php`
        refused = _compiled((*NOT_ARTICLES, *self.reject), re.IGNORECASE)
        if any(pattern.search(shape) for pattern in refused for shape in shapes):
            return False
        if self.article == LIKELY_ARTICLE and any(map(likely, shapes)):
            return True
        return any(re.search(pattern, shape) for pattern in (self.article, *self.earlier) for shape in shapes)

    def _is_by_query(self, path: str, query: str) -> bool:
        """Return whether path and query are those of an article that only the query tells from others."""
        refused = _compiled((*NOT_ARTICLES[1:], *self.reject), re.IGNORECASE)  # `/?p=991`: the root shows an article
        if any(pattern.search(path) for pattern in refused):
            return False
        if self.by_query is None:
            return self.article == LIKELY_ARTICLE and likely_by_query(path, query, self.identity)
        return any(pattern.search(f"{path}?{query}") for pattern in _compiled(self.by_query, re.NOFLAG))

    def concerns_article(self, url: str, status: int, content_type: str) -> bool:
        """Return whether a complete response may hold an article, or shows that an article is gone.

        Crawl and replay share this rule.

        Args:
            url: The requested URL.
            status: HTTP status code.
            content_type: The Content-Type header; empty without one.
        """
        if brought(url):
            return status == OK and content_type.startswith(BROUGHT_TYPES)
        if status in GONE:
            return self.is_article(url)
        return status == OK and (not content_type or bool(_HTML.match(content_type))) and self.is_article(url)


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...], flags: re.RegexFlag) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern in patterns)


def outlet_of_spider(spider: object) -> Outlet | None:
    """Return the outlet of a spider or spider class; None if it crawls none, as that of `scrapy shell`."""
    outlet = getattr(spider, "outlet", None)
    return outlet if isinstance(outlet, Outlet) else None


def outlet_of(url: str, outlets: tuple[Outlet, ...]) -> Outlet:
    """Return the outlet that owns a URL: the one with the longest domain, else a site without a file.

    The URL of a user's file names its outlet.

    Raises:
        OutletError: The URL is neither http(s) nor that of a user's file.
    """
    if name := brought(url):
        named = (outlet for outlet in outlets if name in (outlet.name, *outlet.earlier_names))
        return next(named, None) or Outlet.of_site(f"https://{name}/")
    owners = [outlet for outlet in outlets if outlet.owns(url)]
    if not owners:
        return Outlet.of_site(url)
    return max(owners, key=lambda outlet: max(map(len, (*outlet.domains, *outlet.earlier_domains))))
