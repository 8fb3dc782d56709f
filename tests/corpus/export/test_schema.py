"""The columns: documented, known to Hugging Face, and filled in their order."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from corpus.export.columns import Taken, table_of, words_of
from corpus.export.rows import Facts, Links, document_id, microseconds
from corpus.export.schema import COLUMNS, NAMES, arrow_schema, described
from crawler.state.spans import Listed
from tests.support.project import ROOT

ROW = {
    "name": "000_09453efff7b58344.txt",
    "outlet": "alroya.om",
    "version": 1,
    "url": "https://alroya.om/1?utm_source=x",
    "canonical_url": "https://alroya.om/1",
    "declared_url": None,
    "captured": "2026-03-05T08:00:00.123456789Z",
    "warc": "a.warc.gz",
    "offset": 2181,
    "record_id": "",
    "payload_digest": "",
    "extractor": "trafilatura/2.3.1",
    "rules": "4",
    "profile": None,
    "title": "",
    "authors": [],
    "published": "2026-03-05T10:00:00+03:00",
    "modified": "2026-03-06",
    "section": None,
    "tags": ["قرى"],
    "image": None,
    "description": None,
    "language": "ar",
    "language_score": 1.0,
    "credit": None,
    "rights": {"tdm": "1", "signals": {"ai-train": "no"}},
    "cut": [],
    "sha256": "09453efff7b58344",
}
LISTED = Listed(
    *(7, json.dumps(ROW, ensure_ascii=False), "https://alroya.om/1", "b", "2026-03-05", str(ROW["captured"])),
    newest=True,
    began="2026-03-05",
    sha256=str(ROW["sha256"]),
    published=str(ROW["published"]),
    title="",
    rights=json.dumps(ROW["rights"]),
)


def taken(text: str, row: dict[str, Any] = ROW, rights: str | None = LISTED.rights) -> Taken:
    """Return a document with a text; its manifest row and its rights may be given."""
    listed = LISTED._replace(row=json.dumps(row, ensure_ascii=False), rights=rights)
    return Taken(listed, text.encode(), words_of(text.encode()), Links(None, 1, "a" * 16))


def test_the_page_lists_the_columns() -> None:
    assert described() in (ROOT / "docs" / "schema.md").read_text("utf-8")


def test_a_row_has_a_value_for_each_column_and_null_for_what_is_not_known() -> None:
    (row,) = table_of([taken("كلمة ثانية\nثالثة")], Facts("الرؤية", "OM")).to_pylist()
    assert tuple(row) == NAMES
    assert {name for name, value in row.items() if value is None} <= {one.name for one in COLUMNS if one.nulls}
    assert (row["title"], row["record_id"], row["next_page"], row["words"]) == (None, None, None, 3)
    assert row["page_characters"] is None
    assert row["published_utc"].isoformat() == "2026-03-05T07:00:00+00:00"
    assert (row["modified"], row["modified_utc"]) == ("2026-03-06", None)
    assert (row["captured"], row["captured_utc"].microsecond) == ("2026-03-05T08:00:00.123456789Z", 123456)
    assert row["rights"] == {
        "robots": [],
        "tdm": "1",
        "tdm_policy": None,
        "signals": [{"name": "ai-train", "value": "no"}],
    }
    assert row["reserved"]
    assert row["day"].isoformat() == "2026-03-05"


def test_no_rows_and_rows_without_values_have_the_same_types() -> None:
    assert table_of([], Facts()).schema == table_of([taken("x")], Facts()).schema == arrow_schema()


def test_each_row_has_its_own_values_whatever_its_neighbours_lack() -> None:
    full = {
        "title": "عنوان «أول»\t\u2028\u0000",
        "language": "",
        "credit": "رويترز",
        "next_page": "https://alroya.om/1?p=2",
    }
    rights = '{"robots": ["noindex"], "signals": {"search": "yes", "ai-train": "no"}}'
    first, second, third = table_of(
        [taken("x"), taken("y z", {**ROW, **full, "cut": ["سطر\\n", '"']}, rights), taken("", rights=None)], Facts()
    ).to_pylist()
    assert {name: second[name] for name in ("title", "credit", "next_page")} == {
        name: full[name] for name in ("title", "credit", "next_page")
    }
    assert (second["language"], second["cut"]) == (None, ["سطر\\n", '"'])
    assert second["rights"]["signals"] == [{"name": "search", "value": "yes"}, {"name": "ai-train", "value": "no"}]
    assert (first["title"], first["words"], first["text"], third["text"]) == (None, 1, "x", "")
    assert first["rights"]["tdm"] == "1"
    assert third["rights"] == {"robots": [], "tdm": None, "tdm_policy": None, "signals": []}
    assert [row["reserved"] for row in (first, second, third)] == [True, True, False]


def test_a_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(pa.ArrowInvalid):
        table_of([taken("x")._replace(text=b"\xd8")], Facts())


def test_an_id_is_made_of_outlet_article_and_capture() -> None:
    parts = ("alroya.om", "https://alroya.om/1", "2026-03-05T08:00:00Z")
    others = {
        document_id(f"{parts[0]}0", parts[1], parts[2]),
        document_id(parts[0], f"{parts[1]}0", parts[2]),
        document_id(parts[0], parts[1], f"{parts[2]}0"),
    }
    assert len(others | {document_id(*parts)}) == 4
    assert document_id(*parts) == "e48ba45f5b39fc3af059158c5101910b"


def test_only_a_moment_with_a_zone_has_a_place_in_utc() -> None:
    assert microseconds("1970-01-01T03:00:01+03:00") == 1_000_000
    assert microseconds("1969-12-31T23:59:59Z") == -1_000_000
    assert [
        microseconds(stated) for stated in (None, "", "2026-03-05", "2026-03-05T10:00:00", "T", "2026-02-31T1Z")
    ] == [None] * 6
