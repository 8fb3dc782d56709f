"""Results as JSON objects and as rows of a CSV table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.search.find import Result

FIELDS = ("title", "url", "published", "captured", "version", "section", "credit", "language")
LISTS = ("authors", "tags")
HEADINGS = ("document", *FIELDS, *LISTS, "snippet")
"""Headings of the table."""
_FORMULAS = ("=", "+", "-", "@", "\t")
"""Beginnings of a cell that a spreadsheet takes for a formula."""


def plain(result: Result) -> dict[str, Any]:
    """Return a result as a JSON object. The document has the name that `scrapy diff` takes."""
    row = result.row
    return {
        "document": f"{row['outlet']}/{result.number}",
        **{name: row[name] for name in (*FIELDS, *LISTS)},
        "snippet": result.snippet.text,
        "marks": result.snippet.marks,
    }


def cells(result: Result) -> list[object]:
    """Return a result as a row of the table."""
    row = plain(result)
    listed = ("; ".join(row[name]) for name in LISTS)
    return list(map(_cell, (row["document"], *(row[name] for name in FIELDS), *listed, row["snippet"])))


def _cell(value: object) -> object:
    """Return the value of a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value
