"""`scrapy growth`: its table, its files, its sentences, and a start without its libraries."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import UsageError

from crawler.commands import growth
from crawler.commands.growth import Command
from crawler.state import state_path
from tests.corpus.export.stock import piece, stock
from tests.support.command import run_here

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    stock(folder, "alroya.om", piece(0), piece(1))
    stock(folder, "akhbar.example", piece(2))
    return folder


def command(output: Path, *words: str) -> int:
    """Run the command in this process and return its exit code."""
    return run_here(Command(), output, *words, PROFILES="")


def test_a_user_reads_a_table(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(output) == 0
    heading, first, second, total = capsys.readouterr().out.splitlines()
    assert heading.split("  ")[0] == "outlet"
    assert heading.split()[-4:] == ["rejected", "first", "last", "health"]
    assert first.split() == ["alroya.om", "OM", "2", "114", "0", "0", "2026-03", "2026-03", "never"]
    assert second.split()[:3] == ["akhbar.example", "ZZ", "1"]
    assert total.startswith(
        "documents 3, words 171, outlets 2, articles 3, later versions 0, copies between outlets 0 ("
    )


def test_other_outlets_are_one_row(
    output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stock(output, "wafa.ps", piece(3))
    monkeypatch.setattr(growth, "SHOWN", 1)
    assert command(output) == 0
    *_, others, _ = capsys.readouterr().out.splitlines()
    assert others.split() == ["2", "others", "2", "114", "0", "0", "2026-03", "2026-03"]


def test_a_terminal_gets_a_drawn_table(
    output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "160")
    assert command(output) == 0
    assert "\N{BOX DRAWINGS LIGHT HORIZONTAL}" in (shown := capsys.readouterr().out)
    assert "alroya.om" in shown


def test_figures_tables_charts_and_report_are_written(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [argument for kind in ("csv", "png", "svg") for argument in (f"--{kind}", str(tmp_path / kind))]
    assert command(output, str(tmp_path / "r.html"), "--json", "--lang", "en", *folders) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert found["totals"]["documents"] == 3
    assert found["copies"] == {"likeness": "exact", "compared": 3}
    assert f"{tmp_path / 'r.html'}: the report; open it in a browser\n" in printed.err
    with (tmp_path / "csv" / "outlets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["documents"] for row in rows] == ["2", "1"]
    assert rows[0]["publication"] == "جريدة الرؤية العمانية"
    charts = {path.stem for path in (tmp_path / "svg").iterdir()}
    assert {"documents-by-month", "words", "freshness"} <= charts
    assert {path.stem for path in (tmp_path / "png").iterdir()} == charts
    assert "The growth of the corpus" in (tmp_path / "r.html").read_text("utf-8")


def test_a_damaged_outlet_is_named_and_the_others_are_shown(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state_path(output, "akhbar.example").write_bytes(b"x" * 5000)
    assert command(output) == 1
    printed = capsys.readouterr()
    assert printed.err.count("akhbar.example.sqlite: the state cannot be read") == 1
    assert "documents 2, words 114, outlets 1," in printed.out


def test_failures_are_one_sentence(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path / "nowhere") == 1
    assert "nowhere: does not exist; set OUTPUT" in capsys.readouterr().err
    with pytest.raises(UsageError, match=r"Name one HTML file: scrapy growth report\.html"):
        command(output, "a.html", "b.html")
    with pytest.raises(UsageError, match="Name one HTML file"):
        command(output, "report.pdf")
    (tmp_path / "file").touch()
    assert command(output, "--csv", str(tmp_path / "file" / "csv")) == 1
    assert f"{tmp_path / 'file'}: cannot be written: File exists." in capsys.readouterr().err


@pytest.mark.parametrize("library", ["altair", "vl_convert", "fontpkg_ibm_plex_sans_arabic"])
def test_a_missing_library_is_named_with_the_line_to_type(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], library: str
) -> None:
    monkeypatch.delitem(sys.modules, "corpus.statistics.charts", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    assert command(output, str(tmp_path / "r.html"), "--csv", str(tmp_path / "csv")) == 1
    printed = capsys.readouterr()
    line = ".tools/bin/uv sync --inexact --no-dev --extra report"
    assert printed.err.endswith(f"The charts of scrapy growth need {library}; install it with: {line}\n")
    assert "documents 3" in printed.out
    assert (tmp_path / "csv" / "outlets.csv").exists()
