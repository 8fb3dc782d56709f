"""Lets a site, a disk and a clock fail in every way for a hundred days, and compares the corpus with the truth.

    python benchmarks/failing.py [--days 100] [--seed 0] [--keep FOLDER] [--only WORD]

Each day a newsroom on loopback publishes stories and changes some; some end. A plan drawn from the seed gives the day
one to three faults: of the site's answers (`failing_wire.py`), of the run (SIGKILL or SIGTERM at a random request, a
full disk), of the files under OUTPUT (cut or deleted between two runs), or of the clock. `--only` draws from the faults
whose name holds a word. Then a crawl runs. After a damage of files the user does as the sentences say:
`verify --repair`, then `replay` if defects are left; an archive that was cut or deleted is put back from a backup.

After the days come clean runs, the last of them more than 32 days later (the longest wait of an address that failed).
Then these must hold:

- Each story that the newsroom still has is in the corpus in its newest text. Excused is an article in whose place the
  site once sent an error page with 200, or 404 or 410: the state has that answer, and no list may name it again.
- So is each story that has ended, if a run that nothing disturbed got its page whole.
- After a run that got nothing, or missed a part of its articles (`crawler.run.outcome.MISSED`), and exited with 0,
  `scrapy health` named the outlet. Articles that redirects led away do not count: many sites do so for good.
- `scrapy verify` finds no defect, and a replay gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.failing_wire import KINDS, Mirror, draw, scope_of  # noqa: E402 - this script is not run as a module
from crawler.run.failure import STOPPED  # noqa: E402 - the same
from crawler.run.outcome import FEWEST_MISSED, MISSED  # noqa: E402 - the same
from tests.support.newsroom import HOUR, Newsroom, Story  # noqa: E402 - the same
from tests.support.project import FAST, texts  # noqa: E402 - the same

FIRST = datetime(2026, 1, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
EARLIER = 80
"""Stories of the ten days before the first run: more than the feed holds, so that only the sitemaps name the oldest."""
CLEAN = (1, 33, 1)
"""Days from each run after the faults to the one before it."""
SHORT = ("-s", "DOWNLOAD_TIMEOUT=3", "-s", "FIRST_TIMEOUT=3", "-s", "BLOCKED_PAUSE=0.05")
LONGEST = 600
"""Seconds after which a run counts as one that hangs."""
STOPS = ("killed", "terminated", "full disk")
CLOCKS = {
    "clock an hour ahead": timedelta(hours=1),
    "clock 20 minutes behind": -timedelta(minutes=20),
    "clock a year ahead": timedelta(days=365),
}
FILES = {
    "index segment": "archive/*/*.cdxj",
    "archive": "archive/*/*.warc.gz",
    "manifest": "text/*/manifest.jsonl",
    "history": "text/*/history.jsonl",
    "text": "text/*/*.txt",
    "state": "state/*.sqlite",
}
DAMAGES = tuple(f"{name} {how}" for name in FILES for how in ("cut", "deleted"))
FAULTS = (*KINDS, *STOPS, *CLOCKS, *DAMAGES)


@dataclass
class Run:
    """A Scrapy command that has ended."""

    code: int
    said: str
    """Its output and its log."""


@dataclass
class Tally:
    """What happened on the days with a kind of fault."""

    days: int = 0
    failed: int = 0
    """Days whose crawl did not exit with 0."""
    wrong: int = 0


@dataclass
class Simulation:
    """The newsroom, the runs, and the truth."""

    room: Newsroom
    output: Path
    plan: random.Random
    only: str
    mirror: Mirror = field(init=False)
    tallies: dict[str, Tally] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    had: dict[int, str] = field(default_factory=dict)
    """The number of each story to its text in the last undisturbed run that got its page."""

    def __post_init__(self) -> None:
        self.mirror = self.room.meddler = Mirror(self.room)
        for number in range(EARLIER):
            self.room.publish(FIRST - 10 * DAY + number * 10 * DAY / EARLIER)

    # --- A command ------------------------------------------------------------------------------------------------

    def scrapy(self, moment: datetime, *arguments: str, stop: str = "") -> Run:
        """Run a Scrapy command at a moment, and stop it in a way."""
        command = (sys.executable, "-m", "tests.support.clocked", moment.isoformat(), *arguments)
        with tempfile.TemporaryFile("w+") as said:
            run = subprocess.Popen(
                (*command, "-s", f"OUTPUT={self.output}"),
                cwd=ROOT,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            if stop == "full disk":
                most = max((path.stat().st_size for path in self.output.rglob("*") if path.is_file()), default=0)
                size = self.plan.randint(4_000, most + 20_000)
                resource.prlimit(run.pid, resource.RLIMIT_FSIZE, (size, size))
            elif stop:
                self._signal(run, signal.SIGKILL if stop == "killed" else signal.SIGTERM)
            try:
                code = run.wait(LONGEST)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                code = run.wait()
                self.wrong.append(f"{moment}: {arguments} had not ended after {LONGEST} s")
            said.seek(0)
            return Run(code, said.read())

    def _signal(self, run: subprocess.Popen[bytes], number: signal.Signals) -> None:
        """Send a signal to a run soon after the request for which the server waits, or when the run has ended."""
        while run.poll() is None:
            if self.mirror.reached.wait(0.05):
                time.sleep(self.plan.uniform(0, 0.5))
                break
        if run.poll() is None:
            (os.killpg if number is signal.SIGKILL else os.kill)(run.pid, number)

    def crawl(self, moment: datetime, stop: str = "") -> Run:
        """Crawl at a moment; compare its exit code, and what health says after it, with what the server saw."""
        self.mirror.begin(self.plan.randint(1, 40))
        options = (*FAST, *(SHORT if self.mirror.faults else ()), "-s", "WORKERS=1", "-s", "LOG_LEVEL=WARNING")
        run = self.scrapy(moment, "crawl", "site", "-a", f"url={self.room.url}/", *options, stop=stop)
        self.mirror.begin()
        return run

    # --- A day ----------------------------------------------------------------------------------------------------

    def publish(self) -> None:
        """Let a day pass at the newsroom."""
        begin, plan = self.room.now, self.plan
        for hours in sorted(plan.uniform(0, 20) for _ in range(plan.randint(4, 9))):
            self.room.publish((begin + hours * HOUR).replace(microsecond=0))
        self.room.now = begin + DAY
        changed, ended = plan.sample(self.room.stories, 2)
        if not changed.gone:
            self.room.change(changed)
            changed.changed = self.room.now - HOUR
        ended.gone = ended.gone or plan.choice((True, False))

    def drawn(self) -> list[str]:
        """Draw the faults of a day, by their names."""
        fit = [fault for fault in FAULTS if self.only in fault]
        wire = [fault for fault in fit if fault in KINDS]
        families = [family for family in (wire, wire, wire, STOPS, CLOCKS, DAMAGES) if set(family) & set(fit)]
        chosen = {
            self.plan.choice([f for f in self.plan.choice(families) if f in fit])
            for _ in range(self.plan.randint(1, 3))
        }
        return sorted(chosen)

    def day(self, faults: list[str]) -> None:
        """Run the crawls of a day with its faults."""
        began, label = len(self.wrong), f"{self.room.now:%Y-%m-%d}"
        wire = [draw(self.plan, fault) for fault in faults if fault in KINDS]
        damages = [fault for fault in faults if fault in DAMAGES]
        shown = ", ".join([*map(str, wire), *(fault for fault in faults if fault not in KINDS)])
        backups = {path: content for damage in damages for path, content in self._damage(damage)}
        self.mirror.faults = wire
        stop = next((fault for fault in faults if fault in STOPS), "")
        ahead = sum((CLOCKS[fault] for fault in faults if fault in CLOCKS), timedelta())
        run = self.crawl(self.room.now + ahead, stop)
        self._judge(run, stop, label, clean=not faults)
        self.mirror.faults = []
        if damages or ahead:
            self._follow_sentences(backups, label)
        print(f"{label}: {shown}: exit {run.code}, {_last(run.said)}", flush=True)
        for fault in faults:
            tally = self.tallies.setdefault(fault, Tally())
            tally.days += 1
            tally.failed += run.code != 0
            tally.wrong += len(self.wrong) - began
        for line in self.wrong[began:]:
            print(f"    WRONG: {line}", flush=True)

    def _judge(self, run: Run, stop: str, label: str, *, clean: bool) -> None:
        """Compare a crawl's exit code with what the server saw; note what it must have."""
        mirror = self.mirror_seen
        whole = {path for path in mirror[0] if path != "/robots.txt"}
        missed = {path for path in mirror[1] - mirror[0] if scope_of(path) == "articles"}
        if "Traceback" in run.said:
            self.wrong.append(f"{label}: a traceback: {run.said[-1500:]}")
        if clean and run.code:
            self.wrong.append(f"{label}: nothing failed, and the run exited with {run.code}: {run.said[-600:]}")
        if run.code and run.code not in (STOPPED, -signal.SIGKILL, -signal.SIGTERM) and not _last(run.said):
            self.wrong.append(f"{label}: the run exited with {run.code} without a sentence")
        asked = {path for path in whole | missed if scope_of(path) == "articles"}
        if not run.code and (not whole or len(missed) >= max(FEWEST_MISSED, MISSED * len(asked))):
            health = self.scrapy(self.room.now + HOUR, "health")
            if not health.code:
                self.wrong.append(
                    f"{label}: {len(missed)} of {len(asked)} articles were missed, it exited with 0, and health is well"
                )
        if not stop:
            for story in self.room.stories:
                if story.path in whole and not run.code:
                    self.had[story.number] = story.document

    @property
    def mirror_seen(self) -> tuple[set[str], set[str]]:
        """The paths that the last crawl got whole, and those that it got broken."""
        return self.mirror.before

    def _damage(self, damage: str) -> list[tuple[Path, bytes]]:
        """Damage a file; return it with its bytes, if it is an archive: a user has a backup of those alone."""
        name, _, how = damage.rpartition(" ")
        fit = sorted(path for path in self.output.glob(FILES[name]) if path.stat().st_size)
        if not fit:
            return []
        path = self.plan.choice(fit)
        content = path.read_bytes()
        if how == "cut":
            path.write_bytes(content[: self.plan.randrange(len(content))])
        else:
            path.unlink()
        return [(path, content)] if name == "archive" else []

    def _follow_sentences(self, backups: dict[Path, bytes], label: str) -> None:
        """Do what a user does who reads the sentences of verify."""
        moment = self.room.now + HOUR
        found = self.scrapy(moment, "verify")
        for path, content in backups.items():
            if not found.code or path.name not in found.said:
                self.wrong.append(f"{label}: verify does not name {path.name}, which is damaged")
            path.write_bytes(content)
        self.scrapy(moment, "verify", "--repair")
        if self.scrapy(moment, "verify").code:
            replay = self.scrapy(moment, "replay", "-s", "LOG_LEVEL=WARNING", "-s", "WORKERS=1")
            self.scrapy(moment, "verify", "--repair")  # it repairs nothing of an outlet whose state is missing
            if "holds no WARC; crawl first" in replay.said:
                return
            if replay.code or (left := self.scrapy(moment, "verify")).code:
                said = replay.said if replay.code else left.said
                self.wrong.append(f"{label}: neither verify --repair nor replay mends it: {said[-1500:]}")

    # --- The end --------------------------------------------------------------------------------------------------

    def missing(self) -> list[str]:
        """Return a sentence for each story that the corpus lacks without a reason."""
        newest: dict[str, str] = {}
        every: set[str] = set()
        for manifest in self.output.glob("text/*/manifest.jsonl"):
            for line in manifest.read_text().splitlines():
                row = json.loads(line)
                text = (manifest.parent / row["name"]).read_text()
                newest[row["canonical_url"]] = text
                every.add(text)
        reasons, found = self._reasons(), []
        begin = f"https{self.room.url[4:]}"
        for story in self.room.stories:
            if story.gone:
                if story.number in self.had and self.had[story.number] not in every:
                    found.append(f"{story.path} has ended, and a run had it: {reasons.get(begin + story.path, '-')}")
            elif newest.get(begin + story.path) != story.document and story.path not in self.mirror.lied:
                held = "an older text" if begin + story.path in newest else "no text"
                found.append(
                    f"{story.path} ({_told(story)}) has {held}: {reasons.get(begin + story.path, 'no reason')}"
                )
        return found

    def _reasons(self) -> dict[str, str]:
        """Return what the state says of each address: statuses and reject reasons of its captures, or that it waits."""
        found: dict[str, str] = {}
        for path in self.output.glob("state/*.sqlite"):
            with sqlite3.connect(path) as state:
                captures = state.execute(
                    "SELECT canonical_url, group_concat(date || ' ' || status || ' ' || coalesce(reason, '')) "
                    "FROM captures LEFT JOIN rejects USING (seq) GROUP BY canonical_url"
                )
                found.update(dict(captures.fetchall()))
                for key, tries, until in state.execute("SELECT key, tries, next FROM frontier"):
                    found[key] = f"{found.get(key, '')} waits until {until} after {tries} tries"
        return found

    def finish(self) -> None:
        """Run without faults, compare, verify and replay."""
        for days in CLEAN:
            self.publish()
            self.room.now += (days - 1) * DAY
            run = self.crawl(self.room.now)
            self._judge(run, "", f"{self.room.now:%Y-%m-%d}", clean=True)
        self.wrong += self.missing()
        moment = self.room.now + HOUR
        if (verified := self.scrapy(moment, "verify")).code:
            self.wrong.append(f"verify: {verified.said[-1500:]}")
        before = texts(self.output)
        if (replayed := self.scrapy(moment, "replay", "-s", "LOG_LEVEL=WARNING")).code:
            self.wrong.append(f"replay: {replayed.said[-1500:]}")
        after = texts(self.output)
        other = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
        if other:
            self.wrong.append(f"replay: {len(other)} files differ, {other[:5]} among them")


def _told(story: Story) -> str:
    return f"version {story.version}, changed {story.told:%Y-%m-%d %H:%M}"


def _last(said: str) -> str:
    """Return the last line of a command's output, shortened."""
    return (said.strip().splitlines() or [""])[-1][:200]


def main() -> int:
    """Simulate; print a table by kind of fault, and what is wrong; return 1 if something is, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="keep the output in this new folder")
    parser.add_argument("--only", default="", metavar="WORD", help="draw only faults whose name holds this word")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Newsroom(FIRST) as room:
        plan = random.Random(options.seed)  # noqa: S311 - a script, not a secret
        simulation = Simulation(room, options.keep or Path(folder) / "output", plan, options.only)
        for _ in range(options.days):
            simulation.day(simulation.drawn())
            simulation.publish()
        simulation.finish()
        print(f"{'fault':32}  days  runs that failed  wrong")
        for fault, tally in sorted(simulation.tallies.items()):
            print(f"{fault:32}  {tally.days:4}  {tally.failed:16}  {tally.wrong:5}")
        print("\n".join(simulation.wrong))
        kept = f"{len(room.stories)} stories"
        print(f"FAIL: {len(simulation.wrong)} differences, {kept}" if simulation.wrong else f"PASS: {kept}")
    return int(bool(simulation.wrong))


if __name__ == "__main__":
    sys.exit(main())
