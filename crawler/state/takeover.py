"""Takes over from earlier states, for a rebuild, what no archive holds: runs, lists that were read, and what waits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.state.connection import State
from crawler.state.schema import SHARED_STATE, outlets_with_state, state_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path


def warcs_of_documents(output: Path) -> set[str]:
    """Return the names of the WARCs that hold the captures of an output folder's documents.

    A state that cannot be read counts as empty, since a rebuild is its remedy.
    """
    query = "SELECT DISTINCT warc FROM captures JOIN documents USING (seq)"
    return {warc for _, path in _sources(output) for warc in _column(path, query)}


def take_over(
    output: Path, stage: Path, names: Mapping[str, str] | None = None, kept: Collection[str] = ()
) -> Iterator[str]:
    """Copy runs, read lists and waiting addresses from the states of an output folder to the rebuilt ones.

    Args:
        output: The output folder; its states may be those of each outlet, or the one that all shared in schema 2.
        stage: The output folder of the rebuild.
        names: The present name of each outlet that was renamed, by its earlier one.
        kept: Outlets that keep their states in the output folder.

    Yields:
        A sentence for each state that cannot be read.
    """
    for outlet, path in _sources(output):
        present = (names or {}).get(outlet, outlet)
        if outlet == present and present in kept:
            continue
        try:
            with State(output if present in kept else stage, present) as state:
                state.adopt_runs_and_lists(path, outlet)
        except (StateError, sqlite3.Error) as error:
            yield f"{path}: its runs and read lists could not be taken over: {error}."


def take_over_again(output: Path, stage: Path, outlets: Iterable[str]) -> None:
    """Copy to the states of outlets that were settled again what no replay of their archives gives.

    Raises:
        StateError: A state has captures that the new one lacks, or one of both cannot be read or written.
    """
    for outlet in outlets:
        path = state_path(output, outlet)
        try:
            with State(stage, outlet) as state:
                state.adopt_archives(path)
                state.adopt_runs_and_lists(path)
        except sqlite3.Error as error:
            raise StateError(f"{path}: its runs and read lists could not be taken over: {error}.") from error


def _sources(output: Path) -> list[tuple[str, Path]]:
    """Return outlets, each with a state that knows it."""
    shared = output / SHARED_STATE
    query = "SELECT outlet FROM runs UNION SELECT outlet FROM lists UNION SELECT outlet FROM documents"
    return [
        *((outlet, shared) for outlet in _column(shared, query)),
        *((outlet, state_path(output, outlet)) for outlet in outlets_with_state(output)),
    ]


def _column(path: Path, query: str) -> list[str]:
    """Return the first column of a query's rows; none when the file is missing or cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=60)) as db:
            return [value for (value,) in db.execute(query)]
    except sqlite3.Error:
        return []
