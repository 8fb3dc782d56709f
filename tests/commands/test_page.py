"""`scrapy page`: the bytes that a server sent, and the reason for which an address has no document."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import UsageError
from scrapy.utils.test import get_crawler

from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.writing import add_segment
from crawler.archive.read.pages import PageReader, read_archive
from crawler.commands.page import Command
from crawler.state import Kind, State, Waiting
from pipelines.article import article_of
from pipelines.documents.corpus import Corpus
from tests.support.command import run_here
from tests.support.output import OUTLET, archive, exchange
from tests.support.project import article

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.exchange import Exchange

SITE = "https://akhbar.example"


def answer(path: str, head: str, body: bytes, number: int) -> Exchange:
    """Return an exchange in which the server answers with a head and a body."""
    lines = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n"
    one = exchange(number, lines.encode() + body)
    one.url = f"{SITE}{path}"
    return one


PAGE = article(1).encode()
HTML = "200 OK\r\nContent-Type: text/html; charset=utf-8"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an output folder with an address for each fate."""
    folder = tmp_path_factory.mktemp("page") / "output"
    answers = [
        answer("/robots.txt", "200 OK\r\nContent-Type: text/plain", b"User-agent: *\nDisallow: /private/\n", 1),
        answer("/news/first-story-of-the-day", f"{HTML}\r\nContent-Encoding: gzip", gzip.compress(PAGE), 2),
        answer("/news/second-story-of-the-day", HTML, PAGE, 3),
        answer("/news/a-short-story-of-the-day", HTML, b"<html><body><h1>x</h1><p>y\x1b[31m</p></body></html>", 4),
        answer("/news/a-gone-story-of-the-day", "404 Not Found\r\nContent-Type: text/html", b"<p>nothing</p>", 5),
        answer("/news/a-moved-story-of-the-day", "301 Moved\r\nLocation: /news/first-story-of-the-day", b"", 6),
        answer("/news/a-closed-story-of-the-day", "403 Forbidden", b"no", 7),
        answer("/logo.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG", 8),
        answer("/news/first-story-of-the-day", f"{HTML}\r\nContent-Encoding: gzip", gzip.compress(PAGE), 9),
    ]
    answers[-1].began += timedelta(days=1)
    settle(folder, archive(folder, *answers))
    with State(folder, OUTLET.name) as state:
        url = f"{SITE}/news/a-waiting-story-of-the-day"
        state.add_waiting([Waiting(kind=Kind.ARTICLE, key=url, url=url)])
    return folder


def settle(output: Path, warc: Path) -> None:
    """Store what becomes of each capture in an archive."""
    reader = PageReader(get_crawler())
    with State(output, OUTLET.name) as state:
        corpus = Corpus(output, state)
        for archived in read_archive(warc, (OUTLET,), print):
            (capture,) = state.add_captures([archived.capture])
            if capture.page:
                outcome = article_of(reader.page(archived._replace(capture=capture)))
                corpus.settle([(capture, outcome.rejected) if outcome.rejected else outcome.article])


def page(output: Path, *words: str) -> int:
    return run_here(Command(), output, *words)


def test_a_documents_page_is_printed_byte_for_byte(output: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert page(output, f"{OUTLET.name}/000") == 0
    assert capfdbinary.readouterr() == (PAGE, b"")
    assert page(output, f"{SITE}/news/first-story-of-the-day?utm_source=x") == 0
    assert capfdbinary.readouterr() == (PAGE, b"")
    assert page(output, f"{OUTLET.name}/0_{'0' * 16}.txt") == 0


def test_a_capture_is_chosen_by_its_time(output: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert page(output, f"{SITE}/news/first-story-of-the-day", "--capture", "2027") == 0
    printed, told = capfdbinary.readouterr()
    assert printed == PAGE
    assert b": has the text of akhbar.example/000" in told
    assert page(output, f"{SITE}/news/first-story-of-the-day", "--capture", "2026-11-22T09:30") == 0
    assert capfdbinary.readouterr() == (PAGE, b"")


@pytest.mark.parametrize(
    ("path", "code", "told"),
    [
        ("/news/second-story-of-the-day", 0, "has no document: duplicate of akhbar.example/000"),
        ("/news/a-short-story-of-the-day", 0, r"has no document: rejected as [a-z-]+ \(.+\)"),
        ("/news/a-gone-story-of-the-day", 0, "has no document: gone, the server answered 404"),
        (
            "/news/a-moved-story-of-the-day",
            1,
            f"has no document: the server answered 301, it moved to {SITE}/news/first-story-of-the-day",
        ),
        ("/news/a-closed-story-of-the-day", 0, "has no document: the server answered 403"),
        ("/logo.png", 0, "has no document: it is no article's page"),
        ("/news/a-waiting-story-of-the-day", 1, "has no document: a list named it, and it waits"),
        ("/private/a-story-of-the-day", 1, "has no document: never asked, since the host's robots.txt forbids it"),
        ("/news/an-unknown-story-of-the-day", 1, "has no document: never asked; no list"),
    ],
)
def test_an_address_without_a_document_is_explained(
    output: Path, capfd: pytest.CaptureFixture[str], path: str, code: int, told: str
) -> None:
    assert page(output, f"{SITE}{path}") == code
    printed, sentence = capfd.readouterr()
    assert bool(printed) == (code == 0)
    assert re.fullmatch(rf"{re.escape(SITE + path)}(, captured 2026-11-22T10:00:00\S*)?: {told}.*\.\n", sentence)


def test_an_image_in_the_archive_of_another_outlet_is_found(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    image = answer("", "200 OK\r\nContent-Type: image/png", b"\x89PNG", 1)
    image.url = "https://cdn.example/i.png"
    warc = archive(tmp_path, image)
    add_segment(warc.parent, [cdxj_line(archived.capture) for archived in read_archive(warc, (OUTLET,), print)])
    settle(tmp_path, archive(tmp_path, answer("/news/first-story-of-the-day", HTML, PAGE, 2)))
    assert page(tmp_path, "http://cdn.example/i.png") == 0
    printed, told = capfdbinary.readouterr()
    assert printed == b"\x89PNG"
    assert (
        told == b"http://cdn.example/i.png, captured 20261122100000: has no document: it is no article's page, by its"
        b" address, its media type or its end.\n"
    )


def test_a_terminal_gets_no_code_of_a_page(
    output: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{SITE}/news/a-short-story-of-the-day"
    assert page(output, url) == 0
    assert b"y\x1b[31m</p>" in capfdbinary.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert page(output, url) == 0
    assert b"y?[31m</p>" in capfdbinary.readouterr().out


def test_a_page_whose_archive_is_away_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    warc = archive(tmp_path, answer("/news/first-story-of-the-day", HTML, PAGE, 1))
    with State(tmp_path, OUTLET.name) as state:
        state.add_captures([archived.capture for archived in read_archive(warc, (OUTLET,), print)])
    warc.unlink()
    assert page(tmp_path, f"{SITE}/news/first-story-of-the-day") == 1
    assert "its page cannot be had: its archive is not under OUTPUT/archive" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name one document or address"),
        (("first",), "is neither OUTLET/NUMBER nor an http(s) address"),
        (("ftp://akhbar.example/a",), "is neither OUTLET/NUMBER nor an http(s) address"),
        (("akhbar.example/000", "--capture", "2026"), "--capture goes with an address"),
        ((SITE, "--capture", "yesterday"), "--capture yesterday: is no time"),
        ((SITE, "--capture", "20261301"), "is no time"),
    ],
)
def test_wrong_usage(output: Path, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageError, match=re.escape(sentence)):
        page(output, *words)


def test_a_folder_without_a_crawl_and_an_unknown_document(output: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert page(output / "none", f"{OUTLET.name}/000") == 1
    assert "does not exist" in capfd.readouterr().err
    for name in (f"{OUTLET.name}/999", "../000"):
        assert page(output, name) == 1
        assert f"{name}: there is no such document" in capfd.readouterr().err
