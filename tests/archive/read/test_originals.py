"""A revisit's page has the body of its original, in whichever archive the original lies."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from crawler.archive.read import originals
from crawler.archive.read.pages import PageReader, read_archive
from crawler.archive.read.records import read_records
from tests.archive.read.test_pages import BODY, HEAD, ORIGINAL, OUTLET, REVISED, page_of, read, record, revisit, url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.archive.record import Record

REFERENCES = {
    "record id": {"WARC_Refers_To": "<urn:uuid:1>", "WARC_Payload_Digest": ""},
    "address and date": {
        "WARC_Refers_To_Target_URI": url(1),
        "WARC_Refers_To_Date": "2026-11-22T10:00:01.000000Z",
        "WARC_Payload_Digest": "",
    },
    "digest": {"WARC_Target_URI": url(1)},
    "a wrong id, and a digest": {"WARC_Refers_To": "<urn:uuid:404>"},
}


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("where", ["same", "later", "other"])
def test_a_revisit_has_its_own_head_and_the_originals_body(reference: str, where: str, tmp_path: Path) -> None:
    again = revisit(2, REVISED, **REFERENCES[reference])
    paths = [tmp_path / "b.warc.gz"]
    if where == "other":
        read(tmp_path / "c.warc.gz", ORIGINAL)
        archived, reports = read(paths[0], again)
    else:
        archived, reports = read(paths[0], *((ORIGINAL, again) if where == "same" else (again, ORIGINAL)))
    (found,) = [one for one in archived if one.capture.kind == "revisit"]
    assert (found.capture.page, found.capture.status, reports) == (True, 200, [])
    page = page_of(found)
    assert (page.body, page.content_type, page.fault) == (BODY, "text/html", None)


def test_originals_are_looked_for_in_the_archives_that_were_named(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    read(tmp_path / "two" / "b.warc.gz", ORIGINAL)
    (found,), _ = read(tmp_path / "one" / "a.warc.gz", revisit(2, REVISED))
    assert page_of(found).fault == "unresolved"
    assert page_of(found, tmp_path / "one" / "a.warc.gz", tmp_path / "two" / "b.warc.gz").body == BODY


def test_an_original_of_another_payload_is_none(tmp_path: Path) -> None:
    _, found = read(
        tmp_path / "a.warc.gz", ORIGINAL, revisit(2, WARC_Refers_To="<urn:uuid:1>", WARC_Payload_Digest="sha1:B")
    )[0]
    assert page_of(found).fault == "unresolved"


def test_one_member_for_all_resolves_too(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    again = revisit(2, REVISED, WARC_Refers_To="<urn:uuid:1>")
    path.write_bytes(gzip.compress(b"".join(map(gzip.decompress, (record(0, HEAD + BODY), ORIGINAL, again)))))
    *_, found = read_archive(path, (OUTLET,), print)
    assert page_of(found).body == BODY
    assert PageReader(get_crawler(), [path]).read(found.capture, OUTLET).body == BODY


def test_resolving_many_revisits_reads_the_archives_three_times_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(
        tmp_path / "z.warc.gz",
        *(record(number, HEAD + BODY, WARC_Payload_Digest=f"sha1:{number}") for number in range(30)),
    )
    archived, _ = read(
        tmp_path / "a.warc.gz", *(revisit(number + 30, WARC_Payload_Digest=f"sha1:{number}") for number in range(40))
    )
    opened: list[str] = []

    def read_counted(path: Path, report: Callable[[str], None]) -> Iterator[Record]:
        opened.append(path.name)
        return read_records(path, report)

    monkeypatch.setattr(originals, "read_records", read_counted)
    pages = PageReader(get_crawler())
    assert [pages.page(one).fault for one in archived] == [None] * 30 + ["unresolved"] * 10
    assert sorted(opened) == ["a.warc.gz", "a.warc.gz", "z.warc.gz", "z.warc.gz"]


def test_what_is_remembered_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "NOTED", 4)
    archived, _ = read(
        tmp_path / "a.warc.gz",
        *(record(number, HEAD + BODY, WARC_Payload_Digest=f"sha1:{number}") for number in range(9)),
        revisit(9, WARC_Payload_Digest="sha1:0"),
    )
    pages = PageReader(get_crawler())
    assert [pages.page(one).fault for one in archived] == [None] * 10
    (noting,) = pages._originals.values()  # noqa: SLF001 - its size has no public name
    assert len(noting._noted) == 4  # noqa: SLF001 - the same


def test_an_archive_that_cannot_be_sought_in_is_read_so_many_times_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "SEARCHES", 2)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(map(gzip.decompress, (ORIGINAL, *map(revisit, (2, 3, 4)))))))
    archived = [one for one in read_archive(path, (OUTLET,), print) if one.capture.kind == "revisit"]
    pages = PageReader(get_crawler())
    assert [pages.page(one).fault for one in archived] == [None, None, "unresolved"]


def test_what_one_search_looks_for_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "WANTED", 2)
    kept = (record(number, HEAD + BODY, WARC_Payload_Digest=f"sha1:{number}") for number in range(3))
    read(tmp_path / "z.warc.gz", *kept)
    archived, _ = read(
        tmp_path / "a.warc.gz", *(revisit(number + 3, WARC_Payload_Digest=f"sha1:{number}") for number in range(3))
    )
    pages = PageReader(get_crawler())
    assert [pages.page(one).fault for one in archived] == [None, None, "unresolved"]
