"""`scrapy extract FILE|URL|WARC|WACZ|DIR…`: prints the articles of pages, one JSON object a line."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.archive.read.unarchived import unarchived_page
from crawler.commands import Checked, all_outlets, fail, print_json
from crawler.errors import ProfileError, WaczError
from crawler.files import files_under
from crawler.items import Article, Page
from crawler.outlet import Outlet, outlet_of
from crawler.storage.place import is_url, remote
from crawler.urls import netloc
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.archive.read.named import NamedArchives
    from pipelines.article import Outcome
    from pipelines.profile.model import Profile
    from pipelines.workers import Workers

_WEB = ("http://", "https://")
_HTML = (".html", ".htm", ".xhtml")
"""Endings of the files in a folder that are extracted."""
LEARNED = 300
"""Pages of an outlet from which --learn learns."""
MOST_OUTLETS = 100
"""Most outlets that --learn learns; it bounds memory."""
UNDER_WAY = 8
"""Pages of an archive in extraction or waiting for it: enough for the workers, and a bound for memory."""
NOWHERE = Outlet.of_site("https://localhost/")
"""The outlet of a file without a known address: the generic rules."""


class Command(Checked, ScrapyCommand):
    """Print the articles of pages to stdout."""

    requires_project = True
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "FILE|URL|WARC|WACZ|DIR... [--url URL] [--learn]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Extract articles from HTML files, addresses or archives, as JSON lines"

    def long_desc(self) -> str:
        """Return the description for `scrapy extract -h`."""
        return (
            "Applies the steps of a crawl to pages and prints one JSON object for each: url, title, text, date and "
            "other metadata, cut (the lines that were removed) and rejected (why the corpus would not hold the page, "
            "or null). A file or an address gives one page, an archive or a WACZ all its pages that may hold an "
            "article, a folder the pages of all archives and HTML files in it. An archive's URL (https://….warc.gz, "
            "s3://…) counts as the archive. "
            "Uses the profiles in OUTPUT/profiles; with --learn, each outlet of the archives gets one for this call, "
            f"learned from its first {LEARNED} pages. "
            "Exit codes: 0 all well, 1 something could not be read, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --url and --learn."""
        super().add_options(parser)
        parser.add_argument("--url", metavar="URL", help="address of the one HTML file; its outlet's rules apply")
        parser.add_argument("--learn", action="store_true", help="learn from the archives what each outlet repeats")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; fetch with the project's pauses and robots.txt, but archive nothing."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        web = "crawler.network.connections.CheckedDownloadHandler"
        handlers = {**self.settings.getdict("DOWNLOAD_HANDLERS"), "http": web, "https": web}
        for name, value in (("DOWNLOAD_HANDLERS", handlers), ("ITEM_PIPELINES", {}), ("EXTENSIONS", {})):
            self.settings.set(name, value, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Extract each file, address and archive of `args`, in order.

        Raises:
            UsageError: There is no argument, or --url does not fit the arguments.
        """
        from crawler.archive.read.named import NamedArchives

        if not args:
            raise UsageError(
                "Name at least one file, address or archive: scrapy extract FILE|URL|WARC...", print_help=False
            )
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        with NamedArchives(self.settings.getlist("ADDRESSES_ALLOWED")) as named:
            self._run(self._expand(args, named), opts)

    def _expand(self, args: list[str], named: NamedArchives) -> list[str | Path]:
        """Return the addresses of pages, and the archives and HTML files that the other arguments name."""
        from crawler.archive.read.named import is_package

        found: list[str | Path] = []
        for arg in args:
            if _is_page(arg):
                found.append(arg)
                continue
            path = named.place(arg)
            try:
                if not is_url(arg) and not path.is_dir() and not is_package(path):
                    found.append(path)
                    continue
                inside = named.find(path)
            except (WaczError, OSError) as error:
                fail(self, str(error))
                continue
            if not is_url(arg) and path.is_dir():
                inside += [file for file in files_under(path) if file.suffix.lower() in _HTML]
            if not inside:
                fail(self, f"{path}: holds neither archives nor HTML files; check the name.")
            found += inside
        return found

    def _run(self, args: list[str | Path], opts: argparse.Namespace) -> None:
        """Extract files, addresses and archives.

        Args:
            args: Addresses of pages, and paths.
            opts: The options.

        Raises:
            UsageError: --url or --learn does not fit the arguments.
        """
        from scrapy.statscollectors import DummyStatsCollector

        from crawler.archive.read.pages import PageReader
        from crawler.archive.read.records import is_archive
        from pipelines.profile.file import check_profiles, profiles_folder

        pages = [arg for arg in args if isinstance(arg, str)]
        archives = [arg for arg in args if not isinstance(arg, str) and is_archive(arg)]
        if opts.url is not None and (len(args) != 1 or archives or pages or not netloc(opts.url)):
            raise UsageError("--url needs an http(s) address and exactly one HTML file.", print_help=False)
        if opts.learn and not archives:
            raise UsageError("--learn learns from archives; name at least one.", print_help=False)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        self._folder = profiles_folder(self.settings)
        self._profiles: dict[str, Profile | None] = {}
        try:
            check_profiles(self._folder)
        except ProfileError as error:
            fail(self, str(error))
            return
        assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
        self._outlets = all_outlets(self)
        crawler = self.crawler_process.create_crawler(Spider)
        crawler.stats = DummyStatsCollector(crawler)
        self._reader = PageReader(crawler, archives)
        if opts.learn:
            self._learn(archives)
        fetched = self._fetch(pages)
        self._print_all(args, archives, fetched, opts.url)

    def _print_all(
        self, args: list[str | Path], archives: list[Path], fetched: dict[str, Page | str], url: str | None
    ) -> None:
        """Print the articles of files, addresses and archives, and show how far it is."""
        from crawler.run.meter import meter, size_of

        sizes = [0 if isinstance(arg, str) else size_of(arg) for arg in args]
        done = 0
        with meter("extract", sum(sizes)) as advance:
            for arg, size in zip(args, sizes, strict=True):
                if isinstance(arg, str):
                    self._print_fetched(arg, fetched.get(arg))
                elif arg in archives:
                    advance(done, arg.name)
                    self._print_archive(arg, partial(_from, advance, done, arg.name))
                else:
                    advance(done, arg.name)
                    self._print_file(arg, url)
                done += size

    def _print_file(self, path: Path, url: str | None) -> None:
        from pipelines.article import article_of
        from pipelines.extract import MAX_BODY

        try:
            with path.open("rb") as file:
                body = file.read(MAX_BODY + 1)
        except OSError as error:
            fail(self, f"{path}: cannot be read ({error.strerror}); check the name and its permissions.")
            return
        outlet = NOWHERE if url is None else outlet_of(url, self._outlets)
        address = url or (path.resolve().as_uri() if remote(path) is None else str(path))
        page = unarchived_page(address, body, outlet)
        _print(article_of(page, self._profile_of(outlet.name)))

    def _print_fetched(self, url: str, found: Page | str | None) -> None:
        from pipelines.article import article_of

        if isinstance(found, Page):
            _print(article_of(found, self._profile_of(found.outlet.name)))
        else:
            fail(self, f"{url}: not fetched: {found or 'it was not answered'}.")

    def _print_archive(self, path: Path, advance: Callable[[int], None]) -> None:
        """Extract an archive's pages in worker processes, so that a page which hangs or crashes loses only itself."""
        from pipelines.workers import COUNT, Workers

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        workers = Workers(self.settings.getint("WORKERS", COUNT), self.settings.getfloat("WORKER_TIMEOUT"))
        try:
            asyncio.run(self._print_pages(path, workers, advance))
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            fail(self, f"{path}: cannot be read ({error.strerror}); check the name and its permissions.")
        finally:
            workers.close()

    async def _print_pages(self, path: Path, workers: Workers, advance: Callable[[int], None]) -> None:
        """Print an archive's pages in order, while up to `UNDER_WAY` of them are extracted side by side."""
        from crawler.archive.read.pages import read_archive

        under_way: deque[asyncio.Task[Outcome]] = deque()
        for archived in read_archive(path, self._outlets, partial(fail, self)):
            advance(archived.capture.offset)
            if archived.capture.page:
                page = self._reader.page(archived)
                profile = self._profile_of(page.outlet.name)
                under_way.append(asyncio.create_task(_outcome(workers, page, profile)))
            while len(under_way) > UNDER_WAY:
                _print(await under_way.popleft())
        while under_way:
            _print(await under_way.popleft())

    def _profile_of(self, outlet: str) -> Profile | None:
        """Return an outlet's profile; None without one."""
        from pipelines.profile.file import read_profile

        if outlet not in self._profiles:
            self._profiles[outlet] = read_profile(self._folder, outlet)
        return self._profiles[outlet]

    def _learn(self, archives: list[Path]) -> None:
        """Learn the profiles of the archives' outlets for this call; an outlet with too few articles is named."""
        from pipelines.profile.learning import learn
        from pipelines.sheet import read_sheets
        from pipelines.workers import COUNT, Workers

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        workers = Workers(self.settings.getint("WORKERS", COUNT), self.settings.getfloat("WORKER_TIMEOUT"))
        try:
            for outlet, sheets in asyncio.run(read_sheets(self._pages(archives), workers)).items():
                try:
                    self._profiles[outlet] = learn(sheets, outlet)
                except ProfileError as error:
                    fail(self, str(error))
        finally:
            workers.close()

    def _pages(self, archives: list[Path]) -> Iterator[Page]:
        """Yield the first pages of each outlet in some archives, each article once."""
        from crawler.archive.read.pages import read_archive

        seen: dict[str, set[str]] = {}
        for path in archives:
            with suppress(OSError):  # reported when its pages are printed
                for archived in read_archive(path, self._outlets, lambda _: None):
                    capture = archived.capture
                    if not capture.page or (capture.outlet not in seen and len(seen) == MOST_OUTLETS):
                        continue
                    known = seen.setdefault(capture.outlet, set())
                    if len(known) < LEARNED and capture.canonical_url not in known:
                        known.add(capture.canonical_url)
                        yield self._reader.page(archived)

    def _fetch(self, urls: list[str]) -> dict[str, Page | str]:
        """Return the page of each address, or the cause of its failure."""
        found: dict[str, Page | str] = {}
        if urls:
            assert self.crawler_process is not None  # noqa: S101 - set by scrapy.cmdline
            self.crawler_process.crawl(_Fetch, urls=urls, outlets=self._outlets, found=found)
            self.crawler_process.start()
        return found


def _is_page(arg: str) -> bool:
    """Return whether an argument is the address of a page, and not of an archive or package."""
    from crawler.archive.read.named import may_be_archive

    return arg.startswith(_WEB) and not may_be_archive(urlsplit(arg).path)


class _Fetch(Spider):
    """Fetches pages through the project's middlewares: robots.txt, redirects, pauses."""

    name = "extract"

    def __init__(
        self, urls: list[str], outlets: tuple[Outlet, ...], found: dict[str, Page | str], **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.asked = tuple(dict.fromkeys(urls))
        self._outlets, self._found = outlets, found

    async def start(self) -> AsyncIterator[Request]:
        for url in self.asked:
            yield Request(url, self.parse, errback=self.failed, cb_kwargs={"asked": url})

    def parse(self, response: Response, asked: str) -> None:
        from crawler.archive.read.pages import content_type_of

        outlet = outlet_of(response.url, self._outlets)
        self._found[asked] = unarchived_page(response.url, response.body, outlet, content_type_of(response))

    def failed(self, failure: Failure) -> None:
        from scrapy.spidermiddlewares.httperror import HttpError

        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's addition
        error = failure.value
        why = f"HTTP status {error.response.status}" if isinstance(error, HttpError) else str(error)
        self._found[request.cb_kwargs["asked"]] = " ".join(why.split())[:200].rstrip(".") or type(error).__name__


def _from(advance: Callable[[int, str], None], before: int, name: str, at: int) -> None:
    """Show how far an archive is, with the bytes before it."""
    advance(before + at, name)


async def _outcome(workers: Workers, page: Page, profile: Profile | None) -> Outcome:
    """Extract a page in a worker; one that hangs or crashes the worker gives an empty article with the reason."""
    from pipelines.article import Outcome, article_of

    try:
        return await workers.run(article_of, page, profile)
    except Rejected as rejected:
        return Outcome(Article(url=page.capture.url, title="", text="", capture=page.capture), rejected)


def _print(outcome: Outcome) -> None:
    article, capture = outcome.article, outcome.article.capture
    line: dict[str, Any] = {
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "date": article.published,
        "modified": article.modified,
        "authors": article.authors,
        "section": article.section,
        "tags": article.tags,
        "declared_url": article.declared_url,
        "next_page": article.next_page,
        "image": article.image,
        "description": article.description,
        "language": article.language or None,
        "credit": article.credit,
        "rights": article.rights,
        "cut": article.cut,
        "profile": article.profile,
        "rejected": outcome.rejected.reason if outcome.rejected else None,
        "detail": outcome.rejected.detail if outcome.rejected else None,
    }
    if capture.warc:
        line |= {
            "captured": capture.date,
            "warc": capture.warc,
            "offset": capture.offset,
            "record_id": capture.record_id,
        }
    print_json(line)
