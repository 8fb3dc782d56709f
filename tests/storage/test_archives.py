"""Archives that lie elsewhere: in a real object store, and at web servers with and without ranges."""

from __future__ import annotations

import re
import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.read.named import NamedArchives
from crawler.archive.read.records import read_records
from crawler.errors import StorageError
from crawler.storage import stores
from crawler.storage.place import place_of, remote
from tests.support.object_store import WEED, ObjectStore
from tests.support.project import article, scrapy, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.storage.place import RemoteFile

needs_store = pytest.mark.skipif(WEED is None, reason="the program of SeaweedFS is not installed")
ARTICLES = 3


def write_archive(path: Path) -> Path:
    """Write another program's archive: articles of one outlet, a revisit, and a site that no outlet's file names."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(ARTICLES):
            for host in ("www.alroya.om", "other.example"):
                body = article(number + 10 * (host == "other.example")).encode()
                writer.write_record(
                    writer.create_warc_record(
                        f"https://{host}/post/{number + 360000}/خطة-جديدة",
                        "response",
                        payload=BytesIO(body),
                        length=len(body),
                        http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"),
                        warc_headers_dict={"WARC-Date": f"2024-06-0{number + 1}T10:00:00Z"},
                    )
                )
    return path


@pytest.fixture
def store(s3: ObjectStore) -> ObjectStore:
    """Return the session's object store, after it has got a bucket for archives."""
    import s3fs  # noqa: PLC0415 - the extra `storage` has it

    s3fs.S3FileSystem(use_listings_cache=False).makedirs("bucket", exist_ok=True)
    return s3


def put(local: Path, url: str) -> RemoteFile:
    file = remote(place_of(url))
    assert file is not None
    file.put(local)
    return file


@contextmanager
def served(folder: Path, *, ranged: bool = True, cut: int = 0) -> Iterator[str]:
    """Serve a folder; each answer of more than one byte breaks off in the middle, `cut` times."""
    cuts = iter(range(cut))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = folder / self.path.partition("?")[0].strip("/")
            if not path.is_file():
                self.send_error(404)
                return
            content = path.read_bytes()
            asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")) if ranged else None
            part = content[int(asked[1]) : int(asked[2]) + 1] if asked else content
            self.send_response(206 if asked else 200)
            if asked:
                self.send_header("Content-Range", f"bytes {asked[1]}-{int(asked[1]) + len(part) - 1}/{len(content)}")
            self.send_header("Content-Length", str(len(part)))
            self.end_headers()
            if len(part) > 1 and next(cuts, None) is not None:
                self.wfile.write(part[: len(part) // 2])
                self.close_connection = True
                return
            self.wfile.write(part)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@needs_store
def test_objects_are_written_listed_read_and_deleted(store: ObjectStore, tmp_path: Path) -> None:  # noqa: ARG001 - it runs
    local = tmp_path / "content"
    local.write_bytes(bytes(range(256)) * 3000)
    named = [put(local, f"s3://bucket/here/{name}") for name in ("b/2.warc.gz", "a/1.warc.gz", "a/1.cdxj")]
    folder, pattern = place_of("s3://bucket/here"), place_of("s3://bucket/here/*/?.warc.gz")
    assert folder.is_dir()
    assert not folder.exists()
    assert [str(one) for one in (remote(folder) or named[0]).files()] == sorted(map(str, named))
    assert [one.name for one in (remote(pattern) or named[0]).files()] == ["1.warc.gz", "2.warc.gz"]
    assert [one.name for one in named[1].parent.glob("*.cdxj")] == ["1.cdxj"]
    with named[0].open() as file:
        file.seek(-1000, 2)
        assert file.read() == local.read_bytes()[-1000:]
    stamp = named[0].stat().st_mtime_ns
    local.write_bytes(b"other")
    named[0].put(local)
    assert named[0].stat().st_mtime_ns != stamp
    named[0].unlink()
    assert not named[0].exists()
    with pytest.raises(StorageError, match=r"^s3://bucket/here/b/2\.warc\.gz: No such file or directory$"):
        named[0].open()


@needs_store
def test_archives_are_found_by_prefix_pattern_and_in_packages(store: ObjectStore, tmp_path: Path) -> None:  # noqa: ARG001 - it runs
    warc = write_archive(tmp_path / "one.warc.gz")
    for name in ("p/one.warc.gz", "p/q/two.warc.gz", "p/read.me"):
        put(warc, f"s3://bucket/{name}")
    run = scrapy("wacz", "s3://bucket/p/one.warc.gz", "-o", str(tmp_path / "a.wacz"))
    assert run.returncode == 0, run.stderr
    put(tmp_path / "a.wacz", "s3://bucket/p/z.wacz")
    with NamedArchives() as archives:
        found = archives.find(archives.place("s3://bucket/p"))
        assert [one.name for one in found] == ["one.warc.gz", "two.warc.gz", "one.warc.gz"]
        assert [str(archives.origin(one)) for one in found[1:]] == [str(found[1]), "s3://bucket/p/z.wacz"]
        assert [one.name for one in archives.find(archives.place("s3://bucket/*/q/*"))] == ["two.warc.gz"]
        here, there = (list(read_records(path, print)) for path in (warc, found[0]))
        assert here == there


@needs_store
def test_a_replay_from_a_store_gives_the_bytes_of_one_from_the_disk(store: ObjectStore, tmp_path: Path) -> None:  # noqa: ARG001 - it runs
    warc = write_archive(tmp_path / "rec.warc.gz")
    put(warc, "s3://bucket/r/rec.warc.gz")
    for place, output in ((str(warc), "disk"), ("s3://bucket/r/*.warc.gz", "store")):
        run = scrapy("replay", place, "-s", f"OUTPUT={tmp_path / output}")
        assert run.returncode == 0, run.stderr
    disk = texts(tmp_path / "disk")
    assert len(disk) >= 2 * ARTICLES
    assert texts(tmp_path / "store") == disk


def test_a_transfer_that_breaks_off_now_and_then_costs_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "PAUSES", (0.0, 0.0))
    warc = write_archive(tmp_path / "rec.warc.gz")
    with served(tmp_path, cut=2) as web:
        assert list(read_records(place_of(f"{web}/rec.warc.gz"), print)) == list(read_records(warc, print))
    reports: list[str] = []
    with served(tmp_path, cut=100) as web, pytest.raises(StorageError, match=rf"^{web}/rec\.warc\.gz: "):
        list(read_records(place_of(f"{web}/rec.warc.gz"), reports.append))
    assert not reports


@needs_store
def test_a_store_that_refuses_is_told_in_a_sentence_without_the_secret(
    store: ObjectStore,  # noqa: ARG001 - it runs
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import s3fs  # noqa: PLC0415 - the extra `storage` has it

    stores._opened.cache_clear()  # noqa: SLF001 - a new client reads the variables
    s3fs.S3FileSystem.clear_instance_cache()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-the-secret")
    with NamedArchives() as archives, pytest.raises(StorageError) as failed:
        archives.find(archives.place("s3://bucket/r/rec.warc.gz"))
    assert re.fullmatch(r"s3://bucket/r/rec\.warc\.gz: the store refuses it \(.*\)", str(failed.value))
    assert "not-the-secret" not in str(failed.value)
    stores._opened.cache_clear()  # noqa: SLF001 - the same
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_server_without_ranges_gives_a_copy_that_is_whole_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "PAUSES", (0.0, 0.0))
    warc = write_archive(tmp_path / "rec.warc.gz")
    with served(tmp_path, ranged=False, cut=2) as web, NamedArchives() as archives:
        place = archives.place(f"{web}/rec.warc.gz")
        (copy,) = archives.find(place)
        assert copy.read_bytes() == warc.read_bytes()
        assert (copy.name, archives.origin(copy)) == ("rec.warc.gz", place)
    assert not copy.exists()
    with (
        served(tmp_path, ranged=False, cut=100) as web,
        NamedArchives() as archives,
        pytest.raises(StorageError, match=rf"^{web}/rec.warc.gz: "),
    ):
        archives.find(archives.place(f"{web}/rec.warc.gz"))


def test_extract_and_verify_take_an_archives_url(tmp_path: Path) -> None:
    write_archive(tmp_path / "rec.warc.gz")
    with served(tmp_path) as web:
        extracted = scrapy("extract", f"{web}/rec.warc.gz?token=hush")
        verified = scrapy("verify", f"{web}/rec.warc.gz", f"{web}/other.warc.gz?token=hush")
    assert len(extracted.stdout.splitlines()) == 2 * ARTICLES
    assert verified.stdout.endswith(" 1 archive\n")
    assert verified.returncode == 1
    assert f"{web}/other.warc.gz: No such file or directory" in verified.stderr
    assert "hush" not in extracted.stderr + verified.stderr


def test_a_replay_takes_only_what_outlets_own_and_tells_what_it_found(tmp_path: Path) -> None:
    warc = write_archive(tmp_path / "rec.warc.gz")
    run = scrapy("replay", str(warc), "--outlets-only", "-s", f"OUTPUT={tmp_path / 'o'}")
    assert run.returncode == 0, run.stderr
    table = [line.split("  ") for line in run.stdout.splitlines()]
    assert [[cell.strip() for cell in row if cell.strip()] for row in table] == [
        ["outlet", "captures", "stored", "not stored", "first day", "last day"],
        ["alroya.om", "3", "3", "0", "2024-06-01", "2024-06-03"],
        ["1 outlet; 3 captures of other hosts were left"],
    ]
    assert {name.partition("/")[0] for name in texts(tmp_path / "o")} == {"alroya.om"}


def test_without_archives_outlets_only_is_wrong_usage(tmp_path: Path) -> None:
    run = scrapy("replay", "--outlets-only", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 2
    assert "--outlets-only needs archives" in run.stdout + run.stderr


def test_a_copy_of_a_file_without_ranges_has_bounded_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive(tmp_path / "rec.warc.gz")
    usage = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with (
        served(tmp_path, ranged=False) as web,
        NamedArchives() as archives,
        pytest.raises(StorageError, match=r"more than the 100 bytes that a copy may have here"),
    ):
        archives.find(archives.place(f"{web}/rec.warc.gz"))
