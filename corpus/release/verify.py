"""Verifies a release: with itself first, then with its archives."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.statscollectors import DummyStatsCollector

from corpus.release.check import Row, check_digest, check_files, check_rows, profiles_of
from corpus.release.rebuild import GROUP, Rebuild, Tools, check_versions, find_archives
from crawler.archive.read.pages import PageReader
from crawler.defect import Defect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scrapy.settings import Settings

    from corpus.release.check import Opened
    from crawler.outlet import Outlet
    from pipelines.profile.model import Profile
    from pipelines.workers import Workers


@dataclass
class Summary:
    """What a verification looked at."""

    documents: int = 0
    """Documents that agree with themselves and the manifest."""
    files: int = 0
    """Files that the manifest names."""
    archives: int = 0
    """Archives of the manifest that were there."""
    proven: int = 0
    """Documents that their records gave again."""


class Verification:
    """Verifies one release.

    Args:
        release: The release.
        outlets: The outlets that have a file.
        settings: Its setting `DOWNLOAD_MAXSIZE` bounds the decoding.
        workers: The processes that extract.
    """

    def __init__(self, release: Opened, outlets: tuple[Outlet, ...], settings: Settings, workers: Workers) -> None:
        self._release = release
        self._outlets = outlets
        self._settings = settings
        self._workers = workers
        self.summary = Summary(files=len(release.manifest.files))
        """What was looked at so far."""
        self.unproven: list[str] = []
        """A sentence for each thing that was to be proven and could not be."""

    def run(
        self,
        archives: list[Path] | None,
        *,
        digest: str = "",
        sample: int | None = None,
        advance: Callable[[int], object] = lambda _: None,
        hashed: Callable[[int], object] = lambda _: None,
    ) -> Iterator[Defect]:
        """Yield the defects.

        Args:
            archives: The archives that are there; None to look at none.
            digest: SHA-256 that the manifest must have; empty for any.
            sample: Number of documents to rebuild, drawn at random; None for all.
            advance: Is called with the number of documents that were checked since its last call.
            hashed: Is called with the number of bytes of archives that were read since its last call.

        Raises:
            OSError: A file cannot be read.
            RuntimeError: The pool of processes is broken.
        """
        yield from check_digest(self._release, digest)
        yield from check_files(self._release)
        profiles: dict[str, Profile] = {}
        for one in profiles_of(self._release):
            if isinstance(one, Defect):
                yield one
            else:
                profiles[one[0]] = one[1]
        rebuild = None
        if archives is not None:
            paths, defects, missing = find_archives(self._release.manifest.archives, archives, hashed)
            yield from defects
            self.summary.archives = len(self._release.manifest.archives) - len(missing)
            rebuild = self._rebuild(paths, missing, profiles)
        drawn = None
        if sample is not None:
            count = self._release.manifest.documents
            drawn = set(random.SystemRandom().sample(range(count), min(sample, count)))
        rows = self._rows(profiles, advance)
        with asyncio.Runner() as runner:
            for found in _grouped(rows, drawn):
                if isinstance(found, Defect):
                    yield found
                elif rebuild is not None:
                    yield from runner.run(rebuild.check(found))
        self.summary.proven = 0 if rebuild is None else rebuild.proven

    def _rebuild(
        self, paths: dict[tuple[str, str], Path], missing: list[str], profiles: dict[str, Profile]
    ) -> Rebuild | None:
        """Return what proves documents by archives; None, with a sentence in `unproven`, where nothing can."""
        if missing:
            some = f"{missing[0]} and {len(missing) - 1:,} others" if len(missing) > 1 else missing[0]
            self.unproven.append(
                f"{self._release.folder}: not proven is what came from {some}: no such archive is there; name the "
                "archives (--archives PATH), or check the rest alone (--without-archives)."
            )
        if not paths:
            return None
        if differs := check_versions(self._release):
            self.unproven.append(differs)
            return None
        crawler = Crawler(Spider, self._settings.copy())
        crawler.stats = DummyStatsCollector(crawler)
        reader = PageReader(crawler, sorted(set(paths.values())))
        return Rebuild(self._release, paths, Tools(self._outlets, reader, profiles, self._workers))

    def _rows(self, profiles: dict[str, Profile], advance: Callable[[int], object]) -> Iterator[Defect | Row]:
        for found in check_rows(self._release, profiles):
            if isinstance(found, Row):
                self.summary.documents += 1
                advance(1)
            yield found


def _grouped(found: Iterator[Defect | Row], drawn: set[int] | None) -> Iterator[Defect | list[Row]]:
    """Yield defects, and the rows whose places were drawn in groups; all rows when nothing was drawn."""
    place = 0
    group: list[Row] = []
    for one in found:
        if isinstance(one, Defect):
            yield one
            continue
        if drawn is None or place in drawn:
            group.append(one)
        place += 1
        if len(group) == GROUP:
            yield group
            group = []
    if group:
        yield group
