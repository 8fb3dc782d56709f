"""Writes one outlet's corpus to the disk: its texts, manifest and history, in step with the state."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from crawler.errors import CorpusError
from crawler.files import PART, make_folder, write_whole
from crawler.items import Article, Document
from pipelines.documents.versions import Judgement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crawler.items import Capture
    from crawler.state import State
    from pipelines.rejected import Rejected

MANIFEST = "manifest.jsonl"
"""File name of the table of an outlet's documents."""
HISTORY = "history.jsonl"
"""File name of the table of events: other addresses of documents, and articles that were gone or came back."""


class Corpus:
    """One outlet's texts, manifest and history, and their rows in the state.

    Opening a corpus repairs what a crash left, and reads no more than that: the manifest and the history get the lines
    that the state committed after their last whole one; texts that the state does not have are removed.

    Args:
        output: The output folder; the texts are in its folder `text/<outlet>/`.
        state: The outlet's state.

    Raises:
        CorpusError: The manifest or the history has rows that the state does not have.
        OSError: The folder cannot be written.
    """

    def __init__(self, output: Path, state: State) -> None:
        self._folder = output / "text" / state.outlet
        self._state = state
        self._next = state.count_documents()
        self._writing = state.is_writing()
        self._unsure = False
        if self._next or self._folder.exists():
            self._mend()

    def _mend(self) -> None:
        """Bring the folder into step with the state.

        Raises:
            CorpusError: The manifest or the history has rows that the state does not have.
            OSError: The folder cannot be written.
        """
        make_folder(self._folder)
        self._complete_tables()
        if self._writing:
            self._remove_strays()
            self.close()

    def _complete_tables(self) -> None:
        """Give history and manifest the rows that the state committed, after a crash as after a transaction.

        Raises:
            CorpusError: A file has rows that the state does not have.
            OSError: A file cannot be written.
        """
        _complete(self._folder / HISTORY, self._state.history_length(), self._state.history_after)
        _complete(self._folder / MANIFEST, self._state.manifest_length(), self._state.manifest_after)

    def _remove_strays(self) -> None:
        """Remove temporary files, and texts whose number no document has yet."""
        for path in self._folder.glob(f".*{PART}"):
            path.unlink()
        for path in self._folder.glob("*_*.txt"):
            number = path.name.partition("_")[0]
            if number.isdecimal() and int(number) >= self._next:
                path.unlink()

    def close(self) -> None:
        """Store that the folder holds no text that the state lacks, unless a failure left some."""
        if self._writing and not self._unsure:
            self._state.mark_writing(files=False)
            self._writing = False

    def settle(self, outcomes: list[Article | tuple[Capture, Rejected]]) -> list[Document | Rejected]:
        """Write the texts of documents, then store all outcomes in the state in one transaction, then add the rows.

        Args:
            outcomes: Articles, and captures with their rejections, in the order of their captures.

        Returns:
            For each outcome its document or its rejection: the given one, `unchanged` or `duplicate`.

        Raises:
            OSError: A file cannot be written. When it is a text, the state stores none of the outcomes.
            sqlite3.Error: The state cannot be written.
        """
        judged = Judgement(self._state, self._next)
        results: list[Document | Rejected] = []
        self._unsure = True
        for outcome in outcomes:
            result = judged.article(outcome) if isinstance(outcome, Article) else judged.rejected(*outcome)
            if isinstance(result, Document):
                self._begin()
                write_whole(self._folder / result.name, result.content(), synced=self._state.synced)
            results.append(result)
        self._state.settle(judged.fates)
        self._unsure = False
        self._next = judged.number
        if any(isinstance(result, Document) for result in results) or any(fate.event for fate in judged.fates):
            self._complete_tables()
        return results

    def _begin(self) -> None:
        """Make the folder, and store before the first text of a run that a crash may leave strays."""
        if not self._writing:
            make_folder(self._folder)
            self._state.mark_writing(files=True)
            self._writing = True


def _size(path: Path) -> int:
    """Return a file's size in bytes; 0 without the file."""
    return path.stat().st_size if path.exists() else 0


def _end_of(path: Path, start: int) -> bytes:
    """Return a file's bytes after a place."""
    with path.open("rb") as file:
        file.seek(start)
        return file.read()


def _complete(path: Path, length: int, lines_after: Callable[[int], tuple[int, str]]) -> None:
    """Give a file of lines the length that the state committed; a file of that length is not read.

    Args:
        path: The file, which need not exist.
        length: Its committed length, in bytes.
        lines_after: Returns the lines that end after a length, and the length before them.

    Raises:
        CorpusError: The file is longer.
        OSError: The file cannot be written.
    """
    size = _size(path)
    if size > length and b"\n" not in _end_of(path, length):  # a line that a crash cut
        size = length
        os.truncate(path, length)
    if size > length:
        raise CorpusError(
            f"{path}: the state has no row for its last {size - length} bytes; run scrapy replay to rebuild both from "
            "the archive."
        )
    if size < length:
        begin, lines = lines_after(size)
        with path.open("r+b" if size else "wb") as file:
            file.truncate(begin)
            file.seek(begin)
            file.write(lines.encode())
