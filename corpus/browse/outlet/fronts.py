"""An outlet's front and section pages as they were captured over time: what led at nine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from corpus.browse.article.extraction import page_of
from corpus.browse.article.shown import archived_path
from crawler.archive.exchange import NOT_MODIFIED
from crawler.discovery import discover
from crawler.errors import CdxjError
from crawler.urls import canonical
from pipelines.normalize import normalize_line
from pipelines.page.charset import decode
from pipelines.page.parsing import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.browse.place import Place
    from crawler.items import Capture, Page
    from crawler.outlet import Outlet
    from crawler.state import ReadOnlyState

MOST_LISTS = 1_000
"""Lists of an outlet that are looked at to find its front and section pages, at most."""
MOST_PAGES = 200
"""Front and section pages that are shown, at most: those with the most captures."""
MOST_DAYS = 60
"""Days of such a page that are listed, at most: the last ones."""
MOST_CAPTURES = 24
"""Captures of a day that are shown at a time: one an hour."""
LED = 6
"""Articles that are shown of a capture: the first ones on the page."""
MOST_READ = 2_000_000
"""Bytes of a front page whose articles are read, at most."""
_LONGEST = 300


@dataclass(frozen=True)
class FrontPage:
    """A front or section page with its captures."""

    url: str
    captures: int
    first: str
    """WARC-Date of its first capture."""
    last: str
    """WARC-Date of its last one."""


@dataclass(frozen=True)
class Lead:
    """An article that a front page names."""

    url: str
    text: str
    """The words of its longest link on the page; empty for a picture."""
    document: int | None
    """Number of the document of its newest version; null when the outlet has none of it."""


@dataclass(frozen=True)
class FrontCapture:
    """A capture of a front page."""

    captured: str
    """WARC-Date."""
    local: str
    """The same, in the outlet's time zone, ISO 8601 to the minute."""
    page: str
    """Path of the archived page."""
    is_confirmed: bool
    """Whether the server answered that the page had not changed (304)."""
    leads: list[Lead]
    """The first articles on it; none for one that had not changed, or cannot be read."""


@dataclass(frozen=True)
class FrontDay:
    """A front page on a day."""

    outlet: str
    url: str
    day: str
    """ISO day in the outlet's time zone."""
    zone: str
    """That zone, as IANA names it."""
    days: dict[str, int]
    """The last days (UTC) with captures, each with their number."""
    captures: list[FrontCapture]
    next: str | None
    """What `after` is for the day's further captures; null without any."""


def front_pages(state: ReadOnlyState, outlet: Outlet) -> list[FrontPage]:
    """Return an outlet's front and section pages that were captured, those with the most captures first."""
    fronts = (
        f"{scheme}://{www}{domain}/"
        for domain in outlet.domains
        for scheme in ("https", "http")
        for www in ("", "www.")
    )
    found = state.list_pages([*fronts, *outlet.sections, *state.read_lists(MOST_LISTS)])
    pages = [FrontPage(*one) for one in found]
    return sorted(pages, key=lambda page: (-page.captures, len(page.url), page.url))[:MOST_PAGES]


def front_day(place: Place, name: str, outlet: Outlet, url: str, day: str, after: str) -> FrontDay:
    """Return a front page's captures on a day.

    Args:
        place: The place.
        name: The outlet's name in the place.
        outlet: Its facts.
        url: The page's address.
        day: ISO day in the outlet's time zone; empty for the last one with a capture.
        after: Only captures after this WARC-Date; empty for all.

    Raises:
        StateError: The state cannot be read.
    """
    zone = ZoneInfo(outlet.timezone)
    with place.state(name) as state:
        days = state.page_days(url, MOST_DAYS)
        if not day:
            last = next(iter(state.list_pages([url])), None)
            day = _local(last.last, zone)[:10] if last else datetime.now(zone).date().isoformat()
        since, until = _span(day, zone)
        found = state.page_captures(url, max(since, f"{after}~" if after else ""), until, MOST_CAPTURES + 1)
    shown = found[:MOST_CAPTURES]
    captures = [_capture(place, outlet, capture, zone) for capture in shown]
    with place.state(name) as state:
        captures = [replace(one, leads=[_stored(state, outlet, lead) for lead in one.leads]) for one in captures]
    return FrontDay(
        outlet=name,
        url=url,
        day=day,
        zone=outlet.timezone,
        days=days,
        captures=captures,
        next=shown[-1].date if len(found) > MOST_CAPTURES else None,
    )


def leads_of(page: Page, outlet: Outlet) -> list[Lead]:
    """Return the first articles that a front page names, in its order, each with the words of its longest link."""
    url = page.capture.url
    if page.fault or len(page.body) > MOST_READ:
        return []
    found = discover(page.body, url, page.content_type, outlet).articles[:LED]
    texts = _link_texts(page, url, outlet) if found else {}
    return [Lead(link.url, texts.get(canonical(link.url, outlet.identity), ""), None) for link in found]


def _stored(state: ReadOnlyState, outlet: Outlet, lead: Lead) -> Lead:
    """Return a lead with the document of its article."""
    version = state.newest_version(canonical(lead.url, outlet.identity))
    return lead if version is None else replace(lead, document=version.number)


def _link_texts(page: Page, url: str, outlet: Outlet) -> dict[str, str]:
    """Return the longest words of the links on a page, by canonical URL."""
    texts: dict[str, str] = {}
    tree = parsed(decode(page.body, page.content_type))
    for link in tree.iter("a") if tree is not None else ():
        text = normalize_line("".join(_first(link.itertext())))
        key = _key(url, link.get("href") or "", outlet)
        if key and len(text) > len(texts.get(key, "")):
            texts[key] = text
    return texts


def _first(texts: Iterable[str]) -> Iterable[str]:
    """Yield texts up to `_LONGEST` characters in all."""
    left = _LONGEST
    for text in texts:
        yield text[:left]
        left -= len(text)
        if left <= 0:
            return


def _key(base: str, href: str, outlet: Outlet) -> str:
    try:
        url = urljoin(base, href.strip())
        return canonical(url, outlet.identity) if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _capture(place: Place, outlet: Outlet, capture: Capture, zone: ZoneInfo) -> FrontCapture:
    confirmed = capture.status == NOT_MODIFIED
    try:
        leads = [] if confirmed else leads_of(page_of(place, capture), outlet)
    except (CdxjError, OSError):
        leads = []
    page = archived_path(capture.date, capture.url)
    return FrontCapture(capture.date, _local(capture.date, zone), page, confirmed, leads)


def _local(captured: str, zone: ZoneInfo) -> str:
    """Return a WARC-Date in a zone, to the minute."""
    try:
        moment = datetime.fromisoformat(captured)
    except ValueError:
        return captured[:16]
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).isoformat()[:16]


def _span(day: str, zone: ZoneInfo) -> tuple[str, str]:
    """Return the beginnings of a zone's day and of the next one as WARC-Dates."""
    midnight = datetime.combine(date.fromisoformat(day), time(), zone)
    try:
        return _warc_date(midnight), _warc_date(midnight + timedelta(days=1))
    except OverflowError:  # the first day of the year 1, the last of 9999
        return day, f"{day}~"


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()[:19]
