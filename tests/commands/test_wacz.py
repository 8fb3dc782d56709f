"""`scrapy wacz`, and `scrapy replay` of a part of an archive, with and without its index."""

from __future__ import annotations

import json
import re
import shutil
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.writing import add_segment
from crawler.archive.read.pages import read_archive
from crawler.commands.replay import Command as ReplayCommand
from crawler.commands.wacz import Command
from tests.commands.test_replay import foreign_warc
from tests.support.output import OUTLET, make
from tests.support.project import FAST, archives, article, front, scrapy, texts
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path

PATHS = ("/news/1001", "/news/1002", "/sport/1003")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl three articles."""
    output = tmp_path_factory.mktemp("crawled")
    answers: dict[str, bytes | list[bytes]] = {path: html(article(int(path[-4:]))) for path in PATHS}
    with Wire({"/": html(front(*PATHS)), **answers}) as wire:
        run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST)
    assert run.returncode == 0, run.stderr
    return output


def rows(package: Path) -> list[dict[str, str]]:
    """Return the rows of a package's pages."""
    with ZipFile(package) as opened:
        assert opened.testzip() is None
        return [json.loads(line) for line in opened.read("pages/pages.jsonl").decode().splitlines()[1:]]


def test_an_outlets_package_lists_its_documents(crawled: Path, tmp_path: Path) -> None:
    (folder,) = (crawled / "archive").iterdir()
    package = tmp_path / "x.wacz"
    run = scrapy("wacz", folder.name, "-o", str(package), "-s", f"OUTPUT={crawled}")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    manifest = [json.loads(line) for line in texts(crawled)[f"{folder.name}/manifest.jsonl"].splitlines()]
    found = rows(package)
    assert [(row["url"], row["ts"], row["title"]) for row in found] == [
        (row["url"], row["captured"], row["title"]) for row in manifest
    ]
    for row, document in zip(found, manifest, strict=True):
        text = texts(crawled)[f"{folder.name}/{document['name']}"].decode()
        assert f"{row['title']}\n{row['text']}" == text
    with ZipFile(package) as opened:
        for warc in archives(crawled):
            assert opened.read(f"archive/{warc.name}") == warc.read_bytes()


def test_named_archives_need_no_corpus(tmp_path: Path) -> None:
    warc = tmp_path / "foreign.warc.gz"
    foreign_warc(warc, gzipped=True, version="WARC/1.0")
    run = scrapy("wacz", str(warc), "-o", str(tmp_path / "x.wacz"), "-s", f"OUTPUT={tmp_path / 'output'}")
    assert (run.returncode, run.stderr) == (0, "")
    assert rows(tmp_path / "x.wacz") == []


def wacz(output: Path, target: Path | str, *names: str) -> int:
    """Run the command in this process and return its exit code."""
    command = Command()
    command.settings = Settings({"OUTPUT": str(output)})
    command.run(list(names), Namespace(target=str(target), title=None))
    return command.exitcode


def test_what_cannot_be_packed_is_wrong_usage(crawled: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    (warc,) = archives(crawled)
    shutil.copy(warc, tmp_path / warc.name)
    with pytest.raises(UsageError, match=r"nobody\.example: is neither a file nor an outlet with a folder in"):
        wacz(crawled, target, "nobody.example")
    with pytest.raises(UsageError, match="Name outlets or WARCs"):
        wacz(crawled, "", str(warc))
    with pytest.raises(UsageError, match="2 archives have this name"):
        wacz(crawled, target, str(warc), str(tmp_path / warc.name))
    with pytest.raises(UsageError, match="the package would overwrite it"):
        wacz(crawled, warc, str(warc))
    with pytest.raises(UsageError, match=r"a WACZ holds only \.warc and \.warc\.gz"):
        wacz(crawled, target, str(next(crawled.glob("state/*.sqlite"))))
    assert not target.exists()


def test_what_cannot_be_written_or_read_is_said_in_a_sentence(
    crawled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (warc,) = archives(crawled)
    assert wacz(crawled, tmp_path / "gone" / "x.wacz", str(warc)) == 1
    assert "x.wacz was not written" in capsys.readouterr().err
    (tmp_path / "archive" / "open.example").mkdir(parents=True)
    opened = tmp_path / "archive" / "open.example" / f"{warc.name}.open"
    shutil.copy(warc, opened)
    assert wacz(tmp_path, tmp_path / "x.wacz", "open.example") == 1
    said = capsys.readouterr().err
    assert f"{opened}: is not closed and was left out" in said
    assert "holds no closed WARC" in said
    shutil.copytree(crawled / "text", tmp_path / "text")
    next(tmp_path.glob("text/*/000_*.txt")).unlink()
    assert wacz(tmp_path, tmp_path / "x.wacz", str(warc)) == 1
    assert "manifest.jsonl: does not fit its texts" in capsys.readouterr().err
    assert not (tmp_path / "x.wacz").exists()


@pytest.mark.parametrize("indexed", [False, True])
def test_a_replay_of_a_prefix_adds_what_lies_under_it(crawled: Path, tmp_path: Path, indexed: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    (original,) = archives(crawled)
    folder = tmp_path / original.parent.name
    folder.mkdir()
    warc = folder / original.name
    shutil.copy(original, warc)
    captures = [archived.capture for archived in read_archive(warc, (), print)]
    if indexed:
        # The index lacks a capture; the replay then lacks it too if it did not search the archive itself.
        add_segment(folder, (cdxj_line(one) for one in captures if "/1002" not in one.url))
    prefix = captures[0].url.rsplit("/", 1)[0] + "/news/"
    run = scrapy("replay", str(warc), "--prefix", prefix, "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 0, run.stderr
    (manifest,) = (tmp_path / "output").glob("text/*/manifest.jsonl")
    urls = [json.loads(line)["url"] for line in manifest.read_text().splitlines()]
    assert sorted(url.rsplit("/", 1)[1] for url in urls) == (["1001"] if indexed else ["1001", "1002"])


def test_a_replay_of_a_part_rebuilds_nothing(crawled: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(crawled, output)
    run = scrapy("replay", "--to", "2020-01-01", "-s", f"OUTPUT={output}")
    assert run.returncode == 0, run.stderr
    assert texts(output) == texts(crawled)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "yesterday"), "--from yesterday: is no day"),
        (("--from", "2026-02-01", "--to", "2026-01-01"), "--from 2026-02-01 is after --to 2026-01-01"),
        (("--prefix", "news"), "--prefix news: is no http(s) URL"),
    ],
)
def test_a_part_that_cannot_be_is_wrong_usage(arguments: tuple[str, ...], sentence: str) -> None:
    parser = ArgumentParser()
    command = ReplayCommand()
    command.settings = Settings({"OUTPUT": "nowhere"})
    command.add_options(parser)
    with pytest.raises(UsageError, match=re.escape(sentence)):
        command.process_options([], parser.parse_args((*arguments, "-L", "INFO")))


def test_a_damaged_archive_is_packed_and_named_though_its_index_is_whole(tmp_path: Path) -> None:
    warc = make(tmp_path / "output")
    warc.write_bytes(warc.read_bytes()[:3_000])
    run = scrapy("wacz", OUTLET.name, "-o", str(tmp_path / "x.wacz"), "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 1
    assert run.stderr.startswith(f"{warc}: ends inside the record at byte ")
    assert run.stderr.count("\n") == 1
    assert (tmp_path / "x.wacz").exists()
