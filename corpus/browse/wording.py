"""The words that all rooms share, in Arabic and English. A room's own words stand in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpus.statistics.labels import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMON = {
    "name": Text("ورّاق", "Warraq"),
    "skip": Text("انتقل إلى المحتوى", "Skip to the content"),
    "search": Text("بحث", "Search"),
    "outlets": Text("المنابر", "Outlets"),
    "changes": Text("التعديلات", "Changes"),
    "navigation": Text("الأقسام", "Sections"),
    "other-language": Text("English", "العربية"),
    "footer": Text(
        "صفحة محلية لأرشيفك: لا تطلب شيئاً من الشبكة.",
        "A local page over your own archive: it requests nothing from the web.",
    ),
    "api": Text("واجهة JSON", "JSON API"),
    "previous": Text("السابق", "Previous"),
    "next": Text("التالي", "Next"),
    "pages": Text("صفحات النتائج", "Pages"),
    "figures": Text("الأرقام", "Figures"),
    "unknown": Text("غير معروف", "unknown"),
    "refused": Text("تعذّر تنفيذ الطلب", "The request cannot be answered"),
    "absent": Text("لا شيء هنا", "Nothing here"),
    "failed": Text("تعذّرت القراءة", "Something could not be read"),
    "home": Text("إلى صفحة البحث", "To the search page"),
}


class Noun(NamedTuple):
    """A noun that can be counted."""

    one: str
    two: str
    few: str
    """3 to 10 of it."""
    many: str
    """11 to 99 of it."""
    other: str
    """0 of it, and whole hundreds with 0 to 2 more."""
    en: str
    en_more: str

    def counted(self, count: int, language: Language) -> str:
        """Return a count with the noun."""
        if language is Language.ENGLISH:
            return f"{count:,} {self.en if count == 1 else self.en_more}"
        if count in (1, 2):
            return (self.one, self.two)[count - 1]
        last = count % 100
        noun = self.few if 3 <= last <= 10 else self.many if last >= 11 else self.other  # noqa: PLR2004 - Arabic's rule
        return f"{count:,} {noun}"


NOUNS = {
    "document": Noun("وثيقة واحدة", "وثيقتان", "وثائق", "وثيقةً", "وثيقة", "document", "documents"),
    "word": Noun("كلمة واحدة", "كلمتان", "كلمات", "كلمةً", "كلمة", "word", "words"),
    "paragraph": Noun("فقرة واحدة", "فقرتان", "فقرات", "فقرةً", "فقرة", "paragraph", "paragraphs"),
    "page": Noun("صفحة واحدة", "صفحتان", "صفحات", "صفحةً", "صفحة", "page", "pages"),
    "capture": Noun("لقطة واحدة", "لقطتان", "لقطات", "لقطةً", "لقطة", "capture", "captures"),
    "outlet": Noun("منبر واحد", "منبران", "منابر", "منبراً", "منبر", "outlet", "outlets"),
}


def said(words: Mapping[str, Text], key: str, language: Language, **values: object) -> str:
    """Return the words for a key: the room's own, else those that all share.

    Args:
        words: The room's own words.
        key: The key.
        language: The language.
        values: What is put in place of names in braces.
    """
    text = (words[key] if key in words else COMMON[key]).to(language)
    return text.format(**values) if values else text
