"""Lines of a CDXJ index: one for each capture."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple, Self

from crawler.archive.index.surt import surt

if TYPE_CHECKING:
    from crawler.items import Capture

LONGEST = 4 << 20
"""Most bytes of a line: its URL stands in a record's header (at most `MAX_HEAD`), and escapes make it longer."""
REVISIT = "warc/revisit"
"""The media type that marks a revisit in a CDX index."""
_LAST_PLACE = 2**63 - 1
"""The last place that a file can have (off_t)."""
_EARLIEST = "00000101000000"
_NOT_DIGITS = re.compile(r"\D")


class Entry(NamedTuple):
    """A line of an index."""

    key: str
    """The URL's SURT."""
    timestamp: str
    """WARC-Date, UTC, 14 digits."""
    url: str
    """WARC-Target-URI."""
    mime: str
    """Media type, `warc/revisit` for a revisit; empty when the response declares no type."""
    status: int
    """HTTP status code; 0 when the line has no status."""
    digest: str
    """WARC-Payload-Digest."""
    length: int
    """Bytes of the record in the file, compressed."""
    offset: int
    """The record's beginning in the file, in bytes."""
    filename: str
    """Name of the WARC, without folder."""

    def line(self) -> str:
        """Return the entry as a line with its line end, in the form of cdxj-indexer and pywb."""
        fields = {
            "url": self.url,
            "mime": self.mime,
            "status": str(self.status or ""),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
        }
        present = json.dumps({name: value for name, value in fields.items() if value})
        return f"{self.key} {self.timestamp} {present}\n"

    @classmethod
    def of_capture(cls, capture: Capture) -> Self:
        """Return a capture's entry."""
        return cls(
            key=surt(capture.url),
            timestamp=timestamp_of(capture.date),
            url=capture.url,
            mime=REVISIT if capture.kind == "revisit" else capture.mime,
            status=capture.status,
            digest=capture.payload_digest,
            length=capture.length,
            offset=capture.offset,
            filename=capture.warc,
        )

    @classmethod
    def of_line(cls, line: str) -> Self:
        """Return the entry of a line.

        Raises:
            ValueError: It is not a CDXJ line that names a record.
        """
        key, timestamp, text = line.split(" ", 2)
        try:
            fields = json.loads(text)
            entry = cls(
                key=key,
                timestamp=timestamp,
                url=fields["url"],
                mime=fields.get("mime", ""),
                status=int(fields.get("status", 0)),
                digest=fields.get("digest", ""),
                length=int(fields["length"]),
                offset=int(fields["offset"]),
                filename=fields["filename"],
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"lacks a field: {error}") from error
        except (OverflowError, RecursionError) as error:
            raise ValueError(f"has a value that nobody writes: {error}") from error
        if not all(isinstance(text, str) for text in (entry.url, entry.mime, entry.digest, entry.filename)):
            raise ValueError("has a number where a text belongs")
        if not 0 <= entry.offset <= _LAST_PLACE:
            raise ValueError(f"no record begins at {entry.offset}")
        return entry


def timestamp_of(moment: str) -> str:
    """Return a WARC-Date as 14 digits; for a less exact one (WARC 1.1, section 4) the beginning of its period."""
    digits = _NOT_DIGITS.sub("", moment)
    return (digits + _EARLIEST[len(digits) :])[:14]


def cdxj_line(capture: Capture) -> str:
    """Return a capture's line with its line end, in the form of cdxj-indexer and pywb.

    Source: CDXJ 0.1.0 (specs.webrecorder.net/cdxj/0.1.0/).
    """
    return Entry.of_capture(capture).line()
