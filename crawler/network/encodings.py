"""The content encodings that a crawl asks for (RFC 9110, section 12.5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

NONE = "identity"
"""The value of Accept-Encoding that asks for a body without encoding."""


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
        """Undo the encodings of a body; the error of one that is too long holds nothing of it.

        Raises:
            IgnoreRequest: The decoded body would be longer than DOWNLOAD_MAXSIZE.
        """
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            # Scrapy's refers to the frames of the decoder, and those to what was decoded.
            refusal = str(error)
        raise IgnoreRequest(refusal)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - Scrapy's signature
        """Set Accept-Encoding, unless the request has one."""
        request.headers.setdefault("Accept-Encoding", self._accepted)
