"""Measures a round of `scrapy grow` over many outlets: the memory of its own process, and how it orders the outlets.

    python benchmarks/many_outlets.py [--outlets 10 100 300] [--jobs 4]

Each outlet has a file made for this, and a feed with one article, all on one loopback server. Of each number of outlets
it runs two rounds; in the second nothing is new. It prints each round's time and exit code, the highest resident memory
of the process that runs the round, and by how many places an outlet's turn moved between the two rounds. The exit code
is 1 if an outlet was left out or a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from crawler.state import read_state  # noqa: E402 - this script is not run as a module
from tests.support.mirror import Mirror  # noqa: E402 - the same
from tests.support.project import FAST, article  # noqa: E402 - the same

EACH = 50_000
"""Goal: bytes of memory that one more outlet costs the process that runs the round, at most."""
_LOOK = 0.1
"""Seconds between two readings of that process's memory."""
_FILE = '''"""Made for a measurement."""

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Made(OutletSpider):
    """Crawls {name}."""

    outlet = Outlet(
        name="{name}",
        title="{name}",
        country="EG",
        timezone="Africa/Cairo",
        domains=("{name}",),
        feeds=("https://{name}/feed",),
        article=r"^/story/",
        evidence="made",
    )
'''


def made(folder: Path, count: int) -> tuple[list[str], dict[str, tuple[str, bytes]]]:
    """Write the files of outlets as a package `many`; return their names, and the pages of their sites."""
    package = folder / "many"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    names = [f"outlet-with-a-long-name-{number:03}.example" for number in range(count)]
    pages = {}
    for number, name in enumerate(names):
        (package / f"outlet{number:03}.py").write_text(_FILE.format(name=name))
        story = f"https://{name}/story/1"
        feed = f"<rss><channel><item><link>{story}</link></item></channel></rss>"
        pages[f"https://{name}/feed"] = ("application/rss+xml", feed.encode())
        pages[story] = ("text/html; charset=utf-8", article(number).encode())
    return names, pages


def grow(folder: Path, jobs: int, environment: dict[str, str]) -> tuple[int, int, float]:
    """Run a round; return its exit code, the highest memory of its own process in bytes, and its seconds."""
    began = time.monotonic()
    command = (sys.executable, "-m", "scrapy", "grow", "-j", str(jobs), "--due-after", "0")
    settings = ("-s", "SPIDER_MODULES=many", "-s", f"OUTPUT={folder / 'output'}", "-s", "WORKERS=1", *FAST)
    path = os.pathsep.join((str(folder), str(ROOT)))
    run = subprocess.Popen(
        [*command, *settings],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
    )
    memory = 0
    while run.poll() is None:
        memory = max(memory, _highest(run.pid))
        time.sleep(_LOOK)
    return run.returncode, memory, time.monotonic() - began


def _highest(process: int) -> int:
    """Return a process's highest resident memory, in bytes; 0 once it has ended."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def turns(output: Path, names: list[str]) -> list[list[str]]:
    """Return the outlets in the order in which their runs began, for each round; the last one first."""
    began = []
    for name in names:
        with read_state(output, name) as state:
            began.append([run["began"] for run in state.last_runs()] if state is not None else [])
    rounds = min(map(len, began))
    order = [sorted(range(len(names)), key=lambda place: began[place][round_]) for round_ in range(rounds)]
    return [[names[place] for place in places] for places in order]


def main() -> int:
    """Measure, print a line for each number of outlets; return 1 if something does not hold, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, nargs="+", default=[10, 100, 300])
    parser.add_argument("--jobs", type=int, default=4)
    options = parser.parse_args()
    wrong = 0
    first: tuple[int, int] | None = None
    for count in options.outlets:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            names, pages = made(folder, count)
            with Mirror(pages) as mirror:
                rounds = [grow(folder, options.jobs, mirror.environment) for _ in range(2)]
            order = turns(folder / "output", names)
        code, memory, seconds = rounds[-1]
        first = first or (count, memory)
        most = first[1] + EACH * (count - first[0])
        moved = (
            max((abs(order[0].index(name) - order[1].index(name)) for name in names), default=0) if order[1:] else -1
        )
        met = not any(one[0] for one in rounds) and 0 <= moved < options.jobs and memory <= most
        wrong += not met
        print(
            f"{count:>4} outlets, {options.jobs} at a time: {rounds[0][2]:.0f} s, then {seconds:.0f} s, exit code "
            f"{code}, {memory / 1e6:.1f} MB, turns moved by at most {moved}{'' if met else '  MISSED'}",
            flush=True,
        )
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
