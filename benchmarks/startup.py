"""Measures the CPU seconds of commands that extract nothing, beside those of Scrapy itself.

    python benchmarks/startup.py [--rounds 5]

Each round runs `scrapy version` outside any project, and `scrapy list`, `outlets` (of an output folder without a state)
and `-h` in the project, one after another, so that a busy machine is busy for all of them. The figures are medians of
user and system time together. The exit code is 1 if a command costs more than LIMIT times as much as Scrapy itself.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT = 1.25
"""Highest cost of a command, as a multiple of that of `scrapy version` outside any project."""
ROOT = Path(__file__).parent.parent
REFERENCE = ("version",)
COMMANDS = (("list",), ("outlets",), ("-h",))


def cpu_seconds(arguments: tuple[str, ...], folder: Path) -> float:
    """Run a Scrapy command; return its user and system time together, in seconds.

    Raises:
        SystemExit: The command failed.
    """
    command = [sys.executable, "-m", "scrapy", *arguments]
    before = os.times()
    run = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    after = os.times()
    if run.returncode:
        raise SystemExit(f"{' '.join(command)} failed with exit code {run.returncode}.")
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Measure, print a line for each command; return 1 if one exceeds the limit, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    spent: dict[tuple[str, ...], list[float]] = {command: [] for command in (REFERENCE, *COMMANDS)}
    with tempfile.TemporaryDirectory() as folder:
        own = ("-s", f"OUTPUT={folder}/output")
        cpu_seconds((*COMMANDS[0], *own), ROOT)  # the first run compiles new modules
        for _ in range(rounds):
            spent[REFERENCE].append(cpu_seconds(REFERENCE, Path(folder)))
            for command in COMMANDS:
                spent[command].append(cpu_seconds(command if command == ("-h",) else (*command, *own), ROOT))
    medians = {command: statistics.median(times) for command, times in spent.items()}
    print(f"scrapy version, outside: {medians[REFERENCE]:.2f} s")
    ratios = {command: medians[command] / medians[REFERENCE] for command in COMMANDS}
    for command, ratio in ratios.items():
        print(f"scrapy {' '.join(command)}: {medians[command]:.2f} s, {ratio:.2f} times as much (limit {LIMIT})")
    return int(max(ratios.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
