"""No question that a run asks makes SQLite read a whole table: a run costs what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.state import State

QUESTIONS: dict[str, Callable[[State], Any]] = {
    "unsettled captures": lambda state: state.unsettled_captures(),
    "first unsettled": lambda state: state.first_unsettled(64),
    "last settled": lambda state: state.last_settled_seq(),
    "captures after": lambda state: state.count_captures_after(10),
    "last ok": lambda state: state.last_ok_capture("https://alroya.om/post/1"),
    "last lasting": lambda state: state.last_lasting_capture("https://alroya.om/post/1"),
    "first response": lambda state: next(state.responses_with_digest("sha1:A"), None),
    "had moved": lambda state: state.had_moved("https://alroya.om/post/1", 10),
    "newest date": lambda state: state.newest_capture_date(),
    "date to compare": lambda state: state.last_date_to_compare(),
    "newest archive": lambda state: state.newest_archive(),
    "captures in": lambda state: list(state.captures_in("a.warc.gz")),
    "documents from": lambda state: state.count_documents_from(10),
    "newest version": lambda state: state.newest_version("https://alroya.om/post/1"),
    "first with body": lambda state: state.first_document_with_body("b"),
    "articles under": lambda state: state.articles_under("https://alroya.om/post/", 3),
    "published of": lambda state: state.published_of("https://alroya.om/post/1"),
    "article of": lambda state: state.article_of_document(1),
    "without archived text": lambda state: state.rows_without_archived_text(),
    "last event": lambda state: state.last_event("https://alroya.om/post/1"),
    "gone after": lambda state: state.count_gone_after(10),
    "dated documents": lambda state: state.dated_documents(10, 3),
    "manifest rows from": lambda state: state.manifest_rows_from(10, 3),
    "events by month": lambda state: state.events_by_month(10, 20),
    "rejects by month": lambda state: state.rejects_by_month(10, 20),
    "runs after": lambda state: list(state.runs_after("2026-11-22T10:00:00+00:00")),
    "asked article": lambda state: state.asked_article("https://alroya.om/post/1"),
    "published since": lambda state: state.articles_published_since("2026-11-20"),
    "without document since": lambda state: state.urls_without_document_since("2026-11-20"),
    "read list": lambda state: state.date_of_read_list("https://alroya.om/feed"),
    "archived text": lambda state: state.mark_texts_archived(["a"]),
}
SMALL = ("captures_unsettled", "documents_unconverted", "clock")
"""Partial indexes that hold what waits, and a table of one row: they may be read whole."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_a_run_reads_no_table_and_no_index_whole(state: State, question: str) -> None:
    asked: list[str] = []
    state._db.set_trace_callback(asked.append)  # noqa: SLF001 - the statements are the subject
    QUESTIONS[question](state)
    state._db.set_trace_callback(None)  # noqa: SLF001 - the same
    statements = [sql for sql in asked if sql.startswith(("SELECT", "UPDATE"))]
    assert statements
    for sql in statements:
        plan = [row[3] for row in state._db.execute(f"EXPLAIN QUERY PLAN {sql}")]  # noqa: SLF001 - the same
        whole = [step for step in plan if step.startswith("SCAN") and not step.endswith(SMALL)]
        assert not whole, sql
