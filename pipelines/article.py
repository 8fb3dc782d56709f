"""The whole way of a page to its article as one pure function, for those who want the text and no corpus."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Article, Page
from pipelines.extract import extract
from pipelines.judge import judged
from pipelines.rejected import Rejected


@dataclass(frozen=True)
class Outcome:
    """What became of a page."""

    article: Article
    """As far as it came: of a page that was rejected after it was extracted, it is what was extracted."""
    rejected: Rejected | None = None
    """Why the corpus would not hold it; None when it would."""


def article_of(page: Page) -> Outcome:
    """Take a page the way of a crawl, up to the step that stores."""
    article = Article(url=page.capture.url, title="", text="", capture=page.capture)
    try:
        article = extract(page)
        article = judged(article)
    except Rejected as rejected:
        return Outcome(article, rejected)
    return Outcome(article)
