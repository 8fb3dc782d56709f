"""Each outlet's state (SQLite): captures, documents, runs, requested articles and lists. It holds all SQL.

`connection` reads and writes, `read_only` only reads; both share the queries in `captures`, `documents`, `frontier` and
`runs`, and `read_only` has those of `edits`, `rejects` and `spans` too. `states` opens those of several outlets.
`records` defines the rows that queries take and return, `schema` the tables, `rows` their JSON. `unusable` describes a
state that fails. `swap` replaces the corpus with a rebuilt one, for which `takeover` copies what no archive holds, by
the queries in `adoption`. `lock` gives an outlet to one run at a time, and `owner` does so where locks do not reach
other machines.
"""

from crawler.state.captures import LAST
from crawler.state.connection import State
from crawler.state.queries import SYNCED
from crawler.state.read_only import ReadOnlyState, damage_of, known_outlets, read_state
from crawler.state.records import (
    Answer,
    AskedArticle,
    DatedDocument,
    Delay,
    Event,
    Kind,
    RejectedCapture,
    StoredCapture,
    StoredDocument,
    Version,
    Waiting,
    document_name,
)
from crawler.state.schema import (
    SHARED_STATE,
    STATES,
    outlets_in,
    outlets_with_state,
    refuse_lost_state,
    refuse_shared_state,
    state_path,
)
from crawler.state.states import States
from crawler.state.unusable import unusable

__all__ = [
    "LAST",
    "SHARED_STATE",
    "STATES",
    "SYNCED",
    "Answer",
    "AskedArticle",
    "DatedDocument",
    "Delay",
    "Event",
    "Kind",
    "ReadOnlyState",
    "RejectedCapture",
    "State",
    "States",
    "StoredCapture",
    "StoredDocument",
    "Version",
    "Waiting",
    "damage_of",
    "document_name",
    "known_outlets",
    "outlets_in",
    "outlets_with_state",
    "read_state",
    "refuse_lost_state",
    "refuse_shared_state",
    "state_path",
    "unusable",
]
