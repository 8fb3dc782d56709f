"""Adds files that a user has to an outlet's corpus: archives each as it is, and passes it on like a page of a crawl.

What enters a corpus enters its archive first, so a rebuild makes the same corpus again, with these files in it.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.archive.write.extension import ArchiveExtension
from crawler.archive.write.warc import digest
from crawler.errors import ArchiveError
from crawler.items import Page, Reason
from crawler.run.signals import worked
from crawler.spider import OutletSpider
from crawler.urls import brought_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from datetime import datetime

    from crawler.outlet import Outlet

UNDER_WAY = 32
"""Most files in the pipelines at once; this bounds memory."""


class File(NamedTuple):
    """A user's file."""

    name: str
    """Its path within what the user named, with slashes; it identifies the file in later runs."""
    media: str
    """Its media type: one of `crawler.outlet.BROUGHT_TYPES`."""
    body: bytes
    """Its bytes."""


class BringSpider(OutletSpider):
    """Adds files to an outlet's corpus, without a request; a file that did not change since is passed over.

    Args:
        outlet: The outlet.
        files: The files, read one after another; None stands for one that cannot be read.
        count: The number of files.
    """

    name = "clean"
    is_judged = False

    def __init__(self, outlet: Outlet, files: Iterable[File | None], count: int) -> None:
        self.outlet = outlet  # type: ignore[misc]  # this run's outlet is not its class's
        super().__init__()
        self._alive = 1  # it has no start point that could be dead
        self._files = files
        self._count = count

    async def _work(self, now: datetime) -> AsyncIterator[Any]:  # noqa: ARG002 - a crawl's begin has a day
        """Archive the files one after another, and yield their pages."""
        archive, began = ArchiveExtension.of(self.crawler), monotonic()
        scraper: Any = self.crawler.engine.scraper
        for ended, file in enumerate(self._files):
            took = monotonic() - began
            self.crawler.signals.send_catch_log(
                worked,
                ended=ended,
                total=self._count,
                a_second=ended / took if took else 0.0,
                left=took / ended * (self._count - ended) if ended else None,
                at="" if file is None else file.name,
            )
            if file is not None and (page := await self._page(archive, file)) is not None:
                yield page
            while scraper.slot.itemproc_size >= UNDER_WAY:  # noqa: ASYNC110 - the engine has no event for it
                await asyncio.sleep(0.01)
        # When this generator ends, the engine checks whether it is idle, and after that only every five seconds.
        while not scraper.slot.is_idle():  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.01)

    def closed(self, reason: str) -> None:
        """Close the state."""
        super().closed(reason)
        if "_state" in self.__dict__:
            self._state.close()

    async def _page(self, archive: ArchiveExtension, file: File) -> Page | None:
        """Archive a file and return its page; None for one that the archive has already, or cannot take."""
        url = brought_url(self.outlet.name, file.name)
        before = self._state.last_ok_capture(url)
        if before is not None and before.payload_digest == digest(file.body):
            self.crawler.stats.inc_value(f"warraq/rejected/{Reason.UNCHANGED}")
            return None
        try:
            capture = await archive.bring(url, file.media, file.body)
        except ArchiveError:  # the run is being stopped, with its sentence
            return None
        self.crawler.stats.inc_value("warraq/captures")
        return Page(capture=capture, outlet=self.outlet, body=file.body, content_type=file.media)
