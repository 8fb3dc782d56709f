"""Results as files: CSV and JSON Lines as `scrapy search` prints them, Parquet as `scrapy export` writes it."""

from __future__ import annotations

import csv
import io
import json
from itertools import chain, islice
from typing import TYPE_CHECKING

from corpus.browse.place import Document
from corpus.search.find import ask, read_results
from corpus.search.query import parsed
from corpus.search.store import opened_store
from corpus.search.table import HEADINGS, cells, plain
from crawler.errors import BrowseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from corpus.browse.place import Place
    from corpus.browse.results.asked import Asked
    from corpus.export.columns import Taken
    from corpus.export.rows import Facts
    from corpus.search.find import Result
    from crawler.state.spans import Listed

MOST = 10_000
"""Documents of a file, at most."""
_SECONDS = 120.0
"""Time of the queries to an outlet's state, at most."""
_READ = 200
"""Documents that are read together."""
_ROWS = 1_000
"""Rows of a row group."""


def all_results(place: Place, asked: Asked, most: int = MOST) -> Iterator[Result]:
    """Return what a request's first query finds, read as it is iterated.

    Args:
        place: The place.
        asked: The request.
        most: Documents, at most.

    Raises:
        DerivedError: The index cannot be read.
        SearchError: The query cannot be used, or took too long.
    """
    with opened_store(place.output) as store:
        query = parsed(asked.written, store.outlets(), place.lands())
        hits, _ = ask(store, query, asked.order, most)
    batches = (hits[first : first + _READ] for first in range(0, len(hits), _READ))
    return chain.from_iterable(read_results(place.output, batch, query, []) for batch in batches)


def csv_lines(results: Iterator[Result]) -> Iterator[str]:
    """Yield the lines of a CSV table. Its first character lets spreadsheets read it as UTF-8."""
    yield f"\N{ZERO WIDTH NO-BREAK SPACE}{_line(list(HEADINGS))}"
    for result in results:
        yield _line(cells(result))


def _line(row: list[object]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(row)
    return written.getvalue()


def json_lines(place: Place, results: Iterator[Result]) -> Iterator[str]:
    """Yield a JSON object a line: what `scrapy search --json` prints, and the text."""
    for result in results:
        text = place.text(Document(result.row["outlet"], result.number, result.row))
        yield f"{json.dumps({**plain(result), 'text': text}, ensure_ascii=False)}\n"


def write_parquet(place: Place, results: Iterator[Result], target: Path) -> None:
    """Write documents as a Parquet file in the schema of exports (docs/schema.md), in the order of the results.

    `copy_of` and `copies` count the documents of the file, as an export counts its own. Columns that an export fills
    only when it is asked are null.

    Raises:
        BrowseError: The extra `export` is not installed.
        CorpusError: A text cannot be read.
        StateError: A state cannot be read.
    """
    try:
        from corpus.export.formats import ParquetFile  # noqa: PLC0415 - in the extra `export`
    except ModuleNotFoundError as error:
        from corpus.export import INSTALL, LIBRARIES  # noqa: PLC0415 - beside it

        if error.name not in LIBRARIES:
            raise
        raise BrowseError(f"A Parquet file needs {error.name}; install it with: {INSTALL}") from error
    taken = _taken(place, list(results))
    file = ParquetFile(target)
    while some := list(islice(taken, _ROWS)):
        file.add(_table(place, some))
    file.close()


def _table(place: Place, taken: list[tuple[str, Taken]]) -> pa.Table:
    """Return documents, each with its outlet, as a table of an export's columns, in their order."""
    import pyarrow as pa  # noqa: PLC0415 - in the extra `export`

    from corpus.export.columns import table_of  # noqa: PLC0415 - the same

    places: dict[str, list[int]] = {}
    for at, (outlet, _) in enumerate(taken):
        places.setdefault(outlet, []).append(at)
    tables = [table_of([taken[at][1] for at in own], _facts(place, outlet)) for outlet, own in places.items()]
    order = sorted(range(len(taken)), key=[at for own in places.values() for at in own].__getitem__)
    return pa.concat_tables(tables).take(order)


def _facts(place: Place, outlet: str) -> Facts:
    """Return what an outlet's file states."""
    from corpus.export.rows import Facts  # noqa: PLC0415 - beside the formats

    facts = place.facts.get(outlet)
    return Facts.of(facts.title, facts.country) if facts else Facts()


def _taken(place: Place, results: list[Result]) -> Iterator[tuple[str, Taken]]:
    """Yield the documents that their states list, each with its outlet."""
    from corpus.export.columns import Taken, words_of  # noqa: PLC0415 - beside the formats
    from corpus.export.rows import Links, document_id, story_of  # noqa: PLC0415 - the same

    found = _listed(place, results)
    same: dict[str, list[tuple[str, str]]] = {}
    for (outlet, _), listed in found.items():
        name = document_id(outlet, listed.article, listed.captured)
        same.setdefault(listed.body, []).append((listed.captured, name))
    for result in results:
        outlet, row = result.row["outlet"], result.row
        if (outlet, result.number) not in found:
            continue
        listed = found[outlet, result.number]
        first = min(same[listed.body])[1]
        own = document_id(outlet, listed.article, listed.captured)
        links = Links(None if own == first else first, len(same[listed.body]), story_of(outlet, listed.article))
        text = place.text(Document(outlet, result.number, row))
        body = (text[len(row["title"]) + 1 :] if row["title"] else text).encode()
        yield outlet, Taken(listed, body, words_of(body), links)


def _listed(place: Place, results: list[Result]) -> dict[tuple[str, int], Listed]:
    """Return documents as their outlets' states list them."""
    listed: dict[tuple[str, int], Listed] = {}
    for outlet in {result.row["outlet"] for result in results}:
        with place.state(outlet, _SECONDS) as state:
            count = state.count_documents()
            numbers = [one.number for one in results if one.row["outlet"] == outlet and one.number < count]
            listed.update(((outlet, number), state.listed_one(number, count)) for number in numbers)
    return listed
