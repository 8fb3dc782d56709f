"""What is counted of an export: for its card, and to show what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

from corpus.export.rows import rights_of
from crawler.rights import TRAINING

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTED = ("published", "captured", "words", "copy_of", "land", "rules", "extractor")


@dataclass
class Figures:
    """Counts of a shard's documents, or of all."""

    documents: Counter[str] = field(default_factory=Counter)
    """Documents by side of the split."""
    words: int = 0
    """Words of their texts."""
    copies: int = 0
    """Documents whose text an earlier one has."""
    years: Counter[str] = field(default_factory=Counter)
    """Documents by the year of their day."""
    lands: Counter[str] = field(default_factory=Counter)
    """Documents by country of publication; the empty one stands for an unknown one."""
    rights: Counter[str] = field(default_factory=Counter)
    """Documents by each statement of their rights; `none` for those without any."""
    made_by: Counter[str] = field(default_factory=Counter)
    """Documents by rules and extractor."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Documents that are not in the export, by cause."""
    published: tuple[str, str] = ("", "")
    """First and last day of publication; empty without one."""
    captured: tuple[str, str] = ("", "")
    """First and last day of capture; empty without one."""

    def add(self, side: str, table: Any, rights: Sequence[str | None]) -> None:
        """Count the rows of a `pyarrow.Table` that stand on a side of the split; there is one at least.

        Args:
            side: The side.
            table: The rows.
            rights: Their rights statements, as JSON (see `corpus.export.rows.rights_of`).
        """
        at = {name: table.column(name).to_pylist() for name in _COUNTED}
        captured = [moment[:10] for moment in at["captured"]]
        published = [(moment or "")[:10] for moment in at["published"]]
        known = [day for day in published if day]
        self.documents[side] += len(rights)
        self.words += sum(at["words"])
        self.copies += len(rights) - at["copy_of"].count(None)
        self.years.update((day or capture)[:4] for day, capture in zip(published, captured, strict=True))
        self.lands.update(land or "" for land in at["land"])
        for stated, count in Counter(rights).items():
            self.rights.update(dict.fromkeys(statements(rights_of(stated).column), count))
        for (rules, by), count in Counter(zip(at["rules"], at["extractor"], strict=True)).items():
            self.made_by[f"rules {rules}, {by}"] += count
        self.published = _widened(self.published, (min(known, default=""), max(known, default="")))
        self.captured = _widened(self.captured, (min(captured), max(captured)))

    def merge(self, other: Self) -> None:
        """Add the counts of other documents."""
        for name, mine in vars(self).items():
            others = getattr(other, name)
            if isinstance(mine, dict):
                for key, count in others.items():  # `Counter.update` takes three times as long for so few
                    mine[key] += count
            else:
                setattr(self, name, _widened(mine, others) if isinstance(mine, tuple) else mine + others)

    def plain(self) -> dict[str, Any]:
        """Return the counts as JSON values, in a fixed order."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: dict(sorted(value.items())) if isinstance(value, dict) else value for name, value in found.items()
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """Return the counts that `plain` made.

        Raises:
            TypeError, ValueError: It is something else.
        """
        made = cls()
        for one in fields(cls):
            kind = type(getattr(made, one.name))
            setattr(made, one.name, kind(plain[one.name]))
        return made


def statements(rights: dict[str, Any]) -> list[str]:
    """Return the statements of a document's rights, as the column has them, by short names."""
    found = list(rights["robots"])
    if rights.get("tdm"):
        found.append(f"tdm={rights['tdm']}")
    found += [f"{TRAINING}={one['value']}" for one in rights["signals"] if one["name"] == TRAINING]
    return found or ["none"]


def _widened(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    """Return the span that holds two spans; an empty one holds nothing."""
    first, last = other
    if not one[0] or not first:
        return one if one[0] else (first, last)
    return min(one[0], first), max(one[1], last)
