"""The content encodings that a crawl asks for (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Self

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.errand import errand_of
from crawler.network.robotstxt import MAX_BYTES

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

STOPPED = "download_stopped"
"""Scrapy's flag of a response whose download was stopped when enough of it had arrived."""
_WINDOWS = {b"gzip": zlib.MAX_WBITS | 16, b"x-gzip": zlib.MAX_WBITS | 16, b"deflate": zlib.MAX_WBITS}
"""zlib's number for the form of a content encoding."""
NONE = "identity"
"""The value of Accept-Encoding that asks for a body without encoding."""
_PIECE = 65_536
"""Bytes that are decoded at once to find the end of a body."""


class EncodingsMiddleware(HttpCompressionMiddleware):
    """Scrapy's own, which asks for all encodings that it decodes; this one asks for those of `ACCEPT_ENCODING`.

    Both decode a body in any of them, whether it was asked for or not.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._accepted = crawler.settings["ACCEPT_ENCODING"] or NONE

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware; Scrapy's setting COMPRESSION_ENABLED does not count, since pages must be decoded."""
        return cls(crawler)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        """Undo the encodings of a body; of a robots.txt that is too long, those of its start.

        Raises:
            IgnoreRequest: The decoded body would be longer than DOWNLOAD_MAXSIZE.
        """
        robots = errand_of(request).for_robots_txt
        if robots:
            request.meta["download_maxsize"] = self._max_size  # what it unpacks to has the limit of all bodies
        if robots and STOPPED in response.flags and (start := _start_of(response)):
            return _with_whole_lines(start)
        try:
            decoded = super().process_response(request, response)
        except IgnoreRequest as error:
            # Scrapy's refers to the frames of the decoder, and those to what was decoded.
            refusal = str(error)
        else:
            return _with_whole_lines(decoded) if robots and STOPPED in response.flags else decoded
        start = _start_of(response) if robots else None
        if start is None:
            raise IgnoreRequest(refusal)
        return start

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Set Accept-Encoding, unless the request has one."""
        request.headers.setdefault("Accept-Encoding", self._accepted)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        """Undo an encoding. Scrapy's returns the beginning of a body that was cut, which would pass for an article.

        Raises:
            EOFError: A gzip body ends before its end.
            ValueError: The decoded body has more than `max_size` bytes.
            zlib.error: The body is damaged; another encoding's decoder raises its own kinds.
        """
        decoded = HttpCompressionMiddleware._decode(body, encoding, max_size)  # noqa: SLF001 - Scrapy's has no other hook
        if encoding.endswith(b"gzip") and _is_cut(body, len(decoded)):
            raise EOFError("the body was cut")
        return decoded


def _is_cut(body: bytes, size: int) -> bool:
    """Return whether a gzip body of a decoded size was cut (RFC 1952, section 2.3.1: its last field is that size)."""
    if int.from_bytes(body[-4:], "little") == size:
        return False
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while body and not decoder.eof:
        decoder.decompress(body, _PIECE)
        body = decoder.unconsumed_tail
    return not decoder.eof


def _start_of(response: Response) -> Response | None:
    """Return a robots.txt with the start of its body, decoded (RFC 9309, section 2.5); None in other encodings.

    Raises:
        zlib.error: The body is not in its encoding.
    """
    encoding = b", ".join(response.headers.getlist("Content-Encoding")).strip().lower()
    if encoding not in _WINDOWS:
        return None
    start = zlib.decompressobj(_WINDOWS[encoding]).decompress(response.body, MAX_BYTES)
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    return response.replace(headers=headers, body=start)


def _with_whole_lines(response: Request | Response) -> Request | Response:
    """Return a response without its last line, which breaks off."""
    return response.replace(body=response.body[: max(response.body.rfind(b"\n"), response.body.rfind(b"\r")) + 1])
