"""What a reader asks a state: versions, edits, events, days, rejected pages and list pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from crawler.items import Reason
from crawler.state import LAST, State, read_state, state_path
from crawler.state.records import RejectedCapture
from pipelines.documents.corpus import Corpus
from pipelines.rejected import Rejected
from tests.corpus.export.stock import piece, stock
from tests.state.captures import OUTLET, capture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.state import ReadOnlyState

FRONT = f"https://{OUTLET}/"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Store an article with three versions, another one, a vanished one, two rejects, and a front page four times."""
    output = tmp_path_factory.mktemp("output")
    url = f"https://{OUTLET}/post/0"
    stock(output, OUTLET, piece(0), piece(1), piece(0, "2026-03-06", url=url, title="جديد"))
    stock(output, OUTLET, piece(0, "2026-03-08", url=url, title="أجدّ"))
    with State(output, OUTLET) as state:
        gone, short, long = state.add_captures(
            [
                replace(capture(90, url=f"https://{OUTLET}/post/1", status=404), date="2026-03-09T08:00:00Z"),
                capture(91),
                capture(92),
            ]
        )
        Corpus(output, state).settle([(gone, Rejected(Reason.GONE))])
        state.settle([RejectedCapture(seq=one.seq, reason=Reason.TOO_SHORT, detail="3") for one in (short, long)])
        answers = ((200, "text/html"), (304, ""), (500, "text/html"), (200, "text/html"))
        state.add_captures(
            [
                replace(
                    capture(100 + hour, url=FRONT, status=status, page=False, mime=mime),
                    date=f"2026-03-1{hour % 2}T0{hour}:00:00Z",
                )
                for hour, (status, mime) in enumerate(answers)
            ]
        )
        state.answer_list(FRONT, "2026-03-10T00:00:00Z")
    return output


@pytest.fixture
def state(output: Path) -> Iterator[ReadOnlyState]:
    with read_state(output, OUTLET) as opened:
        assert opened is not None
        yield opened


def test_versions_and_edits(state: ReadOnlyState) -> None:
    assert state.version_count(3) == 3
    assert [(number, row["version"]) for number, row in state.versions_from(0, 2, 9)] == [(2, 2), (3, 3)]
    assert [(one.number, one.before, one.row_before["version"]) for one in state.edits_until("2027", 9)] == [
        (3, 2, 2),
        (2, 0, 1),
    ]
    assert [one.number for one in state.edits_until("2026-03-07", 9)] == [2]
    assert len(state.edits_until("2027", 1)) == 1
    assert state.edit(0) is state.edit(99) is None
    edit = state.edit(2)
    assert edit is not None
    assert edit.row["title"] == "جديد"


def test_events_of_an_article(state: ReadOnlyState) -> None:
    (gone,) = state.events_at([f"https://{OUTLET}/post/1", f"https://{OUTLET}/post/1"], 9)
    assert (gone["event"], gone["status"]) == ("gone", 404)
    assert state.events_at([f"https://{OUTLET}/post/0"], 9) == []
    assert state.events_of(1, "gone", 9) == [gone]
    assert state.events_of(1, "alias", 9) == []


def test_days(state: ReadOnlyState) -> None:
    assert state.documents_by_day("2026-03-01", "2026-03-31") == {"2026-03-05": 2}
    assert state.documents_by_day("2026-03-06", "2026-03-31") == {}
    assert state.edits_by_day("2026-03-01", "2026-03-31") == {"2026-03-06": 1, "2026-03-08": 1}
    assert state.edits_by_day("2026-03-07", "2026-03-08") == {"2026-03-08": 1}
    assert state.edits_by_day("2027-01-01", "2027-01-31") == {}
    assert state.newest_day() == "2026-03-08"


def test_rejected_pages(state: ReadOnlyState) -> None:
    assert state.rejected_by_reason() == {"too-short": 2, "gone": 1}
    latest, before = state.rejected_before("too-short", LAST, 9)
    assert (latest.detail, latest.seq) == ("3", before.seq + 1)
    assert state.rejected_before("", before.seq, 9)[0].reason == "gone"
    assert state.rejected_page(before.seq) == before
    assert state.rejected_page(1) is None


def test_list_pages(state: ReadOnlyState) -> None:
    assert state.read_lists(9) == [FRONT]
    (found,) = state.list_pages([FRONT, f"https://{OUTLET}/none", FRONT])
    assert found == (FRONT, 3, "2026-03-10T00:00:00Z", "2026-03-11T03:00:00Z")
    assert [one.status for one in state.page_captures(FRONT, "2026-03-10", "2026-03-12", 9)] == [200, 304, 200]
    assert len(state.page_captures(FRONT, "2026-03-11", "2026-03-12", 9)) == 2
    assert state.page_days(FRONT, 9) == {"2026-03-11": 2, "2026-03-10": 1}


QUESTIONS: tuple[Callable[[ReadOnlyState], Any], ...] = (
    lambda state: state.version_count(1),
    lambda state: state.versions_from(1, 1, 5),
    lambda state: state.edit(1),
    lambda state: state.events_at(["a"], 5),
    lambda state: state.events_of(1, "alias", 5),
    lambda state: state.edits_by_day("2026-03-01", "2026-03-31"),
    lambda state: state.newest_day(),
    lambda state: state.rejected_page(1),
    lambda state: state.list_pages([FRONT]),
    lambda state: state.page_captures(FRONT, "2026", "2027", 5),
    lambda state: state.page_days(FRONT, 5),
)


@pytest.mark.parametrize("question", range(len(QUESTIONS)))
def test_no_question_reads_a_table_whole(state: ReadOnlyState, question: int) -> None:
    assert not [step for step in plans(state, QUESTIONS[question]) if step.startswith("SCAN")]


def test_lists_are_read_from_their_ends(state: ReadOnlyState) -> None:
    assert any("documents_changed" in step for step in plans(state, lambda one: one.edits_until("2027", 5)))
    by_day = plans(state, lambda one: one.documents_by_day("2026-03-01", "2026-03-31"))
    assert {step.split("(")[0].strip() for step in by_day if "INDEX" in step} == {
        "SEARCH documents USING COVERING INDEX documents_day",
        "SCAN documents USING COVERING INDEX documents_changed",
    }
    edits = plans(state, lambda one: one.edits_by_day("2026-03-01", "2026-03-31"))
    assert "SEARCH documents USING COVERING INDEX documents_changed (number>?)" in edits
    assert "SEARCH captures USING INTEGER PRIMARY KEY (rowid=?)" in edits
    reasons = plans(state, lambda one: one.rejected_before("too-short", LAST, 5))
    assert any("rejects_reason (reason=? AND seq<?)" in step for step in reasons)
    assert "SCAN rejects USING COVERING INDEX rejects_reason" in plans(state, lambda one: one.rejected_by_reason())


def plans(state: ReadOnlyState, question: Callable[[ReadOnlyState], Any]) -> list[str]:
    """Return the steps by which SQLite answers a question."""
    asked: list[str] = []
    state._db.set_trace_callback(asked.append)  # noqa: SLF001 - the statements are the subject
    question(state)
    state._db.set_trace_callback(None)  # noqa: SLF001 - the same
    explained = (f"EXPLAIN QUERY PLAN {sql}" for sql in asked if sql.startswith("SELECT"))
    return [row[3] for sql in explained for row in state._db.execute(sql)]  # noqa: SLF001 - the same


def test_an_older_state_gets_the_indexes_when_it_is_written(tmp_path: Path) -> None:
    with State(tmp_path, OUTLET):
        pass
    with closing(sqlite3.connect(state_path(tmp_path, OUTLET))) as db:
        db.executescript("DROP INDEX documents_changed; DROP INDEX events_number; DROP TABLE places")
    with read_state(tmp_path, OUTLET) as older:
        assert older is not None
        assert older.edits_until("2027", 5) == []
    with State(tmp_path, OUTLET) as state:
        names = {name for (name,) in state._db.execute("SELECT name FROM sqlite_master")}  # noqa: SLF001 - the subject
    assert {"documents_changed", "events_number", "rejects_reason", "places"} <= names
