"""A user may name archives, folders with archives, and packages."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from crawler.archive.read.named import NamedArchives, is_package
from crawler.errors import WaczError

if TYPE_CHECKING:
    from pathlib import Path


def names(found: list[Path]) -> list[str]:
    return [path.name for path in found]


def package(path: Path, **members: bytes) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_folder_names_the_archives_in_it_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("z.warc.gz", "b/y.arc", "b/c/x.WARC", "b/w.warc.gz.open", "b/v.warc.zst", ".hidden/u.warc", "t.txt"):
        (tmp_path / name).write_bytes(b"")
    package(tmp_path / "b" / "p.wacz", **{"archive/q.warc.gz": b"q"})
    with NamedArchives() as archives:
        found = archives.find(tmp_path)
        assert names(found) == ["z.warc.gz", "q.warc.gz", "v.warc.zst", "w.warc.gz.open", "y.arc", "x.WARC"]
        assert archives.find(tmp_path / "t.txt") == [tmp_path / "t.txt"]
        (tmp_path / "empty").mkdir()
        assert archives.find(tmp_path / "empty") == []


def test_a_package_is_known_by_its_content_and_gives_its_archives(tmp_path: Path) -> None:
    members = {
        "archive/a.warc.gz": b"one",
        "other/a.warc.gz": b"two",
        "../../e.warc": b"out",
        "datapackage.json": b"{}",
    }
    for name in ("p.wacz", "p.zip", "p"):
        path = package(tmp_path / name, **members)
        with NamedArchives() as archives:
            found = archives.find(path)
            assert names(found) == ["a.warc.gz", "a.warc.gz", "e.warc"]
            assert [copy.read_bytes() for copy in found] == [b"one", b"two", b"out"]
            assert [copy.parent.name for copy in found] == [name, "1", name]
        assert not any(copy.exists() for copy in found)
    assert not is_package(package(tmp_path / "book.zip", **{"a.txt": b"text"}))
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"PK\x03\x04"))
    assert not is_package(tmp_path / "a.warc.gz")


@pytest.mark.parametrize("damage", ["cut", "flipped", "no zip"])
def test_a_damaged_package_is_named(damage: str, tmp_path: Path) -> None:
    path = package(tmp_path / "p.wacz", **{"archive/a.warc.gz": bytes(range(256)) * 40})
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    damaged = {"cut": bytes(content[:-30]), "flipped": bytes(content), "no zip": b"PK\x03\x04" + bytes(99)}
    path.write_bytes(damaged[damage])
    with NamedArchives() as archives, pytest.raises(WaczError, match="is a WACZ that cannot be read"):
        archives.find(path)


def test_a_package_that_unpacks_to_more_than_the_disk_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = package(tmp_path / "p.wacz", **{"archive/a.warc": bytes(100)})

    class Usage:
        free = 99

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    with NamedArchives() as archives:
        with pytest.raises(WaczError, match=r"its archives need 100 bytes, and .* has 99; set TMPDIR"):
            archives.find(path)
        Usage.free = 100
        assert names(archives.find(path)) == ["a.warc"]
