"""Checks that a corpus stays true: a newsroom is crawled once a day for a year, then compared with the corpus.

    python benchmarks/year.py [--days 365] [--seed 0] [--keep FOLDER]

Each day a script drawn from the seed publishes stories, changes young ones (once or several times) and a few old ones,
takes some away (404 or 410), brings some back, moves a few to another address, publishes a few again under their own
address, and publishes copies of a few at a second address. Then a crawl runs, at five o'clock in the morning.

The corpus must hold what a daily crawl can know. A run sees a story in three cases:

- A list that changed since the last run names its address, and no run requested the address before, or the last one
  found it gone.
- The lists state a change later than the last request for it.
- It is younger than RECHECK_HOURS (48), counted from the newest date of publication in its documents. The age of an
  address without a document of its own (of a copy, or of a story that has moved) counts from its first request.

The corpus must keep whatever a run sees: a text that differs from the newest version, a mark when a story is gone, a
mark when it is back, and another address of a text that the corpus has. A moved story stays the same article if a run
was redirected from its old address to the new one; otherwise the new address cannot be told from a copy's. Whatever no
run sees (a text overwritten before the next run, a silent change of an old story, the end of an old story) must not be
in the corpus.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.newsroom import HOUR, IN_FEED, Newsroom, Story  # noqa: E402 - this script is not run as a module
from tests.support.project import FAST, texts  # noqa: E402 - the same

FIRST = datetime(2026, 1, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
YOUNG = timedelta(hours=48)
"""RECHECK_HOURS. At a run no story is within an hour of this age, so that seconds decide nothing."""
SHOWN = 40
"""Most differences that are printed."""
KINDS = ("lists", "articles", "unchanged ones of both")
LONG_AGO = datetime.min.replace(tzinfo=UTC)
CHANCES = {
    "change of a young story": 0.3,
    "change of an old one": 0.5,
    "change of a moved one": 0.2,
    "gone while young": 0.4,
    "gone when old": 0.1,
    "back": 0.15,
    "moved": 0.3,
    "published again": 0.15,
    "copied": 0.15,
    "taken back": 0.05,
    "told": 0.6,
    "of the newest": 0.5,
}
"""The chance of each event on a day; `told`: that the sitemap states a change; `of the newest`: that a draw from all
stories takes one of the last eight."""


@dataclass
class Seen:
    """A story as the runs could see it: its addresses, versions and events."""

    asked: dict[str, datetime] = field(default_factory=dict)
    """Address to the last run that requested it."""
    found: dict[str, datetime] = field(default_factory=dict)
    """Address to the first run that requested it."""
    versions: list[str] = field(default_factory=list)
    """The documents that it must have, the oldest first."""
    born: datetime = LONG_AGO
    """The newest date of publication in them."""
    events: list[tuple[str, str, str]] = field(default_factory=list)
    """The history's rows that it must have: the event, the address, and the document's content."""
    gone: bool = False
    chain: list[int] = field(default_factory=list)
    """The version numbers of its documents."""
    followed: bool = False
    """Whether a run was redirected from its old address to the new one, so that the new one is not a copy's."""
    anew: bool = False
    """Whether its documents at the new address begin a chain of versions of their own."""

    @property
    def is_marked(self) -> bool:
        """Return whether events at its new address count for its documents."""
        return self.followed or self.anew


class Truth:
    """The documents and events that the corpus must hold."""

    def __init__(self) -> None:
        self.seen: dict[int, Seen] = {}
        self._ran = LONG_AGO

    def of(self, story: Story) -> Seen:
        """Return a story as the runs saw it."""
        return self.seen.setdefault(story.number, Seen())

    def run(self, room: Newsroom) -> None:
        """Note everything that a run at this moment sees."""
        read = {story.shown.date() for story in room.stories if story.told > self._ran}
        self._ran = room.now
        in_feed = {story.number for story in room.newest(IN_FEED)}
        for story in room.stories:
            seen = self.of(story)
            asked = seen.asked.get(story.path)
            relisted = seen.gone and (story.number in in_feed or story.shown.date() in read)
            listed = not story.gone and (asked is None or relisted or story.told > asked)
            young = bool(seen.versions) and room.now - seen.born <= YOUNG
            # The age of an address without a document of its own counts from its first request.
            alias = story.moved and not seen.anew and asked is not None and room.now - seen.found[story.path] <= YOUNG
            seen.followed = seen.followed or (young and story.moved and not seen.anew)
            if listed or young or (alias and not seen.gone):
                self._look(story, seen, room)

    def _look(self, story: Story, seen: Seen, room: Newsroom) -> None:
        """Note the documents and events that follow from a request for a story."""
        seen.found.setdefault(story.path, room.now)
        new_address = story.path not in seen.asked
        seen.asked[story.path] = room.now
        if story.gone:
            if seen.versions and not seen.gone and (seen.is_marked or not story.moved):
                seen.events.append(("gone", story.path, seen.versions[-1]))
                seen.gone = True
            return
        if story.subject is not None and not seen.versions:
            if new_address:
                seen.events.append(("alias", story.path, story.document))
            return
        if not seen.versions or seen.versions[-1] != story.document:
            goes_on = bool(seen.versions) and (seen.is_marked or not story.moved)
            if not goes_on and story.document in seen.versions:
                # An address that no run was led to, with a text that the corpus has: an alias of that text.
                if seen.events[-1:] != [("alias", story.path, story.document)]:
                    seen.events.append(("alias", story.path, story.document))
                return
            seen.anew = seen.anew or (bool(seen.versions) and not goes_on)
            seen.chain.append(seen.chain[-1] + 1 if goes_on else 1)
            seen.versions.append(story.document)
            seen.born = max(seen.born, story.shown)
        elif new_address:
            seen.events.append(("alias", story.path, story.document))
        if seen.gone:
            seen.events.append(("back", story.path, seen.versions[-1]))
            seen.gone = False


class Script:
    """Draws the events at the newsroom between two runs.

    Args:
        room: The newsroom.
        truth: What the runs saw: a crawl can recognise a moved or copied story only if the corpus has it.
        seed: The seed of the draw.
    """

    def __init__(self, room: Newsroom, truth: Truth, seed: int) -> None:
        self._room = room
        self._truth = truth
        self._draw = random.Random(seed)  # noqa: S311 - a script, not a secret
        self._touched: set[int] = set()
        self.happened: Counter[str] = Counter()

    def day(self, run: datetime) -> None:
        """Draw the events of a day.

        Args:
            run: The run at the day's end; nothing happens in the five hours before it, nor in the hour after the last
                run.
        """
        self._touched.clear()
        begin, room, draw = run - DAY + HOUR, self._room, self._draw
        fresh = sorted(draw.uniform(0, 18) for _ in range(draw.randint(3, 6)))
        for hours in fresh:
            room.publish((begin + hours * HOUR).replace(microsecond=0))
            self._note("published", room.stories[-1])
        young = [story for story in room.stories if run - story.shown < YOUNG and not story.gone]
        for story in young:
            if story.subject is None and self._chance("change of a young story"):
                for _ in range(draw.choice((1, 1, 2, 3))):
                    self._change(story, max(begin, story.shown), run)
        for kind, moved in (("change of an old one", None), ("change of a moved one", True)):
            for story in self._old(moved=moved) if self._chance(kind) else ():
                self._change(story, begin, run)
        self._vanish(young, run)
        self._return(begin, run)
        for kind in ("moved", "published again", "copied", "taken back"):
            for story in self._old(moved=False if kind == "moved" else None) if self._chance(kind) else ():
                self._befall(kind, story, self._moment(begin))
        room.now = run

    def _befall(self, kind: str, story: Story, moment: datetime) -> None:
        """Move, publish again, copy or take back a story."""
        if kind == "moved":
            story.moved, story.changed = True, moment
        elif kind == "published again":
            story.republished = moment
        elif kind == "copied":
            copy = self._room.publish(moment)
            copy.subject, copy.version = story.number, story.version
            self._touched.add(copy.number)
        elif story.version > 1:
            story.version, story.changed = story.version - 1, moment
        else:
            return
        self._note(kind, story)

    def _chance(self, kind: str) -> bool:
        return self._draw.random() < CHANCES[kind]

    def _note(self, kind: str, story: Story) -> None:
        self.happened[kind] += 1
        self._touched.add(story.number)

    def _moment(self, begin: datetime) -> datetime:
        """Draw a moment in the first 18 hours of a day."""
        end = begin + 18 * HOUR
        later = (begin + self._draw.random() * (end - begin)).replace(microsecond=0)
        return max(later, begin)

    def _old(self, *, moved: bool | None = None) -> list[Story]:
        """Draw one story that had no event today and whose text the corpus has."""
        fit = [
            story
            for story in self._room.stories
            if story.number not in self._touched
            and not story.gone
            and story.subject is None
            and moved in (None, story.moved)
            and (versions := self._truth.of(story).versions)
            and versions[-1] == story.document
        ]
        return [self._draw.choice(fit[-8:] if self._chance("of the newest") else fit)] if fit else []

    def _change(self, story: Story, begin: datetime, run: datetime) -> None:
        """Change a story's text, with or without a statement of the change in the sitemap."""
        story.version += 1
        end = begin.replace(hour=0, minute=0, second=0) + DAY
        moment = (begin + self._draw.random() * (end - begin)).replace(microsecond=0)
        if self._chance("told") or (story.moved and self._is_on_edge(story, run)):
            story.changed = max(moment, story.told)
            self._note("changed", story)
        else:
            story.touched = moment
            self._note("changed silently", story)

    def _is_on_edge(self, story: Story, run: datetime) -> bool:
        """Return whether seconds decide if a run requests an address without a document: runs do so for 48 hours."""
        return any(abs(run - found - YOUNG) < HOUR for found in self._truth.of(story).found.values())

    def _vanish(self, young: list[Story], run: datetime) -> None:
        """Take away a young story and an old one, each by chance."""
        draw = self._draw
        fit = [s for s in young if s.number not in self._touched and self._truth.of(s).asked]
        old = [
            story
            for story in self._room.stories
            if story.number not in self._touched
            and not story.gone
            and self._truth.of(story).asked
            and not (story.moved and self._is_on_edge(story, run))
        ]
        chosen = [draw.choice(fit)] if fit and self._chance("gone while young") else []
        chosen += [draw.choice(old)] if old and self._chance("gone when old") else []
        for story in chosen:
            story.gone, story.vanished_as = True, draw.choice((404, 410))
            self._note("gone", story)

    def _return(self, begin: datetime, run: datetime) -> None:
        """Bring back stories that were taken away, each by chance."""
        for story in self._room.stories:
            if not story.gone or story.number in self._touched or not self._chance("back"):
                continue
            told = self._chance("told")
            if not told and self._is_on_edge(story, run):
                continue
            story.gone = False
            if told:
                story.changed = self._moment(begin)
            self._note("back" if told else "back silently", story)


def command(moment: datetime, output: Path, *arguments: str) -> str:
    """Run a Scrapy command at a moment; return its output if it failed, else the empty string."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "tests.support.clocked", moment.isoformat(), *arguments),
            *("-s", f"OUTPUT={output}", "-s", "WORKERS=1", "-s", "LOG_LEVEL=WARNING", *FAST),
        ],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if not run.returncode:
        return ""
    return f"{' '.join(arguments)} at {moment} failed with exit code {run.returncode}: {run.stderr}{run.stdout}".strip()


def rows(output: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of one of the outlet's tables."""
    return [json.loads(line) for path in output.glob(f"text/*/{table}") for line in path.read_text().splitlines()]


def differences(room: Newsroom, truth: Truth, output: Path) -> list[str]:
    """Compare the corpus with the truth, story by story."""
    address = {path: story.number for story in room.stories for path in (story.old_path, story.path)}
    begin = len(f"https{room.url[4:]}")
    held: dict[int, list[dict[str, Any]]] = {}
    content: dict[str, str] = {}
    for row in rows(output, "manifest.jsonl"):
        held.setdefault(address[row["canonical_url"][begin:]], []).append(row)
        content[row["name"]] = (output / "text" / row["outlet"] / row["name"]).read_text()
    told: dict[int, list[tuple[str, str, str]]] = {}
    for row in rows(output, "history.jsonl"):
        path = row["canonical_url"][begin:]
        told.setdefault(address[path], []).append((row["event"], path, content[row["name"]]))
    found = []
    for story in room.stories:
        seen, documents = truth.of(story), held.get(story.number, [])
        what = f"story {story.number} ({story.path}{', moved' * story.moved}{', a copy' * (story.subject is not None)})"
        if (versions := [content[row["name"]] for row in documents]) != seen.versions:
            found.append(f"versions: {what} has {_short(versions)}, should have {_short(seen.versions)}")
        chain = [row["version"] for row in documents]
        before = [None, *(row["name"] for row in documents)]
        linked = all(
            row["previous"] == (before[at] if row["version"] > 1 else None) for at, row in enumerate(documents)
        )
        if chain != seen.chain or not linked:
            found.append(f"chain: {what} has versions {chain}, should have {seen.chain}")
        if (events := told.get(story.number, [])) != seen.events:
            found.append(f"events: {what} has {_events(events)}, should have {_events(seen.events)}")
    return found


def _short(versions: list[str]) -> list[str]:
    """Return the number of the version that each text states."""
    return [text.rpartition("النسخة ")[2].partition(" ")[0] for text in versions]


def _events(events: list[tuple[str, str, str]]) -> list[str]:
    """Return events in words, with the version instead of the text."""
    return [f"{event} {path} of text {_short([text])[0]}" for event, path, text in events]


def main() -> int:
    """Crawl day by day, compare, replay, verify; return 1 if anything differs, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="keep the output in this new folder")
    options = parser.parse_args()
    truth, began = Truth(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Newsroom(FIRST) as room:
        output = options.keep or Path(folder) / "output"
        script = Script(room, truth, options.seed)
        asked: Counter[str] = Counter()
        shown: set[str] = set()
        for day in range(options.days):
            script.day(FIRST + day * DAY)
            truth.run(room)
            room.answered.clear()
            if failed := command(room.now, output, "crawl", "site", "-a", f"url={room.url}/"):
                print(f"FAIL: {failed}")
                return 1
            asked["runs"] += 1
            for path, status in room.answered:
                asked["articles" if path.startswith("/news/") else "lists"] += 1
                asked["unchanged ones of both"] += status == 304  # noqa: PLR2004 - Not Modified
            if (room.now + DAY).month != room.now.month or day == options.days - 1:
                wrong = differences(room, truth, output)
                documents, events = (len(rows(output, table)) for table in ("manifest.jsonl", "history.jsonl"))
                print(
                    f"{room.now:%Y-%m} after {time.monotonic() - began:.0f} s: {len(room.stories)} stories, "
                    f"{documents} documents, {events} events; a run requested "
                    + ", ".join(f"{asked[kind] / asked['runs']:.1f} {kind}" for kind in KINDS)
                    + f"; {len(wrong)} differences",
                    flush=True,
                )
                asked.clear()
                for line in wrong[:SHOWN]:
                    if line not in shown:
                        print(f"    {line}", flush=True)
                        shown.add(line)
        print("events: " + ", ".join(f"{count} {kind}" for kind, count in script.happened.most_common()))
        found = differences(room, truth, output)
        before = texts(output)
        found += filter(None, (command(room.now + HOUR, output, "verify"), command(room.now + HOUR, output, "replay")))
        after = texts(output)
        found += [
            f"replay: {name} differs from the one that the crawls wrote"
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name)
        ]
        found += filter(None, (command(room.now + HOUR, output, "verify"),))
        print(f"replayed {len(before)} files; {time.monotonic() - began:.0f} s")
    for line in found[:SHOWN]:
        print(line)
    print(f"FAIL: {len(found)} differences" if found else "PASS")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
