"""The outcomes of all archives, outlet by outlet: from the units that made them to the tasks that settle them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from crawler.archive import OPEN
from crawler.archive.replay.outcomes import Outcome, read_outcomes
from crawler.archive.replay.settling import Settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.archive.replay.context import Context
    from crawler.archive.replay.plan import Done


class Blocks(NamedTuple):
    """An outlet's blocks in a file of outcomes."""

    path: Path
    """The file."""
    places: list[tuple[int, int]]
    """See `Summary.outlets`."""

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes, in the archive's order."""
        return read_outcomes(self.path, self.places)


class Part(NamedTuple):
    """What is known of an outlet's captures in a part of an archive."""

    first: Blocks
    """The outcomes."""
    second: Blocks | None
    """Those of the first ones that wanted originals, made later; None when none did."""
    began: str
    """Date of the part's first capture, of any outlet."""
    texts: list[str]
    """See `Summary.texts`."""
    made_of: tuple[str, ...]
    """Names and versions of what the outcomes were made of; empty when they may depend on the moment."""

    @classmethod
    def of(cls, outlet: str, first: Done, second: Done | None) -> Self:
        """Return an outlet's share of the units of a part.

        Args:
            outlet: The outlet's name.
            first: The unit that made the outcomes.
            second: The unit that made those which wanted originals; None when none did.
        """
        both = [first] if second is None else [first, second]
        blocks = [Blocks(done.unit.target, done.summary.outlets.get(outlet, [])) for done in both]
        made_of = tuple(said for done in both for said in _made_of(done))
        return cls(
            first=blocks[0],
            second=blocks[1] if second is not None else None,
            began=first.summary.began,
            texts=first.summary.texts,
            made_of=() if any(done.summary.provisional for done in both) else made_of,
        )

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes, in the archive's order."""
        seconds = self.second.outcomes() if self.second is not None else iter(())
        for outcome in self.first.outcomes():
            yield next(seconds) if outcome.wanted else outcome


def _made_of(done: Done) -> list[str]:
    return [done.unit.target.name, *(f"{host} {version}" for host, version in sorted(done.summary.versions.items()))]


def tasks_of(context: Context, units: list[tuple[Done, Done | None]]) -> list[Settle]:
    """Return the settling of each outlet: of those in the archives, and in a rebuild of each folder of archives.

    Args:
        context: The replay.
        units: The units of all archives, each archive's in their order; with each the unit that made those of its
            outcomes which wanted originals, or None.
    """
    archives: dict[str, dict[Path, list[Part]]] = {}
    for first, second in units:
        for outlet in first.summary.outlets:
            parts = archives.setdefault(outlet, {}).setdefault(first.unit.path, [])
            parts.append(Part.of(outlet, first, second))
    own: dict[str, dict[str, int]] = {}
    for warc in context.warcs if context.rebuild else ():
        sizes = own.setdefault(warc.parent.name, {})
        if not warc.name.endswith(OPEN):
            sizes[warc.name] = warc.stat().st_size
    return [Settle(name, archives.get(name, {}), own.get(name, {})) for name in sorted({*archives, *own})]
