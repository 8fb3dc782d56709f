"""The whole way of a page to its article as one pure function, for those who want the text and no corpus."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Article, Page
from pipelines.extract import extract
from pipelines.language import LanguagePipeline
from pipelines.length import LengthPipeline
from pipelines.normalize import NormalizePipeline
from pipelines.rejected import Rejected
from pipelines.rights import RightsPipeline
from pipelines.strip import StripPipeline

STEPS = (RightsPipeline, NormalizePipeline, StripPipeline, LanguagePipeline, LengthPipeline)
"""What an article goes through between extraction and storing; a test holds it to the setting ITEM_PIPELINES."""


@dataclass(frozen=True)
class Outcome:
    """What became of a page."""

    article: Article
    """As far as it came: of a page that a step rejected it is what that step was given."""
    rejected: Rejected | None = None
    """Why the corpus would not hold it; None when it would."""


def article_of(page: Page) -> Outcome:
    """Take a page through the steps of a crawl, up to the one that stores."""
    article = Article(url=page.capture.url, title="", text="", capture=page.capture)
    try:
        article = extract(page)
        for step in STEPS:
            article = step().process_item(article)
    except Rejected as rejected:
        return Outcome(article, rejected)
    return Outcome(article)
