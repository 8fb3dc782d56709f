"""Judges an outlet's health by its documents: compares texts, titles and dates of the newest with earlier ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from statistics import median
from typing import TYPE_CHECKING

from crawler.health import DAY, Fault
from crawler.run.outcome import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.run.outcome import Run

NEWEST = 20
"""Most of the newest documents that are compared: most outlets publish as many in a day."""
EARLIER = 100
"""Earlier documents to compare with, from all of the outlet's history, so that weeks of broken documents do not become
the usual."""
FEWEST_TEXTS = 8
"""Fewest newest documents whose texts are judged."""
FEWEST_EARLIER = 20
"""Fewest earlier documents to compare with."""
COLLAPSED = 1 / 3
"""Share of the usual length below which texts are short: a lead alone, or a caption."""
ALIKE = 0.5
"""Smallest share of the newest documents that counts as many, and largest share of a document's letters that may be in
shared paragraphs."""
SHARING = 3
"""Fewest documents that share a paragraph, for it to count as shared: two may tell the same story."""
LONG = 40
"""Fewest letters of a paragraph that documents may not share; credit lines and datelines, which they may, are shorter.
In a fault's sentence a paragraph is cut at as many characters."""
COMMON = 0.5
"""Smallest share of earlier documents with a date or a title from which its absence is a fault."""
STOPPED = timedelta(days=7)
"""Time without a new date after which dates have stopped; weeklies need so long."""
FEWEST_UNDATED = 3
"""Fewest new documents after that time that show a fault: fewer may be an accident."""

_FIELDS = {"published": "date", "title": "title"}
"""Fields that documents lose when the layout of an outlet changes, each with its word in a fault."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The fields of a document by which an outlet's health is judged."""

    captured: str
    """WARC-Date."""
    published: str | None
    """ISO 8601; None when the page has no date."""
    title: str
    """The title; empty when the page has no title."""
    paragraphs: tuple[str, ...]
    """The text without the title."""

    @property
    def letters(self) -> int:
        """The number of letters in the text."""
        return sum(map(_letters, self.paragraphs))


def judge_texts(samples: Sequence[Sample]) -> Fault | None:
    """Return the fault that the texts of an outlet's newest documents show; None without a fault.

    Args:
        samples: The outlet's newest documents, and some from all the time before, the newest first.
    """
    newest, earlier = _parted(samples)
    if len(newest) < FEWEST_TEXTS:
        return None
    return _short(newest, earlier) or _repeated(newest, earlier) or _shared(newest, earlier)


def _parted(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """Divide documents into the newest and the earlier.

    The newest are those captured within a day of the very newest, at least `FEWEST_TEXTS` and at most `NEWEST`.
    """
    if not samples:
        return (), ()
    border = moment(samples[0].captured) - DAY
    recent = takewhile(lambda sample: moment(sample.captured) >= border, samples[:NEWEST])
    count = max(sum(1 for _ in recent), FEWEST_TEXTS)
    return samples[:count], samples[count:]


def _short(newest: Sequence[Sample], earlier: Sequence[Sample]) -> Fault | None:
    """Return a fault when the texts have become much shorter."""
    if len(earlier) < FEWEST_EARLIER:
        return None
    now, before = (median(sample.letters for sample in samples) for samples in (newest, earlier))
    if now >= COLLAPSED * before:
        return None
    what = f"its texts fell to {now:.0f} letters from a usual {before:.0f}"
    return Fault(
        word="short", what=what, since=_since(newest, earlier, lambda sample: sample.letters < COLLAPSED * before)
    )


def _repeated(newest: Sequence[Sample], earlier: Sequence[Sample]) -> Fault | None:
    """Return a fault when many texts begin or end alike and earlier ones did not: some outlets sign every article."""
    for place, verb in ((0, "begin"), (-1, "end")):
        (paragraph, count), *_ = Counter(_paragraph(sample, place) for sample in newest).most_common(1)
        share = count / len(newest)
        if not paragraph or share < ALIKE:
            continue
        if len(earlier) < FEWEST_EARLIER:
            is_new = _letters(paragraph) >= LONG
        else:
            before = sum(_paragraph(sample, place) == paragraph for sample in earlier) / len(earlier)
            is_new = before < share / 2
        if is_new:
            what = f"{share:.0%} of its texts {verb} alike («{_cut(paragraph)}»)"
            since = _since(newest, earlier, lambda sample: _paragraph(sample, place) == paragraph)  # noqa: B023 - called at once
            return Fault(word="alike", what=what, since=since)
    return None


def _shared(newest: Sequence[Sample], earlier: Sequence[Sample]) -> Fault | None:
    """Return a fault when many texts consist mostly of shared paragraphs: menus, tickers, lists of popular articles."""
    having = Counter(paragraph for sample in newest for paragraph in set(sample.paragraphs))
    shared = {paragraph for paragraph, count in having.items() if count >= SHARING}

    def is_shared(sample: Sample) -> bool:
        common = sum(_letters(paragraph) for paragraph in sample.paragraphs if paragraph in shared)
        return common > ALIKE * sample.letters

    share = sum(map(is_shared, newest)) / len(newest)
    if share < ALIKE:
        return None
    what = f"{share:.0%} of its texts consist mostly of paragraphs that other texts have too"
    return Fault(word="alike", what=what, since=_since(newest, earlier, is_shared))


def judge_fields(samples: Sequence[Sample], freshest: tuple[str, str] | None, runs: Sequence[Run]) -> Fault | None:
    """Return the fault that the titles and dates of an outlet's documents show; None without a fault.

    Args:
        samples: The outlet's newest documents, and some from all the time before, the newest first.
        freshest: The newest day of publication, and the time of its first capture; None when no document has a date.
        runs: The outlet's runs, the newest first.
    """
    newest, earlier = _parted(samples)
    if len(newest) >= FEWEST_TEXTS and len(earlier) >= FEWEST_EARLIER:
        for name, word in _FIELDS.items():
            had = sum(bool(getattr(sample, name)) for sample in earlier) / len(earlier)
            if had >= COMMON and not any(getattr(sample, name) for sample in newest):
                since = _since(newest, earlier, lambda sample: not getattr(sample, name))  # noqa: B023 - called at once
                what = f"its texts have no {word} any more ({had:.0%} had one)"
                return Fault(word=f"no-{word}", what=what, since=since)
    if freshest is None:
        return None
    published, captured = map(_day, freshest)
    after = datetime(published.year, published.month, published.day, tzinfo=UTC) + STOPPED
    stored = sum(run.count("new") for run in runs if run.began > after)
    # A newest date that was old when captured comes from crawling old articles; fresh dates never stopped there.
    if captured - published > STOPPED or stored < FEWEST_UNDATED:
        return None
    what = f"its newest date is {published}, though {stored} documents were stored more than {STOPPED.days} days later"
    return Fault(word="stale", what=what, since=str(published))


def _since(newest: Sequence[Sample], earlier: Sequence[Sample], is_so: Callable[[Sample], bool]) -> str:
    """Return the day on which the newest unbroken run of matching documents began."""
    found = [sample for sample in newest if is_so(sample)]
    if len(found) == len(newest):
        found += takewhile(is_so, earlier)
    return str(_day(found[-1].captured))


def _paragraph(sample: Sample, place: int) -> str:
    """Return the first (0) or last (-1) paragraph of a document; empty for a document without text."""
    return sample.paragraphs[place] if sample.paragraphs else ""


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _cut(text: str) -> str:
    """Return the beginning of a paragraph, for a sentence."""
    return text if len(text) <= LONG else f"{text[:LONG].rstrip()}…"


def _day(text: str) -> date:
    return moment(text[:10]).date()
