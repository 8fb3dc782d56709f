"""What a user chooses: which documents enter an export, in which form, and on which side of a split they stand."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from corpus.export.rows import rights_of
from crawler.errors import ExportError

if TYPE_CHECKING:
    from crawler.state.spans import Listed

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHARE = re.compile(r"0?\.\d{1,4}", re.ASCII)
_PARTS = 10_000
"""Parts into which stories are divided by their hash: shares have up to four decimal places."""
TRAIN, TEST = "train", "test"
"""The two sides of a split; without one, everything stands in `train`, the name that `datasets` gives to the whole."""


class Format(StrEnum):
    """The form of an export's files."""

    PARQUET = "parquet"
    JSONL = "jsonl"
    JSONL_GZ = "jsonl.gz"
    JSONL_ZST = "jsonl.zst"
    TEXT = "text"


class Cause(StrEnum):
    """The reason for which a document is not in an export."""

    SUPERSEDED = "superseded"
    """Its article has a newer version."""
    RESERVED = "reserved"
    """Its outlet reserves archiving, or text and data mining."""
    SPAN = "outside-the-span"
    """Its publication or capture lies outside the days that were chosen, or its publication is not known."""
    SAMPLE = "not-in-the-sample"
    """Its story was not drawn."""
    COPY = "copy"
    """An earlier document has the same text."""
    TOO_SHORT = "too-short"
    """It has fewer words than were asked for."""
    NEAR = "near-duplicate"
    """An earlier document has nearly the same text."""
    CONDITION = "where"
    """The condition does not hold for it."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days, the first and the last one included; an empty one leaves that end open."""

    first: str = ""
    """The first day, ISO 8601."""
    last: str = ""
    """The last day, ISO 8601."""

    def holds(self, moment: str | None) -> bool:
        """Return whether a moment that begins with an ISO day lies in it; without a moment, whether it is open."""
        if not moment:
            return not self.first and not self.last
        day = moment[:10]
        return (self.first or day) <= day <= (self.last or day)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The choices of an export. Two exports of one corpus with equal choices are equal, byte for byte."""

    format: Format = Format.PARQUET
    """The form of the files."""
    outlets: tuple[str, ...] = ()
    """Names of outlets; empty for all."""
    lands: tuple[str, ...] = ()
    """Countries of publication, ISO 3166-1 alpha-2, or `UNKNOWN`; empty for all."""
    published: Span = Span()
    """Days of publication."""
    captured: Span = Span()
    """Days of capture, in UTC. The newest version is the newest one up to their end."""
    all_versions: bool = False
    """Whether older versions of articles enter."""
    with_reserved: bool = False
    """Whether documents enter whose outlet reserves archiving, or text and data mining."""
    distinct: str = ""
    """`exact`: only the first of several documents with the same text enters; `near`: with nearly the same text."""
    near: bool = False
    """Whether near-duplicates are looked up, though neither `distinct` nor `split` needs them."""
    min_words: int = 0
    """Fewest words of a document."""
    quality: bool = True
    """Whether the signals of quality are computed; without them their columns are null."""
    preset: str = ""
    """A published filter (see `corpus.quality.presets`) that leaves out what it would drop; empty for none."""
    mask: bool = False
    """Whether e-mail addresses, telephone numbers and IP addresses are replaced by marks in what people wrote."""
    where: str = ""
    """A condition over the columns (see `corpus.export.where`); empty for none."""
    sample: str = ""
    """Share of the stories that enter, as `0.1`; empty for all."""
    split: str = ""
    """`time:DAY` or `story:SHARE`; empty for none."""

    def left_out(self, listed: Listed) -> Cause | None:
        """Return why a document does not enter, as far as its manifest row decides; None for one that may."""
        if not listed.newest and not self.all_versions:
            return Cause.SUPERSEDED
        if not self.captured.holds(listed.captured) or not self.published.holds(listed.published):
            return Cause.SPAN
        return Cause.RESERVED if not self.with_reserved and rights_of(listed.rights).reserved else None

    @property
    def until(self) -> str:
        """The beginning of the capture dates that lie after the span of captures; empty for an open one."""
        return f"{self.captured.last}U" if self.captured.last else ""  # a date goes on with a T

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of the split."""
        return (TRAIN, TEST) if self.split else (TRAIN,)

    @property
    def needs_near(self) -> bool:
        """Whether near-duplicates are looked up: a split must not part them."""
        return self.near or self.distinct == "near" or bool(self.split)

    def draws(self, story: str) -> bool:
        """Return whether the sample has a story."""
        return not self.sample or _place(story, "sample") < _parts(self.sample)

    def side(self, story: str, began: str) -> str:
        """Return the side of a story that began on a day."""
        kind, _, value = self.split.partition(":")
        if kind == "time":
            return TEST if began >= value else TRAIN
        return TEST if kind == "story" and _place(story, "split") < _parts(value) else TRAIN

    def described(self) -> dict[str, Any]:
        """Return the choices that are not the default, as JSON values."""
        default = _plain(Choices())
        return {name: value for name, value in _plain(self).items() if value != default[name]}


def _plain(choices: Choices) -> dict[str, Any]:
    """Return choices as the values that JSON gives back."""
    return dict(json.loads(json.dumps(asdict(choices))))


def _place(story: str, purpose: str) -> int:
    """Return the part into which a story falls, 0 to `_PARTS`; parts for different purposes are independent."""
    digits = story if purpose == "split" else story[::-1]
    return int(digits, 16) % _PARTS


def _parts(share: str) -> int:
    """Return a share as a number of parts."""
    return round(float(share) * _PARTS)


def span_of(name: str, written: str | None) -> Span:
    """Return the span that a user wrote: `DAY..DAY`, `DAY..`, `..DAY` or `DAY`; all days without one.

    Args:
        name: The option, for the sentence.
        written: Its value.

    Raises:
        ExportError: It is not a span.
    """
    if not written:
        return Span()
    first, dots, last = written.partition("..")
    span = Span(first=first, last=last if dots else first)
    try:
        for day in filter(None, (span.first, span.last)):
            day_of(day)
    except ValueError:
        raise ExportError(f"{name} {written}: is not DAY..DAY; write it like 2026-01-01..2026-03-31.") from None
    if span.last and span.first > span.last:
        raise ExportError(f"{name} {written}: ends before it begins.")
    return span


def day_of(written: str) -> str:
    """Return an ISO day that a user wrote.

    Raises:
        ValueError: It is none.
    """
    if not _DAY.fullmatch(written):
        raise ValueError(written)
    return date.fromisoformat(written).isoformat()


def share_of(name: str, written: str | None) -> str:
    """Return the share that a user wrote: above 0, below 1, with up to four decimal places; empty without one.

    Raises:
        ExportError: It is not such a share.
    """
    if not written:
        return ""
    if not _SHARE.fullmatch(written) or not _parts(written):
        raise ExportError(f"{name} {written}: is not a share between 0 and 1 with up to four decimal places, like 0.1.")
    return str(float(written))


def split_of(written: str | None) -> str:
    """Return the split that a user wrote, `time:DAY` or `story:SHARE`; empty without one.

    Raises:
        ExportError: It is neither.
    """
    kind, _, value = (written or "").partition(":")
    try:
        if kind == "time":
            return f"time:{day_of(value)}"
        if kind == "story" and value:
            return f"story:{share_of('--split', value)}"
    except (ValueError, ExportError):
        pass
    if written:
        raise ExportError(f"--split {written}: is neither time:DAY nor story:SHARE, like time:2026-01-01 or story:0.1.")
    return ""
