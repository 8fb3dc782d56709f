"""The schema of an outlet's state: its tables, its version, and the place of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import StateError

if TYPE_CHECKING:
    from pathlib import Path

STATES = "state"
"""Name of the folder of all states in the output folder."""
TEXTS = "text"
"""Name of the folder of all texts in the output folder."""
SUFFIX = ".sqlite"
"""Ending of the names of states; the outlet's name stands before it."""
SHARED_STATE = "corpus.sqlite"
"""Name of the state of all outlets, which earlier versions wrote (schema 1 and 2)."""
SCHEMA_VERSION = 3
"""The schema's version; SQLite keeps it in the file as `user_version`."""
SCHEMA = """
CREATE TABLE captures (
    seq INTEGER PRIMARY KEY,
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
CREATE INDEX captures_unsettled ON captures (seq) WHERE settled = 0;
CREATE INDEX captures_canonical_url ON captures (canonical_url);
CREATE INDEX captures_url ON captures (url);
CREATE INDEX captures_date ON captures (date);
CREATE INDEX captures_digest ON captures (payload_digest) WHERE kind = 'response';
CREATE TABLE archives (
    warc TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX archives_unindexed ON archives (warc) WHERE indexed = 0;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE REFERENCES captures (seq),
    row TEXT NOT NULL,
    end INTEGER NOT NULL,
    article TEXT NOT NULL,
    version INTEGER NOT NULL,
    published TEXT,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    converted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX documents_article ON documents (article, version);
CREATE INDEX documents_body ON documents (body);
CREATE INDEX documents_day ON documents (day);
CREATE INDEX documents_published ON documents (substr(published, 1, 10) DESC, number);
CREATE INDEX documents_unconverted ON documents (sha256) WHERE converted = 0;
CREATE TABLE events (
    seq INTEGER PRIMARY KEY REFERENCES captures (seq),
    article TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    row TEXT NOT NULL,
    end INTEGER NOT NULL
);
CREATE INDEX events_article ON events (article, seq);
CREATE TABLE lists (
    url TEXT PRIMARY KEY,
    read TEXT NOT NULL
);
CREATE TABLE frontier (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT,
    named_by TEXT NOT NULL,
    rank INTEGER NOT NULL,
    date TEXT NOT NULL,
    level INTEGER NOT NULL,
    trail TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next TEXT NOT NULL DEFAULT '',
    answered INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, key)
);
CREATE INDEX frontier_order ON frontier (kind, rank, date DESC, id) WHERE answered = 0;
CREATE INDEX frontier_answered ON frontier (id) WHERE answered = 1;
CREATE TABLE waiting (
    addresses INTEGER NOT NULL
);
INSERT INTO waiting VALUES (0);
CREATE TRIGGER waiting_added AFTER INSERT ON frontier WHEN NOT new.answered
    BEGIN UPDATE waiting SET addresses = addresses + 1; END;
CREATE TRIGGER waiting_removed AFTER DELETE ON frontier WHEN NOT old.answered
    BEGIN UPDATE waiting SET addresses = addresses - 1; END;
CREATE TRIGGER waiting_answered AFTER UPDATE OF answered ON frontier WHEN new.answered > old.answered
    BEGIN UPDATE waiting SET addresses = addresses - 1; END;
CREATE TABLE runs (
    began TEXT PRIMARY KEY,
    summary TEXT NOT NULL
);
CREATE TABLE rejects (
    seq INTEGER PRIMARY KEY REFERENCES captures (seq),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE TABLE identity (
    name TEXT NOT NULL
);
INSERT INTO identity VALUES (lower(hex(randomblob(16))));
CREATE TABLE clock (
    seq INTEGER NOT NULL,
    until TEXT NOT NULL
);
INSERT INTO clock VALUES (0, '');
CREATE TABLE writing (
    files INTEGER NOT NULL
);
INSERT INTO writing VALUES (0);
"""
"""The statements that create the tables and indexes of a new state.

`end` is the length in bytes of the manifest, or of the history, with the row; `day` the day of publication, or of the
capture for a document without one. `writing` is 1 while a run may have texts on disk that the state does not have yet.
`clock` names the last capture whose date a person accepted though it was ahead of the clock, and the latest such date.
`indexed` is 1 when the archive's index has the archive's captures.
`crawler.state.records.Waiting` describes the columns of `frontier`; its `url` is NULL when it equals the key. An
address that was answered in this run, and is not known by its capture, stays with `answered` = 1 to the run's end, so
that no list brings it back. `waiting` counts the others: three triggers keep the count, so that nobody has to count.
"""


LATER = """
CREATE TABLE IF NOT EXISTS places (path TEXT PRIMARY KEY);
CREATE INDEX IF NOT EXISTS events_number ON events (number);
CREATE INDEX IF NOT EXISTS rejects_reason ON rejects (reason, seq);
CREATE INDEX IF NOT EXISTS documents_changed ON documents (number, version, day, seq) WHERE version > 1;
"""
"""The statements for what states that were made before it lack; they get it when they are opened for writing.

`places` has the archives and packages that were replayed by their names: their absolute paths. The indexes answer what
the browse page asks; without them it reads the whole table.
"""
LAST_ADDED = "documents_changed"
"""The name that `LATER` creates last."""


def state_path(output: Path, outlet: str) -> Path:
    """Return the path of an outlet's state in an output folder; it need not exist."""
    return output / STATES / f"{outlet}{SUFFIX}"


def outlets_with_state(output: Path) -> list[str]:
    """Return the names of the outlets that have a state in the output folder, sorted."""
    return sorted(path.name.removesuffix(SUFFIX) for path in (output / STATES).glob(f"*{SUFFIX}"))


def outlets_in(output: Path) -> list[str]:
    """Return the names of the outlets that have a state in the output folder, or a corpus without its state, sorted."""
    lost = (texts.name for texts in (output / TEXTS).glob("*") if _is_lost(output, texts.name))
    return sorted({*outlets_with_state(output), *lost})


def refuse_shared_state(output: Path) -> None:
    """Accept an output folder without the state that all outlets shared in earlier versions.

    Raises:
        StateError: It has one.
    """
    path = output / SHARED_STATE
    if path.exists():
        raise StateError(
            f"{path}: is the state of an earlier version; run scrapy replay, which rebuilds the corpus from the "
            "archives, and takes over the runs and the lists that were read."
        )


def refuse_lost_state(output: Path, outlet: str) -> None:
    """Accept an outlet that has a state, or no corpus yet: a new state would not know the corpus.

    Raises:
        StateError: The outlet has a manifest or a history, and no state.
    """
    if _is_lost(output, outlet):
        path, texts = state_path(output, outlet), output / TEXTS / outlet
        raise StateError(f"{path}: is missing, and {texts} has documents; run scrapy replay, which makes both again.")


def _is_lost(output: Path, outlet: str) -> bool:
    path = state_path(output, outlet)
    if path.exists() and path.stat().st_size:
        return False
    return any(table.stat().st_size for table in (output / TEXTS / outlet).glob("*.jsonl"))
