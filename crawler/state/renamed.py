"""Finds the captures that an outlet made under another name, so that a renamed file does not fetch everything again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.state.read_only import read_state
from crawler.state.schema import outlets_with_state

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from crawler.outlet import Outlet


def other_name(output: Path, outlet: Outlet, names: Collection[str]) -> str:
    """Return another name under which an output folder has captures of an outlet that has none under its own.

    A state that cannot be read is passed over: another outlet's run may be making it at this moment.

    Args:
        output: The output folder.
        outlet: The outlet.
        names: The names of all outlets that have a file.

    Returns:
        A name in `outlet.earlier_names`, else one that no file has; empty when there is none.

    Raises:
        StateError: The outlet's own state cannot be opened or read.
    """
    if _first_url(output, outlet.name):
        return ""
    others = [name for name in outlets_with_state(output) if name not in names]
    for name in sorted(others, key=lambda one: one not in outlet.earlier_names):
        url = ""
        with suppress(StateError):
            url = _first_url(output, name)
        if url and (name in outlet.earlier_names or outlet.owns(url)):
            return name
    return ""


def _first_url(output: Path, name: str) -> str:
    """Return the address of the first capture under a name; empty without one."""
    with read_state(output, name) as state:
        return state.first_url() if state is not None else ""
