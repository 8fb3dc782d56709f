"""The archive's extension: what it changes in the process while an archive is open."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from scrapy.utils.test import get_crawler

from crawler.archive.write.extension import SWITCH, ArchiveExtension
from crawler.site import SiteSpider

if TYPE_CHECKING:
    from pathlib import Path


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
