"""Whether a body has the content-coding that its head declares (RFC 9110, section 8.4)."""

from __future__ import annotations

import sys
import zlib

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PIECE = 1 << 20


def is_coded(body: bytes, coding: bytes) -> bool:
    """Return whether a body is complete in a coding; True for unknown codings."""
    if coding in (b"gzip", b"x-gzip"):
        return _inflates(body, zlib.MAX_WBITS | 16)
    if coding == b"deflate":
        return _inflates(body, zlib.MAX_WBITS) or _inflates(body, -zlib.MAX_WBITS)
    if coding == b"br":
        return _is_brotli(body)
    return _is_zstd(body) if coding == b"zstd" else True


def _inflates(body: bytes, bits: int) -> bool:
    """Return whether a body is complete in gzip, zlib or raw deflate, by zlib's window bits."""
    decoder = zlib.decompressobj(bits)
    try:
        while body and not decoder.eof:
            decoder.decompress(body, _PIECE)
            body = decoder.unconsumed_tail
    except zlib.error:
        return False
    return decoder.eof


def _is_brotli(body: bytes) -> bool:
    decoder = brotli.Decompressor()
    try:
        piece = decoder.process(body, output_buffer_limit=_PIECE)
        while piece and not decoder.is_finished():
            piece = decoder.process(b"", output_buffer_limit=_PIECE)
    except brotli.error:
        return False
    return bool(decoder.is_finished())


def _is_zstd(body: bytes) -> bool:
    decoder = zstd.ZstdDecompressor()
    try:
        decoder.decompress(body, _PIECE)
        while not decoder.eof and not decoder.needs_input:
            decoder.decompress(b"", _PIECE)
    except zstd.ZstdError:
        return False
    return decoder.eof
