"""The places of our own archives in an output folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.read.named import ARCHIVE_NAME, PACKAGE
from crawler.files import files_under

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARCHIVES = ".warc.gz"
"""Ending of our own archives' names."""
STRAY = (
    "is an archive where no run and no replay looks; name it (scrapy replay FILE), or, if it is a .warc.gz of one "
    "outlet, move it into the outlet's folder under archive/"
)
"""The finding about a stray archive, as a clause without a full stop."""


def own_archives(output: Path) -> list[Path]:
    """Return our own archives in an output folder, closed and open, by outlet and time."""
    return sorted(path for path in output.glob("archive/*/*") if is_own(path) and path.is_file())


def is_own(path: Path) -> bool:
    """Return whether a file in an outlet's folder has the name of an archive that a replay reads."""
    return not path.name.startswith(".") and path.name.removesuffix(OPEN).endswith(ARCHIVES)


def stray_archives(output: Path) -> Iterator[Path]:
    """Yield the archives and packages under an output folder's `archive/` that a replay of the folder does not read."""
    own = set(own_archives(output))
    for path in files_under(output / "archive"):
        if path not in own and (ARCHIVE_NAME.search(path.name) or path.name.lower().endswith(PACKAGE)):
            yield path
