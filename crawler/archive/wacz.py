"""WACZ: archives, their index and their pages in one ZIP that ReplayWeb.page opens (WACZ 1.1.1)."""

from __future__ import annotations

import hashlib
import heapq
import itertools
import json
import re
import zlib
from datetime import UTC, datetime
from io import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from crawler import VERSION
from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.look_up import knows, look_up
from crawler.archive.read.pages import read_archive
from crawler.errors import WaczError
from crawler.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from crawler.items import Capture

ENDINGS = (".warc", ".warc.gz")
"""The endings of archives' names that a WACZ may hold."""
WACZ_VERSION = "1.1.1"
BLOCK = 1024
"""Lines in one gzip member of the index, as in archiveweb.page: a player fetches one member for one look-up."""
_PACKED = (*ENDINGS, ".cdx.gz")
"""Endings of members that are stored without compression: a player reads ranges of them (WACZ 1.1.1, section 5)."""
_PIECE = 1 << 20
_IN_MEMORY = 8 << 20
"""Most bytes of a member that are held in memory."""
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._-]")


class WaczPage(NamedTuple):
    """A row of pages.jsonl."""

    id: str
    """Identifier, unique among the rows."""
    url: str
    """The capture's URL."""
    ts: str
    """The capture's date, RFC 3339."""
    title: str
    """Title in the player's list; an empty one is replaced by the URL."""
    text: str
    """Text for the player's search."""


def write_wacz(
    target: Path,
    warcs: Sequence[Path],
    pages: Iterable[WaczPage],
    report: Callable[[str], None],
    advance: Callable[[int], None],
    *,
    title: str,
) -> None:
    """Package archives, whole or not at all. Archives, index and pages are streamed.

    Source: WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1/).

    Args:
        target: The file; an older one of that name is replaced. Its folder must exist.
        warcs: Closed archives with different names, each with an ending of `ENDINGS`.
        pages: The pages that the player lists.
        report: Called with a sentence for each part of an archive that cannot be read and is missing from the index.
        advance: Called with the number of bytes of each packed piece of an archive.
        title: The package's name.

    Raises:
        CdxjError: An archive's index cannot be read.
        OSError: A file cannot be read, or the target cannot be written.
        WaczError: Records of an archive share a compressed member, so that a player cannot seek to them.
    """
    index = _index(warcs, report)  # before gigabytes are packed, because it may raise WaczError
    with whole_file(target) as file, ZipFile(file, "w") as package:
        resources = []
        for warc in warcs:
            with warc.open("rb") as content:
                resources.append(_put(package, f"archive/{warc.name}", content, advance))
        summary: list[bytes] = []
        for name, pieces in (
            ("indexes/index.cdx.gz", _blocks(index, summary)),
            ("indexes/index.idx", summary),
            ("pages/pages.jsonl", _rows(pages)),
        ):
            resources.append(_put_pieces(package, name, pieces, target.parent))
        description = json.dumps(
            {
                "profile": "data-package",
                "resources": resources,
                "wacz_version": WACZ_VERSION,
                "title": title,
                "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "software": f"Warraq/{VERSION}",
            },
            indent=2,
        ).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(description).hexdigest()}"}
        package.writestr(ZipInfo("datapackage.json"), description)
        package.writestr(ZipInfo("datapackage-digest.json"), json.dumps(digest, indent=2))


def _put(
    package: ZipFile, name: str, content: IO[bytes], advance: Callable[[int], None] | None = None
) -> dict[str, str | int]:
    """Write a member piece by piece and return its description as a resource (Frictionless Data Package)."""
    member = ZipInfo(name)
    member.compress_type = ZIP_STORED if name.endswith(_PACKED) else ZIP_DEFLATED
    digest = hashlib.sha256()
    content.seek(0, SEEK_END)
    size = content.tell()
    content.seek(0)
    # The 64-bit form only when the directory at the end has it too: wabac assumes the same extra field in both.
    with package.open(member, "w", force_zip64=size > ZIP64_LIMIT) as file:
        while piece := content.read(_PIECE):
            file.write(piece)
            digest.update(piece)
            if advance is not None:
                advance(len(piece))
    resource_name = _NOT_IN_NAMES.sub("-", name.rpartition("/")[2].lower())
    return {"name": resource_name, "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}


def _put_pieces(package: ZipFile, name: str, pieces: Iterable[bytes], folder: Path) -> dict[str, str | int]:
    """Write a member of unknown size: a temporary file holds it first, on disk when it is large."""
    with SpooledTemporaryFile(_IN_MEMORY, dir=str(folder)) as content:
        for piece in pieces:
            content.write(piece)
        return _put(package, name, content)


def _index(warcs: Sequence[Path], report: Callable[[str], None]) -> Iterator[bytes]:
    """Return the sorted lines of all archives, from the index beside an archive, or by reading an archive without one.

    Raises:
        CdxjError: An archive's index cannot be read.
        OSError: An archive cannot be read.
        WaczError: Records of an archive share a compressed member.
    """
    known: dict[Path, set[str]] = {}
    read: list[bytes] = []
    for warc in warcs:
        captures = _captures(warc, report)
        first = next(captures, None)
        if first is None:
            continue
        if knows(warc.parent, first):
            known.setdefault(warc.parent, set()).add(warc.name)
        else:
            read += (cdxj_line(capture).encode() for capture in itertools.chain([first], captures))
    read.sort()
    streams = [_lines(folder, names) for folder, names in known.items()]
    return heapq.merge(*streams, read)


def _captures(warc: Path, report: Callable[[str], None]) -> Iterator[Capture]:
    """Yield an archive's captures.

    Raises:
        OSError: The archive cannot be read.
        WaczError: Several of its records share a compressed member, so that no player can find them.
    """
    for archived in read_archive(warc, (), report):
        if not archived.record.seekable:
            raise WaczError(
                f"{warc}: several of its records share one gzip member, so that a player cannot find them; make a "
                f"copy with `warcio recompress {warc} COPY.warc.gz`, and pack that."
            )
        yield archived.capture


def _lines(folder: Path, names: set[str]) -> Iterator[bytes]:
    """Return the lines for some archives of a folder from its index."""
    return (entry.line().encode() for entry in look_up(folder) if entry.filename in names)


def _blocks(lines: Iterator[bytes], summary: list[bytes]) -> Iterator[bytes]:
    """Yield gzip members of `BLOCK` lines, and fill the summary, by which a player finds a line's member."""
    summary.append(_summary_line("!meta 0", {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}))
    offset = 0
    while block := list(itertools.islice(lines, BLOCK)):
        packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        member = packer.compress(b"".join(block)) + packer.flush()
        key = block[0].partition(b" {")[0].decode()
        digest = f"sha256:{hashlib.sha256(member).hexdigest()}"
        summary.append(_summary_line(key, {"offset": offset, "length": len(member), "digest": digest}))
        offset += len(member)
        yield member


def _summary_line(key: str, fields: dict[str, str | int]) -> bytes:
    """Return a line of index.idx."""
    return f"{key} {json.dumps(fields)}\n".encode()


def _rows(pages: Iterable[WaczPage]) -> Iterator[bytes]:
    """Yield the lines of pages.jsonl, its header first."""
    header = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
    yield f"{json.dumps(header)}\n".encode()
    for page in pages:
        row = page._asdict() | {"title": page.title or page.url}
        yield f"{json.dumps(row, ensure_ascii=False)}\n".encode()
