"""Checks that replays of the same archives give the same bytes, whatever runs them, and whatever is killed.

    python conformance/replays.py [--documents 2000] [--outlets 20] [--processes 20] [--runs 5] [--nodes 2]

The archives are those of `benchmarks/replay.py --small`, with revisits whose originals lie in an archive of their own.
One process rebuilds them without any kill; then come 1, 2 and 7 processes, archives that are named in a random order,
and kills (SIGKILL) at random moments: of processes, of the run itself, which is then started again, and, where Ray is
installed, of Ray's workers and of a node of a cluster of two (`ray.cluster_utils.Cluster`; both on this machine). It
prints a line for each check: PASS, FAIL or SKIP; exit code 1 when a check failed.
"""

# ruff: noqa: INP001, S603 - a script, which runs our own commands

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.replay import digest_of, make_small  # noqa: E402 - this script is not run as a module

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAW = random.Random(0)  # noqa: S311 - moments and orders, not secrets
TRIES = 100
"""Runs after which a rebuild that is killed again and again must have come to its end."""


def main() -> int:
    """Run all checks, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--processes", type=int, default=20, help="kills of processes, on each engine that has some")
    parser.add_argument("--runs", type=int, default=5, help="kills of the run")
    parser.add_argument("--nodes", type=int, default=2, help="kills of a node")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="warraq-replays-") as name:
        output = Path(name) / "output"
        make_small(output / "archive", options.documents, options.outlets)
        add_revisits(output / "archive" / "site00.example", options.documents // options.outlets)
        replay(output, "REPLAY_ENGINE=inline")
        wanted = digest_of(output)
        failed = 0
        for check, digest in digests(output, options):
            failed += digest != wanted
            print(f"{'PASS' if digest == wanted else 'FAIL'} {check}", flush=True)
        if find_spec("ray"):
            said = faults_of_tasks()
            failed += bool(said)
            print(f"{'FAIL' if said else 'PASS'} tasks that hang, crash or kill their worker on Ray {said}", flush=True)
        else:
            print("SKIP Ray: it is not installed (the extra cluster)")
        return 1 if failed else 0


def faults_of_tasks() -> str:
    """Run tasks that hang, crash and kill their workers on Ray; return their results if one is wrong."""
    from crawler.run.cluster import Cluster  # noqa: PLC0415 - with an extra
    from crawler.run.engine import DEATHS, Lost  # noqa: PLC0415 - the same
    from tests.run.test_processes import Doubling  # noqa: PLC0415 - the same

    engine = Cluster("", 1.0, 2, ("pipelines.replayed", "crawler.run.engine", "tests.run.test_processes"))
    tasks = [Doubling(0, hangs=True), Doubling(10, crashes=True), Doubling(20, fells=True), Doubling(30)]
    found = {str(task): result for task, result in engine.run(tasks)}
    engine.close()
    lost = Lost(f"task 20: its process died {DEATHS} times; run the same command again.")
    wanted = {"task 0": [0, 4, 6], "task 10": [20, 22, 26], "task 20": lost, "task 30": [60, 62, 64, 66]}
    return "" if found == wanted else f"{found}"


def digests(output: Path, options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Yield a sentence for each way to replay, and the digest of the texts that it gave."""
    for count in (1, 2, 7):
        replay(output, f"WORKERS={count}")
        yield f"{count} processes", digest_of(output)
    named = sorted(output.glob("archive/*/*.warc.gz"))
    DRAW.shuffle(named)
    replay(other := output.with_name("named"), "WORKERS=2", named)
    yield "archives named in a random order", digest_of(other)
    kills = deque(["process"] * options.processes + ["run"] * options.runs)
    DRAW.shuffle(kills)
    while kills:
        left = len(kills)
        runs = replay(output, "WORKERS=2", kills=kills)
        yield f"{left - len(kills)} kills in {runs} runs", digest_of(output)
    if find_spec("ray"):
        replay(output, "REPLAY_ENGINE=ray")
        yield "Ray on this machine", digest_of(output)
        yield from digests_of_cluster(output, options)


def digests_of_cluster(output: Path, options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Yield the same for replays on a Ray cluster whose nodes and workers are killed."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster  # noqa: PLC0415 - an extra

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    nodes = [cluster.add_node(num_cpus=1)]

    def kill_node() -> None:
        cluster.remove_node(nodes.pop(), allow_graceful=False)
        nodes.append(cluster.add_node(num_cpus=1))

    try:
        os.environ["RAY_ADDRESS"] = cluster.address
        kills = deque(["node"] * options.nodes + ["worker"] * options.processes + ["run"] * options.runs)
        DRAW.shuffle(kills)
        while kills:
            left = len(kills)
            runs = replay(output, "REPLAY_ENGINE=ray", kills=kills, kill_node=kill_node)
            yield f"Ray, two nodes: {left - len(kills)} kills in {runs} runs", digest_of(output)
    finally:
        os.environ.pop("RAY_ADDRESS", None)
        cluster.shutdown()


def replay(
    output: Path, setting: str, named: list[Path] | None = None, kills: deque[str] | None = None, kill_node: Any = None
) -> int:
    """Replay archives from nothing; return how many runs it took.

    Args:
        output: The output folder.
        setting: The setting that chooses the engine.
        named: The archives; None to rebuild from those of the output folder.
        kills: What to kill; each one that was killed is removed.
        kill_node: Kills a node of the cluster, and adds another one.
    """
    for name in ("text", "state", ".replay"):
        shutil.rmtree(output / name, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "replay",
        *map(str, named or ()),
        "-s",
        f"OUTPUT={output}",
        "-s",
        setting,
    ]
    for tried in range(1, TRIES):
        with tempfile.TemporaryFile() as said, subprocess.Popen(command, cwd=ROOT, stderr=said) as run:
            while kills and run.poll() is None:
                time.sleep(DRAW.uniform(0.1, 1))
                kill(kills, run, output, kill_node)
            if not run.wait():
                return tried
            if run.returncode != -signal.SIGKILL:
                said.seek(0)
                print(*said.read().decode().splitlines()[-5:], sep="\n", flush=True)
    raise SystemExit(f"the replay did not come to its end in {TRIES} runs")


def kill(kills: deque[str], run: subprocess.Popen[bytes], output: Path, kill_node: Any) -> None:
    """Kill what is next, if it is there and the work has begun."""
    if not any(output.glob("state/outcomes/*")) or run.poll() is not None:
        return
    victims = {
        "run": lambda: [run.pid],
        "process": lambda: [child for forking in children(run.pid) for child in children(forking)],
        "worker": workers_of_ray,
        "node": lambda: [0],
    }[kills[0]]()
    if victims:
        if kills.popleft() == "node":
            kill_node()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(DRAW.choice(victims), signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Return the processes that the threads of a process have started."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in path.read_text().split()]
    return found


def workers_of_ray() -> list[int]:
    """Return the workers of Ray that run a task, and the processes that they started for it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if path.read_bytes().startswith(b"ray::_serve"):
                worker = int(path.parent.name)
                forking = children(worker)
                found += [worker, *(child for one in forking for child in children(one))]
    return found


def add_revisits(folder: Path, count: int) -> None:
    """Write an archive in which an outlet's pages come again, unchanged, under other addresses and a later date."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - of the checks' archives alone
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - the same
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - the same

    (source,) = folder.glob("*.warc.gz")
    with source.open("rb") as file, (folder / f"{folder.name}-later.warc.gz").open("wb") as later:
        writer = WARCWriter(later, gzip=True)
        for record in ArchiveIterator(file):
            headers = record.rec_headers
            url, date = headers["WARC-Target-URI"], headers["WARC-Date"]
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            named = (headers["WARC-Payload-Digest"], url, date)
            again = writer.create_revisit_record(
                f"{url}{count}", *named, http_headers=http, warc_headers_dict={"WARC-Date": "2025-01-01T00:00:00Z"}
            )
            writer.write_record(again)


if __name__ == "__main__":
    sys.exit(main())
