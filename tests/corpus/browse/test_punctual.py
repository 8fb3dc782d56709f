"""Connections on which no whole request arrives."""

from __future__ import annotations

import asyncio
from functools import partial

import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.server import ServerState

from corpus.browse.punctual import Punctual

_BEGUN = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "


class Hasty(Punctual):
    """Waits as long as a test may take."""

    seconds = 0.05


async def _received(*sent: bytes) -> bytes:
    """Send parts to a server, and return what it answers until it closes the connection."""
    config = uvicorn.Config(PlainTextResponse("well"), http=Hasty, lifespan="off", log_config=None)
    config.load()
    made = partial(Hasty, config, ServerState(), {})
    server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
    async with server, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        answers = b""
        for part in sent:
            writer.write(part)
            if part.endswith(b"\r\n\r\n"):
                answers += await reader.readuntil(b"well")
        answers += await reader.read()
        writer.close()
        await writer.wait_closed()
        return answers


def test_a_request_that_does_not_end_is_given_up() -> None:
    assert asyncio.run(_received(_BEGUN)) == b""


def test_a_second_request_that_does_not_end_is_given_up_after_the_first_is_answered() -> None:
    assert asyncio.run(_received(_BEGUN + b"1\r\n\r\n", _BEGUN)).count(b"200 OK") == 1


def test_requests_in_time_are_answered() -> None:
    assert asyncio.run(_received(_BEGUN + b"1\r\n\r\n", _BEGUN + b"2\r\n\r\n")).count(b"200 OK") == 2
