"""What holds for each request and answer: security headers, the host, the token, the time.

Pure ASGI middleware, since Starlette's base class holds back streams.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = 20.0
"""Time in which an answer begins, at most. A view's thread that is still at work then ends by its own limits."""
SECONDS_OF_FILES = 300.0
"""The same for files that are made before they are sent."""
FILES = "/results."
"""Beginning of the paths of such files."""
LONGEST = 8_000
"""Characters of a path with its query, at most."""
LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
"""Names under which a browser on this machine reaches the page."""
TOKEN = "token"  # noqa: S105 - the name of a parameter and a cookie
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}
"""Headers of each answer that does not set them itself."""


class Headed:
    """Adds `HEADERS` to each answer.

    Args:
        app: The application behind it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, headed)


class Admitted:
    """Refuses requests for another host, without the token, or with an endless address.

    A page of another site can make a browser send requests here, under a name of its own that resolves to this machine
    (DNS rebinding): its name is no name of this page.

    Args:
        app: The application behind it.
        hosts: Names of this page, without a port; empty where a token guards it.
        token: What a user has to know; empty for no token.
        keyed: The beginning of paths that hold a key of their own in the token's place.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str, keyed: str) -> None:
        self._app = app
        self._keyed = keyed.encode()
        self._hosts = hosts
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        app = self._refusal(request) or self._app
        await app(scope, receive, send)

    def _refusal(self, request: Request) -> ASGIApp | None:
        """Return the answer to a request that is not admitted; None for others."""
        host = request.headers.get("host", "")
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        if self._hosts and name.lower() not in self._hosts:
            return PlainTextResponse(
                "This page does not have that name; use the address that scrapy browse printed.", 421
            )
        if len(request.scope["raw_path"]) + len(request.scope["query_string"]) > LONGEST:
            return PlainTextResponse(f"The address has more than {LONGEST} characters.", 414)
        if not self._token or request.scope["raw_path"].startswith(self._keyed):
            return None
        return self._asked_token(request)

    def _asked_token(self, request: Request) -> ASGIApp | None:
        """Return the answer to a request without the token, or with one that belongs into a cookie; None for others."""
        if self._is_token(request.query_params.get(TOKEN, "")):
            others = [(name, value) for name, value in request.query_params.multi_items() if name != TOKEN]
            # Two slashes at the beginning would name another host.
            path = "/" + request.url.path.lstrip("/")
            answer = RedirectResponse(f"{path}?{urlencode(others)}" if others else path)
            answer.set_cookie(TOKEN, self._token, httponly=True, samesite="lax")
            return answer
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._is_token(request.cookies.get(TOKEN, "")) or self._is_token(bearer):
            return None
        return PlainTextResponse(
            "This page needs its token: use the whole address that scrapy browse printed.",
            401,
            {"www-authenticate": "Bearer"},
        )

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self._token.encode())


class Timed:
    """Answers 503 when no answer has begun after `SECONDS`, or `SECONDS_OF_FILES`.

    Args:
        app: The application behind it.
        seconds: Another time.
    """

    def __init__(self, app: ASGIApp, seconds: float = SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seconds = SECONDS_OF_FILES if scope["path"].startswith(FILES) else self._seconds
        begun, late = asyncio.Event(), False

        async def sent(message: Message) -> None:
            begun.set()
            if not late:
                await send(message)

        answer = asyncio.ensure_future(self._app(scope, receive, sent))
        beginning = asyncio.ensure_future(begun.wait())
        try:
            await asyncio.wait((answer, beginning), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if begun.is_set() or answer.done():
                await answer
                return
            late = True
            _unattended.add(answer)
            answer.add_done_callback(_unattended.discard)
            await PlainTextResponse(f"No answer after {seconds:g} seconds; ask for less, or try again later.", 503)(
                scope, receive, send
            )
        finally:
            beginning.cancel()
            if not late:
                answer.cancel()


_unattended: set[asyncio.Future[None]] = set()
"""Answers that nobody waits for any more: the event loop alone would forget them."""
