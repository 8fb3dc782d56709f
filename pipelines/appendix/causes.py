"""The rules by which `pipelines.strip` cuts, one name each, for people who want to know why a line is missing."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """The rule that cut a line. Nothing decides by it; docs/reasons.md has a sentence for each."""

    CARD = "card"
    """The line belongs to the card of another article, or the outlet's profile knows it as furniture."""
    SITE_LINE = "site-line"
    """An address, or the label of an advertisement."""
    SKIPPED = "skipped"
    """A block that the page lets screen readers skip."""
    COMMENTS = "comments"
    """Readers' comments, from their heading to the end."""
    SECOND_ARTICLE = "second-article"
    """Another article begins there."""
    BELOW_CREDIT = "below-credit"
    """The line stands below the credit that ends the article."""
    LIST = "list"
    """A list of titles or keywords closes the page, without a heading."""
    APPENDIX = "appendix"
    """A heading («اقرأ أيضا») opens what follows the article."""
    INSERT = "insert"
    """The same between the article's paragraphs: the heading and the titles under it."""
    PROMPT = "prompt"
    """A prompt between paragraphs that leads elsewhere."""
    TAIL = "tail"
    """Prompts to follow or share, keywords and dates at the end."""
