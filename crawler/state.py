"""The state: which captures there are, what became of each, and the rows of the documents (SQLite)."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from crawler.items import Capture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS captures (
    seq INTEGER PRIMARY KEY,
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    canonical_url TEXT NOT NULL,
    date TEXT NOT NULL,
    status INTEGER NOT NULL,
    page INTEGER NOT NULL,
    warc TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    payload_digest TEXT NOT NULL,
    kind TEXT NOT NULL,
    mime TEXT NOT NULL,
    settled INTEGER NOT NULL,
    UNIQUE (warc, offset, record_id, url, date)
);
CREATE INDEX IF NOT EXISTS captures_unsettled ON captures (outlet, seq) WHERE settled = 0;
CREATE INDEX IF NOT EXISTS captures_canonical_url ON captures (outlet, canonical_url);
CREATE INDEX IF NOT EXISTS captures_url ON captures (outlet, url);
CREATE INDEX IF NOT EXISTS captures_digest ON captures (outlet, payload_digest) WHERE kind = 'response';
CREATE TABLE IF NOT EXISTS archives (
    warc TEXT PRIMARY KEY,
    outlet TEXT NOT NULL,
    size INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS documents (
    outlet TEXT NOT NULL,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE REFERENCES captures (seq),
    row TEXT NOT NULL,
    converted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (outlet, number),
    UNIQUE (outlet, sha256)
);
CREATE TABLE IF NOT EXISTS rejects (
    seq INTEGER PRIMARY KEY REFERENCES captures (seq),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL
);
"""
_COLUMNS = tuple(field.name for field in fields(Capture) if field.name != "seq")
_INSERT = (
    f"INSERT OR IGNORE INTO captures ({', '.join(_COLUMNS)}, settled) "  # noqa: S608 - names of our own fields
    f"VALUES ({', '.join(f':{name}' for name in _COLUMNS)}, NOT :page)"
)
_SELECT = f"SELECT seq, {', '.join(_COLUMNS)} FROM captures"  # noqa: S608 - names of our own fields


STATE = "corpus.sqlite"
"""Its file's name in the output folder."""
_VERSION = 1
"""Of the schema; SQLite keeps it as `user_version`."""


class StateError(Exception):
    """The state cannot be opened or written; the message names the file and says why."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A capture became a document."""

    seq: int
    outlet: str
    number: int
    sha256: str
    row: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """A capture was rejected."""

    seq: int
    reason: str
    detail: str


class State:
    """One connection to the state; several may be open at once, in several processes.

    A connection is used by one thread at a time. WAL with synchronous=FULL: what a method has returned from is on
    disk, and what follows it in the protocol (see docs/state.md) may rely on it.

    Raises:
        StateError: The file cannot be opened, or is no state of ours.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if not version:
                self._db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
            elif version != _VERSION:
                raise sqlite3.DatabaseError(f"it has schema {version}, this Warraq writes {_VERSION}")
        except (OSError, sqlite3.Error) as error:
            raise StateError(f"{path}: the state cannot be opened: {error}.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def captured(
        self, captures: Sequence[Capture], sizes: Mapping[str, tuple[str, int]] | None = None
    ) -> list[Capture]:
        """Add captures in their order, in one transaction, and return them with their places in the order.

        A capture that is there already (the same place in the same WARC) keeps its place and its fate.

        Args:
            captures: What was archived.
            sizes: How far our own WARCs are on disk: file name to outlet and bytes.
        """
        with self._transaction():
            for capture in captures:
                self._db.execute(_INSERT, asdict(capture))
            for warc, (outlet, size) in (sizes or {}).items():
                self._db.execute(
                    "INSERT OR REPLACE INTO archives (warc, outlet, size) VALUES (?, ?, ?)", (warc, outlet, size)
                )
            return [self._place(capture) for capture in captures]

    def _place(self, capture: Capture) -> Capture:
        place = "warc = :warc AND offset = :offset AND record_id = :record_id AND url = :url AND date = :date"
        return _capture(self._db.execute(f"{_SELECT} WHERE {place}", asdict(capture)).fetchone())

    def settle(self, fates: Iterable[Stored | Dropped]) -> None:
        """Say in one transaction what became of captures."""
        with self._transaction():
            for fate in fates:
                self._db.execute("UPDATE captures SET settled = 1 WHERE seq = ?", (fate.seq,))
                if isinstance(fate, Stored):
                    self._db.execute(
                        "INSERT INTO documents (outlet, number, sha256, seq, row) VALUES (?, ?, ?, ?, ?)",
                        (fate.outlet, fate.number, fate.sha256, fate.seq, json.dumps(fate.row, ensure_ascii=False)),
                    )
                else:
                    self._db.execute(
                        "INSERT OR REPLACE INTO rejects (seq, reason, detail) VALUES (?, ?, ?)",
                        (fate.seq, fate.reason, fate.detail),
                    )

    def unsettled(self, outlet: str) -> list[Capture]:
        """Return the outlet's captures that hold a page of which nothing is said yet, in capture order."""
        rows = self._db.execute(f"{_SELECT} WHERE settled = 0 AND outlet = ? ORDER BY seq", (outlet,))
        return [_capture(row) for row in rows]

    def next_unsettled(self, outlet: str, count: int) -> list[int]:
        """Return the places of the outlet's first unsettled captures, in capture order."""
        rows = self._db.execute(
            "SELECT seq FROM captures WHERE settled = 0 AND outlet = ? ORDER BY seq LIMIT ?", (outlet, count)
        )
        return [seq for (seq,) in rows]

    def is_settled(self, seq: int) -> bool:
        """Tell whether it is said what became of a capture."""
        row = self._db.execute("SELECT settled FROM captures WHERE seq = ?", (seq,)).fetchone()
        return row is not None and bool(row[0])

    def is_known(self, outlet: str, canonical_url: str) -> bool:
        """Tell whether the outlet has a capture that holds the page of this URL, or one that leads elsewhere."""
        row = self._db.execute(
            "SELECT 1 FROM captures WHERE outlet = ? AND canonical_url = ? "
            "AND (page OR status BETWEEN 300 AND 399) LIMIT 1",
            (outlet, canonical_url),
        ).fetchone()
        return row is not None

    def capture(self, seq: int) -> Capture | None:
        """Return the capture at a place in the order."""
        row = self._db.execute(f"{_SELECT} WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else _capture(row)

    def has_text(self, outlet: str, sha256: str) -> bool:
        """Tell whether the outlet has a document of these bytes."""
        row = self._db.execute("SELECT 1 FROM documents WHERE outlet = ? AND sha256 = ?", (outlet, sha256)).fetchone()
        return row is not None

    def count_documents(self, outlet: str) -> int:
        """Return how many documents the outlet has: also the next one's number."""
        row = self._db.execute("SELECT count(*) FROM documents WHERE outlet = ?", (outlet,)).fetchone()
        return int(row[0])

    def rows(self, outlet: str) -> Iterator[dict[str, Any]]:
        """Yield the manifest rows of the outlet's documents in the order of their numbers."""
        for (row,) in self._db.execute("SELECT row FROM documents WHERE outlet = ? ORDER BY number", (outlet,)):
            yield json.loads(row)

    def archived(self, outlet: str, warc: str = "") -> Iterator[Capture]:
        """Yield the captures in the outlet's own archive, or in one file of it, in capture order."""
        rows = self._db.execute(
            f"{_SELECT} WHERE outlet = ? AND (warc = ? OR ? = '') AND warc IN (SELECT warc FROM archives) ORDER BY seq",  # noqa: S608 - a constant
            (outlet, warc, warc),
        )
        return map(_capture, rows)

    def unconverted(self, outlet: str) -> list[dict[str, Any]]:
        """Return the rows of documents whose capture is in our own archive and whose text is not."""
        rows = self._db.execute(
            "SELECT row FROM documents JOIN captures USING (seq) JOIN archives USING (warc) "
            "WHERE documents.outlet = ? AND NOT converted ORDER BY number",
            (outlet,),
        )
        return [json.loads(row) for (row,) in rows]

    def convert(self, outlet: str, sha256s: Iterable[str]) -> None:
        """Say that the texts of documents are archived."""
        with self._transaction():
            for sha256 in sha256s:
                self._db.execute("UPDATE documents SET converted = 1 WHERE outlet = ? AND sha256 = ?", (outlet, sha256))

    def sources(self) -> list[str]:
        """Return the names of the WARCs that documents came from."""
        return [warc for (warc,) in self._db.execute("SELECT DISTINCT warc FROM captures JOIN documents USING (seq)")]

    def sizes(self, outlet: str) -> dict[str, int]:
        """Return how far each of the outlet's own WARCs is acknowledged, in bytes, by file name."""
        return dict(self._db.execute("SELECT warc, size FROM archives WHERE outlet = ?", (outlet,)).fetchall())

    def original(self, outlet: str, payload_digest: str) -> Capture | None:
        """Return the outlet's first response with a payload; None when it has none of that digest."""
        row = self._db.execute(
            f"{_SELECT} WHERE outlet = ? AND payload_digest = ? AND kind = 'response' ORDER BY seq LIMIT 1",
            (outlet, payload_digest),
        ).fetchone()
        return None if row is None else _capture(row)

    def latest(self, outlet: str, url: str) -> Capture | None:
        """Return the outlet's last capture of a URL with status 200; None when it has none."""
        row = self._db.execute(
            f"{_SELECT} WHERE outlet = ? AND url = ? AND status = 200 ORDER BY seq DESC LIMIT 1",
            (outlet, url),
        ).fetchone()
        return None if row is None else _capture(row)

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """`BEGIN IMMEDIATE` to `COMMIT`: the lock is taken at once, so that two writers wait instead of failing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def _capture(row: tuple[Any, ...]) -> Capture:
    values = dict(zip(("seq", *_COLUMNS), row, strict=True))
    return Capture(**{**values, "page": bool(values["page"])})
