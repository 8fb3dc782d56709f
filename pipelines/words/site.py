"""The vocabulary of sites: the words in which a site speaks of itself, its pages and its reader.

A prompt, a control, a notice, a label is made of few kinds of words: the reader's («بريدك», «يصلكم»), the site's own
(«موقعنا»), what a page consists of (an article, a comment, a link), what one does with it (copy, print, share), what it
allows, and where else the site is found. An article's line holds other words as well. So no phrase is known here; a
line is judged by the share of such words (`voice_of`).

Words are stems in the spelling of outlets, folded once; the affixes that Arabic gives them are taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.words.folding import fold, words
from pipelines.words.months import MONTHS

_SITE = words(
    fold(
        """
        خبر أخبار مقال مقالة موضوع مواضيع مادة مواد تقرير تقارير قصة قصص محتوى صفحة صفحات موقع بوابة مدونة منتدى
        جريدة صحيفة مجلة قناة قنوات شبكة منصة منصات وكالة نسخة عدد رسالة رسائل هاتف جوال رقم رقمي رمز كود قائمة
        قوائم أرشيف قسم أقسام باب زاوية تصنيف تصنيفات مصنف علامات رد ردود رأي آراء مشاركة مشاركات مشاهدة قراءة
        زيارة زوار قراء قارئ جمهور متابع متابعة متابعين صديق أصدقاء عضو عضوية أعضاء تسجيل دخول كلمة مرور اسم حقل
        حقول حرف أحرف حروف إرسال نشر حفظ تحميل تنزيل تكبير تصغير خط حجم عرض حذف تعديل تحديث إضافة إهداء خطأ
        أخطاء إملائي لائق تصحيح ملاحظة ملاحظات مقترح مقترحات اقتراح اقتراحات استفسار استفسارات شكوى تواصل اتصال
        مراسلة إدارة تحرير محرر محررين هيئة فريق أسرة مشرف كاتب كتاب صاحب أصحاب مسؤولية مسؤول حق حقوق ملكية
        فكرية نقل إعادة إذن موافقة خطي مسبق كتابي مصدر سياسة توجه وجهة نظر موقف شروط أحكام التزام آداب حوار
        إساءة شخص أشخاص مقدسات خدمة خدمات ملف ملفات تعريف ارتباط تجربة تصفح معلن راع رعاية شريك دعم تصويت
        استطلاع استفتاء استبيان تقييم نجوم مفضلة بث مباشر حي تردد متجر شراء مجانا مجاني مجانية حصري حصرية عاجل
        عاجلة يومي يومية أسبوعية أسبوعي صباحية مسائية جديد أحدث حديثة آخر أهم كل كافة جميع مزيد كامل كاملة نص
        أصل أصلي لغة صوت صوتي آلي فيديو فيديوهات صورة صور ألبوم بودكاست حلقة حلقات تاريخ مدة وقت دقيقة دقائق
        دقيقتان ساعة توقيت رئيسية تال تالي سابق سابقة تالية بداية أعلى أسفل أدناه عودة رجوع ذهاب انتقال تخطي بحث
        سؤال استمع استماع تفعيل جافا سكريبت عنوان عناوين لوحة جهاز شاشة وضع ليلي مظلم مختصر مختصرة مشغل عذرا
        تعذر ورقية ورقي إلكتروني إلكترونية طبعة مطبوعة إيداع رخصة ترخيص ضيف شعور تفاعل غاضب حزين سعيد أحببت أعجب
        أعجبني مفيد ممول مدفوع إعلان إعلانات تسويق عضويات باقة باقات مشترك مشتركين اشتراك إلغاء بقية باقي تبقى
        يتم تم يرجى الرجاء نرجو برجاء متاح متوفر متاحة متوفرة ملحق مشار مطلوب إلزامية إلزامي ضروري بالضرورة فقط
        معلومة معلومات نود نرحب نستخدم تستخدم باستخدام باستمرار استمرار توافق موافق وافق قبول رفض سماح يسمح يمنع
        يحظر يجوز يتطلب يعبر تعبر يمثل تمثل يعكس تعكس يتحمل تتحمل مستجدات نبض جرس تغطية تفاصيل لحظة أول بأول تلق
        ذكر استعمال مواعيد اطلاع معاينة هوية زائر إظهار إخفاء إغلاق توسيع تشغيل إيقاف تفضيلات إعدادات مسجل إشارة
        جزء بات منع مطبوع سجل قيم حمل نزل شارك تابع اشترك انضم أرسل علق استمر أكمل استكمل واصل تابعي خاصية مغلق
        معطل خريطة جاري ترجمة مترجم نعتذر تمت مرة مرات
        """
    )
)
"""Stems of words that sites write, and articles too."""
_SURE = words(
    fold(
        """
        تعليق تعليقات معلق معلقين رابط روابط نشرة نشرات بريد بريدي ايميل إيميل إشعار إشعارات تنبيهات تطبيق
        تطبيقات متصفح متصفحات كوكيز خصوصية محفوظة مفتاحية دلالية وسم وسوم تاغ تاجات هاشتاغ طباعة نسخ اقتباس
        مشاهدات قراءات زيارات حساب حسابات جوجل غوغل قوقل فيسبوك فيس بوك تويتر إكس واتساب واتس تلغرام تليغرام
        تليجرام تيليجرام تلكرام تيليغرام يوتيوب انستغرام إنستغرام انستجرام انستقرام سناب سنابشات ثريدز لينكد
        لينكدإن ماسنجر تيك توك أندرويد آيفون google facebook twitter whatsapp telegram youtube instagram tiktok
        linkedin share print copy email pdf app store play comments comment tags follow subscribe newsletter
        partager commentaires tweet login
        """
    )
)
"""Stems of words that sites write much more often than articles."""
_ADDRESS = words(
    fold(
        """
        تابعوا تابعنا تابعونا شاركوا شاركنا شاركونا شاركه شاركها اشتركوا انضموا حملوا نزلوا سجلوا زوروا زورونا
        راسلوا راسلونا راسلنا اتصلوا ابعثوا أرسلوا اكتبوا اكتب اكتبي علقوا صوتوا قيموا اضغط اضغطوا انقر انقروا
        ادعم ادعموا ادعمونا تبرعوا فعلوا احصل احصلوا اختر اطلب اطلبوا ترقبوا انتظرونا استمعوا شاهدوا اقرأ اقرؤوا
        تصفحوا تصفح اترك اتركوا أضف أضيفوا أدخل انشر انسخ اطبع احفظ أبلغ أبلغنا بلغ أخبرنا أخبرونا كن كونوا ابق
        ابقوا تنس تنسوا تفوت تفوتوا تدع تدعوا تتردد تترددوا تبخل ساعدنا ساعدونا وافونا حدثونا لنا معنا بنا إلينا
        ضع حدد أظهر أخف هنا تعرف رأيك تعليقك خليك خليكم تلق تلقوا اتصل
        """
    )
)
"""Folded words that ask the reader to do something. «شارك», which reports have as well, is among the common ones."""
_SURE_STEMS = _SURE | {word.removesuffix("ه") for word in _SURE}
_KNOWN = _SURE_STEMS | _SITE | {word.removesuffix("ه") for word in _SITE}
"""The stems, with and without their ending."""
_PLAIN = words(
    fold(
        """
        من في على عن إلى مع أو و ثم أن إن ما لا لم لن قد هل هو هي هذا هذه ذلك تلك الذي التي كل عبر عند قبل بعد
        بين دون غير خلال لدى حتى كما أي أية إذا كي لكي به بها له لها فيه فيها منه منها عليه عليها كان كنت تكون
        يكون سوف بل نعم أيضا السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة نحن أنت أنتم ماذا كيف أين متى
        ليس الآن تحت تجاه حول بشأن ع by of on and the to in for or this us our powered with sur le la les de via
        """
    )
)
"""Words that neither speak for a site nor against it."""
_OPENINGS = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "ول", "وب", "ولل", "وبال", "س")
_ENDINGS = ("", "ا", "ه", "ات", "ين", "ون", "ان", "يه", "ي", "ها", "هم", "هما")
_OBJECTS = ("", "ه", "ها", "لنا")
_OWNED = ("نا", "تنا", "اتنا", "ينا", "ونا")
_READERS = ("ك", "تك", "اتك", "كم", "تكم", "اتكم", "كن", "يك", "ايك", "وك")
_FEWEST = 2
"""Fewest letters of a stem."""
_REACHING = words(
    "يصل تصل يهم تهم يعجب تعجب يفوت تفوت يساعد تساعد يود ادخل يمكن ل ب علي الي مع عند من يفيد ينفع لدي راي اسم "
    "دعم هاتف جهاز اصدقا اصدقاي صوت شعور"
)
"""What the reader's pronoun is attached to, beside the words of sites."""
FEWEST_END = 2
"""Least weight of a site's line at a text's end."""
SHARE_END = 3
"""So many of five of its words are a site's."""
MOST_CHANCE = 3
"""Most words of a site that a line without any sure one has by chance."""
FEWEST_SENTENCE = 4
"""Fewest words of a site in a sentence of its terms."""
SHARE_SENTENCE = 7
"""So many of ten of its words are a site's."""
FEWEST_CERTAIN = 4
"""Least weight of a site's line between paragraphs."""
FEWEST_WHOLE = 3
"""Least weight of such a line that holds no other words."""
SHARE_CERTAIN = 3
"""So many of four of its words are a site's."""
LONGEST_LABEL = 3
"""Most words of a label."""
FEWEST_TERMS = 2
"""Fewest words of terms in such a sentence."""
_TERMS = re.compile(
    r"(?:و|ف|ب|ل|لل)?(?:ال)?(?:[يت]سمح|[يت]منع|[يت]حظر|[يت]جوز|حقوق|حقوقه|اذن|موافقه|مسبقه?|خطيه?|[يت]عبر|[يت]مثل|[يت]عكس|"
    r"مسووليه|مسوول|خصوصيه|سياسه|شروط|احكام|استخدام|محفوظه|ملكيه|نقل|نسخ|اقتباس|نشره?|راي|اراء|وجهه|توافق|[يت]تحمل|ضروره|"
    r"تعليقات?|اداره|اساءه|محتوي|كوكيز|ارتباط)(?:ها|هم|ه|نا|ك|كم)?"
)
"""Words of what a site allows and answers for."""
_FACTS = words("العنوان عنوان الهاتف هاتف الموقع الوقت التاريخ المده السوال سوال السن الاسم")
"""Labels of facts that articles list as well."""
_GOING_ON = re.compile(r"(?:من|في|علي|الي|عن|عبر|ضمن|حيث|بعد|قبل|حتي) ")
"""Openings of a line that a sentence before it goes on with."""
_OFFICE = re.compile(r"(?:كاتب|كاتبه|محرر|محرره|رييس|مدير|مراسل|خدمه) ")
"""Openings of a writer's office or a service's credit, which stand below an article."""
_LONGEST = 16
"""Most letters of a word of a site."""


@dataclass(frozen=True)
class Voice:
    """How a line sounds, by its words."""

    addresses: int
    """Words that address the reader, or that name the site as the speaker."""
    sure: int
    """Words that sites write much more often than articles."""
    common: int
    """Words that both write."""
    foreign: int
    """Words that are not a site's."""

    @property
    def own(self) -> int:
        """Words of a site."""
        return self.addresses + self.sure + self.common

    @property
    def weight(self) -> int:
        """Words of a site; those that articles seldom have count twice."""
        return 2 * (self.addresses + self.sure) + self.common


@lru_cache(maxsize=16384)
def _part_of(word: str) -> str:
    """Return "a" for a word to the reader or of the speaking site, "s" and "c" for a site's, "x" for others, or ""."""
    if word in _PLAIN or word in MONTHS or not word.strip("0123456789٠١٢٣٤٥٦٧٨٩"):
        return ""
    bare = word[1:] if word[0] in "وف" else word
    if word in _ADDRESS or not _ADDRESS.isdisjoint(bare.removesuffix(ending) for ending in _OBJECTS):
        return "a"
    if len(word) > _LONGEST:
        return "x"
    found = "x"
    for opening in _OPENINGS:
        if not word.startswith(opening):
            continue
        rest = word[len(opening) :]
        found = min(found, _with_endings(rest), key="ascx".index)
    return found


def _with_endings(rest: str) -> str:
    """Return the part of a word whose conjunction, preposition and article were taken off."""
    for ending in (*_OWNED, *_READERS):
        stem = rest[: len(rest) - len(ending)]
        if rest.endswith(ending) and (_is_site(stem) or stem in _REACHING):
            return "a"
    for ending in _ENDINGS:
        stem = rest[: len(rest) - len(ending)]
        if rest.endswith(ending) and len(stem) >= _FEWEST and stem in _SURE_STEMS:
            return "s"
    return (
        "c" if any(rest.endswith(ending) and _is_site(rest[: len(rest) - len(ending)]) for ending in _ENDINGS) else "x"
    )


def _is_site(stem: str) -> bool:
    return len(stem) >= _FEWEST and stem in _KNOWN


def _joins(folded: str) -> bool:
    """Return whether a folded line opens with the conjunction, as paragraphs do; «وسوم» only looks so."""
    first = folded.partition(" ")[0]
    return first.startswith("و") and not any(_is_site(first.removesuffix(ending)) for ending in _ENDINGS)


def voice_of(folded: str) -> Voice:
    """Return how a folded line sounds."""
    parts = "".join(map(_part_of, folded.split()))
    return Voice(parts.count("a"), parts.count("s"), parts.count("c"), parts.count("x"))


def _is_articles(folded: str) -> bool:
    """Return whether a line goes on with the article, gives a step of instructions, or names its writer's office."""
    office = _OFFICE.match(folded) is not None and voice_of(folded).addresses == 0
    return office or _joins(folded) or " ثم " in folded


def is_site_line(folded: str) -> bool:
    """Return whether a folded line without a full stop, at the end of a text, is a site's by its words."""
    voice = voice_of(" ".join(dict.fromkeys(folded.split())))
    spoken = voice.addresses + voice.sure > 0 or voice.common > MOST_CHANCE or (voice.foreign == 0 and " " in folded)
    numbered = any(word.isdigit() for word in folded.split())
    enough = voice.weight + numbered >= FEWEST_END and voice.own * 5 >= SHARE_END * (voice.own + voice.foreign)
    return spoken and enough and not _is_articles(folded)


def is_site_label(folded: str) -> bool:
    """Return whether a folded label names a part of a page: «القسم», «رمز الخبر»."""
    voice = voice_of(folded)
    short = folded.count(" ") < LONGEST_LABEL
    alone = voice.own > 0 and voice.foreign == voice.addresses == 0 and folded not in _FACTS
    return alone and short and not _is_articles(f"{folded} ")


def is_site_sentence(folded: str) -> bool:
    """Return whether a folded sentence states a site's terms by nearly all its words."""
    voice = voice_of(folded)
    if voice.own < FEWEST_SENTENCE or voice.own * 10 < SHARE_SENTENCE * (voice.own + voice.foreign):
        return False
    terms = sum(_TERMS.fullmatch(word) is not None for word in folded.split())
    return terms >= FEWEST_TERMS and not _is_articles(folded)


def is_invitation(folded: str) -> bool:
    """Return whether folded words behind a question or a call ask the reader to write, to share, to follow."""
    voice = voice_of(folded)
    return voice.addresses > 0 and voice.foreign == 0


def is_certain_line(folded: str, *, marked: bool) -> bool:
    """Return whether a folded line without a full stop is a site's wherever it stands.

    It addresses the reader, or all its words are a site's. Two words may be a sub-heading.

    Args:
        folded: The folded line.
        marked: Whether the line has a number, a colon or an address, as sub-headings have not.
    """
    voice = voice_of(folded)
    twice = voice.addresses > 1 and voice.own * 3 >= 2 * (voice.own + voice.foreign)
    most = twice or voice.own * 4 >= SHARE_CERTAIN * (voice.own + voice.foreign)
    spoken = (voice.addresses > 0 or voice.sure > 1) and voice.weight >= FEWEST_CERTAIN
    whole = marked and voice.foreign == 0 and voice.weight >= FEWEST_WHOLE and not _GOING_ON.match(folded)
    long = marked or folded.count(" ") > 1
    return most and long and (spoken or whole) and not _is_articles(folded)
