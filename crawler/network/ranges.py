"""Reads ranges of files at web servers (RFC 9110, section 14), from addresses within reach alone."""

from __future__ import annotations

import re
import socket
from contextlib import closing, suppress
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import PoolManager, ProxyManager, Retry, Timeout, make_headers
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError

from crawler import VERSION
from crawler.errors import AddressError, AnswerError
from crawler.items import FileFacts
from crawler.network.public import is_public, literal, networks
from crawler.urls import PORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from ipaddress import IPv4Network, IPv6Network
    from pathlib import Path

    from urllib3 import HTTPConnectionPool
    from urllib3.response import BaseHTTPResponse

REDIRECTS = 5
"""Most redirects that lead to a file."""
TOGETHER = 8
"""Connections to one server that are kept for further requests."""
_HEADERS = {"User-Agent": f"Warraq/{VERSION}", "Accept-Encoding": "identity"}
_TIMEOUT = Timeout(connect=20, read=60)
_PIECE = 1 << 20
_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+)$")
_RETRIES = Retry(total=None, connect=0, read=0, status=0, other=0, redirect=REDIRECTS)
_OK, _PART, _CHANGED, _OUTSIDE = 200, 206, 412, 416
_SERVER = 500
_GONE = (404, 410)
_REFUSED = (401, 403)
_AGAIN = (408, 425, 429)
"""Statuses below 500 with which a server asks for another try."""


class WebServer:
    """The files of a web server.

    A connection is made to a public address at the ports 80 and 443 and the server's own; to an address in
    ADDRESSES_ALLOWED at any port; to a loopback address only when the user named it in plain form, at that port.
    A proxy of the environment (`https_proxy`) gets the requests, as everywhere; it resolves names itself.

    Args:
        origin: Scheme, host and port that the user named.
        allowed: The setting ADDRESSES_ALLOWED.
    """

    def __init__(self, origin: str, allowed: tuple[str, ...]) -> None:
        parts = urlsplit(origin)
        self._named = parts.hostname or "", parts.port or PORTS[parts.scheme]
        self._allowed: tuple[IPv4Network | IPv6Network, ...] = networks(allowed)
        proxy = None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)
        if proxy is None:
            self._pools: PoolManager = _CheckedPools(self._check)
        else:
            self._pools = _NumericProxy(proxy, self._check)

    def info(self, url: str) -> FileFacts:
        """Return what is known of a file.

        Raises:
            OSError: There is none, or the server refuses.
            urllib3.exceptions.HTTPError: The server does not answer.
        """
        with closing(self._asked(url, {"Range": "bytes=0-0"})) as response:
            stamp = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
            found = _RANGE.match(response.headers.get("Content-Range", ""))
            if response.status in (_PART, _OUTSIDE) and found:
                return FileFacts(int(found[2]), stamp)
            if response.status != _OK:
                _refuse(response)
            return FileFacts(int(response.headers.get("Content-Length", "-1")), stamp, ranged=False)

    def read(self, url: str, info: FileFacts, begin: int, end: int) -> bytes:
        """Return the bytes from one place to before another; fewer when the transfer broke off.

        Raises:
            OSError: The file is gone or was changed.
            urllib3.exceptions.HTTPError: The server does not answer.
        """
        asked = {"Range": f"bytes={begin}-{end - 1}"}
        if info.stamp.startswith('"'):  # RFC 9110, section 13.1.1: by a strong validator
            asked["If-Match"] = info.stamp
        with closing(self._asked(url, asked)) as response:
            found = _RANGE.match(response.headers.get("Content-Range", ""))
            if response.status != _PART or not found:
                _refuse(response)
            if found[1] != str(begin) or int(found[2]) != info.size:
                raise AnswerError("it was changed while it was read")
            pieces, missing = [], end - begin
            while missing and (piece := response.read(min(missing, _PIECE))):
                pieces.append(piece)
                missing -= len(piece)
            return b"".join(pieces)

    def pieces(self, url: str) -> Iterator[bytes]:
        """Yield a file from its beginning, in pieces.

        Raises:
            OSError: The file is gone.
            urllib3.exceptions.HTTPError: The transfer broke off.
        """
        with closing(self._asked(url, {})) as response:
            if response.status != _OK:
                _refuse(response)
            yield from response.stream(_PIECE)

    def files(self, url: str) -> dict[str, FileFacts]:  # noqa: ARG002 - see `crawler.storage.stores.Store`
        """Refuse to list files.

        Raises:
            AnswerError: In any case.
        """
        raise AnswerError("a web server gives no lists of files; name each one")

    def put(self, local: Path, url: str) -> None:  # noqa: ARG002 - the same
        """Refuse to write a file.

        Raises:
            AnswerError: In any case.
        """
        raise AnswerError("a web server is only read; name an object store")

    def delete(self, url: str) -> None:
        """Refuse to delete a file.

        Raises:
            AnswerError: In any case.
        """
        self.put(None, url)  # type: ignore[arg-type]  # it takes none

    def _asked(self, url: str, headers: dict[str, str]) -> BaseHTTPResponse:
        """Return the response to a request, its body unread."""
        parts = urlsplit(url)
        if user := parts.username:
            headers = headers | make_headers(basic_auth=f"{unquote(user)}:{unquote(parts.password or '')}")
            url = url.replace(parts.netloc, parts.netloc.rpartition("@")[2], 1)
        try:
            return self._pools.request("GET", url, headers=_HEADERS | headers, preload_content=False)
        except AddressError as error:
            raise AnswerError(str(error)) from error
        except MaxRetryError as error:
            raise error.reason or error from None  # its own message shows the query

    def _check(self, host: str, address: str, port: int) -> None:
        """Pass a connection to a numeric address.

        Raises:
            AddressError: The address may not be reached, or not at this port.
        """
        found = ip_address(address.partition("%")[0])
        if any(found in network for network in self._allowed):
            return
        named = self._named == (host, port)
        if not is_public(found):
            if not (found.is_loopback and named and host == str(found)):
                raise AddressError(f"the address {address} of {host} is neither public nor in ADDRESSES_ALLOWED")
        elif port not in PORTS.values() and not named:
            raise AddressError(f"the port {port} of {host} is not named by your address")


class _CheckedPools(PoolManager):
    """Opens connections to checked addresses."""

    def __init__(self, check: Callable[[str, str, int], None]) -> None:
        super().__init__(maxsize=TOGETHER, retries=_RETRIES, timeout=_TIMEOUT)
        self._check = check

    def _new_pool(self, scheme: str, *arguments: Any, **options: Any) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, *arguments, **options)
        made: Any = partial(_CheckedTls if scheme == "https" else _Checked, check=self._check)
        pool.ConnectionCls = made
        return pool


class _Checked(HTTPConnection):
    """A connection to a checked address: the name is resolved once, and the checked address is connected to."""

    def __init__(self, *arguments: Any, check: Callable[[str, str, int], None], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._check = check

    def __str__(self) -> str:
        """Return the address, for the library's sentences."""
        return f"{self.host}:{self.port}"

    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        try:
            found = socket.getaddrinfo(name.strip("[]"), self.port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        addresses = dict.fromkeys(str(place[0]) for *_, place in found)
        for address in addresses:
            self._check(self.host.strip("[]"), address, self.port)
        try:
            return self._connected(list(addresses))
        finally:
            self._dns_host = name

    def _connected(self, addresses: list[str]) -> socket.socket:
        """Connect to the first address that answers."""
        for address in addresses[:-1]:
            self._dns_host = address
            with suppress(NewConnectionError, ConnectTimeoutError):
                return super()._new_conn()
        self._dns_host = addresses[-1]
        return super()._new_conn()


class _CheckedTls(_Checked, HTTPSConnection):
    """The same, in TLS."""


class _NumericProxy(ProxyManager):
    """Lets a proxy, which resolves names itself, get no request for a numeric address that is out of reach."""

    def __init__(self, proxy: str, check: Callable[[str, str, int], None]) -> None:
        super().__init__(proxy, maxsize=TOGETHER, retries=_RETRIES, timeout=_TIMEOUT)
        self._check = check

    def urlopen(self, method: str, url: str, *arguments: Any, **options: Any) -> BaseHTTPResponse:
        """Request a URL, or the target of a redirect."""
        parts = urlsplit(url)
        if (found := literal(parts.hostname or "")) is not None:
            self._check(parts.hostname or "", str(found), parts.port or PORTS.get(parts.scheme, 0))
        return super().urlopen(method, url, *arguments, **options)


def _refuse(response: BaseHTTPResponse) -> NoReturn:
    """Raise the error for a status that gives no file.

    Raises:
        FileNotFoundError: There is no such file.
        PermissionError: The server wants other credentials.
        AnswerError: Anything else.
    """
    said = f"HTTP status {response.status}"
    if response.status in _GONE:
        raise FileNotFoundError(said)
    if response.status in _REFUSED:
        raise PermissionError(said)
    if response.status in (_CHANGED, _OUTSIDE):
        raise AnswerError("it was changed while it was read")
    raise AnswerError(said, lasting=response.status < _SERVER and response.status not in _AGAIN)
