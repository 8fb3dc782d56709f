"""A rejection keeps its reason, as a value, through pickles, JSON and SQLite."""

from __future__ import annotations

import json
import pickle
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.items import Reason
from pipelines.appendix.causes import Cause
from pipelines.rejected import Rejected

DOCS = Path(__file__).parents[2] / "docs" / "reasons.md"


def test_docs_list_each_reason_and_each_cause_of_a_cut_once() -> None:
    reasons, causes = DOCS.read_text().split("# Why a paragraph was cut")
    assert re.findall(r"(?m)^\| `([a-z-]+)` \|", reasons) == list(Reason)
    assert re.findall(r"(?m)^\| `([a-z-]+)` \|", causes) == list(Cause)


@pytest.mark.parametrize("reason", Reason)
def test_a_rejection_travels_between_processes(reason: Reason) -> None:
    found = pickle.loads(pickle.dumps(Rejected(reason, "12 letters")))  # noqa: S301 - our own bytes
    assert (found.reason, found.detail, str(found)) == (reason, "12 letters", f"{reason.value}: 12 letters")
    assert isinstance(found.reason, Reason)


def test_a_rejection_without_detail_is_its_slug() -> None:
    assert str(Rejected(Reason.NO_TEXT)) == "no-text"


def test_a_reason_is_its_slug_wherever_it_is_stored() -> None:
    assert json.dumps({Reason.GONE: [Reason.TOO_SHORT]}) == '{"gone": ["too-short"]}'
    assert f"warraq/rejected/{Reason.NOT_ARABIC}" == "warraq/rejected/not-arabic"
    with closing(sqlite3.connect(":memory:")) as db:
        assert db.execute("SELECT ?, typeof(?)", 2 * (Reason.UNDECODABLE,)).fetchone() == ("undecodable", "text")
