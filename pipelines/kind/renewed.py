"""Recognizes pages that one address renews every day, and pages that are a record with fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

RENEWED_WORDS = 6
"""Most words of the name of a page that is renewed."""
TODAY_WORDS = 3
"""Most words of a name with «اليوم» at its end; a headline has more."""
FEWEST_FIELDS = 3
"""Fewest fields of a record."""
IN_FIELDS = 0.6
"""Least share of a text's lines that are fields."""
_READINGS = frozenset(
    fold(
        """
        طقس أحوال درجات توقعات أرصاد نشرة مواقيت أوقات مواعيد إمساكية تقويم جدول ترتيب نتائج هداف هدافو
        أسعار سعر عملات صرف مؤشرات بورصة أبراج حظك برج صيدليات رحلات حركة أرقام دليل برامج خريطة وفيات بث محول
        حاسبة استطلاع تصويت معرض ألبوم أرشيف أعداد
        """
    ).split()
)
"""First nouns of such names, without the article: readings, times, tables, guides and stocks."""
_STATE = re.compile(r"(?:حاله|نشره|خريطه) (?:ال)?(?:طقس|جو|جويه|بحر|طرق|مرور|سير)")
_TODAY = "اليوم"
_FIELD = re.compile(r"(?:- ?)?[^\W\d_][^\n:.،؟!\"«»]{1,28}\s?:\s{0,3}[^\s:]{1,40}(?:\s{1,3}[^\s:]{1,40}){0,5}\s{0,3}")
_ISSUE = re.compile(r"(?:ال)?(?:عدد|حلقه|اصدار) (?:رقم )?\(?\d")
_STOPS = (".", "؟", "!", "»", "،")


def is_renewed(title: str) -> bool:
    """Return whether a headline is the name of a page that is renewed: «مواقيت الصلاة في عمان», «صحف اليوم»."""
    named = fold(title).split()
    if not named or len(named) > RENEWED_WORDS:
        return False
    if named[0].removeprefix("ال") in _READINGS or _STATE.match(" ".join(named)):
        return True
    return named[-1] == _TODAY and 1 < len(named) <= TODAY_WORDS


def names_an_issue(title: str) -> bool:
    """Return whether a headline begins with the number of an issue or an episode: «الحلقة 12: البحر»."""
    return _ISSUE.match(fold(title)) is not None


def has_fields(lines: Sequence[str]) -> bool:
    """Return whether most lines of a text are fields of a record: a label, a colon and a short value."""
    labels = {line.partition(":")[0] for line in lines if _FIELD.fullmatch(line) and not line.endswith(_STOPS)}
    return len(labels) >= FEWEST_FIELDS and len(labels) >= IN_FIELDS * len(lines)
