"""`scrapy page OUTLET/NUMBER|URL`: the archived page of a document or an address, or why there is none."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import UNREADABLE, Checked, fail, has_states, loader_of, output_of, uncrawled, unreadable
from crawler.errors import CdxjError, OutletError
from crawler.items import Reason
from crawler.outlet import outlet_of
from crawler.state import read_state
from crawler.urls import askable

if TYPE_CHECKING:
    import argparse

    from crawler.archive.read.addresses import Addresses, Held
    from crawler.archive.read.fates import Fate
    from crawler.archive.read.pages import Served
    from crawler.items import Capture
    from crawler.outlet import Outlet

_DOCUMENT = re.compile(r"^(?P<outlet>[^/:]+)/(?P<number>\d{1,12})(?:_[0-9a-f]{16}(?:\.txt)?)?$", re.ASCII)
_NOT_DIGITS = re.compile(r"[-:TZ. ]")
_MOMENT = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12]\d|3[01])(?:\d\d){0,3})?)?")
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
"""Bytes that a terminal may take for a command: ASCII's controls but for tab and line feed, and C1 in UTF-8."""
_WORDS = {
    "document": "became {document}",
    "unchanged": "has the text of {document}, a version that was stored before",
    "duplicate": "has no document: duplicate of {document}",
    "gone": "has no document: gone, the server answered {status}",
    "rejected": "has no document: rejected as {reason} ({detail})",
    "moved": "has no document: the server answered {status}, it moved to {location}",
    "confirmed": "the server answered 304: the page had not changed since an earlier capture",
    "failed": "has no document: the server answered {status}",
    "unsettled": "has no document yet: a later run, or scrapy replay, decides about the page",
    "no-page": "has no document: it is no article's page, by its address, its media type or its end",
    "waiting": "has no document: a list named it, and it waits to be requested; crawl {outlet} again",
    "refused": "has no document: never asked, since the host's robots.txt forbids it",
    "never": "has no document: never asked; no list that was read named it as an article of {outlet}",
}
"""What became of an address or a capture, by its slug."""
_LOST = {
    Reason.UNREADABLE: "its archive is not under OUTPUT/archive, or its record is damaged; run scrapy verify",
    Reason.UNRESOLVED: "it is a revisit, and no archive holds its original",
    Reason.TOO_LARGE: "its body is larger than DOWNLOAD_MAXSIZE",
    Reason.UNDECODABLE: "the content-encoding of its body is broken",
}
"""Why a capture's page cannot be had."""


class _Named(NamedTuple):
    """What the user named."""

    name: str
    """As the user wrote it."""
    outlet: Outlet
    fate: Fate
    held: Held | None
    """The capture to print; of an address that the outlet's state does not have, perhaps one in another's archive."""


class Command(Checked, ScrapyCommand):
    """Print an archived page."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "OUTLET/NUMBER|URL [--capture TIME]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Print the archived page of a document or an address, or why there is none"

    def long_desc(self) -> str:
        """Return the description for `scrapy page -h`."""
        return (
            "Prints the archived body as it was served, without transfer-coding and content-encoding; on a terminal, "
            "control characters are shown as question marks. For an address it takes the last capture that became a "
            "document, else the last one with a page, or with --capture the one nearest to TIME. When that capture is "
            "no document, it tells on stderr why: never asked, refused, rejected with the reason, duplicate of …, "
            "moved, gone. Exit codes: 0 a body was printed, 1 there is none or it cannot be read, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --capture."""
        super().add_options(parser)
        parser.add_argument(
            "--capture", metavar="TIME", help="the capture nearest to TIME, UTC: 2026-08, 2026-08-01T10:30, 14 digits"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the body, or tell why there is none.

        Raises:
            UsageError: The argument names no document and no address, or the time is none.
        """
        if len(args) != 1:
            raise UsageError("Name one document or address: scrapy page OUTLET/NUMBER|URL", print_help=False)
        moment = _moment(opts.capture) if opts.capture else ""
        output = output_of(self)
        try:
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            addresses = self._addresses()
            named = self._named(args[0], moment, addresses)
            if named is not None:
                self._show(named, addresses)
        except UNREADABLE as error:
            fail(self, unreadable(error))
        except CdxjError as error:
            fail(self, str(error))

    def _addresses(self) -> Addresses:
        from crawler.archive.read.addresses import Addresses

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        outlets = loader_of(self).outlets()
        return Addresses(output_of(self), outlets, self.settings.getint("DOWNLOAD_MAXSIZE"))

    def _named(self, name: str, moment: str, addresses: Addresses) -> _Named | None:
        """Return what became of a document's page or of an address; None, with a sentence, without either.

        Raises:
            UsageError: The name is neither.
        """
        document = _DOCUMENT.match(name)
        if document is not None and not moment:
            return self._of_document(name, document["outlet"], int(document["number"]))
        url = askable(name)
        if document is not None or not url:
            why = "--capture goes with an address" if document else "is neither OUTLET/NUMBER nor an http(s) address"
            raise UsageError(f"{name}: {why}.", print_help=False)
        return self._of_url(name, url, moment, addresses)

    def _of_document(self, name: str, outlet_name: str, number: int) -> _Named | None:
        from crawler.archive.read.fates import fate_of_capture

        output = output_of(self)
        with read_state(output, outlet_name) as state:
            capture = None if state is None else state.capture_of_document(number)
            if state is None or capture is None:
                manifest = output / "text" / outlet_name / "manifest.jsonl"
                fail(self, f"{name}: there is no such document; {manifest} lists the existing ones.")
                return None
            outlet = outlet_of(capture.url, loader_of(self).outlets())
            return _Named(name, outlet, fate_of_capture(state, capture), _held(capture))

    def _of_url(self, name: str, url: str, moment: str, addresses: Addresses) -> _Named | None:
        from crawler.archive.index.nearest import LAST
        from crawler.archive.read.fates import Became, Fate, fate_of_url

        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        try:
            outlet = outlet_of(url, loader_of(self).outlets())
        except OutletError as error:
            raise UsageError(str(error), print_help=False) from error
        agent = self.settings["ROBOTSTXT_USER_AGENT"] or self.settings["USER_AGENT"]

        def served(capture: Capture) -> Served | Reason:
            return addresses.served(_held(capture))

        with read_state(output_of(self), outlet.name) as state:
            fate = Fate(Became.NEVER) if state is None else fate_of_url(state, outlet, url, served, agent, moment)
        if fate.capture is not None:
            return _Named(name, outlet, fate, _held(fate.capture))
        held = next(addresses.nearest(url, moment or LAST), None)
        return _Named(name, outlet, fate if held is None else Fate(Became.NO_PAGE), held)

    def _show(self, named: _Named, addresses: Addresses) -> None:
        """Print the body, and what became of the capture if that is no document."""
        from crawler.archive.read.fates import Became

        fate, held = named.fate, named.held
        found = None if held is None else addresses.served(held)
        location = "" if found is None or isinstance(found, Reason) else found.location
        told = _WORDS[fate.became].format(
            outlet=named.outlet.name,
            document=f"{named.outlet.name}/{fate.document or 0:03}",
            status=held.entry.status if held else 0,
            reason=fate.reason,
            detail=fate.detail,
            location=location or "an address that cannot be read",
        )
        when = f", captured {fate.capture.date if fate.capture else held.entry.timestamp}" if held else ""
        if isinstance(found, Reason):
            fail(self, f"{named.name}{when}: its page cannot be had: {_LOST.get(found, found)}.")
        elif found is None or not found.body:
            fail(self, f"{named.name}{when}: {told}.")
        else:
            if fate.became is not Became.DOCUMENT:
                print(f"{named.name}{when}: {told}.", file=sys.stderr)
            _write(found.body)


def _held(capture: Capture) -> Held:
    from crawler.archive.index.cdxj import Entry
    from crawler.archive.read.addresses import Held

    return Held(Entry.of_capture(capture), capture.outlet)


def _moment(written: str) -> str:
    """Return a time that a user wrote as 14 digits; of a less exact one the beginning of its period.

    Raises:
        UsageError: It is no time.
    """
    from crawler.archive.index.cdxj import timestamp_of

    if not _MOMENT.fullmatch(_NOT_DIGITS.sub("", written)):
        raise UsageError(
            f"--capture {written}: is no time; write 2026-08-01T10:30 or 20260801103000.", print_help=False
        )
    return timestamp_of(written)


def _write(body: bytes) -> None:
    """Write a body to stdout; to a terminal without the bytes that it may take for a command."""
    sys.stdout.flush()
    sys.stdout.buffer.write(_CONTROL.sub(b"?", body) if sys.stdout.isatty() else body)
    sys.stdout.buffer.flush()
