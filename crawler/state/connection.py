"""The state: which captures there are, what became of each, and the rows of the documents (SQLite)."""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self

from crawler.errors import StateError
from crawler.items import Capture
from crawler.outlet import MOVED

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
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    published TEXT,
    body TEXT NOT NULL,
    converted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (outlet, number)
);
CREATE INDEX IF NOT EXISTS documents_article ON documents (outlet, article, version);
CREATE INDEX IF NOT EXISTS documents_body ON documents (outlet, body);
CREATE INDEX IF NOT EXISTS documents_copies ON documents (body);
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY REFERENCES captures (seq),
    outlet TEXT NOT NULL,
    article TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    row TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_article ON events (outlet, article, seq);
CREATE TABLE IF NOT EXISTS lists (
    outlet TEXT NOT NULL,
    url TEXT NOT NULL,
    read TEXT NOT NULL,
    PRIMARY KEY (outlet, url)
);
CREATE TABLE IF NOT EXISTS runs (
    outlet TEXT NOT NULL,
    began TEXT NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (outlet, began)
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


SYNCED = threading.Lock()
"""Held while an archive has bytes that are not on disk yet: the state is written before or after, never meanwhile."""
CHALLENGED = "rejects.reason = 'challenge'"
"""SQL: whether a capture's page was rejected as a challenge."""
STATE = "corpus.sqlite"
"""Its file's name in the output folder."""
LAST = 2**63 - 1
"""A place behind all others in the order of captures: SQLite's largest integer."""
VERSION = 2
"""Of the schema; SQLite keeps it as `user_version`."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A capture became a document."""

    seq: int
    outlet: str
    number: int
    sha256: str
    article: str
    """The canonical URL of the article that it is a version of."""
    version: int
    """Counted from 1."""
    published: str | None
    body: str
    """SHA-256 of the text without its title, in hexadecimal."""
    row: dict[str, Any]
    event: Event | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """What a capture says of a document that it is not a version of."""

    kind: str
    """`alias`: another address has the document's text; `gone`: its article is not there any more; `back`: it is."""
    article: str
    """The canonical URL that the capture is of."""
    number: int
    """The document's."""
    row: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """A capture was rejected."""

    seq: int
    outlet: str
    reason: str
    detail: str
    event: Event | None = None


@dataclass(frozen=True, kw_only=True)
class Latest:
    """The newest version of an article."""

    number: int
    version: int
    sha256: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """An article that was asked for."""

    url: str
    """As it was asked for last."""
    status: int
    """What was answered last."""
    first: str
    """WARC-Date of its first capture."""
    last: str
    """WARC-Date of its last."""
    challenged: bool
    """Whether that was a challenge in the article's place."""


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
                self._db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
            elif version != VERSION:
                raise sqlite3.DatabaseError(
                    f"it has schema {version}, this Warraq writes {VERSION}; move it away and run scrapy replay"
                )
        except (OSError, sqlite3.Error) as error:
            raise StateError(f"{path}: the state cannot be opened: {error}.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        with SYNCED:
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
                if (event := fate.event) is not None:
                    self._db.execute(
                        "INSERT INTO events (seq, outlet, article, kind, number, row) VALUES (?, ?, ?, ?, ?, ?)",
                        (fate.seq, fate.outlet, event.article, event.kind, event.number, _json(event.row)),
                    )
                if isinstance(fate, Stored):
                    self._db.execute(
                        "INSERT INTO documents (outlet, number, sha256, seq, row, article, version, published, body) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (
                            *(fate.outlet, fate.number, fate.sha256, fate.seq, _json(fate.row)),
                            *(fate.article, fate.version, fate.published, fate.body),
                        ),
                    )
                    continue
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

    def known(self, outlet: str, canonical_url: str) -> Known | None:
        """Return when an article was asked for; None when it never was.

        Captures count that hold its page, say that it is gone or as it was, lead elsewhere, or hold something else than
        HTML.
        """
        rows = self._db.execute(
            f"SELECT url, status, date, {CHALLENGED} FROM captures LEFT JOIN rejects USING (seq) "  # noqa: S608 - a constant
            "WHERE outlet = ? AND canonical_url = ? AND (page OR status BETWEEN 300 AND 399 "
            "OR status = 200 AND mime NOT IN ('', 'text/html', 'application/xhtml+xml')) ORDER BY seq",
            (outlet, canonical_url),
        ).fetchall()
        if not rows:
            return None
        url, status, last, challenged = rows[-1]
        return Known(url=url, status=status, first=rows[0][2], last=last, challenged=bool(challenged))

    def last_date(self, outlet: str) -> str:
        """Return the WARC-Date of the outlet's last capture; empty when it has none."""
        row = self._db.execute(
            "SELECT date FROM captures WHERE outlet = ? ORDER BY seq DESC LIMIT 1", (outlet,)
        ).fetchone()
        return "" if row is None else str(row[0])

    def young(self, outlet: str, since: str) -> list[tuple[str, str | None]]:
        """Return the outlet's articles that were published, or for want of that first stored, since a moment.

        Args:
            outlet: The outlet's name.
            since: ISO 8601, in UTC.

        Returns:
            The canonical URL of each, and what its documents say of its publication.
        """
        rows = self._db.execute(
            "SELECT article, max(published) FROM documents JOIN captures USING (seq) WHERE documents.outlet = ? "
            "AND coalesce(substr(published, 1, 10), date) >= substr(?, 1, 10) GROUP BY article ORDER BY article",
            (outlet, since),
        )
        return rows.fetchall()

    def unstored(self, outlet: str, since: str) -> list[str]:
        """Return the canonical URLs of which the outlet has captures since a moment (ISO 8601), and no document."""
        rows = self._db.execute(
            "SELECT canonical_url FROM captures WHERE outlet = ? AND date >= ? "
            "AND (page OR status BETWEEN 300 AND 399) AND NOT EXISTS "
            "(SELECT 1 FROM documents WHERE outlet = captures.outlet AND article = canonical_url) "
            "GROUP BY canonical_url ORDER BY min(seq)",
            (outlet, since),
        )
        return [url for (url,) in rows]

    def list_read(self, outlet: str, url: str) -> str:
        """Return the WARC-Date of the capture of a list whose articles were all asked for; empty when none is."""
        row = self._db.execute("SELECT read FROM lists WHERE outlet = ? AND url = ?", (outlet, url)).fetchone()
        return "" if row is None else str(row[0])

    def read_lists(self, outlet: str, lists: Mapping[str, str]) -> None:
        """Say of lists that all their articles were asked for.

        Args:
            outlet: The outlet's name.
            lists: URL to the WARC-Date of the capture that was read.
        """
        with self._transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO lists (outlet, url, read) VALUES (?, ?, ?)",
                [(outlet, url, date) for url, date in lists.items()],
            )

    def run(self, outlet: str, began: str, summary: Mapping[str, Any]) -> None:
        """Keep what a run did."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", (outlet, began, _json(dict(summary))))

    def runs(self, outlet: str, count: int = -1) -> list[dict[str, Any]]:
        """Return what the outlet's last runs did, the newest first."""
        rows = self._db.execute(
            "SELECT summary FROM runs WHERE outlet = ? ORDER BY began DESC LIMIT ?", (outlet, count)
        )
        return [json.loads(summary) for (summary,) in rows]

    def adopt(self, path: Path) -> None:
        """Take over from another state what no archive tells: the runs, and which lists were read."""
        self._db.execute("ATTACH DATABASE ? AS old", (str(path),))
        try:
            with self._transaction():
                for table in ("runs", "lists"):
                    self._db.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM old.{table}")  # noqa: S608 - our own names
        finally:
            self._db.execute("DETACH DATABASE old")

    def capture(self, seq: int) -> Capture | None:
        """Return the capture at a place in the order."""
        row = self._db.execute(f"{_SELECT} WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else _capture(row)

    def newest(self, outlet: str, article: str) -> Latest | None:
        """Return the newest version of an article; None when the outlet has no document of it."""
        row = self._db.execute(
            "SELECT number, version, sha256, row FROM documents WHERE outlet = ? AND article = ? "
            "ORDER BY version DESC LIMIT 1",
            (outlet, article),
        ).fetchone()
        return None if row is None else _latest(row)

    def article(self, outlet: str, number: int) -> str:
        """Return the canonical URL of the article that a document is a version of; empty when there is none."""
        row = self._db.execute(
            "SELECT article FROM documents WHERE outlet = ? AND number = ?", (outlet, number)
        ).fetchone()
        return "" if row is None else str(row[0])

    def has_moved(self, outlet: str, canonical_url: str, seq: int) -> bool:
        """Tell whether an address led elsewhere when it was asked for last before a place in the order."""
        row = self._db.execute(
            "SELECT status FROM captures WHERE outlet = ? AND canonical_url = ? AND seq < ? "
            "AND (page OR status BETWEEN 300 AND 399) ORDER BY seq DESC LIMIT 1",
            (outlet, canonical_url, seq),
        ).fetchone()
        return row is not None and row[0] in MOVED

    def first_with(self, outlet: str, body: str) -> Latest | None:
        """Return the outlet's first document whose text, title aside, has this SHA-256; None when there is none."""
        row = self._db.execute(
            "SELECT number, version, sha256, row FROM documents WHERE outlet = ? AND body = ? ORDER BY number LIMIT 1",
            (outlet, body),
        ).fetchone()
        return None if row is None else _latest(row)

    def last_event(self, outlet: str, article: str) -> tuple[str, int] | None:
        """Return the kind of the last event of an article's address and its document's number; None without one."""
        row = self._db.execute(
            "SELECT kind, number FROM events WHERE outlet = ? AND article = ? ORDER BY seq DESC LIMIT 1",
            (outlet, article),
        ).fetchone()
        return None if row is None else (str(row[0]), int(row[1]))

    def versions(self, outlet: str, number: int) -> list[dict[str, Any]]:
        """Return the manifest rows of all versions of the article that a document is a version of, the first first."""
        rows = self._db.execute(
            "SELECT row FROM documents WHERE outlet = ? AND article = "
            "(SELECT article FROM documents WHERE outlet = ? AND number = ?) ORDER BY version",
            (outlet, outlet, number),
        )
        return [json.loads(row) for (row,) in rows]

    def copies(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the texts (title aside) that several outlets have: SHA-256, and `outlet/name` of each document."""
        rows = self._db.execute(
            "SELECT body, outlet, row FROM documents WHERE body IN "
            "(SELECT body FROM documents GROUP BY body HAVING count(DISTINCT outlet) > 1) ORDER BY body, outlet, number"
        )
        for body, group in groupby(rows, lambda row: row[0]):
            yield str(body), [f"{outlet}/{json.loads(row)['name']}" for _, outlet, row in group]

    def events(self, outlet: str) -> Iterator[dict[str, Any]]:
        """Yield the outlet's events in capture order."""
        for (row,) in self._db.execute("SELECT row FROM events WHERE outlet = ? ORDER BY seq", (outlet,)):
            yield json.loads(row)

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

    def told(self, outlet: str, url: str, seq: int = LAST) -> Capture | None:
        """Return the outlet's last capture of a URL, before a place in the order, that says what is there, or nothing.

        Not one that says to ask later: 429, or a server's error.
        """
        row = self._db.execute(
            f"{_SELECT} WHERE outlet = ? AND url = ? AND seq < ? AND status < 500 AND status != 429 "
            "ORDER BY seq DESC LIMIT 1",
            (outlet, url, seq),
        ).fetchone()
        return None if row is None else _capture(row)

    def outlets(self) -> list[str]:
        """Return the names of the outlets that have runs or documents, sorted."""
        rows = self._db.execute("SELECT outlet FROM runs UNION SELECT outlet FROM documents ORDER BY outlet")
        return [name for (name,) in rows]

    def freshest(self, outlet: str) -> tuple[str, str] | None:
        """Return the newest day of publication that the outlet's documents name, and when it was captured first.

        A page captured more than a day before it was published has a date that is wrong, and does not count.

        Returns:
            ISO 8601, as the document has it, and a WARC-Date; None when no document has a date.
        """
        row = self._db.execute(
            "SELECT published, date FROM documents JOIN captures USING (seq) WHERE documents.outlet = ? "
            "AND substr(published, 1, 10) <= date(substr(date, 1, 10), '+1 day') "
            "ORDER BY substr(published, 1, 10) DESC, number LIMIT 1",
            (outlet,),
        ).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def sample(self, outlet: str, newest: int, earlier: int) -> list[dict[str, Any]]:
        """Return manifest rows of the newest versions of articles, the newest first.

        Args:
            outlet: The outlet's name.
            newest: How many of the newest documents.
            earlier: About how many of those before them, spread evenly.
        """
        query = (
            "SELECT number, row FROM documents AS one WHERE outlet = ? AND number < ? AND number % ? = 0 "
            "AND NOT EXISTS (SELECT 1 FROM documents WHERE outlet = one.outlet AND article = one.article "
            "AND version > one.version) ORDER BY number DESC LIMIT ?"
        )
        count = self.count_documents(outlet)
        found = self._db.execute(query, (outlet, count, 1, newest)).fetchall()
        rest = found[-1][0] if found else 0
        found += self._db.execute(query, (outlet, rest, max(1, rest // earlier), earlier)).fetchall()
        return [json.loads(row) for _, row in found]

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """`BEGIN IMMEDIATE` to `COMMIT`: the lock is taken at once, so that two writers wait instead of failing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        SYNCED.acquire()
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except BaseException:
            SYNCED.release()
            raise

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._db.execute("COMMIT" if kind is None else "ROLLBACK")
        finally:
            SYNCED.release()


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _latest(row: tuple[Any, ...]) -> Latest:
    number, version, sha256, manifest = row
    return Latest(number=number, version=version, sha256=sha256, name=json.loads(manifest)["name"])


def _capture(row: tuple[Any, ...]) -> Capture:
    values = dict(zip(("seq", *_COLUMNS), row, strict=True))
    return Capture(**{**values, "page": bool(values["page"])})
