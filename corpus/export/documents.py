"""Reads an outlet's documents for an export: from its state and its texts, one after the other."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from corpus.export.choices import Cause
from corpus.export.figures import Figures
from corpus.export.folder import digest_of
from corpus.export.formats import opened, table_of
from corpus.export.record import Part
from corpus.export.rows import masked_row, row_of
from corpus.export.schema import NAMES
from corpus.quality.personal import masked
from corpus.quality.presets import left_out_by
from corpus.quality.signals import signals_of
from pipelines.documents.texts import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.export.choices import Choices
    from corpus.export.formats import File
    from corpus.export.groups import Groups
    from corpus.export.rows import Facts, Links
    from corpus.export.where import Condition
    from crawler.state.spans import Listed

LARGEST = 16_000_000
"""Bytes of text from which on what is held is written, as one row group."""
FEW = 256
"""Rows that become a table together, while the processor's cache still has their texts."""
_TEXT, _WORDS = NAMES.index("text"), NAMES.index("words")


class ShardWriter:
    """Writes the documents of one shard, for each side of the split a file.

    Args:
        texts: The folder of the outlet's texts.
        new: The folder for the export's new files.
        paths: Side of the split to the path of its file in the export.
        choices: The export's choices.
        condition: Its condition; None for none.
        groups: What its documents have in common.
        facts: What the outlet's file states.
    """

    def __init__(
        self,
        texts: Path,
        new: Path,
        paths: dict[str, str],
        *,
        choices: Choices,
        condition: Condition | None,
        groups: Groups,
        facts: Facts,
    ) -> None:
        self._texts = texts
        self._new = new
        self._paths = paths
        self._choices = choices
        self._condition = condition
        self._groups = groups
        self._facts = facts
        self._files: dict[str, File] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._tables: dict[str, list[pa.Table]] = defaultdict(list)
        self._held = 0
        self.figures = Figures()
        """What is counted of the documents so far."""
        self.ids: list[str] = []
        """`id` of each document written."""

    def take(self, listed: Listed) -> None:
        """Write a document, or count why it is left out.

        Raises:
            CorpusError: Its text is missing or damaged.
            ExportError: The condition cannot be computed for it.
            OSError: A file cannot be written.
        """
        outlet = self._texts.name
        row = json.loads(listed.row)
        cause: str | None = self._choices.left_out(listed, row)
        if cause is None:
            links = self._groups.links(outlet, listed)
            if not self._choices.draws(links.story):
                cause = Cause.SAMPLE
            elif repeated := self._groups.repeats(outlet, listed, links):
                cause = repeated
            else:
                values, cause = self._row(listed, row, links)
        if cause is not None:
            self.figures.left_out[cause] += 1
            return
        began = self._groups.began(outlet, listed) if self._choices.split else ""
        side = self._choices.side(links.story, began)
        self._rows[side].append(values)
        if len(self._rows[side]) == FEW:
            self._gather(side)
        self._held += len(values[_TEXT])
        if self._held >= LARGEST:
            self._flush()

    def _row(self, listed: Listed, row: dict[str, Any], links: Links) -> tuple[tuple[Any, ...], str | None]:
        """Return a document's row, and why its text leaves it out; None for one that may enter.

        Raises:
            CorpusError: Its text is missing or damaged.
        """
        choices = self._choices
        content = read_document(self._texts, row["name"], row["sha256"])
        text = content[len(row["title"].encode()) + 1 :] if row["title"] else content
        signals = signals_of(text.decode()) if choices.quality or choices.preset else None
        cause: str | None = left_out_by(choices.preset, signals) if choices.preset and signals else None
        if choices.mask:
            row, text = masked_row(row), masked(text.decode()).encode()
        values = row_of(listed, row, text, self._facts, links, signals if choices.quality else None)
        return values, Cause.TOO_SHORT if values[_WORDS] < choices.min_words else cause

    def _gather(self, side: str) -> None:
        """Make a table of a side's rows, without those for which the condition does not hold."""
        rows = self._rows.pop(side)
        table = table_of(rows)
        if self._condition is not None:
            holds = self._condition.holds(table)
            table = table.filter(holds)
            admitted = [row for row, one in zip(rows, holds.to_pylist(), strict=True) if one]
            if len(admitted) < len(rows):
                self.figures.left_out[Cause.CONDITION] += len(rows) - len(admitted)
            rows = admitted
        if rows:
            self.figures.add(side, rows)
            self.ids += (row[0] for row in rows)
            self._tables[side].append(table)

    def _flush(self) -> None:
        """Write what is held, for each side a row group."""
        for side in list(self._rows):
            self._gather(side)
        for side, tables in self._tables.items():
            self._file(side).add(pa.concat_tables(tables).combine_chunks())
        self._tables.clear()
        self._held = 0

    def _file(self, side: str) -> File:
        """Return the open file of a side."""
        if side not in self._files:
            path = self._new / self._paths[side]
            path.parent.mkdir(parents=True, exist_ok=True)
            self._files[side] = opened(path, self._choices.format)
        return self._files[side]

    def close(self) -> tuple[Part, ...]:
        """Write what is held, and return the files.

        Raises:
            ExportError: The condition cannot be computed for a document.
            OSError: A file cannot be written.
        """
        self._flush()
        parts = []
        for side, file in sorted(self._files.items()):
            file.close()
            path = self._new / self._paths[side]
            parts.append(Part(self._paths[side], path.stat().st_size, digest_of(path), self.figures.documents[side]))
        return tuple(parts)
