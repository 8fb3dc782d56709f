"""Finds names of persons and agencies in the text in an author's place.

The outlet's own name, a place and a role are no authors.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.metadata.bounds import MAX_NAME, MAX_VALUE, MAX_VALUES
from pipelines.metadata.person_words import CITIES, DESKS, GIVEN, JOBS, NO_NAME, NOBODY, OTHERS
from pipelines.normalize import normalize_line
from pipelines.words.agencies import AGENCIES
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.metadata.own_names import OwnNames

MAX_AUTHORS = 20
"""Authors of one article."""
_MAX_WORDS = 8
_NAME_WORDS = 4
_WROTE = (
    r"(?:(?:كتبه?ا?|كتبت|نشرت?|مرسلة|أضيف)\s+بواسطة|كتبه?ا?|كتبت|بقلم|بواسطة|[إا]عداد|تحرير|المحررة?|محررة?|الكاتبة?"
    r"|(?:written |posted )?by)"
)
_MADE = r"(?:نص|تقرير|تحقيق|حوار|[أا]جرى الحوار|حاوره?ا?|حاورته?ا?|تغطية|متابعة)"
ROLE = re.compile(rf"^\s*(?:{_WROTE}(?:\s*/\s*كتبت)?(?:\s*[:：/\-–]\s*|\s+)|{_MADE}\s*[:：/\-–]\s*)", re.IGNORECASE)
"""The words before a name that state the person's part in the article."""
BYLINE = re.compile(rf"^\s*(?:{_WROTE}|{_MADE})\s*[:：/]", re.IGNORECASE)
"""The beginning of a byline, with a mark (colon or slash) after the label."""
BARE_BYLINE = re.compile(r"^\s*(?:كتبت?|بقلم|بواسطة|[إا]عداد)\s+")
"""The beginning of a byline without a mark; a paragraph may begin with the same words."""
_DESK_EDITOR = re.compile(r"^(?:ال)?محررة?\s+ال")
"""«المحرر السياسي» names nobody."""
_NOT_NAMES = NOBODY | CITIES
_BETWEEN_NAMES = re.compile(r"[،,;؛|\n]|\s/\s|\s&\s|\s(?:and|et)\s")
_DASH = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|\s\N{ARABIC TATWEEL}+\s")
_AND = re.compile(r"\sو\s?")
_WHERE = re.compile(r"\s(?:من|في)\s")
_HANDLE = re.compile(r"(?<![\w.])@\w{1,40}")
_IN_BRACKETS = re.compile(r"(?<=[^\s(]) ?\([^()]{0,60}\)$")
_BRACKETS = "()[]{}«»\"'-–—:|.•* "


def names_in(said: Iterable[str], own: OwnNames, section: str | None) -> list[str]:
    """Return the names of persons and agencies in the texts in an author's place, at most `MAX_AUTHORS`, none twice."""
    found: dict[str, str] = {}
    for value in islice(said, MAX_VALUES):
        said_here = html.unescape(value[:MAX_VALUE])
        for part in () if own.is_author(said_here) else _BETWEEN_NAMES.split(said_here):
            for name in names_in_part(part, own):
                folded = fold(name)
                if folded != fold(section or "") and len(found) < MAX_AUTHORS:
                    found.setdefault(folded, name)
    return list(found.values())


def names_in_part(part: str, own: OwnNames) -> list[str]:
    """Return the names in one part of the text in an author's place: none, one, or several joined by «و» or dashes."""
    said = normalize_line(_HANDLE.sub("", part))
    line = _IN_BRACKETS.sub("", ROLE.sub("", said, count=1).strip()).strip(_BRACKETS)
    if len(line) > MAX_NAME or len(line.split()) > _MAX_WORDS or _names_nobody(said, line, own):
        return []
    place, mark, name = line.replace("\N{FULLWIDTH COLON}", ":").partition(":")
    if not mark and "/" in line:
        place, _, name = line.partition("/")
        mark = "/" if fold(place) in CITIES else ""
    if mark:
        # «غرناطة: منى الشريف»; the name seldom comes first.
        return [] if fold(place) in OTHERS else names_in_part(place if is_persons(place) else name, own)
    for found in _AND.finditer(line):
        if all(map(is_persons, both := [line[: found.start()], line[found.end() :]])):
            return both
    if where := _WHERE.search(line):
        # «منى الشريف من القاهرة»; the rest of «فريق من المراسلين», one word, is no name.
        line = line[: where.start()].strip(_BRACKETS)
        line = line if " " in line else ""
    pieces = [piece.strip(_BRACKETS) for piece in _DASH.split(line)]
    # «دبي - البيان» names the place where the outlet itself wrote.
    if len(pieces) > 1 and own.is_author(pieces[-1]) and line == said.strip(_BRACKETS):
        return []
    kept = [_without_job(piece) for piece in pieces if _may_be_name(piece, own) and not tells_job(piece)]
    if len(pieces) == 1:
        return kept
    # A single word may be a place.
    persons = [piece for piece in kept if " " in piece and fold(piece) not in AGENCIES]
    return persons or [piece for piece in kept if fold(piece) in AGENCIES]


def _without_job(piece: str) -> str:
    """Return a name without the job after it: of «منى الشريف مراسلة المدينة» the first two words."""
    words = piece.split()
    at = next((at for at, word in enumerate(words) if at > 1 and fold(word) in JOBS), None)
    return " ".join(words[:at])


def _names_nobody(said: str, line: str, own: OwnNames) -> bool:
    """Return whether a whole line names no person: a desk, the outlet, or a string that no name contains."""
    is_desk = _DESK_EDITOR.match(said) is not None or fold(line).partition(" ")[0] in DESKS
    return is_desk or NO_NAME.search(line) is not None or own.is_author(line)


def _may_be_name(piece: str, own: OwnNames) -> bool:
    return fold(piece) not in _NOT_NAMES and not own.is_author(piece) and any(char.isalpha() for char in piece)


def tells_job(line: str) -> bool:
    """Return whether a line begins with the name of a job."""
    return fold(line).partition(" ")[0] in JOBS


def is_persons(name: str) -> bool:
    """Return whether a text is a person's name even without a label: two to four words, the first a given name."""
    words = fold(name).split()
    # Folded, the preposition «على» equals the name «علي».
    return 1 < len(words) <= _NAME_WORDS and words[0] in GIVEN and not name.lstrip().startswith("على ")
