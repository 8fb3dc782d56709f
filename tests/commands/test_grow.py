"""`scrapy grow`: outlets that are due run, outlets that are not due or locked do not, and each gets a line."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from crawler.commands.grow import Round, Row
from crawler.run.failure import STOPPED
from crawler.state import State, state_path
from crawler.state.lock import OutletLock
from tests.support.mirror import Mirror
from tests.support.mirror_site import SITES
from tests.support.project import FAST, ROOT, scrapy, texts, wait_for

if TYPE_CHECKING:
    from pathlib import Path

ONE, OTHER = "lbcgroup.tv", "alyaum.com"
PAGES = {**SITES[ONE].answers, **SITES[OTHER].answers}


def ran(output: Path, outlet: str, hours_ago: float, **summary: Any) -> None:
    """Store a run of an outlet in the state."""
    began = (datetime.now(UTC) - timedelta(hours=hours_ago)).isoformat()
    with State(output, outlet) as state:
        state.add_run(began, {"outlet": outlet, "began": began, "reason": "finished", **summary})


def grow(mirror: Mirror, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy("grow", *arguments, "-s", f"OUTPUT={output}", "-s", "WORKERS=1", *FAST, **mirror.environment)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["aljazera.net"], "There is no outlet 'aljazera.net' that has a file; scrapy list names them."),
        (["-j", "0"], "-j 0 is not a number between 1 and 1,000,000."),
        (["-j", "1.5"], "-j 1.5 is not a number of runs."),
        (["--due-after", "soon"], "--due-after soon is not a number between 0 and 1,000,000."),
        (["--due-after", "nan"], "--due-after nan is not a number between 0 and 1,000,000."),
        (["-a", "since=yesterday"], "since=yesterday is not a day; write it as YYYY-MM-DD."),
        (["-a", "since"], "Write -a NAME=VALUE."),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    run = scrapy("grow", *arguments, "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 2
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert not list(tmp_path.iterdir())


def test_what_is_due_runs_with_what_was_passed_and_what_is_not_does_not(tmp_path: Path) -> None:
    ran(tmp_path, ONE, 30)
    ran(tmp_path, OTHER, 3)
    with Mirror(PAGES) as mirror:
        run = grow(mirror, tmp_path, ONE, OTHER, "-a", "limit=1")
        mirror.asked.clear()
        again = grow(mirror, tmp_path, ONE, OTHER)
    assert run.returncode == 0, run.stderr
    assert again.stdout.startswith("2 outlets: 2 not due; ")
    assert mirror.asked == []
    outlet, closing = run.stdout.splitlines()
    assert outlet.startswith(f"{ONE}: ")
    assert " responses, 1 stored, 0 rejected (finished), " in outlet
    assert closing.startswith("2 outlets: 1 grown, 1 not due; ")
    assert " 1 new documents, 0 changed, " in closing
    assert {path.partition("/")[0] for path in texts(tmp_path)} == {ONE}


def test_the_outlet_that_was_not_run_for_longest_comes_first(tmp_path: Path) -> None:
    ran(tmp_path, OTHER, 30)
    ran(tmp_path, ONE, 29)
    with Mirror({}) as mirror:
        run = grow(mirror, tmp_path, ONE, OTHER)
        again = grow(mirror, tmp_path, ONE, OTHER, "--due-after", "31")
    first, second, closing = run.stdout.splitlines()
    assert run.returncode == 1
    assert first.startswith(f"{OTHER}: failed: no start point can be used: https://")
    assert second.startswith(f"{ONE}: failed: no start point can be used: https://")
    assert closing.startswith("2 outlets: 2 failed; ")
    assert "Traceback" not in run.stderr
    first, second, closing = again.stdout.splitlines()
    assert again.returncode == 0
    assert {first.split(": https://")[0], second.split(": https://")[0]} == {
        f"{outlet}: not due: its last run failed: no start point can be used" for outlet in (ONE, OTHER)
    }
    assert closing == "2 outlets: 2 not due; 0 responses, 0 new documents, 0 changed, 0 s"


def test_what_failed_is_due_sooner_but_not_ever_sooner(tmp_path: Path) -> None:
    failed = {"outcome": "failed", "failure": f"{OTHER}: all is lost."}
    ran(tmp_path, ONE, 9, **failed)
    ran(tmp_path, ONE, 3)
    ran(tmp_path, ONE, 1.5, **failed)
    ran(tmp_path, OTHER, 3, **failed)
    ran(tmp_path, OTHER, 1.5, **failed)
    ran(tmp_path, "wafa.ps", 1.5, **failed, asked_to_wait=7_200)
    ran(tmp_path, "aawsat.com", 1.5, reason="shutdown")
    with Mirror(PAGES) as mirror:
        run = grow(mirror, tmp_path, ONE, OTHER, "wafa.ps", "aawsat.com", "-a", "limit=1")
    assert run.returncode == 0, run.stderr
    assert f"{OTHER}: not due: its last run failed: all is lost\n" in run.stdout
    assert run.stdout.splitlines()[-1].startswith("4 outlets: 1 grown, 3 not due; ")
    assert {path.partition("/")[0] for path in texts(tmp_path)} == {ONE}


def test_an_outlet_that_another_run_has_is_busy_and_no_failure(tmp_path: Path) -> None:
    with Mirror(PAGES) as mirror:
        lock = OutletLock(tmp_path, ONE)
        run = grow(mirror, tmp_path, "-j", "2", ONE, OTHER)
        lock.release()
    assert run.returncode == 0, run.stderr
    assert f"{ONE}: busy: another run (process {os.getpid()}) is writing it in {tmp_path}" in run.stdout
    assert run.stdout.splitlines()[-1].startswith("2 outlets: 1 busy, 1 grown; ")
    assert {path.partition("/")[0] for path in texts(tmp_path)} == {OTHER}


def test_a_run_that_takes_too_long_is_stopped_and_the_round_goes_on(tmp_path: Path) -> None:
    with Mirror(PAGES) as mirror:
        run = grow(mirror, tmp_path, ONE, OTHER, "--run-hours", "0.0003", "-s", "DOWNLOAD_DELAY=30")
    assert run.returncode == 1
    first, second, closing = run.stdout.splitlines()
    for line in (first, second):
        assert "failed: it took more than 0.0003 hours and was stopped; the next run goes on from there, " in line
    assert closing.startswith("2 outlets: 2 failed; ")
    assert not list(tmp_path.glob("archive/*/*.open"))


def test_an_outlet_with_a_damaged_state_fails_and_the_others_grow(tmp_path: Path) -> None:
    path = state_path(tmp_path, OTHER)
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)
    with Mirror(PAGES) as mirror:
        run = grow(mirror, tmp_path, OTHER, ONE, "-a", "limit=1")
    assert run.returncode == 1
    assert run.stdout.startswith(f"{OTHER}: failed: {path}: the state cannot be read: file is not a database; scrapy ")
    assert run.stdout.splitlines()[-1].startswith("2 outlets: 1 failed, 1 grown; ")
    assert {name.partition("/")[0] for name in texts(tmp_path)} == {ONE}
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_passed_on_and_the_runs_are_waited_for(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "scrapy", "grow", ONE, OTHER, "-s", f"OUTPUT={tmp_path}"]
    with Mirror(PAGES) as mirror:
        environment = {**os.environ, **mirror.environment}
        slow = ("-s", "DOWNLOAD_DELAY=0.5", "-s", "WORKERS=1")
        run = subprocess.Popen(
            [*command, *slow], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        wait_for(lambda: bool(mirror.asked), run)
        run.send_signal(number)
        said, log = run.communicate(timeout=120)
    assert run.returncode == STOPPED, log
    assert "Traceback" not in log
    first, closing = said.splitlines()
    assert first.startswith(f"{ONE}: stopped: ")
    assert " (shutdown), " in first
    assert closing.startswith("2 outlets: 1 stopped, 1 waiting; ")
    assert not list(tmp_path.glob("archive/*/*.open"))
    OutletLock(tmp_path, ONE).release()


@pytest.mark.parametrize("log", [("LOG_ENABLED=False",), ("LOG_FORMAT=%(message)s", "LOG_SHORT_NAMES=True")])
def test_nothing_depends_on_what_a_run_logs(tmp_path: Path, log: tuple[str, ...]) -> None:
    settings = [word for setting in log for word in ("-s", setting)]
    ran(tmp_path, ONE, 30)
    with Mirror(PAGES) as mirror:
        lock = OutletLock(tmp_path, "wafa.ps")
        run = grow(mirror, tmp_path, "wafa.ps", "aawsat.com", ONE, "-a", "limit=1", *settings)
        lock.release()
    assert run.returncode == 1
    busy, failed, grown, closing = run.stdout.splitlines()
    assert failed.startswith("aawsat.com: failed: no start point can be used: https://")
    assert busy.startswith(f"wafa.ps: busy: another run (process {os.getpid()}) is writing it in ")
    assert grown.startswith(f"{ONE}: ")
    assert " responses, 1 stored, 0 rejected (finished), " in grown
    assert closing.startswith("3 outlets: 1 failed, 1 busy, 1 grown; ")
    assert "no start point can be used" not in run.stderr


def test_a_run_that_was_killed_failed_whatever_the_one_before_it_did(tmp_path: Path) -> None:
    ran(tmp_path, ONE, 30)
    command = [sys.executable, "-m", "scrapy", "grow", ONE, "-s", f"OUTPUT={tmp_path}", "-s", "WORKERS=1"]
    with Mirror(PAGES) as mirror:
        run = subprocess.Popen(
            [*command, "-s", "DOWNLOAD_DELAY=0.5"],
            cwd=ROOT,
            env={**os.environ, **mirror.environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        wait_for(lambda: bool(mirror.asked), run)
        os.kill(int((tmp_path / ".locks" / ONE).read_text()), signal.SIGKILL)
        told, _ = run.communicate(timeout=120)
    assert run.returncode == 1
    assert told.startswith(f"{ONE}: failed: ended by signal 9, ")


def test_a_run_that_cannot_begin_failed_and_its_last_line_is_shown(tmp_path: Path) -> None:
    with Mirror(PAGES) as mirror:
        run = grow(mirror, tmp_path, ONE, "-s", 'EXTENSIONS={"datetime.date": 0}')
    assert run.returncode == 1
    assert run.stdout.startswith(f"{ONE}: failed: TypeError: function missing required argument 'year' (pos 1), ")


def test_a_terminal_shows_a_table(tmp_path: Path) -> None:
    own, theirs = pty.openpty()
    with Mirror(PAGES) as mirror:
        run = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "grow", ONE, "-s", f"OUTPUT={tmp_path}", *FAST],
            cwd=ROOT,
            env={**os.environ, **mirror.environment, "TERM": "xterm", "COLUMNS": "90", "LINES": "30"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        while piece := _read(own):
            shown += piece
        assert run.wait(120) == 0
    text = shown.decode()
    assert "responses" in text
    assert "running" in text
    stored = len(SITES[ONE].goldens)
    row = next(line for line in reversed(text.splitlines()) if f" {ONE} " in line and "grown" in line)
    assert row.split()[:4:3] == [ONE, str(stored)]


def test_the_table_of_hundreds_of_outlets_fits_a_small_terminal(tmp_path: Path) -> None:
    round_ = Round(tmp_path, timedelta(), [])
    shown = StringIO()
    console = Console(file=shown, width=80, height=24, force_terminal=True, color_system=None)
    round_._console = console  # noqa: SLF001 - the test's own terminal is not so small
    for number in range(300):
        state = ("waiting", "grown", "failed", "not due", "busy", "stopped")[number % 6] if number else "running"
        name = "digest.palestine-studies.org"
        round_.rows.append(Row(name, state, responses=123_456, new=12_345, changed=1_234, seconds=43_000.0))
    console.print(round_._table())  # noqa: SLF001 - the table is the subject
    lines = shown.getvalue().splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
    assert [line.split()[1:] for line in lines if " running " in line] == [
        ["running", "123456", "12345", "1234", "11:56:40"]
    ]
    assert lines[-1].startswith("1 running, 50 failed, 50 busy, 50 grown, 50 stopped, 49 waiting, 50 not due")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the other side is closed
        return b""
