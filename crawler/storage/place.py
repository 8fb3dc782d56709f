"""Files that lie elsewhere: in an object store (`s3://…`, any URL that fsspec knows) or at a web server (`https://…`).

They are read by ranges, so that no file is held or copied whole. Credentials are those that the store's own tools use:
environment variables, profiles, a machine's role. What is secret in an address (a user, a password, a signature in the
query) stands in no name, log or sentence.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from crawler.errors import StorageError
from crawler.storage.reading import MOST, Ranges
from crawler.storage.stores import PATTERN, WEB, ask_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.items import FileFacts
    from crawler.storage.stores import A, Store

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)


def is_url(name: str) -> bool:
    """Return whether a name is a URL; that of a local file (`file://`) is none."""
    found = _URL.match(name)
    return found is not None and found[1].lower() not in ("file", "local")


def place_of(name: str, allowed: Sequence[str] = ()) -> Path:
    """Return the file or folder that a user named, by path or URL.

    Args:
        name: A path, or a URL; in an object store also a prefix, or a pattern (`s3://bucket/2026/*.warc.gz`).
        allowed: The setting ADDRESSES_ALLOWED, for web servers.

    Returns:
        A path, or for a URL a `RemoteFile`, which has those methods of a path that reading an archive needs.
    """
    if not is_url(name):
        return Path(name.removeprefix("file://"))
    return cast("Path", RemoteFile.of(name, tuple(allowed)))


def remote(path: Path) -> RemoteFile | None:
    """Return what `place_of` returned for a URL; None for a path of this machine."""
    found = cast("object", path)
    return found if isinstance(found, RemoteFile) else None


class RemoteFile:
    """A file, or the prefix of files, that lies elsewhere. It has methods of `Path`, and no other: it is no local path.

    Args:
        shown: The URL without what is secret in it.
        secrets: User and password with their `@`, and query with its `?`.
        allowed: As for `place_of`.
        facts: What is known of it; None before it is asked for.
    """

    def __init__(
        self,
        shown: str,
        secrets: tuple[str, str] = ("", ""),
        allowed: tuple[str, ...] = (),
        facts: FileFacts | None = None,
    ) -> None:
        self._shown = shown
        self._secrets = secrets
        self._allowed = allowed
        self._info = facts

    @classmethod
    def of(cls, url: str, allowed: tuple[str, ...] = ()) -> RemoteFile:
        """Return the file of a URL."""
        scheme, _, rest = url.partition("://")
        place, query = rest, ""
        if scheme.lower() in WEB:
            place, mark, query = rest.partition("#")[0].partition("?")
            query = mark + query
        host, slash, path = place.partition("/")
        user, at, host = host.rpartition("@")
        return cls(f"{scheme.lower()}://{host}{slash}{path}", (user + at, query), allowed)

    def __str__(self) -> str:
        return self._shown

    def __repr__(self) -> str:
        return f"RemoteFile({self._shown!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RemoteFile) and (self._shown, self._secrets) == (other._shown, other._secrets)

    def __hash__(self) -> int:
        return hash(self._shown)

    def __lt__(self, other: RemoteFile | Path) -> bool:
        return str(self) < str(other)

    def __gt__(self, other: RemoteFile | Path) -> bool:
        return str(self) > str(other)

    def __truediv__(self, name: str) -> RemoteFile:
        return self._beside(f"{self._shown.rstrip('/')}/{name}")

    @property
    def scheme(self) -> str:
        """The URL's scheme."""
        return self._shown.partition("://")[0]

    @property
    def url(self) -> str:
        """The URL with what is secret in it: for requests alone."""
        scheme, _, rest = self._shown.partition("://")
        return f"{scheme}://{self._secrets[0]}{rest}{self._secrets[1]}"

    @property
    def identity(self) -> str:
        """A name that differs between any two files, and shows no secret."""
        return f"{self._shown} {hashlib.sha256(self._secrets[1].encode()).hexdigest() if self._secrets[1] else ''}"

    @property
    def name(self) -> str:
        """The part behind the last slash."""
        return self._shown.rstrip("/").rpartition("/")[2]

    @property
    def parent(self) -> RemoteFile:
        """The prefix that the file lies under."""
        return self._beside(self._shown.rstrip("/").rpartition("/")[0])

    def _beside(self, shown: str, facts: FileFacts | None = None) -> RemoteFile:
        return RemoteFile(shown, (self._secrets[0], ""), self._allowed, facts)

    def resolve(self) -> RemoteFile:
        """Return the file itself: a URL is absolute."""
        return self

    absolute = resolve

    @property
    def is_pattern(self) -> bool:
        """Whether it names files by a pattern."""
        return self.scheme not in WEB and PATTERN.search(self._shown) is not None

    def info(self) -> FileFacts:
        """Return what is known of the file; it is asked for once.

        Raises:
            StorageError: The file does not exist, or the store does not answer.
        """
        if self._info is None:
            self._info = self._tried(lambda store: store.info(self.url))
        return self._info

    def stat(self) -> os.stat_result:
        """Return size and time of change; in place of the time a number that is made of the store's stamp."""
        info = self.info()
        number = int.from_bytes(hashlib.sha256(info.stamp.encode()).digest()[:7], "big")
        return os.stat_result((stat.S_IFREG, 0, 0, 0, 0, 0, info.size, 0, 0, 0), {"st_mtime_ns": number})

    def exists(self) -> bool:
        """Return whether there is such a file.

        Raises:
            StorageError: The store does not answer, or refuses.
        """
        try:
            self.info()
        except StorageError as error:
            if error.errno == errno.ENOENT:
                return False
            raise
        return True

    is_file = exists

    def is_dir(self) -> bool:
        """Return whether it is a pattern, or files lie under it; of a web server, which gives no lists, False.

        Raises:
            StorageError: The store does not answer, or refuses.
        """
        return self.scheme not in WEB and (self.is_pattern or (not self.exists() and bool(self.files())))

    def files(self) -> list[Path]:
        """Return the files under it at any depth, or those that the pattern names, sorted.

        Raises:
            StorageError: The store does not answer, or refuses.
        """
        found = self._tried(lambda store: store.files(self.url))
        return [cast("Path", self._beside(url, facts)) for url, facts in sorted(found.items())]

    def glob(self, pattern: str) -> list[Path]:
        """Return the files right under it with names that end as `*ENDING` says; none at a web server.

        Raises:
            StorageError: The store does not answer, or refuses.
        """
        return [] if self.scheme in WEB else (self / pattern).files()

    def open(self, mode: str = "rb") -> BinaryIO:
        """Open the file for reading.

        Raises:
            StorageError: The file does not exist, ranges of it cannot be read, or the store does not answer. Reading
                raises it as well.
        """
        if mode != "rb":
            raise ValueError(mode)
        if not self.info().ranged:
            raise self._error(errno.ENOTSUP, "the server gives no ranges of it")
        return io.BufferedReader(Ranges(self.info().size, self.range))

    def read_bytes(self) -> bytes:
        """Return the file's content.

        Raises:
            StorageError: As for `open`.
        """
        with self.open() as file:
            return file.read()

    def range(self, begin: int, end: int) -> bytes:
        """Return the bytes from one place to before another, or to the file's end.

        Raises:
            StorageError: They do not arrive, after the last try (`stores.PAUSES`).
        """
        info = self.info()
        end = min(end, info.size)

        def read(store: Store) -> bytes:
            found = store.read(self.url, info, begin, end)
            if len(found) != end - begin:
                raise EOFError(f"the transfer broke off at byte {begin + len(found)} of {info.size}")
            return found

        return self._tried(read) if begin < end else b""

    def copy_to(self, target: BinaryIO, room: int) -> None:
        """Copy the file from a server that gives no ranges.

        Args:
            target: An empty file.
            room: Most bytes that it may get.

        Raises:
            StorageError: It is longer than that, or does not arrive whole.
        """

        def copy(store: Store) -> None:
            target.seek(0)
            target.truncate()
            for piece in store.pieces(self.url):
                if target.tell() + len(piece) > room:
                    raise self._error(errno.ENOSPC, f"it has more than the {room:,} bytes that a copy may have here")
                target.write(piece)
            if self.info().size not in (-1, target.tell()):
                raise EOFError(f"the transfer broke off at byte {target.tell()} of {self.info().size}")

        self._tried(copy)

    def put(self, local: Path) -> None:
        """Write a local file's bytes to the store, and compare their digest with that of what the store then has.

        Raises:
            OSError: The local file cannot be read.
            StorageError: The store does not take it, or has other bytes.
        """
        md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
        with local.open("rb") as file:
            while piece := file.read(MOST):
                md5.update(piece)
                sha256.update(piece)

        def put(store: Store) -> None:
            store.put(local, self.url)
            info = store.info(self.url)
            if info.stamp.strip('"') == md5.hexdigest():  # S3's ETag of what came in one piece
                return
            found = hashlib.sha256()
            for begin in range(0, info.size, MOST):
                found.update(store.read(self.url, info, begin, min(begin + MOST, info.size)))
            if found.digest() != sha256.digest():
                raise EOFError("the store has other bytes than were sent")

        self._info = None
        self._tried(put)

    def unlink(self, *, missing_ok: bool = False) -> None:
        """Delete the file.

        Raises:
            StorageError: The store does not answer, or refuses; it has no such file, unless `missing_ok`.
        """
        if missing_ok or self.exists():
            self._tried(lambda store: store.delete(self.url))
            self._info = None
            return
        raise self._error(errno.ENOENT, os.strerror(errno.ENOENT))

    def _tried(self, ask: Callable[[Store], A]) -> A:
        """Return an answer of the store, after some tries.

        Raises:
            StorageError: It does not answer, or refuses.
        """
        return ask_store(self.url, self._shown, self._allowed, ask)

    def _error(self, number: int, why: str) -> StorageError:
        return StorageError(number, why, self._shown)
