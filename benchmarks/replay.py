"""Measures a rebuild: pages a second, and the CPU of each part for a page, beside extraction alone.

    python benchmarks/replay.py [--pages 1400] [--small 0 --outlets 40] [--workers 1,2] [--datatrove PYTHON]

The pages are real ones, made into an archive by `../shared/kit/make_pages_warc.py`, or, with --small, short articles in
an archive for each of some outlets. Extraction alone (`article_of` in a loop, one process) is the limit: a rebuild with
two processes cannot be more than twice as fast. Each rebuild begins with nothing but the archives; then comes a second
one, for which nothing has changed. `--datatrove` names an interpreter that has datatrove (`pip install
"datatrove[io,processing]" lxml_html_clean` in an environment of its own; without the latter each of its pages times
out); its pipeline reads the same archives with the same number of processes. CPU is that of a process and its children;
memory is that of the largest one. `conformance/replays.py` kills processes.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.items import Article, Page

KIT = ROOT.parent / "shared"
_SUBREAPER = 36
"""Linux's PR_SET_CHILD_SUBREAPER."""
TEXT = (
    "أعلنت الوزارة اليوم في العاصمة عن خطة جديدة لتطوير التعليم والصحة وقال المتحدث إن العمل سيبدأ قريبا بمشاركة خبراء "
    "من المنطقة وسط ترقب واسع من المواطنين الذين ينتظرون نتائج المشروع منذ سنوات طويلة"
)
DATATROVE = """
import sys
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter
folder, out, workers = sys.argv[1:]
LocalPipelineExecutor(
    pipeline=[WarcReader(folder, glob_pattern="**/*.warc.gz"), Trafilatura(timeout=5), JsonlWriter(out)],
    tasks=int(workers), workers=int(workers), logging_dir=out + "/logs",
).run()
"""
"""datatrove's pipeline divides its work by files."""


def main() -> None:
    """Make the archives, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1400, help="real pages")
    parser.add_argument("--small", type=int, default=0, help="short articles, in place of real pages")
    parser.add_argument("--outlets", type=int, default=40, help="outlets of the short articles")
    parser.add_argument("--workers", default="1,2", help="numbers of processes, each measured")
    parser.add_argument("--parts", type=int, default=300, help="pages by which the parts are measured")
    parser.add_argument("--datatrove", metavar="PYTHON", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="warraq-replay-") as name:
        output = Path(name) / "output"
        if options.small:
            count = make_small(output / "archive", options.small, options.outlets)
        else:
            count = make_real(output / "archive", options.pages)
        size = sum(path.stat().st_size for path in output.glob("archive/*/*"))
        print(f"{count} pages, {size / 1e6:.0f} MB of archives, {os.cpu_count()} cores", flush=True)
        measure_parts(output, options.parts, Path(name) / "parts")
        corpora = [measure_rebuild(output, int(workers), count) for workers in options.workers.split(",")]
        print("the rebuilds gave the same bytes" if len(set(corpora)) == 1 else "THE REBUILDS DIFFER")
        if options.datatrove:
            for workers in options.workers.split(","):
                out = Path(name) / f"datatrove{workers}"
                took, cpu, memory = timed(
                    [options.datatrove, "-c", DATATROVE, str(output / "archive"), str(out), workers]
                )
                print(f"datatrove, {workers}: {said(count, took, cpu, memory)}", flush=True)


def make_real(folder: Path, count: int) -> int:
    """Write an archive of real pages, and return their number."""
    (folder / "pages").mkdir(parents=True)
    arguments = [KIT / "pages", folder / "pages" / "pages.warc.gz", str(count)]
    subprocess.run([sys.executable, KIT / "kit" / "make_pages_warc.py", *arguments], check=True)
    return count


def make_small(folder: Path, count: int, outlets: int) -> int:
    """Write an archive of short articles for each outlet, and return the number of articles."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    draw = random.Random(0)  # noqa: S311 - filling, not secrets
    for outlet in range(outlets):
        host = f"site{outlet:02}.example"
        (folder / host).mkdir(parents=True)
        with (folder / host / f"{host}.warc.gz").open("wb") as file:
            writer = WARCWriter(file, gzip=True)
            for number in range(count // outlets):
                body = short_page(number, outlet, draw)
                head = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
                http = StatusAndHeaders("200 OK", head, protocol="HTTP/1.1")
                moment = f"2024-{1 + number // 672 % 12:02}-{1 + number // 24 % 28:02}T{number % 24:02}:00:00Z"
                url = f"https://{host}/news/{number + 10000}"
                kept = {"payload": BytesIO(body), "http_headers": http, "warc_headers_dict": {"WARC-Date": moment}}
                writer.write_record(writer.create_warc_record(url, "response", **kept))
    return count // outlets * outlets


def short_page(number: int, outlet: int, draw: random.Random) -> bytes:
    """Return a page of three paragraphs."""
    text = "".join(f"<p>{' '.join(draw.choices(TEXT.split(), k=22))}.</p>" for _ in range(3))
    title = f"خبر رقم {number} من الموقع {outlet}"
    return (
        f"<!doctype html><html lang=ar><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}"
        "</article></body></html>"
    ).encode()


def measure_parts(output: Path, count: int, folder: Path) -> None:
    """Print the CPU of reading, of extraction and of storing, in one process, for a page."""
    from scrapy.utils.test import get_crawler

    from crawler.archive.read.pages import PageReader, read_archive
    from crawler.state import State
    from pipelines.article import article_of
    from pipelines.documents.corpus import Corpus

    warcs = sorted(output.glob("archive/*/*"))
    reader = PageReader(get_crawler(), warcs)

    def read() -> Iterator[Page]:
        for warc in warcs:
            for archived in read_archive(warc, (), print):
                yield reader.page(archived)

    began = time.process_time()
    pages = [page for page, _ in zip(read(), range(count), strict=False)]
    read_in, began = time.process_time() - began, time.process_time()
    outcomes = [article_of(page) for page in pages]
    extracted_in, began = time.process_time() - began, time.process_time()
    articles: list[Article] = [outcome.article for outcome in outcomes if outcome.rejected is None]
    with State(folder, "parts") as state:
        corpus = Corpus(folder, state)
        placed = state.add_captures([article.capture for article in articles])
        for article, capture in zip(articles, placed, strict=True):
            article.capture = capture
        for at in range(0, len(articles), 64):
            corpus.settle(list(articles[at : at + 64]))
    stored_in = time.process_time() - began
    each = " ms, ".join(
        f"{name} {seconds / len(pages) * 1000:.2f}"
        for name, seconds in (("reading", read_in), ("extraction", extracted_in), ("storing", stored_in))
    )
    limit = len(pages) / extracted_in
    print(f"CPU of a page: {each} ms; extraction alone: {limit:.0f} pages a CPU second", flush=True)


def measure_rebuild(output: Path, workers: int, count: int) -> str:
    """Rebuild twice, print the figures, and return a digest of the texts."""
    for name in ("text", "state"):
        shutil.rmtree(output / name, ignore_errors=True)
    command = rebuild(output, workers)
    took, cpu, memory = timed(command)
    again, *_ = timed(command)
    print(f"rebuild, {workers}: {said(count, took, cpu, memory)}; again: {again:.1f} s, {again / took:.1%}", flush=True)
    return digest_of(output)


def digest_of(output: Path) -> str:
    """Return a digest of the texts in an output folder."""
    digest = hashlib.sha256()
    for path in sorted(output.glob("text/*/*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def rebuild(output: Path, workers: int) -> list[str]:
    """Return the command of a rebuild."""
    return [sys.executable, "-m", "scrapy", "replay", "-s", f"OUTPUT={output}", "-s", f"WORKERS={workers}"]


def said(count: int, took: float, cpu: float, memory: float) -> str:
    """Return figures as words."""
    return f"{count / took:.0f} pages a second, {cpu / count * 1000:.1f} ms CPU a page, {memory:.0f} MB"


def timed(command: list[str]) -> tuple[float, float, float]:
    """Run a command; return its seconds, its CPU seconds, and the memory of its largest process in megabytes.

    The process that forks the workers outlives the command by a moment; as this process is the subreaper
    (`PR_SET_CHILD_SUBREAPER`), it can wait for that one too, and its CPU is that of the workers.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - began
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, after.ru_maxrss / 1000


if __name__ == "__main__":
    main()
