"""What the strict check finds, on either side of the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """Something that is not as it should be."""

    path: Path
    """The file."""
    offset: int | None = None
    """Where in it, in bytes; None when it is about the whole file."""
    rule: str
    """Slug of what is violated."""
    sentence: str
    """What is wrong, without a full stop."""
    note: bool = False
    """Whether it is worth saying and no defect: of an archive that is checked by itself, what lies elsewhere."""

    def __str__(self) -> str:
        """Return the one line that names it."""
        place = f"{self.path}" if self.offset is None else f"{self.path}, byte {self.offset}"
        return f"{place}: {'note: ' if self.note else ''}{self.rule}: {self.sentence}."
