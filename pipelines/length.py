"""Judge a text's length: reject texts that are too short or too long for an article."""

from __future__ import annotations

from crawler.items import Reason
from pipelines.rejected import Rejected
from pipelines.words.letters import letters_in

FEWEST_LETTERS = 100
"""Fewest letters of an article. The shortest of the reference pages, four paragraphs about an actress, has 411 with
its title; a news flash of one sentence has about 100; the remaining text of a page with only a picture, a video or a
log-in prompt has fewer."""
MOST_LETTERS = 400_000
"""Most letters of an article: a book of 200 pages, and a hundred times the longest reference document. Later steps
hold whole texts in memory, so a larger text counts as an attack."""


def judge_length(text: str) -> None:
    """Reject a text that is too short or too long for an article.

    Letters of any script count; punctuation, figures and diacritics do not.

    Raises:
        Rejected: `too-short` or `too-long`.
    """
    letters = letters_in(text)
    if letters < FEWEST_LETTERS:
        raise Rejected(Reason.TOO_SHORT, f"{letters} letters, fewer than {FEWEST_LETTERS}")
    if letters > MOST_LETTERS:
        raise Rejected(Reason.TOO_LONG, f"{letters} letters, more than {MOST_LETTERS}")
