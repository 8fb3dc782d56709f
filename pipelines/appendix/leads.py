"""How the first paragraph of an article begins, and how a paragraph in an article's middle begins.

A lead may open with its dateline and tells its facts from the beginning. A paragraph in the middle joins what stands
before it (`is_inner`): by a conjunction or a particle, by a pronoun, by a word for its own place in the text («من جهة
أخرى», «في سياق متصل», «بعد ذلك»), or it goes on with somebody's speech.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.appendix.kinds import goes_on, is_bulleted
from pipelines.words.agencies import AGENCIES
from pipelines.words.folding import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

DATELINE = 60
"""Characters at the beginning of a paragraph in which its dateline is looked for."""
LONGEST_PLACE = 4
"""Most words of a dateline's place."""
FEWEST_SHARED = 3
"""Fewest words that a lead shares with a title that it restates."""
_DATELINE_PARTS = re.compile("[-–—/()]+")
_SLASH_DASH = re.compile("[^-–—/]{2,30}/ ?[-–—]")
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
_INNER = words(
    "لكن غير الا اما ثم بل حيث كما هذا هذه ذلك تلك هولا هو هي هم هما انه انها انهم انا نحن اننا انني لذلك لذا كذلك "
    "لهذا هكذا هنا هناك اذ اذا بيد فيما بينما بدوره بدورها يذكر يشار تجدر جدير الجدير اولا ثانيا ثالثا رابعا خامسا "
    "ايضا لان لانه حتى مع ان فقط فقد فان فانه فانها فلا فلم فهو فهي فهذا فهل فلن فاذا"
)
"""First words that a paragraph has because of the one before it: particles and pronouns."""
_PREPOSITIONS = words("من في علي الي عن ب")
_PLACES_IN_TEXT = words(
    "جهه جانب جانبه جانبها جانبهم جهته جهتها جهتهم ناحيه ناحيته ناحيتها الجهه الجانب الناحيه صعيد الصعيد سياق السياق "
    "غضون مقابل المقابل اثنا الاثنا اطار الاطار شان الشان موازاه الموازاه ذلك هذا هذه تلك البدايه المجمل النهايه "
    "ختام الختام هنا وقت الوقت حين"
)
"""Words that name, behind a preposition, where in its text a paragraph stands."""
_ADVERB = re.compile("[\\w\u064b]{3,}يا[\u064b]? ?،")
"""«سياسيا، …»: the field of what follows, and so another field of what was told."""
_SPEECH = re.compile("[\"«“”'][^\"»“”']{40,}|[-–—*]")
"""Speech that goes on; in shorter quotation marks stands a name."""


def has_dateline(line: str) -> bool:
    """Return whether a line opens with a dateline: «القدس - رويترز»."""
    head = line[:DATELINE]
    if _SLASH_DASH.match(head):
        return True
    place, *parts = _DATELINE_PARTS.split(head)
    return 0 < len(place.split()) <= LONGEST_PLACE and any(fold(part) in AGENCIES for part in parts[:2])


def shares_most(title: set[str], lead: set[str]) -> bool:
    """Return whether a lead has at least half of a title's words, and `FEWEST_SHARED` of them."""
    shared = title & lead
    return len(shared) >= FEWEST_SHARED and 2 * len(shared) >= len(title)


def joins(opening: Sequence[str]) -> bool:
    """Return whether folded words begin with the conjunction «و», which is not a part of the first word."""
    return bool(opening) and opening[0].startswith("و") and opening[0] not in _WAW


def is_inner(line: str) -> bool:
    """Return whether a paragraph shows by its beginning that it stands in the middle of a text."""
    opening = fold(line[: 2 * DATELINE]).split()
    if not opening or goes_on(line) or joins(opening) or is_bulleted(line) or _SPEECH.match(line):
        return not has_dateline(line)
    if opening[0] in _INNER or _ADVERB.match(line):
        return True
    second = opening[1] if len(opening) > 1 else ""
    return second in ("ذلك", "هذا") or (opening[0] in _PREPOSITIONS and second in _PLACES_IN_TEXT)
