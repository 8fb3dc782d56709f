"""The archive's extension: its effect on the process while an archive is open, and on the run's other parts."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import CloseSpider
from scrapy.utils.test import get_crawler

from crawler.archive.write.extension import SWITCH, ArchiveExtension
from crawler.errors import LockedError
from crawler.run.signals import outlet_locked
from crawler.site import SiteSpider
from crawler.state.lock import CorpusLock, OutletLock

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.outlet import Outlet


def test_threads_hand_over_sooner_while_an_archive_is_open(tmp_path: Path) -> None:
    crawler = get_crawler(SiteSpider, {"OUTPUT": str(tmp_path), "CONTACT": ""})
    extension = ArchiveExtension.from_crawler(crawler)
    before = sys.getswitchinterval()

    async def run() -> float:
        await extension.open(SiteSpider(url="https://akhbar.example/"))
        during = sys.getswitchinterval()
        await extension.close()
        return during

    assert asyncio.run(run()) <= SWITCH < before
    assert sys.getswitchinterval() == before


def test_the_others_are_told_of_the_outlet_when_the_run_holds_its_lock_and_only_then(tmp_path: Path) -> None:
    crawler = get_crawler(SiteSpider, {"OUTPUT": str(tmp_path), "CONTACT": ""})
    extension = ArchiveExtension.from_crawler(crawler)
    spider = SiteSpider(url="https://akhbar.example/")
    told: list[str] = []

    def hear(outlet: Outlet) -> None:
        with pytest.raises(LockedError):
            OutletLock(tmp_path, outlet.name)
        told.append(outlet.name)

    async def run() -> None:
        await extension.open(spider)
        other = ArchiveExtension.from_crawler(crawler)
        with pytest.raises(CloseSpider):
            await other.open(spider)
        await extension.close()

    crawler.signals.connect(hear, outlet_locked)
    asyncio.run(run())
    assert told == ["akhbar.example"]


def test_a_run_of_a_new_outlet_and_a_rebuild_keep_each_other_away(tmp_path: Path) -> None:
    crawler = get_crawler(SiteSpider, {"OUTPUT": str(tmp_path), "CONTACT": ""})
    spider = SiteSpider(url="https://akhbar.example/")
    rebuild = CorpusLock(tmp_path, shared=False)

    async def run() -> None:
        extension = ArchiveExtension.from_crawler(crawler)
        with pytest.raises(CloseSpider):
            await extension.open(spider)
        OutletLock(tmp_path, "akhbar.example").release()
        rebuild.release()
        await extension.open(spider)
        CorpusLock(tmp_path, shared=True).release()  # as runs of other outlets have it
        with pytest.raises(LockedError, match="a run of an outlet that is new there is writing it; wait until it ends"):
            CorpusLock(tmp_path, shared=False)
        await extension.close()
        CorpusLock(tmp_path, shared=False).release()

    asyncio.run(run())
