"""The verification of a release: it holds, and one byte changed anywhere is named."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from corpus.export.choices import Format
from corpus.export.folder import MANIFEST
from corpus.export.formats import opened as written
from corpus.export.schema import arrow_schema
from corpus.release import rebuild
from corpus.release.check import opened
from crawler.errors import ReleaseError
from pipelines.profile.file import save_profile
from pipelines.profile.model import Line, Place, Profile
from tests.corpus.release.demo import SHARD, check, freeze, settle, signed

if TYPE_CHECKING:
    from pathlib import Path


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_the_release_of_the_demo_holds(release: Path, archives: list[Path]) -> None:
    digest = opened(release).digest
    found, verification = check(release, archives, digest=digest)
    summary = verification.summary
    assert (found, verification.unproven) == ([], [])
    assert (summary.documents, summary.proven, summary.archives) == (5, 5, 1)
    found, verification = check(release, archives, sample=2)
    assert (found, verification.summary.documents, verification.summary.proven) == ([], 5, 2)
    found, _ = check(release, None, digest="0" * 64)
    assert found == [f"{MANIFEST}: digest: its SHA-256 is {digest}, and not {'0' * 64}."]


@pytest.mark.parametrize("form", [Format.PARQUET, Format.JSONL, Format.JSONL_GZ, Format.JSONL_ZST, Format.TEXT])
def test_each_form_holds_and_a_byte_of_any_file_is_named(form: Format, archives: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "one"
    freeze(archives[0].parents[2], folder, format=form)
    assert check(folder, archives)[0] == []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        flip(path, path.stat().st_size // 2)
        name = str(path.relative_to(folder))
        if name == MANIFEST:
            try:
                assert [line for line in check(folder, None)[0] if line.startswith(f"{MANIFEST}: ")]
            except ReleaseError as error:
                assert MANIFEST in str(error)  # noqa: PT017 - either may be, by the byte
        else:
            assert [line for line in check(folder, None)[0] if line.startswith(f"{name}: ")], name
        flip(path, path.stat().st_size // 2)
    assert check(folder, archives)[0] == []


def test_a_byte_of_a_text_names_file_and_document(archives: list[Path], tmp_path: Path) -> None:
    freeze(archives[0].parents[2], tmp_path / "one", format=Format.TEXT)
    (first, *_) = sorted(tmp_path.glob("one/data/train/*/*.txt"))
    row = next(row for row in map(json.loads, _lines(tmp_path / "one")) if row["name"] == first.name)
    flip(first, -3)
    found, _ = check(tmp_path / "one", archives)
    assert len(found) == 2
    assert found[0].startswith(f"data/train/akhbar.example/{first.name}: file: its bytes have the SHA-256 ")
    assert f".jsonl: row: the text of document {row['id']} has the SHA-256 " in found[1]


def _lines(folder: Path) -> list[str]:
    return [line for path in sorted(folder.glob("data/*/*/*.jsonl")) for line in path.read_text("utf-8").splitlines()]


def test_a_byte_of_a_shard_names_file_and_document(release: Path, archives: list[Path]) -> None:
    path = release / f"{SHARD}.parquet"
    (first, *_) = pq.read_table(path, columns=["id"]).column("id").to_pylist()
    chunk = pq.read_metadata(path).row_group(0).column(list(arrow_schema().names).index("text"))
    flip(path, chunk.data_page_offset + chunk.total_compressed_size // 2)
    found, _ = check(release, archives)
    assert f"{SHARD}.parquet: file: its bytes have the SHA-256 " in found[0]
    assert re.match(rf"{SHARD}.parquet: row: .*document {first}|.*first document on, {first}", found[1]), found


def test_a_byte_of_the_manifest_is_named(release: Path, archives: list[Path]) -> None:
    content = (release / MANIFEST).read_bytes()
    (release / MANIFEST).write_bytes(content.replace(b'"words":1', b'"words":2'))
    (digest, *others) = check(release, archives)[0]
    assert re.match(r"MANIFEST.json: digest: its SHA-256 is \w+, and CITATION.cff names \w+: one of them was", digest)
    assert others == []
    (release / MANIFEST).write_bytes(content.replace(b'","outlets":', b'", "outlets":', 1))
    with pytest.raises(ReleaseError, match=r"MANIFEST.json: is not in the canonical form"):
        opened(release)
    for damaged, sentence in (
        (b"{", "is no manifest"),
        (b"[" * 100_000, "is no manifest"),
        (b"[]", "is no manifest"),
        (content.replace(b'"format":1', b'"format":2'), "has the form 2, and this Warraq reads 1"),
        (content.replace(b'"documents":5', b'"documents":"5"', 1), "a value of a wrong type"),
        (content.replace(b'"sha256":"', b'"sha256":"g', 1), "a digest that is no SHA-256"),
    ):
        (release / MANIFEST).write_bytes(damaged)
        with pytest.raises(ReleaseError, match=sentence):
            opened(release)
    (release / MANIFEST).unlink()
    with pytest.raises(ReleaseError, match=r"holds no MANIFEST.json, so it is no release"):
        opened(release)


def test_a_byte_of_an_archive_names_it_and_the_document(release: Path, archives: list[Path], tmp_path: Path) -> None:
    found = pq.read_table(release / f"{SHARD}.parquet", columns=["id", "offset"]).to_pylist()
    copy = tmp_path / archives[0].name
    copy.write_bytes(archives[0].read_bytes())
    flip(copy, found[0]["offset"] + 900)
    lines, verification = check(release, [copy])
    assert lines[0] == f"{copy}: archive: its bytes are not those that the manifest names."
    sentence = f"archive: it holds no readable record there, and document {found[0]['id']} came from it."
    assert lines[1:] == [f"{copy}, byte {found[0]['offset']}: {sentence}"]
    assert verification.summary.proven == 4


def test_a_text_that_no_record_gives_is_named_however_it_was_signed(release: Path, archives: list[Path]) -> None:
    path = release / f"{SHARD}.parquet"
    table = pq.read_table(path)
    (row, *others) = table.to_pylist()
    row["text"] += "\nوقال إن كل ذلك لم يحدث."
    row["sha256"] = hashlib.sha256(
        (f"{row['title']}\n" if row["title"] else "").encode() + row["text"].encode()
    ).hexdigest()
    row["name"] = f"{row['name'][:3]}_{row['sha256'][:16]}.txt"
    path.unlink()
    file = written(path, Format.PARQUET)
    file.add(type(table).from_pylist([row, *others], schema=arrow_schema()))
    file.close()
    signed(release)
    assert check(release, None)[0] == []
    (line,) = check(release, archives)[0]
    place = f"the record at byte {row['offset']} of {archives[0].name}"
    assert line.startswith(
        f"{SHARD}.parquet: rebuild: document {row['id']} is not what {place} gives: another `text` ("
    )


def test_metadata_that_no_record_gives_is_named(release: Path, archives: list[Path]) -> None:
    path = release / f"{SHARD}.parquet"
    table = pq.read_table(path)
    for name, value in (("authors", ["كاتب آخر"]), ("published", "2020-01-01"), ("url", "https://akhbar.example/x")):
        (row, *others) = table.to_pylist()
        row[name] = value
        path.unlink()
        file = written(path, Format.PARQUET)
        file.add(type(table).from_pylist([row, *others], schema=arrow_schema()))
        file.close()
        signed(release)
        (line,) = check(release, archives)[0]
        assert f"gives: another `{name}` (" in line


def test_archives_that_are_not_there_leave_it_unproven(release: Path, archives: list[Path]) -> None:
    found, verification = check(release, [])
    assert found == []
    (sentence,) = verification.unproven
    assert sentence == (
        f"{release}: not proven is what came from {archives[0].name}: no such archive is there; name the archives "
        "(--archives PATH), or check the rest alone (--without-archives)."
    )
    assert check(release, None)[1].unproven == []


def test_other_rules_prove_nothing(release: Path, archives: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "RULES", "0")
    found, verification = check(release, archives)
    assert (found, verification.summary.proven) == ([], 0)
    assert "and this Warraq has rules 0 and " in verification.unproven[0]


def test_a_part_with_another_digest_in_the_record_is_named(release: Path) -> None:
    record = (release / "export.json").read_text("utf-8")
    (release / "export.json").write_text(
        re.sub(r'"sha256": "\w+"', f'"sha256": "{"0" * 64}"', record, count=1), "utf-8"
    )
    assert (
        f"{SHARD}.parquet: row: export.json names it, and {MANIFEST} not, or by another digest."
        in check(release, None)[0]
    )


def test_marks_in_a_masked_release_are_those_that_its_records_give(
    archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("corpus.export.documents", "corpus.export.rows", "corpus.release.rebuild"):
        monkeypatch.setattr(f"{module}.masked", lambda text: text.replace("في", "(..)"))
    freeze(archives[0].parents[2], tmp_path / "one", mask=True)
    assert "(..)" in pq.read_table(tmp_path / f"one/{SHARD}.parquet").column("text").to_pylist()[0]
    assert check(tmp_path / "one", archives)[0] == []
    monkeypatch.undo()
    found = check(tmp_path / "one", archives)[0]
    assert len(found) == 5
    assert "gives: another `" in found[0]


def test_a_profile_belongs_to_the_release_and_another_one_is_named(archives: list[Path], tmp_path: Path) -> None:
    output = tmp_path / "output"
    profile = Profile(outlet="akhbar.example", pages=50, first="2026-01-01", last="2026-02-01")
    save_profile(output / "profiles", profile)
    warc = output / "archive/akhbar.example" / archives[0].name
    warc.parent.mkdir(parents=True)
    shutil.copy(archives[0], warc)
    settle(output, warc)
    release = tmp_path / "one"
    made = freeze(output, release)
    assert made.manifest.outlets[0].profile == profile.digest
    assert check(release, [warc])[0] == []
    heading = Line(text="اشترك في نشرتنا", pages=40, share=0.8, place=Place.BOTTOM)
    save_profile(release / "profiles", replace(profile, lines=(heading,)))
    lines = [line.partition(": ")[2] for line in check(release, None)[0]]
    assert lines[0].startswith("file: its bytes have the SHA-256 ")
    assert lines[1:] == [f"profile: it is not the profile {profile.digest} of the manifest."]
    (release / "profiles/akhbar.example.toml").write_text("x")
    assert any("the profile is broken" in line for line in check(release, None)[0])
    shutil.rmtree(output / "profiles")
    with pytest.raises(ReleaseError, match=f"profile {profile.digest}, and a rebuild would use .* profile none"):
        freeze(output, tmp_path / "two")


def test_an_archive_of_one_member_is_read_once_through(archives: list[Path], tmp_path: Path) -> None:
    output = tmp_path / "output"
    warc = output / "archive/akhbar.example" / archives[0].name
    warc.parent.mkdir(parents=True)
    warc.write_bytes(gzip.compress(gzip.decompress(archives[0].read_bytes()), mtime=0))
    settle(output, warc)
    freeze(output, tmp_path / "one")
    found, verification = check(tmp_path / "one", [warc])
    assert (found, verification.summary.proven) == ([], 5)
