"""Compares a release with its archives: each document's record, read and extracted again, gives its row."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.export.rows import masked_row
from corpus.quality.personal import masked
from corpus.release.archives import by_name, digest_of_archive
from corpus.release.freeze import decided_by
from crawler.archive.read.pages import read_archive
from crawler.defect import Defect
from crawler.items import Article
from pipelines.article import Outcome, article_of
from pipelines.documents.versions import manifest_row
from pipelines.extract import EXTRACTOR, RULES
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.release.check import Opened, Row
    from corpus.release.manifest import Archive
    from crawler.archive.read.pages import Archived, PageReader
    from crawler.items import Page
    from crawler.outlet import Outlet
    from pipelines.profile.model import Profile
    from pipelines.workers import Workers

GROUP = 1_000
"""Rows whose records are looked for together."""
UNDER_WAY = 16
"""Most pages that are extracted side by side."""
_FROM_RECORD = (
    *("title", "text", "sha256", "url", "canonical_url", "captured", "record_id", "payload_digest", "declared_url"),
    *("next_page", "published", "modified", "section", "authors", "tags", "description", "image", "language"),
    *("language_score", "credit", "cut", "page_characters"),
)
"""Columns that a record alone decides."""
_OF_RIGHTS = ("robots", "tdm", "tdm_policy")
"""The statements that stand on the page; content signals stand in another record."""


class Tools(NamedTuple):
    """What a rebuild works with."""

    outlets: tuple[Outlet, ...]
    """The outlets that have a file."""
    reader: PageReader
    """Reads pages, with the originals of revisits, from the archives of the release."""
    profiles: Mapping[str, Profile]
    """The release's profiles, by outlet."""
    workers: Workers
    """The processes that extract."""


def find_archives(
    archives: Sequence[Archive], paths: Iterable[Path], advance: Callable[[int], object]
) -> tuple[dict[tuple[str, str], Path], list[Defect], list[str]]:
    """Find the archives that a manifest names, and compare their bytes.

    Args:
        archives: The archives of the manifest.
        paths: The archives that are there.
        advance: Is called with the number of bytes that were read since its last call.

    Returns:
        The archive of each outlet and `warc`, a defect for each archive with other bytes, and the names of those that
        are missing.

    Raises:
        OSError: An archive cannot be read.
    """
    there = by_name(paths)
    found: dict[tuple[str, str], Path] = {}
    defects, missing = [], []
    for archive in archives:
        candidates = there.get(archive.name, [])
        same = (path for path in candidates if digest_of_archive(path, advance) == (archive.bytes, archive.sha256))
        path = next(same, None)
        if path is None and candidates:
            path = candidates[0]
            defects.append(
                Defect(path=path, rule="archive", sentence="its bytes are not those that the manifest names")
            )
        if path is None:
            missing.append(archive.name)
        else:
            found |= {(outlet, archive.name): path for outlet in archive.outlets}
    return found, defects, missing


def check_versions(release: Opened) -> str:
    """Return why this program cannot rebuild the texts, as a sentence; empty when it can."""
    made, ours = (release.manifest.rules, release.manifest.extractor), (RULES, EXTRACTOR)
    if made == ours:
        return ""
    return (
        f"{release.folder}: was made by rules {made[0]} and {made[1]}, and this Warraq has rules {ours[0]} and "
        f"{ours[1]}; prove the texts with the Warraq that made the release."
    )


class Rebuild:
    """Reads the records of rows again, and compares what they give.

    Args:
        release: The release.
        paths: The archive of each outlet and `warc`.
        tools: What it works with.
    """

    def __init__(self, release: Opened, paths: Mapping[tuple[str, str], Path], tools: Tools) -> None:
        self._paths = paths
        self._tools = tools
        self._decides = {source.name: source.decides for source in release.manifest.outlets}
        self._is_masked = release.manifest.choices.get("mask") is True
        self._judged: set[str] = set()
        self._found: list[Defect] = []
        self.proven = 0
        """Rows that their records gave."""

    async def check(self, rows: Sequence[Row]) -> list[Defect]:
        """Return the defects of rows: those that their records do not give, and files of outlets that differ.

        Raises:
            OSError: An archive cannot be read.
            RuntimeError: The pool of processes is broken.
        """
        self._found = []
        by_archive: dict[Path, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            self._judge_outlet(row)
            path = self._paths.get((row.values["outlet"], row.values["warc"]))
            if path is not None:
                by_archive[path][row.values["offset"]].append(row)
        for path, wanted in by_archive.items():
            await self._archive(path, wanted)
        return self._found

    def _judge_outlet(self, row: Row) -> None:
        """Note an outlet whose file or profile is not the one that made the release."""
        outlet = row.values["outlet"]
        if outlet in self._judged:
            return
        self._judged.add(outlet)
        if decided_by(row.values["url"], self._tools.outlets, self._tools.profiles) != self._decides[outlet]:
            sentence = f"the file of {outlet} here states other facts than the one by which the release was made"
            self._found.append(Defect(path=row.path, rule="outlet", sentence=sentence, note=True))

    async def _archive(self, path: Path, wanted: dict[int, list[Row]]) -> None:
        """Compare the rows of one archive, by the places of their records."""
        under_way: deque[asyncio.Task[None]] = deque()
        for archived in self._records(path, wanted):
            page = self._tools.reader.page(archived)
            for row in wanted.pop(archived.record.offset):
                under_way.append(asyncio.create_task(self._compare(row, archived, page)))
            while len(under_way) > UNDER_WAY:
                await under_way.popleft()
        while under_way:
            await under_way.popleft()
        for offset, rows in sorted(wanted.items()):
            for row in rows:
                sentence = f"it holds no readable record there, and document {row.values['id']} came from it"
                self._found.append(Defect(path=path, offset=offset, rule="archive", sentence=sentence))

    def _records(self, path: Path, wanted: Mapping[int, list[Row]]) -> Iterator[Archived]:
        """Yield the wanted records: by their places, and those that cannot be sought by one reading of the file."""
        outlets = self._tools.outlets
        yield from read_archive(path, outlets, lambda _: None, sorted(wanted))
        if wanted:
            every = read_archive(path, outlets, lambda _: None)
            yield from (archived for archived in every if archived.record.offset in wanted)

    async def _compare(self, row: Row, archived: Archived, page: Page) -> None:
        """Extract a page, and compare the article with a row."""
        outlet = row.values["outlet"]
        if archived.capture.outlet != outlet:
            differs = f"it is a page of {archived.capture.outlet}"
        else:
            try:
                outcome = await self._tools.workers.run(article_of, page, self._tools.profiles.get(outlet))
            except Rejected as rejected:
                outcome = Outcome(Article(url=page.capture.url, title="", text="", capture=page.capture), rejected)
            differs = difference(row.values, outcome, is_masked=self._is_masked)
        if not differs:
            self.proven += 1
            return
        place = f"the record at byte {row.values['offset']} of {archived.path.name}"
        sentence = f"document {row.values['id']} is not what {place} gives: {differs}"
        self._found.append(Defect(path=row.path, rule="rebuild", sentence=sentence))


def difference(row: dict[str, Any], outcome: Outcome, *, is_masked: bool = False) -> str:
    """Return the first difference between a row and what its record gives, as a clause; empty without one.

    Args:
        row: The row.
        outcome: What the record gives.
        is_masked: Whether marks stand in the row for addresses and telephone numbers.
    """
    article = outcome.article
    if outcome.rejected is not None:
        return f"no article, because it is {outcome.rejected.reason}"
    text = f"{article.title}\n{article.text}" if article.title else article.text
    given = {**manifest_row(article, row["number"], text.encode()), "text": article.text}
    if is_masked:
        given = {**masked_row(given), "text": masked(article.text)}
    for name in _FROM_RECORD:
        if row.get(name) != (given[name] or None) and row.get(name) != given[name]:
            return f"another `{name}` ({str(given[name])[:80]!r}, not {str(row.get(name))[:80]!r})"
    held, told = row.get("rights"), given["rights"]
    rights = held if isinstance(held, dict) else {}
    if any((rights.get(name) or None) != (told.get(name) or None) for name in _OF_RIGHTS):
        return "other statements of rights"
    return ""
