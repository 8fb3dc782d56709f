"""Extracts an archived page again, to see what extraction saw: where it cut, and why it rejected a page.

The rules make an extraction of the same bytes by the same rules and profile equal to the stored one. The manifest lists
what was cut without its place; the page has the place.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from crawler.items import Reason
from crawler.outlet import outlet_of
from pipelines.extract import extract_with_parts
from pipelines.judge import judged
from pipelines.profile.file import read_profile
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from corpus.browse.place import Place
    from crawler.items import Article, Capture, Page
    from pipelines.appendix.division import Part
    from pipelines.profile.model import Profile

NEVER_AGAIN = (Reason.TIMED_OUT, Reason.CRASHED)
"""Reasons of pages that are not extracted again: they may take this process with them."""
_ONE = threading.Lock()
"""Held by the one extraction that is under way: a page takes a core for some milliseconds, a bad one for seconds."""
_PATIENCE = 8.0
"""Seconds that a request waits for the one before it."""


class Extraction(NamedTuple):
    """What extraction made of a page."""

    article: Article | None
    """The article, also one that a judge rejected; None when extraction rejected the page."""
    parts: tuple[Part, ...]
    """The paragraphs of its body in order, with the rule that cut them."""
    rejected: Rejected | None
    """Why the corpus would not take it; None when it would."""


def extraction_of(place: Place, capture: Capture) -> Extraction:
    """Return what extraction makes of an archived page by the present rules and profile, one page at a time.

    Raises:
        CdxjError: The index cannot be read.
        OSError: The archive cannot be read.
        ProfileError: The outlet's profile cannot be read.
    """
    page = page_of(place, capture)
    profile = read_profile(place.profiles, capture.outlet)
    if not _ONE.acquire(timeout=_PATIENCE):
        return Extraction(None, (), Rejected(Reason.TIMED_OUT, "another page has been under way for too long"))
    try:
        return _extracted(page, profile)
    finally:
        _ONE.release()


def _extracted(page: Page, profile: Profile | None) -> Extraction:
    article: Article | None = None
    parts: tuple[Part, ...] = ()
    try:
        article, stripped = extract_with_parts(page, profile)
        parts = stripped.parts
        return Extraction(judged(article), parts, None)
    except Rejected as rejected:
        return Extraction(article, parts, rejected)
    except Exception as error:  # noqa: BLE001 - a library may fail on a page with any exception
        return Extraction(None, (), Rejected(Reason.FAILED, f"{type(error).__name__}: {error}"[:500]))


def page_of(place: Place, capture: Capture) -> Page:
    """Return the page of a capture, read from the archive; with a `fault` when it cannot be had.

    Raises:
        CdxjError: The index cannot be read, in which a revisit's original is found.
        OSError: The archive cannot be read.
        StateError: The state cannot be read.
    """
    return place.addresses.page(capture, outlet_of(capture.url, tuple(place.facts.values())))
