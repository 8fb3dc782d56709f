"""Bodies: from whatever was sent to plain UTF-8, whatever its headers say."""

from __future__ import annotations

import codecs
import struct
import zlib

from scrapy.utils.gz import gunzip
from w3lib.encoding import html_to_unicode, read_bom

MAX_SIZE = 52_428_800
"""Longest list that is read, uncompressed, in bytes: what the sitemap protocol allows (sitemaps.org)."""

_GZIP = b"\x1f\x8b"
_LAYERS = 2  # a .xml.gz that a server compressed once more


def utf8(body: bytes, content_type: str, max_size: int = MAX_SIZE) -> bytes:
    """Return a body as plain UTF-8 without BOM and leading white space.

    Bytes that are valid UTF-8 are taken as such: feeds that declare `encoding="utf-16"` in UTF-8 are common,
    and Arabic text in another encoding is never valid UTF-8 by chance.

    Args:
        body: Bytes as they came, perhaps gzip'ed.
        content_type: The Content-Type header; its charset counts when the bytes leave it open.
        max_size: Most bytes to uncompress to.

    Returns:
        The empty string for a broken gzip, and for what is longer than `max_size`.
    """
    for _ in range(_LAYERS):
        if not body.startswith(_GZIP):
            break
        try:
            body = gunzip(body, max_size=max_size)
        except (OSError, EOFError, ValueError, struct.error, zlib.error):  # ValueError: longer than max_size
            return b""
    if len(body) > max_size:
        return b""
    encoding, bom = read_bom(body)
    if encoding is None and body[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if body[:1] == b"<" else "utf-16-be"
    if encoding is not None:
        return body[len(bom or b"") :].decode(encoding, "replace").lstrip().encode()
    body = body.lstrip()
    if not _is_utf8(body):
        body = html_to_unicode(content_type or None, body)[1].lstrip().encode("utf-8", "replace")
    return body


def _is_utf8(body: bytes) -> bool:
    try:
        codecs.utf_8_decode(body, "strict", False)  # noqa: FBT003 - positional only; a body cut within a letter is UTF-8 too
    except UnicodeDecodeError:
        return False
    return True
