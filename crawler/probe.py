"""A probe of an outlet: asks its robots.txt and start points once, and compares the answers with the outlet's file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import unquote, urljoin

from scrapy import Request, Spider, signals
from scrapy.utils.misc import load_object
from w3lib.url import safe_url_string

from crawler.archive.read.pages import content_type_of
from crawler.discovery import days_named, discover, robots_sitemaps
from crawler.errand import errand_of
from crawler.errors import RobotsForbidError
from crawler.network.robots import TOO_MANY
from crawler.network.robotstxt import ABSENT, MAX_REDIRECTS
from crawler.outlet import MOVED, OK, Outlet
from crawler.patterns import Shape, shapes_of
from crawler.run.failure import FAILURE, exit_code

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.crawler import AsyncCrawlerProcess, Crawler
    from scrapy.http import Response

    from crawler.discovery import Discovered, Link

AT_ONCE = 4
"""Outlets that are probed side by side; each gets one request at a time."""
SHAPES = 5
"""Shapes of a list's links that are shown, at most."""
HEADINGS = ("outlet", "kind", "answer", "links", "articles", "newest", "address")
FIGURES = ("links", "articles")
"""Headings of columns of numbers."""
_OLD = datetime.min.replace(tzinfo=UTC)


@dataclass(kw_only=True)
class Answer:
    """The answer of one start point, or of a host's robots.txt."""

    outlet: str
    kind: str
    """`robots.txt`, `sitemap`, `feed` or `section`."""
    address: str
    """The address in the outlet's file."""
    fault: str = ""
    """Why it cannot be used, in a few words; empty when it answers."""
    moved: str = ""
    """The address to which it redirects; empty when it does not."""
    links: int | None = None
    """Links in it to pages of the outlet; None where there is no list. A sitemap index counts as its newest sitemap."""
    articles: int = 0
    """Links that have the shape of an article today."""
    earlier: int = 0
    """Links that only have the shape of an article of earlier years."""
    newest: str = ""
    """Day of the newest link, by the list or the link's address; empty when no link has a day."""
    shapes: list[Shape] = field(default_factory=list)
    """The shapes of its links when no link is an article's of today, the most frequent first."""
    absent: bool = False
    """Whether it is a robots.txt that does not exist, so that the host has no rules."""
    unnamed: list[str] = field(default_factory=list)
    """Sitemaps that robots.txt names and the outlet's file does not."""

    @property
    def is_well(self) -> bool:
        """Whether the start point can stay in the outlet's file unchanged."""
        return not self.fault and (self.kind == "robots.txt" or (not self.moved and self.articles > 0))

    @property
    def cells(self) -> tuple[str, ...]:
        """Its row of the table, in the order of `HEADINGS`."""
        answer = self.fault or (f"moved to {self.moved}" if self.moved else "none" if self.absent else "ok")
        listed = self.links is not None
        figures = (str(self.links), str(self.articles)) if listed else ("-", "-")
        return (self.outlet, self.kind, answer, *figures, self.newest or "-", self.address)

    def remarks(self) -> Iterator[str]:
        """Yield the sentences below the table."""
        if self.unnamed:
            yield f"{self.address} names sitemaps that the outlet's file does not: {', '.join(self.unnamed)}"
        if self.links is None or self.articles:
            return
        if not self.links:
            yield f"{self.address} has no link to a page of the outlet"
            return
        older = f"; {self.earlier} have the shape of earlier years" if self.earlier else ""
        yield f"{self.address}: none of its links has the shape of an article{older}. Their shapes:"
        for shape in self.shapes:
            yield f"    {shape.count:5} {shape.pattern}   {unquote(shape.example)}"


def run(process: AsyncCrawlerProcess, outlets: Iterable[Outlet]) -> tuple[list[Answer], list[str]]:
    """Probe outlets, `AT_ONCE` at a time.

    Args:
        process: Runs the spiders; it ends with the last one.
        outlets: The outlets.

    Returns:
        The answers, those of an outlet together, and a sentence for each outlet that could not be probed.
    """
    waiting = iter(outlets)
    probed: list[tuple[Outlet, Crawler, list[Answer]]] = []

    def begin(_: object = None) -> None:
        outlet = next(waiting, None)
        if outlet is not None:
            answers: list[Answer] = []
            crawler = process.create_crawler(ProbeSpider)
            probed.append((outlet, crawler, answers))
            process.crawl(crawler, outlet=outlet, answers=answers).add_done_callback(begin)

    for _ in range(AT_ONCE):
        begin()
    process.start()
    faults = [
        str(crawler.stats.get_value(FAILURE, f"{outlet.name}: the probe did not finish."))
        for outlet, crawler, answers in probed
        if exit_code(crawler) or len(answers) < len(outlet.start_points)
    ]
    return [answer for _, _, answers in probed for answer in answers], faults


class ProbeSpider(Spider):
    """Asks an outlet's start points by the rules of a crawl: it obeys robots.txt and archives every exchange.

    One request a start point, one at a time and without a second try; a redirect is followed, and the newest sitemap of
    an index is read. It stores no page and no run.

    Args:
        outlet: The outlet.
        answers: Filled by the probe.
    """

    name = "probe"
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]  # Scrapy's is no ClassVar
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {
            "crawler.archive.write.extension.ArchiveExtension": 0,
            "crawler.run.shutdown.ShutdownExtension": 500,
        },
        "RETRY_ENABLED": False,
        "DOWNLOAD_TIMEOUT": 30,
    }

    def __init__(self, outlet: Outlet, answers: list[Answer]) -> None:
        super().__init__()
        self.outlet = outlet
        self.answers = answers
        self._any = replace(outlet, article="^/.", by_query=(".",), reject=(), earlier=())
        self._today = replace(outlet, earlier=())
        self._hosts: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Connect to the signal for responses; the robots middleware requests robots.txt."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.read_robots, signals.response_received)
        return spider

    def read_robots(self, response: Response, request: Request) -> None:
        """Store the answer of a host's robots.txt; one that redirects gives a second answer."""
        if not errand_of(request).for_robots_txt or request.url in self._hosts:
            return
        self._hosts.add(request.url)
        answer = Answer(outlet=self.outlet.name, kind="robots.txt", address=request.url)
        if response.status in MOVED:
            answer.moved = _target(response)
        elif response.status in ABSENT and response.status != TOO_MANY:
            answer.absent = True
        elif response.status != OK:
            answer.fault = f"HTTP status {response.status}"
        else:
            named = robots_sitemaps(response.body, response.url)
            answer.unnamed = [url for url in named if url not in self.outlet.sitemaps]
        self.answers.append(answer)

    async def start(self) -> AsyncIterator[Any]:
        """Ask the start points, one after another."""
        for kind in ("sitemap", "feed", "section"):
            for address in getattr(self.outlet, f"{kind}s"):
                answer = Answer(outlet=self.outlet.name, kind=kind, address=address)
                await self._ask(answer)
                self.answers.append(answer)
        for nothing in tuple[Request, ...]():  # Scrapy expects a generator
            yield nothing

    async def _ask(self, answer: Answer) -> None:
        """Ask a start point and fill its answer."""
        response = await self._follow(answer)
        if response is None:
            return
        found = self._discover(response)
        if found.kind == "sitemap index" and found.lists:
            newest = max(found.lists, key=_age)
            child = Answer(outlet=answer.outlet, kind=answer.kind, address=newest.url)
            response = await self._follow(child)
            if response is None:
                answer.fault = f"its newest sitemap, {newest.url}: {child.fault}"
                return
            found = self._discover(response)
        if not found.kind:
            answer.fault = "neither a sitemap nor a feed nor a page with links"
            return
        self._count(answer, found)

    def _count(self, answer: Answer, found: Discovered) -> None:
        """Count the links of a list, and tell their shapes if none is an article's of today."""
        answer.links = len(found.articles)
        answer.articles = sum(self._today.is_article(link.url) for link in found.articles)
        answer.earlier = sum(self.outlet.is_article(link.url) for link in found.articles) - answer.articles
        days = [link.date for link in found.articles if link.date]
        answer.newest = f"{max(days):%Y-%m-%d}" if days else ""
        if not answer.articles:
            answer.shapes = shapes_of(link.url for link in found.articles)[:SHAPES]

    async def _follow(self, answer: Answer) -> Response | None:
        """Ask an address and follow its redirects within the outlet; return its page, or None with the fault."""
        url, engine = answer.address, self.crawler.engine
        for _ in range(1 + MAX_REDIRECTS):
            request = Request(url, dont_filter=True, meta={"dont_redirect": True})
            try:
                response: Response = await engine.download_async(request)
            except RobotsForbidError:
                answer.fault = "robots.txt forbids it"
                return None
            except Exception as error:  # noqa: BLE001 - a start point may be down in any way
                answer.fault = " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(".")
                return None
            if response.status not in MOVED:
                answer.fault = "" if response.status == OK else f"HTTP status {response.status}"
                return response if response.status == OK else None
            url = _target(response)
            answer.moved = url
            if not self.outlet.may_be_asked(url):
                answer.fault = f"moved to {url or 'no address'}, which is not the outlet's"
                return None
        answer.fault = f"more than {MAX_REDIRECTS} redirects"
        return None

    def _discover(self, response: Response) -> Discovered:
        """Read a list; every link to a page of the outlet counts as an article."""
        dates = load_object(self.crawler.settings["DATE_READER"])
        return discover(response.body, response.url, content_type_of(response), self._any, dates=dates)


def _target(response: Response) -> str:
    """Return the target of a redirect; empty when it has none."""
    location = (response.headers.get(b"Location") or b"").decode("utf-8", "replace")
    try:
        return safe_url_string(urljoin(response.url, location)) if location else ""
    except ValueError:
        return ""


def _age(link: Link) -> tuple[datetime, str]:
    """Return the day of a sitemap by its index, else the last day that its address names."""
    if link.date:
        return link.date, link.url
    named = days_named(link.url)
    return (datetime(named[1].year, named[1].month, named[1].day, tzinfo=UTC) if named else _OLD), link.url
