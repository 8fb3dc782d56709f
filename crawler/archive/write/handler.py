"""The download handler: Scrapy's own, with a tap on each connection.

The tap copies bytes below the HTTP parser, where header lines still have their order, case and number. It uses private
names of Scrapy's handler and of Twisted's client; tests/archive/write/test_handler.py compares sent bytes with records
and fails when one of these names changes.
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urldefrag

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.utils._download_handlers import make_response
from twisted.web.client import _HTTP11ClientFactory

from crawler.archive.chunks import ChunkDecoder
from crawler.archive.exchange import Exchange
from crawler.archive.write.extension import ArchiveExtension
from crawler.errand import errand_of, set_capture
from crawler.errors import AddressError
from crawler.network.connections import CheckedDownloadHandler, CheckedPool
from crawler.network.encodings import STOPPED
from crawler.run.signals import deadline

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress, IStreamClientEndpoint
    from twisted.web.iweb import IResponse

_EXCHANGE: ContextVar[Exchange] = ContextVar("exchange")


class _TappedPool(CheckedPool):
    """Returns connections that know the exchange that they carry.

    Scrapy's handler gets its connection before its first `await`, so the context variable still has the caller's value.
    """

    def getConnection(self, key: Any, endpoint: IStreamClientEndpoint) -> Any:  # noqa: N802 - Twisted's name
        exchange = _EXCHANGE.get()
        return super().getConnection(key, endpoint).addCallback(_BoundConnection, exchange)


class ArchivingDownloadHandler(CheckedDownloadHandler):
    """Downloads over HTTP/1.1, and archives each exchange before it returns the response.

    The request's errand then has the capture (`crawler.errand.capture_of`). A response that cannot be archived is not
    returned.

    Raises:
        AddressError: The address is not public, or the port is none that was named; nothing is archived.
        ArchiveError: The archive cannot be written, or the machine's clock is too far behind the outlet's captures.
    """

    pool_class: ClassVar[type[CheckedPool]] = _TappedPool

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _TappedFactory  # noqa: SLF001 - the pool has no public way to choose its protocol
        # Twice the longest body: room for framing, header lines and interim responses.
        self._room = 2 * crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._under_way: set[asyncio.Future[Response]] = set()
        crawler.signals.connect(self._abort, deadline)

    async def download_request(self, request: Request) -> Response:
        """Download, archive, and return the response."""
        archive = ArchiveExtension.of(self._crawler)
        exchange = Exchange(
            url=urldefrag(request.url)[0],
            began=archive.now(),
            room=self._room,
            article=errand_of(request).article,
            folder=archive.folder,
        )
        _EXCHANGE.set(exchange)
        download = asyncio.ensure_future(super().download_request(request))
        self._under_way.add(download)
        download.add_done_callback(self._under_way.discard)
        try:
            response = await download
        except AddressError:
            set_capture(request, None)
            raise
        except (Exception, asyncio.CancelledError) as error:
            exchange.truncated = exchange.truncated or _truncation(error)
            exchange.failure = f"{type(error).__name__}: {error}"
            set_capture(request, await archive.append(exchange, len(self._under_way)))
            if isinstance(error, asyncio.CancelledError):
                raise IgnoreRequest("the run was stopped") from None
            raise
        if STOPPED in response.flags:
            exchange.truncated = "length"
        set_capture(request, await archive.append(exchange, len(self._under_way)))
        return _with_body(response, exchange.body) if exchange.body else response

    def _abort(self) -> None:
        """Cancel the running downloads; their exchanges are archived as far as they were received."""
        for download in self._under_way:
            download.cancel()


def _truncation(error: BaseException) -> str:
    """Return the WARC-Truncated reason for an exchange that failed after its response had begun."""
    if isinstance(error, DownloadTimeoutError):
        return "time"
    return "length" if isinstance(error, DownloadCancelledError) else "disconnect"


def _with_body(response: Response, body: bytes) -> Response:
    """Return a response with the body that the archive got; Scrapy's reader kept none."""
    return make_response(
        response.url,
        response.status,
        response.headers,
        body,
        response.flags,
        response.certificate,
        response.ip_address,
        response.protocol,
    )


class _BoundConnection:
    """A connection, new or kept alive, for one exchange."""

    def __init__(self, connection: Any, exchange: Exchange) -> None:
        self._connection = connection
        self._exchange = exchange

    def request(self, request: Any) -> Deferred[IResponse]:
        """Send the request; Twisted may send it again on a new connection when the kept one is dead."""
        request.exchange = self._exchange
        answer: Deferred[IResponse] = self._connection.request(request)
        return answer


class _TappedProtocol(_LenientHTTP11ClientProtocol):
    """Copies sent and received bytes into the running exchange."""

    exchange: Exchange | None = None

    def request(self, request: Any) -> Deferred[IResponse]:
        """Send a request; its exchange drops the bytes of an earlier try."""
        exchange: Exchange = request.exchange
        transport: Any = self.transport
        secured = getattr(transport, "getPeerCertificate", None) is not None
        suite = transport.getHandle().get_cipher_name() if secured else None
        exchange.restart(getattr(transport.getPeer(), "host", ""), suite or "")
        self.exchange = exchange
        write_to = type(request).writeTo
        request.writeTo = lambda sink: write_to(request, _Tee(sink, exchange.request))
        answer = super().request(request).addCallback(_unheld)
        parser: Any = self._parser
        parser._transferDecoders = {b"chunked": ChunkDecoder}  # noqa: SLF001 - Twisted's own refuses what browsers accept
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Copy received bytes, and disconnect a server that sends more than the exchange has room for."""
        if self.exchange is not None and not self.exchange.receive(data):
            transport: Any = self.transport
            transport.abortConnection()
            return
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted's is untyped


class _Nowhere:
    """Stands for the buffer of Scrapy's reader, which would hold each body a second time."""

    def write(self, piece: bytes) -> None:
        """Drop a piece, which the exchange holds."""

    def truncate(self, size: int) -> None:
        """Do nothing."""

    def getvalue(self) -> bytes:
        """Return no body; the download handler adds the exchange's."""
        return b""


def _unheld(response: Any) -> Any:
    """Return Twisted's response; the reader that it delivers its body to will hold nothing."""
    deliver = response.deliverBody

    def deliver_unheld(reader: Any) -> None:
        reader._bodybuf = _Nowhere()  # noqa: SLF001 - the reader has no public way to choose its buffer
        deliver(reader)

    response.deliverBody = deliver_unheld
    return response


class _Tee:
    """A transport that also keeps the written bytes."""

    def __init__(self, transport: Any, written: bytearray) -> None:
        self._transport = transport
        self._written = written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, piece: bytes) -> None:
        """Write a piece."""
        self._written += piece
        self._transport.write(piece)

    def writeSequence(self, pieces: list[bytes]) -> None:  # noqa: N802 - Twisted's name
        """Write several pieces."""
        self._written += b"".join(pieces)
        self._transport.writeSequence(pieces)


class _TappedFactory(_HTTP11ClientFactory):
    """Builds tapped protocols."""

    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> _TappedProtocol:  # noqa: ARG002, N802 - Twisted's signature
        """Return a new protocol."""
        return _TappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's is untyped
