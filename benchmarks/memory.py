"""Checks that extraction does not leak memory: one process extracts the project's own pages, over and over.

    python benchmarks/memory.py [--pages 20000] [--seed 0] [--trace]

The order of the pages is drawn from the seed. Each page gets a sentence, a class and a link that no other page has, so
that no cache knows it. The process's resident memory (RSS) is printed on the way, and must not grow once the caches are
full.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipelines.article import article_of  # noqa: E402 - this script is not run as a module
from tests.test_pages import GOLDENS, page  # noqa: E402 - the same

REPORTS = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Parts of all pages after which memory is printed."""
WARM = 0.25
"""Part of all pages after which memory may not grow."""
GROWTH = 2.0
"""Megabytes of growth that are allowed: the allocator is not exact."""
PARAGRAPH_END = re.compile(rb"</p>", re.IGNORECASE)
WORDS = ("النهر", "المدينة", "السوق", "المدرسة", "الميناء", "الحديقة", "الجسر", "المكتبة", "القرية", "المصنع")


def marked(body: bytes, number: int) -> bytes:
    """Return a page that no other page equals: in a paragraph's words, in a class, in an address."""
    draw = random.Random(number)  # noqa: S311 - filling, not secrets
    sentence = f" ورقمها {number} قرب {draw.choice(WORDS)} و{draw.choice(WORDS)}."
    try:
        words = sentence.encode("windows-1256" if b"windows-1256" in body[:2000].lower() else "utf-8")
    except UnicodeEncodeError:
        words = str(number).encode()
    block = b'<div class="c%d w%d-block" id="id%d"><a href="/x/%d">%d</a></div>' % ((number,) * 5)
    body = PARAGRAPH_END.sub(lambda _: words + b"</p>", body, count=1)
    return body.replace(b"</body>", block + b"</body>", 1)


def resident() -> float:
    """Return the process's resident memory in megabytes."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def main() -> int:
    """Extract, print memory on the way; return 1 if it grew, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--trace", action="store_true", help="print the lines that allocated most after the caches were full"
    )
    options = parser.parse_args()
    draw = random.Random(options.seed)  # noqa: S311 - an order, not a secret
    pages = [page(name) for name in GOLDENS]
    reports = {int(options.pages * part): part for part in REPORTS}
    held: dict[float, float] = {}
    before: tracemalloc.Snapshot | None = None
    articles = 0
    began = time.process_time()
    for number in range(1, options.pages + 1):
        one = draw.choice(pages)
        articles += article_of(replace(one, body=marked(one.body, number))).rejected is None
        if part := reports.get(number):
            gc.collect()
            held[part] = resident()
            cost = (time.process_time() - began) / number * 1000
            print(f"{number} pages, {articles} articles: {held[part]:.1f} MB, {cost:.1f} ms CPU a page", flush=True)
            if options.trace and part == WARM:
                tracemalloc.start(5)
                before = tracemalloc.take_snapshot()
    if before:
        for line in tracemalloc.take_snapshot().compare_to(before, "lineno")[:15]:
            print(line)
    growth = held[1.0] - held[WARM]
    print(f"after {WARM:.0%} of the pages: {growth:+.1f} MB")
    return int(growth > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
