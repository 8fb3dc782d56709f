"""The check of the corpus: for each rule a corpus that breaks only this rule."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from crawler.state import state_path
from crawler.state.rows import json_line
from pipelines.documents.check import check_corpus, repair_corpus
from tests.support.output import OUTLET, make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Store a corpus, and return the outlet's folder."""
    make(tmp_path)
    return tmp_path / "text" / OUTLET.name


def rules(folder: Path) -> list[str]:
    return [defect.rule for defect in check_corpus(folder.parent.parent)]


def change(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(state_path(folder.parent.parent, OUTLET.name))) as db, db:
        db.execute(statement, values)


def test_what_a_crawl_left_agrees(folder: Path, tmp_path: Path) -> None:
    assert len(list(folder.glob("*.txt"))) == 3
    assert rules(folder) == []
    assert list(repair_corpus(tmp_path)) == []
    assert list(check_corpus(tmp_path / "nothing")) == []


def test_other_bytes_are_named(folder: Path) -> None:
    path = min(folder.glob("*.txt"))
    path.write_bytes(path.read_bytes() + b"!")
    assert rules(folder) == ["sha256"]


def test_a_missing_file_and_a_stray_one_are_named(folder: Path) -> None:
    path = min(folder.glob("*.txt"))
    path.rename(folder / f"007_{path.name[4:]}")
    assert rules(folder) == ["missing", "stray"]
    (folder / "008_0123456789abcdef.txt").write_bytes(b"text")
    assert rules(folder) == ["missing", "stray", "stray", "sha256"]


def test_a_number_that_is_left_out_is_named(folder: Path) -> None:
    change(folder, "DELETE FROM documents WHERE number = 0")
    assert set(rules(folder)) == {"number", "manifest", "stray"}


@pytest.mark.parametrize("name", ["warc", "offset", "record_id", "url", "name", "sha256"])
def test_a_row_that_names_another_capture_or_file_is_named(folder: Path, name: str) -> None:
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    rows[1][name] = "other"
    lines = [json_line(row) for row in rows]
    (folder / "manifest.jsonl").write_text("".join(lines))
    change(folder, "UPDATE documents SET row = ? WHERE number = 1", lines[1])
    assert rules(folder) == ["provenance"]


def test_a_capture_that_the_state_lost_is_named(folder: Path) -> None:
    change(folder, "DELETE FROM captures WHERE seq = 1")
    assert rules(folder) == ["provenance"]


def test_a_manifest_is_compared_row_by_row_and_made_anew(folder: Path, tmp_path: Path) -> None:
    path = folder / "manifest.jsonl"
    whole = path.read_bytes()
    first, rest = whole.split(b"\n", 1)
    for changed in (b"", rest, first, whole.replace(b'"title"', b'"tittle"', 1), whole + b'{"half', whole[:-20]):
        path.write_bytes(changed)
        assert rules(folder) == ["manifest"]
        assert "3 rows" in " ".join(repair_corpus(tmp_path))
        assert path.read_bytes() == whole
        assert rules(folder) == []


def test_a_manifest_that_knows_more_than_the_state_is_left(folder: Path, tmp_path: Path) -> None:
    path = folder / "manifest.jsonl"
    more = path.read_bytes() + b'{"name": "003_0123456789abcdef.txt"}\n'
    path.write_bytes(more)
    assert rules(folder) == ["manifest"]
    assert "unchanged, since it names documents" in " ".join(repair_corpus(tmp_path))
    assert path.read_bytes() == more


def test_temporary_files_are_named_and_removed(folder: Path, tmp_path: Path) -> None:
    for place in (folder, tmp_path):
        (place / ".0123456789abcdef.part").write_bytes(b"half")
    assert rules(folder) == ["stray", "stray"]
    assert len(list(repair_corpus(tmp_path))) == 2
    assert rules(folder) == []


def test_what_is_not_in_the_text_format_is_named(folder: Path, tmp_path: Path) -> None:
    import hashlib  # noqa: PLC0415 - only here

    path = min(folder.glob("*.txt"))
    for content in (path.read_bytes() + b"\n", b"\xef\xbb\xbf" + path.read_bytes(), path.read_bytes() + b"\xff"):
        sha256 = hashlib.sha256(content).hexdigest()
        changed = folder / f"000_{sha256[:16]}.txt"
        changed.write_bytes(content)
        row = json.loads((folder / "manifest.jsonl").read_text().splitlines()[0]) | {
            "name": changed.name,
            "sha256": sha256,
        }
        change(
            folder,
            "UPDATE documents SET sha256 = ?, row = ? WHERE number = 0",
            sha256,
            json_line(row),
        )
        list(repair_corpus(tmp_path))
        assert [defect.rule for defect in check_corpus(tmp_path) if defect.path == changed] == ["format"]
        changed.unlink()


def test_a_state_that_was_lost_is_one_defect_and_without_tables_every_document_is_a_stray(
    folder: Path, tmp_path: Path
) -> None:
    state_path(tmp_path, OUTLET.name).unlink()
    assert rules(folder) == ["state"]
    for table in folder.glob("*.jsonl"):
        table.unlink()
    assert rules(folder) == ["stray", "stray", "stray"]
