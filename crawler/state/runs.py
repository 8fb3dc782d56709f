"""Queries over runs: the summary that each run stored."""

from __future__ import annotations

import json
from typing import Any

from crawler.state.queries import Queries


class RunQueries(Queries):
    """The summaries of earlier runs."""

    def last_runs(self, count: int = -1) -> list[dict[str, Any]]:
        """Return the summaries of the last `count` runs, the newest first; -1 for all runs."""
        rows = self._db.execute("SELECT summary FROM runs ORDER BY began DESC LIMIT ?", (count,))
        return [json.loads(summary) for (summary,) in rows]
