"""The folder of a release may be hostile: nothing outside it is read, and what it holds is bounded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from corpus.export.choices import Format
from corpus.export.folder import MANIFEST
from corpus.release import rows
from corpus.release.manifest import File, Manifest
from tests.corpus.release.demo import check, freeze, signed

if TYPE_CHECKING:
    from pathlib import Path


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
