"""Bodies: decodes whatever a server sent into plain UTF-8, even when its headers are wrong."""

from __future__ import annotations

import codecs
import re
import struct
import zlib

from scrapy.utils.gz import gunzip
from w3lib.encoding import html_to_unicode, read_bom

MAX_SIZE = 52_428_800
"""Bytes of a list, uncompressed, at most: the sitemap protocol's limit (sitemaps.org)."""

_GZIP = b"\x1f\x8b"
_BLANK = re.compile(rb"(?:\s|\xef\xbb\xbf|\xc2\xa0)*+")  # white space, BOMs and no-break spaces in UTF-8
_LAYERS = 2  # a .xml.gz that a server compressed once more
_WIDE = {b"\1\0\1\0": "utf-16-le", b"\0\1\0\1": "utf-16-be"}
"""Which of the first four bytes are not zero, where a text without BOM begins with two ASCII characters."""


def utf8(body: bytes, content_type: str, max_size: int = MAX_SIZE) -> bytes:
    """Return a body as plain UTF-8 without BOMs and leading white space.

    Valid UTF-8 counts as UTF-8: feeds in UTF-8 that declare `encoding="utf-16"` are common, and Arabic text in
    another encoding is never valid UTF-8 by chance.

    Args:
        body: Bytes as received, perhaps gzip'ed.
        content_type: The Content-Type header; its charset counts when the bytes do not decide.
        max_size: Bytes of the body, uncompressed, at most.

    Returns:
        The empty string for a broken gzip, and for a body longer than `max_size`.
    """
    for _ in range(_LAYERS):
        packed = _begin(body)  # after blanks that a script printed before it compressed
        if not body.startswith(_GZIP, packed):
            break
        try:
            body = gunzip(body[packed:], max_size=max_size)
        except (OSError, EOFError, ValueError, struct.error, zlib.error):  # ValueError: longer than max_size
            return b""
    if len(body) > max_size:
        return b""
    encoding, bom = read_bom(body)
    if encoding is None:
        encoding = _WIDE.get(bytes(map(bool, body[:4])))
    if encoding is not None:
        body = body[len(bom or b"") :].decode(encoding, "replace").encode("utf-8", "replace")
    elif not _is_utf8(body):
        body = html_to_unicode(content_type or None, body.lstrip())[1].encode("utf-8", "replace")
    return body[_begin(body) :]


def _begin(body: bytes) -> int:
    """Return the offset after leading blanks."""
    match = _BLANK.match(body)
    return match.end() if match else 0


def _is_utf8(body: bytes) -> bool:
    """Return whether a body is UTF-8, even if it was cut within a letter."""
    try:
        codecs.utf_8_decode(body, "strict", False)  # noqa: FBT003 - positional only; a body cut within a letter is UTF-8 too
    except UnicodeDecodeError:
        return False
    return True
