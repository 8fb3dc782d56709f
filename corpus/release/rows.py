"""Reads the rows of an export's files back, in each of the forms; whatever somebody put into them."""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.export.choices import Format
from corpus.export.schema import NAMES
from crawler.errors import ReleaseError
from pipelines.length import MOST_LETTERS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LONGEST = 64_000_000
"""Bytes of a line of JSON, at most: of a text, and of all that was cut from its page."""
LONGEST_TEXT = 8 * MOST_LETTERS
"""Bytes of a text file that are read, at most: letters have up to four, and marks and spaces stand beside them."""
BATCH = 64
"""Rows of a Parquet file that are in memory together."""
_BROKEN = (ValueError, EOFError, OSError, RecursionError, pa.ArrowException, zlib.error, zstd.ZstdError)
"""The exceptions of the readers for a damaged file."""
_NAME = re.compile(r"\d{3,9}_[0-9a-f]{16}\.txt", re.ASCII)
_WORDS = ("id", "outlet", "article", "captured", "url", "name", "warc", "sha256", "rules", "extractor", "text")
_MAY_BE_NULL = ("title", "profile", "record_id", "payload_digest")


def rows_in(folder: Path, path: str, form: Format, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of an export, each with `title` and `text`, in the file's order.

    Args:
        folder: The export.
        path: The file's path in it.
        form: Its format.
        columns: The columns that are wanted; None for all, which are then checked. JSON Lines give all of them.

    Raises:
        ReleaseError: The file, or a row's text, is missing or damaged; the message completes a sentence about the file.
    """
    ids = []
    try:
        read = _parquet(folder / path, columns) if form is Format.PARQUET else _lines(folder / path, form)
        for row in read:
            if form is Format.TEXT and (columns is None or "text" in columns):
                row["text"] = _text_of(folder / path, row)
            if columns is None:
                _check(row)
            ids = [row.get("id")]
            yield row
    except _BROKEN as error:
        where = f"after the document {ids[0]}" if ids else f"from its first document on{_first(folder / path, form)}"
        raise ReleaseError(f"cannot be read {where} ({_short(error)})") from None


def _parquet(path: Path, columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH, columns=columns):
            yield from batch.to_pylist()


def _lines(path: Path, form: Format) -> Iterator[dict[str, Any]]:
    opener: Any = {Format.JSONL_GZ: gzip.open, Format.JSONL_ZST: zstd.open}.get(form, open)
    with opener(path, "rb") as lines:
        while line := lines.readline(LONGEST + 1):
            if len(line) > LONGEST:
                raise ValueError(f"a line has more than {LONGEST:,} bytes")
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("a line holds no row")  # noqa: TRY004 - callers expect one kind
            yield row


def _text_of(path: Path, row: dict[str, Any]) -> str:
    """Return the text, without its title, in the file that stands beside a file of rows.

    Raises:
        ValueError: The row names no text file, or it holds no UTF-8, or does not begin with the title.
        OSError: It cannot be read.
    """
    name, title = row.get("name"), row.get("title")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError("a row names no text file")
    file = path.with_name(name)
    if file.is_symlink():
        raise ValueError(f"{name} is a link")
    with file.open("rb") as content:
        text = content.read(LONGEST_TEXT).decode()
    if title and not text.startswith(f"{title}\n"):
        raise ValueError(f"{name}, the text of document {row.get('id')}, does not begin with its title")
    return text[len(title) + 1 :] if title else text


def _check(row: dict[str, Any]) -> None:
    """Accept a row whose columns have values of the right types, as far as a check uses them.

    Raises:
        ValueError: It has others.
    """
    if not set(row).issuperset(NAMES):
        raise ValueError("a row lacks a column")
    words = [row[name] for name in _WORDS] + [row[name] or "" for name in _MAY_BE_NULL]
    numbers = [row["offset"], row["number"]]
    if not all(isinstance(one, str) for one in words) or any(type(one) is not int or one < 0 for one in numbers):
        raise ValueError("a row has a value of another type")
    "".join(words).encode()  # halves of a character cannot be encoded


def _first(path: Path, form: Format) -> str:
    """Return the first document of a damaged file as words for a sentence; empty where it cannot be read either."""
    if form is not Format.PARQUET:
        return ""
    try:
        return next((f", {row['id']}" for row in _parquet(path, ["id"])), "")
    except _BROKEN:
        return ""


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
