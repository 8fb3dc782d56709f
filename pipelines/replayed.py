"""The way of the text as a replay takes it: each page's result first, then, in capture order, what becomes of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from crawler.items import Document, Extracted, Reason
from pipelines.article import article_of
from pipelines.documents.corpus import Corpus
from pipelines.extract import EXTRACTOR, RULES
from pipelines.profile.file import profiles_in
from pipelines.rejected import Rejected
from pipelines.rights import judge_rights

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Page
    from crawler.outlet import Outlet
    from crawler.state import State
    from pipelines.profile.model import Profile

_NOT_OF_TEXT = ("sitemaps", "feeds", "sections", "pages", "evidence", "earlier_names")
"""Fields of an outlet that decide nothing about an archived page."""


class TextSteps:
    """Extraction, judges and corpus; see `crawler.archive.replay.context.Steps`.

    Args:
        profiles: The folder of profiles. They are read once, so that all pages of a run share them.
        honoured: Whether to reject pages that reserve archiving or mining: the setting `RIGHTS_HONOURED`.

    Raises:
        ProfileError: A profile cannot be read.
    """

    def __init__(self, profiles: Path, *, honoured: bool) -> None:
        self._profiles: dict[str, Profile] = profiles_in(profiles)
        self._honoured = honoured

    def version(self, outlet: Outlet | None) -> str:
        """Return a digest of what decides about an outlet's pages; of rules and extractor for None."""
        if outlet is None:
            return f"{RULES} {EXTRACTOR}"
        return decides(outlet, self._profiles.get(outlet.name))

    def extracted(self, page: Page) -> Extracted:
        """Return the result of a page; an exception that no step expects is the rejection `failed`."""
        try:
            outcome = article_of(page, self._profiles.get(page.outlet.name))
        except Exception as error:  # noqa: BLE001 - a library may fail on a page with any exception
            why = (Reason.FAILED, f"{type(error).__name__}: {error}"[:500])
            return Extracted(capture=page.capture, rejected=why)
        rejected = outcome.rejected
        return Extracted(
            capture=page.capture,
            article=outcome.article if outcome.article.text else None,
            rejected=None if rejected is None else (rejected.reason, rejected.detail),
        )

    def told(self, extracted: Extracted, signals: tuple[tuple[str, str], ...]) -> Extracted:
        """Return a page's result under the content signals that were in force when it was captured."""
        article = extracted.article
        if article is None:
            return extracted
        if signals:
            article = replace(article, rights={**article.rights, "signals": dict(signals)})
        rejected = extracted.rejected
        if self._honoured:
            try:
                judge_rights(article.rights)
            except Rejected as reserved:
                rejected = reserved.reason, reserved.detail
        return replace(extracted, article=article, rejected=rejected)

    def settling(self, output: Path, state: State) -> TextSettling:
        """Open the corpus of a state's outlet in an output folder."""
        return TextSettling(Corpus(output, state))


def decides(outlet: Outlet, profile: Profile | None) -> str:
    """Return a digest of what decides about an outlet's pages beside their bytes and the rules."""
    facts = {name: value for name, value in asdict(outlet).items() if name not in _NOT_OF_TEXT}
    said = (facts, None if profile is None else profile.digest)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


class TextSettling:
    """An outlet's corpus, as `crawler.archive.replay.context.Settling` describes it.

    Args:
        corpus: The corpus.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def settle(self, results: list[Extracted]) -> list[Document | Reason]:
        """Store results in the order of their captures; return the document of each, or the reason for none."""
        settled = self._corpus.settle(
            [
                one.article if one.article is not None and one.rejected is None else (one.capture, rejection(one))
                for one in results
            ]
        )
        return [one if isinstance(one, Document) else one.reason for one in settled]

    def close(self) -> None:
        """Store that the corpus is whole."""
        self._corpus.close()


def rejection(extracted: Extracted) -> Rejected:
    """Return the rejection of a page that became no article."""
    assert extracted.rejected is not None  # noqa: S101 - a result without an article has one
    return Rejected(*extracted.rejected)
