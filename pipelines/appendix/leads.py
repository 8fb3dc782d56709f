"""Whether the prose after a heading begins a second article, by what leads are like.

A lead tells its facts from the beginning: it names its day and its people with their offices, restates its title,
repeats what an article on the same event told at its beginning, and does not join what stands before it. A paragraph
in an article's middle begins with a conjunction, points back («هذا»), and brings words that were not told yet.

Each mark is a number from 0 to 1 (`marks`); their weighted sum is compared with 0. The weights were fitted by logistic
regression on pairs of real reports that were joined by script, against inserts in single reports
(`benchmarks/leads.py`), with inserts weighing much more: to cut the rest of an article is the worst error here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.appendix.kinds import goes_on
from pipelines.words.agencies import AGENCIES
from pipelines.words.folding import fold, words
from pipelines.words.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

DATELINE = 60
"""Characters at the beginning of a paragraph in which its dateline is looked for."""
LONGEST_PLACE = 4
"""Most words of a dateline's place."""
LONG_WORD = 4
"""Letters from which a word names something."""
MOST_LINES = 8
"""Lines of prose on each side that are compared."""
FEWEST_SHARED = 3
"""Fewest words that a lead shares with a title that it restates."""
MOST_CHARACTERS = 1_200
"""Characters of a paragraph that are compared."""

_DATELINE_PARTS = re.compile("[-–—/()]+")
_SLASH_DASH = re.compile("[^-–—/]{2,30}/ ?[-–—]")
_DAYS = words(
    "السبت الاحد الاثنين الثلاثا الاربعا الخميس الجمعه امس اليوم غدا مسا صباح ظهر فجر ليله الجاري المقبل الماضي"
) | {name for name in MONTHS if len(name) > LONG_WORD - 1}
_OFFICES = words(
    "وزير وزيره رييس رييسه مدير مديره امير محافظ امين سفير متحدث الناطق المتحدث وكيل قايد عميد نايب عضو الدكتور "
    "دكتور اللوا العميد العقيد المهندس الشيخ السيد الاستاذ الرييس الملك السلطان الامير النايب المدير الوزير"
)
_BACK = words(
    "هذا هذه ذلك تلك هولا المذكور المذكوره السابق السابقه ايضا كذلك ذاته نفسه نفسها بدوره بدورها حيث لكن غير ان اما "
    "ثم هو هي هم الا بل كما فيما بينما"
)
SAYING = words(
    "اعلن اعلنت قال قالت اكد اكدت كشف كشفت شهد شهدت دعا دعت طالب طالبت نفي نفت وصل وصلت التقي التقت افتتح افتتحت وقع "
    "وقعت اطلق اطلقت قتل قتلت لقي لقيت اصيب اعتقل اعتقلت ضبط ضبطت حذر حذرت قرر قررت اصدر اصدرت ذكر ذكرت افاد افادت "
    "اوضح اوضحت نظم نظمت اقر اقرت وافق وافقت بحث بحثت استقبل استقبلت ترأس تراس عقد عقدت احبط احبطت تمكن تمكنت توفي "
    "توفيت يواجه فاز فازت حقق حققت سجل سجلت ارتفع ارتفعت انخفض انخفضت تراجع تراجعت بدا بدات انطلق انطلقت يعقد "
    "تعقد يبدا "
    "تستعد يستعد اتهم اتهمت ادان ادانت طلب طلبت رفض رفضت اعرب اعربت نقل نقلت واصل واصلت كلف كلفت وجه وجهت صرح اشاد "
    "هاجم شن شنت اغلق اغلقت تعرض تعرضت تسبب تسببت ادت ادي رجح توقع توقعت يعتزم تعتزم يواصل تواصل احتفل دشن دشنت "
    "شارك شاركت حضر حضرت ضم ضمت استمر استمرت تفقد تفقدت"
)


_WAW = words(
    "وزير وزيره وزاره وزارات وزرا وقع وقعت وصل وصلت وافق وافقت وجه وجهت واشنطن وفد وفود وكاله وكيل ولي والي وعد واصل "
    "واصلت وضع وضعت وحده وحدات ورشه ورش وسط وقف وقفت وثيقه وثايق ورد وردت ودع واجه واجهت وفاه وسايل ولد والد "
    "والده واحد "
    "واحده وادي وظايف وظيفه ولايه وقعا وضح ورثه وقود وليد وايل وردا وديع"
)
"""Words whose first letter is a root's, and no conjunction."""
_ENDINGS = ("يذكر ان", "يشار الي", "جدير بالذكر", "تجدر الاشاره", "ومن المقرر", "ومن المتوقع", "في ختام", "في الختام")
"""Words with which articles give their background and end."""


EDGE = 2.5
"""The sum above which prose begins a second article; one insert in a thousand reaches it."""
FEWEST_BEFORE = 2
"""Fewest paragraphs before a heading for which the sum is asked."""
FEWEST_AFTER = 2
"""Fewest paragraphs after it."""
WEIGHTS = {
    "conjunction": -3.02,
    "saying": 2.55,
    "day": 0.41,
    "fresh day": 1.03,
    "office": 0.93,
    "back": -1.21,
    "dateline": 2.07,
    "restates": 0.89,
    "restates one": 3.71,
    "fresh restates": 1.94,
    "title later": 3.05,
    "title of these": 3.22,
    "title told": -0.51,
    "start again": -1.48,
    "start not last": 1.42,
    "joins last": -3.79,
    "told": -6.19,
    "told later": -0.28,
    "told again": 1.68,
    "lead again": 2.03,
    "fresh lead again": 2.55,
    "was over": 1.15,
    "long": -0.14,
    "goes long": 4.23,
    "went long": 4.23,
    "one title": -1.45,
    "no title": 0.27,
}
"""The weight of each mark."""
BASE = -7.80
"""The sum of a place without marks."""


def has_dateline(line: str) -> bool:
    """Return whether a line opens with a dateline: «القدس - رويترز»."""
    head = line[:DATELINE]
    if _SLASH_DASH.match(head):
        return True
    place, *parts = _DATELINE_PARTS.split(head)
    return 0 < len(place.split()) <= LONGEST_PLACE and any(fold(part) in AGENCIES for part in parts[:2])


def _named(line: str) -> set[str]:
    """Return the longer words of a line, without the conjunction and the article that Arabic writes with them."""
    found = fold(line[:MOST_CHARACTERS]).split()
    return {word.removeprefix("و").removeprefix("ال") for word in found if len(word) >= LONG_WORD}


def shares_most(title: set[str], lead: set[str]) -> bool:
    """Return whether a lead has at least half of a title's words, and `FEWEST_SHARED` of them."""
    shared = title & lead
    return len(shared) >= FEWEST_SHARED and 2 * len(shared) >= len(title)


def _shared(one: Collection[Hashable], other: Collection[Hashable]) -> float:
    """Return the share of the first words that are among the second."""
    return sum(word in other for word in one) / len(one) if one else 0.0


def _runs(lines: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """Return the runs of so many words in lines."""
    found: set[tuple[str, ...]] = set()
    for line in lines:
        folded = fold(line[:MOST_CHARACTERS]).split()
        found.update(zip(*(folded[start:] for start in range(length)), strict=False))
    return found


def joins(opening: Sequence[str]) -> bool:
    """Return whether folded words begin with the conjunction «و», which is not a part of the first word."""
    return bool(opening) and opening[0].startswith("و") and opening[0] not in _WAW


def marks(before: Sequence[str], titles: Sequence[str], after: Sequence[str]) -> dict[str, float]:
    """Return the marks of a second article, each from 0 to 1.

    Args:
        before: The prose before the heading, the first line of the text first.
        titles: The titles between the heading and the prose.
        after: The prose after them.
    """
    first, rest = after[0], after[1:MOST_LINES]
    opening = fold(first[: 5 * DATELINE]).split()
    lead, last = _named(first), _named(before[-1])
    start = set().union(*map(_named, before[:2]))
    told = set().union(*map(_named, (*before[:MOST_LINES], *before[-MOST_LINES:])))
    later = set().union(*map(_named, rest)) if rest else set()
    title = _named(titles[-1]) if titles else set()
    best = max((_shared(_named(line), lead) for line in titles[-MOST_LINES:]), default=0.0)
    fresh = float(not joins(opening) and not goes_on(first))
    back = min(1.0, sum(word in _BACK for word in opening[:12]) / 2)
    day = float(any(word in _DAYS or word.removeprefix("و") in _DAYS for word in opening[:30]))
    begun = _runs(before[:2], 2)
    return {
        "conjunction": 1.0 - fresh,
        "saying": float(opening[:1] != [] and opening[0] in SAYING),
        "day": day,
        "fresh day": fresh * day,
        "office": min(1.0, sum(word in _OFFICES for word in opening[:30]) / 3),
        "back": back,
        "dateline": float(has_dateline(first) or any(map(has_dateline, titles))),
        "restates": _shared(title, lead),
        "restates one": best,
        "fresh restates": fresh * (1 - back) * best,
        "title later": _shared(title, later),
        "title of these": max(0.0, _shared(title, lead | later) - _shared(title, told)),
        "title told": _shared(title, told),
        "start again": _shared(lead, start),
        "start not last": max(0.0, _shared(lead, start) - _shared(lead, last)),
        "joins last": _shared(lead, last),
        "told": _shared(lead, told),
        "told later": _shared(later, told),
        "told again": min(1.0, 5 * _shared(_runs(after[:MOST_LINES], 3), _runs((*before[:4], *before[-4:]), 3))),
        "lead again": min(1.0, 2 * _shared(_runs([first], 2), begun)),
        "fresh lead again": fresh * min(1.0, 2 * _shared(_runs([first], 2), begun)),
        "was over": float(any(phrase in fold(line) for line in before[-2:] for phrase in _ENDINGS)),
        "long": min(1.0, len(opening) / 40),
        "goes long": min(1.0, len(after) / 6),
        "went long": min(1.0, len(before) / 6),
        "one title": float(len(titles) == 1),
        "no title": float(not titles),
    }


def begins_anew(before: Sequence[str], titles: Sequence[str], after: Sequence[str]) -> bool:
    """Return whether the prose after a heading begins a second article, by its marks; arguments as of `marks`."""
    joined = goes_on(after[0]) or joins(fold(after[0][:DATELINE]).split())
    if joined or len(before) < FEWEST_BEFORE or len(after) < FEWEST_AFTER:
        return False
    return BASE + sum(WEIGHTS[mark] * value for mark, value in marks(before, titles, after).items()) > EDGE
