"""Ranges of files at web servers: what is asked for, what counts, and which addresses may be reached."""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from crawler.errors import AnswerError, StorageError
from crawler.network.ranges import WebServer
from crawler.storage import stores
from crawler.storage.place import RemoteFile, place_of, remote
from tests.support.wire import Wire, certificate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = bytes(range(256)) * 40


def part(begin: int, end: int, size: int = len(CONTENT), etag: str = '"v1"') -> bytes:
    """Return the answer with a range of the file."""
    head = f"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {begin}-{end - 1}/{size}\r\nETag: {etag}\r\n"
    return f"{head}Content-Length: {end - begin}\r\n\r\n".encode() + CONTENT[begin:end]


@contextmanager
def served(*answers: bytes, path: str = "/a.warc.gz", hang_up: bool = False) -> Iterator[tuple[Wire, RemoteFile]]:
    """Serve a file by scripted answers, the first of which is that to the question for its size."""
    with Wire({path: [part(0, 1), *answers]}, {path} if hang_up else set()) as wire:
        file = remote(place_of(wire.url + path))
        assert file is not None
        yield wire, file


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "PAUSES", (0.0, 0.0))


def test_a_file_is_read_by_ranges_of_the_version_whose_size_is_known() -> None:
    with served(part(0, len(CONTENT))) as (wire, file), file.open() as opened:
        assert opened.read(300) == CONTENT[:300]
        opened.seek(1000)
        assert opened.read() == CONTENT[1000:]
    first, second = wire.requests
    assert b"Range: bytes=0-0\r\n" in first
    assert f"Range: bytes=0-{len(CONTENT) - 1}\r\n".encode() in second
    assert b'If-Match: "v1"\r\n' in second
    assert re.search(rb"(?mi)^user-agent: Warraq/", second)


def test_a_server_that_is_not_there_is_named_by_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(StorageError) as failed:
        place_of(f"http://127.0.0.1:{port}/a.warc.gz").is_file()
    assert f" 127.0.0.1:{port}: " in str(failed.value)
    assert "_Checked" not in str(failed.value)


def test_a_range_that_breaks_off_is_asked_for_again() -> None:
    with served(part(0, len(CONTENT))[:-100], part(0, len(CONTENT)), hang_up=True) as (wire, file):
        assert file.read_bytes() == CONTENT
    assert wire.count("/a.warc.gz") == 3


def test_a_transfer_that_always_breaks_off_is_named_with_its_file() -> None:
    with (
        served(part(0, len(CONTENT))[:-100], hang_up=True) as (_, file),
        pytest.raises(StorageError, match=r"/a\.warc\.gz: .*(IncompleteRead|broke off)"),
    ):
        file.read_bytes()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (part(0, len(CONTENT), size=len(CONTENT) + 1), "it was changed while it was read"),
        (part(1, 1 + len(CONTENT)), "it was changed while it was read"),
        (b"HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n", "it was changed while it was read"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "No such file or directory"),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", r"the store refuses it \(HTTP status 403\)"),
    ],
)
def test_an_answer_that_is_not_the_range_ends_the_reading_at_once(answer: bytes, why: str) -> None:
    with served(answer) as (wire, file):
        with pytest.raises(StorageError, match=f"{why}$"):
            file.read_bytes()
        assert wire.count("/a.warc.gz") == 2


def test_an_overloaded_server_gets_further_tries() -> None:
    busy = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
    with served(busy, busy, part(0, len(CONTENT))) as (_, file):
        assert file.read_bytes() == CONTENT


def test_a_server_without_ranges_is_told_from_one_with_them() -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(CONTENT) + CONTENT
    with Wire({"/a.warc.gz": whole}) as wire:
        file = RemoteFile.of(f"{wire.url}/a.warc.gz")
        assert file.info() == (len(CONTENT), "", False)
        with pytest.raises(StorageError, match="the server gives no ranges of it"):
            file.open()


def test_a_certificate_is_verified(tmp_path: Path) -> None:
    with (
        Wire({"/a": part(0, 1)}, tls=certificate(tmp_path)) as wire,
        pytest.raises(StorageError, match="certificate verify failed"),
    ):
        RemoteFile.of(f"{wire.url}/a").info()
    assert not wire.requests


def test_user_and_password_are_sent_in_the_header_and_shown_nowhere() -> None:
    with Wire({"/a?key=hush": part(0, 1)}, {"/a?key=hush"}) as wire:
        file = RemoteFile.of(f"http://me:secret@127.0.0.1:{wire.port}/a?key=hush")
        assert file.info().size == len(CONTENT)
        assert b"authorization: Basic bWU6c2VjcmV0\r\n" in wire.requests[0]
        assert "secret" not in f"{file!r} {file} {file.identity} {file.parent}"
        assert "hush" not in f"{file!r} {file} {file.identity} {file.parent}"
    with pytest.raises(StorageError) as failed:
        RemoteFile.of("http://me:secret@127.0.0.1:1/a?key=hush").info()
    assert "secret" not in str(failed.value)
    assert "hush" not in str(failed.value)


@pytest.mark.parametrize(
    ("origin", "address", "port", "reached"),
    [
        ("https://collection.example", "8.8.8.8", 443, True),
        ("https://collection.example", "8.8.8.8", 8080, False),
        ("https://collection.example:8080", "8.8.8.8", 8080, True),
        ("https://collection.example", "10.1.2.3", 443, False),
        ("https://collection.example", "10.9.2.3", 443, True),
        ("https://collection.example", "127.0.0.1", 443, False),
        ("https://collection.example", "::1", 443, False),
        ("https://collection.example", "fe80::1%eth0", 443, False),
        ("https://collection.example", "169.254.169.254", 80, False),
    ],
)
def test_only_addresses_within_reach_are_connected_to(
    origin: str, address: str, port: int, *, reached: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = []

    def resolved(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (address, port))]

    def connect(place: tuple[str, int], *_: object, **__: object) -> None:
        connected.append(place[0])
        raise OSError("no network in tests")

    monkeypatch.setattr("socket.getaddrinfo", resolved)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    server = WebServer(origin, ("10.9.0.0/16",))
    url = f"{origin.rpartition(':')[0] if origin.count(':') > 1 else origin}:{port}/a"
    with pytest.raises(Exception) as failed:  # noqa: PT011 - the two cases differ in it
        server.info(url)
    assert connected == ([address] if reached else [])
    assert isinstance(failed.value, AnswerError) is not reached


def test_a_redirect_to_a_private_address_is_refused() -> None:
    with Wire({}) as other:
        moved = f"HTTP/1.1 302 Found\r\nLocation: http://localhost:{other.port}/a\r\nContent-Length: 0\r\n\r\n"
        with (
            Wire({"/a": moved.encode()}) as wire,
            pytest.raises(StorageError, match="of localhost is neither public nor in ADDRESSES_ALLOWED"),
        ):
            RemoteFile.of(f"{wire.url}/a").info()
        assert not other.requests
