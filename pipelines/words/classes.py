"""Classes of the words that make headings and prompts, by their morphology.

A class is a set of stems with the affixes that Arabic gives them: conjunction, preposition, article, number, gender,
person and pronoun. So a heading's grammar (`pipelines.words.grammar`) need not know a phrase to recognize it. Stems
are written in folded letters (`pipelines.words.folding`). A word that belongs to no class is `OTHER`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.words.folding import fold

OTHER = "x"
"""A word of no class."""


_IMPERATIVE = r"(?:ي|وا|و|ن|ا)?"
_SOUND = r"(?:ه|ات|ان|ين|ون|تان|تين)?"
_PRONOUN = r"(?:ك|كم|كما|نا|ه|ها|هم)?"
_MASDAR = "قراه|قراءه|مطالعه|مشاهده|متابعه|تصفح|اطلاع|مراجعه|معرفه|استماع|مواصله|استكمال|تعرف|اكتشاف|توسع|رويه|الاطلاع"

_CLASSES: tuple[tuple[str, str], ...] = (
    # v: a verb of reading, seeing, following: «اقرأ», «اقرئي», «اقرؤوا», «شاهدوا», «تصفّح»
    (
        "v",
        r"[وف]?(?:ا?قرا|ا?قراي|ا?قريي|اقر[او]?وا|اقرو|"
        r"(?:شاهد|طالع|تابع|تصفح|راجع|انظر|اطلع|اكتشف|تعرف|استمع|اسمع|اكمل|واصل|استكمل|شوف|القوا|الق)"
        + _IMPERATIVE
        + r")",
    ),
    # r: what the reader did: «هل قرأت …», «أن تقرأ»
    # and what others do: «يقرؤون الآن», «يتصفح القراء»
    (
        "r",
        (
            r"(?:قرات|شاهدت|تابعت|طالعت|قراتم|شاهدتم)|"
            r"[يت](?:قرا|قرو|شاهد|تابع|طالع|تصفح|تعرف|طلع|قراوا|شاهدوا)(?:ون)?(?:ه|ها)?"
        ),
    ),
    # t: the purpose of reading: «لقراءة», «للاطلاع», «وللمشاهدة»
    ("t", rf"[وف]?ل(?:ل)?(?:{_MASDAR}|تفاصيل|تفصيل)"),
    # g: reading as a noun: «القراءة», «بمشاهدة»
    ("g", rf"[وف]?ب?(?:ال)?(?:{_MASDAR})"),
    # w: more: «المزيد», «للمزيد», «ولمزيد»
    ("w", r"[وف]?(?:ل|لل|ال|بال|ب)?مزيدا?"),
    # a: also, further, in full
    (
        "a",
        (
            r"[وف]?(?:ايضا|ايضن|كذلك|اكثر|هنا|هناك|الان|كاملا?|كامله|الكامل|الكامله|(?:ال|بال)?تفاصيل|ادناه|تاليا|"
            r"التاليه?)"
        ),
    ),
    # s, u: the most … «الأكثر قراءة»
    ("s", r"[وف]?(?:ال)(?:اكثر|اعلي|اوسع)"),
    # k: what was published: «آخر ما نشر»
    ("k", r"(?:نشر|ينشر|نشرنا|كتب|قيل)"),
    (
        "u",
        (
            r"تداولا|شيوعا|تصفحا|رواجا|تفاعلا|تعليقا|مشاركه|زياره|اقبالا|انتشارا|بحثا|استماعا|اهتماما|شعبيه|تحميلا|مبيعا|"
            r"قراءه|قراه|مشاهده|متابعه|مطالعه|جدلا|تاثيرا|اعجابا|ارسالا|طباعه|نقاشا"
        ),
    ),
    # m: to interest, to escape notice, to advise: «قد يهمّك», «لا يفوتكم», «ننصحك», «اخترنا لكم»
    (
        "m",
        (
            r"[وف]?(?:س?[يت](?:هم|عجب|فوت|فيد|ثير|عني|ناسب|روق|نفع)(?:ك|كم|كن|كما)|تفوتو?ا?|فات(?:ك|كم)|"
            r"ننصح(?:ك|كم)?|نرشح|نقترح|نوصي(?:ك|كم)?|اخترنا(?:ه|ها)?|انتقينا(?:ه|ها)?|رشحنا|نختار|يروق|ينال|تود|تودون|"
            r"س?تجد(?:ون|وا)?)"
        ),
    ),
    ("y", r"(?:ل|علي|الي|ب)(?:ك|كم|كن)|(?:ال)?اهتمام(?:ك|كم)|اعجاب(?:ك|كم)|نظر(?:ك|كم)|انتباه(?:ك|كم)|للقاري|للقراء"),
    # q: openings of a question, a chance or a prohibition
    ("q", r"[وف]?(?:قد|ربما|لعل|هل|يمكن(?:ك|كم)|تستطيع|بامكان(?:ك|كم)|بالامكان|لا|لم|ان|ما|كي|حتي|كما|مما|وقد)"),
    # z, e: «ذات صلة», «ذو علاقة», «على صلة»
    ("z", r"[وف]?(?:ذات|ذو|ذي|ذوات|ذوي)"),
    ("e", r"(?:ال|ب|بال|وال|و)?(?:صله|علاقه|ارتباط|صلات)"),
    # h: what was chosen: «مختارات», «ترشيحاتنا»
    ("h", r"[وف]?(?:ال)?(?:مختارات|ترشيحات|اختيارات|توصيات|مقترحات|اقتراحات|منتقيات|متعلقات)" + _PRONOUN),
    # l: related, alike, other, chosen
    (
        "l",
        r"[وف]?(?:ال)?(?:متعلق|مشابه|متشابه|مرتبط|مترابط|مماثل|شبيه|متصل|مقترح|مختار|منتقا|منتقي|اضافي|موصي|موصا|"
        r"مقارب|مثيل|مرشح|ملحق|مرافق)" + _SOUND,
    ),
    # i: other, further. «قصص أخرى» may be a sub-heading
    ("i", r"[وف]?(?:ال)?(?:اخري|اخريات|اخرون|اخرين|سابقه?|مهمه?|قريبه?|ساخنه|منوعه|متنوعه)"),
    # j: «أحدث», «آخر»: new pieces
    ("j", r"[وف]?(?:ال)?(?:احدث|جديد|مستجدات|ابرز|اهم)|[وف]?اخر"),
    # n: pieces: «روابط», «الموضوعات», «خبران», «مقالتان»
    (
        "n",
        r"[وف]?(?:ال|بال|لل|ب|ل)?(?:رابط|روابط|موضوع|مواضيع|خبر|اخبار|مقال|تقرير|تقارير|ماده|مواد|قصه|قصص|قراات|"
        r"ملف|فيديو|فيديوه|صوره|صور|عنوان|عناوين|منشور|تدوين|تغطيه|تغطي|تحليل|حوار|مقابل|مقطع|مقاطع|حلق|محتوي|محتوا|"
        r"مطالع|كتاب(?=ات)|بودكاست|البوم|انفوغراف|انفوجراف|انفوجرافيك|انفوغرافيك|وصل|مشارك|احداث|متابع|نصوص|دراس|تحقيق|انباء|نبا|ريبورتاج)"
        + _SOUND
        + _PRONOUN,
    ),
    # d: this, the same, the rest
    ("d", r"[وف]?(?:ب|ل)?(?:هذا|هذه|نفس|ذاته|ذاتها|نفسه|نفسها|ذلك|تلك|كل|بقيه|باقي|جميع|كافه|سائر|عين)"),
    # o: where pieces come from: the same section, writer, site
    (
        "o",
        r"(?:ال|بال|لل|ل|ب)?(?:سياق|قسم|كاتب|موقع|شان|اطار|صدد|باب|مجال|قضيه|حدث|مولف|عدد|اسبوع|يوم|شهر|محرر|قرا|"
        r"زوار|تصنيف|سلسله|زاويه|صحيفه|جريده|شبكه|منصه|وكاله|قناه)"
        + _PRONOUN
        + r"|(?:موقع|صحيفت|جريدت|شبكت|منصت|منصات|قنات|ارشيف)نا",
    ),
    # p: «من», «على», «حول»: a preposition
    ("p", r"[وف]?(?:من|في|علي|عن|حول|الي|عبر|ضمن|تحت|مع|بشان|بخصوص|لدي|بقلم|بين)"),
)
"""Each class: its letter, and the folded words that belong to it. The first that has a word takes it."""

_PATTERN = re.compile("|".join(f"(?P<{letter}>{pattern})" for letter, pattern in _CLASSES))
_LONGEST = 16
"""Most letters of a word of a class."""
_ENGLISH = {
    **dict.fromkeys(("read", "see", "watch", "view"), "v"),
    **dict.fromkeys(("also", "here"), "a"),
    "more": "w",
    **dict.fromkeys(("related", "similar", "recommended", "suggested"), "l"),
    **dict.fromkeys(
        ("articles", "article", "posts", "post", "stories", "story", "topics", "links", "news", "content"), "n"
    ),
    **dict.fromkeys(("you", "may", "might"), "q"),
    **dict.fromkeys(("like", "interest"), "m"),
    "most": "s",
    **dict.fromkeys(("viewed", "popular", "shared", "commented"), "u"),
    **dict.fromkeys(("latest", "new"), "j"),
    **dict.fromkeys(("on", "from", "about", "in", "for"), "p"),
}


@lru_cache(maxsize=16384)
def class_of(word: str) -> str:
    """Return the letter of the class that a folded word belongs to."""
    if len(word) > _LONGEST:
        return OTHER
    if word in _ENGLISH:
        return _ENGLISH[word]
    found = _PATTERN.fullmatch(word)
    return found.lastgroup or OTHER if found else OTHER


def classes_of(words: list[str]) -> str:
    """Return the classes of folded words, a letter each."""
    return "".join(map(class_of, words))


def classes_in(line: str) -> str:
    """Return the classes of a line's words; numbers are left out."""
    return classes_of([word for word in fold(line).split() if not word.isdigit()])
