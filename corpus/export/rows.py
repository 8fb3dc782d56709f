"""Values of an export's rows that a manifest row and its text do not have in the same form."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.quality.personal import masked
from crawler.rights import reserved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from crawler.outlet import Outlet

UNKNOWN = "ZZ"
"""The country of an outlet whose file states none, and that of a site without a file."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Facts(NamedTuple):
    """What an outlet's file states of it; both are None for a site without a file."""

    publication: str | None = None
    """Its name in its own spelling."""
    land: str | None = None
    """Its country, ISO 3166-1 alpha-2; None where the file states that it is not known (`ZZ`)."""

    @classmethod
    def of(cls, title: str, country: str) -> Self:
        """Return the facts that a file states by title and country."""
        return cls(title, None if country == UNKNOWN else country)


def facts_of(outlets: Iterable[Outlet]) -> dict[str, Facts]:
    """Return what the files of outlets state, by name."""
    return {outlet.name: Facts.of(outlet.title, outlet.country) for outlet in outlets}


class Links(NamedTuple):
    """What a document has in common with others."""

    copy_of: str | None
    """`id` of the first document with the same text; None for the first one."""
    copies: int
    """Number of documents with the same text, with this one."""
    story: str
    """The same for all documents that must stand on one side of a split."""
    near_of: str | None = None
    """`id` of the first published of its near-duplicates; None for that one, and where nobody asked."""
    near_kind: str | None = None
    """How the document differs from that one; None as well where no link joins the two."""
    near_similarity: float | None = None
    """Their similarity, 0 to 1; None as well where no link joins the two."""


def document_id(outlet: str, article: str, captured: str) -> str:
    """Return the `id` of a document: 32 hexadecimal digits that no back-fill changes, and no rebuild.

    Args:
        outlet: Its outlet.
        article: The canonical URL of its article.
        captured: WARC-Date of its capture.
    """
    return hashlib.sha256(f"{outlet}\n{article}\n{captured}".encode()).hexdigest()[:32]


def story_of(outlet: str, article: str) -> str:
    """Return the `story` of an article that shares no text with others: 16 hexadecimal digits."""
    return hashlib.sha256(f"{outlet}\n{article}".encode()).hexdigest()[:16]


def microseconds(stated: str | None) -> int | None:
    """Return a time as microseconds since 1970 in UTC; None for a date without a time, or a time without a zone."""
    if not stated or "T" not in stated:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return None if moment.tzinfo is None else (moment - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=64)
def days(day: str) -> int:
    """Return an ISO day as days since 1970."""
    return date.fromisoformat(day).toordinal() - _EPOCH.toordinal()


def masked_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a manifest row with marks (`corpus.quality.personal`) in what people wrote; addresses and digests stay."""
    written = {name: masked(row[name]) for name in ("title", "description", "section", "credit") if row[name]}
    listed = {name: [masked(one) for one in row[name]] for name in ("authors", "tags", "cut")}
    return {**row, **written, **listed}


class Rights(NamedTuple):
    """An outlet's statements on a page."""

    column: dict[str, Any]
    """They, in the form of the column: lists are never null, and signals are a list."""
    reserved: bool
    """Whether they reserve archiving, or text and data mining."""


@lru_cache(maxsize=1_000)
def rights_of(stated: str | None) -> Rights:
    """Return the rights of a manifest row, which few rows of an outlet have alone.

    Args:
        stated: They, as JSON; None or an empty object without any.
    """
    rights = json.loads(stated or "{}")
    signals = [{"name": name, "value": value} for name, value in rights.get("signals", {}).items()]
    return Rights({"robots": [], **rights, "signals": signals}, reserved(rights))
