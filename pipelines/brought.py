"""The files that a user has: reads texts and HTML pages in any encoding of Arabic, and writes their texts."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.errors import TextFileError
from crawler.files import files_under, write_whole
from pipelines.extract import RULES, TEXT
from pipelines.page.charset import check_text, decode
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 16 * 1024 * 1024
"""Bytes of a file, at most. An article of the corpus has a few thousand; a step holds several copies in memory."""
HTML = "text/html"
"""Media type of a page."""
PAGES = (".html", ".htm", ".xhtml")
"""Endings of files that hold pages."""
ENDINGS = (".txt", *PAGES)
"""Endings of the files in a folder that are read."""
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|article|main|p)\b",
    re.IGNORECASE | re.DOTALL,
)
"""The beginning of an HTML page, or of a piece of one."""
MANIFEST = "manifest.jsonl"
"""File name of the table of texts, beside them."""


class Source(NamedTuple):
    """A file that the user named, or that lies in a folder which the user named."""

    path: Path
    name: str
    """Its path within that folder, with slashes; its file name when it was named itself."""

    @property
    def target(self) -> str:
        """The path of its text in the folder of texts; a page's gets another ending."""
        return self.name if self.path.suffix == ".txt" else f"{self.name}.txt"


class Cleaned(NamedTuple):
    """The text of a file after all steps."""

    text: str
    title: str
    """Empty for a file that is no page; the first line of such a text may be its title."""
    published: str | None
    declared_url: str | None
    cut: list[str]


class Brought(NamedTuple):
    """A file that was read."""

    body: bytes
    """Its bytes."""
    media: str
    """`HTML` or `TEXT`."""
    text: str
    """Its decoded text; empty for a page, which extraction decodes."""


def read_brought(path: Path) -> Brought:
    """Read a file.

    Raises:
        TextFileError: It cannot be read, is too large, or is a text in no encoding of Arabic.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise TextFileError("does not exist; check the name") from None
    except (OSError, ValueError) as error:
        raise TextFileError(f"cannot be read ({error}); check its permissions") from None
    if len(content) > LARGEST:
        raise TextFileError(f"has more than {LARGEST:,} bytes; split it, one article a file")
    if path.suffix.lower() in PAGES:
        return Brought(content, HTML, "")
    try:
        text = decode(content, TEXT)
        if _HTML.match(text):
            return Brought(content, HTML, "")
        check_text(text)
    except Rejected as rejected:
        raise TextFileError(f"has no encoding that makes it Arabic text ({rejected.detail}); convert it") from None
    return Brought(content, TEXT, text)


def sources_in(path: Path) -> list[Source]:
    """Return a file, or the texts and pages in a folder and its subfolders, sorted in each."""
    if not path.is_dir():
        return [Source(path, path.name)]
    found = (file for file in files_under(path) if file.suffix.lower() in ENDINGS)
    return [Source(file, file.relative_to(path).as_posix()) for file in found]


def row_of(source: Source, found: Cleaned) -> dict[str, Any]:
    """Return the manifest's row of a text."""
    return {
        "name": source.target,
        "sha256": sha256(found.text.encode()).hexdigest(),
        "source": str(source.path),
        "rules": RULES,
        "title": found.title,
        "published": found.published,
        "declared_url": found.declared_url,
        "cut": found.cut,
    }


def rows_of(path: Path, without: set[str]) -> list[dict[str, Any]]:
    """Return the rows of an earlier manifest, without those of some names and of texts that are no longer there.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not a manifest of this command.
    """
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if any(not isinstance(row, dict) or "source" not in row for row in rows):
        raise ValueError("it is not a manifest of scrapy clean")
    return [row for row in rows if row["name"] not in without and (path.parent / row["name"]).exists()]


def check_names(sources: list[Source]) -> None:
    """Refuse two files with the same name, and one with the manifest's.

    Raises:
        TextFileError: There are such files.
    """
    first: dict[str, Path] = {}
    for source in sources:
        if source.name == MANIFEST:
            raise TextFileError(f"{source.path}: the folder's table has this name; rename the file.")
        if source.target in first:
            raise TextFileError(
                f"{first[source.target]} and {source.path} have the same name, so one would overwrite the other in the "
                "folder; clean them in two runs, with two folders."
            )
        first[source.target] = source.path


def save_text(target: Path, text: bytes, source: Path) -> None:
    """Write a text, but never over its source file.

    Raises:
        TextFileError: The target is the source file and would change, or it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.samefile(source):
            if target.read_bytes() == text:
                return
            raise TextFileError("would overwrite itself; name another folder with -o")
        write_whole(target, text)
    except OSError as error:
        raise TextFileError(
            f"cannot be written to {target} ({error.strerror}); check the folder, or name another"
        ) from None
