"""A condition sees a row, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.export.columns import table_of
from corpus.export.rows import Facts
from corpus.export.where import LONGEST, Condition
from crawler.errors import ExportError
from tests.corpus.export.test_schema import taken

if TYPE_CHECKING:
    from pathlib import Path


def holds(written: str) -> bool:
    table = table_of([taken("كلمة ثانية")], Facts("الرؤية", "OM"))
    (held,) = Condition(written).holds(table).to_pylist()
    assert isinstance(held, bool)
    return held


@pytest.mark.parametrize(
    "written",
    [
        "words = 2 AND outlet IN ('alroya.om', 'wafa.ps')",
        "published_utc >= '2026-03-05 07:00:00' AND day BETWEEN '2026-03-01' AND '2026-03-31'",
        "list_contains(tags, 'قرى') AND rights.tdm = '1' AND year(day) = 2026",
        "text LIKE '%ثانية' -- a remark",
        "length(text) / coalesce(page_characters, 100) = 0.1",
        "regexp_matches(url, 'utm_') AND title IS NULL",
        "CAST(published_utc AS VARCHAR) = '2026-03-05 07:00:00+00'",
    ],
)
def test_a_condition_over_columns_holds_or_not(written: str) -> None:
    assert holds(written)
    assert not holds(f"NOT ({written}\n)")


def test_null_counts_as_no() -> None:
    assert not holds("title = 'x'")
    assert not holds("NOT (title = 'x')")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("words >", 'words >: syntax error at or near ">"'),
        ("word > 3", "there is no column word"),
        ("current_date > day", "there is no column current_date"),
        ("now() > published_utc", "depends on more than the row"),
        ("random() < 0.5", "depends on more than the row"),
        ("count(*) > 1", "depends on more than the row"),
        ("row_number() OVER () = 1", "one row only"),
        ("words > (SELECT max(words) FROM documents)", "one row only"),
        ("text IN (SELECT content FROM read_text('/etc/passwd'))", "one row only"),
        ("true) FROM documents; DROP TABLE documents; SELECT (true", "Only SELECT"),
        ("true), (true", "not one expression"),
        ("true) FROM documents WHERE (false", "syntax error"),
        ("words > ?", "one row only"),
        ("text", "Could not convert|onversion"),
        ("words > 'x'", "Could not convert"),
        ("x" * (LONGEST + 1), "more than 4000"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(written: str, why: str) -> None:
    with pytest.raises(ExportError, match=f"--where.*(?:{why})"):
        holds(written)


def test_a_condition_reads_no_file(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    path.write_text("x")
    for written in (f"len(read_blob('{path}')) > 0", f"text = (FROM '{path}')", "getenv('HOME') = outlet"):
        with pytest.raises(ExportError):
            holds(written)
