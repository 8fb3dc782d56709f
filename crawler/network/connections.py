"""Connections to public addresses alone: each address is checked when the connection to it begins.

Whatever a URL spells and a name resolves to, Twisted resolves it once and then connects to a numeric address. The check
stands between the two: no second resolution can give another address. It uses private names of Twisted's client and of
Scrapy's handler; tests/network/test_connections.py fails when one of them changes.
"""

from __future__ import annotations

from copy import copy
from ipaddress import IPv4Address, ip_address
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _TunnelingTCP4ClientEndpoint
from scrapy.exceptions import StopDownload
from twisted.internet.interfaces import IReactorPluggableNameResolver
from twisted.web.client import HTTPConnectionPool
from zope.interface import implementer

from crawler.errand import errand_of
from crawler.errors import AddressError
from crawler.network.public import is_public, literal, networks
from crawler.network.robotstxt import MAX_BYTES
from crawler.outlet import outlet_of_spider
from crawler.run.failure import note
from crawler.urls import PORTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from ipaddress import IPv4Network, IPv6Network

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.interfaces import IStreamClientEndpoint

_PROXY = b"http-proxy"
"""The first part of the pool's key for connections to a proxy for http."""


@runtime_checkable
class Asking(Protocol):
    """A spider without an outlet that requests addresses which its user named."""

    asked: tuple[str, ...]
    """The addresses."""


class Reach:
    """Decides which addresses and ports a crawl may connect to.

    A public address may be reached at the default ports, and at a port that the outlet's file or the user's address
    names for the host. An address of ADDRESSES_ALLOWED may be reached at any port. A loopback address may be reached
    also when the outlet's file or the user's address names it in plain form, such as `127.0.0.1:8000`, at that port.

    The user's addresses are those in `Asking.asked`; of any other spider without an outlet, such as that of
    `scrapy fetch`, the one that it requests first, which no page can have named.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._first: tuple[str, int] | None = None
        self._allowed: tuple[IPv4Network | IPv6Network, ...] = ()
        try:
            self._allowed = networks(crawler.settings.getlist("ADDRESSES_ALLOWED"))
        except ValueError as error:
            note(crawler, f"ADDRESSES_ALLOWED: {error}.", 2)

    def check(self, url: str, address: str, port: int) -> None:
        """Pass a connection to a numeric address.

        Args:
            url: The requested URL, or its scheme, host and port.
            address: The address.
            port: The connection's port.

        Raises:
            AddressError: The address may not be reached, or not at this port.
        """
        self._first = self._first or _place(url)
        host = urlsplit(url).hostname or ""
        try:
            found = ip_address(address)
        except ValueError:
            raise self._refused(f"the address {address!r} of {host} is not numeric") from None
        if any(found in network for network in self._allowed):
            return
        if not is_public(found):
            if not (found.is_loopback and host == str(found) and self._names(url)):
                raise self._refused(f"the address {address} of {host} is neither public nor in ADDRESSES_ALLOWED")
        elif port not in PORTS.values() and not self._names(url):
            raise self._refused(f"the port {port} of {host} is named neither by the outlet's file nor by your address")

    def check_unresolved(self, url: str) -> None:
        """Pass a request to a proxy, which resolves the name itself: only a numeric host and the port are known.

        Raises:
            AddressError: The address may not be reached, or not at this port.
        """
        found = literal(urlsplit(url).hostname or "") or _SOME_PUBLIC
        self.check(url, str(found), _place(url)[1])

    def _names(self, url: str) -> bool:
        """Return whether the outlet's file, or an address that the user gave, names the URL's host and port."""
        if (outlet := outlet_of_spider(self._crawler.spider)) is not None:
            return outlet.owns(url)
        asked = _asked_by(self._crawler.spider)
        return _place(url) in map(_place, asked) if asked else _place(url) == self._first

    def _refused(self, why: str) -> AddressError:
        """Count a refused connection, and return its error."""
        self._crawler.stats.inc_value("warraq/address-refused")
        return AddressError(why)


def _place(url: str) -> tuple[str, int]:
    """Return a URL's host as it is written, and its port."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


def _asked_by(spider: object) -> tuple[str, ...]:
    """Return the addresses that a spider's user named; none for a spider that does not show them."""
    return spider.asked if isinstance(spider, Asking) else ()


_SOME_PUBLIC = IPv4Address("8.8.8.8")
"""Stands for the address of a name that a proxy resolves."""


@implementer(IReactorPluggableNameResolver)
class _CheckedReactor:
    """A reactor that passes each connection's address to a check first."""

    def __init__(self, reactor: Any, check: Callable[[str, int], None]) -> None:
        self._reactor = reactor
        self._check = check

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, port: int, *arguments: Any, **options: Any) -> Any:  # noqa: N802 - Twisted's name
        """Connect to a checked address; the endpoint passes an error on as that of the connection."""
        self._check(host, port)
        return self._reactor.connectTCP(host, port, *arguments, **options)


class CheckedPool(HTTPConnectionPool):
    """Opens connections to addresses within reach; connections to a proxy are the user's own and not checked."""

    reach: Reach
    """The crawl's reach."""

    def _newConnection(self, key: Any, endpoint: IStreamClientEndpoint) -> Any:  # noqa: N802 - Twisted's name
        """Open a connection, also in place of a kept one that died.

        Args:
            key: Scheme, host and port, then what Scrapy adds.
            endpoint: Made for one request, or shared.
        """
        if key[0] != _PROXY and not isinstance(endpoint, _TunnelingTCP4ClientEndpoint):
            endpoint = self._checked(key, endpoint)
        return super()._newConnection(key, endpoint)

    def _checked(self, key: Any, endpoint: Any) -> Any:
        """Return a copy of an endpoint, in or without TLS, that checks its addresses."""
        scheme, host, port = key[0].decode(), key[1].decode(), key[2]
        url = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/"
        endpoint = copy(endpoint)
        if (inner := getattr(endpoint, "_wrappedEndpoint", None)) is not None:
            endpoint._wrappedEndpoint = self._checked(key, inner)  # noqa: SLF001 - TLS has no public way to its inside
        else:
            reactor = endpoint._reactor  # noqa: SLF001 - an endpoint has no public way to its reactor
            endpoint._reactor = _CheckedReactor(reactor, lambda address, at: self.reach.check(url, address, at))  # noqa: SLF001
        return endpoint


class CheckedDownloadHandler(HTTP11DownloadHandler):
    """Downloads over HTTP/1.1 from addresses within reach, and archives nothing.

    Raises:
        AddressError: The address is not public, or the port is none that was named.
    """

    lazy = False
    pool_class: ClassVar[type[CheckedPool]] = CheckedPool
    """The class of its pool of connections."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

        pool = self.pool_class(reactor, persistent=True)
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        pool._factory = self._pool._factory  # noqa: SLF001 - the pool has no public way to choose its protocol
        pool.reach = Reach(crawler)
        self._pool = pool
        self._reach = pool.reach
        self._start_wanted: dict[Request, int] = {}

    async def download_request(self, request: Request) -> Response:
        """Download a response, of a long robots.txt its start.

        A proxy gets no request for a numeric address that is out of reach.
        """
        if request.meta.get("proxy"):
            self._reach.check_unresolved(request.url)
        if not errand_of(request).for_robots_txt:
            return await super().download_request(request)
        # Connected only meanwhile: a receiver of this signal is called for each piece of each body.
        self._crawler.signals.connect(self._stop_at_start, signals.bytes_received)
        self._start_wanted[request] = MAX_BYTES
        try:
            return await super().download_request(request)
        finally:
            del self._start_wanted[request]
            if not self._start_wanted:
                self._crawler.signals.disconnect(self._stop_at_start, signals.bytes_received)

    def _stop_at_start(self, request: Request, data: bytes) -> None:
        """Stop the download of a robots.txt whose start has arrived (RFC 9309, section 2.5).

        Raises:
            StopDownload: The start has arrived; the response holds it.
        """
        if request in self._start_wanted:
            self._start_wanted[request] -= len(data)
            if self._start_wanted[request] < 0:
                raise StopDownload(fail=False)
