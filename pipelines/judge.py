"""Judges an extracted article by its rights, its language and its length, in this order."""

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
    """Return an article with its language, if it passes all judges.

    Args:
        article: An article from `pipelines.extract.extract`.
        honoured: Whether to drop pages that reserve archiving or mining: the setting `RIGHTS_HONOURED`.

    Raises:
        Rejected: `reserved`, `not-arabic`, `too-short`, `too-long`.
    """
    if honoured:
        judge_rights(article.rights)
    language = judge_prose(article.text)
    return replace(article, language=language.code, language_score=language.score)


def judge_prose(text: str) -> Language:
    """Return the language of a text that is Arabic and within the length limits.

    Raises:
        Rejected: `not-arabic`, `too-short`, `too-long`.
    """
    language = judge_language(text)
    judge_length(text)
    return language
