"""Which exchanges are written together, and how long one waits for others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from crawler.archive.write.groups import Groups, answer
from tests.archive.write.test_writer import exchange

if TYPE_CHECKING:
    from crawler.archive.write.groups import Job


def gathered(enough: int, under_way: list[int], *, ended: bool = False) -> list[int]:
    """Submit exchanges, each with its number of others under way; return the sizes of the groups that are written."""

    async def run() -> list[int]:
        groups = Groups(enough)
        submitted = [
            asyncio.ensure_future(groups.submit(exchange(number), others)) for number, others in enumerate(under_way)
        ]
        sizes: list[int] = []
        if ended:
            await asyncio.sleep(0)  # all are submitted now
            groups.end()
        while sum(sizes) < len(under_way):
            group: list[Job] = (await asyncio.to_thread(groups.next))[0]
            sizes.append(len(group))
            answer(group, [None] * len(group))
        await asyncio.gather(*submitted)
        return sizes

    return asyncio.run(asyncio.wait_for(run(), 60))


@pytest.fixture
def without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let exchanges wait for others without end, so that nothing but what a test does ends their wait."""
    monkeypatch.setattr("crawler.archive.write.groups.PATIENCE", 3600.0)


@pytest.mark.usefixtures("without_end")
def test_an_exchange_that_is_alone_waits_for_no_other() -> None:
    assert gathered(8, [0]) == [1]


@pytest.mark.usefixtures("without_end")
def test_exchanges_wait_for_those_under_way_until_they_are_enough() -> None:
    assert gathered(3, [5, 4, 3]) == [3]


@pytest.mark.usefixtures("without_end")
def test_exchanges_wait_until_none_is_under_way() -> None:
    assert gathered(8, [3, 2, 1, 0]) == [4]


@pytest.mark.usefixtures("without_end")
def test_what_is_gathered_at_the_end_is_written() -> None:
    assert gathered(8, [5, 4], ended=True) == [2]


def test_an_exchange_does_not_wait_for_slow_others() -> None:
    assert gathered(8, [5]) == [1]
