"""All steps from a page to its article as one pure function, for callers that want the text without a corpus."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Article, Page
from pipelines.extract import extract
from pipelines.judge import judged
from pipelines.rejected import Rejected


@dataclass(frozen=True)
class Outcome:
    """The result of a page."""

    article: Article
    """The judged article; the article as extracted when a judge rejected it; without title and text when extraction
    rejected the page."""
    rejected: Rejected | None = None
    """Why the corpus would not take the article; None when it would."""


def article_of(page: Page) -> Outcome:
    """Extract and judge a page as a crawl does, without storing it."""
    article = Article(url=page.capture.url, title="", text="", capture=page.capture)
    try:
        article = extract(page)
        article = judged(article)
    except Rejected as rejected:
        return Outcome(article, rejected)
    return Outcome(article)
