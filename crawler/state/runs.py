"""Queries over runs: the beginning and the summary that each run stored."""

from __future__ import annotations

import json
from typing import Any

from crawler.state.queries import Queries

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

    def unended_run(self) -> str:
        """Return the beginning of the newest run, ISO 8601, if it did not end; empty if it did, and without runs."""
        row = self._db.execute("SELECT began, summary FROM runs ORDER BY began DESC LIMIT 1").fetchone()
        return str(row[0]) if row is not None and row[1] == NO_SUMMARY else ""
