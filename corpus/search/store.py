"""The index of `scrapy search`, the folder `derived/search/`: the folded words of all documents, without their texts.

Tantivy keeps, for each word, in which documents and where it stands, and the values of a document that are counted in
columns of their own. A commit is whole or does not happen: how far an outlet has been taken is asked of the documents
themselves, and so cannot contradict them.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from tantivy import Document, Index, Order, Query, SchemaBuilder

from corpus.derived import DERIVED
from crawler.errors import DerivedError
from crawler.files import make_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tantivy import IndexWriter, Schema, Searcher

VERSION = b"2"
"""Version of the columns, the folding and the forms: an index of another one is made again."""
WORDS = ("title", "text", "section", "authors", "tags", "credit")
"""Columns with the words of a document; `beside` has the forms of title and text that are no word of them."""
NAMES = ("outlet", "identity", "language", "section_name", "credit_name")
"""Columns with one name each, as it is written."""
NUMBERS = ("number", "version", "published", "month", "captured", "moment")
"""Columns with one number each: days as 20260805, months as 202608, moments in seconds (Unix time)."""
LONGEST_NAME = 200
"""Characters of a name that are kept, at most."""
_MOST_OUTLETS = 30_000
_HEAP = 64_000_000
"""Bytes of new words that are held in memory before they are written."""
_VERSION_FILE = "version"
MATCHED: dict[str, Any] = {"matched": {"value_count": {"field": "number"}}}
"""The aggregation that counts documents."""


class NewEntry(NamedTuple):
    """A document that is to be added to the index."""

    outlet: str
    number: int
    version: int
    published: str | None
    """ISO day; None without a date."""
    captured: str
    """ISO day."""
    moment: int
    """The second of its publication (Unix time)."""
    language: str
    section: str | None
    """The section's name, as it is written."""
    credit: str | None
    """The credited source, as it is written."""
    words: tuple[str, ...]
    """Folded words, in the order of `WORDS`."""
    beside: str
    """Other forms of the words of title and text."""


class Hit(NamedTuple):
    """A document that was found."""

    outlet: str
    number: int
    score: float
    """The higher, the earlier it stands; in the order of time the second of its publication (Unix time)."""


def _schema() -> Schema:
    builder = SchemaBuilder()
    for column in WORDS:
        builder.add_text_field(column, tokenizer_name="whitespace")
    builder.add_text_field("beside", tokenizer_name="whitespace", index_option="basic")
    for column in NAMES:
        builder.add_text_field(column, stored=column == "outlet", fast=True, tokenizer_name="raw", index_option="basic")
    for column in NUMBERS:
        builder.add_integer_field(column, stored=column == "number", fast=True)
    return builder.build()


SCHEMA = _schema()
"""The index's columns."""


def index_path(output: Path) -> Path:
    """Return the index's folder in an output folder; it need not exist."""
    return output / DERIVED / "search"


@contextmanager
def opened_store(output: Path, *, write: bool = False) -> Iterator[Store]:
    """Open the index.

    Args:
        output: The output folder.
        write: Whether it is made when it does not exist, and made again when it is of another version.

    Raises:
        DerivedError: It cannot be read or written, or does not exist and `write` is false.
    """
    path = index_path(output)
    with _told(path):
        try:
            is_usable = (path / _VERSION_FILE).read_bytes() == VERSION
        except FileNotFoundError:
            is_usable = False
        if not is_usable and not write:
            raise DerivedError(f"{path}: does not exist, or is of another version; scrapy search makes it.")
        if not is_usable:
            shutil.rmtree(path, ignore_errors=True)
            make_folder(path)
            Index(SCHEMA, str(path), reuse=False)
            write_whole(path / _VERSION_FILE, VERSION)
        store = Store(path, Index.open(str(path)))
    try:
        yield store
    finally:
        store.end()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise a `DerivedError` where Tantivy fails, which also panics over a damaged file."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise _unusable(path, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _unusable(path, error) from error


def _unusable(path: Path, error: BaseException) -> DerivedError:
    return DerivedError(f"{path}: {str(error)[:300]}; delete the folder and run scrapy search.")


class Store:
    """The index's queries. All methods raise DerivedError when the index cannot be read or written.

    Args:
        path: The index's folder.
        index: The index.
    """

    def __init__(self, path: Path, index: Index) -> None:
        self._path = path
        self._index = index
        self._writer: IndexWriter | None = None
        self._searcher: Searcher = index.searcher()

    def end(self) -> None:
        """Wait for the segments that Tantivy merges. What was not committed is lost."""
        if self._writer is not None:
            with _told(self._path):
                self._writer.wait_merging_threads()
            self._writer = None

    def taken(self) -> dict[str, tuple[str, int]]:
        """Return the identity of each outlet's state and the number of its documents that the index has."""
        last = {"last": {"max": {"field": "number"}}}
        identities = {"identity": {"terms": {"field": "identity", "size": 1}, "aggs": last}}
        asked = {"outlet": {"terms": {"field": "outlet", "size": _MOST_OUTLETS}, "aggs": identities}}
        marks = {}
        for outlet in self.counts(Query.all_query(), asked)["outlet"]["buckets"]:
            (identity,) = outlet["identity"]["buckets"]
            marks[outlet["key"]] = (identity["key"], int(identity["last"]["value"]) + 1)
        return marks

    def outlets(self) -> frozenset[str]:
        """Return the names of the outlets in the index."""
        with _told(self._path):
            return frozenset(name for name, _ in self._searcher.terms_with_prefix("outlet", ""))

    def count_documents(self) -> int:
        """Return the number of documents in the index."""
        return self._searcher.num_docs

    def add(self, entries: Iterable[NewEntry], identities: dict[str, str]) -> int:
        """Add documents, those of an outlet in the order of their numbers, in one commit; return their number.

        Args:
            entries: The documents.
            identities: The identity of each outlet's state.
        """
        added = 0
        for added, entry in enumerate(entries, 1):  # noqa: B007 - their number
            document = _document(entry, identities[entry.outlet])
            with _told(self._path):
                self._writing().add_document(document)
        if added:
            self._commit()
        return added

    def forget(self, outlet: str) -> None:
        """Remove an outlet's documents."""
        with _told(self._path):
            self._writing().delete_documents_by_term("outlet", outlet)
        self._commit()

    def first(self, query: Query, most: int, *, by_time: bool = False) -> tuple[list[Hit], int]:
        """Return the documents that match best, or those of them that were published last, and how many match.

        Args:
            query: The query.
            most: Documents that are returned, at most; at least 1.
            by_time: Whether the last published stand first.
        """
        with _told(self._path):
            column = "moment" if by_time else None
            found = self._searcher.search(query, most, count=False, order_by_field=column, order=Order.Desc)
            documents = [(self._searcher.doc(address), score) for score, address in found.hits]
            hits = [Hit(document["outlet"][0], document["number"][0], score) for document, score in documents]
            counted = self._searcher.aggregate(query, MATCHED)
        return hits, int(counted["matched"]["value"])

    def counts(self, query: Query, asked: dict[str, Any]) -> dict[str, Any]:
        """Return what is counted over the documents that match.

        Args:
            query: The query.
            asked: Tantivy's aggregations: https://docs.rs/tantivy/latest/tantivy/aggregation/.
        """
        with _told(self._path):
            return self._searcher.aggregate(query, asked)

    def _writing(self) -> IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP, 1)
        return self._writer

    def _commit(self) -> None:
        with _told(self._path):
            self._writing().commit()
            self._index.reload()
            self._searcher = self._index.searcher()


def _document(entry: NewEntry, identity: str) -> Document:
    """Return an entry as the index takes it; what has no value has no field."""
    days = {"captured": as_number(entry.captured)}
    if entry.published:
        days |= {"published": as_number(entry.published), "month": as_number(entry.published[:7])}
    names = {"section_name": entry.section, "credit_name": entry.credit}
    return Document(
        **dict(zip(WORDS, entry.words, strict=True)),
        **{column: name[:LONGEST_NAME] for column, name in names.items() if name},
        **days,
        beside=entry.beside,
        outlet=entry.outlet,
        identity=identity,
        language=entry.language,
        number=entry.number,
        version=entry.version,
        moment=entry.moment,
    )


def as_number(day: str) -> int:
    """Return an ISO day or month as the number that stands in its column; 0 for a text that is none."""
    digits = day.replace("-", "")
    return int(digits) if digits.isdecimal() else 0
