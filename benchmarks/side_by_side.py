"""Lets outlets grow side by side in one output folder while their runs are killed, and compares each with the truth.

    python benchmarks/side_by_side.py [--outlets 8] [--articles 150] [--days 4] [--seed 0]

Each outlet is a newsroom on loopback. Each simulated day some articles appear and some change; then the runs of all
outlets begin at once. Each run is killed (SIGKILL) at random moments until it is let through. At the end each outlet's
documents must be those that its newsroom published, each version once; `scrapy verify` must find no defect; and a
replay must give the same bytes. The exit code is 1 if one of these does not hold.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.newsroom import HOUR, Newsroom  # noqa: E402 - this script is not run as a module
from tests.support.project import FAST, texts  # noqa: E402 - the same

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
A_DAY, CHANGED = 12, 3
KILLS = 3
"""Kills of a run, at most, before it is let through."""


class Outlet:
    """An outlet: its newsroom, and every version that the newsroom published."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room
        self.truth: list[str] = []

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return urlsplit(self.room.url).netloc.replace(":", "_")

    def publish(self, count: int, since: datetime, draw: random.Random) -> None:
        """Publish articles between a moment and now."""
        span = (self.room.now - since).total_seconds()
        for _ in range(count):
            moment = since + timedelta(seconds=draw.uniform(0, span))
            self.truth.append(self.room.publish(moment.replace(microsecond=0)).document)

    def change(self, count: int, draw: random.Random) -> None:
        """Change some of the articles that runs have seen."""
        for story in draw.sample(self.room.stories, count):
            self.room.change(story)
            self.truth.append(story.document)

    def crawl(self, output: Path, kills: list[float]) -> int:
        """Run until a run is let through; return its exit code.

        Args:
            output: The output folder.
            kills: Seconds after which the first runs are killed.
        """
        for number, seconds in enumerate(kills):
            run = subprocess.Popen(self._command(output, number), cwd=ROOT, start_new_session=True)
            try:
                run.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()
        return subprocess.call(self._command(output, len(kills)), cwd=ROOT)

    def _command(self, output: Path, number: int) -> list[str]:
        """Return the command of the day's run with a number, each some minutes after the one before it."""
        moment = self.room.now + timedelta(minutes=5 * number)
        words = (moment.isoformat(), "crawl", "site", "-a", f"url={self.room.url}/", "-s", f"OUTPUT={output}")
        options = ("-s", "LOG_LEVEL=ERROR", "-s", "WORKERS=1", *FAST)
        return [sys.executable, "-m", "tests.support.clocked", *words, *options]


def documents(folder: Path) -> Counter[str]:
    """Return the contents of an outlet's documents."""
    return Counter(path.read_text() for path in folder.glob("*.txt"))


def grow(outlets: list[Outlet], output: Path, draw: random.Random) -> list[str]:
    """Run all outlets at once; return a sentence for each run that failed."""
    codes: dict[str, int] = {}

    def run(outlet: Outlet, kills: list[float]) -> None:
        codes[outlet.folder] = outlet.crawl(output, kills)

    threads = [
        threading.Thread(target=run, args=(outlet, [draw.uniform(2, 20) for _ in range(draw.randint(0, KILLS))]))
        for outlet in outlets
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [f"{name}: a run ended with {code}" for name, code in codes.items() if code]


def main() -> int:
    """Simulate; print what is wrong; return 1 if something is, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=8)
    parser.add_argument("--articles", type=int, default=150, help="of each outlet, before the first day")
    parser.add_argument("--days", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw = random.Random(options.seed)  # noqa: S311 - a script, not a secret
    with ExitStack() as stack:
        output = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        outlets = [Outlet(stack.enter_context(Newsroom(NOON))) for _ in range(options.outlets)]
        wrong: list[str] = []
        for outlet in outlets:
            outlet.publish(options.articles, NOON - timedelta(days=10), draw)
        for day in range(options.days):
            wrong += grow(outlets, output, draw)
            print(f"day {day + 1}: {sum(len(outlet.truth) for outlet in outlets)} versions published", flush=True)
            for outlet in outlets:
                before, outlet.room.now = outlet.room.now, outlet.room.now + 24 * HOUR
                outlet.change(CHANGED, draw)  # first: a version that no run could see is no truth
                outlet.publish(A_DAY, before, draw)
        wrong += grow(outlets, output, draw)
        for outlet in outlets:
            stored, truth = documents(output / "text" / outlet.folder), Counter(outlet.truth)
            if stored != truth:
                lost, more = (truth - stored).total(), (stored - truth).total()
                wrong.append(f"{outlet.folder}: {lost} versions are missing, {more} are too many")
        wrong += checked(output)
        print("\n".join(wrong) or f"each of {len(outlets)} corpora equals its truth, verified and replayed")
    return int(bool(wrong))


def checked(output: Path) -> list[str]:
    """Verify the output folder, and replay it; return what is wrong."""
    wrong = []
    scrapy = [sys.executable, "-m", "scrapy"]
    verified = subprocess.run(
        [*scrapy, "verify", "-s", f"OUTPUT={output}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if verified.returncode:
        wrong.append(verified.stdout[-2000:] + verified.stderr[-2000:])
    before = texts(output)
    subprocess.run([*scrapy, "replay", "-s", f"OUTPUT={output}", "-s", "LOG_LEVEL=ERROR"], cwd=ROOT, check=True)
    if texts(output) != before:
        wrong.append("a replay gives other bytes")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
