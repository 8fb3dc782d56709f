"""Measures the cost of archiving and of reading back: bare Scrapy and Warraq crawl a local site in turn.

    python benchmarks/capture.py [--pages 5000] [--rounds 2] [--encoding identity|gzip]

Both fetch every page with 16 requests at once and no delay, and neither extracts text: the difference is the archive
(tap, records, compression, fsync, state). Then the last archive is read and decoded, without extraction; what a rebuild
costs is measured by `replay.py`. CPU is that of the process and its children, starts included. Each has started once
before, so that no start compiles modules, also where PYTHONDONTWRITEBYTECODE is set.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import multiprocessing
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ROOT = Path(__file__).parent.parent
SENTENCE = (
    "أعلنت الوزارة اليوم في العاصمة عن خطة جديدة لتطوير التعليم والصحة وقال المتحدث إن العمل سيبدأ قريبا بمشاركة خبراء "
    "من المنطقة وسط ترقب واسع من المواطنين الذين ينتظرون نتائج المشروع منذ سنوات طويلة"
)
SIZE = 80_000


class Round(NamedTuple):
    """The speed and cost of one crawl."""

    pages_a_second: float
    cpu_ms_a_page: float


def page(number: int) -> bytes:
    """Return a page of about 80 KB, different for each number."""
    draw = random.Random(number)  # noqa: S311 - filling, not secrets
    words = SENTENCE.split()
    text = " ".join(draw.choice(words) for _ in range(SIZE // 11))
    return f"<!doctype html><html lang='ar'><h1>خبر {number}</h1><p>{text}</p></html>".encode()[:SIZE]


async def serve(port: int, pages: int, encoding: str, told: Connection) -> None:
    """Serve `/` with links to every page, and the pages, with the least possible work; send None once it listens."""
    bodies = [page(number) for number in range(min(pages, 200))]

    def answer(path: str) -> bytes:
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        if path == "/":
            body = "".join(f'<a href="/news/{number + 10000}">x</a>' for number in range(pages)).encode()
        elif path.startswith("/news/"):
            number = int(path[6:]) - 10000
            body = bodies[number % len(bodies)][:-20] + f"<!-- {number} --></html>".encode()
        else:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if encoding == "gzip":
            body = gzip.compress(body, 1)
            head += "Content-Encoding: gzip\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    ready = {path: answer(path) for path in ("/", *(f"/news/{number + 10000}" for number in range(pages)))}

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                writer.write(ready.get(path) or answer(path))
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    told.send(None)
    await server.serve_forever()


BARE = """
import scrapy
class BareSpider(scrapy.Spider):
    name = "bare"
    def __init__(self, url):
        super().__init__()
        self.start_urls = [url]
    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.parse_page)
    def parse_page(self, response):
        pass
"""
SETTINGS = """
from crawler.settings import *
ITEM_PIPELINES = {}
AUTOTHROTTLE_ENABLED = False
CONCURRENT_REQUESTS = CONCURRENT_REQUESTS_PER_DOMAIN = 16
"""


def timed(arguments: list[str], environment: dict[str, str], pages: int, *, check: bool = True) -> Round:
    """Run Python with some arguments; return pages a second and CPU a page."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        check=check,
        stderr=subprocess.DEVNULL,
    )
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Round(pages / took, cpu / pages * 1000)


READ = """
import sys
import time
from pathlib import Path
from scrapy.utils.test import get_crawler
from crawler.archive.read.pages import PageReader, read_archive
warcs = [Path(name) for name in sys.argv[1:]]
reader = PageReader(get_crawler(), warcs)
began = time.process_time()
pages = sum(
    len(reader.page(archived).body) > 0
    for warc in warcs
    for archived in read_archive(warc, (), print)
    if archived.capture.page
)
print(round(pages / (time.process_time() - began)))
"""


def read_back(output: Path) -> None:
    """Read a crawl's archive, and print the speed."""
    warcs = sorted(map(str, output.glob("archive/*/*.warc.gz")))
    alone = subprocess.run(
        [sys.executable, "-c", READ, *warcs], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    print(f"reading and decoding: {alone} pages a CPU second", flush=True)


def main() -> None:
    """Run both in turn, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--encoding", choices=["identity", "gzip"], default="identity")
    options = parser.parse_args()
    port = random.randrange(20000, 60000)  # noqa: S311 - a port, not a secret
    listening, told = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.Process(
        target=lambda: asyncio.run(serve(port, options.pages, options.encoding, told)), daemon=True
    )
    server.start()
    told.close()  # else `recv` would wait for ever for a server that ended before it listened
    folder = Path(tempfile.mkdtemp(prefix="warraq-capture-"))
    (folder / "bare_spider.py").write_text(BARE)
    (folder / "bench_settings.py").write_text(SETTINGS)
    url = f"http://127.0.0.1:{port}/"
    bytecode = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment = {"PYTHONPATH": f"{folder}:{ROOT}", "SCRAPY_SETTINGS_MODULE": "bench_settings", **bytecode}
    outside = {"SCRAPY_SETTINGS_MODULE": "scrapy.settings.default_settings", **bytecode}
    bare_options = [
        item
        for name, value in {
            "ROBOTSTXT_OBEY": "False",
            "CONCURRENT_REQUESTS": "16",
            "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
            "TELNETCONSOLE_ENABLED": "False",
            "REMOTE_CONTROL_ENABLED": "False",
            "LOG_LEVEL": "INFO",
        }.items()
        for item in ("-s", f"{name}={value}")
    ]
    bare, warraq = [], []
    bare_crawl = ["-m", "scrapy", "runspider", str(folder / "bare_spider.py"), *bare_options, "-a"]
    crawl = ["-m", "scrapy", "crawl", "site", "-a"]
    listening.recv()
    for _ in range(2):  # the first start compiles
        starts = (
            timed([*bare_crawl, f"url={url}missing"], outside, 1),
            timed([*crawl, f"url={url}missing", "-s", f"OUTPUT={folder / 'start'}"], environment, 1, check=False),
        )
    print(f"a start: bare {starts[0].cpu_ms_a_page:.0f} ms CPU, Warraq {starts[1].cpu_ms_a_page:.0f} ms", flush=True)
    for number in range(options.rounds):
        bare.append(timed([*bare_crawl, f"url={url}"], outside, options.pages))
        output = folder / str(number)
        warraq.append(timed([*crawl, f"url={url}", "-s", f"OUTPUT={output}"], environment, options.pages))
        warc = sum(path.stat().st_size for path in output.glob("archive/*/*.warc.gz"))
        print(
            f"round {number + 1}: bare {bare[-1].pages_a_second:.0f} pages/s, {bare[-1].cpu_ms_a_page:.2f} ms CPU; "
            f"Warraq {warraq[-1].pages_a_second:.0f} pages/s, {warraq[-1].cpu_ms_a_page:.2f} ms CPU, "
            f"{warc / options.pages / 1000:.1f} kB WARC a page",
            flush=True,
        )
        if number + 1 == options.rounds:
            read_back(output)
        shutil.rmtree(output)
    speed = sum(one.pages_a_second for one in warraq) / sum(one.pages_a_second for one in bare)
    cpu = sum(one.cpu_ms_a_page for one in warraq) / sum(one.cpu_ms_a_page for one in bare)
    print(f"{options.encoding}: speed {speed:.2f} of bare, CPU {cpu:.2f} of bare")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
