"""Results as files."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from corpus.export.schema import NAMES
from crawler.archive.read.records import read_records
from tests.corpus.browse.conftest import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from corpus.browse.place import Place


def test_a_table_opens_in_a_spreadsheet(page: TestClient) -> None:
    answer = page.get("/results.csv?land=OM&order=time")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="results.csv"'
    assert answer.content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["document"] for row in rows] == ["alroya.om/2", "alroya.om/1", "alroya.om/0"]
    assert rows[0]["title"] == HOSTILE
    assert rows[2]["tags"] == "ميناء صحار"


def test_json_lines_have_all_results_with_their_texts(page: TestClient) -> None:
    rows = list(map(json.loads, page.get("/results.jsonl?outlet=wafa.ps").text.splitlines()))
    assert len(rows) == 25
    assert {row["text"].partition("\n")[0] for row in rows} == {row["title"] for row in rows}


def test_parquet_has_the_columns_of_an_export(page: TestClient, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "one.parquet").write_bytes(page.get("/results.parquet?land=OM").content)
    table = pq.read_table(tmp_path / "one.parquet")
    assert table.column_names == list(NAMES)
    rows = {row["number"]: row for row in table.to_pylist()}
    assert (rows[0]["land"], rows[0]["credit"], rows[0]["version"]) == ("OM", "رويترز", 1)
    assert rows[0]["article"] == rows[1]["article"]
    assert rows[0]["copies"] == 2
    assert rows[0]["copy_of"] is None
    assert rows[1]["copy_of"] == rows[0]["id"]
    assert not rows[0]["text"].startswith(rows[0]["title"])


def test_parquet_without_its_library_is_refused_with_the_line_to_type(
    page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "corpus.export.formats", raising=False)
    answer = page.get("/results.parquet")
    assert answer.status_code == 400
    assert "needs pyarrow; install it with: .tools/bin/uv sync" in answer.text


def test_a_package_has_the_records_of_the_results_alone(page: TestClient, place: Place, tmp_path: Path) -> None:
    content = page.get("/results.wacz?q=نتنياهو&outlet=akhbar.example").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extract("archive/results.warc.gz", tmp_path)
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()[1:]]
        index = package.read("indexes/index.cdx.gz")
    assert len(pages) == 4
    assert index
    reported: list[str] = []
    copied = {
        record.record_id: record for record in read_records(tmp_path / "archive/results.warc.gz", reported.append)
    }
    (archive,) = (place.output / "archive/akhbar.example").glob("*.warc.gz")
    original = {record.record_id: record for record in read_records(archive, reported.append)}
    assert not reported
    assert {record.url for record in copied.values()} == {page["url"] for page in pages}
    assert all(original[name].block == record.block for name, record in copied.items())


def test_a_package_of_captures_that_are_elsewhere_is_refused(page: TestClient) -> None:
    answer = page.get("/results.wacz?outlet=wafa.ps")
    assert answer.status_code == 400
    assert "None of these captures" in answer.text


@pytest.mark.parametrize(
    "address", ["/results.exe", "/results.csv?q=nofield:x", "/results.wacz?q=%22", "/results.parquet?page=0"]
)
def test_what_cannot_be_made_is_refused(page: TestClient, address: str) -> None:
    assert page.get(address).status_code == 400
