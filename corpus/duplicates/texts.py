"""Reads the documents of an outlet that the store of near-duplicates does not have yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crawler.errors import CorpusError, StateError
from crawler.state import document_name, read_state
from pipelines.documents.texts import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.state import DatedDocument

_PAGE = 500
"""Documents that are read from a state at a time."""


class NewText(NamedTuple):
    """A document with its text. They sort in the order of their captures."""

    captured: float
    """The time of its capture (Unix time)."""
    outlet: str
    number: int
    """Its number within the outlet."""
    sha256: str
    """SHA-256 of the text, hexadecimal."""
    moment: int
    """The second of its publication (Unix time); see `moment_of`."""
    text: str
    """Title and paragraphs, one a line."""


def new_texts(
    output: Path, outlet: str, identity: str, number: int, unread: list[CorpusError | StateError]
) -> Iterator[NewText]:
    """Yield an outlet's documents from a number on, and end before the first one that cannot be read.

    Args:
        output: The output folder.
        outlet: The outlet's name.
        identity: The identity of its state. A state that was made meanwhile ends the documents.
        number: The number of the first document.
        unread: Gets the error when a document cannot be read.
    """
    try:
        while documents := _page(output, outlet, identity, number):
            for document in documents:
                moment = _time(document.captured).timestamp()
                text = read_text(output, outlet, document.number, document.sha256)
                yield NewText(moment, outlet, document.number, document.sha256, moment_of(document), text)
            number = documents[-1].number + 1
    except (CorpusError, StateError) as error:
        unread.append(error)


def read_text(output: Path, outlet: str, number: int, sha256: str) -> str:
    """Return a document's text, by its number within the outlet.

    Raises:
        CorpusError: It is missing, or is not the text that the manifest names.
    """
    return read_document(output / "text" / outlet, document_name(number, sha256), sha256).decode()


def moment_of(document: DatedDocument) -> int:
    """Return the second from which on a document was public, as far as is known (Unix time).

    A day without a time counts as its end, and no document is younger than its capture. A later version of an article
    counts from its capture: its date of publication is that of the first version.
    """
    captured = _time(document.captured)
    if document.version > 1 or not document.published:
        return int(captured.timestamp())
    published = _time(document.published)
    if len(document.published) == len("2026-11-22"):
        published += timedelta(days=1)
    return int(min(captured, published).timestamp())


def _time(stated: str) -> datetime:
    """Return a moment; without a zone it is in UTC, and the year 1 when the text is none."""
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _page(output: Path, outlet: str, identity: str, number: int) -> list[DatedDocument]:
    with read_state(output, outlet) as state:
        if state is None or state.identity() != identity:
            return []
        return state.dated_documents(number, _PAGE)
