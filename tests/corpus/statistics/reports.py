"""Makes reports for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.statistics.report import Report, report_of
from corpus.statistics.update import update_statistics

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corpus.export.rows import Facts
    from crawler.health import Fault

MADE = "2026-11-28T13:00Z"


def report(output: Path, facts: Mapping[str, Facts] | None = None, *faults: Fault) -> Report:
    """Count what is new, and return the report of an output folder, whose outlets all have the faults."""
    unread = update_statistics(output)
    return report_of(output, facts or {}, lambda _: faults, unread, MADE)
