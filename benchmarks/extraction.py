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
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Extractor = Callable[["Sample"], "Found"]

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "pages"
"""Real pages with gold made by hand. They belong to others and are not part of the project."""
OWN = ROOT / "tests" / "goldens" / "pages"
OUTLETS = ROOT / "tests" / "outlets"
REAL_DAYS = {
    "akhbarelyom.com": "2020-10-07",
    "albayan.ae": "2020-06-03",
    "beirutobserver.com": "2020-11-09",
    "elbaladtv.net": "2020-12-25",
    "lbcgroup.tv": "2026-01-08",
    "skynewsarabia.com": "2026-07-07",
    "youm7.com": "2020-08-24",
}
"""The days of publication of the real pages' articles, which their gold lacks."""
CAPTURED = "2026-11-22T10:00:00Z"
"""The capture time of pages that state none."""
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
CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE)
HEAD = 4096
"""Bytes at a page's beginning that may declare its charset."""
YARDSTICK = "trafilatura fast"
"""The system whose speed is 1."""


@dataclass(frozen=True)
class Sample:
    """A page, as each system gets it."""

    name: str
    path: str
    url: str
    content_type: str = "text/html; charset=utf-8"
    captured: str = CAPTURED
    timezone: str = ""
    """IANA zone of its outlet; empty if unknown."""
    outlet: str = ""
    """Name of the outlet's file; empty if Warraq shall not know the outlet."""

    @property
    def raw(self) -> bytes:
        """Return the page's bytes."""
        return _read(self.path)

    @property
    def text(self) -> str:
        """Return the page, decoded by the charset in its header or in itself: for systems that take no bytes."""
        found = CHARSET.search(self.content_type.encode()) or CHARSET.search(self.raw[:HEAD])
        try:
            return self.raw.decode(found[1].decode() if found else "utf-8", "replace")
        except LookupError:
            return self.raw.decode("utf-8", "replace")


class Found(NamedTuple):
    """A system's result for a page."""

    title: str = ""
    text: str = ""
    """Paragraphs, one a line; the title may be the first."""
    day: str | None = None
    """Day of publication, ISO 8601."""


@dataclass(frozen=True)
class Gold:
    """The correct result for a page."""

    title: str
    body: list[str]
    day: str | None
    optional: list[str] = field(default_factory=list)
    """Lines that the text may have or lack."""
    forbidden: list[str] = field(default_factory=list)
    """Strings that the text may not have."""


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


@dataclass(frozen=True)
class System:
    """A program that extracts articles."""

    name: str
    package: str
    """Distribution whose version is printed; empty for Warraq itself."""
    make: Callable[[], Extractor]
    """Called in the process that measures it; imports the package."""
    titles: bool = True
    """Whether it returns titles."""
    days: bool = False
    """Whether it returns days of publication."""
    peer: bool = True
    """Whether it is installed in `.bench/`, not in the project's environment."""


@cache
def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def _day(moment: Any) -> str | None:
    return str(moment)[:10] if moment else None


def make_warraq() -> Extractor:
    """Return Warraq, from bytes to an article for the corpus: decoding, judging, text, metadata, language."""
    from pipelines.article import article_of

    _outlets()

    def found(sample: Sample) -> Found:
        outcome = article_of(_page(sample))
        if outcome.rejected:
            raise outcome.rejected
        return Found(outcome.article.title, outcome.article.text, _day(outcome.article.published))

    return found


def make_extract() -> Extractor:
    """Return Warraq's step `extract` alone, without normalizing and without judging the language."""
    from pipelines.extract import extract

    _outlets()

    def found(sample: Sample) -> Found:
        article = extract(_page(sample))
        return Found(article.title, article.text, _day(article.published))

    return found


@cache
def _outlets() -> tuple[Any, ...]:
    from scrapy.utils.project import get_project_settings

    from crawler.loader import OutletLoader

    return OutletLoader.from_settings(get_project_settings()).outlets()


@cache
def _page(sample: Sample) -> Any:
    """Return the `Page` that a crawl would make from a sample."""
    from crawler.archive.read.unarchived import unarchived_page
    from crawler.outlet import Outlet

    outlet = Outlet.of_site(sample.url)
    if sample.outlet:
        outlet = next(known for known in _outlets() if known.name == sample.outlet)
    elif sample.timezone:
        outlet = replace(outlet, timezone=sample.timezone, country="EG")  # like tests/test_pages.py
    return unarchived_page(sample.url, sample.raw, outlet, sample.content_type, sample.captured)


def make_trafilatura(**options: Any) -> Extractor:
    """Return trafilatura, with metadata and without comments."""
    import trafilatura

    def found(sample: Sample) -> Found:
        got: Any = trafilatura.bare_extraction(
            sample.raw, url=sample.url, include_comments=False, with_metadata=True, **options
        )
        return Found(got.title or "", got.text or "", _day(got.date)) if got else Found()

    return found


def make_newspaper() -> Extractor:
    """Return newspaper4k, with Arabic as the page's language."""
    import newspaper
    import nltk  # noqa: F401 - each call needs it: without it the system is missing, not bad

    def found(sample: Sample) -> Found:
        article = newspaper.Article(sample.url, language="ar", fetch_images=False)
        article.download(input_html=sample.text)
        article.parse()
        return Found(article.title or "", article.text or "", _day(article.publish_date))

    return found


def make_newsplease() -> Extractor:
    """Return news-please, as a library."""
    from newsplease import NewsPlease

    def found(sample: Sample) -> Found:
        article = NewsPlease.from_html(sample.text, url=sample.url, fetch_images=False)
        return Found(article.title or "", article.maintext or "", _day(article.date_publish))

    return found


def make_readability() -> Extractor:
    """Return readability-lxml, whose result is HTML: each piece of its text is a line."""
    from lxml import html
    from readability import Document

    def found(sample: Sample) -> Found:
        document = Document(sample.raw)
        pieces = html.fromstring(document.summary()).itertext()
        return Found(document.short_title(), "\n".join(filter(None, map(str.strip, pieces))))

    return found


def make_resiliparse() -> Extractor:
    """Return Resiliparse, with the page's `<title>` as the title."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def found(sample: Sample) -> Found:
        tree = HTMLTree.parse_from_bytes(sample.raw, detect_encoding(sample.raw, from_html_meta=True))
        return Found(tree.title, extract_plain_text(tree, main_content=True, alt_texts=False))

    return found


def make_justext() -> Extractor:
    """Return jusText, with its Arabic stop words."""
    import justext

    stop_words = justext.get_stoplist("Arabic")

    def found(sample: Sample) -> Found:
        paragraphs = justext.justext(sample.raw, stop_words)
        return Found("", "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))

    return found


def make_goose() -> Extractor:
    """Return goose3, with its Arabic stop words."""
    import nltk  # noqa: F401 - see make_newspaper
    from goose3 import Goose
    from goose3.text import StopWordsArabic

    goose = Goose({"stopwords_class": StopWordsArabic, "enable_image_fetching": False})

    def found(sample: Sample) -> Found:
        article = goose.extract(raw_html=sample.text)
        return Found(article.title or "", article.cleaned_text or "", _day(article.publish_datetime_utc))

    return found


SYSTEMS = (
    System("Warraq", "", make_warraq, days=True, peer=False),
    System("Warraq, extract alone", "", make_extract, days=True, peer=False),
    System("trafilatura", "trafilatura", make_trafilatura, days=True, peer=False),
    System(
        "trafilatura precision",
        "trafilatura",
        lambda: make_trafilatura(favor_precision=True),
        days=True,
        peer=False,
    ),
    System(YARDSTICK, "trafilatura", lambda: make_trafilatura(fast=True), days=True, peer=False),
    System("newspaper4k", "newspaper4k", make_newspaper, days=True),
    System("news-please", "news-please", make_newsplease, days=True),
    System("readability-lxml", "readability-lxml", make_readability),
    System("resiliparse", "resiliparse", make_resiliparse),
    System("jusText", "justext", make_justext, titles=False),
    System("goose3", "goose3", make_goose, days=True),
)


def real_pages() -> Iterator[tuple[Sample, Gold]]:
    """Yield the pages of ../shared; Warraq does not know their outlets."""
    for line in (SHARED / "index.tsv").read_text("utf-8").splitlines():
        name, url, file = (line.split("\t")[column] for column in (0, 1, 10))
        path = SHARED / file.replace("pages/", "articles/", 1)
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        yield (
            Sample(name, str(path), url),
            Gold(gold["title"], gold["body"], REAL_DAYS[name], gold["optional"], gold["forbidden"]),
        )


def own_pages() -> Iterator[tuple[Sample, Gold]]:
    """Yield the project's own pages that hold an article."""
    for path in sorted(OWN.glob("*.json")):
        golden = json.loads(path.read_text("utf-8"))
        if golden["rejected"] is None:
            page = path.with_suffix(".html")
            sample = Sample(path.stem, str(page), golden["url"], golden["content_type"], golden["captured"])
            yield replace(sample, timezone=golden.get("timezone", "")), _gold(path, golden)


def outlet_pages() -> Iterator[tuple[Sample, Gold]]:
    """Yield the pages of the outlets' mirrors; Warraq uses the outlets' files."""
    for facts in sorted(OUTLETS.glob("*/outlet.json")):
        site = json.loads(facts.read_text("utf-8"))
        for url, name in site.get("goldens", {}).items():
            path = facts.parent / f"{name}.json"
            page = path.with_suffix(".html")
            declared = site.get("pages", {}).get(url, {}).get("content_type", Sample.content_type)
            captured = site.get("captured") or CAPTURED
            sample = Sample(f"{facts.parent.name} {name}", str(page), url, declared, captured)
            yield replace(sample, outlet=facts.parent.name), _gold(path, json.loads(path.read_text("utf-8")))


def _gold(path: Path, golden: dict[str, Any]) -> Gold:
    title, *body = path.with_suffix(".txt").read_text("utf-8").split("\n")
    return Gold(title, body, _day(golden["published"]), golden.get("optional", []), golden["forbidden"])


SETS = {"real pages": (SHARED, real_pages), "own pages": (OWN, own_pages), "outlets' pages": (OUTLETS, outlet_pages)}
"""By name: the folder, and the function that reads it."""


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
        _read(sample.path)
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
        parser.error(f"unknown system {', '.join(sorted(unknown))}; choose from {', '.join(by_name)}")
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
