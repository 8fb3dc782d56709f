"""Queries over runs: the beginning and the summary that each run stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawler.state.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_SUMMARY = ""
"""In place of the summary of a run that began and did not end: a killed one, or one that is running."""


class RunQueries(Queries):
    """The summaries of earlier runs, and the beginning of a run that has none."""

    def last_runs(self, count: int = -1) -> list[dict[str, Any]]:
        """Return the summaries of the last `count` runs that ended, the newest first; -1 for all runs."""
        rows = self._db.execute(
            "SELECT summary FROM runs WHERE summary != ? ORDER BY began DESC LIMIT ?", (NO_SUMMARY, count)
        )
        return [json.loads(summary) for (summary,) in rows]

    def runs_after(self, began: str) -> Iterator[dict[str, Any]]:
        """Yield the summaries of the runs that began after a time (ISO 8601, UTC) and ended, the oldest first."""
        query = "SELECT summary FROM runs WHERE began > ? AND summary != ? ORDER BY began"
        for (summary,) in self._db.execute(query, (began, NO_SUMMARY)):
            yield json.loads(summary)

    def unended_run(self) -> str:
        """Return the beginning of the newest run, ISO 8601, if it did not end; empty if it did, and without runs."""
        row = self._db.execute("SELECT began, summary FROM runs ORDER BY began DESC LIMIT 1").fetchone()
        return str(row[0]) if row is not None and row[1] == NO_SUMMARY else ""
