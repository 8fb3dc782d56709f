"""The state: which captures there are, what became of each, and the rows of the documents (SQLite)."""

from crawler.state.connection import (
    CHALLENGED,
    LAST,
    STATE,
    SYNCED,
    VERSION,
    Dropped,
    Event,
    Known,
    Latest,
    State,
    Stored,
)

__all__ = [
    "CHALLENGED",
    "LAST",
    "STATE",
    "SYNCED",
    "VERSION",
    "Dropped",
    "Event",
    "Known",
    "Latest",
    "State",
    "Stored",
]
