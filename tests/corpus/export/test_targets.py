"""Exports into archives and object stores: equal bytes, only what changed, and nothing half."""

from __future__ import annotations

import tarfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from corpus.export import shards, targets
from corpus.export.choices import Choices, Format
from corpus.export.folder import POSITIONS, RECORD
from corpus.export.targets import MARK, export_to
from crawler.errors import ExportError, StorageError
from crawler.storage.place import RemoteFile, place_of
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from pathlib import Path


class KilledError(Exception):
    """Stands for a kill: nothing that follows it happens."""


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shards, "GROWING", 0)
    stock(tmp_path / "output", "alroya.om", piece(0, "2026-03-01"), piece(1, "2026-03-02"))
    return tmp_path / "output"


@pytest.fixture
def store(tmp_path: Path) -> RemoteFile:
    """Return an empty prefix of a store in memory."""
    place = RemoteFile.of(f"memory://bucket/{tmp_path.name}")
    for file in place.files():
        file.unlink()
    return place


def content(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != POSITIONS)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def stored(store: RemoteFile) -> dict[str, bytes]:
    return {str(file)[len(str(store)) + 1 :]: file.read_bytes() for file in store.files()}


def sent(output: Path, store: RemoteFile, at: int = 1_000, **choices: Any) -> list[str]:
    """Export to a store, be killed at the call with this number that changes it, and return these calls."""
    calls: list[str] = []

    def counted(name: str) -> Any:
        real = getattr(RemoteFile, name)

        def call(self: RemoteFile, *words: Any, **options: Any) -> None:
            if len(calls) >= at:
                raise KilledError
            calls.append(f"{name} {str(self)[len(str(store)) + 1 :]}")
            real(self, *words, **options)

        return call

    with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
        for name in ("put", "unlink"):
            patch.setattr(RemoteFile, name, counted(name))
        export_to(output, place_of(store.url), Choices(**choices), {})
    return calls


@pytest.mark.parametrize("ending", [".tar", ".zip"])
def test_an_archive_holds_the_folder_and_equal_exports_give_equal_bytes(
    output: Path, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / "new" / f"x{ending}"
    export_to(output, target, Choices(), {})
    first = target.read_bytes()
    export_to(output, tmp_path / "folder", Choices(), {})
    if ending == ".tar":
        with tarfile.open(target) as tar:
            tar.extractall(tmp_path / "out", filter="data")
    else:
        with ZipFile(target) as package:
            package.extractall(tmp_path / "out")  # noqa: S202 - our own
    assert content(tmp_path / "out") == content(tmp_path / "folder")
    export_to(output, target, Choices(), {})
    assert target.read_bytes() == first
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    stock(output, "alroya.om", piece(2, "2026-03-03"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(targets, "sync_file", _die)
        with pytest.raises(KilledError):
            export_to(output, target, Choices(), {})
    assert target.read_bytes() == first
    export_to(output, target, Choices(), {})
    assert target.read_bytes() != first
    for other in (b"a thesis", b""):
        target.write_bytes(other)
        with pytest.raises(ExportError, match=f"x{ending}: is no archive of an export; name a new file"):
            export_to(output, target, Choices(), {})


def _die(*_: object) -> None:
    raise KilledError


def test_only_what_changed_goes_to_a_store_and_its_description_last(
    output: Path, store: RemoteFile, tmp_path: Path
) -> None:
    calls = sent(output, store)
    assert calls[0] == f"put {MARK}"
    assert calls[-2:] == [f"put {RECORD}", f"unlink {MARK}"]
    assert sent(output, store) == []
    stock(output, "alroya.om", piece(2, "2026-03-03"))
    shard = "data/train/alroya.om/2026-03-03.parquet"
    tops = [f"put {name}" for name in ("DATASHEET.ar.md", "DATASHEET.md", "README.md", "croissant.json", RECORD)]
    assert sent(output, store) == [f"put {MARK}", f"put {shard}", *tops, f"unlink {MARK}"]
    assert f"unlink {shard}" in sent(output, store, outlets=("alroya.om",), where="number < 2")
    sent(output, store, format=Format.TEXT)
    export_to(output, tmp_path / "folder", Choices(format=Format.TEXT), {})
    assert stored(store) == content(tmp_path / "folder")
    (store / "data/train/alroya.om/2026-03-01.jsonl").unlink()
    assert len(sent(output, store, format=Format.TEXT)) == 3
    assert stored(store) == content(tmp_path / "folder")


def test_an_interrupted_transfer_is_completed_whatever_the_corpus_became(
    output: Path, store: RemoteFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "GROWING", 500)  # both documents in one file, which the condition changes
    export_to(output, tmp_path / "folder", Choices(), {})
    before = content(tmp_path / "folder")
    sent(output, store)
    for at in range(len(sent(output, store, where="number < 1"))):
        sent(output, store)
        sent(output, store, at=at, where="number < 1")
        sent(output, store)  # the first choices again: files that the other ones wrote are not trusted
        assert stored(store) == before


def test_other_peoples_prefixes_are_left_alone_and_no_secret_is_shown(output: Path, store: RemoteFile) -> None:
    local = output / "thesis.txt"
    local.write_text("نص")
    (store / "thesis.txt").put(local)
    with pytest.raises(ExportError, match=r"holds thesis.txt and is no export; name a new or empty prefix"):
        export_to(output, place_of(store.url), Choices(), {})
    assert list(stored(store)) == ["thesis.txt"]
    for url in ("https://user:geheim@akhbar.example/x?key=geheim", "s3://user:geheim@bucket/*.parquet"):
        with pytest.raises(ExportError, match="takes no files; name a folder") as refused:
            export_to(output, place_of(url), Choices(), {})
        assert "geheim" not in str(refused.value)
    with pytest.raises(ExportError, match=r"corpus\.tar\.gz: an export can be a folder, a \.tar or a \.zip"):
        export_to(output, output / "corpus.tar.gz", Choices(), {})
    with pytest.raises(StorageError) as failed:
        export_to(output, place_of("nosuch://user:geheim@bucket/x"), Choices(), {})
    assert "geheim" not in str(failed.value)


def test_a_hostile_record_in_a_store_deletes_and_reads_nothing_here(
    output: Path, store: RemoteFile, tmp_path: Path
) -> None:
    local = tmp_path / "record"
    for text in ("[" * 100_000, '{"shards": [{"outlet": "x", "span": "y", "files": [{"path": "../../x"}]}]}', "7"):
        local.write_text(text)
        (store / RECORD).put(local)
        (store / MARK).put(local)
        sent(output, store)
        assert MARK not in stored(store)
        assert stored(store)[RECORD] != text.encode()
