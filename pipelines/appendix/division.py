"""Divides a text's lines into pieces that are judged like lines.

Crawled text often runs on: a whole article with its appendix in one line, a heading at the end of a paragraph. A line
that runs on is divided into its sentences (`pipelines.appendix.sentences`); a paragraph is divided where a heading, a
credit or a prompt begins inside it (`pipelines.appendix.pieces`).

Joined, the pieces are the line: what stays of a line stands in it as in the text, with a space where something was cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pipelines.appendix.pieces import Piece, pieces_of
from pipelines.appendix.sentences import pieces_of_sentences, running_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipelines.appendix.causes import Cause
    from pipelines.appendix.kinds import Kind


class Part(NamedTuple):
    """A line of a text, or a part of one that stays or goes without the rest."""

    line: int
    """The line's place in the text, from 0."""
    text: str
    cause: Cause | None
    """The rule that cut it; None for what stays."""


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

    def parts(self, causes: Sequence[Cause | None]) -> Iterator[Part]:
        """Yield the lines in order, each whole when all of it stays or goes, else its parts.

        Args:
            causes: For each piece the rule that cut it; None for one that stays.
        """
        for at, (line, start, end) in enumerate(
            zip(self.lines, self.first, [*self.first[1:], len(self.pieces)], strict=True)
        ):
            stays = {cause is None for cause in causes[start:end]}
            if len(stays) == 1:
                yield Part(at, line, causes[start])
                continue
            for own, group in groupby(range(start, end), lambda piece: causes[piece] is None):
                run = list(group)
                if own:
                    stop = self.starts[run[-1] + 1] if run[-1] + 1 < end else len(line)
                    yield Part(at, line[self.starts[run[0]] : stop].strip(" "), None)
                else:
                    yield from (Part(at, self.pieces[piece], causes[piece]) for piece in run)


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
