"""Names of files that lie elsewhere, and reading them by ranges."""

from __future__ import annotations

import pickle
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from crawler.errors import StorageError
from crawler.items import FileFacts
from crawler.storage import stores
from crawler.storage.place import RemoteFile, is_url, place_of, remote
from crawler.storage.reading import FIRST, MOST, Ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = RemoteFile.of("https://me:hush@host.example:8443/a/b.warc.gz?X-Signature=hush#part")


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("s3://bucket/a.warc.gz", True),
        ("HTTPS://host.example/a.warc.gz", True),
        ("gs://bucket/*", True),
        ("file:///folder/a.warc.gz", False),
        ("/folder/a.warc.gz", False),
        ("a.warc.gz", False),
        ("c:/a.warc.gz", False),
    ],
)
def test_a_url_is_told_from_a_path(name: str, *, url: bool) -> None:
    assert is_url(name) is url
    assert (remote(place_of(name)) is not None) is url


def test_the_url_of_a_local_file_is_its_path() -> None:
    assert place_of("file:///folder/a.warc.gz") == Path("/folder/a.warc.gz")


def test_names_show_nothing_that_is_secret_and_requests_have_it() -> None:
    assert str(SECRET) == "https://host.example:8443/a/b.warc.gz"
    assert SECRET.url == "https://me:hush@host.example:8443/a/b.warc.gz?X-Signature=hush"
    assert (SECRET.name, str(SECRET.parent)) == ("b.warc.gz", "https://host.example:8443/a")
    assert SECRET.parent.url == "https://me:hush@host.example:8443/a"
    assert pickle.loads(pickle.dumps(SECRET)).url == SECRET.url  # noqa: S301 - our own bytes
    assert "hush" not in f"{SECRET} {SECRET!r} {SECRET.identity} {SECRET.parent!r}"


def test_files_that_differ_in_the_query_alone_differ() -> None:
    one, other = (RemoteFile.of(f"https://host.example/get?id={number}") for number in (1, 2))
    assert one != other
    assert one.identity != other.identity
    assert str(one) == str(other)


def test_a_question_mark_is_a_query_at_a_web_server_and_a_pattern_in_a_store() -> None:
    assert RemoteFile.of("s3://bucket/a?.warc.gz").is_pattern
    assert not RemoteFile.of("https://host.example/a?.warc.gz").is_pattern


def test_remote_and_local_files_have_one_order() -> None:
    files = [RemoteFile.of("s3://b/x"), Path("/b"), RemoteFile.of("https://a.example/x"), Path("z")]
    assert [str(one) for one in sorted(files)] == ["/b", "https://a.example/x", "s3://b/x", "z"]  # type: ignore[type-var]  # as archives are sorted


def test_a_kind_of_store_that_is_not_installed_is_told_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    stores._opened.cache_clear()  # noqa: SLF001 - else the store of an earlier test answers
    with pytest.raises(
        StorageError, match=r"^s3://b/x: its kind of store needs the extra `storage`; run .*--extra storage"
    ):
        RemoteFile.of("s3://b/x").open()


def test_what_a_library_says_of_a_url_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "no answer from https://me:hush@host.example/a?X-Signature=hush, (try s3://key:hush@b/x)"

    def refuse(*_: object) -> stores.Store:
        raise FileExistsError(said)

    monkeypatch.setattr(stores, "_store", refuse)
    monkeypatch.setattr(stores, "PAUSES", ())
    with pytest.raises(StorageError) as failed:
        SECRET.info()
    assert "hush" not in str(failed.value)
    assert "no answer from https://host.example/a (try s3://b/x)" in str(failed.value).replace(",", "")


def test_a_store_that_is_not_there_is_told_soon_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    s3fs = pytest.importorskip("s3fs")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for name, value in (
        ("ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("ACCESS_KEY_ID", "a"),
        ("SECRET_ACCESS_KEY", "b"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setattr(stores, "PATIENCE", -1.0)
    monkeypatch.setattr(stores, "sleep", pytest.fail)
    s3fs.S3FileSystem.clear_instance_cache()
    try:
        with pytest.raises(StorageError) as failed:
            RemoteFile.of("s3://corpus/leases/").files()
    finally:
        s3fs.S3FileSystem.clear_instance_cache()
    assert str(failed.value) == f"s3://corpus/leases/: nobody answers at http://127.0.0.1:{port}"


def test_ranges_grow_while_they_follow_each_other_and_begin_small_elsewhere() -> None:
    size = 40 * MOST
    asked: list[tuple[int, int]] = []

    def fetch(begin: int, end: int) -> bytes:
        asked.append((begin, end - begin))
        return bytes(min(end, size) - begin)

    file = Ranges(size, fetch)
    buffer = bytearray(MOST)
    for _ in range(6):
        file.readinto(buffer)
    assert [length for _, length in asked] == [FIRST, 4 * FIRST, 16 * FIRST, MOST, MOST, MOST]
    file.seek(size - 10)
    assert file.readinto(buffer) == 10
    assert file.readinto(buffer) == 0
    file.seek(size - 5)
    file.readinto(buffer)
    assert asked[6] == (size - 10, FIRST)
    assert max(length for _, length in asked) <= MOST


def test_a_store_that_keeps_other_bytes_than_were_sent_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful:
        kept = b""

        def put(self, local: Path, url: str) -> None:  # noqa: ARG002 - see `Store`
            self.kept = local.read_bytes()[:-1]

        def info(self, url: str) -> FileFacts:  # noqa: ARG002 - see `Store`
            return FileFacts(len(self.kept), "")

        def read(self, url: str, info: FileFacts, begin: int, end: int) -> bytes:  # noqa: ARG002 - see `Store`
            return self.kept[begin:end]

    store = cast("stores.Store", Forgetful())
    monkeypatch.setattr(stores, "_store", lambda *_: store)
    monkeypatch.setattr(stores, "PAUSES", ())
    (tmp_path / "a").write_bytes(b"content")
    with pytest.raises(StorageError, match=r"^s3://b/a: the store has other bytes than were sent$"):
        RemoteFile.of("s3://b/a").put(tmp_path / "a")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    stores._opened.cache_clear()  # noqa: SLF001 - a later test may have another store behind the same name
