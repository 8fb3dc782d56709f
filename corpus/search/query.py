"""The language of queries: from what a user wrote to a query over the index; docs/search.md explains it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from corpus.search.forms import folded, forms
from corpus.search.matching import all_of, begun, between, named, phrase, word
from crawler.errors import SearchError
from pipelines.normalize import normalize

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tantivy import Query as IndexQuery

LONGEST = 1_000
"""Characters of a query, at most."""
MOST = 32
"""Parts of a query, at most."""
SHORTEST_PREFIX = 3
"""Letters before `*`, at least: fewer begin so many words that no index answers in time."""
LONGEST_PREFIX = 40
"""Letters before `*`, at most."""
MOST_BEGUN = 4
"""Words with `*`, at most: each goes through all words of the index that begin so."""
_TEXT = ("title", "text")
_ANYWHERE = ("title", "text", "beside")
_COLUMNS = {"section": ("section",), "author": ("authors",), "tag": ("tags",), "credit": ("credit",)}
_MARKS = ("outlet", "land", "language")
_DAYS = ("published", "captured")
FIELDS = ("outlet", "land", *_COLUMNS, "language", *_DAYS, "version")
"""Names of the fields."""
UNKNOWN_LAND = "ZZ"
"""The country of an outlet of which none is known."""
_LAST = 999_999_999
"""No day and no version is a greater number."""
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_PART = re.compile(r'(?P<sign>-?)(?:(?P<field>[A-Za-z]+):|(?=[^\s-]))(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]*))')
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class Query(NamedTuple):
    """A query that the index can answer."""

    match: IndexQuery
    """What the documents have to have."""
    whole: IndexQuery
    """The same without what the query asks of their words: the documents of which the found ones are a share."""
    shown: frozenset[str]
    """Forms of the words that are highlighted."""
    begins: tuple[str, ...]
    """The same for words that are only begun, as `وزار*`."""


def parsed(written: str, outlets: Collection[str], lands: Mapping[str, str | None]) -> Query:
    """Return the query that a user wrote.

    Args:
        written: The query.
        outlets: The outlets in the index.
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

    def __init__(self, outlets: Collection[str], lands: Mapping[str, str | None]) -> None:
        self._outlets = outlets
        self._lands = lands
        self._wanted: list[IndexQuery] = []
        self._unwanted: list[IndexQuery] = []
        self._is_whole: list[IndexQuery] = []
        self._is_not_whole: list[IndexQuery] = []
        self._shown: set[str] = set()
        self._begins: list[str] = []
        self._begun_words = 0

    def read(self, part: re.Match[str]) -> None:
        """Take a part of the query.

        Raises:
            SearchError: It cannot be used.
        """
        field, value = (part["field"] or "").lower(), part["phrase"] if part["word"] is None else part["word"]
        is_phrase, is_unwanted = part["word"] is None, part["sign"] == "-"
        if field and field not in FIELDS:
            raise SearchError(f"There is no field {field}: the fields are {', '.join(FIELDS)}; or quote the word.")
        match: IndexQuery | None
        if field in _DAYS or field == "version":
            match = self._span(field, value)
        elif field in _MARKS:
            match = self._marked(field, value)
        else:
            match = self._words(field, value, is_phrase=is_phrase, is_shown=not field and not is_unwanted)
        if match:
            (self._unwanted if is_unwanted else self._wanted).append(match)
            if field and field not in _COLUMNS:
                (self._is_not_whole if is_unwanted else self._is_whole).append(match)
        elif field:
            raise SearchError(f"{field}: needs a word.")

    def query(self) -> Query:
        """Return the query of all parts.

        Raises:
            SearchError: It asks for nothing.
        """
        if not self._wanted and not self._unwanted:
            raise SearchError("The query has no word; write one, or a field like outlet:NAME (docs/search.md).")
        match, whole = all_of(self._wanted, self._unwanted), all_of(self._is_whole, self._is_not_whole)
        return Query(match, whole, frozenset(self._shown), tuple(self._begins))

    def _words(self, field: str, value: str, *, is_phrase: bool, is_shown: bool) -> IndexQuery | None:
        """Return the query for words; None for a value without a letter or digit."""
        columns = _COLUMNS.get(field)
        words = folded(value).split()
        if not words:
            return None
        if value.endswith("*") and not is_phrase:
            return self._begun(value, words, columns, is_shown=is_shown)
        if is_phrase or len(words) > 1:
            if is_shown:
                self._shown.update(words)
            return phrase(columns or _TEXT, words)
        found = forms(value)
        if is_shown:
            self._shown.update(found)
        return word(columns or _ANYWHERE, found)

    def _begun(self, value: str, words: list[str], columns: tuple[str, ...] | None, *, is_shown: bool) -> IndexQuery:
        """Return the query for a word that is only begun; words joined to it by signs stand before it or elsewhere.

        Raises:
            SearchError: Too few or too many letters are given, or too many words are only begun.
        """
        *before, letters = words
        self._begun_words += 1
        if not SHORTEST_PREFIX <= len(letters) <= LONGEST_PREFIX:
            needed = (
                f"{SHORTEST_PREFIX} letters" if len(letters) < SHORTEST_PREFIX else f"at most {LONGEST_PREFIX} letters"
            )
            raise SearchError(f"{value[:80]}: needs {needed} before the asterisk.")
        if self._begun_words > MOST_BEGUN:
            raise SearchError(f"The query has more than {MOST_BEGUN} words with an asterisk.")
        if is_shown:
            self._shown.update(before)
            self._begins.append(letters)
        match = begun(columns or _ANYWHERE, letters)
        return all_of([phrase(columns or _TEXT, before), match]) if before else match

    def _marked(self, field: str, value: str) -> IndexQuery | None:
        """Return the query for one of several outlets, lands or languages, with commas between them; None for none.

        Raises:
            SearchError: The index lacks one.
        """
        names = [name.strip().lower() for name in value.split(",") if name.strip()]
        if field == "language":
            names = list(filter(None, map(folded, names)))
        if not names:
            return None
        if field == "language":
            return named("language", names)
        known: dict[str, list[str]] = {}
        for outlet in self._outlets:
            known.setdefault(land_of(outlet, self._lands).lower() if field == "land" else outlet, []).append(outlet)
        for name in names:
            if name not in known:
                raise SearchError(f"{field}:{name[:80]}: the index has no document of it.")
        return named("outlet", [outlet for name in names for outlet in known[name]])

    def _span(self, field: str, value: str) -> IndexQuery:
        """Return the query for a span: `FIRST..LAST`, `FIRST..`, `..LAST` or one value.

        Raises:
            SearchError: It is none.
        """
        first, dots, last = fold_digits(value).partition("..")
        last = last if dots else first
        if not first and not last:
            raise SearchError(f"{field}: needs a value.")
        number = _number if field == "version" else _day
        ends = (number(field, first, "0") if first else 0, number(field, last, "9") if last else _LAST)
        return between(field, *ends)


def land_of(outlet: str, lands: Mapping[str, str | None]) -> str:
    """Return an outlet's country, ISO 3166-1 alpha-2; "ZZ" if unknown."""
    return lands.get(outlet) or UNKNOWN_LAND


def fold_digits(written: str) -> str:
    """Return a text with all decimal digits as 0 to 9."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in written)


def _day(field: str, written: str, filling: str) -> int:
    """Return the year, month or day that a user wrote as the number of a day.

    Args:
        field: The field.
        written: What the user wrote.
        filling: The digit that stands for what is missing: 0 for the begin of a span, 9 for its end.

    Raises:
        SearchError: It is no day.
    """
    try:
        if _DAY.fullmatch(written):
            date.fromisoformat(f"{written}-01-01"[:10] if len(written) < len("2026-08-05") else written)
            return int(written.replace("-", "").ljust(len("20260805"), filling))
    except ValueError:
        pass
    raise SearchError(f"{field}:{written[:80]}: is no date; write 2026, 2026-08, 2026-08-05, or two with .. between.")


def _number(field: str, written: str, _: str) -> int:
    """Return the number that a user wrote.

    Raises:
        SearchError: It is none.
    """
    if not _NUMBER.fullmatch(written):
        raise SearchError(f"{field}:{written[:80]}: is no number; write 1, or 2.. for all later ones.")
    return int(written)
