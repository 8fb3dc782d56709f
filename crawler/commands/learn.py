"""`scrapy learn OUTLET…`: what an outlet's pages repeat, from its own archive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, all_outlets, fail, has_states, loader_of, output_of, uncrawled, unknown_outlet
from crawler.errors import ProfileError, StateError
from crawler.items import Capture
from crawler.outlet import outlet_of
from crawler.state import known_outlets, read_state

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from crawler.items import Page
    from crawler.state import ReadOnlyState
    from pipelines.profile.model import Block, Heading, Line, Profile

PAGES = 300
"""Pages from which a profile is learned: half of them the newest, half from all the time before."""
SHOWN = 80
"""Characters of a line that the table shows."""
MOST_PAGES = 2_000
"""Most that may be asked for: a page's lines and elements are some 20 kB in memory."""


class Command(Checked, ScrapyCommand):
    """Learn profiles."""

    requires_project = True
    makes_profiles = True
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "OUTLET... [--from-pages N] [--dry-run]"

    def short_desc(self) -> str:
        """Return the command's line in `scrapy -h`."""
        return "Learn from an outlet's archive what its pages repeat"

    def long_desc(self) -> str:
        """Return the text of `scrapy learn -h`."""
        return (
            "Reads archived pages of each OUTLET, finds the lines, headings and elements that they repeat, prints "
            "them, and writes them to OUTPUT/profiles/OUTLET.toml, which you may mend. Later crawls, replays and "
            "extractions leave them out of the texts; scrapy replay rebuilds the texts that are there. Exit codes: "
            "0 all well, 1 an outlet has too few articles, or something could not be read or written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --from-pages and --dry-run."""
        super().add_options(parser)
        parser.add_argument(
            "--from-pages", metavar="N", default=str(PAGES), help=f"learn from N pages at most (default: {PAGES})"
        )
        parser.add_argument("--dry-run", action="store_true", help="print what was found, and write nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Learn the profile of each outlet that `args` names.

        Raises:
            UsageError: There is no argument, no such outlet, or --from-pages is no usable number.
        """
        if not args:
            raise UsageError("Name at least one outlet: scrapy learn OUTLET...", print_help=False)
        count = _count(opts.from_pages)
        output = output_of(self)
        try:
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            known = sorted({*known_outlets(output), *(outlet.name for outlet in loader_of(self).outlets())})
            for name in args:
                if name not in known:
                    raise UsageError(unknown_outlet(name, known, "scrapy outlets names all."), print_help=False)
            for name in dict.fromkeys(args):
                with read_state(output, name) as state:
                    self._learn(name, state, count, dry=opts.dry_run)
        except StateError as error:
            fail(self, str(error))

    def _learn(self, name: str, state: ReadOnlyState | None, count: int, *, dry: bool) -> None:
        """Learn an outlet's profile, print it, and write it unless `dry`."""
        from pipelines.profile.file import profiles_folder, read_profile, save_profile
        from pipelines.profile.learning import learn
        from pipelines.sheet import read_sheets
        from pipelines.workers import COUNT, Workers

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        folder = profiles_folder(self.settings)
        workers = Workers(self.settings.getint("WORKERS", COUNT), self.settings.getfloat("WORKER_TIMEOUT"))
        try:
            before = read_profile(folder, name)
            sheets = asyncio.run(read_sheets(self._pages(state, count) if state else iter(()), workers))
            profile = learn(sheets.get(name, []), name, before)
            print("\n".join(lines_of(profile)))
            if not dry:
                print(f"  written to {save_profile(folder, profile)}")
        except ProfileError as error:
            fail(self, str(error))
        except OSError as error:
            fail(self, f"{folder}: the profile cannot be written ({error.strerror}); check the folder's permissions.")
        finally:
            workers.close()

    def _pages(self, state: ReadOnlyState, count: int) -> Iterator[Page]:
        """Yield the pages of an outlet's documents: the newest, and some from all the time before."""
        from scrapy.statscollectors import DummyStatsCollector

        from crawler.archive.read.pages import PageReader

        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        crawler = self.crawler_process.create_crawler(Spider)
        crawler.stats = DummyStatsCollector(crawler)
        outlets = all_outlets(self)
        reader = PageReader(crawler, own=output_of(self) / "archive")
        for row in state.sample_rows(count - count // 2, max(1, count // 2))[:count]:
            capture = _capture(row)
            yield reader.read(capture, outlet_of(capture.url, outlets))


def _count(written: str) -> int:
    """Return the number of pages.

    Raises:
        UsageError: It is no number, or out of bounds.
    """
    from pipelines.profile.learning import FEWEST

    if written.isascii() and written.isdigit() and FEWEST <= int(written) <= MOST_PAGES:
        return int(written)
    raise UsageError(f"--from-pages {written} is not a number from {FEWEST} to {MOST_PAGES}.", print_help=False)


def _capture(row: dict[str, Any]) -> Capture:
    """Return the capture that a manifest row names."""
    return Capture(
        outlet=row["outlet"],
        url=row["url"],
        canonical_url=row["canonical_url"],
        date=row["captured"],
        status=200,
        page=True,
        warc=row["warc"],
        offset=row["offset"],
        length=0,
        record_id=row["record_id"],
        payload_digest=row["payload_digest"],
    )


def lines_of(profile: Profile) -> list[str]:
    """Return a profile as a short table, with what changed."""
    lines = [f"{profile.outlet}: {profile.pages} articles, captured {profile.first} to {profile.last}"]
    lines += [_row("line", line, line.place) for line in profile.lines]
    lines += [_row("heading", one, "label" if one.label else f"{one.titles} titles") for one in profile.headings]
    lines += [_row("block", block, block.path) for block in profile.blocks]
    if profile.container is not None:
        lines.append(f"  {'body':8}{profile.container.share:4.0%}  {profile.container.path}")
    if not profile.entries():
        lines.append("  its pages repeat nothing")
    if profile.change is not None:
        lines += [f"  new: {_shown(text)}" for text in profile.change.appeared]
        lines += [f"  no more: {_shown(text)}" for text in profile.change.vanished]
    return lines


def _row(kind: str, entry: Line | Heading | Block, what: str) -> str:
    kept = " (kept)" if entry.keep else ""
    return f"  {kind:8}{entry.share:4.0%}  {what}{kept}  {_shown(entry.text)}"


def _shown(text: str) -> str:
    return f"«{text}»" if len(text) <= SHOWN else f"«{text[:SHOWN]}…»"
