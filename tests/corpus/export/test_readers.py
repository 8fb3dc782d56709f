"""Other people's libraries load an export: each the same rows, with the same types, and without a network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from corpus.export.choices import Choices, Format
from corpus.export.export import export
from corpus.export.rows import Facts
from corpus.export.schema import NAMES, arrow_schema
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from pathlib import Path

RIGHTS = {"robots": ["noindex"], "signals": {"search": "yes"}}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with exports in all forms: the first documents have nothing that later ones have."""
    folder = tmp_path_factory.mktemp("made")
    stock(folder / "output", "alroya.om", *[piece(number, published=None) for number in range(3)])
    full: dict[str, Any] = {
        "section": "فلسطين",
        "authors": ["مازن"],
        "tags": ["قرى"],
        "rights": RIGHTS,
        "credit": "رويترز",
    }
    stock(folder / "output", "wafa.ps", *[piece(number, cut=["اقرأ أيضا"], **full) for number in range(10, 14)])
    facts = {"wafa.ps": Facts("وفا", "PS")}
    for form in Format:
        export(folder / "output", folder / form, Choices(format=form, split="story:0.5"), facts)
    export(folder / "output", folder / "whole", Choices(), facts)
    return folder


@pytest.fixture(scope="module")
def expected(made: Path) -> list[dict[str, Any]]:
    files = sorted(made.glob("whole/data/train/*/*.parquet"))
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_UPDATE_DOWNLOAD_COUNTS", "0")


def by_id(rows: list[dict[str, Any]], form: Format) -> dict[str, dict[str, Any]]:
    """Return rows by `id`; for JSON Lines without `published`, which `datasets` gives another form."""
    without = {"published"} if form is not Format.PARQUET else set()
    return {row["id"]: {name: value for name, value in row.items() if name not in without} for row in rows}


@pytest.mark.usefixtures("offline")
def test_datasets_loads_it_whole_streaming_and_by_outlet(
    made: Path, expected: list[dict[str, Any]], tmp_path: Path
) -> None:
    import datasets  # noqa: PLC0415 - it takes seconds, and only here

    def loaded(name: str, **options: Any) -> Any:
        return datasets.load_dataset(str(made / name), cache_dir=str(tmp_path), **options)

    whole = loaded("whole", split="train")
    assert whole.to_list() == expected
    assert whole.features.arrow_schema.names == list(NAMES)
    assert whole.features.arrow_schema.types == arrow_schema().types
    assert list(loaded("whole", split="train", streaming=True)) == expected
    assert loaded("whole", split="train", filters=[("outlet", "==", "wafa.ps")]).to_list() == expected[3:]
    for form in (Format.PARQUET, Format.JSONL, Format.JSONL_GZ):
        parts = loaded(form)
        assert set(parts) == {"train", "test"}
        assert {one.type for side in parts.values() for one in side.features.arrow_schema} == set(arrow_schema().types)
        found = [row for side in parts.values() for row in side.to_list()]
        assert by_id(found, form) == by_id(expected, form)


def test_duckdb_polars_and_pandas_load_the_same_rows(made: Path, expected: list[dict[str, Any]]) -> None:
    files = str(made / "whole/data/*/*/*.parquet")
    ids, own = [row["id"] for row in expected], [row["id"] for row in expected if row["outlet"] == "wafa.ps"]
    database = duckdb.connect(":memory:")
    assert database.read_parquet(files).columns == list(NAMES)
    found = database.execute(
        f"SELECT id, text, tags, day FROM '{files}' ORDER BY outlet, day, captured, article"  # noqa: S608 - our own path
    ).fetchall()
    assert found == [(row["id"], row["text"], row["tags"], row["day"]) for row in expected]
    where = f"SELECT id FROM '{files}' WHERE outlet = 'wafa.ps' ORDER BY article"  # noqa: S608 - the same
    assert [one for (one,) in database.execute(where).fetchall()] == own
    lazy = pl.scan_parquet(files)
    assert lazy.collect().to_dicts() == expected
    assert lazy.filter(pl.col("outlet") == "wafa.ps").collect()["id"].to_list() == own
    frame = pd.read_parquet(made / "whole/data")
    assert sorted(frame["id"]) == sorted(ids)
    assert list(pd.read_parquet(made / "whole/data", filters=[("outlet", "==", "wafa.ps")])["id"]) == own


@pytest.mark.filterwarnings("ignore")
def test_croissant_describes_it(made: Path, expected: list[dict[str, Any]], caplog: pytest.LogCaptureFixture) -> None:
    import mlcroissant  # noqa: PLC0415 - it takes seconds, and only here

    described = mlcroissant.Dataset(str(made / "whole" / "croissant.json"))
    assert not described.metadata.issues.errors
    assert not described.metadata.issues.warnings
    assert "not standard" not in caplog.text
    found = list(described.records("rows"))
    assert [record["rows/id"].decode() for record in found] == [row["id"] for row in expected]
    for form in Format:
        content = json.loads((made / form / "croissant.json").read_bytes())
        assert not mlcroissant.Dataset(content).metadata.issues.errors
