"""The findings of the strict check, in archives and in the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A violated rule in one file."""

    path: Path
    """The file."""
    offset: int | None = None
    """Its place in the file, in bytes; None for a defect of the whole file."""
    rule: str
    """Slug of the violated rule."""
    sentence: str
    """The finding as a clause, without a full stop."""
    note: bool = False
    """Whether it is a note only: it would be a defect in our own archives, and another program's may have it."""

    def __str__(self) -> str:
        """Return the defect as one line: file, place, rule, sentence."""
        place = f"{self.path}" if self.offset is None else f"{self.path}, byte {self.offset}"
        return f"{place}: {'note: ' if self.note else ''}{self.rule}: {self.sentence}."
