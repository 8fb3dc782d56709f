"""The state of an output folder (SQLite): captures, documents, runs, requested articles and lists. It holds all SQL.

`connection` reads and writes, `read_only` only reads. Both share the queries in `captures`, `documents`, `frontier` and
`runs`. `records` defines the rows that queries take and return, `schema` the tables. `swap` replaces the corpus with a
rebuilt one, `lock` gives an outlet to one run at a time.
"""

from crawler.state.captures import LAST
from crawler.state.connection import State
from crawler.state.queries import SYNCED
from crawler.state.read_only import ReadOnlyState, read_state
from crawler.state.records import AskedArticle, Event, RejectedCapture, StoredCapture, StoredDocument, Version
from crawler.state.schema import STATE

__all__ = [
    "LAST",
    "STATE",
    "SYNCED",
    "AskedArticle",
    "Event",
    "ReadOnlyState",
    "RejectedCapture",
    "State",
    "StoredCapture",
    "StoredDocument",
    "Version",
    "read_state",
]
