"""Divides a text's lines into pieces that are judged like lines.

Crawled text often runs on: a whole article with its appendix in one line, a heading at the end of a paragraph. A line
that runs on is divided into its sentences (`pipelines.appendix.sentences`); a paragraph is divided where a heading, a
credit or a prompt begins inside it (`pipelines.appendix.pieces`).

Joined, the pieces are the line: what stays of a line stands in it as in the text, with a space where something was cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pipelines.appendix.pieces import Piece, pieces_of
from pipelines.appendix.sentences import pieces_of_sentences, running_on

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipelines.appendix.kinds import Kind


@dataclass(frozen=True)
class Divided:
    """A text's lines, divided."""

    lines: list[str]
    """The lines."""
    pieces: list[str]
    """The pieces of all lines, in order, without spaces and marks of division at their ends."""
    kinds: list[Kind | None]
    """For each piece its kind, when the place of division decides it."""
    first: list[int]
    """For each line its first piece."""
    starts: list[int]
    """For each piece its first character in its line."""

    def sorted_by(self, stays: list[bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines that stay and those that go; of a line with both, its parts.

        Args:
            stays: For each piece whether it stays.
        """
        kept: list[str] = []
        cut: list[str] = []
        for line, start, end in zip(self.lines, self.first, [*self.first[1:], len(self.pieces)], strict=True):
            part = stays[start:end]
            if len(set(part)) == 1:
                (kept if part[0] else cut).append(line)
                continue
            kept.append(" ".join(self._runs(line, [i for i in range(start, end) if stays[i]], end)))
            cut.extend(self.pieces[i] for i in range(start, end) if not stays[i])
        return tuple(kept), tuple(cut)

    def _runs(self, line: str, pieces: list[int], end: int) -> list[str]:
        """Return the runs of neighbouring pieces, as they stand in their line.

        Args:
            line: The line.
            pieces: The pieces, in order.
            end: The piece after the line's last one.
        """
        found: list[str] = []
        for _, group in groupby(enumerate(pieces), lambda place: place[1] - place[0]):
            run = [index for _, index in group]
            stop = self.starts[run[-1] + 1] if run[-1] + 1 < end else len(line)
            found.append(line[self.starts[run[0]] : stop].strip(" "))
        return found


def divide(lines: list[str], undivided: Collection[int] = ()) -> Divided:
    """Return a text's lines with their pieces.

    Args:
        lines: The lines.
        undivided: Indices of lines that stay whole, since the page marks them as links or cards.
    """
    divided = Divided(lines, [], [], [], [])
    long = running_on(lines)
    for index, line in enumerate(lines):
        divided.first.append(len(divided.pieces))
        if index in undivided:
            pieces = [Piece(0)]
        elif index in long:
            pieces = pieces_of_sentences(line, last=index + 1 == len(lines))
        else:
            pieces = pieces_of(line)
        for piece, end in zip(pieces, [*(piece.start for piece in pieces[1:]), len(line)], strict=True):
            divided.pieces.append(line[piece.start + piece.text : end].strip(" "))
            divided.kinds.append(piece.kind)
            divided.starts.append(piece.start)
    return divided
