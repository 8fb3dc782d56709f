"""A newsroom with six articles, published on three days a week and a half ago."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.growth.crawls import NOON
from tests.support.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom(NOON) as room:
        for days in range(3):
            for hours in range(2):
                room.publish(NOON - timedelta(days=10 + days, hours=hours))
        yield room
