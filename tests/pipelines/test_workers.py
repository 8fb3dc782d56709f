"""Worker processes: the result of a call that hangs, crashes or rejects, and of the calls beside it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from crawler.items import Reason
from pipelines.rejected import Rejected
from pipelines.workers import Workers
from tests.support.project import ROOT


def double(number: int) -> int:
    return number * 2


def hang() -> None:
    threading.Event().wait(60)


def crash() -> None:
    os._exit(7)


def die_once(mark: str) -> str:
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return "done"
    os._exit(9)


def end_itself() -> str:
    os.kill(os.getpid(), signal.SIGTERM)
    return "done"


def choke() -> None:
    raise ValueError("what nobody foresaw")


def reject() -> None:
    raise Rejected(Reason.TOO_SHORT, "12 letters")


def test_one_bad_call_costs_only_itself() -> None:
    async def run() -> list[object]:
        workers = Workers(2, timeout=8)
        try:
            calls = [workers.run(double, number) for number in range(20)]
            bad = [workers.run(hang), workers.run(crash), workers.run(reject), workers.run(choke)]
            return await asyncio.gather(*calls[:10], *bad, *calls[10:], return_exceptions=True)
        finally:
            workers.close()

    results = asyncio.run(run())
    assert [result for result in results if isinstance(result, int)] == [number * 2 for number in range(20)]
    rejected = [result for result in results if isinstance(result, Rejected)]
    assert [one.reason for one in rejected] == ["timed-out", "crashed", "too-short", "failed"]
    assert rejected[2].detail == "12 letters"


@pytest.mark.parametrize("reason", [Reason.TOO_SHORT, Reason.NOT_ARABIC])
def test_a_rejection_says_why(reason: Reason) -> None:
    assert str(Rejected(reason, "12 letters")) == f"{reason}: 12 letters"


def test_a_worker_that_somebody_kills_costs_nothing(tmp_path: Path) -> None:
    async def run() -> str:
        workers = Workers(1, timeout=20)
        try:
            return await workers.run(die_once, str(tmp_path / "mark"))
        finally:
            workers.close()

    assert asyncio.run(run()) == "done"


def test_a_signal_that_is_meant_for_the_run_costs_no_page() -> None:
    async def run() -> str:
        workers = Workers(1, timeout=20)
        try:
            return await workers.run(end_itself)
        finally:
            workers.close()

    assert asyncio.run(run()) == "done"


def test_nothing_is_printed_after_a_run_was_killed() -> None:
    script = (
        "import multiprocessing, os, signal\n"
        "from crawler.run.forking import worker_context\n"
        "worker_context('pipelines.extract')\n"
        "lock = multiprocessing.get_context('forkserver').Lock()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (-signal.SIGKILL, "", "")
