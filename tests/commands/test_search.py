"""`scrapy search`: its lists, its JSON and CSV, and its sentences."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import UsageError

from crawler.commands import refuse_unknown_options
from crawler.commands.search import Command
from crawler.state import state_path
from tests.corpus.export.stock import piece, stock
from tests.support.command import run_here

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    stock(folder, "alroya.om", piece(0, title="الوزير \x1b[31m في صحار", section="=1+1", tags=["نقل", "ميناء"]))
    stock(folder, "akhbar.example", piece(1, title="خبر آخر", text="قال وزير التعليم إن المدارس تفتح غدا"))
    return folder


def command(output: Path, *words: str) -> int:
    """Run the command in this process and return its exit code."""
    return run_here(Command(), output, *words)


def test_a_user_reads_titles_addresses_and_snippets(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(output, "وزير", "تعليم") == 0
    title, address, snippet, count = capsys.readouterr().out.splitlines()
    assert title == "خبر آخر"
    assert address == "  akhbar.example/0  2026-03-05  https://akhbar.example/post/1"
    assert snippet == "  قال وزير التعليم إن المدارس تفتح غدا"
    assert count == "1 of 1 documents"


def test_a_terminal_shows_marks_and_no_code_of_a_page(
    output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert command(output, "وزير", "--limit", "1", "--order", "time") == 0
    printed = capsys.readouterr().out
    assert "1 of 2 documents" in printed
    assert "\x1b[31m" not in printed
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert command(output, "التعليم") == 0
    assert "قال وزير \x1b[7mالتعليم\x1b[0m إن" in capsys.readouterr().out


def test_json_and_csv_have_the_same_results(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(output, "land:OM", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["document"] == "alroya.om/0"
    assert found["tags"] == ["نقل", "ميناء"]
    assert command(output, "land:OM", "--csv") == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["document"] == "alroya.om/0"
    assert row["tags"] == "نقل; ميناء"
    assert row["section"] == "'=1+1"
    assert row["snippet"] == found["snippet"]


def test_counts_stand_in_place_of_the_results(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(output, "وزير", "--count") == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "2 of 2 documents"
    assert {"land 1 OM", "section 1 =1+1", "month 2 2026-03", "published 2 2026-03-05, of 2"} <= {*lines}
    assert command(output, "وزير", "صحار", "--count", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["matched"], found["all"]) == (1, 2)
    assert found["facets"]["outlet"] == [{"value": "alroya.om", "matched": 1}]
    assert found["histogram"] == [{"span": "2026-03-05", "matched": 1, "all": 2}]


def test_a_damaged_outlet_is_named_and_the_others_are_found(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state_path(output, "alroya.om").write_bytes(b"x" * 5000)
    assert command(output, "وزير") == 1
    printed = capsys.readouterr()
    assert printed.err.count("alroya.om.sqlite: the state cannot be read") == 1
    assert "1 of 1 documents" in printed.out


def test_failures_are_one_sentence(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path / "nowhere", "x") == 1
    assert "nowhere: does not exist; set OUTPUT" in capsys.readouterr().err
    for words, sentence in (
        ((), "Name words"),
        (("x", "--limit", "0"), "--limit 0"),
        (('"x',), "is not closed"),
    ):
        with pytest.raises(UsageError, match=sentence):
            command(output, *words)
    with pytest.raises(UsageError, match="--count and --csv: name one of them"):
        command(output, "x", "--count", "--csv")
    (output / "derived" / "search" / "meta.json").write_bytes(b"x" * 5000)
    assert command(output, "x") == 1
    told = capsys.readouterr().err
    assert "derived/search: " in told
    assert told.endswith("delete the folder and run scrapy search.\n")


@pytest.mark.parametrize("words", [("--jsno", "وزير"), ("وزير", "--limits=3")])
def test_a_misspelt_option_is_no_word(words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=r"There is no option --(jsno|limits)\."):
        refuse_unknown_options(list(words))


def test_words_after_two_hyphens_and_words_to_leave_out_are_no_options() -> None:
    refuse_unknown_options(["وزير", "-مصر", "--", "--oil", "-gas"])
