"""Finds the times of an article's publication and last change.

In the order of trust: the JSON-LD node of this article; `article:published_time` and similar names; microdata; other
`meta` elements; `time` elements and RDFa beside the headline; dates in words there; the page's data; the day in the
URL. A source with only the day gives way to a less trusted one with the time of the same day. The moment of rendering
does not count as `modified`, nor does a moment before the publication. A moment equal to the publication, or only its
day, means that nothing was changed: `modified` is then absent. An offset of zero does not count if the same clock time
stands in words beside the headline and the outlet's zone has another offset: the time is local. If the date beside the
headline and the day in the URL are one day, a source that gives another day is passed over.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pipelines.metadata.bounds import CARD, MAX_LINE, MAX_STEPS, MAX_TAG, MAX_VALUE, SECTION_WORDS
from pipelines.metadata.classes import DATED, marks
from pipelines.metadata.keys import DATA_MODIFIED, DATA_PUBLISHED, MAYBE_NOW, MODIFIED, PUBLISHED
from pipelines.metadata.values import text_of
from pipelines.page.dates import contradicts_itself, iso_of, iso_of_epoch, only_tells_when
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata.page import ParsedPage

RENDERED = timedelta(minutes=5)
"""A moment at most this far from the capture is the page's rendering."""
_UPDATED = re.compile(
    r"(?:[آا]خر\s+)?(?:تم\s+(?:ال)?)?تحديث|[آا]خر\s+تعديل(?:\s+(?:على|في))?|(?:تاريخ\s+)?التعديل|التحديث"
    r"|(?:last\s+)?(?:updated?|modified)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_APART_ON_LINE = re.compile(r"\s[|·•]\s")
_RELATIVE = re.compile("منذ|قبل|[أا]مس|اليوم")
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?![\d])")
_URL_COMPACT_DAY = re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=/|$)")


class Times:
    """The times of an article's publication and last change."""

    def __init__(self, page: ParsedPage, captured: datetime | None) -> None:
        self._page = page
        self._captured = captured
        self._zone = None if page.outlet.country == "ZZ" else ZoneInfo(page.outlet.timezone)
        self.datelines: list[HtmlElement] = []
        """The elements beside the headline with a moment in words."""
        self._clocks: set[datetime] = set()
        """The moments in the datelines, with an offset."""
        self.published = self._at_home(self._published())
        self.modified = self._modified()

    def beside_dates(self) -> Iterator[str]:
        """Yield the texts on the datelines, split at bars and dots."""
        for element in self.datelines:
            yield from _APART_ON_LINE.split(text_of(element, MAX_LINE))

    def _published(self) -> str | None:
        """Return the most trusted publication; if it is only a day, the first later source with that day's time."""
        best = None
        agreed = self._agreed_day()
        for told in self._told_published():
            if told is not None and agreed is not None and abs(_day_of(told) - agreed) > timedelta(days=1):
                continue
            if told is not None and (best is None or told[:10] == best):
                best = told
                if len(best) > len("2024-08-24"):
                    break
        return best

    def _agreed_day(self) -> date | None:
        """Return the day that the nearest date beside the headline and the URL both give; None if they differ."""
        if (day := self._url_day()) is None:
            return None
        shown = next((told for told, changed in self._beside if not changed), None)
        return _day_of(shown) if shown is not None and shown[:10] == day else None

    def _url_day(self) -> str | None:
        """Return the day in the page's URL."""
        path = unquote(urlsplit(self._page.url).path)
        day = _URL_DAY.search(path) or _URL_COMPACT_DAY.search(path)
        return iso_of("-".join(day.groups()), self._zone, self._captured) if day else None

    def _at_home(self, told: str | None) -> str | None:
        """Return a moment in the outlet's zone if its offset is zero and the page shows its clock time as local."""
        if told is None or self._zone is None or not told.endswith("+00:00"):
            return told
        moment = datetime.fromisoformat(told)
        local = moment.replace(tzinfo=self._zone)
        if not local.utcoffset() or not self._beside:
            return told
        shown = any(
            clock.utcoffset() == local.utcoffset() and clock.replace(second=0) == local.replace(second=0)
            for clock in self._clocks
        )
        return local.isoformat() if shown else told

    def _told_published(self) -> Iterator[str | None]:
        """Yield the publication by each source, in the order of trust; None for a source without one."""
        page = self._page
        for key in ("datePublished", "dateCreated"):
            yield self._machine(page.statements.article.get(key))
        yield from map(self._machine, page.head.metas(PUBLISHED))
        for name in ("datePublished", "dateCreated"):
            yield self._machine(page.statements.property_value(name))
        for said in page.head.metas(MAYBE_NOW):
            told = self._machine(said)
            yield None if told is None or self._is_rendering(told) else told
        yield from (told for told, changed in self._beside if not changed)
        yield self._machine(page.statements.told(DATA_PUBLISHED))
        yield self._url_day()

    def _modified(self) -> str | None:
        """Return the most trusted change, unless it is not later than the publication."""
        for told in map(self._at_home, self._told_modified()):
            if told is not None and not self._is_rendering(told):
                return told if self._is_later(told) else None
        return None

    def _told_modified(self) -> Iterator[str | None]:
        """Yield the last change by each source, in the order of trust; None for a source without one."""
        page = self._page
        yield self._machine(page.statements.article.get("dateModified"))
        yield from map(self._machine, page.head.metas(MODIFIED))
        yield self._machine(page.statements.property_value("dateModified"))
        yield from (told for told, changed in self._beside if changed)
        yield self._machine(page.statements.told(DATA_MODIFIED))

    def _machine(self, said: Any) -> str | None:
        """Return the moment in a value for machines: a date, or an epoch time."""
        text = str(said) if isinstance(said, int | str) else ""
        if not text or len(text) > MAX_VALUE:
            return None
        return iso_of_epoch(text, self._zone, self._captured) or iso_of(text, self._zone, self._captured)

    def _is_rendering(self, told: str) -> bool:
        """Return whether a moment is so near to the capture that it is the page's rendering."""
        moment = datetime.fromisoformat(told)
        return self._captured is not None and moment.tzinfo is not None and abs(moment - self._captured) <= RENDERED

    def _is_later(self, told: str) -> bool:
        """Return whether a change is later than the publication; clocks are compared if an offset is missing."""
        if self.published is None:
            return True
        changed, published = datetime.fromisoformat(told), datetime.fromisoformat(self.published)
        if changed.tzinfo is None or published.tzinfo is None:
            if min(len(told), len(self.published)) == len("2024-08-24"):
                return told[:10] > self.published[:10]
            return changed.replace(tzinfo=None) > published.replace(tzinfo=None)
        return changed > published

    @cached_property
    def _beside(self) -> list[tuple[str, bool]]:
        """The moments beside the headline, the nearest first, and whether each is a change's."""
        found: list[tuple[int, bool, str, bool]] = []
        for element, classes, before, level in self._page.places.near:
            marked = self._marked(element, classes)
            if marked is not None:
                # WordPress writes the classes "published updated" on articles without an update.
                told_here = [(marked, _UPDATED.search(classes) is not None and "publish" not in classes)]
            else:
                told_here = []
            if marked is None and len(element.text or "") > CARD:
                continue
            words = list(self._in_words(element, classes))
            if (told_here or words) and self._is_cards(element):
                continue
            told_here = [one for one in told_here or words if not (before and self._is_clock(one[0]))]
            found += [(level, marked is None, *one) for one in told_here]
            if words:
                self.datelines.append(element)
                self._clocks |= {moment for told, _ in words if (moment := datetime.fromisoformat(told)).tzinfo}
        found.sort(key=lambda one: one[:2])
        return [one[2:] for one in found]

    def _marked(self, element: HtmlElement, classes: str) -> str | None:
        """Return the moment in an attribute of `time` or `abbr`, or in RDFa; None without one."""
        if element.tag in {"time", "abbr"} or element.get("datetime"):
            said = element.get("datetime") or (element.get("title") if marks(DATED, classes) else None)
        elif (named := element.get("property")) and marks(DATED, named[:MAX_TAG]):
            said = element.get("content")
        else:
            return None
        return self._machine(said)

    def _is_cards(self, element: HtmlElement) -> bool:
        """Return whether a date belongs to the title of another article, which is a link beside it."""
        for holder in islice(element.iterancestors(), 2):
            if holder in self._page.places.holders or not text_of(holder, CARD):
                return False
            for link in islice(holder.iter("a"), MAX_STEPS):
                words = fold(text_of(link, CARD))
                if len(words.split()) > SECTION_WORDS and words != self._page.places.headline_text:
                    return not any(char.isdigit() for char in words)
        return False

    def _in_words(self, element: HtmlElement, classes: str) -> Iterator[tuple[str, bool]]:
        """Yield the moments in an element's text, one of publication, one of a change, and whether it is a change's."""
        dated = element.tag == "time" or marks(DATED, classes)
        if not dated and not _has_figure(element):
            return
        line = text_of(element, MAX_LINE)
        if not _DIGIT.search(line) and not (dated and _RELATIVE.search(line)):
            return
        published, _, changed = _split_at_update(line)
        for part, is_change in ((published, False), (changed, True)):
            if not part or not only_tells_when(part):
                continue
            told = iso_of(part, self._zone, self._captured)
            if told is not None and len(told) == len("2024-08-24") and not changed:
                told = self._finer(element, told)
            if told:
                yield told, is_change

    def _finer(self, element: HtmlElement, day: str) -> str:
        """Return the day with the time in the element around the date; else only the day.

        The text is empty if the weekday in the element around the date is another day's.
        """
        parent = element.getparent()
        line = text_of(parent, MAX_LINE) if parent is not None else ""
        if line and contradicts_itself(line):
            return ""
        if not line or _split_at_update(line)[1] or not only_tells_when(line):
            return day
        told = iso_of(line, self._zone, self._captured)
        return told if told is not None and told[:10] == day else day

    def _is_clock(self, told: str) -> bool:
        """Return whether a moment before the headline may be the page's clock: the capture's day, or within an hour."""
        if self._captured is None:
            return False
        if len(told) == len("2024-08-24"):
            today = self._captured.astimezone(self._zone).date()
            return abs(date.fromisoformat(told) - today) < timedelta(days=1)
        moment = datetime.fromisoformat(told)
        return moment.tzinfo is not None and abs(moment - self._captured) < timedelta(hours=1)


def _day_of(told: str) -> date:
    """Return the day of a moment or day in ISO 8601."""
    return date.fromisoformat(told[:10])


@lru_cache(maxsize=256)
def _split_at_update(line: str) -> tuple[str, str, str]:
    """Return a line before, at and after its label of a change."""
    found = _UPDATED.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")


def _has_figure(element: HtmlElement) -> bool:
    """Return whether an element's own text has a figure."""
    text = element.text
    if text is not None and _DIGIT.search(text, 0, MAX_LINE):
        return True
    return any((tail := child.tail) is not None and _DIGIT.search(tail, 0, MAX_LINE) for child in islice(element, 20))
