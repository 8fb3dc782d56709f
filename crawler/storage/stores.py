"""The stores that hold files elsewhere: object stores by fsspec's interface, and web servers."""

from __future__ import annotations

import errno
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable
from urllib.parse import urlsplit

from crawler.errors import StorageError
from crawler.items import FileFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

A = TypeVar("A")
TOGETHER = 8
"""Questions to stores that wait for their answers at once."""
INSTALL = ".tools/bin/uv sync --inexact --no-dev --extra storage"
"""The line that installs the extra `storage`."""
WEB = ("http", "https")
"""The schemes of web servers, which need no extra and give no lists."""
PAUSES = (0.2, 1.0, 5.0)
"""Seconds before each further try of a request that failed or broke off."""
S3_BOUNDS = {"connect_timeout": 3, "read_timeout": 30, "retries": {"total_max_attempts": 1}}
"""Seconds for a connection to a store of the protocol S3, and for a piece of its answer. The library's own bounds are
60 and 60, with which a run would notice a silent store after many minutes; its own tries, five, would multiply ours."""
PATIENCE = 4.0
"""Seconds after which a store to which there was no connection gets no further try."""
PATTERN = re.compile(r"[*?\[]")
"""What makes a pattern of an object's name."""
_PIECE = 4 * 1024 * 1024
_USER = re.compile(r"(?<=://)[^/?#\s@]*@")
_QUERY = re.compile(r"(\w://[^\s?]*)\?[^\s'\"]*")
_STAMPS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "updated", "mtime")
"""What stores call the mark of an object's bytes, the surest first."""
_LASTING = (FileNotFoundError, PermissionError, IsADirectoryError, ImportError)
"""Errors that another try does not cure."""


class Store(Protocol):
    """A place of files. Each method raises what its library raises."""

    def info(self, url: str) -> FileFacts:
        """Return what is known of a file."""

    def read(self, url: str, info: FileFacts, begin: int, end: int) -> bytes:
        """Return the bytes from one place to before another; fewer when the transfer broke off."""

    def pieces(self, url: str) -> Iterator[bytes]:
        """Yield a file from its beginning, in pieces."""

    def files(self, url: str) -> dict[str, FileFacts]:
        """Return the URLs of the files under a prefix, or that a pattern names, with what is known of each."""

    def put(self, local: Path, url: str) -> None:
        """Write a file."""

    def delete(self, url: str) -> None:
        """Delete a file, if it is there."""


@runtime_checkable
class SharedStore(Protocol):
    """A store whose objects several writers may write. Each method raises what its library raises."""

    def content(self, url: str) -> bytes:
        """Return an object's bytes, in one answer: another writer may replace it at any moment."""

    def write(self, url: str, content: bytes) -> None:
        """Write an object whole, in place of one that is there."""

    def create(self, url: str, content: bytes) -> bool:
        """Write an object where none is, and return whether it is there with these bytes."""

    def modified(self, url: str) -> datetime:
        """Return when an object was written, by the store's clock."""


def ask_store(url: str, shown: str, allowed: tuple[str, ...], ask: Callable[[Store], A]) -> A:
    """Return an answer of a URL's store, after some tries.

    Args:
        url: The URL.
        shown: The URL without what is secret in it.
        allowed: The setting ADDRESSES_ALLOWED, for web servers.
        ask: Asks the store.

    Raises:
        StorageError: It does not answer, or refuses.
    """
    last = monotonic() + PATIENCE
    for pause in (*PAUSES, None):
        try:
            return ask(_store(url, allowed))
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - each library raises its own kinds
            lasting = isinstance(error, _LASTING) or getattr(error, "lasting", False)
            if pause is None or lasting or (_unreachable(error) and monotonic() > last):
                raise _failed(error, shown) from None  # a chain would show the URL
            sleep(pause)
    raise AssertionError


def ask_together(ask: Callable[[Path], A], places: Iterable[Path]) -> list[A]:
    """Return what a function returns for places, in their order; several at a time, since stores answer slowly."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(ask, places))


def _failed(error: Exception, shown: str) -> StorageError:
    """Return the error for one of a store's library."""
    if isinstance(error, ImportError):
        return StorageError(errno.ENOTSUP, f"its kind of store needs the extra `storage`; run {INSTALL} once", shown)
    if isinstance(error, FileNotFoundError):
        missing = f"there is no bucket {urlsplit(shown).netloc}" if _lacks_bucket(error) else os.strerror(errno.ENOENT)
        return StorageError(errno.ENOENT, missing, shown)
    if place := _unreachable(error):
        return StorageError(errno.EHOSTUNREACH, f"nobody answers at {place}", shown)
    said = _masked(" ".join(str(error).split()))[:200].rstrip(".") or type(error).__name__
    if isinstance(error, PermissionError):
        return StorageError(errno.EACCES, f"the store refuses it ({said})", shown)
    return StorageError(getattr(error, "errno", None) or errno.EIO, said, shown)


def _unreachable(error: Exception) -> str:
    """Return the address of a store of the protocol S3 to which there was no connection; empty for other errors."""
    library = sys.modules.get("botocore.exceptions")  # none before the extra `storage` asked a store
    if library is None or not isinstance(error, library.EndpointConnectionError | library.ConnectTimeoutError):
        return ""
    parts = urlsplit(str(error.kwargs["endpoint_url"]))
    return f"{parts.scheme}://{parts.netloc}"


def _lacks_bucket(error: Exception) -> bool:
    """Return whether a store of the protocol S3 has no such bucket."""
    answer = getattr(error.__cause__, "response", {})
    return bool(answer.get("Error", {}).get("Code") == "NoSuchBucket")


class _Objects:
    """An object store, by fsspec's interface."""

    def __init__(self, scheme: str) -> None:
        import fsspec  # noqa: PLC0415 - the extra `storage` has it

        bounds = {"config_kwargs": S3_BOUNDS} if scheme == "s3" else {}
        self._fs = fsspec.filesystem(scheme, use_listings_cache=False, **bounds)
        self._scheme = scheme

    def info(self, url: str) -> FileFacts:
        found = self._fs.info(url)
        if found.get("type") == "directory":
            raise FileNotFoundError(url)
        return _facts(found)

    def read(self, url: str, info: FileFacts, begin: int, end: int) -> bytes:  # noqa: ARG002 - see `Store`
        return cast("bytes", self._fs.cat_file(url, start=begin, end=end))

    def pieces(self, url: str) -> Iterator[bytes]:
        info = self.info(url)
        return (self.read(url, info, at, at + _PIECE) for at in range(0, info.size, _PIECE))

    def files(self, url: str) -> dict[str, FileFacts]:
        found = self._fs.glob(url, detail=True) if PATTERN.search(url) else self._fs.find(url, detail=True)
        files = {name: one for name, one in found.items() if one.get("type") != "directory" and not name.endswith("/")}
        return {f"{self._scheme}://{name.lstrip('/')}": _facts(one) for name, one in files.items()}

    def put(self, local: Path, url: str) -> None:
        self._fs.put_file(str(local), url)

    def delete(self, url: str) -> None:
        if self._fs.exists(url):
            self._fs.rm_file(url)

    def content(self, url: str) -> bytes:
        return cast("bytes", self._fs.cat_file(url))

    def write(self, url: str, content: bytes) -> None:
        self._fs.pipe_file(url, content)

    def create(self, url: str, content: bytes) -> bool:
        # Libraries differ in the error for an object that is there, and an answer may be lost: its bytes decide.
        try:
            self._fs.pipe_file(url, content, mode="create")
        except Exception:  # noqa: BLE001 - each library raises its own kinds
            return self.content(url) == content
        return True

    def modified(self, url: str) -> datetime:
        return cast("datetime", self._fs.modified(url))


def _facts(found: dict[str, Any]) -> FileFacts:
    """Return the facts in fsspec's description of a file."""
    return FileFacts(int(found["size"]), str(next((found[name] for name in _STAMPS if found.get(name)), "")))


@lru_cache(maxsize=64)
def _opened(scheme: str, origin: str, allowed: tuple[str, ...], process: int) -> Store:  # noqa: ARG001 - makes a new one
    if scheme not in WEB:
        return _Objects(scheme)
    from crawler.network.ranges import WebServer  # noqa: PLC0415 - most commands read no archive of a web server

    return WebServer(origin, allowed)


def _store(url: str, allowed: tuple[str, ...]) -> Store:
    """Return the store of a URL; each process has its own connections."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.scheme in WEB else ""
    return _opened(parts.scheme, origin, allowed, os.getpid())


def _masked(sentence: str) -> str:
    """Return a library's sentence without users, passwords and queries of URLs."""
    return _QUERY.sub(r"\1", _USER.sub("", sentence))
