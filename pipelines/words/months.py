"""Names of months in the spellings of outlets of all countries.

Each month has two lists: names that mean nothing else, so that one of them shows that a line is a date; and other
spellings and names, some of which are also other words («الماء», «ناصر») and count only in a whole date.
"""

from __future__ import annotations

import re

from pipelines.words.folding import fold

_GREGORIAN = (
    ("يناير، كانون الثاني، كانون ثاني، جانفي", "كانون2، ك2، ينار، أي النار، january، jan، janvier، janv"),
    ("فبراير، شباط، فيفري", "فبرائر، النوار، february، feb، février، fevrier، févr"),
    ("مارس، آذار، أذار، اذار", "الربيع، march، mar، mars"),
    ("أبريل، ابريل، نيسان، أفريل، افريل", "إبريل، الطير، april، apr، avril، avr"),
    ("مايو، أيار، ايار، ماي", "الماء، may، mai"),
    ("يونيو، يونيه، حزيران، جوان", "الصيف، june، jun، juin"),
    ("يوليو، يوليه، يوليوز، تموز، جويلية", "ناصر، july، jul، juillet، juil"),
    ("أغسطس، اغسطس، آب، اب، غشت، أوت، اوت", "هانيبال، august، aug، août، aout"),
    ("سبتمبر، شتنبر، أيلول، ايلول", "سبتمر، الفاتح، september، sept، sep، septembre"),
    ("أكتوبر، اكتوبر، تشرين الأول، تشرين أول", "تشرين1، ت1، أكتوير، التمور، october، oct، octobre"),
    ("نوفمبر، نونبر، تشرين الثاني، تشرين ثاني", "نوفمبير، تشرين2، ت2، الحرث، november، nov، novembre"),
    ("ديسمبر، دجنبر، كانون الأول، كانون أول", "ديسنبر، كانون1، ك1، الكانون، december، dec، décembre، decembre، déc"),
)
"""January to December in Egypt and the Gulf, the Levant and Iraq, Tunisia and Algeria, Morocco, and Libya until 2011.

Joomla prints «تشرين1/أكتوير»; Lebanon's papers shorten it to «ت1»."""
_HIJRI = (
    ("محرم، محرم الحرام", "المحرم"),
    ("صفر، صفر الخير", ""),
    ("ربيع الأول، ربيع أول", ""),
    ("ربيع الثاني، ربيع الآخر، ربيع ثاني، ربيع آخر", ""),
    ("جمادى الأولى، جمادى الأول، جمادى أولى", "جماد الأول"),
    ("جمادى الآخرة، جمادى الثانية، جمادى الآخر، جمادى الثاني", "جماد الآخر، جماد الثاني"),
    ("رجب", ""),
    ("شعبان", ""),
    ("رمضان، رمضان المبارك", ""),
    ("شوال", ""),
    ("ذو القعدة، ذوالقعدة، ذو القعده", "ذي القعدة"),
    ("ذو الحجة، ذوالحجة، ذو الحجه", "ذي الحجة"),
)
"""Muharram to Dhu al-Hijja."""


def _numbered(months: tuple[tuple[str, str], ...]) -> dict[str, int]:
    """Return the number of each month, from 1, by each of its folded names."""
    return {
        folded: number
        for number, lists in enumerate(months, 1)
        for name in "،".join(lists).split("،")
        if (folded := fold(name))
    }


MONTHS = _numbered(_GREGORIAN)
"""Number of each month by its folded names, 1 for January."""
HIJRI_MONTHS = _numbered(_HIJRI)
"""Number of each month of the Hijri calendar by its folded names, 1 for Muharram."""
MONTH_OPENINGS = "|".join(
    re.escape(opening)
    for opening in dict.fromkeys(
        name.split()[0] for names, _ in (*_GREGORIAN, *_HIJRI) for name in names.split("،") if name
    )
)
"""A regular expression of the first words of the names that mean nothing else, in their written spelling."""
