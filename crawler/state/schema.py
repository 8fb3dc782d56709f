"""The schema of the state: its tables, its version, and the name of its file."""

from __future__ import annotations

STATE = "corpus.sqlite"
"""Name of the state's file in the output folder."""
SCHEMA_VERSION = 2
"""The schema's version; SQLite keeps it in the file as `user_version`."""
SCHEMA = """
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
"""The statements that create the tables and indexes of a new state."""
