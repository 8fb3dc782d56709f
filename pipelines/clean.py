"""The text steps for what is already text: the same functions as in a crawl, in the same order."""

from __future__ import annotations

from pipelines.language import judge_language
from pipelines.length import judge_length
from pipelines.normalize import normalize
from pipelines.strip import strip_appendix


def clean(text: str) -> str:
    """Return a text as the corpus would hold it. The title, if it has one, is its first line.

    Raises:
        Rejected: The corpus would not hold it: `not-arabic`, `too-short`, `too-long`.
    """
    article = strip_appendix(normalize(text)).text
    judge_language(article)
    judge_length(article)
    return article
