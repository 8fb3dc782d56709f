"""One record: its fields, and the form of its header (WARC 1.1, section 4; ARC 1.0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_RECORD = 64 * 1024 * 1024
"""Longest block that is held, in bytes: twice the longest download of a crawl."""
ARC_LINE = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]*:\S[^\r\n]{0,8000}?) (?P<ip>[0-9A-Fa-f.:]{3,45}|-) (?P<date>\d{8}|\d{12}|\d{14}) "
    rb"(?P<mime>[^\r\n]{0,200}?) ?(?P<length>\d{1,18})\r?\n"
)
"""The line that begins an ARC record (URL record, version 1)."""
ODD_ARC_LINE = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,15}:\S[^\r\n]{0,8000}?) (?P<ip>\S{1,45}) (?P<date>\d{4,17}|-) "
    rb"(?P<mime>[^\r\n]{0,200}?) ?(?P<length>\d{1,18}|-)\r?\n"
)
"""The same as some programs wrote it: with a dash or an invalid value in a field, or a scheme in capitals."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*$")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"[0-9]{1,18}$")


class Record(NamedTuple):
    """One WARC record, or an ARC record under the names of WARC's fields (WARC 1.1, section 4)."""

    version: str
    """`WARC/1.1` and so on; `ARC/1.0` for a record of an ARC."""
    kind: str
    """WARC-Type, lower case; empty when it is missing."""
    fields: tuple[tuple[str, str], ...]
    """Named fields in their order, names as written; folded lines are joined."""
    block: bytes
    """The block; of a torn record its readable part, of a record longer than `MAX_RECORD` nothing."""
    offset: int
    """The record's beginning, in bytes. In a plain file, and in one with a gzip member (or zstd frame) for each record,
    that is the place in the file. When a member holds several records, it is the place in the uncompressed stream: it
    identifies a record, which can be found by reading from the file's start, but not by seeking."""
    length: int
    """Bytes from `offset` to the record's end, line ends included, in the file or the uncompressed stream."""
    seekable: bool
    """Whether `offset` is a place in the file."""
    whole: bool
    """Whether the record is complete and its member's checksum is right. The checksum of a member that several records
    share comes after all of them, so it does not count."""

    def get(self, name: str) -> str:
        """Return the first value of a field, its name in any case; empty when the field is missing."""
        name = name.lower()
        for key, value in self.fields:
            if key.lower() == name:
                return value
        return ""

    @property
    def record_id(self) -> str:
        """WARC-Record-ID without its angle brackets; empty when it is missing."""
        return self.get("WARC-Record-ID").strip("<>")

    @property
    def url(self) -> str:
        """WARC-Target-URI, without the angle brackets that the grammar of WARC 1.0 has and some programs write."""
        return _bare(self.get("WARC-Target-URI"))


@dataclass(frozen=True, slots=True)
class Violation:
    """A place in a file that violates the WARC standard."""

    offset: int
    """The place, in bytes, as `Record.offset`."""
    rule: str
    """Slug of the violated rule: `empty`, `framing`, `padding`, `mixed`, `truncated`, `header`, `length`, `record-end`,
    `oversize`."""
    sentence: str
    """The finding as a clause that follows the file's name, without a full stop."""
    lost: bool = True
    """Whether bytes could not be read, or not with certainty; False for a flaw that every reader tolerates."""


class Head(NamedTuple):
    """A record's header, its fields under WARC's names."""

    version: str
    kind: str
    fields: tuple[tuple[str, str], ...]
    length: int | None
    """Content-Length; None when it is missing or no number."""

    @property
    def url(self) -> str:
        """As `Record.url`."""
        return _bare(_value(self.fields, "warc-target-uri"))


def _bare(url: str) -> str:
    return url[1:-1] if url[:1] == "<" and url[-1:] == ">" else url


def begins_record(content: bytes) -> bool:
    """Return whether a member's first bytes are those of a record."""
    content = content.lstrip(b"\r\n")
    return content.startswith((b"WARC/", b"filedesc:")) or arc_line(content) is not None


def arc_line(content: bytes, at: int = 0) -> re.Match[bytes] | None:
    """Return the line of an ARC record that begins at a place; None when no such line begins there."""
    return ARC_LINE.match(content, at) or ODD_ARC_LINE.match(content, at)


def parse_head(head: bytes) -> tuple[Head, list[str]]:
    """Return a WARC header's parts, and the flaws of its lines (WARC 1.1, section 4)."""
    flaws = []
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("latin-1")
        flaws.append("bytes that are not UTF-8")
    if head.count(b"\n") != head.count(b"\r\n"):
        flaws.append("lines that end in a bare LF")
    if _CONTROL.search(head):
        flaws.append("control characters")
    lines = text.split("\n")
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}".strip())
        elif colon and _TOKEN.match(name):
            fields.append((name.rstrip(" \t"), value.strip(" \t\r")))
        elif line.strip():
            flaws.append(f"a line that is not a field, {line.strip()[:60]!r},")
    kind, length = _value(fields, "warc-type"), _value(fields, "content-length")
    known = int(length) if _NUMBER.match(length) else None
    return Head(lines[0].strip(), kind.lower(), tuple(fields), known), flaws


def _value(fields: Iterable[tuple[str, str]], name: str) -> str:
    """Return the first value of a field by its lower-case name; empty when it is missing."""
    return next((value for key, value in fields if key.lower() == name), "")


def arc_head(line: re.Match[bytes]) -> Head:
    """Return an ARC record's line under the names of WARC's fields; the URL decides the WARC-Type.

    Source: Internet Archive, ARC file format 1.0 (URL record, version 1).
    """
    url, ip, date, mime = (line[name].decode("utf-8", "replace") for name in ("url", "ip", "date", "mime"))
    kind, fields = "response", [("WARC-Target-URI", url), ("Content-Type", "application/http; msgtype=response")]
    if url.startswith("filedesc:"):
        kind, fields = "warcinfo", [("WARC-Filename", url.removeprefix("filedesc://")), ("Content-Type", mime)]
    elif not url.lower().startswith(("http:", "https:")):
        kind, fields = "resource", [("WARC-Target-URI", url), ("Content-Type", mime)]
    length = line["length"].decode()
    common = [
        ("WARC-Type", kind),
        ("WARC-Date", _arc_date(date)),
        ("WARC-IP-Address", ip),
        ("Content-Length", length),
    ]
    return Head("ARC/1.0", kind, (*common, *fields), int(length) if length.isdigit() else None)


def _arc_date(date: str) -> str:
    """Return an ARC record's date in the form of WARC-Date; a dash, or a date without a day, stays."""
    if len(date) < len("YYYYMMDD"):
        return date
    digits = date[:14].ljust(14, "0")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
