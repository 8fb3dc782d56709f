"""The archives that a user names: files, folders with files, WACZ packages, and any of them that lies elsewhere."""

from __future__ import annotations

import re
import shutil
import struct
import zlib
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self
from zipfile import BadZipFile, ZipFile, is_zipfile

from crawler.errors import WaczError
from crawler.files import files_under
from crawler.storage.place import place_of, remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from zipfile import ZipInfo

ARCHIVE_NAME = re.compile(r"\.w?arc(?:\.gz|\.zst)?(?:\.open)?$", re.IGNORECASE)
"""The ending of an archive's name."""
PACKAGE = ".wacz"
"""Ending of the name of a WACZ package."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)
"""The exceptions of `zipfile` for a damaged, encrypted or otherwise unreadable package."""
_PIECE = 1 << 20


class NamedArchives:
    """Finds the archives that paths name; on exit it removes the copies that it made.

    Args:
        allowed: The setting ADDRESSES_ALLOWED, for archives at web servers.
    """

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        self._allowed = tuple(allowed)
        self._opened = ExitStack()
        self._unpacked: Path | None = None
        self._copied = 0
        self._origins: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the copies."""
        self._opened.close()

    def place(self, name: str) -> Path:
        """Return the file or folder that a path or URL names; see `place_of`."""
        return place_of(name, self._allowed)

    def origin(self, archive: Path) -> Path:
        """Return the package or remote file of which an archive is a copy; the archive itself if it is none."""
        return self._origins.get(archive, archive)

    def find(self, path: Path) -> list[Path]:
        """Return the archives that a path names, sorted by path: those in a folder at any depth, those in a WACZ.

        A file that is no WACZ names itself, whatever it holds. The list is empty for a folder or WACZ without archives.
        A remote file is read where it lies; only one of a server that gives no ranges is copied.

        Raises:
            OSError: A WACZ or a remote file, or a copy, cannot be read or written.
            WaczError: A WACZ is damaged, or its archives need more space than there is.
        """
        if path.is_dir():
            return [found for inner in _files_in(path) if may_be_archive(inner.name) for found in self.find(inner)]
        whole = self._ranged(path)
        found = self._unpack(whole) if is_package(whole) else [whole]
        if whole is not path:
            self._origins.update(dict.fromkeys(found, path))
        return found

    def _ranged(self, path: Path) -> Path:
        """Return a file of which any part can be read: the file itself, or a copy.

        Raises:
            StorageError: It does not arrive whole, or needs more space than there is.
        """
        file = remote(path)
        if file is None or file.info().ranged:
            return path
        copy = self._folder() / path.name
        copy.parent.mkdir(parents=True)
        with copy.open("xb") as target:
            file.copy_to(target, shutil.disk_usage(copy.parent).free)
        return copy

    def _folder(self) -> Path:
        """Return the path of a new folder for copies."""
        if self._unpacked is None:
            self._unpacked = Path(self._opened.enter_context(TemporaryDirectory(prefix="warraq-")))
        self._copied += 1
        return self._unpacked / str(self._copied)

    def _unpack(self, path: Path) -> list[Path]:
        """Copy the archives in a WACZ into a folder of their own, and return the copies."""
        folder = self._folder() / path.name
        try:
            with path.open("rb") as file, ZipFile(file) as package:
                members = [member for member in package.infolist() if ARCHIVE_NAME.search(member.filename)]
                _check_space(path, members, folder.parent.parent)
                copies = [_copy(package, member, folder, at) for at, member in enumerate(members)]
                self._origins.update(dict.fromkeys(copies, path))
                return copies
        except _BROKEN as error:
            raise WaczError(f"{path}: is a WACZ that cannot be read ({error}); get a whole copy of it.") from error


def is_package(path: Path) -> bool:
    """Return whether a file is a ZIP that holds archives, as a WACZ does; False when it cannot be read.

    A remote file with an archive's name is believed to be one: asking each of a thousand takes minutes.
    """
    if remote(path) is not None and ARCHIVE_NAME.search(path.name):
        return False
    try:
        with path.open("rb") as file:
            if file.read(4) not in _ZIP:
                return False
        if path.name.lower().endswith(PACKAGE):
            return True
        with path.open("rb") as file:
            if not is_zipfile(file):
                return False
            with ZipFile(file) as package:
                return any(ARCHIVE_NAME.search(name) for name in package.namelist())
    except (OSError, *_BROKEN):
        return False


def may_be_archive(name: str) -> bool:
    """Return whether a file is an archive or a WACZ, by its name."""
    return bool(ARCHIVE_NAME.search(name)) or name.lower().endswith(PACKAGE)


def _files_in(folder: Path) -> Iterable[Path]:
    """Return the files in a folder at any depth, sorted in each folder."""
    file = remote(folder)
    return files_under(folder) if file is None else file.files()


def _check_space(path: Path, members: list[ZipInfo], folder: Path) -> None:
    """Accept members whose copies fit into a folder.

    Raises:
        WaczError: They do not.
    """
    needed, free = sum(member.file_size for member in members), shutil.disk_usage(folder).free
    if needed > free:
        sentence = f"its archives need {needed:,} bytes, and {folder.parent} has {free:,}"
        raise WaczError(f"{path}: {sentence}; set TMPDIR to a larger folder.")


def _copy(package: ZipFile, member: ZipInfo, folder: Path, number: int) -> Path:
    """Copy a member into a folder, or into one of its own when its name is taken, and return the copy.

    The folders in a member's name are dropped, so that no name leads out of the folder.
    """
    name = re.split(r"[/\\]", member.filename)[-1]
    copy = folder / str(number) / name if (folder / name).exists() else folder / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    with package.open(member) as content, copy.open("xb") as file:
        shutil.copyfileobj(content, file, _PIECE)
    return copy
