"""Texts that are too short to be an article, or too long to be one."""

from __future__ import annotations

from crawler.items import Reason
from pipelines.rejected import Rejected

FEWEST_LETTERS = 100
"""Letters below which a text is no article. A four-paragraph item about an actress has 411 with its title
(the shortest of the reference pages), a news flash of one sentence about 100; what is left of a page that is
only a picture, a video or a log-in prompt has fewer."""
MOST_LETTERS = 400_000
"""Letters above which a text is no article. That is a book of 200 pages and a hundred times the longest
reference document; later steps hold whole texts in memory, so what is larger is taken for an attack."""


def judge_length(text: str) -> None:
    """Let a text pass that is as long as an article may be.

    Letters are counted, of any script: neither punctuation nor figures nor diacritics make an article.

    Raises:
        Rejected: `too-short` or `too-long`.
    """
    letters = sum(map(str.isalpha, text))
    if letters < FEWEST_LETTERS:
        raise Rejected(Reason.TOO_SHORT, f"{letters} letters, fewer than {FEWEST_LETTERS}")
    if letters > MOST_LETTERS:
        raise Rejected(Reason.TOO_LONG, f"{letters} letters, more than {MOST_LETTERS}")
