"""What a rebuilt state copies from the one that it replaces, because no archive holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.state.queries import Queries, Transaction
from crawler.state.schema import SHARED_STATE

if TYPE_CHECKING:
    from pathlib import Path

_NOT_ARCHIVED = {
    "runs": "began, summary",
    "lists": "url, read",
    "frontier": "id, kind, key, url, named_by, rank, date, level, trail, tries, next, answered",
}
"""The tables that no archive holds, with their columns."""


class Adoption(Queries):
    """Copies from an earlier state into this one."""

    def adopt_runs_and_lists(self, path: Path, earlier: str = "") -> None:
        """Copy from an earlier state what no archive holds: runs, lists read, what waits, and accepted dates.

        Args:
            path: A state of the outlet, or the state that all outlets shared in earlier versions.
            earlier: The outlet's name in there, if it is another.

        Raises:
            sqlite3.Error: The file cannot be read.
        """
        chosen = "WHERE outlet = :outlet" if path.name == SHARED_STATE else ""
        self._db.execute("ATTACH DATABASE ? AS old", (str(path),))
        try:
            tables = {name for (name,) in self._db.execute("SELECT name FROM old.sqlite_master WHERE type = 'table'")}
            with Transaction(self._db):
                for table, columns in _NOT_ARCHIVED.items():
                    if table not in tables:  # earlier versions have no frontier
                        continue
                    self._db.execute(
                        f"INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM old.{table} {chosen}",  # noqa: S608 - our own names
                        {"outlet": earlier or self.outlet},
                    )
                if not chosen:
                    self._db.execute(
                        "UPDATE main.clock SET until = (SELECT until FROM old.clock), seq = coalesce("
                        "(SELECT max(seq) FROM main.captures WHERE date <= (SELECT until FROM old.clock)), 0)"
                    )
        finally:
            self._db.execute("DETACH DATABASE old")

    def adopt_archives(self, path: Path) -> None:
        """Copy from the outlet's earlier state what it knows of archives, after these were replayed into this state.

        Raises:
            StateError: The earlier state has captures that this one lacks.
            sqlite3.Error: The file cannot be read.
        """
        self._db.execute("ATTACH DATABASE ? AS old", (str(path),))
        try:
            lost = self._first(
                "SELECT warc FROM old.captures AS o WHERE NOT EXISTS (SELECT 1 FROM main.captures AS n WHERE "
                "n.warc = o.warc AND n.offset = o.offset AND n.record_id = o.record_id AND n.url = o.url "
                "AND n.date = o.date) LIMIT 1"
            )
            if lost is not None:
                raise StateError(f"{self.outlet}: {lost} holds no longer all captures that the corpus has of it.")
            with Transaction(self._db):
                self._db.execute("INSERT OR REPLACE INTO main.archives SELECT warc, size, indexed FROM old.archives")
                self._db.execute("INSERT OR IGNORE INTO main.places SELECT path FROM old.places")
                self._db.execute(
                    "UPDATE main.documents SET converted = 1 WHERE sha256 IN "
                    "(SELECT sha256 FROM old.documents WHERE converted = 1)"
                )
        finally:
            self._db.execute("DETACH DATABASE old")
