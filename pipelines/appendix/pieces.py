"""The pieces of a paragraph in which a heading, a credit or a prompt begins.

A heading may stand at the end of a paragraph, and a title and the next sentence behind a heading. A paragraph is
divided before

- a certain heading that a colon, a bar or the line's end follows, or that leads to a title after a sentence's end;
- a credit's label with its colon, and a prompt to the reader, after a sentence's end;
- the sentence that goes on after an insert's title: «… وقال …», or what follows the title's own full stop.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.appendix.kinds import LONGEST_TITLE, Kind, goes_on, is_asking, is_closed, speaks_for_site
from pipelines.appendix.leads import SAYING, joins
from pipelines.appendix.places import (
    FEWEST_WORDS,
    LONGEST_TITLES,
    STOP,
    hints_of,
    leads_to_titles,
    places_of,
    words_of,
)
from pipelines.words.folding import fold
from pipelines.words.headings import RESUMING

LONGEST_FENCED = 250
"""Most characters of a heading and its titles within brackets."""
LONGEST_PAIR = 20
"""Characters of «من جانبه» with its comma; without one the subject of its sentence stands before it."""
_SENTENCE_END = re.compile(r"(?<=\w{2})[.؟?!][\"”»)]{0,3} ?(?=[^\W\d_])")
_FENCES = {"(": ")", "[": "]", "|": "|"}
LONGEST_CLOSED = 12
"""Most words of a heading and its title where the title's own full stop ends it inside a line."""

FEWEST_ASKING = 2
"""Fewest words of a prompt before the article goes on."""
FEWEST_CLOSED = 3
"""Fewest titles with full stops inside a line; one and a short sentence of the article look like two."""


class Piece(NamedTuple):
    """A piece of a line."""

    start: int
    """Its first character in the line."""
    kind: Kind | None = None
    """Its kind, when the place of division decides it: a heading with titles is a label whatever its end or length."""
    text: int = 0
    """Characters at its beginning that only divide it from the piece before."""


def pieces_of(line: str) -> list[Piece]:
    """Return the pieces of a line, in order; one piece when the line is not divided."""
    whole = [Piece(0)]
    if line.count(" ") < FEWEST_WORDS:
        return whole
    starts = places_of(line, words_of(line)) if any(hints_of(fold(line).split())) else []
    ending = _asking_end(line)
    if ending and not any(start >= ending for start in starts):
        starts.append(ending)
    if not starts and not leads_to_titles(line):
        return whole
    bounds = [0, *(_with_lead(line, start) for start in starts)]
    pieces: list[Piece] = []
    for start, end in zip(bounds, [*bounds[1:], len(line)], strict=True):
        fenced = _fenced(line, start, end)
        if fenced or not (start and _is_doubtful(line[start:end].strip())):
            pieces += fenced or _of_piece(line, start, end)
    return pieces


def _is_doubtful(piece: str) -> bool:
    """Return whether the article may go on behind a heading's title, at no certain place.

    One sentence that is long, or has a comma, is more than a title that a full stop ends.
    """
    if not is_closed(piece) or STOP.search(piece) or "|" in piece or not leads_to_titles(piece) or _resumed(piece):
        return False
    return len(piece.split()) > LONGEST_CLOSED + FEWEST_WORDS // 2 or "،" in piece


def _asking_end(line: str) -> int:
    """Return the start of a line's last sentence when it is a prompt or a notice of the site; 0 otherwise."""
    last = 0
    for stop in _SENTENCE_END.finditer(line):
        last = stop.end()
    return last if last and is_asking(line[last:]) and not speaks_for_site(line) else 0


def _with_lead(line: str, start: int) -> int:
    """Return the start of a heading with the bullets and brackets before it."""
    while start and line[start - 1] in " •·▪●■►▶◄*#>-–—[(|":
        start -= 1
    while line[start] == " ":
        start += 1
    return start


def _of_piece(line: str, start: int, end: int) -> list[Piece]:
    """Return a piece, divided once more where the article goes on after a heading's title."""
    piece = line[start:end].strip()
    if start and (stop := STOP.search(piece)) and is_asking(piece[: stop.end()].strip()):
        return [Piece(start), Piece(start + stop.end())]
    if not leads_to_titles(piece):
        at = _resumed(piece, after=FEWEST_ASKING) if start and is_asking(piece) else 0
        return [Piece(start), *([Piece(start + at)] if at else [])]
    if at := _barred(piece):
        return [Piece(start, Kind.LABEL), Piece(start + at)]
    titles = are_titles(piece)
    if not titles and ((at := _resumed(piece)) or (at := _closed_title(piece))):
        return [Piece(start, Kind.LABEL), Piece(start + at)]
    words = len(piece.split())
    if not titles and (is_closed(piece) or ((stop := STOP.search(piece)) and stop[0][0] == ".")):
        return [Piece(start)]
    most = LONGEST_TITLES if end == len(line) and STOP.search(line, 0, start + 1) else LONGEST_TITLE + FEWEST_WORDS
    return [Piece(start, Kind.LABEL if words <= most else None)]


def are_titles(piece: str) -> bool:
    """Return whether the sentences behind a heading are titles with full stops: two or more, all of them short."""
    sentences = STOP.split(piece) if is_closed(piece) else []
    return len(sentences) >= FEWEST_CLOSED and all(
        FEWEST_WORDS <= len(sentence.split()) <= LONGEST_CLOSED and not _continues(sentence) for sentence in sentences
    )


def _continues(sentence: str) -> bool:
    """Return whether a sentence joins the one before; titles do not."""
    return goes_on(sentence) or joins(fold(sentence).split())


def _fenced(line: str, start: int, end: int) -> list[Piece]:
    """Return a piece that brackets or bars enclose, and the rest of the line after it; empty when none do."""
    close = _FENCES.get(line[start])
    stop = line.find(close, start + 1, min(end, start + LONGEST_FENCED)) if close else -1
    if stop < 0 or not leads_to_titles(line[start + 1 : stop].strip()):
        return []
    after = next((i for i in range(stop + 1, end) if line[i] != " "), end)
    return [Piece(start, Kind.LABEL), *([Piece(after)] if after < end else [])]


def _barred(piece: str) -> int:
    """Return the character after the bar that ends a title, when a sentence follows; 0 otherwise."""
    bar = piece.rfind("|")
    rest = piece[bar + 1 :].strip()
    ended = bar > 0 and is_closed(rest) and len(piece[:bar].split()) > FEWEST_WORDS
    return len(piece) - len(rest) if ended else 0


def _resumed(piece: str, after: int = FEWEST_WORDS + 1) -> int:
    """Return the character from which the article goes on: «… وقال …»; 0 when it does not."""
    stop = STOP.search(piece)
    closed = is_closed(piece)
    told = closed or len(piece.split()) > LONGEST_TITLE
    for word in words_of(piece)[after : LONGEST_TITLE + FEWEST_WORDS]:
        if (stop and stop.start() < word.start) or "،" in piece[: word.start].rstrip("،"):
            return 0
        rest = piece[word.start :]
        if (
            word.folded in RESUMING
            or (told and _tells(word.folded))
            or (closed and word.folded in ("في", "يذكر", "تجدر", "يشار", "الي") and goes_on(rest))
            or (closed and word.folded == "من" and goes_on(rest) and "،" in rest[:LONGEST_PAIR])
        ):
            return word.start if len(rest.split()) > FEWEST_WORDS else 0
    return 0


def _tells(word: str) -> bool:
    """Return whether a folded word is the conjunction with a verb of reports: «وشارك», «وافتتح»."""
    return word.startswith("و") and word[1:] in SAYING and word not in SAYING


def _closed_title(piece: str) -> int:
    """Return the character after a title's own end, where sentences of the article follow; 0 when none follow."""
    stop = STOP.search(piece)
    if not stop or not (is_closed(piece) or _continues(piece[stop.end() :])):
        return 0
    words = len(piece[: stop.start()].split())
    most = LONGEST_CLOSED if stop[0][0] == "." else LONGEST_TITLE
    return stop.end() if FEWEST_WORDS < words <= most else 0


def moved(pieces: list[Piece], by: int) -> list[Piece]:
    """Return the pieces of a part of a line as the line's own.

    Args:
        pieces: The pieces.
        by: The first character of the part.
    """
    return [Piece(piece.start + by, piece.kind, piece.text) for piece in pieces]
