"""A state in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.state import STATE, State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / STATE) as opened:
        yield opened
