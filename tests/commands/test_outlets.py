"""`scrapy outlets`: it lists all outlets, with or without an output folder, for people and for programs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.outlets import Command
from crawler.state import Kind, State, Waiting
from tests.commands.test_health import NOW, OUTLET, SITE, crawled, grow, ran
from tests.support.project import ROOT, scrapy

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(path.stem for path in (ROOT / "crawler" / "spiders").glob("[a-z]*.py"))


def leave_waiting(output: Path) -> None:
    """Let two addresses of an outlet wait for a later run."""
    urls = [f"https://{OUTLET}/{number}" for number in range(2)]
    with State(output, OUTLET) as state:
        state.add_waiting(Waiting(kind=Kind.ARTICLE, key=url, url=url) for url in urls)


def test_without_an_output_folder_each_outlet_is_listed(tmp_path: Path) -> None:
    run = scrapy("outlets", "-s", f"OUTPUT={tmp_path / 'none'}")
    assert (run.returncode, run.stderr) == (0, "")
    head, *lines = run.stdout.splitlines()
    assert head.split("  ")[0] == "outlet"
    assert len(lines) == len(FILES)
    (line,) = (line for line in lines if line.startswith(f"{OUTLET} "))
    assert line.split() == [OUTLET, "GB", "6", "-", "0", "0", "-", "never"]
    assert not (tmp_path / "none").exists()


def test_columns_are_aligned_where_there_is_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path)
    leave_waiting(tmp_path)
    assert ran(Command(), tmp_path) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    place = head.index("health")
    assert {line[place - 1] for line in lines} == {" "}
    (line,) = (line for line in lines if line.startswith(f"{OUTLET} "))
    assert line.split() == [OUTLET, "GB", "6", "2026-03-30", "04:00", "finished", "72", "2", "2026-03-30", "ok"]
    assert line[place:] == "ok"


def test_json_says_the_same_and_knows_sites_without_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path, 2)
    leave_waiting(tmp_path)
    grow(tmp_path, outlet=SITE)
    crawled(tmp_path, NOW - timedelta(hours=2), SITE, reason="failed")
    assert ran(Command(), tmp_path, json=True) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert len(found) == len(FILES) + 1
    assert found[OUTLET] == {
        "name": OUTLET,
        "title": "الشرق الأوسط",
        "country": "GB",
        "start_points": 6,
        "last_run": {
            "began": "2026-03-30T04:00:00+00:00",
            "ended": "2026-03-30T04:09:00+00:00",
            "reason": "finished",
            "outcome": "finished",
            "failure": None,
        },
        "documents": 18,
        "waiting": 2,
        "newest": "2026-03-30T04:00:00+03:00",
        "health": "ok",
        "faults": [],
    }
    assert (found[SITE]["country"], found[SITE]["start_points"], found[SITE]["health"]) == ("ZZ", 0, "failed")
    assert found["youm7.com"]["last_run"] is None
    assert found["youm7.com"]["health"] == "never"


def test_a_terminal_gets_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NO_COLOR", raising=False)
    grow(tmp_path, 1)
    crawled(tmp_path, NOW - timedelta(hours=2), SITE, reason="failed")
    assert ran(Command(), tmp_path) == 0
    said = capsys.readouterr().out
    assert "\x1b[32mok" in said
    assert "\x1b[1;31mfailed" in said


def test_a_missing_text_costs_its_outlet_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path, 1)
    grow(tmp_path, 1, SITE)
    next(tmp_path.glob(f"text/{SITE}/000_*.txt")).unlink()
    assert ran(Command(), tmp_path) == 1
    said = capsys.readouterr()
    assert f"{SITE}/000_" in said.err
    words = {line.split()[0]: line.split()[-1] for line in said.out.splitlines()}
    assert (words[SITE], words[OUTLET]) == ("unread", "ok")


def test_an_output_folder_that_is_none_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert ran(Command(), tmp_path / "file") == 1
    said = capsys.readouterr()
    assert (said.out, said.err.partition("; ")[0]) == ("", f"{tmp_path / 'file'}: is not a folder")


def test_a_name_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="with --probe alone"):
        ran(Command(), tmp_path, OUTLET)
