"""Closes connections on which no whole request arrives: they would keep others out for as long as they like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

SECONDS = 20.0
"""Time in which the head of a request arrives, at most, from the connection's beginning or the answer before it."""


class Punctual(H11Protocol):
    """uvicorn's connection, with an end to its wait for a request: uvicorn's own ends with the first byte."""

    seconds = SECONDS
    _waiting: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._await_request()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._await_request()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _await_request(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = self.loop.call_later(self.seconds, self._end, self.cycle)

    def _end(self, cycle: object) -> None:
        """Close the connection, unless a request has come since the one that was answered last."""
        if self.cycle is cycle and not self.transport.is_closing():
            self.transport.close()
