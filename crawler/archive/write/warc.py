"""Writes one WARC/1.1 file, and decides the records of each exchange."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from isal import isal_zlib
from warcio.statusandheaders import StatusAndHeaders

from crawler.archive import OPEN
from crawler.archive.exchange import FINAL, NOT_MODIFIED, ResponseParts, record_head
from crawler.files import sync_folder
from crawler.items import Capture
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from crawler.archive.exchange import Exchange
    from crawler.outlet import Outlet

PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
"""Prefix of the revisit profiles' URIs (WARC 1.1, section 6.7)."""
_LEVEL = 2
"""isal's level of compression: a tenth of the time of zlib's 6 for 20 % more bytes; warcio always uses zlib's 9."""
_LONG = 1 << 20
"""Bytes of a record from which it is compressed in parts; one call makes a smaller member."""

Fields = list[tuple[str, str]]


class Conversion(NamedTuple):
    """A document's text for a conversion record, which refers to the document's capture."""

    url: str
    """The capture's URL."""
    record_id: str
    """The capture's WARC-Record-ID."""
    text: bytes
    """The bytes of the document's file."""
    sha256: str
    """SHA-256 of the text, by which the state finds the document."""


class Resource(NamedTuple):
    """A user's file for a resource record."""

    url: str
    """Its URL (`crawler.urls.brought_url`)."""
    media: str
    """Its media type: one of `crawler.outlet.BROUGHT_TYPES`."""
    body: bytes
    """Its bytes."""
    began: datetime
    """The moment when it was added, in UTC."""


class WarcFile:
    """A WARC that is being written; `.open` follows its name until it is closed.

    Args:
        path: The final name.
        facts: The fields of its warcinfo record; empty values are left out.

    Raises:
        OSError: The file cannot be made, or exists already.
    """

    def __init__(self, path: Path, facts: dict[str, str]) -> None:
        self.path = path
        self.began = datetime.now(UTC)
        self.size = 0
        self._file: BinaryIO = path.with_name(path.name + OPEN).open("xb", buffering=1 << 20)
        sync_folder(path.parent)
        self._info_id = _record_id()
        block = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in facts.items() if value).encode()
        fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<{self._info_id}>"),
            ("WARC-Date", date(self.began)),
            ("WARC-Filename", path.name),
        ]
        self._put("application/warc-fields", fields, block)

    def append(
        self, exchange: Exchange, outlet: Outlet, originals: Callable[[str, str], Capture | None]
    ) -> Capture | None:
        """Write the records of an exchange, the request first.

        Args:
            exchange: The exchange.
            outlet: The outlet of the exchange.
            originals: Returns the capture that has a payload already, by payload digest and URL; for an empty digest,
                the URL's last capture.

        Returns:
            The capture; None for an exchange without a whole response head, whose metadata record holds the cause.
        """
        request = bytes(exchange.request)
        parts = exchange.divide()
        common = self._common(exchange, parts.protocol if parts else "")
        other_id = _record_id()
        if request:
            fields: Fields = [("WARC-Type", "request"), ("WARC-Record-ID", f"<{_record_id()}>")]
            fields += [("WARC-Concurrent-To", f"<{other_id}>"), *common]
            fields.append(("WARC-Payload-Digest", digest(request.partition(b"\r\n\r\n")[2])))
            self._put("application/http; msgtype=request", fields, request)
        if parts is None:
            self._put_failure(exchange, other_id, common)
            return None
        truncated = exchange.truncated or ("" if parts.whole else "disconnect")
        payload_digest = digest(parts.body)
        original = None if truncated else _original(parts, payload_digest, exchange.url, originals)
        offset = self.size
        fields = [("WARC-Record-ID", f"<{other_id}>"), *common]
        if original is None:
            self._put_response(parts, fields, payload_digest, truncated)
        else:
            self._put_revisit(parts, fields, original)
        content_type = parts.header(b"content-type").decode("latin-1")
        return Capture(
            outlet=outlet.name,
            url=exchange.url,
            canonical_url=canonical(exchange.url, outlet.identity),
            date=date(exchange.began),
            status=parts.status,
            page=not truncated and outlet.concerns_article(exchange.url, parts.status, content_type),
            warc=self.path.name,
            offset=offset,
            length=self.size - offset,
            record_id=other_id,
            payload_digest=original.payload_digest if original else payload_digest,
            kind="revisit" if original else "response",
            mime=content_type.partition(";")[0].strip().lower(),
        )

    def bring(self, resource: Resource, outlet: Outlet) -> Capture:
        """Write a user's file as a resource record (WARC 1.1, section 6.4), and return its capture."""
        record_id, payload_digest, offset = _record_id(), digest(resource.body), self.size
        fields = [
            ("WARC-Type", "resource"),
            ("WARC-Record-ID", f"<{record_id}>"),
            ("WARC-Target-URI", resource.url),
            ("WARC-Date", date(resource.began)),
            ("WARC-Warcinfo-ID", f"<{self._info_id}>"),
            ("WARC-Payload-Digest", payload_digest),
        ]
        self._put(resource.media, fields, resource.body)
        return Capture(
            outlet=outlet.name,
            url=resource.url,
            canonical_url=canonical(resource.url),
            date=date(resource.began),
            status=FINAL,
            page=outlet.concerns_article(resource.url, FINAL, resource.media),
            warc=self.path.name,
            offset=offset,
            length=self.size - offset,
            record_id=record_id,
            payload_digest=payload_digest,
            mime=resource.media,
        )

    def convert(self, conversion: Conversion) -> None:
        """Write a document's text (WARC 1.1, section 6.8)."""
        fields = [
            ("WARC-Type", "conversion"),
            ("WARC-Record-ID", f"<{_record_id()}>"),
            ("WARC-Target-URI", conversion.url),
            ("WARC-Date", date(datetime.now(UTC))),
            ("WARC-Warcinfo-ID", f"<{self._info_id}>"),
            ("WARC-Refers-To", f"<{conversion.record_id}>"),
            ("WARC-Payload-Digest", digest(conversion.text)),
        ]
        self._put("text/plain; charset=utf-8", fields, conversion.text)

    def _common(self, exchange: Exchange, protocol: str) -> Fields:
        """Return the fields that all records of an exchange share."""
        fields = [
            ("WARC-Target-URI", exchange.url),
            ("WARC-Date", date(exchange.began)),
            ("WARC-Warcinfo-ID", f"<{self._info_id}>"),
        ]
        known = (
            ("WARC-IP-Address", exchange.ip),
            ("WARC-Protocol", protocol),
            ("WARC-Cipher-Suite", exchange.cipher_suite),
        )
        return fields + [(name, value) for name, value in known if value]

    def _put_response(self, parts: ResponseParts, fields: Fields, payload_digest: str, truncated: str) -> None:
        """Write a response record (WARC 1.1, section 6.3)."""
        fields = [("WARC-Type", "response"), *fields, ("WARC-Payload-Digest", payload_digest)]
        if truncated:
            fields.append(("WARC-Truncated", truncated))
        self._put("application/http; msgtype=response", fields, record_head(parts.head), parts.body)

    def _put_revisit(self, parts: ResponseParts, fields: Fields, original: Capture) -> None:
        """Write a revisit record, for a payload that has an original (WARC 1.1, section 6.7)."""
        profile = "server-not-modified" if parts.status == NOT_MODIFIED else "identical-payload-digest"
        fields = [
            ("WARC-Type", "revisit"),
            *fields,
            ("WARC-Profile", PROFILE + profile),
            ("WARC-Refers-To", f"<{original.record_id}>"),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", original.date),
            ("WARC-Payload-Digest", original.payload_digest),
        ]
        self._put("application/http; msgtype=response", fields, record_head(parts.head))

    def _put_failure(self, exchange: Exchange, record_id: str, common: Fields) -> None:
        """Write a metadata record with the cause of a missing or broken response head (WARC 1.1, section 6.6)."""
        failure = " ".join((exchange.failure or "no whole response head").split())[:500]
        block = f"fetchFailure: {failure}\r\nreceivedBytes: {exchange.size}\r\n".encode()
        fields = [("WARC-Type", "metadata"), ("WARC-Record-ID", f"<{record_id}>"), *common]
        self._put("application/warc-fields", fields, block)

    def _put(self, content_type: str, fields: Fields, *block: bytes) -> None:
        """Append one record as one gzip member; its block is given in pieces."""
        head = StatusAndHeaders("", [], protocol="WARC/1.1")
        head.headers += fields
        head.add_header("WARC-Block-Digest", digest(*block))
        head.add_header("Content-Type", content_type)
        head.add_header("Content-Length", str(sum(map(len, block))))
        for piece in _member(head.to_bytes(), *block, b"\r\n\r\n"):
            self._file.write(piece)
            self.size += len(piece)

    def sync(self) -> None:
        """Sync the appended records to the disk."""
        self._file.flush()
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """Close the file and give it its final name; it must be synced before."""
        self._file.close()
        self.path.with_name(self.path.name + OPEN).rename(self.path)
        sync_folder(self.path.parent)

    def abandon(self, size: int) -> None:
        """Leave the file with its `.open` name for the next run, cut to its acknowledged size; remove an empty one."""
        with contextlib.suppress(OSError):  # bytes that it cannot write were never acknowledged
            self._file.close()
        left = self.path.with_name(self.path.name + OPEN)
        if size:
            os.truncate(left, size)
        else:
            left.unlink()


def _member(*pieces: bytes) -> Iterator[bytes]:
    """Yield a gzip member of the pieces: whole; of a long record in parts, so that no copy of it is held."""
    if sum(map(len, pieces)) <= _LONG:
        yield isal_zlib.compress(b"".join(pieces), _LEVEL, isal_zlib.MAX_WBITS | 16)
        return
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, isal_zlib.MAX_WBITS | 16)
    for piece in pieces:
        for at in range(0, len(piece), _LONG):
            yield packer.compress(piece[at : at + _LONG])
    yield packer.flush()


def _original(
    parts: ResponseParts, payload_digest: str, url: str, originals: Callable[[str, str], Capture | None]
) -> Capture | None:
    """Return the capture whose payload a response repeats, or confirms by 304; None without one."""
    if parts.status == NOT_MODIFIED:
        return originals("", url)
    return originals(payload_digest, url) if parts.body else None


def date(moment: datetime) -> str:
    """Return a moment in UTC as a WARC-Date with microseconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(*pieces: bytes) -> str:
    """Return the WARC digest of bytes: SHA-1 in Base32, the form that all CDX indexes and readers share."""
    sha1 = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        sha1.update(piece)
    return f"sha1:{base64.b32encode(sha1.digest()).decode()}"


def _record_id() -> str:
    return uuid4().urn
