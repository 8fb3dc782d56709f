"""Lays out a text with what was cut from it, each paragraph in its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.appendix.division import Part


class Layout(StrEnum):
    """How what was cut is shown."""

    WHOLE = "whole"
    """Nothing was cut."""
    IN_PLACE = "in-place"
    """At its place in the page, which was extracted again and gave the stored text."""
    OTHER_RULES = "other-rules"
    """Behind the text: the present rules or profile make another text of the page."""
    UNREAD = "unread"
    """Behind the text: the archive does not give the page."""


@dataclass(frozen=True)
class Piece:
    """A paragraph, or a part of one."""

    text: str
    cause: str | None
    """The rule that cut it (docs/reasons.md); null for what stays, `unplaced` for a cut whose rule is not known."""


@dataclass(frozen=True)
class Paragraph:
    """A line of the page's body."""

    pieces: list[Piece]

    @property
    def is_cut(self) -> bool:
        """Whether all of it was cut."""
        return all(piece.cause is not None for piece in self.pieces)


UNPLACED = "unplaced"
"""In place of the rule of a cut that the manifest lists without place and rule."""


def laid_out(parts: Iterable[Part]) -> list[Paragraph]:
    """Return the paragraphs of a body in their order.

    Args:
        parts: Its paragraphs and parts of paragraphs, with the rule that cut them.
    """
    lines = groupby(parts, lambda part: part.line)
    return [
        Paragraph([Piece(part.text, None if part.cause is None else str(part.cause)) for part in line])
        for _, line in lines
    ]


def unplaced(lines: Sequence[str], cut: Sequence[str]) -> list[Paragraph]:
    """Return the paragraphs of a text, and behind them what was cut."""
    own = [Paragraph([Piece(line, None)]) for line in lines]
    return [*own, *(Paragraph([Piece(line, UNPLACED)]) for line in cut)]


def cut_runs(paragraphs: Iterable[Paragraph]) -> list[tuple[bool, list[Paragraph]]]:
    """Return runs of paragraphs of which all was cut, and the paragraphs between them."""
    return [(is_cut, list(run)) for is_cut, run in groupby(paragraphs, lambda one: one.is_cut)]
