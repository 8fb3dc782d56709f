"""`scrapy export`: writes the corpus as a data set, and later only what changed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from corpus.export.card import card
from corpus.export.croissant import croissant
from corpus.export.datasheet import datasheets, read_answers
from corpus.export.folder import POSITIONS, RECORD, Folder
from corpus.export.formats import ids_in, texts_in
from corpus.export.groups import Groups
from corpus.export.record import Record, Written, is_whole
from corpus.export.rows import UNKNOWN, Facts
from corpus.export.schema import SCHEMA_VERSION
from corpus.export.shards import Division
from corpus.export.work import MANY, Context, Position, Task, condition_of, run_tasks, uncollected
from crawler.errors import ExportError
from crawler.state import outlets_in, read_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from corpus.export.choices import Choices, Format
    from corpus.export.figures import Figures
    from corpus.export.shards import Shard
    from crawler.state import ReadOnlyState


TASK = 8
"""Shards of a task."""


@dataclass
class Changes:
    """What an export changed in its folder."""

    figures: Figures
    """What is counted of the whole export."""
    added: int = 0
    """Documents that it did not hold before."""
    removed: int = 0
    """Documents that it holds no longer."""
    files: int = 0
    """Files of documents, in all."""
    written: int = 0
    """Files of documents that were written."""
    outlets: int = 0
    """Outlets with documents in the export."""


@dataclass
class _Work:
    """What the work on all outlets shares and collects."""

    output: Path
    choices: Choices
    facts: Mapping[str, Facts]
    groups: Groups
    folder: Folder
    old: Record
    advance: Callable[[int], object]
    new: Record = field(default_factory=Record)
    replaced: dict[str, dict[str, Written]] = field(default_factory=dict)
    """By outlet: the shards of the last export that are not kept, by their names."""
    tasks: list[Task] = field(default_factory=list)
    documents: int = 0
    """Documents that the tasks read."""
    removed: set[str] = field(default_factory=set)
    added_ids: int = 0
    removed_ids: int = 0
    written: int = 0


def export(
    output: Path,
    target: Path,
    choices: Choices,
    facts: Mapping[str, Facts],
    advance: Callable[[int], object] = lambda _: None,
    processes: int = 1,
) -> Changes:
    """Bring the export in a folder up to date with the corpus.

    Equal corpora and choices give equal bytes, whether the export is new or grew, and whatever the number of processes.
    Only the shards that hold a changed document are written.

    Args:
        output: The output folder of the corpus.
        target: The folder of the export; it is made if it is missing.
        choices: Which documents enter, and how.
        facts: What the files of outlets state, by name.
        advance: Is called with the number of documents that were read since its last call.
        processes: How many share the work when it is large.

    Raises:
        CorpusError: A text is missing or damaged.
        DerivedError, LockedError: The near-duplicates cannot be brought up to date.
        ExportError: The folder holds something else, no document fits, or a condition or answer cannot be used.
        OSError: The folder cannot be written.
        StateError: A state cannot be read.
        TaskError: One of these happened in another process.
    """
    condition_of(choices)
    answers = read_answers(output)
    counts = _positions(output, choices, facts)
    with uncollected(), Folder(target) as folder:
        old, before = Record.of(folder.read(RECORD)), folder.read(POSITIONS)
        groups = Groups(output, {outlet: place.documents for outlet, place in counts.items()}, choices)
        work = _Work(output, choices, facts, groups, folder, old, advance)
        work.new.choices = choices.described()
        for outlet in sorted({*counts, *(outlet for outlet, _ in old.shards)}):
            _plan(work, outlet, counts.get(outlet), before.get(outlet))
        _run(work, processes)
        work.new.shards = dict(sorted(work.new.shards.items()))  # processes end their tasks in any order
        figures = work.new.figures()
        if not figures.documents:
            raise ExportError(f"{target}: no document fits the choices; nothing was changed.")
        for name, page in (("README.md", card(work.new, choices, facts)), *datasheets(work.new, choices, answers)):
            folder.write(name, page.encode())
        folder.write("croissant.json", croissant(work.new))
        folder.write(RECORD, work.new.content())
        folder.write(POSITIONS, (json.dumps(counts, indent=1, sort_keys=True) + "\n").encode())
        folder.commit(work.removed)
    return Changes(
        figures=figures,
        added=work.added_ids,
        removed=work.removed_ids,
        files=len(work.new.parts()),
        written=work.written,
        outlets=len({outlet for (outlet, _), written in work.new.shards.items() if written.parts}),
    )


def count_documents(output: Path, choices: Choices, facts: Mapping[str, Facts]) -> int:
    """Return how many documents the chosen outlets have.

    Raises:
        StateError: A state cannot be read.
    """
    return sum(position.documents for position in _positions(output, choices, facts).values())


def _positions(output: Path, choices: Choices, facts: Mapping[str, Facts]) -> dict[str, Position]:
    """Return the outlets that were chosen, with the identity of their state and their number of documents."""
    found = {}
    for outlet in outlets_in(output):
        land = facts.get(outlet, Facts()).land or UNKNOWN
        if (choices.outlets and outlet not in choices.outlets) or (choices.lands and land not in choices.lands):
            continue
        with read_state(output, outlet) as state:
            if state is not None and (count := state.count_documents()):
                found[outlet] = Position(state.identity(), count)
    return found


def _plan(work: _Work, outlet: str, position: Position | None, before: Any) -> None:
    """Keep the shards of an outlet that did not change, and make tasks of the others."""
    old = {span: written for (name, span), written in work.old.shards.items() if name == outlet}
    work.replaced[outlet] = old
    if position is None:
        return
    with read_state(work.output, outlet) as state:
        if state is None or state.identity() != position.identity:
            raise ExportError(f"{outlet}: was rebuilt during the export; run it again.")
        division = Division(state, position.documents)
        bases = _bases(work, outlet, division, state, position.documents)
        changed = _changed(division, state, position, before) if old else set(division.shards)
    stale = []
    for shard in division.shards:
        known = old.get(shard.name)
        if known and shard not in changed and _is_current(work, known, bases[shard]):
            work.new.shards[outlet, shard.name] = old.pop(shard.name)
            work.advance(known.figures.documents.total() + known.figures.left_out.total())
            continue
        stale.append((shard, bases[shard]))
        work.documents += division.sizes[shard]
    work.tasks += (Task(outlet, position, tuple(stale[at : at + TASK])) for at in range(0, len(stale), TASK))


def _run(work: _Work, processes: int) -> None:
    """Do the tasks, and compare each outlet with the last export when its last task is done."""
    left = Counter(task.outlet for task in work.tasks)
    ids: dict[str, list[str]] = defaultdict(list)
    for outlet in work.replaced.keys() - left.keys():
        _compare(work, outlet, work.replaced[outlet], [])
    context = Context(work.output, work.folder.new, work.choices, work.facts, work.groups)
    for task, made in run_tasks(work.tasks, context, processes if work.documents >= MANY else 1):
        for name, written, found in made:
            work.new.shards[task.outlet, name] = written
            ids[task.outlet] += found
            work.advance(written.figures.documents.total() + written.figures.left_out.total())
        left[task.outlet] -= 1
        if not left[task.outlet]:
            _compare(work, task.outlet, work.replaced[task.outlet], ids.pop(task.outlet))


def _is_current(work: _Work, known: Written, basis: str) -> bool:
    """Return whether a shard has files that were made of the same, and are whole."""
    return known.basis == basis and all(is_whole(work.folder.path, part) for part in known.parts)


def _bases(work: _Work, outlet: str, division: Division, state: ReadOnlyState, count: int) -> dict[Shard, str]:
    """Return for each shard the digest of what its files are made of, beside the state: choices, facts, groups."""
    common = [SCHEMA_VERSION, pa.__version__, work.choices.described(), work.facts.get(outlet, Facts())]
    shared = defaultdict(set)
    for article, facts in work.groups.facts(outlet):
        for day, captured in state.places_of(article, count):
            shared[division.of(day, captured)].add(f"{article} {facts}")
    return {shard: _digest([*common, sorted(shared[shard])]) for shard in division.shards}


def _changed(division: Division, state: ReadOnlyState, position: Position, before: Any) -> set[Shard]:
    """Return the shards with documents that are new, or got a newer version, since the last export."""
    if not isinstance(before, list) or before[:1] != [position.identity] or not isinstance(before[1], int):
        return set(division.shards)
    places = state.places_beside(before[1], position.documents) if before[1] < position.documents else ()
    return {division.of(day, captured) for day, captured in places}


def _compare(work: _Work, outlet: str, old: Mapping[str, Written], ids: list[str]) -> None:
    """Note which files and documents of an outlet are new, and which are gone, beside its shards that are kept."""
    path, form = work.folder.path, work.choices.format
    before = {part.path: part for written in old.values() for part in written.parts}
    now = {
        part.path: part
        for (name, span), written in work.new.shards.items()
        if name == outlet
        for part in written.parts
        if (work.folder.new / part.path).exists()
    }
    gone = set(before) - {part.path for part in now.values()}
    unchanged = {name for name, part in now.items() if before.get(name) == part and is_whole(path, part)}
    old_ids = _ids(path, before, work.old)
    new_texts = {text for name in now for text in _texts(work.folder.new, name, form)}
    for name in before:
        work.removed.update(_texts(path, name, work.old.form) - new_texts)
    work.removed |= gone
    for name in unchanged:
        (work.folder.new / name).unlink()
    work.written += len(now) - len(unchanged)
    new, known = pa.array(ids, pa.string()), pa.array(old_ids, pa.string())
    work.added_ids += len(new) - (pc.sum(pc.is_in(new, known)).as_py() or 0)
    work.removed_ids += len(known) - (pc.sum(pc.is_in(known, new)).as_py() or 0)


def _ids(path: Path, names: Iterable[str], old: Record) -> list[str]:
    """Return `id` of each document in files of the last export; a file that is missing or damaged has none."""
    found: list[str] = []
    for name in names:
        try:
            found += ids_in(path / name, old.form)
        except (OSError, ValueError):
            continue
    return found


def _texts(path: Path, name: str, form: Format) -> set[str]:
    """Return the paths, in an export, of the text files of one of its files; none for a missing or damaged one."""
    try:
        return {str(text.relative_to(path)) for text in texts_in(path / name, form)}
    except (OSError, ValueError):
        return set()


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]
