"""The verification of a release: it holds, and one byte changed anywhere is named."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from corpus.export.choices import Format
from corpus.export.folder import MANIFEST
from corpus.export.formats import opened as written
from corpus.export.schema import arrow_schema
from corpus.release import rebuild, rows
from corpus.release.check import opened
from corpus.release.citation import CITATION, citation
from corpus.release.manifest import File, Manifest
from crawler.errors import ReleaseError
from pipelines.profile.file import save_profile
from pipelines.profile.model import Line, Place, Profile
from tests.corpus.release.demo import check, freeze, make, settle

if TYPE_CHECKING:
    from pathlib import Path

SHARD = "data/train/akhbar.example/2024"


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [make(tmp_path_factory.mktemp("demo") / "output")]


@pytest.fixture
def release(archives: list[Path], tmp_path: Path) -> Path:
    freeze(archives[0].parents[2], tmp_path / "one")
    return tmp_path / "one"


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def signed(folder: Path) -> None:
    """Write manifest and citation anew for the files as they are, as a forger would."""
    manifest = Manifest.of((folder / MANIFEST).read_bytes())
    record = json.loads((folder / "export.json").read_bytes())
    for part in (part for shard in record["shards"] for part in shard["files"]):
        part["sha256"] = hashlib.sha256((folder / part["path"]).read_bytes()).hexdigest()
    (folder / "export.json").write_text(json.dumps(record), "utf-8")
    files = []
    for file in manifest.files:
        content = (folder / file.path).read_bytes() if (folder / file.path).exists() else b""
        files.append(File(file.path, len(content), hashlib.sha256(content).hexdigest()))
    content = Manifest(**{**manifest.__dict__, "files": tuple(files)}).content()
    (folder / MANIFEST).write_bytes(content)
    (folder / CITATION).write_bytes(citation("one", hashlib.sha256(content).hexdigest(), manifest))


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
    assert line.startswith(f"{SHARD}.parquet: rebuild: document {row['id']} is not what {place} gives: another text (")


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


def test_nothing_outside_the_folder_is_read(release: Path, archives: list[Path], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("سر")
    for path in ("../secret", "/etc/passwd", "data/../../secret", "data//x", "./x", ".hidden", "a\\b", ""):
        manifest = Manifest.of((release / MANIFEST).read_bytes())
        content = Manifest(**{**manifest.__dict__, "files": (File(path, 1, "0" * 64),)}).content()
        with pytest.raises(ValueError, match="leaves the folder"):
            Manifest.of(content)
        named = manifest.archives[0]._replace(name=path or "..")
        with pytest.raises(ValueError, match="is no file name"):
            Manifest.of(Manifest(**{**manifest.__dict__, "archives": (named,)}).content())
    card = release / "README.md"
    card.unlink()
    card.symlink_to(tmp_path / "secret")
    (release / "notes.txt").write_text("x")
    (release / "data/train/link").symlink_to(tmp_path)
    found, _ = check(release, archives)
    assert found == [
        f"{card.name}: file: it is a link or no plain file, and a release holds only such.",
        f"notes.txt: file: {MANIFEST} does not name it.",
        "data/train/link: file: it is a link or no plain file, and a release holds only such.",
    ]
    card.unlink()
    (release / "data/train/link").unlink()
    (release / "notes.txt").unlink()
    assert check(release, None)[0] == [f"README.md: file: {MANIFEST} names it, and it is missing."]


def test_hostile_rows_are_named(archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "one"
    freeze(archives[0].parents[2], folder, format=Format.TEXT)
    (path,) = [path for path in folder.glob("data/train/*/*.jsonl") if path.name.startswith("2025")]
    (first, *_) = path.read_text("utf-8").splitlines()
    for name, value, sentence in (
        ("name", "../../../../secret.txt", "a row names no text file"),
        ("id", "0" * 32, f"the id of document {'0' * 32} is not that of its outlet"),
        ("warc", "other.warc.gz", "came from other.warc.gz, which MANIFEST.json does not name"),
        ("rules", "5", "was made by rules, an extractor or a profile that MANIFEST.json does not name"),
        ("offset", -1, "has a value of another type"),
        ("url", "\ud800", "surrogates not allowed"),
        ("outlet", 5, "has a value of another type"),
    ):
        path.write_text(json.dumps({**json.loads(first), name: value}) + "\n", "utf-8")
        signed(folder)
        lines = check(folder, archives)[0]
        assert any(f"{path.name}: row: " in line and sentence in line for line in lines), (sentence, lines)
    path.write_text('{"name": "x"}\n', "utf-8")
    assert any("a row names no text file" in line for line in check(folder, None)[0])
    monkeypatch.setattr(rows, "LONGEST", 1000)
    path.write_text(" " * 1001, "utf-8")
    assert any("a line has more than 1,000 bytes" in line for line in check(folder, None)[0])


def test_a_part_with_another_digest_in_the_record_is_named(release: Path) -> None:
    record = (release / "export.json").read_text("utf-8")
    (release / "export.json").write_text(
        re.sub(r'"sha256": "\w+"', f'"sha256": "{"0" * 64}"', record, count=1), "utf-8"
    )
    assert (
        f"{SHARD}.parquet: row: export.json names it, and {MANIFEST} not, or by another digest."
        in check(release, None)[0]
    )


def test_a_hostile_record_names_no_rows(release: Path) -> None:
    record = json.loads((release / "export.json").read_bytes())
    (shard, *_) = record["shards"]
    forms: tuple[Any, ...] = (
        [],
        {**record, "shards": [{**shard, "files": [{**shard["files"][0], "path": "../../secret"}]}]},
        {**record, "shards": [{**shard, "files": [shard["files"][0], {**shard["files"][0], "bytes": "x"}]}]},
        {**record, "shards": [{**shard, "figures": {**shard["figures"], "words": float("inf")}}]},
    )
    for hostile in forms:
        (release / "export.json").write_text(json.dumps(hostile), "utf-8")
        lines = check(release, None)[0]
        assert lines[0].startswith("export.json: file: its bytes have the SHA-256 ")
        assert lines[1:] == [f"{MANIFEST}: row: it counts 5 documents, and 0 can be read."]


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
