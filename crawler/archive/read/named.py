"""The archives that a user names: files, folders with files, and WACZ packages."""

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

if TYPE_CHECKING:
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
    """Finds the archives that paths name; on exit it removes the copies that it took out of packages."""

    def __init__(self) -> None:
        self._opened = ExitStack()
        self._unpacked: Path | None = None
        self._packages = 0
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

    def origin(self, archive: Path) -> Path:
        """Return the package of which an archive is a copy; the archive itself if it is none."""
        return self._origins.get(archive, archive)

    def find(self, path: Path) -> list[Path]:
        """Return the archives that a path names, sorted by path: those in a folder at any depth, those in a WACZ.

        A file that is no WACZ names itself, whatever it holds. The list is empty for a folder or WACZ without archives.

        Raises:
            OSError: A WACZ, or its archives' copies, cannot be read or written.
            WaczError: A WACZ is damaged, or its archives need more space than there is.
        """
        if path.is_dir():
            return [found for inner in files_under(path) if _may_be_archive(inner) for found in self.find(inner)]
        return self._unpack(path) if is_package(path) else [path]

    def _unpack(self, path: Path) -> list[Path]:
        """Copy the archives in a WACZ into a folder of their own, and return the copies."""
        if self._unpacked is None:
            self._unpacked = Path(self._opened.enter_context(TemporaryDirectory(prefix="warraq-")))
        self._packages += 1
        folder = self._unpacked / str(self._packages) / path.name
        try:
            with ZipFile(path) as package:
                members = [member for member in package.infolist() if ARCHIVE_NAME.search(member.filename)]
                _check_space(path, members, self._unpacked)
                copies = [_copy(package, member, folder, at) for at, member in enumerate(members)]
                self._origins.update(dict.fromkeys(copies, path))
                return copies
        except _BROKEN as error:
            raise WaczError(f"{path}: is a WACZ that cannot be read ({error}); get a whole copy of it.") from error


def is_package(path: Path) -> bool:
    """Return whether a file is a ZIP that holds archives, as a WACZ does; False when it cannot be read."""
    try:
        with path.open("rb") as file:
            if file.read(4) not in _ZIP:
                return False
        if path.name.lower().endswith(PACKAGE):
            return True
        if not is_zipfile(path):
            return False
        with ZipFile(path) as package:
            return any(ARCHIVE_NAME.search(name) for name in package.namelist())
    except (OSError, *_BROKEN):
        return False


def _may_be_archive(path: Path) -> bool:
    """Return whether a file in a folder is an archive or a WACZ, by its name."""
    return bool(ARCHIVE_NAME.search(path.name)) or path.name.lower().endswith(PACKAGE)


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
