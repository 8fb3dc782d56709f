"""The text steps for a text without a page: normalize, strip, judge. The text of a page passes the same steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.judge import judge_prose
from pipelines.normalize import normalize
from pipelines.profile.use import furniture_of
from pipelines.strip import strip_appendix
from pipelines.words.folding import is_same_headline

if TYPE_CHECKING:
    from pipelines.profile.model import Profile
    from pipelines.strip import Stripped


def cleaned(text: str, title: str = "", profile: Profile | None = None) -> Stripped:
    """Normalize a text, and divide its paragraphs into the article's own and those cut.

    Args:
        text: The text as found.
        title: The title in the corpus's format; a first paragraph that repeats it is left out. Empty without a title.
        profile: The profile of the text's outlet; None without one.
    """
    text = normalize(text)
    first, _, rest = text.partition("\n")
    text = rest if is_same_headline(first, title) else text
    return strip_appendix(text, cards=furniture_of(text.split("\n"), profile))


def clean(text: str, profile: Profile | None = None) -> str:
    """Return a text as the corpus would store it. The title, if the text has one, is the first line.

    Args:
        text: The text as found.
        profile: The profile of the text's outlet; None without one.

    Raises:
        Rejected: The corpus would not take the text: `not-arabic`, `too-short`, `too-long`.
    """
    return judged_text(text, profile).text


def judged_text(text: str, profile: Profile | None = None) -> Stripped:
    """Return a text as the corpus would store it, with what was cut; see `clean`.

    Raises:
        Rejected: As in `clean`.
    """
    found = cleaned(text, profile=profile)
    judge_prose(found.text)
    return found
