"""A survey of a site: what an outlet's file can be told by robots.txt, the usual addresses and the front page."""

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
from crawler.outlet import LIKELY_ARTICLE, OK, Outlet
from crawler.urls import askable, canonical

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.discovery import Discovered, Link

USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/news-sitemap.xml", "/sitemap-news.xml")
"""Asked for when robots.txt names none; the first that is one ends it."""
USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
"""Asked for when the front page announces none; likewise."""
MOST_LISTS = 3
"""Sitemaps, and feeds, and sections that an outlet's file is given, at most."""
MOST_TRIED = 6
"""Sections that are asked for, at most."""
SAMPLES = 3
"""Articles that are asked for."""
_READ = 300
"""Addresses of a list that are looked at."""
_FEWEST = 3
"""Articles that a section must link to."""
_SHARE = 0.6
"""Share of the addresses that the shapes of a pattern must cover."""
_SHAPES = 3
"""Shapes that a pattern is made of, at most."""
_TITLE = 100
"""Letters of an outlet's name."""

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
"""Time zone of a country in which Arabic news are published; one of several zones is the capital's."""

_NO_SECTION = re.compile(
    r"(?i)(?:^|[/_-])(?:about|contact|privacy|terms|policy|advertis\w*|login|register|subscri\w*|account|faq|jobs"
    r"|careers|live|videos?|photos?|galler\w*|podcasts?|apps?|archive|newsletter|weather|horoscopes?|prayer\w*"
    r"|من-نحن|اتصل-بنا|سياسة-الخصوصية|اعلن-معنا)(?:[/._-]|$)"
)
_SHAPE = (  # how a segment of a path is told, and the pattern that stands for it; the first that fits counts
    (re.compile(r"(?:19|20)\d\d"), r"\d{4}"),
    (re.compile(r"\d{1,2}"), r"\d{1,2}"),
    (re.compile(r"\d{3,}"), r"\d+"),
    (re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}"), r"\d{4}-\d{1,2}-\d{1,2}"),
    (re.compile(r"\d{3,}[_-].+\.html?"), r"\d+[_-][^/]+\.html?"),
    (re.compile(r"\d{3,}[_-].+"), r"\d+[_-][^/]+"),
    (re.compile(r".+[_-]\d{3,}\.html?"), r"[^/]+\d\.html?"),
    (re.compile(r".*\d\.html?"), r"[^/]*\d\.html?"),
    (re.compile(r".*\d\.aspx?"), r"[^/]*\d\.aspx?"),
    (re.compile(r".+[_-]\d{4,}"), r"[^/]+[_-]\d{4,}"),
    (re.compile(r"(?=[^/]*\d)[a-z0-9]{8,}|[0-9a-f-]{36}"), r"[a-z0-9-]{8,}"),
    (re.compile(r"(?:[^/_-]+[_-]+){3}.*"), r"(?:[^/_-]+[_-]+){3}[^/]*"),
)
_ANY = "[^/]+"
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""What stays as it is in a pattern: other letters come percent-encoded from one site and plain from another."""
_WEAK = frozenset((_ANY, r"\d{1,2}", r"\d{4}"))
"""Shapes that a section's address has as well."""
_SLUG = re.compile(r"(\d{3,}[_-])?(.*?)([_-]\d{3,})?(\.[a-z]{3,5})?")
"""An identifier, words, an identifier, an ending: each but the words may be missing."""
_SEPARATORS = 2
"""Between the words of a slug, at least."""
_OWN_WORDS = "عنوان-من-كلمات-لنا"


@dataclass
class Findings:
    """What was found."""

    title: str
    """What the site calls itself."""
    language: str = ""
    """What the front page declares; empty when nothing."""
    domains: tuple[str, ...] = ()
    """Its hosts, the one that it answers at first."""
    sitemaps: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    article: str = LIKELY_ARTICLE
    """The pattern of its articles' addresses; the generic one when none could be told."""
    articles: list[str] = field(default_factory=list)
    """Addresses that the pattern was told by."""
    others: list[str] = field(default_factory=list)
    """Addresses of the site that are no articles'."""
    pages: list[Page] = field(default_factory=list)
    """Sampled articles."""
    robots: bool = False
    """Whether there is a robots.txt."""
    forbidden: list[str] = field(default_factory=list)
    """Addresses that robots.txt forbids."""
    fault: str = ""
    """Why the site cannot be surveyed, in a sentence; empty when it could be."""


def country_of(domain: str) -> str:
    """Guess a country from a domain's ending; "ZZ" for an ending that says nothing of where news are published."""
    ending = domain.rpartition(".")[2].upper()
    ending = {"UK": "GB"}.get(ending, ending)
    return ending if ending in ZONES else "ZZ"


def zone_of(country: str) -> str:
    """Return a country's time zone; UTC where it is not known."""
    return ZONES.get(country, "UTC")


def front_page(body: bytes, content_type: str) -> tuple[str, str]:
    """Return what a front page says of itself: its site's name (og:site_name, else its title), and its language.

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
    """Return a line without what is invisible (Unicode's categories C), as short as a name is."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in name[: 10 * _TITLE])
    return " ".join(visible.split())[:_TITLE].strip()


def article_pattern(urls: Sequence[str]) -> str:
    """Tell a pattern by addresses of articles, as `Outlet.article` wants one.

    Each segment of a path has a shape (a year, a number, a slug, …). A pattern is made of the most frequent series
    of shapes; a segment without one is kept as it is where it is the same in all of them.

    Args:
        urls: Addresses of which most are articles'.

    Returns:
        The empty string when no few shapes cover most of them, or a shape could be a section's as well.
    """
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for url in urls[:_READ]:
        segments = unquote(urlsplit(url).path).strip("/").split("/")
        groups.setdefault(tuple(_shape(segment) for segment in segments), []).append(segments)
    told = {shapes: paths for shapes, paths in groups.items() if not _WEAK.issuperset(shapes)}
    best = sorted(told.items(), key=lambda item: len(item[1]), reverse=True)[:_SHAPES]
    best = [item for item in best if len(item[1]) * 10 >= len(best[0][1])]
    if not best or sum(len(paths) for _, paths in best) < _SHARE * len(urls[:_READ]):
        return ""
    return "|".join(sorted({_pattern(shapes, paths) for shapes, paths in best}))


def _shape(segment: str) -> str:
    """Return the pattern of a segment's shape."""
    return next((shape for told_by, shape in _SHAPE if told_by.fullmatch(segment)), _ANY)


def _pattern(shapes: tuple[str, ...], paths: list[list[str]]) -> str:
    segments = []
    for place, shape in enumerate(shapes):
        first = paths[0][place]
        same = shape == _ANY and len(paths) >= _FEWEST and all(path[place] == first for path in paths)
        segments.append(first if same and _PLAIN.fullmatch(first) else shape)
    return f"^/{'/'.join(segments)}/?$"


def made_up(urls: Iterable[str]) -> list[str]:
    """Return addresses with words of our own in place of their slugs: headlines are other people's.

    Numbers stay, and so does the shape; what is then equal is given once.
    """
    return list(dict.fromkeys(map(_made_up, urls)))


def _made_up(url: str) -> str:
    parts = urlsplit(url)
    segments = unquote(parts.path).split("/")
    for place, segment in enumerate(segments):
        if (slug := _SLUG.fullmatch(segment)) and len(re.findall(r"[\s_+-]", slug[2])) >= _SEPARATORS:
            segments[place] = f"{slug[1] or ''}{_OWN_WORDS}{slug[3] or ''}{slug[4] or ''}"
    return parts._replace(path="/".join(segments), query="", fragment="").geturl()


def section_links(found: Iterable[Link], outlet: Outlet) -> list[str]:
    """Return addresses that look like sections: short paths that are neither an article's nor a page about the site.

    Args:
        found: Links of the front page.
        outlet: With the pattern of its articles.
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
    """Looks at a site as a crawl would: robots.txt obeyed, every exchange archived, no more than some twenty requests.

    Args:
        outlet: A site without a file, under the name that its file will have.
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
        """Hear of robots.txt, which the robots middleware asks for."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.read_robots, signals.response_received)
        return spider

    def read_robots(self, response: Response, request: Request) -> None:
        """Remember the sitemaps that robots.txt names."""
        if urlsplit(request.url).path == "/robots.txt" and response.status == OK:
            self.findings.robots = True
            self._named += robots_sitemaps(response.body, response.url)

    async def start(self) -> AsyncIterator[Any]:
        """Look at the site, then ask for some of its articles."""
        host = self.outlet.domains[0]
        front = await self._get(f"https://{host}/", needed=True)
        if front is not None:
            await self._survey(front)
        for url in self.findings.articles[:SAMPLES]:
            yield Request(url)

    def parse(self, response: Response, **_: Any) -> None:
        """Keep a sampled article."""
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
        """Find sitemaps and feeds that can be read, and the articles that they name."""
        named = [url for url in dict.fromkeys(map(askable, self._named)) if self.outlet.owns(url)]
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
        """Read a list, and one that it leads to when it names no article itself."""
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
        """Read a list; all that may be an article is taken for one, since the pattern is not known yet."""
        return discover(response.body, response.url, content_type_of(response), self._any)

    async def _get(self, url: str, *, needed: bool = False) -> Response | None:
        """Ask for a page; None when it cannot be had.

        Args:
            url: Its address.
            needed: Whether the survey ends without it; the fault then says why.
        """
        engine: Any = self.crawler.engine
        try:
            response: Response = await engine.download_async(Request(url))
        except RobotsForbidError:
            self.findings.forbidden.append(url)
            fault = f"{url}: robots.txt forbids it; Warraq obeys it, so there is nothing to look at."
        except ElsewhereError:
            fault = f"{url} leads to another site; name that one."
        except RobotsUnavailableError as error:
            fault = f"{url} cannot be reached: {error}."
        except Exception as error:  # noqa: BLE001 - a site may be down in any way
            why = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
            fault = f"{url} cannot be reached: {why}."
        else:
            if response.status == OK:
                return response
            fault = f"{url} answered with HTTP status {response.status}; a site is looked at when it answers."
        if needed:
            self.findings.fault = fault
        return None
