"""Crawls outlets in one process, each as in `scrapy crawl`: `python -m tests.support.mirror_crawl FOLDER NAME…`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.log import configure_logging
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from crawler.run.failure import exit_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twisted.internet.defer import Deferred

EXIT_CODES = "exit_codes.json"
"""File in the output folder that holds, by outlet, the exit code of `scrapy crawl`."""
AT_ONCE = 4
"""Number of crawls that run side by side, each with a worker process of its own."""


async def crawl(output: Path, names: list[str]) -> None:
    """Crawl the outlets and write the exit code of each crawl."""
    settings = get_project_settings()
    settings.setdict({"OUTPUT": str(output), "WORKERS": 1, "LOG_LEVEL": "WARNING"}, priority="cmdline")
    configure_logging(settings)
    runner = AsyncCrawlerRunner(settings)
    ended: dict[str, int] = {}

    async def run(waiting: Iterator[str]) -> None:
        for name in waiting:
            crawler = runner.create_crawler(name)
            await runner.crawl(crawler)
            ended[name] = exit_code(crawler)

    waiting = iter(names)
    await asyncio.gather(*(run(waiting) for _ in range(AT_ONCE)))
    (output / EXIT_CODES).write_text(json.dumps(ended))


def main() -> None:
    """Run the crawls named on the command line."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.task import react  # noqa: PLC0415 - importing it before would install another reactor

    def run(_: object) -> Deferred[None]:
        return deferred_from_coro(crawl(Path(sys.argv[1]), sys.argv[2:]))

    react(run)


if __name__ == "__main__":  # not in worker processes, which import this module too
    main()
