"""Reads an outlet's documents for an export, from its state and its texts, and writes them a shard at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

from corpus.export.choices import Cause
from corpus.export.columns import Taken, table_of, words_of
from corpus.export.figures import Figures
from corpus.export.folder import digest_of
from corpus.export.formats import opened
from corpus.export.record import Part
from corpus.export.rows import masked_row
from corpus.quality.personal import masked
from corpus.quality.presets import left_out_by
from corpus.quality.signals import signals_of
from crawler.state import document_name
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
        self._taken: dict[str, list[tuple[Taken, str]]] = defaultdict(list)
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
        cause: str | None = self._choices.left_out(listed)
        if cause is None:
            links = self._groups.links(outlet, listed)
            if not self._choices.draws(links.story):
                cause = Cause.SAMPLE
            elif repeated := self._groups.repeats(outlet, listed, links):
                cause = repeated
            else:
                taken, unmasked = self._read(listed, links)
                cause = Cause.TOO_SHORT if taken.words < self._choices.min_words else None
        if cause is not None:
            self.figures.left_out[cause] += 1
            return
        began = self._groups.began(outlet, listed) if self._choices.split else ""
        side = self._choices.side(links.story, began)
        self._taken[side].append((taken, unmasked))
        if len(self._taken[side]) == FEW:
            self._gather(side)
        self._held += len(taken.text)
        if self._held >= LARGEST:
            self._flush()

    def _read(self, listed: Listed, links: Links) -> tuple[Taken, str]:
        """Return a document with its text, without signals, and the text of which they are computed.

        Raises:
            CorpusError: Its text is missing or damaged.
        """
        choices = self._choices
        content = read_document(self._texts, document_name(listed.number, listed.sha256), listed.sha256)
        text = content[len(listed.title.encode()) + 1 :] if listed.title else content
        unmasked = text.decode() if choices.quality or choices.preset or choices.mask else ""
        if choices.mask:
            row = json.dumps(masked_row(json.loads(listed.row)), ensure_ascii=False)
            listed, text = listed._replace(row=row), masked(unmasked).encode()
        return Taken(listed, text, words_of(text), links), unmasked

    def _judged(self, taken: list[tuple[Taken, str]]) -> list[Taken]:
        """Return documents with their signals, without those that the preset leaves out."""
        choices = self._choices
        if not choices.quality and not choices.preset:
            return [one for one, _ in taken]
        admitted = []
        for (one, _), signals in zip(taken, signals_of([text for _, text in taken]), strict=True):
            cause = left_out_by(choices.preset, signals) if choices.preset else None
            if cause is not None:
                self.figures.left_out[cause] += 1
            else:
                admitted.append(one._replace(signals=signals) if choices.quality else one)
        return admitted

    def _gather(self, side: str) -> None:
        """Make a table of a side's documents, without those for which the condition does not hold."""
        taken = self._judged(self._taken.pop(side))
        table, rights = table_of(taken, self._facts), [one.listed.rights for one in taken]
        if self._condition is not None:
            holds = self._condition.holds(table)
            table = table.filter(holds)
            rights = [stated for stated, one in zip(rights, holds.to_pylist(), strict=True) if one]
            if len(rights) < len(taken):
                self.figures.left_out[Cause.CONDITION] += len(taken) - len(rights)
        if rights:
            self.figures.add(side, table, rights)
            self.ids += table.column("id").to_pylist()
            self._tables[side].append(table)

    def _flush(self) -> None:
        """Write what is held, for each side a row group."""
        for side in list(self._taken):
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
