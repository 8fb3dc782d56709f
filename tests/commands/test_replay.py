"""`scrapy replay`: makes the corpus again, from archives alone."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.state import State
from crawler.state.lock import CorpusLock, OutletLock
from crawler.state.swap import STAGE, finish_swap
from tests.support.output import archive, exchange
from tests.support.project import FAST, ROOT, archives, article, front, records, scrapy, texts, wait_for
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 40
NO_INTERNET = """
import socket, sys, traceback
def refuse(event, arguments):
    if event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6):
        # urllib3, which trafilatura imports, asks the kernel in `_has_ipv6` whether it has IPv6, and sends nothing.
        if not any(frame.name == "_has_ipv6" for frame in traceback.extract_stack(limit=4)):
            sys.stderr.write("A SOCKET WAS OPENED\\n")
            sys.stderr.flush()
            import os
            os._exit(99)
sys.addaudithook(refuse)
"""


@pytest.fixture(scope="module")
def uneven_site() -> Iterator[str]:
    """Serve pages whose responses and extraction take different times."""
    delays = random.Random(7)  # noqa: S311 - uneven, not secret

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            paths = [f"/news/{number + 1000}" for number in range(PAGES)]
            body = front(*paths) if self.path == "/" else ""
            if self.path in paths:
                number = int(self.path[-4:]) - 1000
                body = article(number, extra="<div>" * (number % 5) + "<p>سطر أخير.</p>" * (number % 7 * 30))
                pause.wait(delays.random() / 20)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    pause = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def crawled(uneven_site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl the site with sixteen requests at a time and two workers."""
    output = tmp_path_factory.mktemp("crawled")
    concurrency = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16", "-s", "WORKERS=2")
    run = scrapy("crawl", "site", "-a", f"url={uneven_site}", "-s", f"OUTPUT={output}", *FAST, *concurrency)
    assert run.returncode == 0, run.stderr
    assert len(texts(output)) == PAGES + 1
    return output


def test_a_replay_gives_the_bytes_of_the_crawl_and_opens_no_socket(crawled: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(NO_INTERNET)
    output = tmp_path / "output"
    warcs = map(str, archives(crawled))
    run = scrapy("replay", *warcs, "-s", f"OUTPUT={output}", PYTHONPATH=f"{tmp_path / 'site'}")
    assert "A SOCKET WAS OPENED" not in run.stderr
    assert run.returncode == 0, run.stderr
    assert texts(output) == texts(crawled)


def test_the_guard_against_sockets_works(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_INTERNET)
    run = scrapy("crawl", "site", "-a", "url=http://127.0.0.1:9/", "-s", f"OUTPUT={tmp_path}", PYTHONPATH=str(tmp_path))
    assert "A SOCKET WAS OPENED" in run.stderr


def test_numbers_follow_the_order_of_captures(crawled: Path) -> None:
    (manifest,) = crawled.glob("text/*/manifest.jsonl")
    rows = [json.loads(line) for line in manifest.read_text().splitlines()]
    assert [row["name"][:3] for row in rows] == [f"{number:03}" for number in range(PAGES)]
    offsets = [row["offset"] for row in rows]
    assert offsets == sorted(offsets)


def test_a_rebuild_brings_back_a_corpus_that_was_lost(crawled: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(crawled, output)
    before = texts(output)
    shutil.rmtree(output / "text")
    shutil.rmtree(output / "state")
    run = scrapy("replay", "-s", f"OUTPUT={output}")
    assert run.returncode == 0, run.stderr
    assert texts(output) == before
    written = {
        path: path.stat().st_ino
        for path in [*output.glob("text/*/*"), *output.glob("state/*"), *output.glob("state/outcomes/*")]
        if path.is_file()
    }
    again = scrapy("replay", "-s", f"OUTPUT={output}")
    assert again.returncode == 0, again.stderr
    assert texts(output) == before
    assert {path: path.stat().st_ino for path in written} == written  # nothing was extracted, settled or written again
    assert _stored(again.stderr) == _stored(run.stderr) == f"{PAGES} stored"
    assert sorted(path.name for path in output.iterdir()) == [".locks", "archive", "state", "text"]


def _stored(said: str) -> str:
    """Return the words of a replay's last line that count its documents."""
    return next(words for words in said.split(", ") if words.endswith(" stored"))


@pytest.mark.parametrize("setting", ["WORKERS=7", "REPLAY_ENGINE=inline"])
def test_every_engine_gives_the_same_bytes(crawled: Path, tmp_path: Path, setting: str) -> None:
    run = scrapy("replay", *map(str, archives(crawled)), "-s", f"OUTPUT={tmp_path}", "-s", setting)
    assert run.returncode == 0, run.stderr
    assert texts(tmp_path) == texts(crawled)
    assert not list(tmp_path.glob("state/outcomes/*"))


def test_a_rebuild_that_was_killed_goes_on(tmp_path: Path) -> None:
    for number in range(0, 12, 2):
        archive(tmp_path, exchange(number), exchange(number + 1))
    shutil.copytree(tmp_path / "archive", tmp_path / "whole" / "archive")
    outcomes = tmp_path / "state" / "outcomes"
    command = [sys.executable, "-m", "scrapy", "replay", "-s", f"OUTPUT={tmp_path}", "-s", "WORKERS=1"]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    wait_for(lambda: bool(list(outcomes.glob("*.outcomes"))), run)
    run.kill()
    run.wait()
    done = {path: path.stat().st_ino for path in outcomes.glob("*.outcomes")}
    for output in (tmp_path, tmp_path / "whole"):
        again = scrapy("replay", "-s", f"OUTPUT={output}")
        assert again.returncode == 0, again.stderr
    assert {path: path.stat().st_ino for path in done} == done
    assert len(list(outcomes.glob("*.outcomes"))) == 6
    assert texts(tmp_path) == texts(tmp_path / "whole")
    assert len(texts(tmp_path)) == 13


def test_replaying_named_archives_twice_adds_nothing(crawled: Path, tmp_path: Path) -> None:
    for _ in range(2):
        run = scrapy("replay", *map(str, archives(crawled)), "-s", f"OUTPUT={tmp_path}")
        assert run.returncode == 0, run.stderr
    assert texts(tmp_path) == texts(crawled)


def test_a_rebuild_that_would_lose_documents_is_refused(crawled: Path, tmp_path: Path) -> None:
    scrapy("replay", *map(str, archives(crawled)), "-s", f"OUTPUT={tmp_path}")
    before = texts(tmp_path)
    (tmp_path / "archive" / "x").mkdir(parents=True)
    shutil.copy(archives(crawled)[0], tmp_path / "archive" / "x" / "x-20260101000000000-00000.warc.gz")
    run = scrapy("replay", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 1
    assert "a rebuild would lose them" in run.stderr
    assert texts(tmp_path) == before


def foreign_warc(path: Path, *, gzipped: bool, version: str) -> None:
    """Write an archive as warcio's users do: with other records, with bodies still chunked, without needed digests."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=gzipped, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("foreign.warc", {"software": "another"}))
    for number in range(3):
        body = article(number).encode()
        headers = [("Content-Type", "text/html; charset=utf-8")]
        if number == 1:
            headers.append(("Content-Encoding", "gzip"))
            body = gzip.compress(body)
        if number == 2:
            headers.append(("Transfer-Encoding", "chunked"))
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        url = f"https://www.alroya.om/post/{number + 360000}/خطة-جديدة"
        writer.write_record(
            writer.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=http)
        )
    image = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.1")
    url = "https://www.alroya.om/uploads/360000.png"
    writer.write_record(
        writer.create_warc_record(url, "response", payload=BytesIO(b"\x89PNG"), length=4, http_headers=image)
    )
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_archives_that_others_wrote_work(tmp_path: Path, version: str, gzipped: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    warc = tmp_path / ("foreign.warc.gz" if gzipped else "foreign.warc")
    foreign_warc(warc, gzipped=gzipped, version=version)
    run = scrapy("replay", str(warc), "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 0, run.stderr
    rows = (tmp_path / "output" / "text" / "alroya.om" / "manifest.jsonl").read_text().splitlines()
    assert [json.loads(row)["title"] for row in rows] == [
        f"خطة جديدة لتطوير الخدمات رقم {number}" for number in range(3)
    ]


def test_a_damaged_archive_leaves_the_corpus_as_it_was(crawled: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(crawled, output)
    before = texts(output)
    (warc,) = archives(output)
    content = bytearray(warc.read_bytes())
    content[2000:2050] = bytes(50)
    warc.write_bytes(content)
    run = scrapy("replay", "-s", f"OUTPUT={output}")
    assert run.returncode == 1
    assert "the rebuild is incomplete; the corpus stays unchanged." in run.stderr
    assert texts(output) == before


def test_two_archives_of_one_name_are_two(crawled: Path, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        foreign_warc(tmp_path / str(number) / "rec.warc.gz", gzipped=True, version="WARC/1.1")
    paths = [str(tmp_path / str(number) / "rec.warc.gz") for number in range(2)]
    run = scrapy("replay", *paths, archives(crawled)[0].as_posix(), "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 0, run.stderr
    assert "3 unchanged" in run.stderr


def dated_warc(path: Path, date: str, number: int, status: str = "200 OK") -> str:
    """Write an archive with one capture of the same article, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = article(number).encode() if status == "200 OK" else b""
    http = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        record = writer.create_warc_record(
            "https://www.alroya.om/post/360000/خطة",
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_record(record)
    return str(path)


def rows_of(output: Path, name: str = "manifest") -> list[dict[str, Any]]:
    (path,) = output.glob(f"text/*/{name}.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_versions_follow_the_captures_dates_whatever_the_order_of_the_names(tmp_path: Path) -> None:
    new = dated_warc(tmp_path / "new" / "rec.warc.gz", "2026-11-20T10:00:00Z", 2)
    old = dated_warc(tmp_path / "old" / "rec.warc.gz", "2024-11-20T10:00:00Z", 1)
    gone = dated_warc(tmp_path / "a.warc.gz", "2025-11-20T10:00:00Z", 1, "404 Not Found")
    for number, named in enumerate(((new, old, gone), (gone, old, new))):
        output = tmp_path / str(number)
        run = scrapy("replay", *named, "-s", f"OUTPUT={output}")
        assert run.returncode == 0, run.stderr
        rows = rows_of(output)
        assert [(row["captured"], row["version"]) for row in rows] == [
            ("2024-11-20T10:00:00Z", 1),
            ("2026-11-20T10:00:00Z", 2),
        ]
        assert [row["event"] for row in rows_of(output, "history")] == ["gone", "back"]
    assert texts(tmp_path / "0") == texts(tmp_path / "1")


def replayed(output: Path, *names: object) -> str:
    """Replay archives into an output folder, and return the lines for people."""
    run = scrapy("replay", *map(str, names), "-s", f"OUTPUT={output}", "-s", "WORKERS=1")
    assert run.returncode == 0, run.stderr
    return run.stderr


def test_an_older_archive_that_comes_later_settles_its_outlet_again(tmp_path: Path) -> None:
    new = dated_warc(tmp_path / "new" / "rec.warc.gz", "2026-11-20T10:00:00Z", 2)
    old = dated_warc(tmp_path / "old" / "rec.warc.gz", "2024-11-20T10:00:00Z", 1)
    gone = dated_warc(tmp_path / "gone.warc.gz", "2025-11-20T10:00:00Z", 1, "404 Not Found")
    output = tmp_path / "output"
    printed = [replayed(output, *names) for names in ((new,), (gone,), (old,), (old, gone))]
    told = (
        "has captures older than the corpus has; all of the outlet's archives are replayed in the order of their dates"
    )
    assert [told in lines for lines in printed] == [False, True, True, False]
    assert f"alroya.om: {gone} {told}, and numbers of documents may move.\n" in printed[1]
    replayed(tmp_path / "at once", new, old, gone)
    assert texts(output) == texts(tmp_path / "at once")
    assert [row["event"] for row in rows_of(output, "history")] == ["gone", "back"]


def test_an_older_archive_leaves_the_other_outlets_and_a_crawls_runs_as_they_are(crawled: Path, tmp_path: Path) -> None:
    output, own = tmp_path / "output", archives(crawled)[0]
    shutil.copytree(crawled, output)
    outlet = own.parent.name
    with State(output, outlet) as state:
        before = (state.last_runs(), state.acknowledged_sizes(), state.unindexed_archives())
    older = tmp_path / "older.warc.gz"
    body = article(77).encode()
    address = rows_of(crawled)[0]["url"].rpartition("/")[0] + "/1077"
    with older.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url in (address, "https://www.alroya.om/post/360000/خطة"):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            dated = {"WARC-Date": "2024-11-20T10:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    *(url, "response"), BytesIO(body), len(body), http_headers=headers, warc_headers_dict=dated
                )
            )
    lines = replayed(output, older)
    assert lines.count("has captures older than the corpus has") == 1
    replayed(tmp_path / "at once", own, older)
    assert texts(output) == texts(tmp_path / "at once")
    with State(output, outlet) as state:
        assert (state.last_runs(), state.acknowledged_sizes(), state.unindexed_archives()) == before
    assert sorted(path.name for path in output.iterdir()) == [".locks", "archive", "state", "text"]


def test_an_older_archive_changes_nothing_when_one_of_the_others_is_gone(tmp_path: Path) -> None:
    new = dated_warc(tmp_path / "new.warc.gz", "2026-11-20T10:00:00Z", 2)
    old = dated_warc(tmp_path / "old.warc.gz", "2024-11-20T10:00:00Z", 1)
    output = tmp_path / "output"
    replayed(output, new)
    before = texts(output)
    moved = Path(new).rename(tmp_path / "elsewhere.gz")
    run = scrapy("replay", old, "-s", f"OUTPUT={output}")
    assert run.returncode == 1
    assert "new.warc.gz is needed too, which is not where it was; name it as well. Nothing was replayed." in run.stderr
    dated_warc(Path(new), "2026-11-20T10:00:00Z", 3)  # another record of that name
    run = scrapy("replay", old, "-s", f"OUTPUT={output}")
    assert run.returncode == 1
    assert (
        "new.warc.gz holds no longer all captures that the corpus has of it. The corpus stays unchanged." in run.stderr
    )
    assert texts(output) == before
    moved.rename(new)
    replayed(output, old)
    assert [row["captured"][:4] for row in rows_of(output)] == ["2024", "2026"]


def test_a_swap_that_a_crash_interrupted_is_finished(crawled: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(crawled, output / ".replay", ignore=shutil.ignore_patterns("archive", ".locks"))
    shutil.copytree(crawled / "archive", output / "archive")
    (output / ".replay" / "complete").touch()
    (output / ".replay" / "old").mkdir()
    (output / ".replay" / "text").rename(output / "text")
    (output / "state").mkdir()
    (output / "state" / "alroya.om.sqlite").write_bytes(b"the old state")
    (output / "state" / "alroya.om.sqlite-wal").write_bytes(b"and its journal")
    finish_swap(output)
    assert texts(output) == texts(crawled)
    assert sorted(path.name for path in output.iterdir()) == ["archive", "state", "text"]
    old, new = ({path.name: path.read_bytes() for path in (at / "state").iterdir()} for at in (crawled, output))
    assert new == old


def test_a_rebuild_waits_for_nobody_who_writes(crawled: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(crawled, output)
    lock = OutletLock(output, archives(output)[0].parent.name)
    run = scrapy("replay", "-s", f"OUTPUT={output}")
    lock.release()
    assert run.returncode == 2
    assert "another run (process " in run.stderr
    new = CorpusLock(output, shared=True)
    run = scrapy("replay", "-s", f"OUTPUT={output}")
    new.release()
    assert (run.returncode, run.stderr) == (
        2,
        f"{output}: a run of an outlet that is new there is writing it; wait until it ends.\n",
    )
    assert texts(output) == texts(crawled)


def test_archives_are_not_added_while_the_corpus_is_rebuilt(crawled: Path, tmp_path: Path) -> None:
    lock = OutletLock(tmp_path, STAGE)  # as a rebuild has it
    run = scrapy("replay", str(archives(crawled)[0]), "-s", f"OUTPUT={tmp_path}")
    lock.release()
    assert run.returncode == 2
    assert (
        run.stderr == f"{STAGE}: another run (process {os.getpid()}) is writing it in {tmp_path}; wait until it ends.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == [".locks"]


def test_a_missing_archive_is_named_and_nothing_is_done(tmp_path: Path) -> None:
    run = scrapy("replay", "gone.warc.gz", "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 1
    assert run.stderr == "gone.warc.gz: there is no such file; nothing was replayed.\n"
    assert not (tmp_path / "output").exists()


def test_folders_and_packages_give_the_bytes_of_their_archives(crawled: Path, tmp_path: Path) -> None:
    (warc,) = archives(crawled)
    package = tmp_path / "p.wacz"
    with ZipFile(package, "w") as file:
        file.write(warc, f"archive/{warc.name}")
    for name, argument in enumerate((crawled / "archive", package)):
        run = scrapy("replay", str(argument), "-s", f"OUTPUT={tmp_path / str(name)}")
        assert run.returncode == 0, run.stderr
        assert texts(tmp_path / str(name)) == texts(crawled)


def test_what_holds_no_archive_and_a_damaged_package_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = scrapy("replay", str(tmp_path / "empty"), "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 1
    assert run.stderr == f"{tmp_path / 'empty'}: holds no WARC, ARC or WACZ; nothing was replayed.\n"
    (tmp_path / "p.wacz").write_bytes(b"PK\x03\x04")
    run = scrapy("replay", str(tmp_path / "p.wacz"), "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 1
    assert run.stderr.startswith(f"{tmp_path / 'p.wacz'}: is a WACZ that cannot be read (")


def test_a_rebuild_names_the_archives_that_it_does_not_read(crawled: Path, tmp_path: Path) -> None:
    shutil.copytree(crawled, tmp_path / "output")
    stray = tmp_path / "output" / "archive" / "x.warc"
    stray.write_bytes(b"")
    run = scrapy("replay", "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 0, run.stderr
    assert f"{stray}: is an archive where no run and no replay looks; name it (scrapy replay FILE)" in run.stderr
    assert texts(tmp_path / "output") == texts(crawled)


def test_an_output_without_archives_says_so(tmp_path: Path) -> None:
    run = scrapy("replay", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 1
    assert run.stderr == f"{tmp_path / 'archive'}: holds no WARC; crawl first, or name the archives.\n"


def test_revisits_without_originals_are_counted_in_a_line_and_named_as_defects(tmp_path: Path) -> None:
    output = tmp_path / "output"
    archive(output, exchange(1), exchange(2))
    again = [replace(exchange(number + 2), received=exchange(number).received) for number in (1, 2)]
    later = archive(output, *again)
    alone = tmp_path / "alone" / "archive" / later.parent.name / later.name
    alone.parent.mkdir(parents=True)
    shutil.copy(later, alone)
    for name, said in (("output", 0), ("alone", 1)):
        run = scrapy("replay", "-s", f"OUTPUT={tmp_path / name}")
        assert run.returncode == 0, run.stderr
        assert run.stderr.count("revisits whose originals are in none of these archives: 2;") == said
    run = scrapy("verify", "-s", f"OUTPUT={tmp_path / 'alone'}")
    assert run.returncode == 1
    dangling = rf"{alone}, byte \d+: refers-to: <urn:uuid:\S+> is in none of the checked archives"
    assert len(re.findall(dangling, run.stdout)) == 2


def test_what_can_be_read_of_a_damaged_archive_is_used_and_the_damage_named(crawled: Path, tmp_path: Path) -> None:
    whole = archives(crawled)[0].read_bytes()
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(whole[: len(whole) * 2 // 3])
    run = scrapy("replay", str(torn), "-s", f"OUTPUT={tmp_path / 'output'}")
    assert run.returncode == 1
    assert f"{torn}: ends inside the record at byte" in run.stderr
    assert "Traceback" not in run.stderr
    assert 10 < len(texts(tmp_path / "output")) < PAGES + 1


def test_a_rebuild_knows_which_texts_the_archive_holds(tmp_path: Path) -> None:
    paths = ("/news/1001", "/news/1002")
    with Wire({"/": html(front(*paths)), **{path: html(article(int(path[-4:]))) for path in paths}}) as wire:
        crawl = ("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={tmp_path}", "-s", "ARCHIVE_TEXT=True")
        assert scrapy(*crawl, *FAST).returncode == 0
        run = scrapy("replay", "-s", f"OUTPUT={tmp_path}")
        assert run.returncode == 0, run.stderr
        assert scrapy(*crawl, *FAST).returncode == 0
    conversions = [
        record.block
        for warc in archives(tmp_path)
        for record in records(warc)
        if record.fields["WARC-Type"] == "conversion"
    ]
    assert len(archives(tmp_path)) == 2
    assert sorted(conversions) == sorted(content for name, content in texts(tmp_path).items() if name.endswith(".txt"))
