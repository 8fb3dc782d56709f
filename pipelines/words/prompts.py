"""The grammar of prompts: what a site says to its reader around an article.

A prompt asks the reader to follow, subscribe, download, share, comment or write: a verb that addresses the reader (or
its purpose, «لمتابعة», «للاشتراك») and a thing of the site: its pages, channels, applications, forms, or a network.
A notice states the site's terms: opinions, comments, rights. None of these is a list of phrases; the words are
recognized by their stems and affixes, folded (`pipelines.words.folding`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.words.folding import fold, words

LONGEST_PROMPT = 40
"""Most words of a prompt or a notice."""
LONGEST_CERTAIN = 20
"""Most words of a prompt that is certain between an article's paragraphs."""
LONGEST_CONTROL = 6
"""Most words of a control."""
LONGEST_BAR = 120
"""Most characters of a share bar whose words are run together."""
LONGEST_RIGHTS = 8
"""Most words of a line with the sign of rights inside."""
LONGEST_SHORT = 4
"""Most words of a prompt that opens with a doubtful verb and is certain between paragraphs."""
FEWEST_TERMS = 3
"""Fewest different words of a site's terms in a notice."""
SHARE_OF_TERMS = 4
"""In a notice one word of so many is a word of terms, or more."""

_END = r"(?= |$)"
_US = r"و?(?:نا|ني)"
_OPENERS = (
    r"(?:تابع|راسل|شارك|زور|كلم|واف|حدث)" + _US,
    (
        r"(?:اشترك|انضم|اضغط|انقر|اترك|اضف|زور|راسل|تابع|حمل|شارك|تواصل|سجل|نزل|علق|ارسل|اكتب|صوت|قيم|فعل|احصل|"
        r"انشر)(?:وا|ي)"
    ),
    r"(?:اشترك|انضم|اضغط|انقر|اترك|اضف|تفضل|كن|احصل|ابق|تواصل|انسخ|اطبع|ادخل)",
    (
        r"ل(?:ل)?(?:متابعه|متابعتنا|اشتراك|انضمام|تحميل|تنزيل|تسجيل|مشاركه|تواصل|مراسله|مراسلتنا|اتصال|طباعه|ارسال|تعليق|"
        r"دعم|دعمنا|تصويت|تبرع|الحصول|معرفه|مزيد|وصول|لانضمام)"
    ),
    r"(?:يمكنكم?|بامكانكم?|ندعوكم?|نرحب|يسعدنا|يهمنا|يسرنا)",
    r"لا (?:تنس|تنسوا|تنسي|تفوت|تفوتوا|تتردد|تترددوا)",
    r"(?:اضافه|ترك|كتابه) (?:تعليق|رد)\w*",
    r"(?:join|follow|subscribe|download|share|contact|sign)",
)
_CLICKS = re.compile(
    r"(?:اضغط|انقر|كليك)\w* (?:هنا|الرابط|علي الرابط|الصوره)$"
    r"|(?:^| )(?:ال)?(?:تفاصيل|مزيد|فيديو|صور) (?:من |في )?(?:هنا|هون|ادناه|اسفل|الرابط|التعليقات|اول تعليق)$"
)
"""The end of a line that leads elsewhere, whatever it opens with."""
_GIVING = re.compile(r"(?:ال)?(?:تبرع|تبرعوا|ادعم|ادعموا|ادعمنا|ادعمونا|ساند|ساندوا|ساهم|ساهموا)(?= |$)")
_GIVEN = re.compile(r"(?<= )(?:ال)?(?:صحافه|صحافتنا|اعلام|استقلال\w*|محتوي|محتوانا|عملنا|رسالتنا|الان|تبرع\w*|نشر) ")
"""What a site asks its readers to support."""
_POLL = re.compile(
    r"(?:تصويت|استطلاع|استفتا|استبيان) ?(?:الراي|راي|اليوم|الاسبوع|الشهر|القرا)? "
    r"|سوال (?:اليوم|الاسبوع|الشهر|الحلقه|القرا) "
)
_RIGHTS_SIGN = re.compile(r"\s*(?:(?:©|®|\(c\)) ?(?:19|20)\d\d|حقوق الطبع)", re.IGNORECASE)
_DOUBTFUL_OPENERS = (r"(?:تابع|شارك|حمل|سجل|نزل|علق|ارسل|صوت|قيم|اكتب|متابعه|مشاركه|تغطيه|صفحه|صفحات|حساب|حسابات)",)
_OPENING = re.compile(rf"(?:و|ف)?(?:{'|'.join(_OPENERS)}){_END}")
_DOUBTFUL = re.compile(rf"(?:{'|'.join(_DOUBTFUL_OPENERS)}){_END}")

_NETWORKS = (
    "جوجل غوغل قوقل google فيسبوك فيس facebook تويتر twitter اكس واتساب واتس واتسب whatsapp تلغرام تليغرام "
    "تليجرام تيليجرام "
    "تلجرام telegram يوتيوب youtube انستغرام انستجرام انستقرام instagram سناب سنابشات snapchat ثريدز threads "
    "نبض لينكدان لينكد "
    "linkedin بينتيريست بنترست pinterest ماسنجر messenger تيك تيكتوك tiktok فايبر viber rss ساوند بودكاست vk ok "
    "reddit ايميل "
    "email sms"
)
_NETWORK = rf"(?:و|ب|ل)?(?:{'|'.join(_NETWORKS.split())})"
_THING = (
    rf"(?:{_NETWORK}|(?:و|ب|ل|لل)?(?:ال)?(?:قنا[هت]|صفح[هت]|حساب|حسابات|تطبيق|تطبيقات|مجموع[هت]|نشر[هت]|قوايم|"
    rf"قايم[هت]|خدم[هت]|منص[هت]|منصات|"
    r"قنوات|صفحات|موقع|اشعارات|رابط|بريد|ايميل|هاتف|تعليق|تعليقات|رد|راي|رساله|رسايل|كاتب|محرر|اداره)(?:نا|ك|كم|ا|ي)?|"
    r"(?:اخبار|مواضيع|مقالات|فريق|جديد|عروض)نا|من هنا|(?:اضغط|انقر)\w* هنا|التواصل|الاشتراك|المفضله|المتجر|متجر|"
    r"ستور|بلاي|الاجتماعيه|الاجتماعي|معنا|"
    r"بنا|لنا|عاجل|العاجله|الخبر|المقال|المقاله|التقرير|الماده|القصه|الموضوع|الصفحه)"
)
_THINGS = re.compile(rf"(?<= ){_THING}{_END}")
_OURS = re.compile(
    r"(?<= )(?:و|ب|ل|لل)?(?:قنات|صفحت|حساب|حسابات|تطبيق|مجموعت|نشرت|منصت|منصات|قنوات|صفحات|موقع|اخبار)نا(?= )"
)
_PLACES = re.compile(rf"(?<= )(?:و|ب|ل)?(?:{_NETWORK}|(?:ال)?(?:قنا[هت]|صفح[هت]|تطبيق|حساب)(?:نا)?)(?= )")
_INVITES = re.compile(rf"(?<= )(?:(?:اضغط|انقر|زور|تابع|راسل|اتصل|تواصل)\w*|هنا|\w+{_US})(?= )|(?<= )(?:علي|عبر) \w+ $")
"""What asks the reader in a sentence that opens with its purpose; a report may also tell whom a number serves."""
_HANGING = re.compile(r"(?:علي|عبر|في|من خلال|التالي|التاليه|الاتيه)$")
_SHARE = re.compile(
    rf"(?:{_NETWORK}|شارك|مشاركه|هذا|هذه|علي|عبر|بوك|بوت|اب|آب|توك|شات|ان|x|نسخ|الرابط|طباعه|البريد|الالكتروني|"
    rf"print|copy|link|share|"
    r"com|بواسطه|المشاركه|الخبر|المقال|الموضوع|الصفحه|عن|طريق|plus|كوم|news|نيوز|f|t|g)"
)
_SHARE_RUN = re.compile(
    rf"(?:(?:شارك|مشاركه)(?:هذا)?(?:الخبر|المقال|الموضوع)?(?:علي|عبر)?)?(?:{_NETWORK}|نسخالرابط|طباعه|فيسبوك){{2,20}}"
)
"""A share bar whose words are run together."""
_SHARE_EVIDENCE = re.compile(rf"(?:{_NETWORK}|شارك|مشاركه|المشاركه|share|print|copy|طباعه|الرابط)")
_TERMS = re.compile(
    r"(?:و|ف|ب|ل|لل)?(?:ال)?(?:تعليق\w*|معلق\w*|حقول|الزاميه|بريد\w*|الكتروني\w*|ينشر|تنشر|نشره?|قراء|"
    r"اراء|راي|يعبر|تعبر|"
    r"مسووليه|موقع|صحيفه|اداره|سياسه|خصوصيه|شروط|استخدام|حقوق|محفوظه|ملكيه|اساءه|مسييه|تحتفظ|يحتفظ|بحق|كوكيز|ارتباط|"
    r"كاتبها|كاتبه|اصحابها|اصحابه|بالضروره|وجهه|اقتباس|نقل|اعاده|اذن|حذف|لايقه|خارجه|مقال\w*|وارده|منشوره|متصفح\w*|"
    r"جافا\w*|فيديو|مشاهده|تحديث|احكام|خطي|مسبق|زوار|مشاركات|سب|قذف|كتابها|تلتزم|يلتزم|تتحمل|يتحمل|لن|استطلاع|"
    r"تصويت|ملفات|تعريف|تجربت\w*|محتوي)"
)
_is_term = lru_cache(maxsize=16384)(_TERMS.fullmatch)
_READER = re.compile(
    r"(?<= )(?:و|ب|ل)?(?:راي|تعليق|تعليقات|بريد|هاتف|حساب|متصفح|اصدقاي|جهاز|مشارك[هت]|مقترحات|استفسارات|اشتراك|"
    r"اعجب|صوت|مساهمت)"
    r"(?:ك|كم|كن)(?= )"
)


_COUNTED = re.compile(
    r"(?:\d+ (?:مشاهد\w*|قراه|قراءه|تعليق\w*|مشارك\w*|زيار\w*|اعجاب\w*|views?|comments?|shares?)"
    r"|(?:عدد )?(?:ال)?(?:مشاهدات|تعليقات|مشاركات|زيارات|قراءات) \d+)"
)
_WAYS_BACK = re.compile(
    r"(?:زر )?(?:ال)?(?:عوده|رجوع|ذهاب|صعود) (?:الي|ل)\w* ?\w+(?: \w+)?|(?:الي )?اعلي الصفحه|تكبير الخط|"
    r"تصغير الخط|حجم الخط|"
    r"(?:ارسل|ارسال) (?:الي|ل) ?صديق\w*|(?:ال)?رييسيه \w+(?: \w+){0,3}"
)
_ADVERTISED = re.compile(r"(?:\w+ ){0,4}(?:بعد|اسفل|تحت|عقب) (?:هذا )?(?:ال)?(?:اعلان|فاصل)\w*")


_CONTROL_WORDS = words(
    "طباعه نسخه للطباعه حفظ مشاركه شارك ابلاغ تبليغ بلغ خطا قيم تقييم هذا هذه المقال الخبر الماده الصفحه "
    "تصويت النشره البريديه الرييسيه الرييسية سياسه الخصوصيه الشروط شروط الاستخدام والاحكام الاحكام اتصل بنا "
    "نحن تم نسخ النسخ سجل تسجيل الدخول لاضافه اضافه تعليق تعليقات لا توجد يوجد بعد كن اول يعلق عدد القراات "
    "القراءات المشاهدات مده القراه القراءه دقايق دقيقه دقيقتان رابط مختصر من عن علي الي في او و ثم استمع "
    "ارسال نسخ موافق تقييمك صوره صور فيديو انفوغرافيك الاسم البريد الالكتروني الموقع powered by wordpress"
)
_SURE_CONTROLS = words(
    "للطباعه ابلاغ تبليغ قيم الرييسيه الخصوصيه الاستخدام والاحكام بنا النسخ الدخول تعليق تعليقات يعلق القراات نسخ "
    "تقييمك المشاهدات القراه القراءه مختصر powered البريديه طباعه"
)
_DISCLAIMER = re.compile(
    r"(?:ان |كل |جميع )?(?:هذا |هذه )?(?:ال)?(?:مقال|ماده|مواد|اراء|افكار|تعليق|موضوع|مشارك|راي|مدون)\w*(?: \w+){0,6} "
    r"(?:ي|ت)(?:عبر|مثل|عكس)\w* (?:\w+ ){0,4}(?:راي|اراء|وجهه|موقف|كاتب\w*|اصحاب\w*|صاحب\w*)(?: |$)"
)


def is_disclaimer(folded: str) -> bool:
    """Return whether a folded line leaves an article's opinions to its writer."""
    return len(folded.split()) <= LONGEST_PROMPT and _DISCLAIMER.match(folded) is not None


def is_control(folded: str) -> bool:
    """Return whether a folded line is a count or a control of the page: «120 مشاهدة», «أعلى الصفحة»."""
    found = [word for word in folded.split() if not word.isdigit()]
    if 0 < len(found) <= LONGEST_CONTROL and _CONTROL_WORDS.issuperset(found) and not _SURE_CONTROLS.isdisjoint(found):
        return True
    return _COUNTED.fullmatch(folded) is not None or _WAYS_BACK.fullmatch(folded) is not None


def is_advertised(folded: str) -> bool:
    """Return whether a folded line leads past an advertisement: «يستمر الخبر بعد الإعلان»."""
    return len(folded) <= LONGEST_PROMPT * 2 and _ADVERTISED.fullmatch(folded) is not None


def is_share_bar(folded: str) -> bool:
    """Return whether a folded line holds only a share bar's words, and at least one that only a share bar has."""
    found = folded.split()
    run = folded.replace(" ", "")
    if len(run) <= LONGEST_BAR and _SHARE_RUN.fullmatch(run) and (len(found) < len(run) // 5):
        return True
    return (
        0 < len(found) <= LONGEST_PROMPT
        and all(map(_SHARE.fullmatch, found))
        and any(map(_SHARE_EVIDENCE.fullmatch, found))
    )


def is_poll(line: str) -> bool:
    """Return whether a line asks the readers a question of the site: «تصويت: هل …؟»."""
    folded = fold(line[: LONGEST_PROMPT * 6])
    return line.rstrip().endswith(("؟", "?")) and _POLL.match(f"{folded} ") is not None and ":" in line


def has_rights_sign(line: str) -> bool:
    """Return whether a line opens with the sign of rights, or is short and has it: «© 2024 …»."""
    return _RIGHTS_SIGN.match(line) is not None or ("©" in line and len(line.split()) <= LONGEST_RIGHTS)


def leads_elsewhere(folded: str) -> bool:
    """Return whether a folded line ends with an invitation to click: «لقراءة الوثيقة اضغط هنا»."""
    return len(folded.split()) <= LONGEST_CERTAIN and _CLICKS.search(folded) is not None


def is_prompt(folded: str, *, closed: bool) -> bool:
    """Return whether a folded line asks the reader to follow, subscribe, share, comment or write.

    Args:
        folded: The folded line.
        closed: Whether the line ends with a full stop. A sentence needs a verb that only addresses readers. A step of
            instructions, with another step behind it, is none.
    """
    words = folded.split()
    padded = f" {folded} "
    if not 0 < len(words) <= LONGEST_PROMPT or " ثم " in padded:
        return False
    if not closed and _GIVING.match(folded) and _GIVEN.search(padded):
        return True
    if _OPENING.match(folded):
        rest = padded[padded.index(words[0]) :]
        named = _THINGS.search(rest) is not None or re.fullmatch(rf" \w+{_US} ", padded) is not None
        return named and (not closed or (_addresses(padded) and not folded.startswith("وي")))
    if closed:
        return False
    if _DOUBTFUL.match(folded):
        short = len(words) <= LONGEST_CERTAIN // 2
        hanging = short and len(words) > 1 and _HANGING.search(folded) is not None
        second = re.match(rf"\w+ {_THING}{_END}", folded)
        if hanging or (second is not None and len(words) <= LONGEST_CERTAIN):
            return True
    return len(words) <= LONGEST_CERTAIN and _OURS.search(padded) is not None and _PLACES.search(padded) is not None


def is_certain_prompt(folded: str) -> bool:
    """Return whether a prompt is one wherever it stands: it opens with a verb to the reader, and names its place."""
    padded = f" {folded} "
    if leads_elsewhere(folded):
        return True
    words = len(folded.split())
    short = words <= LONGEST_SHORT and _DOUBTFUL.match(folded) is not None
    if words > LONGEST_CERTAIN or not (short or _OPENING.match(folded)):
        return False
    if folded.startswith("لل") or re.match(rf"ل(?!ا )\w+{_END}", folded):
        return _OURS.search(padded) is not None or _INVITES.search(padded) is not None
    return _OURS.search(padded) is not None or _PLACES.search(padded) is not None


def _addresses(padded: str) -> bool:
    """Return whether a sentence names something of the site or of the reader."""
    ours = _OURS.search(padded) or _READER.search(padded) or re.match(rf" (?:\w+{_US})(?= )", padded)
    return ours is not None or _PLACES.search(padded) is not None


def is_notice(folded: str) -> bool:
    """Return whether a folded line states a site's terms: many of its words speak of comments, opinions, rights."""
    words = folded.split()
    if not 0 < len(words) <= 2 * LONGEST_PROMPT:
        return False
    terms = set(filter(_is_term, words))
    return len(terms) >= FEWEST_TERMS and SHARE_OF_TERMS * len(terms) >= len(words)


def asks_reader(folded: str) -> bool:
    """Return whether a folded line speaks of the reader's opinion, address or device."""
    return _READER.search(f" {folded} ") is not None
