"""All steps from a page to its article as one pure function, for callers that want the text without a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.items import Article, Page
from pipelines.extract import extract
from pipelines.judge import judged
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from pipelines.profile.model import Profile


@dataclass(frozen=True)
class Outcome:
    """The result of a page."""

    article: Article
    """The judged article; the article as extracted when a judge rejected it; without title and text when extraction
    rejected the page."""
    rejected: Rejected | None = None
    """Why the corpus would not take the article; None when it would."""


def article_of(page: Page, profile: Profile | None = None) -> Outcome:
    """Extract and judge a page as a crawl does, without storing it.

    Args:
        page: The page.
        profile: The profile of its outlet; None without one.
    """
    article = Article(url=page.capture.url, title="", text="", capture=page.capture)
    try:
        article = extract(page, profile)
        article = judged(article)
    except Rejected as rejected:
        return Outcome(article, rejected)
    return Outcome(article)
