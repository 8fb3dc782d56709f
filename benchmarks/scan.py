"""Measures how fast a foreign archive is scanned for what the outlets own (`scrapy replay … --outlets-only`).

    python benchmarks/scan.py ARCHIVE [--own HOST]…

Prints compressed megabytes for each second of CPU, on one core, each in a process of its own: `inflate` unpacks the
members with isal and does nothing else, which is the limit of every reader that checks what it passes over; `scan`
leaves what no outlet owns; `read` takes all captures, as a replay without the option. With --own a host counts as an
outlet's, so that a part of the archive is taken. The peak memory of each process must not grow with the archive.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from isal import isal_zlib

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scrapy.settings import Settings  # noqa: E402 - this script is not run as a module

from crawler.archive.read.owned import Owned  # noqa: E402 - the same
from crawler.archive.read.pages import read_archive  # noqa: E402 - the same
from crawler.loader import OutletLoader  # noqa: E402 - the same
from crawler.outlet import Outlet  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 1 << 18
PIECE = 1 << 20


def inflate(archive: Path, _: tuple[Outlet, ...]) -> str:
    """Unpack the members, and count them."""
    count = 0
    with archive.open("rb") as file:
        raw = file.read(CHUNK)
        while raw:
            member = isal_zlib.decompressobj(isal_zlib.MAX_WBITS | 16)
            member.decompress(raw, PIECE)
            while not member.eof:
                rest = member.unconsumed_tail or file.read(CHUNK)
                if not rest:
                    raise SystemExit(f"{archive}: ends inside a member.")
                member.decompress(rest, PIECE)
            raw = member.unused_data or file.read(CHUNK)
            count += 1
    return f"{count:,} members"


def scan(archive: Path, outlets: tuple[Outlet, ...]) -> str:
    """Take the captures that outlets own."""
    owned = Owned(outlets)
    count = sum(1 for _ in read_archive(archive, outlets, print, owned=owned))
    return f"{count:,} captures taken, {owned.left:,} left"


def read(archive: Path, outlets: tuple[Outlet, ...]) -> str:
    """Take all captures."""
    return f"{sum(1 for _ in read_archive(archive, outlets, print)):,} captures taken"


WAYS: dict[str, Callable[[Path, tuple[Outlet, ...]], str]] = {"inflate": inflate, "scan": scan, "read": read}


def main() -> None:
    """Measure each way in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--own", action="append", default=[], metavar="HOST")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way is None:
        for way in WAYS:
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--way", way], check=True)
        return
    outlets = OutletLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]})).outlets()
    outlets += tuple(Outlet.of_site(f"https://{host}/") for host in arguments.own)
    began = time.process_time()
    done = WAYS[arguments.way](arguments.archive, outlets)
    spent = time.process_time() - began
    size = arguments.archive.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{arguments.way:8} {size / spent:6.1f} MB/s ({size:,.0f} MB in {spent:.1f} s of CPU), {done}, {peak:.0f} MiB"
    )


if __name__ == "__main__":
    main()
