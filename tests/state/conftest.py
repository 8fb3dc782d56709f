"""A state in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.state import State
from tests.state.captures import OUTLET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path, OUTLET) as opened:
        yield opened
