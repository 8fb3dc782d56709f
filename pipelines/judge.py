"""What an article must pass after its text was read, normalized and stripped: the judges, in their one order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.language import judge_language
from pipelines.length import judge_length
from pipelines.rights import judge_rights

if TYPE_CHECKING:
    from crawler.items import Article
    from pipelines.language import Language


def judged(article: Article, *, honoured: bool = False) -> Article:
    """Return an article that the corpus takes, with its language.

    Args:
        article: As `pipelines.extract.extract` returns it.
        honoured: Whether a page is dropped that reserves archiving or mining: the setting `RIGHTS_HONOURED`.

    Raises:
        Rejected: `reserved`, `not-arabic`, `too-short`, `too-long`.
    """
    if honoured:
        judge_rights(article.rights)
    language = judge_prose(article.text)
    return replace(article, language=language.code, language_score=language.score)


def judge_prose(text: str) -> Language:
    """Let a text pass that is Arabic and as long as an article may be.

    Returns:
        What it is written in.

    Raises:
        Rejected: `not-arabic`, `too-short`, `too-long`.
    """
    language = judge_language(text)
    judge_length(text)
    return language
