"""Each document has the content signals that were in force when its page was archived, in a replay too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.project import FAST, article, front, scrapy, texts
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

NO = b"User-agent: *\nContent-Signal: search=yes, ai-train=no\n"
YES = b"User-agent: *\nContent-Signal: ai-train=yes\n"


def robots(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def redirect(target: str) -> bytes:
    return f"HTTP/1.1 301 Moved Permanently\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


def crawl(wire: Wire, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST, *arguments)
    assert run.returncode == 0, run.stderr
    return run


def rights(output: Path) -> dict[str, object]:
    """Return each document's rights by the end of its address."""
    (manifest,) = output.glob("text/*/manifest.jsonl")
    rows = map(json.loads, manifest.read_text().splitlines())
    return {row["url"].rpartition("/")[2]: row["rights"] for row in rows}


def test_each_document_has_the_signals_of_its_time_and_a_replay_finds_them_again(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {f"/news/{number}": html(article(number)) for number in range(1000, 1004)}
    answers["/"] = [html(front(f"/news/{number}")) for number in range(1000, 1004)]
    rules = [redirect("/rules"), b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", robots(YES)]
    answers["/robots.txt"] = rules
    answers["/rules"] = robots(NO)
    with Wire({"/elsewhere": robots(NO)}) as other, Wire(answers) as wire:
        rules.append(redirect(f"{other.url}/elsewhere"))
        for _ in range(4):
            crawl(wire, tmp_path)
    assert rights(tmp_path) == {
        "1000": {"signals": {"ai-train": "no", "search": "yes"}},
        "1001": {},
        "1002": {"signals": {"ai-train": "yes"}},
        "1003": {},
    }
    before = texts(tmp_path)
    replay = scrapy("replay", "-s", f"OUTPUT={tmp_path}")
    assert replay.returncode == 0, replay.stderr
    assert texts(tmp_path) == before


def test_no_training_is_honoured_when_that_is_wanted(tmp_path: Path) -> None:
    with Wire({"/": html(front("/news/1000")), "/news/1000": html(article(1)), "/robots.txt": robots(NO)}) as wire:
        run = crawl(wire, tmp_path, "-s", "RIGHTS_HONOURED=True")
    assert "reserved" in run.stderr
    assert not texts(tmp_path)
