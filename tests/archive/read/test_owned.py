"""Leaving what belongs to no outlet: by the headers of records, before anything is decoded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.archive.read.owned import Owned
from crawler.archive.read.pages import read_archive
from crawler.outlet import Outlet
from tests.archive.test_record import arc, packed, plain

if TYPE_CHECKING:
    from pathlib import Path

AKHBAR = replace(
    Outlet.of_site("https://akhbar.example/"), exact_hosts=False, earlier_domains=("old-akhbar.example",), country="EG"
)
EXACT = Outlet.of_site("https://exact.example/")


@pytest.mark.parametrize(
    ("host", "owned"),
    [
        ("akhbar.example", True),
        ("www.akhbar.example", True),
        ("sport.eg.akhbar.example", True),
        ("m.akhbar.example", True),
        ("old-akhbar.example", True),
        ("archive.old-akhbar.example", True),
        ("exact.example", True),
        ("amp.exact.example", True),
        ("sport.exact.example", False),
        ("notakhbar.example", False),
        ("akhbar.example.evil.example", False),
        ("akhbar.example:8080", False),
        ("example", False),
    ],
)
def test_a_host_is_owned_as_a_crawl_decides_it(host: str, *, owned: bool) -> None:
    outlets = (AKHBAR, EXACT)
    url = f"https://{host}/news/1"
    assert Owned(outlets).has(url) is owned
    assert any(outlet.owns(url) for outlet in outlets) is owned


@pytest.mark.parametrize("url", ["", "<>", "akhbar.example/1", "ftp://akhbar.example/1", "https://[akhbar.example/1"])
def test_what_is_no_web_address_is_left(url: str) -> None:
    assert not Owned((AKHBAR,)).has(url)


def test_only_captures_of_outlets_are_read_and_the_others_counted(tmp_path: Path) -> None:
    other = "https://other.example/1"
    records = [
        plain(0, WARC_Type="warcinfo", WARC_Target_URI="", block=b"software: x\r\n"),
        plain(1),
        plain(2, WARC_Target_URI=other),
        plain(3, WARC_Type="request"),
        plain(4, WARC_Type="request", WARC_Target_URI=other),
        plain(5, WARC_Target_URI="<https://www.akhbar.example/5>"),
        plain(6, WARC_Type="revisit", block=b"", WARC_Target_URI=other),
    ]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(map(packed, records)))
    owned = Owned((AKHBAR,))
    reports: list[str] = []
    found = [archived.capture.url for archived in read_archive(path, (AKHBAR,), reports.append, owned=owned)]
    assert found == ["https://akhbar.example/1", "https://www.akhbar.example/5"]
    assert owned.left == 2
    assert not reports


def test_captures_of_an_arc_are_told_too(tmp_path: Path) -> None:
    path = tmp_path / "a.arc.gz"
    path.write_bytes(packed(arc(1)) + packed(arc(2).replace(b"akhbar", b"others")) + packed(arc(3)))
    owned = Owned((AKHBAR,))
    assert len(list(read_archive(path, (AKHBAR,), lambda _: None, owned=owned))) == 2
    assert owned.left == 1


def test_damage_in_what_is_left_is_reported_and_costs_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    other = packed(plain(1, WARC_Target_URI="https://other.example/1", block=b"<p>x</p>" * 40_000))
    path.write_bytes(packed(plain(0)) + other[:-20] + bytes(20) + packed(plain(2)))
    reports: list[str] = []
    owned = Owned((AKHBAR,))
    found = [archived.capture.url for archived in read_archive(path, (AKHBAR,), reports.append, owned=owned)]
    assert found == ["https://akhbar.example/0", "https://akhbar.example/2"]
    assert len(reports) == 1


def test_a_left_record_with_a_wrong_length_hides_no_other(tmp_path: Path) -> None:
    records = [plain(1, WARC_Target_URI="https://other.example/1", Content_Length="5000"), plain(2)]
    for path, content in (
        (tmp_path / "a.warc", b"".join(records)),
        (tmp_path / "b.warc.gz", packed(b"".join(records))),
    ):
        path.write_bytes(content)
        reports: list[str] = []
        found = list(read_archive(path, (AKHBAR,), reports.append, owned=Owned((AKHBAR,))))
        assert [archived.capture.url for archived in found] == ["https://akhbar.example/2"]
