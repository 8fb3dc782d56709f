"""The report opens offline, whatever the web put into its figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from corpus.export.rows import Facts
from corpus.statistics.files import write_page, write_pictures, write_tables
from corpus.statistics.labels import Language
from crawler.health import Fault
from tests.corpus.export.stock import piece, stock
from tests.corpus.statistics.reports import report

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>&"
ILL = Fault(word="empty", what=f"its start point https://x.example/{HOSTILE} cannot be used")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("page")
    pieces = [piece(number, f"2026-0{number + 1}-05", credit=HOSTILE) for number in range(3)]
    stock(folder, "alroya.om", *pieces)
    stock(folder, "wafa.ps", piece(0, date="2026-03-09T08:00:00Z"))
    path = folder / "new" / "report.html"
    write_page(report(folder, {"wafa.ps": Facts("وفا", "PS")}, ILL), path, Language.ARABIC)
    return path.read_text("utf-8")


def test_nothing_is_loaded_and_nothing_runs(page: str) -> None:
    tree = html.document_fromstring(page)
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'"
    ]
    assert not tree.xpath("//script|//link|//img|//iframe|//object|//a|//image|//use|//foreignobject|//base")
    assert not tree.xpath("//@src|//@href|//@srcset|//@action|//@*[starts-with(name(), 'on')]")
    assert "url(" not in page
    assert "@import" not in page
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert {one for one in addresses if not one.startswith("http://www.w3.org/")} == {
        "https://x.example/&lt;script&gt;alert(1)&lt;/script&gt;&amp;"
    }


def test_what_comes_from_the_web_is_text(page: str) -> None:
    shown = html.document_fromstring(page).text_content()
    assert f"https://x.example/{HOSTILE}" in shown
    assert "<script>alert(1)</script>" in shown


def test_it_is_arabic_from_right_to_left_and_its_charts_hold_text(page: str) -> None:
    tree = html.document_fromstring(page)
    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")
    texts = [text.strip("\N{RIGHT-TO-LEFT MARK}") for text in tree.xpath("//svg//text/text()")]
    assert "وفا" in texts
    assert "2026-03" in texts
    headings = tree.xpath("//h2/text()")
    assert "مَن ينقل عن مَن؟" in headings
    assert len(headings) == 17
    ids = tree.xpath("//svg//@id")
    assert len(ids) == len(set(ids))


def test_a_chart_has_its_figures_beside_it(page: str) -> None:
    (section,) = html.document_fromstring(page).xpath("//section[h2='الوثائق بحسب المنبر']")
    rows = [row.xpath(".//td//text()") for row in section.xpath(".//tr[td]")]
    assert rows == [["alroya.om", "3"], ["وفا", "1"]]


def test_an_empty_corpus_gives_a_page_in_english_too(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    found = report(tmp_path)
    write_page(found, tmp_path / "report.html", Language.ENGLISH)
    tree = html.parse(tmp_path / "report.html").getroot()
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    assert "Nothing yet." in tree.text_content()
    assert "All outlets are well." in tree.text_content()
    assert write_pictures(found, tmp_path / "svg", None, Language.ENGLISH) == 0
    assert write_tables(found, tmp_path / "csv") == 14


def test_what_could_not_be_read_is_told(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    next((tmp_path / "text" / "alroya.om").glob("000_*")).unlink()
    write_page(report(tmp_path), tmp_path / "report.html", Language.ARABIC)
    (section,) = html.parse(tmp_path / "report.html").getroot().xpath("//section[@class='unread']")
    assert "000_" in section.text_content()
