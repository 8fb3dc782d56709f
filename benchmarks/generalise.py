"""Measures whether extraction generalises: every page and text at hand, also as an unknown site would serve it.

    python benchmarks/generalise.py [--own] [--only 'NAME;…'] [--shared DIR] [--record] [--markdown] [--verbose]

No outlet's facts are used. Each row is a set of pages or texts, unchanged or under one change (`generalise_changes`).
Figures are means over the pages; the sites with the worst ones are named, since a mean over many sites hides the one
that fails. Sets that need ../shared are skipped, and named, where it is absent.

Every figure has a floor in benchmarks/floors.toml. A figure that is worse than its floor is named, and the exit code is
1. `--record` writes the figures of this run as floors where they are better or new; it refuses to record a worse one.
docs/extraction.md explains the figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extraction import score
from extraction_pages import ROOT
from extraction_systems import Found
from generalise_changes import PAGE_CHANGES, SPELLINGS, TEXT_CHANGES, changed_page
from generalise_figures import Page, Text, by_kind, figures_of, table, wrong_ones
from generalise_floors import read_floors, record, worse
from generalise_inputs import ARTICLES, HTML, OTHERS, Sample, own_texts, seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


FLOORS = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True)
class Job:
    """One page or folder of texts, with its change."""

    row: str
    """The row of the table that it counts in."""
    measured: Callable[..., Any]
    """A function of this module, called with the arguments in another process."""
    arguments: tuple[Any, ...]


def measured_page(sample: Sample, change: str) -> Page:
    """Extract a page, as one of an outlet that Warraq does not know."""
    from crawler.archive.read.unarchived import unarchived_page
    from crawler.outlet import Outlet
    from pipelines.article import article_of
    from pipelines.page.charset import decode

    raw, declared = sample.path.read_bytes(), sample.content_type
    if change:
        raw, declared = changed_page(decode(raw, declared), change), HTML
    page = unarchived_page(sample.url, raw, Outlet.of_site(sample.url), declared, sample.captured)
    outcome = article_of(page)
    rejected = str(outcome.rejected or "")
    if sample.gold is None:
        return Page(sample.site, sample.name, rejected, None, dated=False)
    article = outcome.article
    found = Found() if rejected else Found(article.title, article.text, (article.published or "")[:10] or None)
    return Page(sample.site, sample.name, rejected, score(found, sample.gold), sample.dated)


def measured_appendix(shared: Path, change: str) -> list[Text]:
    """Clean the texts of ../shared/appendix, and compare them by the kit's own scorer."""
    scorer = _scorer(shared / "kit/appendix_score.py")
    written: Callable[[str], str] = TEXT_CHANGES[change] if change else str

    def run(files: list[Path], out: Path) -> None:
        for file in files:
            (out / file.name).write_text(_cleaned(written(file.read_text("utf-8").replace("\r", "").rstrip("\n"))))

    return [
        Text(
            Path(row["file"]).name.partition(".")[0],
            f"{row['kind']} {row['origin']}".strip(),
            not row["bad"],
            row["C"],
            row["leak"],
            row["K"],
            row["loss"],
        )
        for row in scorer.score([shared / "appendix"], run)
    ]


def measured_text(name: str, text: str, wanted: str) -> list[Text]:
    """Clean a text, and compare it with the wanted one."""
    kept = _cleaned(text)
    whole = set(wanted.split("\n"))
    lost = sum(map(_length, whole.difference(kept.split("\n"))))
    leaked = sum(map(_length, set(kept.split("\n")).difference(whole)))
    foreign = max(0, _length(text) - _length(wanted))
    return [Text(name, "", kept == wanted, foreign, leaked, _length(wanted), lost)]


def _cleaned(text: str) -> str:
    from pipelines.clean import cleaned

    return cleaned(text).text


def _length(text: str) -> int:
    return len("".join(text.split()))


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("appendix_score", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def jobs_of(shared: Path | None, only: set[str]) -> Iterator[Job]:
    """Yield the jobs of every set that is here; name those that are not.

    Args:
        shared: The folder of other people's pages and texts; None to leave them out without a word.
        only: Names of the sets; empty for all.
    """
    for title, sets in (("articles", ARTICLES), ("other pages", OTHERS)):
        for name, (folder, samples) in sets.items():
            if (only and name not in only) or (folder and not _is_here(shared, folder, f"{name}: {title}")):
                continue
            found = list(samples(shared or ROOT))
            for change in ("", *PAGE_CHANGES):
                row = ", ".join(filter(None, (f"{name}: {title}", change)))
                yield from (Job(row, measured_page, (sample, change)) for sample in found)
    yield from _text_jobs(shared, only)


def _text_jobs(shared: Path | None, only: set[str]) -> Iterator[Job]:
    if (not only or "appendix" in only) and _is_here(shared, "appendix", "appendix: texts"):
        for change in ("", *TEXT_CHANGES):
            row = ", ".join(filter(None, ("appendix: texts", change)))
            yield Job(row, measured_appendix, (shared, change))
    if not only or "own texts" in only:
        yield from (Job("own texts: texts", measured_text, (name, text, text)) for name, text in own_texts())
    if not only or "seeds" in only:
        for name, text, wanted in seeds():
            yield Job("seeds: texts", measured_text, (name, text, wanted))
            for change, written in SPELLINGS.items():
                yield Job(f"seeds: texts, {change}", measured_text, (name, written(text), wanted))


def _is_here(shared: Path | None, folder: str, name: str) -> bool:
    if shared is None:
        return False
    if not (shared / folder).is_dir():
        print(f"SKIPPED {name}: {shared / folder} does not exist", flush=True)
        return False
    return True


def run(jobs: Iterable[Job], processes: int) -> dict[str, list[Any]]:
    """Measure, in a process for each core; return the results by row."""
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    jobs = list(jobs)
    with ProcessPoolExecutor(processes, initializer=_prepare) as pool:
        for job, result in zip(jobs, pool.map(_measure, jobs, chunksize=4), strict=True):
            rows[job.row] += result if isinstance(result, list) else [result]
    return rows


def _prepare() -> None:
    sys.path.insert(0, str(ROOT))


def _measure(job: Job) -> Any:
    return job.measured(*job.arguments)


def main() -> int:
    """Measure, print the tables, and compare them with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", action="store_true", help="only what needs no ../shared")
    parser.add_argument("--only", default="", help="sets, separated by semicolons; default: all")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="other people's pages and texts")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file of recorded floors")
    parser.add_argument("--record", action="store_true", help="raise the floors to this run's figures")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables, as in docs/extraction.md")
    parser.add_argument("--verbose", action="store_true", help="also print each wrong page and text")
    options = parser.parse_args()
    known = {*ARTICLES, "appendix", "own texts", "seeds"}
    only = set(filter(None, options.only.split(";")))
    if only - known:
        parser.error(f"unknown set {'; '.join(sorted(only - known))}, choose from: {'; '.join(sorted(known))}")
    began = time.monotonic()
    rows = run(jobs_of(None if options.own else options.shared, only), options.processes)
    figures = {name: figures_of(results) for name, results in rows.items()}
    print(*table(rows, figures, markdown=options.markdown), sep="\n")
    if "appendix: texts" in rows:
        print(*by_kind(rows["appendix: texts"], markdown=options.markdown), sep="\n")
    if options.verbose:
        print("", *(line for name, results in rows.items() for line in wrong_ones(name, results)), sep="\n")
    print(f"\n{sum(map(len, rows.values()))} pages and texts in {time.monotonic() - began:.0f} s")
    floors = read_floors(options.floors)
    faults = worse(figures, floors)
    print(*faults, sep="\n")
    if faults:
        return 1
    if options.record:
        print(f"{record(options.floors, figures, floors)} floors raised in {options.floors}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
