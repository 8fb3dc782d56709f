"""Runs the project's own commands as a user would."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.support.starter import starter

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
"""Folder of real pages and independent tools, which a user's machine does not have."""
FAST = ("-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")
"""Arguments for a crawl without pauses: a loopback server needs no manners."""


def scrapy(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Scrapy command in the project; a folder of PYTHONPATH with a sitecustomize costs a new interpreter."""
    folders = environment.get("PYTHONPATH", "").split(os.pathsep)
    if any(Path(folder, "sitecustomize.py").exists() for folder in folders if folder):
        command = [sys.executable, "-m", "scrapy", *arguments]
        environment = {**os.environ, **environment}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
    return starter().run("scrapy", *arguments, environment=environment)


def wait_for(reached: Callable[[], bool], run: subprocess.Popen[Any]) -> None:
    """Wait until a running command reaches a point; raise AssertionError when it ends before."""
    while not reached():
        with suppress(subprocess.TimeoutExpired):
            # This process (a server in it) sees the command's requests, the kernel its end: no one event shows both.
            code = run.wait(0.02)
            raise AssertionError(f"{run.args!r} ended too early, with {code}")


class Record(NamedTuple):
    """A WARC record, read with zlib alone."""

    fields: dict[str, str]
    block: bytes


def records(path: Path) -> list[Record]:
    """Read a WARC with one gzip member for each record; raise AssertionError for any other form."""
    content = path.read_bytes()
    found = []
    while content:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        record = member.decompress(content)
        assert member.eof, f"{path} ends inside a record"
        content = member.unused_data
        head, _, rest = record.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        assert lines[0] == "WARC/1.1"
        fields = dict(line.split(": ", 1) for line in lines[1:])
        length = int(fields["Content-Length"])
        assert rest[length:] == b"\r\n\r\n"
        found.append(Record(fields, rest[:length]))
    return found


def archives(output: Path) -> list[Path]:
    """Return the WARCs under an output folder."""
    return sorted(output.glob("archive/*/*.warc.gz"))


def texts(output: Path) -> dict[str, bytes]:
    """Return the files under `text/`: path to bytes."""
    folder = output / "text"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def paragraphs(seed: int, count: int = 4) -> list[str]:
    """Return Arabic paragraphs that differ for each seed."""
    places = ("القاهرة", "بيروت", "عمّان", "بغداد", "تونس", "الرباط", "مسقط", "الدوحة", "صنعاء", "الخرطوم")
    topics = ("المياه", "التعليم", "الصحة", "الزراعة", "النقل", "الطاقة", "السياحة")
    place, topic = places[seed % len(places)], topics[seed % len(topics)]
    lines = (
        f"أعلنت وزارة {topic} في {place} اليوم خطة من {seed + 3} مراحل لتطوير الخدمات التي تقدمها للمواطنين.",
        f"وقال المتحدث باسم الوزارة إن المرحلة الأولى تبدأ بعد {seed + 10} يوماً بمشاركة خبراء من المنطقة.",
        f"وأضاف أن الخطة تشمل {seed * 7 + 20} مشروعاً في المدن والقرى، وأن تمويلها أُقرّ الشهر الماضي.",
        f"ورحّب سكان {place} بالإعلان، وطالبوا بأن تُنشر تفاصيل المشروع رقم {seed} ومواعيد تنفيذه.",
    )
    return list(lines[:count])


def article(seed: int, extra: str = "") -> str:
    """Return an article's page."""
    body = "".join(f"<p>{line}</p>" for line in paragraphs(seed))
    title = f"خطة جديدة لتطوير الخدمات رقم {seed}"
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><nav><a href='/'>الرئيسية</a></nav><article><h1>{title}</h1>{body}{extra}</article></body></html>"
    )


def front(*paths: str) -> str:
    """Return a front page with links to paths."""
    links = "".join(f'<li><a href="{path}">خبر</a></li>' for path in paths)
    return f'<!doctype html><html lang="ar"><head><title>الصحيفة</title></head><body><ul>{links}</ul></body></html>'


def zipped(content: str) -> bytes:
    """Return text as gzip'ed UTF-8."""
    return gzip.compress(content.encode(), mtime=0)
