"""The states of several outlets, for a run that meets the pages of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.state.connection import State

if TYPE_CHECKING:
    from pathlib import Path

OPEN = 64
"""Most states that are open at once: each takes three file descriptors, and an archive may name thousands of sites."""


class States:
    """The states of an output folder's outlets, each opened when it is wanted first.

    Only the thread that calls `of` may use what it returns, and only until it calls `of` again: the state that was
    wanted longest ago is closed when too many are open.

    Args:
        output: The output folder.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._open: dict[str, State] = {}

    def of(self, outlet: str) -> State:
        """Return an outlet's state, by the outlet's name.

        Raises:
            StateError: It cannot be opened.
        """
        state = self._open.pop(outlet, None) or State(self._output, outlet)
        self._open[outlet] = state  # at the end: the order is that of the last use
        if len(self._open) > OPEN:
            self._open.pop(next(iter(self._open))).close()
        return state

    def close(self) -> None:
        """Close all of them."""
        for state in self._open.values():
            state.close()
        self._open.clear()
