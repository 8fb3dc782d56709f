"""The state of an output folder (SQLite): captures, documents, runs, and what was asked for. All SQL stands here.

`connection` writes, `reading` only reads; both answer the same queries, which stand in `captures`, `documents`,
`frontier` and `runs`. `records` are what they take and return; `schema` is the tables. `swap` puts a rebuilt corpus in
the place of the old one, `lock` gives an outlet to one run at a time.
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
