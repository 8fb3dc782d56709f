"""The text steps: what a text goes through that is no page, by itself; a page's text goes the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.judge import judge_prose
from pipelines.normalize import normalize
from pipelines.strip import strip_appendix
from pipelines.words.folding import is_same_headline

if TYPE_CHECKING:
    from pipelines.strip import Stripped


def cleaned(text: str, title: str = "") -> Stripped:
    """Return a text in the corpus's format, divided into the article and what is not it.

    Args:
        text: As it was found.
        title: In the corpus's format; a first paragraph that repeats it goes. Empty when there is none.
    """
    text = normalize(text)
    first, _, rest = text.partition("\n")
    return strip_appendix(rest if is_same_headline(first, title) else text)


def clean(text: str) -> str:
    """Return a text as the corpus would hold it. The title, if it has one, is its first line.

    Raises:
        Rejected: The corpus would not hold it: `not-arabic`, `too-short`, `too-long`.
    """
    article = cleaned(text).text
    judge_prose(article)
    return article
