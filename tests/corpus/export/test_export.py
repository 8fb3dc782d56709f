"""An export of a corpus: what enters, equal bytes, and what a later export changes."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from corpus.export import export as export_module
from corpus.export import formats, shards
from corpus.export.choices import Choices, Format, Span
from corpus.export.export import Changes, export
from corpus.export.rows import Facts
from corpus.export.schema import arrow_schema
from crawler.errors import CorpusError, ExportError, StateError, TaskError
from crawler.state import state_path
from tests.corpus.duplicates.stored import report
from tests.corpus.export.stock import piece, stock
from tests.support.project import paragraphs

if TYPE_CHECKING:
    from pathlib import Path

FACTS = {"alroya.om": Facts("الرؤية", "OM"), "wafa.ps": Facts("وفا", "PS")}
WIRE = "أعلنت وكالة الأنباء وصول أول قافلة مساعدات إلى المدينة بعد فتح الطريق.\nوقالت إن ست شاحنات أخرى في الطريق."


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an output folder with six documents of one outlet and three of another, for files of few documents."""
    monkeypatch.setattr(shards, "GROWING", 0)
    folder = tmp_path / "output"
    stock(folder, "alroya.om", *[piece(number, f"2026-03-{number + 1:02}") for number in range(6)])
    stock(folder, "wafa.ps", *[piece(number, f"2026-04-{number - 9:02}", section="فلسطين") for number in (10, 11, 12)])
    return folder


def run(output: Path, target: Path, **choices: Any) -> Changes:
    return export(output, target, Choices(**choices), FACTS)


def rows(target: Path) -> list[dict[str, Any]]:
    files = sorted(target.glob("data/*/*/*.parquet"))
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def run_rows(output: Path, target: Path, **choices: Any) -> list[dict[str, Any]]:
    run(output, target, **choices)
    return rows(target)


def content(target: Path) -> dict[str, bytes]:
    return {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def test_each_document_is_a_row_with_the_text_of_its_file(output: Path, tmp_path: Path) -> None:
    changes = run(output, tmp_path / "x")
    found = rows(tmp_path / "x")
    assert (changes.added, changes.removed, changes.written, changes.outlets) == (9, 0, 9, 2)
    assert [(row["outlet"], row["number"]) for row in found] == [
        *[("alroya.om", number) for number in range(6)],
        *[("wafa.ps", number) for number in range(3)],
    ]
    for row in found:
        file = output / "text" / row["outlet"] / row["name"]
        assert f"{row['title']}\n{row['text']}" == file.read_text("utf-8")
    assert {row["land"] for row in found} == {"OM", "PS"}
    assert len({row["id"] for row in found}) == 9


def test_types_are_those_of_one_document_and_of_many(output: Path, tmp_path: Path) -> None:
    run(output, tmp_path / "x")
    run(output, tmp_path / "one", published=Span(first="2026-03-01", last="2026-03-01"))
    files = [*tmp_path.glob("x/data/*/*/*.parquet"), *tmp_path.glob("one/data/*/*/*.parquet")]
    assert len(files) == 10
    for path in files:
        assert pq.read_schema(path).equals(arrow_schema(), check_metadata=False)
        assert pq.read_schema(path).metadata[b"warraq.schema"] == b"3"


def test_files_have_zstd_statistics_and_page_indexes(output: Path, tmp_path: Path) -> None:
    run(output, tmp_path / "x")
    group = pq.ParquetFile(tmp_path / "x/data/train/wafa.ps/2026-04-03.parquet").metadata.row_group(0)
    columns = {group.column(place).path_in_schema: group.column(place) for place in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert columns["outlet"].statistics.min == columns["outlet"].statistics.max == "wafa.ps"
    assert columns["day"].statistics.max.isoformat() == "2026-04-03"
    assert columns["day"].has_column_index
    assert columns["day"].has_offset_index
    assert columns["text"].statistics is None


def test_a_grown_export_is_equal_to_a_new_one_and_writes_only_what_changed(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "MOST", 4)
    run(output, tmp_path / "grown")
    assert run(output, tmp_path / "grown").written == 0
    before = {path: path.stat().st_ino for path in tmp_path.rglob("grown/data/*/*/*.parquet")}
    stock(
        output,
        "wafa.ps",
        piece(13, "2026-05-01"),
        piece(10, "2026-04-01", date="2026-05-02T08:00:00Z", text="نص جديد\nبعد التصحيح"),
    )
    changes = run(output, tmp_path / "grown")
    assert (changes.added, changes.removed, changes.written) == (2, 1, 2)
    after = {path: path.stat().st_ino for path in tmp_path.rglob("grown/data/*/*/*.parquet")}
    assert {path.name for path in before if after.get(path) == before[path]} == {
        f"2026-03-0{day}.parquet" for day in range(1, 7)
    }
    run(output, tmp_path / "new")
    assert content(tmp_path / "grown") == content(tmp_path / "new")


def test_several_processes_write_the_same_bytes_and_tell_the_same_failure(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "MANY", 0)
    monkeypatch.setattr(export_module, "TASK", 3)
    condition: dict[str, Any] = {"where": "words > 1", "split": "story:0.5"}
    one = run(output, tmp_path / "one", **condition)
    assert export(output, tmp_path / "two", Choices(**condition), FACTS, processes=2) == one
    assert content(tmp_path / "two") == content(tmp_path / "one")
    next((output / "text" / "wafa.ps").glob("001_*.txt")).unlink()
    with pytest.raises(TaskError, match=r"001_\w+\.txt: cannot be read \(No such file"):
        export(output, tmp_path / "three", Choices(outlets=("wafa.ps",)), FACTS, processes=2)
    assert not (tmp_path / "three").exists()


def test_a_rebuilt_outlet_and_a_removed_one_are_noticed(output: Path, tmp_path: Path) -> None:
    run(output, tmp_path / "x")
    ids = {row["article"]: row["id"] for row in rows(tmp_path / "x")}
    for folder in (output / "text" / "alroya.om", state_path(output, "alroya.om")):
        shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
    pieces = [piece(99, "2025-12-31"), *[piece(number, f"2026-03-{number + 1:02}") for number in range(6)]]
    stock(output, "alroya.om", *pieces)
    changes = run(output, tmp_path / "x")
    assert (changes.added, changes.removed) == (1, 0)
    moved = rows(tmp_path / "x")
    assert {row["article"]: row["id"] for row in moved}.items() > ids.items()
    assert [row["number"] for row in moved if row["outlet"] == "alroya.om"] == list(range(7))
    state_path(output, "wafa.ps").unlink()
    shutil.rmtree(output / "text" / "wafa.ps")
    changes = run(output, tmp_path / "x")
    assert (changes.removed, changes.outlets) == (3, 1)
    assert not list(tmp_path.glob("x/data/*/wafa.ps"))


def test_a_missing_file_is_written_again(output: Path, tmp_path: Path) -> None:
    run(output, tmp_path / "x")
    before = content(tmp_path / "x")
    (tmp_path / "x/data/train/wafa.ps/2026-04-02.parquet").unlink()
    assert run(output, tmp_path / "x").written == 1
    assert content(tmp_path / "x") == before


def test_other_choices_make_another_export_in_the_same_folder(output: Path, tmp_path: Path) -> None:
    run(output, tmp_path / "x")
    changes = run(output, tmp_path / "x", format=Format.JSONL, outlets=("wafa.ps",))
    assert (changes.added, changes.removed) == (0, 6)
    run(output, tmp_path / "y", format=Format.JSONL, outlets=("wafa.ps",))
    found, expected = content(tmp_path / "x"), content(tmp_path / "y")
    assert found == expected
    assert {name[:19] for name in found if name.startswith("data/")} == {"data/train/wafa.ps/"}


def test_what_an_outlet_reserves_is_left_out_and_counted(output: Path, tmp_path: Path) -> None:
    stock(output, "wafa.ps", piece(20, rights={"tdm": "1"}), piece(21, rights={"robots": ["noindex"]}))
    changes = run(output, tmp_path / "x")
    assert (changes.figures.documents.total(), changes.figures.left_out) == (10, {"reserved": 1})
    assert not any(row["reserved"] for row in rows(tmp_path / "x"))
    assert "1 (9.1 %) of the documents" in (tmp_path / "x/README.md").read_text("utf-8")
    assert run(output, tmp_path / "x", with_reserved=True).added == 1
    assert sum(row["reserved"] for row in rows(tmp_path / "x")) == 1


def test_the_newest_version_up_to_the_end_of_the_captures(output: Path, tmp_path: Path) -> None:
    url = "https://wafa.ps/post/30"
    for day in ("2026-06-01", "2026-06-02", "2026-06-03"):
        stock(output, "wafa.ps", piece(30, "2026-06-01", url=url, date=f"{day}T08:00:00Z", text=f"{WIRE} {day}"))

    def versions(name: str, **choices: Any) -> list[int]:
        run(output, tmp_path / name, **choices)
        return [row["version"] for row in rows(tmp_path / name) if row["url"] == url]

    assert versions("newest") == [3]
    assert versions("all", all_versions=True) == [1, 2, 3]
    assert versions("earlier", captured=Span(last="2026-06-02")) == [2]
    assert versions("between", captured=Span(first="2026-06-02", last="2026-06-02"), all_versions=True) == [2]


def test_spans_lands_and_words(output: Path, tmp_path: Path) -> None:
    stock(output, "wafa.ps", piece(20, published=None, text=WIRE))
    assert len(WIRE.split()) == 19
    for choices, count in (
        ({"published": Span(first="2026-03-06", last="2026-04-02")}, 3),
        ({"published": Span(last="2026-03-06")}, 6),
        ({"captured": Span(first="2026-04-01")}, 3),
        ({"lands": ("PS",)}, 4),
        ({"min_words": 19}, 10),
        ({"min_words": 20}, 9),
        ({"where": "section = 'فلسطين'"}, 3),
    ):
        assert run(output, tmp_path / "x", **choices).figures.documents.total() == count, choices


def test_equal_texts_are_linked_and_only_the_first_of_them_is_distinct(output: Path, tmp_path: Path) -> None:
    stock(output, "alroya.om", piece(40, "2026-05-02", text=WIRE))
    stock(output, "wafa.ps", piece(41, "2026-05-01", text=WIRE), piece(42, "2026-05-03"))
    run(output, tmp_path / "x")
    copies = {row["outlet"]: row for row in rows(tmp_path / "x") if row["copies"] > 1}
    assert {row["copies"] for row in copies.values()} == {2}
    assert copies["wafa.ps"]["copy_of"] is None
    assert copies["alroya.om"]["copy_of"] == copies["wafa.ps"]["id"]
    assert copies["alroya.om"]["story"] == copies["wafa.ps"]["story"]
    changes = run(output, tmp_path / "y", distinct="exact")
    assert changes.figures.left_out == {"copy": 1}
    assert [row["outlet"] for row in rows(tmp_path / "y") if row["text"] == WIRE] == ["wafa.ps"]
    run(output, tmp_path / "z", distinct="exact", outlets=("alroya.om",))
    assert [row["copies"] for row in rows(tmp_path / "z") if row["text"] == WIRE] == [1]


def test_a_copy_that_appears_later_changes_the_rows_of_its_text_elsewhere(output: Path, tmp_path: Path) -> None:
    stock(output, "alroya.om", piece(40, "2026-05-02", text=WIRE))
    run(output, tmp_path / "grown")
    stock(output, "wafa.ps", piece(41, "2026-05-03", date="2026-05-01T08:00:00Z", text=WIRE))
    assert run(output, tmp_path / "grown").written == 3
    run(output, tmp_path / "new")
    assert content(tmp_path / "grown") == content(tmp_path / "new")
    assert [row["copy_of"] is None for row in rows(tmp_path / "new") if row["copies"] == 2] == [False, True]


def test_copies_and_versions_stand_on_one_side_of_a_split(output: Path, tmp_path: Path) -> None:
    wire = [piece(number, "2026-05-01", text=f"{WIRE} {number}") for number in range(50, 80)]
    stock(output, "alroya.om", *[dict(one) for one in wire])
    for later in ("", " ثم"):
        stock(output, "wafa.ps", *[{**one, "published": "2026-05-02", "text": one["text"] + later} for one in wire])
    for split in ("story:0.3", "time:2026-05-02"):
        target = tmp_path / split[:4]
        changes = run(output, target, split=split, all_versions=True)
        sides: dict[str, set[str]] = {}
        for side in ("train", "test"):
            for path in target.glob(f"data/{side}/*/*.parquet"):
                for row in pq.ParquetFile(path).read().to_pylist():
                    sides.setdefault(row["article"].rpartition("/")[2], set()).add(side)
        assert {len(of) for of in sides.values()} == {1}
        test = changes.figures.documents["test"]
        assert (test == 0) if split.startswith("time") else (10 < test < 50)


@pytest.fixture
def near(output: Path) -> Path:
    """Return the folder with a report, its copy with an edit, and its longer form, and a report of its own."""
    stock(output, "wafa.ps", piece(90, "2026-06-01", text=report(1, 2, 3)), piece(91, "2026-06-02", text=report(7, 8)))
    edited, longer = report(1, 2, 3).replace("الوزير", "الرئيس", 3), report(1, 2, 3, 4, 5)
    stock(output, "alroya.om", piece(92, "2026-06-02", text=edited), piece(93, "2026-06-03", text=longer))
    return output


def numbered(target: Path) -> dict[str, dict[str, Any]]:
    return {row["article"].rpartition("/")[2]: row for row in rows(target)}


def test_near_duplicates_are_linked_to_the_first_published(near: Path, tmp_path: Path) -> None:
    run(near, tmp_path / "x")
    assert {row["near_of"] for row in rows(tmp_path / "x")} == {None}
    run(near, tmp_path / "y", near=True)
    found = numbered(tmp_path / "y")
    links = {name: (found[name]["near_of"], found[name]["near_kind"]) for name in ("90", "91", "92", "93")}
    first = found["90"]["id"]
    assert links == {"90": (None, None), "91": (None, None), "92": (first, "edited"), "93": (first, "contains")}
    assert 0.4 < found["93"]["near_similarity"] < found["92"]["near_similarity"] < 1
    assert len({found[name]["story"] for name in ("90", "92", "93")}) == 1


def test_of_near_duplicates_only_the_first_that_is_admitted_is_distinct(near: Path, tmp_path: Path) -> None:
    changes = run(near, tmp_path / "x", distinct="near", where="words > 60")
    assert set(numbered(tmp_path / "x")) == {"90", "91"}
    assert changes.figures.left_out == {"near-duplicate": 2, "where": 9}
    run(near, tmp_path / "y", distinct="near", outlets=("alroya.om",), where="words > 60")
    assert {name: row["near_of"] for name, row in numbered(tmp_path / "y").items()} == {"92": None}


def test_near_duplicates_stand_on_one_side_of_a_split(near: Path, tmp_path: Path) -> None:
    for share in ("0.2", "0.5", "0.8"):
        run(near, tmp_path / "x", split=f"story:{share}")
        sides = {
            path.parts[-3]
            for path in tmp_path.glob("x/data/*/*/*.parquet")
            for row in pq.ParquetFile(path).read().to_pylist()
            if row["article"].endswith(("/90", "/92", "/93"))
        }
        assert len(sides) == 1


def test_near_duplicates_that_come_later_give_the_same_export(near: Path, tmp_path: Path) -> None:
    run(near, tmp_path / "grown", near=True)
    stock(near, "wafa.ps", piece(94, "2026-05-30", date="2026-06-09T08:00:00Z", text=report(1, 2, 3, 6)))
    run(near, tmp_path / "grown", near=True)
    run(near, tmp_path / "new", near=True)
    assert content(tmp_path / "grown") == content(tmp_path / "new")
    assert numbered(tmp_path / "new")["90"]["near_of"] == numbered(tmp_path / "new")["94"]["id"]


def test_a_sample_is_a_share_of_the_stories_and_always_the_same(output: Path, tmp_path: Path) -> None:
    stock(output, "alroya.om", *[piece(number, "2026-05-01") for number in range(100, 300)])
    half = run(output, tmp_path / "x", sample="0.5").figures.documents.total()
    assert 80 < half < 130
    few = {row["id"] for row in rows(tmp_path / "x")}
    assert run(output, tmp_path / "x", sample="0.1").added == 0
    assert {row["id"] for row in rows(tmp_path / "x")} < few


@pytest.mark.parametrize("form", list(Format))
def test_every_format_holds_the_same_rows_and_grows(output: Path, tmp_path: Path, form: Format) -> None:
    run(output, tmp_path / "parquet")
    run(output, tmp_path / "x", format=form)
    ids = [row["id"] for row in rows(tmp_path / "parquet")]
    files = sorted(path for path in tmp_path.glob("x/data/*/*/2026*"))
    assert [found for path in files for found in formats.ids_in(path, form)] == ids
    stock(output, "wafa.ps", piece(10, "2026-04-01", date="2026-04-09T08:00:00Z", text=WIRE))
    changes = run(output, tmp_path / "x", format=form)
    assert (changes.added, changes.removed, changes.written) == (1, 1, 1)
    run(output, tmp_path / "y", format=form)
    assert content(tmp_path / "x") == content(tmp_path / "y")


def test_texts_are_the_files_of_the_corpus(output: Path, tmp_path: Path) -> None:
    run(output, tmp_path / "x", format=Format.TEXT)
    exported = {path.relative_to(tmp_path / "x/data/train"): path for path in tmp_path.glob("x/data/*/*/*.txt")}
    assert len(exported) == 9
    for name, path in exported.items():
        assert path.read_bytes() == (output / "text" / name).read_bytes()
    (line, *_) = (tmp_path / "x/data/train/wafa.ps/2026-04-01.jsonl").read_text("utf-8").splitlines()
    row = json.loads(line)
    assert (row["day"], row["captured_utc"]) == ("2026-04-01", "2026-04-01T08:00:00.000001Z")
    assert "text" not in row


def test_a_damaged_text_stops_the_export_and_changes_nothing(output: Path, tmp_path: Path) -> None:
    run(output, tmp_path / "x")
    before = content(tmp_path / "x")
    path = next((output / "text" / "wafa.ps").glob("001_*.txt"))
    path.write_bytes(path.read_bytes().replace(b"\n", b" ", 1))
    stock(output, "wafa.ps", piece(20, "2026-04-02", date="2026-04-09T08:00:00Z"))
    with pytest.raises(CorpusError, match=r"001_\w+\.txt: has other bytes than its manifest states; run scrapy verify"):
        run(output, tmp_path / "x")
    assert content(tmp_path / "x") == before
    path.unlink()
    with pytest.raises(CorpusError, match=r"001_\w+\.txt: cannot be read \(No such file"):
        run(output, tmp_path / "x")
    assert content(tmp_path / "x") == before


def test_an_export_without_documents_is_none(output: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no document fits the choices"):
        run(output, tmp_path / "x", lands=("EG",))
    assert not (tmp_path / "x").exists()
    (tmp_path / "y").mkdir()
    with pytest.raises(ExportError, match="no document fits the choices"):
        run(output, tmp_path / "y", lands=("EG",))
    assert not content(tmp_path / "y")
    assert (tmp_path / "y").exists()


def test_signals_and_a_preset(output: Path, tmp_path: Path) -> None:
    stock(output, "wafa.ps", piece(20, text="\n".join([*paragraphs(20), *paragraphs(20)])), piece(21, text=WIRE))
    whole = {row["number"]: row for row in run_rows(output, tmp_path / "x") if row["outlet"] == "wafa.ps"}
    assert (whole[3]["quality_repeated_lines"], whole[0]["quality_repeated_lines"]) == (0.5, 0)
    assert whole[4]["quality_words"] == whole[4]["words"] == 19
    changes = run(output, tmp_path / "y", preset="gopher", quality=False)
    assert changes.figures.left_out == {"gopher:words": 1, "gopher:repeated_lines": 1}
    assert "1 gopher:repeated_lines, 1 gopher:words" in (tmp_path / "y/README.md").read_text("utf-8")
    assert {row["quality_words"] for row in rows(tmp_path / "y")} == {None}
    changes = run(output, tmp_path / "z", where="quality_repeated_lines < 0.3")
    assert changes.figures.left_out == {"where": 1}


def test_a_mask_leaves_marks_in_what_people_wrote_and_ids_alone(output: Path, tmp_path: Path) -> None:
    written = "راسلونا على desk@wafa.ps أو +970 2 241 0000"
    fields: dict[str, Any] = {
        "title": written,
        "description": written,
        "authors": [written],
        "cut": [written],
        "tags": [written],
    }
    stock(output, "wafa.ps", piece(20, text=f"{WIRE}\n{written}", credit=written, **fields))
    (open_row,) = (row for row in run_rows(output, tmp_path / "x") if row["number"] == 3 and row["outlet"] == "wafa.ps")
    (row,) = (row for row in run_rows(output, tmp_path / "y", mask=True) if row["id"] == open_row["id"])
    marked = "راسلونا على email@example.com أو +000000000000"
    assert row["text"] == f"{WIRE}\n{marked}"
    assert {row["title"], row["description"], row["credit"], *row["authors"], *row["cut"], *row["tags"]} == {marked}
    assert row["words"] == len(row["text"].split())
    assert (row["sha256"], row["quality_emails"], row["quality_phones"]) == (open_row["sha256"], 1, 1)
    assert "marks stand for e-mail addresses" in (tmp_path / "y/README.md").read_text("utf-8")
    assert "marks stand" not in (tmp_path / "x/README.md").read_text("utf-8")


def test_outlets_of_an_unknown_country_are_chosen_as_zz(output: Path, tmp_path: Path) -> None:
    stock(output, "akhbar.example", piece(20))
    assert {row["outlet"] for row in run_rows(output, tmp_path / "x", lands=("ZZ",))} == {"akhbar.example"}


def test_an_outlet_whose_state_is_lost_ends_the_export_and_leaves_the_last_one_unchanged(
    output: Path, tmp_path: Path
) -> None:
    run(output, tmp_path / "x")
    before = content(tmp_path / "x")
    (output / "text" / "wafa.ps" / "manifest.jsonl").write_text("{}\n")
    state_path(output, "wafa.ps").unlink()
    with pytest.raises(StateError, match=r"wafa\.ps\.sqlite: is missing, and .* has documents; run scrapy replay"):
        run(output, tmp_path / "x")
    assert content(tmp_path / "x") == before
