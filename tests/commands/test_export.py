"""`scrapy export`: its options, its sentences, and a start without its libraries."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.export import Command
from crawler.state import state_path
from tests.corpus.export.stock import piece, stock
from tests.support.command import run_here

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    stock(folder, "alroya.om", piece(0), piece(1, rights={"tdm": "1"}))
    stock(folder, "akhbar.example", piece(2))
    return folder


def command(output: Path, *words: str) -> int:
    """Run the command in this process and return its exit code."""
    return run_here(Command(), output, *words)


def test_a_user_exports_and_reads_what_changed(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(output, str(tmp_path / "x")) == 0
    whole, changed, left_out = capsys.readouterr().out.splitlines()
    assert whole == f"{tmp_path / 'x'}: 2 documents (train 2) of 2 outlets, 114 words, 2 files"
    assert changed == "2 documents added, 0 removed; 2 files written"
    assert left_out == "left out: 1 reserved"
    card = (tmp_path / "x" / "README.md").read_text("utf-8")
    assert "| alroya.om | جريدة الرؤية العمانية | OM | 1 | 57 |" in card
    assert "| akhbar.example |  |  | 1 | 57 |" in card


def test_options_choose(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, count in (
        (("--outlets", "alroya.om,akhbar.example", "--with-reserved"), 3),
        (("--lands", "OM"), 1),
        (("--published", "2026-03-05..", "--captured", "..2026-03-05", "--distinct", "exact"), 2),
        (("--versions", "all", "--min-words", "57", "--where", "outlet = 'akhbar.example'"), 1),
        (("--format", "text", "--split", "story:0.5"), 2),
        (("--lands", "ZZ", "--preset", "gopher", "--mask", "--no-quality"), 1),
    ):
        assert command(output, str(tmp_path / "x"), *words) == 0
        assert f": {count} document{'s' * (count > 1)} (" in capsys.readouterr().out


def test_a_sample_is_a_share_of_the_documents(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stock(output, "akhbar.example", piece(3), piece(4))
    assert command(output, str(tmp_path / "x"), "--sample", "0.5", "--with-reserved", "--no-quality") == 0
    whole, _, left_out = capsys.readouterr().out.splitlines()
    assert ": 1 document (train 1) of 1 outlet," in whole
    assert left_out == "left out: 4 not-in-the-sample"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name one folder: scrapy export DIR"),
        (("x", "y"), "Name one folder"),
        (("x", "--outlets", "alroya.on"), "There is no outlet 'alroya.on'; did you mean alroya.om?"),
        (("x", "--lands", "Oman"), "--lands Oman: is not a code of two capital letters"),
        (("x", "--published", "2026"), "--published 2026: is not DAY..DAY"),
        (("x", "--captured", "2026-03-02..2026-03-01"), "ends before it begins"),
        (("x", "--captured", "2026-02-30"), "is not DAY..DAY"),
        (("x", "--sample", "1"), "--sample 1: is not a share between 0 and 1"),
        (("x", "--sample", ".00001"), "is not a share"),
        (("x", "--sample", "0.0"), "is not a share"),
        (("x", "--split", "story"), "--split story: is neither time:DAY nor story:SHARE"),
        (("x", "--split", "time:yesterday"), "is neither"),
        (("x", "--min-words", "-1"), "--min-words -1: is less than 0"),
        (("x", "--where", "random() > 0"), "depends on more than the row"),
        (("x", "--where", ""), "--where has no value"),
        (("x", "--lands", " "), "--lands has no value"),
    ],
)
def test_what_cannot_be_used_is_refused(output: Path, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageError) as refused:
        command(output, *words)
    assert sentence in str(refused.value)


def test_failures_are_one_sentence(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path / "nowhere", str(tmp_path / "x")) == 1
    assert "nowhere: does not exist; set OUTPUT" in capsys.readouterr().err
    assert command(output, str(output)) == 1
    assert "holds state and is no export; name a new or empty folder." in capsys.readouterr().err
    for name in ("/proc/foo", "/proc/foo.zip"):  # not even root can make a file there
        assert command(output, name) == 1
        assert f"{name}: cannot be made (No such file or directory); name a place" in capsys.readouterr().err
    state_path(output, "akhbar.example").write_bytes(b"x" * 5000)
    assert command(output, str(tmp_path / "x")) == 1
    assert "akhbar.example.sqlite: the state cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("library", ["pyarrow", "duckdb", "numpy"])
def test_a_missing_library_is_named_with_the_line_to_type(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], library: str
) -> None:
    for name in [name for name in sys.modules if name.startswith(("corpus.export.", "corpus.quality."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    assert command(output, str(tmp_path / "x"), "--where", "words > 1") == 1
    sentence = f"scrapy export needs {library}; install it with: .tools/bin/uv sync --inexact --no-dev --extra export\n"
    assert capsys.readouterr().err == sentence
