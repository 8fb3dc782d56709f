"""How an outlet's documents are divided into files: by calendar, so that a day's growth changes few of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.state import ReadOnlyState

MOST = 5_000
"""Documents of a shard, at most, unless more were captured in one second. A larger span is divided."""
GROWING = 500
"""The same for the year and the month of the outlet's last capture, in which its growth falls: a later export reads and
writes them again. A file of few documents costs more than they do."""
_DAYS = (4, 7, 10)
"""Characters of a day that are a year, a month, a day."""
_TIMES = (13, 16, 19)
"""Characters of a capture date that end with its hour, minute, second."""


class Shard(NamedTuple):
    """The documents of a span: a year, a month or a day, or what was captured in an hour, minute or second of a day."""

    day: str
    """The beginning of their days."""
    captured: str = ""
    """The beginning of their capture dates; empty for all."""

    @property
    def name(self) -> str:
        """The name of the shard's files, without ending: names sort as the spans do."""
        return f"{self.day}_{self.captured.replace(':', '')}" if self.captured else self.day


class Division:
    """An outlet's shards. They depend on the days and times of its documents alone, whatever an export leaves out.

    Args:
        state: The outlet's state.
        count: The number of its documents.
    """

    def __init__(self, state: ReadOnlyState, count: int) -> None:
        self.sizes = dict(_shards(state, count, state.captured_last(count)))
        """Documents of each shard."""
        self.shards = sorted(self.sizes)
        """The shards, in order of their spans."""
        self._known = set(self.shards)

    def of(self, day: str, captured: str) -> Shard:
        """Return the shard of a document, by its day and capture date."""
        spans = (Shard(day[:length]) for length in _DAYS)
        times = (Shard(day, captured[:length]) for length in _TIMES)
        return next(shard for shard in (*spans, *times) if shard in self._known)


def _shards(state: ReadOnlyState, count: int, last: str) -> Iterator[tuple[Shard, int]]:
    """Yield the shards with their documents; `last` is the capture date of the last document."""
    counts = {"": state.count_by_day(count)}
    for length in _DAYS:
        parts: dict[str, dict[str, int]] = {}
        for days in counts.values():
            for day, documents in days.items():
                parts.setdefault(day[:length], {})[day] = documents
        counts = {
            part: days
            for part, days in parts.items()
            if sum(days.values()) > (GROWING if part == last[:length] and length < _DAYS[-1] else MOST)
        }
        yield from ((Shard(part), sum(days.values())) for part, days in parts.items() if part not in counts)
    spans = [Shard(day) for day in counts]
    for length in _TIMES:
        large = []
        for day, within in spans:
            for captured, documents in state.count_by_capture(day, length, count).items():
                if not captured.startswith(within):
                    continue
                is_whole = documents <= MOST or length == _TIMES[-1]
                if is_whole:
                    yield Shard(day, captured), documents
                else:
                    large.append(Shard(day, captured))
        spans = large
