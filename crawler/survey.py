"""A survey of a site: finds the facts for an outlet's file in robots.txt, the usual addresses and the front page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html
from scrapy import Request, Spider, signals

from crawler.archive.read.pages import content_type_of
from crawler.discovery import discover, robots_sitemaps
from crawler.discovery.bodies import utf8
from crawler.errand import capture_of
from crawler.errors import ElsewhereError, RobotsForbidError, RobotsUnavailableError
from crawler.items import Page
from crawler.outlet import OK, Outlet
from crawler.patterns import article_pattern
from crawler.shapes import LIKELY_ARTICLE
from crawler.urls import askable, canonical

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.discovery import Discovered, Link

USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/news-sitemap.xml", "/sitemap-news.xml")
"""Requested when robots.txt names no sitemap, until one of them is a sitemap."""
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
"""Requested when the front page announces no feed, until one of them is a feed."""
MOST_LISTS = 3
"""Sitemaps in an outlet's file, at most; feeds likewise; sections: one more."""
MOST_TRIED = 6
"""Sections that are requested, at most."""
SAMPLES = 3
"""Articles that are requested, at most."""
_READ = 300
"""Addresses of a list that are used, at most."""
_FEWEST = 3
"""Articles that a section must link to, at least."""
_TITLE = 100
"""Letters of an outlet's title, at most."""

ZONES = {
    "AE": "Asia/Dubai",
    "BH": "Asia/Bahrain",
    "DJ": "Africa/Djibouti",
    "DZ": "Africa/Algiers",
    "EG": "Africa/Cairo",
    "FR": "Europe/Paris",
    "DE": "Europe/Berlin",
    "GB": "Europe/London",
    "IL": "Asia/Jerusalem",
    "IQ": "Asia/Baghdad",
    "IR": "Asia/Tehran",
    "JO": "Asia/Amman",
    "KM": "Indian/Comoro",
    "KW": "Asia/Kuwait",
    "LB": "Asia/Beirut",
    "LY": "Africa/Tripoli",
    "MA": "Africa/Casablanca",
    "MR": "Africa/Nouakchott",
    "OM": "Asia/Muscat",
    "PS": "Asia/Gaza",
    "QA": "Asia/Qatar",
    "RU": "Europe/Moscow",
    "SA": "Asia/Riyadh",
    "SD": "Africa/Khartoum",
    "SO": "Africa/Mogadishu",
    "SS": "Africa/Juba",
    "SY": "Asia/Damascus",
    "TD": "Africa/Ndjamena",
    "TN": "Africa/Tunis",
    "TR": "Europe/Istanbul",
    "YE": "Asia/Aden",
}
"""Time zones of countries where Arabic news are published; for a country with several, the capital's zone."""

_NO_SECTION = re.compile(
    r"(?i)(?:^|[/_-])(?:about|contact|privacy|terms|policy|advertis\w*|login|register|subscri\w*|account|faq|jobs"
    r"|careers|live|videos?|photos?|galler\w*|podcasts?|apps?|archive|newsletter|weather|horoscopes?|prayer\w*"
    r"|من-نحن|اتصل-بنا|سياسة-الخصوصية|اعلن-معنا)(?:[/._-]|$)"
)


@dataclass
class Findings:
    """Findings of a survey."""

    title: str
    """The site's own name."""
    language: str = ""
    """Language that the front page declares; empty without one."""
    domains: tuple[str, ...] = ()
    """Its hosts; first the one that served the front page."""
    sitemaps: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    article: str = LIKELY_ARTICLE
    """Pattern of its articles' addresses; the generic pattern when the survey found none."""
    articles: list[str] = field(default_factory=list)
    """Addresses that match the pattern."""
    others: list[str] = field(default_factory=list)
    """Links of the front page that match no article."""
    pages: list[Page] = field(default_factory=list)
    """The sampled articles."""
    robots: bool = False
    """Whether there is a robots.txt."""
    forbidden: list[str] = field(default_factory=list)
    """Addresses that robots.txt forbids."""
    fault: str = ""
    """Why the site cannot be surveyed by https, nor by http, in a sentence; empty after a survey."""


def country_of(domain: str) -> str:
    """Return the country of a domain's ending; "ZZ" for any other ending."""
    ending = domain.rpartition(".")[2].upper()
    ending = {"UK": "GB"}.get(ending, ending)
    return ending if ending in ZONES else "ZZ"


def zone_of(country: str) -> str:
    """Return a country's time zone; UTC for an unknown country."""
    return ZONES.get(country, "UTC")


def front_page(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the site's name (og:site_name, else the page's title) and the language that a front page declares.

    Args:
        body: HTML.
        content_type: The Content-Type header.
    """
    try:
        tree = html.document_fromstring(utf8(body, content_type), html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError):
        return "", ""
    names: Any = tree.xpath("//meta[@property='og:site_name']/@content[normalize-space()]")
    titles: Any = tree.xpath("//head/title/text()")
    name = names[0] if names else re.split(r"\s[|–—-]\s", titles[0] if titles else "")[0]
    language: str = tree.get("lang", "")
    return _plain(name), language.strip().lower()[:20]


def _plain(name: str) -> str:
    """Return a name in one line of at most `_TITLE` letters, without invisible characters (Unicode's categories C)."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in name[: 10 * _TITLE])
    return " ".join(visible.split())[:_TITLE].strip()


def section_links(found: Iterable[Link], outlet: Outlet) -> list[str]:
    """Return addresses that look like sections: short paths that are neither an article's nor a page about the site.

    Args:
        found: Links of the front page.
        outlet: The outlet, with the pattern of its articles.
    """
    chosen: dict[str, str] = {}
    for link in found:
        parts = urlsplit(link.url)
        path = unquote(parts.path)
        short = 0 < len(path.strip("/").split("/")) <= 2 and path != "/"  # noqa: PLR2004 - a section and its subsection
        if parts.query or not short or outlet.is_article(link.url) or _NO_SECTION.search(path):
            continue
        chosen.setdefault(canonical(link.url), link.url)
    return list(chosen.values())


class SurveySpider(Spider):
    """Surveys a site with the rules of a crawl: it obeys robots.txt, archives every exchange, sends about 20 requests.

    Args:
        outlet: The site, under the name that its file will have.
        findings: Filled by the survey.
    """

    name = "survey"
    custom_settings: ClassVar[dict[str, Any]] = {"ITEM_PIPELINES": {}}  # type: ignore[misc]  # Scrapy's is no ClassVar

    def __init__(self, outlet: Outlet, findings: Findings) -> None:
        super().__init__()
        self.outlet = outlet
        self.findings = findings
        self._any = replace(outlet, article="^/.")
        self._named: tuple[str, ...] = ()
        self._found: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SurveySpider:
        """Connect to the signal for responses; the robots middleware requests robots.txt."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.read_robots, signals.response_received)
        return spider

    def read_robots(self, response: Response, request: Request) -> None:
        """Store the sitemaps that robots.txt names."""
        if urlsplit(request.url).path == "/robots.txt" and response.status == OK:
            self.findings.robots = True
            self._named += robots_sitemaps(response.body, response.url)

    async def start(self) -> AsyncIterator[Any]:
        """Survey the site, then request some of its articles."""
        host = self.outlet.domains[0]
        front = await self._get(f"https://{host}/", needed=True)
        if front is None and not self.findings.forbidden:
            front = await self._get(f"http://{host}/", needed=True)
        if front is not None:
            await self._survey(front)
        for url in self.findings.articles[:SAMPLES]:
            yield Request(url)

    def parse(self, response: Response, **_: Any) -> None:
        """Store a sampled article."""
        outlet = replace(self.outlet, article=self.findings.article)
        self.findings.pages.append(
            Page(
                capture=capture_of(response),
                outlet=outlet,
                body=response.body,
                content_type=content_type_of(response),
            )
        )

    async def _survey(self, front: Response) -> None:
        """Fill the findings, beginning with the front page."""
        findings = self.findings
        host = urlsplit(front.url).netloc
        findings.domains = tuple(sorted(self.outlet.domains, key=lambda domain: domain != host))
        named, findings.language = front_page(front.body, content_type_of(front))
        findings.title = named or findings.title
        begin = self._discover(front)
        await self._lists(front.url, begin)
        linked = [link.url for link in begin.articles]
        likely = [url for url in linked if self.outlet.is_article(url)]
        told_by = self._found or likely
        findings.article = article_pattern(told_by) or LIKELY_ARTICLE
        outlet = replace(self.outlet, article=findings.article)
        findings.articles = list(dict.fromkeys(url for url in (*told_by, *linked) if outlet.is_article(url)))
        await self._sections(front.url, begin, outlet)
        findings.others = [url for url in linked if not outlet.is_article(url)]

    async def _lists(self, front: str, begin: Discovered) -> None:
        """Find readable sitemaps and feeds, and the articles that they name."""
        named = [url for url in dict.fromkeys(map(askable, self._named)) if self.outlet.may_be_asked(url)]
        announced = [link.url for link in begin.lists]
        for given, usual, kept, kinds in (
            (announced, USUAL_FEEDS, self.findings.feeds, ("feed",)),
            (named, USUAL_SITEMAPS, self.findings.sitemaps, ("sitemap", "sitemap index")),
        ):
            for url in given[:MOST_LISTS] or [urljoin(front, path) for path in usual]:
                if (found := await self._list(url)) is not None and found.kind in kinds:
                    kept.append(url)
                    if not given:
                        break

    async def _list(self, url: str) -> Discovered | None:
        """Read a list; of a sitemap index also its newest sitemap. Return the list, or None without a response."""
        response = await self._get(url)
        if response is None:
            return None
        found = child = self._discover(response)
        if found.kind == "sitemap index" and found.lists:
            newest = max(found.lists, key=lambda link: (link.date is not None, link.date and link.date.timestamp()))
            if (response := await self._get(newest.url)) is not None:
                child = self._discover(response)
        if found.kind and found.kind != "section":
            self._found += [link.url for link in child.articles[:_READ]]
        return found

    async def _sections(self, front: str, begin: Discovered, outlet: Outlet) -> None:
        """Find sections: pages that link to articles."""
        if sum(outlet.is_article(link.url) for link in begin.articles) >= _FEWEST:
            self.findings.sections.append(front)
        for url in section_links(begin.articles, outlet)[:MOST_TRIED]:
            if len(self.findings.sections) > MOST_LISTS:
                return
            if (response := await self._get(url)) is not None:
                found = self._discover(response)
                if sum(outlet.is_article(link.url) for link in found.articles) >= _FEWEST:
                    self.findings.sections.append(url)

    def _discover(self, response: Response) -> Discovered:
        """Read a list; every link that may be an article counts as one, since the pattern is not known yet."""
        return discover(response.body, response.url, content_type_of(response), self._any)

    async def _get(self, url: str, *, needed: bool = False) -> Response | None:
        """Fetch a page; return None when it cannot be fetched.

        Args:
            url: The page's address.
            needed: Whether the survey fails without the page; its fault is then stored in the findings.
        """
        engine: Any = self.crawler.engine
        try:
            response: Response = await engine.download_async(Request(url))
        except RobotsForbidError:
            self.findings.forbidden.append(url)
            fault = f"{url}: robots.txt forbids it; Warraq obeys robots.txt, and surveyed nothing."
        except ElsewhereError:
            fault = f"{url} redirects to another site; give the domain of that site."
        except RobotsUnavailableError as error:
            fault = f"{url} cannot be reached: {error}."
        except Exception as error:  # noqa: BLE001 - a site may be down in any way
            why = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
            fault = f"{url} cannot be reached: {why}."
        else:
            if response.status == OK:
                self.findings.fault = ""
                return response
            fault = f"{url} returned HTTP status {response.status}; try again when it returns 200."
        if needed:
            self.findings.fault = self.findings.fault or fault  # that of https counts
        return None
