"""Writes and reads back the files of a shard, in each of the forms."""

from __future__ import annotations

import gzip
import json
import re
import sys
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus.export.choices import Format
from corpus.export.schema import COLUMNS, FEW_VALUES, LONG, NAMES, arrow_schema

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEVEL = 3
"""zstd's own default level."""
PAGE = 256 * 1024
"""Bytes of a page in a column, before compression; Arrow's default is 1 MB. A reader skips pages by their index."""
ENDINGS = {Format.PARQUET: ".parquet", Format.TEXT: ".jsonl"}
"""Ending of a shard's file where it is not the format's name."""
_NAMED = re.compile(r'^\{"id": "([0-9a-f]{32})".*?, "name": "([^"]*)"')
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class ParquetFile:
    """A Parquet file: zstd, statistics and a page index for each column that a filter may use.

    Args:
        path: The file, which must not exist.
    """

    def __init__(self, path: Path) -> None:
        schema = arrow_schema()
        listed = ("strings", "rights")
        filtered = [one.name for one in COLUMNS if one.name not in LONG and one.kind not in listed]
        self._writer = pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=LEVEL,
            use_dictionary=list(FEW_VALUES),
            write_statistics=filtered,
            write_page_index=True,
            data_page_size=PAGE,
        )

    def add(self, table: pa.Table) -> None:
        """Add rows, as a row group."""
        self._writer.write_table(table)

    def close(self) -> None:
        """Write the end of the file."""
        self._writer.close()


class JsonFile:
    """A file of JSON Lines: an object a row, keys in the order of the columns, moments as ISO 8601 in UTC.

    Args:
        path: The file, which must not exist.
        form: Its format.
        columns: Names of the columns.
    """

    def __init__(self, path: Path, form: Format, columns: tuple[str, ...] = NAMES) -> None:
        self._columns = columns
        with ExitStack() as stack:
            file = stack.enter_context(path.open("xb"))
            self._file: IO[bytes] = file
            if form is Format.JSONL_GZ:  # without name and time, so that equal rows give equal bytes
                zipped = gzip.GzipFile("", "wb", mtime=0, fileobj=file)
                self._file = cast("IO[bytes]", stack.enter_context(zipped))
            elif form is Format.JSONL_ZST:
                self._file = cast("IO[bytes]", stack.enter_context(zstd.ZstdFile(file, "w", level=LEVEL)))
            self._stack = stack.pop_all()

    def add(self, table: pa.Table) -> None:
        """Add rows."""
        shown = [_shown(table.column(name)) for name in self._columns]
        for values in zip(*(column.to_pylist() for column in shown), strict=True):
            row = dict(zip(self._columns, values, strict=True))
            self._file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        """Write the end of the file."""
        self._stack.close()


class TextFiles:
    """A text file for each row, in the corpus's own format, beside a file of JSON Lines with the other columns.

    Args:
        path: The file of JSON Lines, which must not exist.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._rows = JsonFile(path, Format.JSONL, tuple(name for name in NAMES if name != "text"))

    def add(self, table: pa.Table) -> None:
        """Add rows, and write their texts."""
        self._rows.add(table)
        columns = (table.column(name).to_pylist() for name in ("name", "title", "text"))
        for name, title, text in zip(*columns, strict=True):
            (self._folder / name).write_bytes((f"{title}\n{text}" if title else text).encode())

    def close(self) -> None:
        """Write the end of the file of JSON Lines."""
        self._rows.close()


File = ParquetFile | JsonFile | TextFiles


def opened(path: Path, form: Format) -> File:
    """Open a new file of a shard for writing; its folder must exist."""
    if form is Format.PARQUET:
        return ParquetFile(path)
    return TextFiles(path) if form is Format.TEXT else JsonFile(path, form)


def file_name(shard: str, form: Format) -> str:
    """Return the name of a shard's file."""
    return shard + ENDINGS.get(form, f".{form}")


def ids_in(path: Path, form: Format) -> list[str]:
    """Return the `id` of each document in a file of an export.

    Raises:
        ValueError: It is damaged.
        OSError: It cannot be read.
    """
    if form is Format.PARQUET:
        return pq.read_table(path, columns=["id"]).column("id").to_pylist()  # type: ignore[no-any-return]
    return [found for found, _ in _named(path, form)]


def texts_in(path: Path, form: Format) -> set[Path]:
    """Return the paths of the text files that belong to a file of an export.

    Raises:
        ValueError: It is damaged.
        OSError: It cannot be read.
    """
    return {path.with_name(name) for _, name in _named(path, form)} if form is Format.TEXT else set()


def _named(path: Path, form: Format) -> Iterator[tuple[str, str]]:
    """Yield `id` and file name of each row in a file of JSON Lines."""
    opener: Any = {Format.JSONL_GZ: gzip.open, Format.JSONL_ZST: zstd.open}.get(form, open)
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = _NAMED.match(line)
            if match is None:
                raise ValueError(f"{path}: has a line that is no row of an export")
            yield match[1], match[2]


def _shown(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column with days and moments as strings."""
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, _MOMENT)
    return column.cast(pa.string()) if pa.types.is_date32(column.type) else column
