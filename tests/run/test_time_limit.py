"""The time that a run of a round may take."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest

from crawler.run.time_limit import TimeLimit

OBSTINATE = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"
OBEDIENT = "import signal; print(flush=True); signal.pause()"
BRIEF = "print(flush=True)"


@pytest.mark.parametrize(
    ("program", "seconds", "code", "passed"),
    [
        (OBEDIENT, 0, -signal.SIGTERM, True),
        (OBSTINATE, 0, -signal.SIGKILL, True),
        (BRIEF, 600, 0, False),
    ],
)
def test_a_process_that_takes_too_long_is_told_to_stop_and_then_killed(
    program: str, seconds: float, code: int, *, passed: bool
) -> None:
    async def run() -> tuple[int, bool]:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program), stdout=asyncio.subprocess.PIPE, start_new_session=True
        )
        assert child.stdout is not None
        await child.stdout.readline()  # it has begun
        limit = TimeLimit(child, seconds, grace=0.1)
        ended = await child.wait()
        limit.cancel()
        return ended, limit.passed

    assert asyncio.run(run()) == (code, passed)
