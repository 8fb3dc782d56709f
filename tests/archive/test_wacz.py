"""A WACZ follows the specification byte for byte."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import zlib
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from warcio.cli import main as warcio

from crawler.archive.index.cdxj import Entry, cdxj_line
from crawler.archive.index.writing import add_segment
from crawler.archive.read.pages import read_archive
from crawler.archive.read.records import read_records
from crawler.archive.wacz import BLOCK, WaczPage, _blocks, write_wacz
from crawler.errors import WaczError
from tests.commands.test_replay import foreign_warc

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [WaczPage("one", "https://www.alroya.om/post/360000/x", "2026-01-01T00:00:00Z", "عنوان", "نص الخبر")]


@pytest.fixture
def warcs(tmp_path: Path) -> list[Path]:
    """Return the paths of two archives of one outlet."""
    folder = tmp_path / "alroya.om"
    folder.mkdir()
    paths = [folder / "a.warc.gz", folder / "b.warc.gz"]
    for path in paths:
        foreign_warc(path, gzipped=True, version="WARC/1.1")
    return paths


def packed(warcs: list[Path], target: Path) -> ZipFile:
    """Return a package of archives."""
    reports: list[str] = []
    moved: list[int] = []
    write_wacz(target, warcs, PAGES, reports.append, moved.append, title="الرؤية")
    assert reports == []
    assert sum(moved) == sum(path.stat().st_size for path in warcs)
    return ZipFile(target)


def entries(package: ZipFile) -> list[Entry]:
    """Return the index's entries."""
    lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    assert lines == sorted(lines)
    return [Entry.of_line(line) for line in lines]


def test_every_member_is_described_and_digested(warcs: list[Path], tmp_path: Path) -> None:
    with packed(warcs, tmp_path / "x.wacz") as package:
        assert package.testzip() is None
        raw = package.read("datapackage.json")
        description: dict[str, Any] = json.loads(raw)
        assert (description["profile"], description["wacz_version"]) == ("data-package", "1.1.1")
        assert description["title"] == "الرؤية"
        digest = json.loads(package.read("datapackage-digest.json"))
        assert digest == {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"}
        described = {resource["path"]: resource for resource in description["resources"]}
        assert sorted([*described, "datapackage.json", "datapackage-digest.json"]) == sorted(package.namelist())
        for path, resource in described.items():
            content = package.read(path)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)


def test_archives_are_stored_as_they_are_and_where_a_player_reckons(warcs: list[Path], tmp_path: Path) -> None:
    with packed(warcs, tmp_path / "x.wacz") as package:
        whole = (tmp_path / "x.wacz").read_bytes()
        for warc in warcs:
            member = package.getinfo(f"archive/{warc.name}")
            assert member.compress_type == ZIP_STORED
            # wabac assumes that a local header has no extra field when the directory's entry has no extra field.
            begin = member.header_offset + 30 + len(member.filename)
            assert whole[begin : begin + member.file_size] == warc.read_bytes()
        assert package.getinfo("indexes/index.cdx.gz").compress_type == ZIP_STORED


def test_the_index_points_at_the_records(warcs: list[Path], tmp_path: Path) -> None:
    with packed(warcs, tmp_path / "x.wacz") as package:
        found = entries(package)
        assert len(found) == 8
        for entry in found:
            content = package.read(f"archive/{entry.filename}")[entry.offset : entry.offset + entry.length]
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            record = unpacker.decompress(content)
            assert unpacker.eof
            assert unpacker.unused_data == b""
            assert f"WARC-Target-URI: {entry.url}\r\n".encode() in record


def test_pages_come_after_their_header(warcs: list[Path], tmp_path: Path) -> None:
    with packed(warcs, tmp_path / "x.wacz") as package:
        header, *rows = map(json.loads, package.read("pages/pages.jsonl").decode().splitlines())
        assert header == {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
        assert rows == [page._asdict() for page in PAGES]


def test_a_page_without_a_title_is_listed_by_its_address(warcs: list[Path], tmp_path: Path) -> None:
    (page,) = PAGES
    write_wacz(tmp_path / "x.wacz", warcs, [page._replace(title="")], print, lambda _: None, title="")
    with ZipFile(tmp_path / "x.wacz") as package:
        _, row = map(json.loads, package.read("pages/pages.jsonl").decode().splitlines())
    assert row["title"] == page.url


def test_an_index_beside_the_archives_gives_the_same_package(warcs: list[Path], tmp_path: Path) -> None:
    with packed(warcs, tmp_path / "x.wacz") as package:
        read = package.read("indexes/index.cdx.gz")
    captures = (archived.capture for archived in read_archive(warcs[0], (), print))
    add_segment(warcs[0].parent, map(cdxj_line, captures))
    with packed(warcs, tmp_path / "x.wacz") as package:
        assert package.read("indexes/index.cdx.gz") == read


def test_the_summary_leads_to_the_members_of_the_index() -> None:
    lines = [b'com,example)/%05d 20260101000000 {"url": "x"}\n' % number for number in range(BLOCK * 2 + 1)]
    summary: list[bytes] = []
    members = list(_blocks(iter(lines), summary))
    assert gzip.decompress(b"".join(members)) == b"".join(lines)
    head, *rows = (line.decode().split(" ", 2) for line in summary)
    assert head[0] == "!meta"
    assert [row[0] for row in rows] == ["com,example)/00000", "com,example)/01024", "com,example)/02048"]
    for row, member in zip(rows, members, strict=True):
        fields = json.loads(row[2])
        assert b"".join(members)[fields["offset"] :][: fields["length"]] == member
        assert fields["digest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"


def test_a_package_that_fails_leaves_the_older_one(warcs: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    target.write_bytes(b"older")
    with pytest.raises(OSError, match="gone"):
        write_wacz(target, [*warcs, tmp_path / "gone.warc.gz"], PAGES, print, lambda _: None, title="")
    assert target.read_bytes() == b"older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alroya.om", "x.wacz"]


@pytest.mark.parametrize("alone", [0, 2])
def test_records_that_share_a_member_are_refused_with_what_to_do(tmp_path: Path, alone: int) -> None:
    warc, plain = tmp_path / "shared.warc.gz", tmp_path / "x.warc"
    foreign_warc(plain, gzipped=False, version="WARC/1.1")
    found = list(read_records(plain, print))
    content = plain.read_bytes()
    ends = [0, *(record.offset + record.length for record in found[:alone]), len(content)]
    warc.write_bytes(b"".join(gzip.compress(content[begin:end]) for begin, end in itertools.pairwise(ends)))
    with pytest.raises(WaczError, match=rf"shared\.warc\.gz: several .* `warcio recompress {warc} COPY") as refused:
        write_wacz(tmp_path / "x.wacz", [warc], PAGES, print, lambda _: None, title="")
    assert not (tmp_path / "x.wacz").exists()

    recompressed = tmp_path / "COPY.warc.gz"
    _, command, _ = str(refused.value).split("`")
    warcio(command.replace("COPY.warc.gz", str(recompressed)).split()[1:])
    with packed([recompressed], tmp_path / "x.wacz") as package:
        assert len(entries(package)) == 4
