"""The language of queries: from what a user wrote to an expression of FTS5 and a condition over the documents.

Every word that reaches FTS5 was folded, which leaves letters and digits, and stands in quotation marks: no query can
use the syntax of FTS5. docs/search.md explains the language.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from corpus.search.forms import folded, forms
from corpus.search.store import EVERY, outlet_mark
from crawler.errors import SearchError
from pipelines.normalize import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST = 1_000
"""Characters of a query, at most."""
MOST = 32
"""Parts of a query, at most."""
SHORTEST_PREFIX = 3
"""Letters before `*`, at least: fewer begin so many words that no index answers in time."""
_TEXT = "{title text}"
_ANYWHERE = "{title text beside}"
_COLUMNS = {"section": "section", "author": "authors", "tag": "tags", "credit": "credit"}
_DAYS = ("published", "captured")
FIELDS = ("outlet", "land", *_COLUMNS, "language", *_DAYS, "version")
"""Names of the fields."""
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_PART = re.compile(r'(?P<sign>-?)(?:(?P<field>[A-Za-z]+):|(?=[^\s-]))(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]*))')
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class Query(NamedTuple):
    """A query that the index can answer."""

    match: str
    """An expression of FTS5."""
    condition: str
    """A condition over the table `documents`."""
    values: tuple[object, ...]
    """The values of its question marks."""
    shown: frozenset[str]
    """Forms of the words that are highlighted."""
    begins: tuple[str, ...]
    """The same for words that are only begun, as `وزار*`."""


def parsed(written: str, outlets: Mapping[str, int], lands: Mapping[str, str | None]) -> Query:
    """Return the query that a user wrote.

    Args:
        written: The query.
        outlets: The ids of the outlets in the index.
        lands: The countries of outlets, ISO 3166-1 alpha-2.

    Raises:
        SearchError: It is too long, or no query.
    """
    if len(written) > LONGEST:
        raise SearchError(f"The query has {len(written)} characters; {LONGEST} are the most.")
    text = normalize(written).translate(_QUOTES)
    if text.count('"') % 2:
        raise SearchError("A quotation mark of the query is not closed.")
    parts = list(_PART.finditer(text))
    if len(parts) > MOST:
        raise SearchError(f"The query has {len(parts)} parts; {MOST} are the most.")
    reader = _Reader(outlets, lands)
    for part in parts:
        reader.read(part)
    return reader.query()


class _Reader:
    """Gathers what the parts of a query ask for."""

    def __init__(self, outlets: Mapping[str, int], lands: Mapping[str, str | None]) -> None:
        self._outlets = outlets
        self._lands = lands
        self._wanted: list[str] = []
        self._unwanted: list[str] = []
        self._conditions: list[str] = []
        self._values: list[object] = []
        self._shown: set[str] = set()
        self._begins: list[str] = []

    def read(self, part: re.Match[str]) -> None:
        """Take a part of the query.

        Raises:
            SearchError: It cannot be used.
        """
        field, value = (part["field"] or "").lower(), part["phrase"] if part["word"] is None else part["word"]
        is_phrase, is_unwanted = part["word"] is None, part["sign"] == "-"
        if field and field not in FIELDS:
            raise SearchError(f"There is no field {field}: the fields are {', '.join(FIELDS)}; or quote the word.")
        if field in _DAYS or field == "version":
            self._span(field, value, is_unwanted=is_unwanted)
            return
        if field in ("outlet", "land", "language"):
            match = self._marked(field, value)
        else:
            match = self._words(field, value, is_phrase=is_phrase, is_shown=not field and not is_unwanted)
        if match:
            (self._unwanted if is_unwanted else self._wanted).append(match)
        elif field:
            raise SearchError(f"{field}: needs a word.")

    def query(self) -> Query:
        """Return the query of all parts.

        Raises:
            SearchError: It asks for nothing.
        """
        if not self._wanted and not self._unwanted and not self._conditions:
            raise SearchError("The query has no word; write one, or a field like outlet:NAME (docs/search.md).")
        match = " AND ".join(self._wanted or [_column("marks", [EVERY])])
        if self._unwanted:
            match = f"({match}) NOT ({' OR '.join(self._unwanted)})"
        condition = " AND ".join(self._conditions) or "1"
        return Query(match, condition, tuple(self._values), frozenset(self._shown), tuple(self._begins))

    def _words(self, field: str, value: str, *, is_phrase: bool, is_shown: bool) -> str:
        """Return the expression for words; empty for a value without a letter or digit."""
        columns = _COLUMNS.get(field, "")
        words = folded(value)
        if not words:
            return ""
        if value.endswith("*") and not is_phrase:
            *_, last = words.split()
            if len(last) < SHORTEST_PREFIX:
                raise SearchError(f"{value}: needs {SHORTEST_PREFIX} letters before the asterisk.")
            if is_shown:
                self._begins.append(last)
            return f'({columns or _ANYWHERE} : "{words}" *)'
        if is_phrase or " " in words:
            if is_shown:
                self._shown.update(words.split())
            return _column(columns or _TEXT, [words])
        found = forms(value)
        if is_shown:
            self._shown.update(found)
        match = _column(columns or _ANYWHERE, found)
        # The same word in the title is a second reason to stand before others.
        return match if columns else f'({match} OR title : "{words}")'

    def _marked(self, field: str, value: str) -> str:
        """Return the expression for one of several outlets, lands or languages, with commas between them."""
        names = [name.strip().lower() for name in value.split(",") if name.strip()]
        if field == "language":
            codes = list(filter(None, map(folded, names)))
            return _column("marks", codes) if codes else ""
        if field == "land":
            lands: dict[str, list[int]] = {}
            for outlet, place in self._outlets.items():
                lands.setdefault(str(self._lands.get(outlet)).lower(), []).append(place)
            self._known(field, names, lands)
            places = [place for name in names for place in lands[name]]
        else:
            self._known(field, names, self._outlets)
            places = [self._outlets[name] for name in names]
        return _column("marks", map(outlet_mark, places)) if places else ""

    def _known(self, field: str, names: Iterable[str], known: Mapping[str, object]) -> None:
        """Accept names that the index has.

        Raises:
            SearchError: It lacks one.
        """
        for name in names:
            if name not in known:
                raise SearchError(f"{field}:{name[:80]}: the index has no document of it.")

    def _span(self, field: str, value: str, *, is_unwanted: bool) -> None:
        """Take a span: `FIRST..LAST`, `FIRST..`, `..LAST` or one value.

        Raises:
            SearchError: It is none.
        """
        first, dots, last = fold_digits(value).partition("..")
        ends = [(sign, end) for sign, end in ((">=", first), ("<=", last if dots else first)) if end]
        if not ends:
            raise SearchError(f"{field}: needs a value.")
        conditions = []
        for sign, end in ends:
            conditions.append(f"{field} {sign} ?")
            self._values.append(_number(field, end) if field == "version" else _day(field, end) + "~" * (sign == "<="))
        condition = " AND ".join(conditions)
        self._conditions.append(f"NOT coalesce({condition}, 0)" if is_unwanted else f"({condition})")


def _column(columns: str, phrases: Iterable[str]) -> str:
    """Return the expression for one of several phrases of folded words in columns."""
    return f"({columns} : ({' OR '.join(f'{chr(34)}{phrase}{chr(34)}' for phrase in phrases)}))"


def fold_digits(written: str) -> str:
    """Return a text with all decimal digits as 0 to 9."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in written)


def _day(field: str, written: str) -> str:
    """Return the year, month or day that a user wrote. A tilde, which sorts behind a hyphen, makes it its end.

    Raises:
        SearchError: It is none.
    """
    try:
        if _DAY.fullmatch(written):
            date.fromisoformat(f"{written}-01-01"[:10] if len(written) < len("2026-08-05") else written)
            return written
    except ValueError:
        pass
    raise SearchError(f"{field}:{written[:80]}: is no date; write 2026, 2026-08, 2026-08-05, or two with .. between.")


def _number(field: str, written: str) -> int:
    """Return the number that a user wrote.

    Raises:
        SearchError: It is none.
    """
    if not _NUMBER.fullmatch(written):
        raise SearchError(f"{field}:{written[:80]}: is no number; write 1, or 2.. for all later ones.")
    return int(written)
