"""`scrapy extract`: one JSON object a page."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from tests.support.output import exchange, make
from tests.support.project import ROOT, SHARED, article, paragraphs, scrapy
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [
    "url",
    "title",
    "text",
    "date",
    "modified",
    "authors",
    "section",
    "tags",
    "declared_url",
    "next_page",
    "image",
    "description",
    "language",
    "credit",
    "rights",
    "cut",
    "profile",
    "rejected",
    "detail",
]


def lines(stdout: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stdout.splitlines()]


def test_a_file_an_archive_and_an_address_give_a_line_a_page(tmp_path: Path) -> None:
    warc = make(tmp_path / "output", 2)
    page, foreign = tmp_path / "page.html", tmp_path / "page.txt"
    page.write_text(article(5))
    foreign.write_text(
        "<html><body><article><p>" + "This text is not Arabic at all. " * 20 + "</p></article></body></html>"
    )
    answers: dict[str, bytes | list[bytes]] = {
        "/a": html(article(6)),
        "/robots.txt": b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",
    }
    with Wire(answers) as wire:
        run = scrapy("extract", str(page), str(warc), f"{wire.url}/a", f"{wire.url}/gone", str(foreign))
        assert wire.count("/robots.txt") == 1
    assert run.returncode == 1
    assert run.stderr == f"{wire.url}/gone: not fetched: HTTP status 404.\n"
    single, *archived, fetched, other = lines(run.stdout)
    assert list(single) == KEYS
    assert (single["url"], single["title"]) == (page.as_uri(), "خطة جديدة لتطوير الخدمات رقم 5")
    assert single["text"].split("\n") == paragraphs(5)
    assert (single["rejected"], single["language"]) == (None, "ar")
    assert [line["url"] for line in archived] == [exchange(number).url for number in range(3)]
    assert archived[2]["text"] == archived[0]["text"]
    assert {line["warc"] for line in archived} == {warc.name}
    assert (fetched["url"], fetched["title"]) == (f"{wire.url}/a", "خطة جديدة لتطوير الخدمات رقم 6")
    assert (other["rejected"], other["language"]) == ("not-arabic", None)


def test_an_address_given_with_a_file_chooses_its_outlet(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(article(5))
    run = scrapy("extract", str(page), "--url", "https://www.youm7.com/story/1")
    assert (run.returncode, run.stderr) == (0, "")
    assert lines(run.stdout)[0]["url"] == "https://www.youm7.com/story/1"


@pytest.mark.parametrize(
    "arguments", [(), ("a.html", "b.html", "--url", "https://a.example/"), ("a.html", "--url", "a")]
)
def test_wrong_usage_is_said(arguments: tuple[str, ...]) -> None:
    assert scrapy("extract", *arguments).returncode == 2


def test_a_folder_and_a_package_give_their_pages(tmp_path: Path) -> None:
    warc = make(tmp_path / "output")
    (tmp_path / "output" / "page.html").write_text(article(9))
    with ZipFile(tmp_path / "p.wacz", "w") as package:
        package.write(warc, "archive/a.warc.gz")
    run = scrapy("extract", str(tmp_path / "output"), str(tmp_path / "p.wacz"))
    assert (run.returncode, run.stderr) == (0, "")
    found = lines(run.stdout)
    assert [line.get("warc") for line in found] == [warc.name] * 4 + [None] + ["a.warc.gz"] * 4
    assert found[4]["text"]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.warc").write_bytes(b"no archive")
    run = scrapy("extract", str(tmp_path / "gone.html"), str(tmp_path / "gone.warc.gz"), str(tmp_path / "no.warc"))
    assert (run.returncode, run.stdout) == (1, "")
    gone, archive, *rest = run.stderr.splitlines()
    assert (
        gone
        == f"{tmp_path / 'gone.html'}: cannot be read (No such file or directory); check the name and its permissions."
    )
    assert archive.startswith(f"{tmp_path / 'gone.warc.gz'}: cannot be read")
    assert "holds no WARC or ARC record" in rest[-1]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared (real pages and the score) is not here")
def test_the_independent_score_is_perfect() -> None:
    import subprocess  # noqa: PLC0415 - only here

    pages = str(SHARED / "pages" / "articles")
    command = f"cmd:{sys.executable} -m scrapy extract {{html}} --url {{url}}"
    score = [sys.executable, str(SHARED / "kit" / "score.py"), pages, pages, command]
    environment = {**os.environ, "ONLY": "youm7.com"}
    run = subprocess.run(score, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert "F1=1.0000" in run.stdout
    assert "title=1.000" in run.stdout
    assert "leaks=0" in run.stdout
