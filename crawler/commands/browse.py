"""`scrapy browse`: a page to search, read and compare what OUTPUT holds."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import socket
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, fail, has_states, loader_of, output_of
from crawler.errors import StateError

if TYPE_CHECKING:
    import argparse

    from starlette.applications import Starlette

HOST = "127.0.0.1"
PORT = 8417
_MOST = 65_535
_LEAST = 16
"""Characters of a token, at least."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_CONNECTIONS = 200
"""Connections at a time, at most; a request on another one is answered 503."""


class Command(Checked, ScrapyCommand):
    """Serve the browse page."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Serve a page to search, read and compare the corpus in a browser"

    def long_desc(self) -> str:
        """Return the description for `scrapy browse -h`."""
        return (
            "Prints the address of a page that shows what OUTPUT holds (docs/browse.md), and serves it until ^C. Only "
            "this machine reaches it; with another --host, only who knows its token. "
            "Exit codes: 0 all well, 1 OUTPUT or the port cannot be used, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        add = parser.add_argument
        add("--host", default=HOST, help="address to listen at (default: %(default)s, this machine alone)")
        add("--port", type=int, default=PORT, help="port to listen at, 0 for a free one (default: %(default)s)")
        add("--token", default="", help="what a reader has to know; where --host is not this machine, one is made")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve the page until a signal comes.

        Raises:
            UsageError: An option cannot be used.
        """
        if args:
            raise UsageError(f"{args[0]}: scrapy browse takes no argument.", print_help=False)
        if not 0 <= opts.port <= _MOST:
            raise UsageError(f"--port {opts.port}: is not a number from 0 to {_MOST}.", print_help=False)
        if opts.token and (len(opts.token) < _LEAST or not _TOKEN.fullmatch(opts.token)):
            raise UsageError(f"--token: needs {_LEAST} letters or digits (A-Z a-z 0-9 _ -) or more.", print_help=False)
        try:
            has_states(output_of(self))
        except StateError as error:
            fail(self, str(error))
            return
        is_here = _is_loopback(opts.host)
        token = opts.token or ("" if is_here else secrets.token_urlsafe(_LEAST))
        try:
            listening = _listening(opts.host, opts.port)
        except OSError as error:
            fail(
                self,
                f"{opts.host}:{opts.port}: cannot be listened at: {_reason(error)}; choose another --port.",
            )
            return
        with listening:
            port = listening.getsockname()[1]
            host = f"[{opts.host}]" if ":" in opts.host else opts.host
            print(f"http://{host}:{port}/{f'?token={token}' if token else ''}", flush=True)
            _serve(self.application(token, is_here=is_here), listening)

    def application(self, token: str, *, is_here: bool) -> Starlette:
        """Return the page's application.

        Args:
            token: What a reader has to know; empty for no token.
            is_here: Whether only this machine reaches it.
        """
        from corpus.browse.app import application
        from corpus.browse.guard import LOOPBACK
        from corpus.browse.place import Place
        from pipelines.profile.file import profiles_folder

        facts = {outlet.name: outlet for outlet in loader_of(self).outlets()}
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        place = Place(output=output_of(self), facts=facts, profiles_elsewhere=profiles_folder(self.settings))
        return application(place, hosts=LOOPBACK if is_here else frozenset(), token=token)


def _reason(error: OSError) -> str:
    """Return why an address cannot be listened at; errors of names have negative numbers and words of their own."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or error)


def _is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        OSError: It cannot.
    """
    family, *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server((host, port), family=family, backlog=128)


def _serve(app: Starlette, listening: socket.socket) -> None:
    """Serve an application until SIGINT or SIGTERM."""
    import uvicorn

    from corpus.browse.punctual import Punctual

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        loop="asyncio",
        http=Punctual,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn ends, and raises the signal again
        return
