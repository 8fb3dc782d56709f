"""The strict check of archives: rules of the WARC standard that common tools do not check."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import re
from collections import Counter
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.check.codings import is_coded
from crawler.archive.exchange import FINAL, NO_CONTENT, NOT_MODIFIED, ResponseParts, divide_response
from crawler.archive.read.members import PACKED
from crawler.archive.read.named import ARCHIVE_NAME
from crawler.archive.read.records import scan_records
from crawler.archive.record import Record, Violation
from crawler.defect import Defect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_ONCE = (
    "WARC-Type",
    "WARC-Record-ID",
    "WARC-Date",
    "WARC-Target-URI",
    "WARC-Block-Digest",
    "WARC-Payload-Digest",
    "WARC-IP-Address",
    "WARC-Refers-To",
    "WARC-Refers-To-Target-URI",
    "WARC-Refers-To-Date",
    "WARC-Truncated",
    "WARC-Warcinfo-ID",
    "WARC-Filename",
    "WARC-Profile",
    "WARC-Identified-Payload-Type",
    "WARC-Segment-Origin-ID",
    "WARC-Segment-Number",
    "WARC-Segment-Total-Length",
    "Content-Type",
    "Content-Length",
)
"""Fields that a record may have only once (WARC 1.1, section 5)."""
_TARGETED = frozenset(("response", "resource", "request", "revisit", "conversion", "continuation"))
_FORBIDDEN = {
    "WARC-Concurrent-To": frozenset(("warcinfo", "conversion", "continuation")),
    "WARC-Refers-To": frozenset(("warcinfo", "response", "resource", "request", "continuation")),
    "WARC-Warcinfo-ID": frozenset(("warcinfo",)),
    "WARC-Target-URI": frozenset(("warcinfo",)),
}
"""Fields that records of some types must not have (WARC 1.1, sections 5.7, 5.8, 5.11 and 5.14)."""
_IDS = ("warc-record-id", "warc-concurrent-to", "warc-refers-to", "warc-warcinfo-id")
_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]+>$")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?)?)?$")
_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
_DIGEST = re.compile(r"([A-Za-z0-9-]+):(\S+)$")
_ALGORITHMS = {
    "md5": "md5",
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
}
_VERSION = re.compile(r"WARC/(?:0\.\d{1,2}|1\.[01])$")
_REQUEST = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP/\d")
OF_SERVER = frozenset(("content-encoding", "content-length"))
"""Rules that the server broke, not the archive's writer: an archive holds what was sent, so these are notes."""
_TRUNCATED = ("length", "time", "disconnect", "unspecified")


class ArchiveCheck:
    """Checks archives one after another, and at the end the references between their records.

    Memory holds the identifier of each record, as a hash of 16 bytes.

    Args:
        own: Whether the archives are our own: then our rules apply too, and each reference to a record outside them is
            a defect.
    """

    def __init__(self, *, own: bool) -> None:
        self._own = own
        self._known: set[bytes] = set()
        self._open: dict[bytes, list[Defect]] = {}
        self._heads: set[bytes] = set()

    def check(self, path: Path, seen: Callable[[Record], None] | None = None) -> Iterator[Defect]:
        """Yield the defects of an archive.

        Args:
            path: The archive, in any framing.
            seen: Called with each whole record.

        Raises:
            OSError: The archive cannot be read.
        """
        first = shared = True
        yield from _check_name(path)
        for found in scan_records(path):
            if isinstance(found, Violation):
                yield Defect(path=path, offset=found.offset, rule=found.rule, sentence=found.sentence)
                continue
            if not found.seekable and shared:
                shared = False
                sentence = "the record has no compressed member of its own, so that no reader can seek to it"
                yield Defect(path=path, offset=found.offset, rule="member", sentence=sentence)
            if first and self._own:
                yield from self._check_first(path, found)
            first = False
            yield from self._check_names(path, found)
            if found.whole:
                for rule, sentence in check_record(
                    found, to_head=_hash("id", found.get("WARC-Record-ID")) in self._heads
                ):
                    note = rule in OF_SERVER
                    yield Defect(path=path, offset=found.offset, rule=rule, sentence=sentence, note=note)
                if seen is not None:
                    seen(found)

    def _check_first(self, path: Path, record: Record) -> Iterator[Defect]:
        """Check that the first record is a warcinfo with the file's name."""
        name = path.name.removesuffix(OPEN)
        if record.kind != "warcinfo":
            yield Defect(
                path=path, offset=0, rule="warcinfo", sentence="the file does not begin with a warcinfo record"
            )
        elif record.get("WARC-Filename") != name:
            sentence = f"WARC-Filename is {record.get('WARC-Filename')!r}, which is not the file's name"
            yield Defect(path=path, offset=0, rule="warcinfo", sentence=sentence)

    def _check_names(self, path: Path, record: Record) -> Iterator[Defect]:
        """Check that the record's identifier is its own, and remember the records to which it refers."""
        name = record.get("WARC-Record-ID")
        key = _hash("id", name)
        if name and key in self._known:
            yield Defect(
                path=path,
                offset=record.offset,
                rule="duplicate-id",
                sentence=f"another record has the identifier {name} too",
            )
        self._know(key)
        if record.kind in ("response", "resource"):
            self._know(_hash("at", f"{record.get('WARC-Date')} {record.url}"))
        for field, value in record.fields:
            lower = field.lower()
            if lower == "warc-concurrent-to":
                self._refer(path, record, _hash("id", value), "concurrent-to", value)
                if record.kind == "request" and record.block.startswith(b"HEAD "):
                    self._heads.add(_hash("id", value))
            elif lower == "warc-warcinfo-id":
                self._refer(path, record, _hash("id", value), "warcinfo-id", value)
            elif lower == "warc-refers-to":
                self._refer(path, record, _hash("id", value), "refers-to", value)
        target, date = record.get("WARC-Refers-To-Target-URI").strip("<>"), record.get("WARC-Refers-To-Date")
        if target and date and not record.get("WARC-Refers-To"):
            self._refer(path, record, _hash("at", f"{date} {target}"), "refers-to", f"{target} of {date}")

    def _know(self, key: bytes) -> None:
        """Remember a record, and drop the open references to it."""
        self._known.add(key)
        self._open.pop(key, None)

    def _refer(self, path: Path, record: Record, key: bytes, rule: str, what: str) -> None:
        """Remember a reference to a record that was not read yet.

        Records of one exchange, and a file's warcinfo, stand in one file. What a revisit or conversion refers to may
        stand in another file, so it is a note, unless it is a revisit that names its original by identifier alone.
        """
        if key not in self._known:
            sentence = f"{what[:200]} is in none of the checked archives"
            elsewhere = rule == "refers-to" and (record.kind != "revisit" or bool(record.get("WARC-Refers-To-Date")))
            note = elsewhere and not self._own
            defect = Defect(path=path, offset=record.offset, rule=rule, sentence=sentence, note=note)
            self._open.setdefault(key, []).append(defect)

    def finish(self) -> Iterator[Defect]:
        """Yield the references whose records are in none of the archives."""
        for defects in self._open.values():
            yield from defects


def _check_name(path: Path) -> Iterator[Defect]:
    """Check that a file is compressed if its name ends like that of a compressed one, and only then."""
    named = ARCHIVE_NAME.search(path.name)
    with path.open("rb") as file:
        head = file.read(4)
    if named is None or not head:
        return
    packed = PACKED.match(head) is not None
    if packed != named[0].lower().removesuffix(OPEN).endswith((".gz", ".zst")):
        sentence = f"the file is {'' if packed else 'not '}compressed, against its name"
        yield Defect(path=path, offset=0, rule="name", sentence=sentence)


def _hash(kind: str, value: str) -> bytes:
    """Return a hash of 16 bytes, which memory holds in place of an identifier, or of a date and URL."""
    return hashlib.blake2b(f"{kind} {value}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def check_record(record: Record, *, to_head: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the defects of one whole record, each as rule and sentence; an ARC record has no defects.

    Args:
        record: The record.
        to_head: Whether it answers a HEAD request, so that it has no body although its head may declare one.
    """
    if record.version.startswith("ARC"):
        return
    yield from _check_fields(record)
    yield from _check_values(record)
    yield from _check_dates(record)
    yield from _check_digest(record, "WARC-Block-Digest", "block-digest", (record.block,))
    http = record.get("Content-Type").lower().startswith("application/http")
    if record.kind == "response" and http:
        yield from _check_response(record, to_head=to_head)
    elif record.kind == "revisit":
        yield from _check_revisit(record)
    elif record.kind == "request" and http:
        if not _REQUEST.match(record.block):
            yield "http", f"the request line is not HTTP: {record.block[:40]!r}"
        body = re.split(rb"\r?\n\r?\n", record.block, maxsplit=1)[1:]
        yield from _check_digest(record, "WARC-Payload-Digest", "payload-digest", (b"".join(body),))
    else:
        yield from _check_digest(record, "WARC-Payload-Digest", "payload-digest", (record.block,))


def _check_fields(record: Record) -> Iterator[tuple[str, str]]:
    """Check which fields the record has (WARC 1.1, section 5)."""
    counts = Counter(name.lower() for name, _ in record.fields)
    for name in _ONCE:
        if counts[name.lower()] > 1:
            yield "duplicate-field", f"the record has {counts[name.lower()]} fields {name}"
    for name in ("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"):
        if not counts[name.lower()]:
            yield "missing-field", f"{name} is missing"
    if record.kind in _TARGETED and not counts["warc-target-uri"]:
        yield "missing-field", f"WARC-Target-URI is missing from a {record.kind}"
    if record.block and record.kind != "continuation" and not counts["content-type"]:
        yield "missing-field", "Content-Type is missing"
    for name, kinds in _FORBIDDEN.items():
        if record.kind in kinds and counts[name.lower()]:
            yield "forbidden-field", f"a {record.kind} has {name}"


def _check_values(record: Record) -> Iterator[tuple[str, str]]:
    """Check the form of version, identifiers, WARC-Target-URI, WARC-IP-Address and WARC-Truncated."""
    if not _VERSION.match(record.version):
        yield "version", f"the version is {record.version}, which no standard defines"
    for name, value in record.fields:
        if name.lower() in _IDS and not _ID.match(value):
            yield "record-id", f"{name} is {value[:100]!r}, which is not a <URI>"
    uri = record.url if record.version == "WARC/1.0" else record.get("WARC-Target-URI")
    if uri and record.kind in _TARGETED and not _URI.match(uri):
        yield "target-uri", f"WARC-Target-URI is {uri[:100]!r}, which is not a URI"
    address = record.get("WARC-IP-Address")
    if address and not _is_ip(address):
        yield "ip", f"WARC-IP-Address is {address[:60]!r}, which is not an IP address"
    truncated = record.get("WARC-Truncated").lower()
    if truncated and truncated not in _TRUNCATED:
        yield "truncated-reason", f"WARC-Truncated is {truncated[:40]!r}, which is none of {', '.join(_TRUNCATED)}"


def _is_ip(value: str) -> bool:
    """Return whether a value is an IPv4 or IPv6 address (WARC 1.1, section 5.13)."""
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def _check_dates(record: Record) -> Iterator[tuple[str, str]]:
    """Check WARC-Date and WARC-Refers-To-Date (WARC 1.1, sections 5.4 and 5.10)."""
    form = _DATE if record.version == "WARC/1.1" else _SECONDS
    for name in ("WARC-Date", "WARC-Refers-To-Date"):
        value = record.get(name)
        if value and not (form.match(value) and _is_moment(value)):
            yield "date", f"{name} is {value[:40]!r}, which is not a date in the form of {record.version}"


def _is_moment(value: str) -> bool:
    """Return whether a date of the right form exists in the calendar."""
    digits = re.sub(r"\D", "", value.partition(".")[0])
    try:
        datetime.strptime((digits + "00010101000000"[len(digits) :])[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _check_digest(record: Record, field: str, rule: str, contents: tuple[bytes, ...]) -> Iterator[tuple[str, str]]:
    """Check that one of the contents has a digest (WARC 1.1, sections 5.8 and 5.9); without contents, its form only."""
    value = record.get(field)
    if not value:
        return
    match = _DIGEST.match(value)
    name = _ALGORITHMS.get(match[1].lower()) if match else None
    if match is None:
        yield "digest-form", f"{field} is {value[:80]!r}, which is not an algorithm and a digest"
    elif name is None:
        yield "digest-algorithm", f"{field} has the algorithm {match[1][:40]}, which no reader can be expected to know"
    else:
        wanted = _unprinted(match[2], hashlib.new(name, usedforsecurity=False).digest_size)
        if wanted is None:
            yield "digest-form", f"{field} is {value[:80]!r}, which is neither Base32 nor hexadecimal"
        elif contents and all(
            hashlib.new(name, content, usedforsecurity=False).digest() != wanted for content in contents
        ):
            yield rule, f"{field} is {value}, but the {len(contents[0])} bytes have another digest"


def _unprinted(text: str, size: int) -> bytes | None:
    """Return the `size` bytes of a digest from its Base32 or hexadecimal form; None for another form or length."""
    with contextlib.suppress(binascii.Error, ValueError):
        if len(text) == 2 * size:
            return binascii.unhexlify(text)
        raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
        return raw if len(raw) == size else None
    return None


def _check_revisit(record: Record) -> Iterator[tuple[str, str]]:
    """Check a revisit (WARC 1.1, section 6.7)."""
    profile = record.get("WARC-Profile")
    if not profile:
        yield "revisit", "WARC-Profile is missing"
    if "identical-payload-digest" in profile and not record.get("WARC-Payload-Digest"):
        yield "revisit", "an identical-payload-digest revisit lacks WARC-Payload-Digest"
    if not record.get("WARC-Refers-To") and not record.get("WARC-Refers-To-Target-URI"):
        yield "revisit", "WARC-Refers-To and WARC-Refers-To-Target-URI are missing"
    if record.block and not record.block.startswith(b"HTTP/"):
        yield "http", f"the status line is not HTTP: {record.block[:40]!r}"
    yield from _check_digest(record, "WARC-Payload-Digest", "payload-digest", ())


def _check_response(record: Record, *, to_head: bool) -> Iterator[tuple[str, str]]:
    """Check an HTTP response (RFC 9112, section 6), and the digest of its payload."""
    parts = divide_response(record.block)
    if parts is None:
        yield "http", f"the record has no whole head of a response: {record.block[:40]!r}"
        return
    rest = record.block[record.block.find(parts.head) + len(parts.head) :]
    truncated = bool(record.get("WARC-Truncated"))
    bodiless = to_head or parts.status in (NO_CONTENT, NOT_MODIFIED) or parts.status < FINAL
    chunked = b"chunked" in parts.header(b"transfer-encoding").lower()
    if chunked:
        if rest and (parts.body == rest or not parts.whole) and not truncated:
            yield "transfer-encoding", "the head declares chunks, but the body is not chunked, or breaks off"
    elif not bodiless and not truncated:
        yield from _check_length(parts, rest)
    body = parts.body if chunked else rest
    if body and not truncated:
        yield from _check_encoding(parts, body)
    yield from _check_digest(record, "WARC-Payload-Digest", "payload-digest", (body, rest))


def _check_length(parts: ResponseParts, body: bytes) -> Iterator[tuple[str, str]]:
    """Check that the body is as long as each Content-Length."""
    lengths = {value for name, value in parts.headers if name.lower() == b"content-length"}
    if len(lengths) > 1:
        yield "content-length", f"the response has {len(lengths)} different lines Content-Length"
        return
    for length in lengths:
        if not length.isdigit():
            yield "content-length", f"Content-Length is {length[:40]!r}, which is not a number"
        elif int(length) != len(body):
            yield "http-length", f"Content-Length is {int(length)}, but the body has {len(body)} bytes"


def _check_encoding(parts: ResponseParts, body: bytes) -> Iterator[tuple[str, str]]:
    """Check that the body has the outermost content-coding that its head declares."""
    named = [value for name, value in parts.headers if name.lower() == b"content-encoding"]
    codings = [coding.strip().lower() for coding in b",".join(named).split(b",") if coding.strip()]
    if codings and not is_coded(body, codings[-1]):
        yield "content-encoding", f"Content-Encoding is {codings[-1].decode('latin-1')}, but the body is not in it"
