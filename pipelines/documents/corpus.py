"""Writes one outlet's corpus to the disk: its texts, manifest and history, in step with the state."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawler.files import PART, make_folder, write_whole
from crawler.items import Article, Document
from pipelines.documents.versions import Judgement

if TYPE_CHECKING:
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

    Opening a corpus repairs it after a crash: texts without a row and temporary files are removed; a manifest or a
    history that differs from the state is written again.

    Args:
        output: The output folder; the texts are in its folder `text/<outlet>/`.
        outlet: The outlet's name.
        state: The state of the output folder.

    Raises:
        OSError: The folder cannot be written, or its manifest names documents that the state does not have.
    """

    def __init__(self, output: Path, outlet: str, state: State) -> None:
        self._folder = output / "text" / outlet
        self.outlet = outlet
        """The outlet's name."""
        self._state = state
        self._next = state.count_documents(outlet)
        self._mend()

    def _mend(self) -> None:
        """Bring the folder into step with the state, unless neither has documents.

        Raises:
            OSError: The folder cannot be written, or its manifest names documents that the state does not have.
        """
        if not self._folder.exists() and not self._next:
            return
        make_folder(self._folder)
        names = {row["name"] for row in self._state.manifest_rows(self.outlet)}
        events = "".join(f"{row}\n" for row in self._state.event_rows(self.outlet)).encode()
        history = self._folder / HISTORY
        if (history.read_bytes() if history.exists() else b"") != events:
            write_whole(history, events)
        path = self._folder / MANIFEST
        old = path.read_bytes() if path.exists() else b""
        if strays := _names(old) - names:
            raise FileExistsError(
                f"{self._folder}: the state has no row for {min(strays)} and {len(strays) - 1} other documents in the "
                "manifest; run scrapy replay to rebuild both from the archive"
            )
        for text in (*self._folder.glob("*_*.txt"), *self._folder.glob(f".*{PART}")):
            if text.name not in names:
                text.unlink()
        manifest = "".join(json_line(row) for row in self._state.manifest_rows(self.outlet)).encode()
        if old != manifest:
            write_whole(path, manifest)

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
        judged = Judgement(self._state, self.outlet, self._next)
        results: list[Document | Rejected] = []
        for outcome in outcomes:
            result = judged.article(outcome) if isinstance(outcome, Article) else judged.rejected(*outcome)
            if isinstance(result, Document):
                make_folder(self._folder)
                write_whole(self._folder / result.name, result.content())
            results.append(result)
        self._state.settle(judged.fates)
        self._next = judged.number
        rows = [result.row for result in results if isinstance(result, Document)]
        events = [fate.event.row for fate in judged.fates if fate.event]
        for name, added in ((MANIFEST, rows), (HISTORY, events)):
            if added:
                with (self._folder / name).open("a", encoding="utf-8") as file:
                    file.writelines(map(json_line, added))
        return results


def json_line(row: dict[str, Any]) -> str:
    """Return a row as a line of a .jsonl file."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def _names(manifest: bytes) -> set[str]:
    """Return the names of the documents in a manifest, without a last row that a crash cut."""
    return {json.loads(row)["name"] for row in manifest.split(b"\n")[:-1]}
