"""Measures how well and how fast Warraq, trafilatura and others extract articles: in one run, on the same pages.

    python benchmarks/extraction.py [--rounds 5] [--only 'NAME;…'] [--markdown] [--verbose]

Every system has processes of its own, and each system has one turn in every round. Systems cache dates, class names and
lines, so each page is measured in a process that has seen the other half of the pages but not this one, and then once
more. Packages on which Warraq does not depend live in an environment under `.bench/`, which uv makes if it is missing:
in the project's lock they would hold cssselect and dateutil at older releases. docs/extraction.md explains the figures.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extraction_pages import ROOT, SETS, Gold, Sample, read_bytes
from extraction_systems import SYSTEMS, YARDSTICK, Found, System

if TYPE_CHECKING:
    from extraction_systems import Extractor

PEERS = (
    "goose3[arabic]==3.1.22",
    "justext==3.0.2",
    "lxml==6.1.3",
    "news-please==1.6.16",
    "newspaper4k[nlp]==0.9.6",  # its former extra `ar`, the Arabic stemmer, is in `nlp` now
    "readability-lxml==0.9",
    "resiliparse==2.0.1",
)
PEERS_AS_OF = "2026-11-22"
"""The day whose releases of the peers' own dependencies are installed."""
WORD = re.compile(r"\w+")


class Cost(NamedTuple):
    """Milliseconds of CPU for a page."""

    new: float = float("inf")
    """In a process that has not seen it."""
    again: float = float("inf")
    """In one that has."""

    def least(self, other: Cost) -> Cost:
        """Return the smaller of both costs, each for itself."""
        return Cost(*map(min, self, other))


def mean(costs: list[Cost]) -> Cost:
    """Return the average cost of a page."""
    return Cost(*(sum(column) / len(costs) for column in zip(*costs, strict=True)))


class Score(NamedTuple):
    """The agreement of a page's result with its gold, by the rules of ../shared/kit/score.py."""

    precision: float
    recall: float
    f1: float
    exact: float
    """Share of the gold's paragraphs that are lines of the text."""
    leaks: int
    """Number of forbidden strings in the text."""
    title: bool
    day: bool

    def perfect(self, system: System) -> bool:
        """Return whether the result is correct in everything that the system returns."""
        whole = self.f1 == self.exact == 1 and not self.leaks
        return whole and (self.title or not system.titles) and (self.day or not system.days)


def squeeze(line: str) -> str:
    """Return a line with single spaces."""
    return " ".join(line.split())


def score(found: Found, gold: Gold) -> Score:
    """Compare a system's result for a page with the page's gold."""
    optional = set(map(squeeze, gold.optional))
    lines = [line for line in map(squeeze, found.text.split("\n")) if line and line not in optional]
    title = squeeze(gold.title)
    whole = lines if lines and (lines[0] == title or lines[0] in found.title) else [squeeze(found.title), *lines]
    got = Counter(WORD.findall("\n".join(whole)))
    wanted = Counter(WORD.findall("\n".join([title, *map(squeeze, gold.body)])))
    both = (got & wanted).total()
    return Score(
        precision=both / max(1, got.total()),
        recall=both / max(1, wanted.total()),
        f1=2 * both / max(1, got.total() + wanted.total()),
        exact=sum(squeeze(line) in lines for line in gold.body) / max(1, len(gold.body)),
        leaks=sum(squeeze(string) in squeeze(" ".join(whole)) for string in gold.forbidden),
        title=squeeze(found.title) == title,
        day=found.day == gold.day,
    )


class Missing(Exception):  # noqa: N818 - it is no error
    """A system cannot be measured here; the message names the cause."""


class Worker:
    """A process that has seen one half of the pages, and measures one system on the other.

    Raises:
        Missing: The system's package cannot be imported, or its environment could not be made.
    """

    def __init__(self, system: System, python: Path, seen: list[Sample], measured: list[Sample]) -> None:
        self._running = subprocess.Popen(
            [python, __file__, "--system", system.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            text=True,
        )
        ready = self._ask([[asdict(sample) for sample in half] for half in (seen, measured)])
        if ready["missing"]:
            self.close()
            raise Missing(ready["missing"])
        self.version: str = ready["version"]

    def measure(self) -> list[tuple[Found, str, Cost]]:
        """Return the result for each page, the error's name or "", and the costs."""
        return [(Found(*found), error, Cost(*cost)) for found, error, cost in self._ask("measure")]

    def close(self) -> None:
        """End the process."""
        self._running.communicate()

    def _ask(self, order: object) -> Any:
        """Send an order to the process, and return its answer."""
        answer = ""
        if self._running.stdin and self._running.stdout:
            with suppress(BrokenPipeError):
                self._running.stdin.write(f"{json.dumps(order)}\n")
                self._running.stdin.flush()
                answer = self._running.stdout.readline()
        if not answer:
            raise Missing("its process ended without an answer")
        return json.loads(answer)


def work(system: System) -> None:
    """Do the work of a worker's process: read an order a line from stdin, write an answer a line to stdout."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # a package that prints must not spoil an answer
    sys.addaudithook(_refuse_network)
    sys.path.insert(0, str(ROOT))
    seen, measured = ([Sample(**sample) for sample in half] for half in json.loads(sys.stdin.readline()))
    ready = {"missing": "", "version": ""}
    try:
        extractor = system.make()
        ready["version"] = version(system.package) if system.package else ""
    except (ImportError, PackageNotFoundError) as error:
        print(json.dumps({**ready, "missing": f"{type(error).__name__}: {error}"}), file=answers, flush=True)
        return
    for sample in measured:
        read_bytes(sample.path)
    for sample in seen:
        _measured(extractor, sample)
    gc.collect()
    gc.freeze()
    print(json.dumps(ready), file=answers, flush=True)
    for _ in sys.stdin:
        if not (child := os.fork()):  # its caches end with it
            for sample in seen[:2]:  # memory shared with this process is copied when it is first touched
                _measured(extractor, sample)
            found = [_measured(extractor, sample) for sample in measured]
            again = [_measured(extractor, sample)[2] for sample in measured]
            costs = zip(found, again, strict=True)
            print(json.dumps([(*one[:2], (one[2], more)) for one, more in costs]), file=answers, flush=True)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            return  # it crashed, and there is no answer


def _measured(extractor: Extractor, sample: Sample) -> tuple[Found, str, float]:
    """Return the result, the error's name or "", and milliseconds of CPU."""
    began = time.process_time()
    try:
        found, error = extractor(sample), ""
    except Exception as raised:  # noqa: BLE001 - a system may fail in any way
        found, error = Found(), f"{type(raised).__name__}: {raised}"[:200]
    return found, error, (time.process_time() - began) * 1000


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise socket.gaierror("a benchmark may not use the network")


def environment(folder: Path) -> Path:
    """Return the Python of the environment with the peers; make the environment if it is missing.

    Raises:
        Missing: The environment cannot be made.
    """
    python = folder / "bin" / "python"
    mark = folder / ".installed"
    wanted = "\n".join((*PEERS, PEERS_AS_OF))
    if mark.exists() and mark.read_text() == wanted:
        return python
    uv = shutil.which("uv", path=os.pathsep.join((str(ROOT / ".tools" / "bin"), os.environ.get("PATH", ""))))
    if uv is None:
        raise Missing("uv, which installs it, is missing; `make demo` installs uv")
    make = [uv, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(folder)]
    install = [uv, "pip", "install", "--quiet", "--python", str(python), "--exclude-newer", PEERS_AS_OF, *PEERS]
    for command in (make, install):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{folder} could not be made: {' '.join(done.stderr.split())[-300:]}")
    mark.write_text(wanted)
    return python


def machine() -> str:
    """Return a description of the machine, in one line."""
    models = re.findall(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text()) if sys.platform == "linux" else []
    model = models[0] if models else platform.processor() or platform.machine()
    return f"{os.cpu_count()} cores, {model}, {platform.system()}, Python {platform.python_version()}"


COLUMNS = (
    "system",
    "precision",
    "recall",
    "F1",
    "exact",
    "leaks",
    "titles",
    "days",
    "new ms",
    "speed",
    "again ms",
    "speed",
)


def row(system: System, scores: list[Score], cost: Cost, yardstick: Cost | None) -> tuple[str, ...]:
    """Return a system's line of a table."""
    count = len(scores)
    means = [sum(one[column] for one in scores) / count for column in range(4)]
    return (
        system.name,
        *(f"{figure:.3f}" for figure in means),
        str(sum(one.leaks for one in scores)),
        f"{sum(one.title for one in scores)}/{count}" if system.titles else "–",
        f"{sum(one.day for one in scores)}/{count}" if system.days else "–",
        f"{cost.new:.1f}",
        f"{yardstick.new / cost.new:.2f}" if yardstick else "–",
        f"{cost.again:.1f}",
        f"{yardstick.again / cost.again:.2f}" if yardstick else "–",
    )


def table(rows: list[tuple[str, ...]], *, markdown: bool) -> str:
    """Return a table of rows, with the columns' names above."""
    if markdown:
        lines = [COLUMNS, ("---", *("---:" for _ in COLUMNS[1:])), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    widths = [max(map(len, column)) for column in zip(COLUMNS, *rows, strict=True)]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in [COLUMNS, *rows]
    )


def main() -> None:
    """Measure every system on every set, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="systems, separated by semicolons; default: all")
    parser.add_argument("--environment", type=Path, default=ROOT / ".bench", help="where the peers are installed")
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables, as in docs/extraction.md")
    parser.add_argument("--verbose", action="store_true", help="also print each system's pages with errors")
    parser.add_argument("--system", help=argparse.SUPPRESS)
    options = parser.parse_args()
    by_name = {system.name: system for system in SYSTEMS}
    if options.system:
        work(by_name[options.system])
        return
    names = options.only.split(";") if options.only else list(by_name)
    if unknown := set(names) - set(by_name):
        parser.error(f"unknown system {'; '.join(sorted(unknown))}, choose from: {'; '.join(by_name)}")
    run(
        [by_name[name] for name in names],
        options.rounds,
        options.environment,
        markdown=options.markdown,
        verbose=options.verbose,
    )


def read_sets() -> tuple[list[tuple[Sample, Gold]], dict[str, range]]:
    """Return all pages, and the range of each set in them; print the name of a missing set."""
    pages: list[tuple[Sample, Gold]] = []
    sets = {}
    for name, (place, read) in SETS.items():
        begin = len(pages)
        pages += read() if place.exists() else []
        if len(pages) > begin:
            sets[name] = range(begin, len(pages))
        else:
            print(f"MISSING {name}: {place} {'has no pages' if place.exists() else 'does not exist'}", flush=True)
    return pages, sets


@dataclass
class Measured:
    """The results of a system."""

    version: str
    pages: list[tuple[Found, str]]
    """By page: the result, and the error's name or ""."""
    costs: list[Cost]
    """By page: the least costs of all rounds."""


def measure(systems: list[System], samples: list[Sample], rounds: int, folder: Path) -> dict[str, Measured]:
    """Measure each system once in every round; print the name of a missing one."""
    halves = [range(0, len(samples), 2), range(1, len(samples), 2)]
    workers: dict[str, list[Worker]] = {}
    measured: dict[str, Measured] = {}
    with ExitStack() as running:
        for system in systems:
            try:
                python = environment(folder) if system.peer else Path(sys.executable)
                for half, other in (halves, reversed(halves)):
                    worker = Worker(system, python, [samples[at] for at in other], [samples[at] for at in half])
                    running.callback(worker.close)
                    workers.setdefault(system.name, []).append(worker)
            except Missing as missing:
                print(f"MISSING {system.name}: {missing}", flush=True)
                continue
            count = len(samples)
            measured[system.name] = Measured(worker.version, [(Found(), "")] * count, [Cost()] * count)
        for number in range(rounds):
            names = list(measured)
            turn = number % max(1, len(names))  # no system is always the first
            for name in names[turn:] + names[:turn]:
                try:
                    answers = [worker.measure() for worker in workers[name]]
                except Missing as missing:
                    print(f"MISSING {name}: {missing}", flush=True)
                    del measured[name]
                    continue
                for half, answered in zip(halves, answers, strict=True):
                    for at, (found, error, cost) in zip(half, answered, strict=True):
                        measured[name].pages[at] = found, error
                        measured[name].costs[at] = cost.least(measured[name].costs[at])
    return measured


def run(systems: list[System], rounds: int, folder: Path, *, markdown: bool, verbose: bool) -> None:
    """Measure, and print a table for each set, with its errors below."""
    pages, sets = read_sets()
    measured = measure(systems, [sample for sample, _ in pages], rounds, folder)
    systems = [system for system in systems if system.name in measured]
    versions = {system.package: measured[system.name].version for system in systems if system.package}
    print(f"{datetime.now(UTC):%Y-%m-%d}; {machine()}; best of {rounds} rounds")
    print(", ".join(f"{package} {number}" for package, number in versions.items()))
    for name, numbers in sets.items():
        cost = {by: mean(done.costs[numbers.start : numbers.stop]) for by, done in measured.items()}
        rows, notes = [], []
        for system in systems:
            done = [(*pages[number], *measured[system.name].pages[number]) for number in numbers]
            scores = [score(found, gold) for _, gold, found, _ in done]
            rows.append(row(system, scores, cost[system.name], cost.get(YARDSTICK)))
            for (sample, _, _, error), one in zip(done, scores, strict=True):
                if error or (verbose and not one.perfect(system)):
                    notes.append(f"{system.name}: {sample.name}: {error or one}")
        size = sum(len(pages[number][0].raw) for number in numbers) / len(numbers) / 1000
        print("", f"{name}: {len(numbers)}, {size:.0f} kB on average", "", table(rows, markdown=markdown), "", sep="\n")
        print(*notes, sep="\n")


if __name__ == "__main__":
    main()
