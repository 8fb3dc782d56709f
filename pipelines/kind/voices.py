"""Recognizes who speaks in a text: an institution about itself, a shop, a counter of results, or one reporter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.words.folding import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEWEST_OWN = 2
"""Fewest different words in which an institution names what is its own; one is enough if it addresses its reader."""
FEWEST_ADDRESSED = 3
"""Fewest different words that address the reader in a text of rules for the reader."""
MOST_OF_VOICE = 3_000
"""Most characters of a text whose voice is an institution's; interviews and speeches are longer."""
FEWEST_WAYS = 2
"""Fewest ways to reach an institution that a page of contacts gives."""
FEWEST_OF_WORK = 2
"""Fewest different phrases of an offer of work."""
FEWEST_OF_LIFE = 2
"""Fewest different phrases of a person's life."""
FEWEST_LABELS = 2
"""Fewest different labels of a service."""
FEWEST_OFFERS = 2
"""Fewest different words of a shop."""
MOST_OF_INTRODUCTION = 500
"""Most characters of a text that introduces the page; reports on a service are longer."""
FEWEST_CALLS = 2
"""Fewest different imperatives to the reader."""
CONTINUED = 0.25
"""Least share of the paragraphs after the first that continue the one before: teasers and entries stand alone."""

_OWN_NOUNS = fold(
    "رؤيت رسالت خدمات اهداف هدف موقع قيم شركت فريق منتجات مؤسست زوار قراء عملاء عملائ صحيفت قنات وكالت شبكت تطبيق"
    " مشاريع متجر مجلت مدونت عيادت مركز خبرات شركاء مهمت قصت مقر محررو نشرت باقات عروض فروع مكاتب منصت"
).split()
_OWN = frozenset(f"{join}{word}" for noun in _OWN_NOUNS for word in (fold(f"{noun}نا"),) for join in ("", "ل", "ب"))
"""Words in which an institution names what is its own: nouns with the suffix of the first person plural."""
_OFFERED = frozenset(
    fold("نقدم نوفر نحرص نلتزم يسعدنا يسرنا نتشرف نرحب نستقبل نحترم راسلونا تواصلوا اتصلوا زورونا نعدكم").split()
)
"""Words in which an institution offers itself."""
_ADDRESSED = re.compile(r"(?!\w*(?:حكم|حاكم|راكم)\b)\w{3,}كم\b")
"""A word with the suffix of the reader, in the plural of courtesy."""
_OURS = re.compile(r"(?!أحيانا)\b(?:\w{2,}|ع|ب|ل)نا\b")
_LIFE = re.compile(
    r"مواليد|حاصله? علي|تخرجت? (?:في|من)|درست? في|درست? ال|شغلت? (?:منصب|عده|مناصب)|عضو (?:في|مجلس)|صدرت? (?:له|لها)"
    r"|(?:نال|نالت|حاز|حازت) (?:علي )?(?:جائزه|جايزه|عده|درجه)|له عده|لها عده|متزوجه? و|يشغل (?:حاليا|منصب)"
)
"""What the life of a person on its own page is told with."""
_SERVICE = re.compile(
    r"(?:ال)?(?:شروط|متطلبات|رسوم|خطوات|اجراات|مستندات|وثايق|مده|قنوات|فيه|ساعات|موعد|طريقه)"
    r"(?: (?:ال)?(?:خدمه|مطلوبه|تقديم|انجاز|مستهدفه|حصول|تسجيل|طلب|علي|في|عمل)){1,4}"
    r"|ال(?:شروط|متطلبات|رسوم|مستندات)"
)
"""Labels of the parts of a service's page."""
PRICE = re.compile(
    r"(?:(?:ال)?سعر\s?:?\s?)?[\d\u0660-\u0669][\d\u0660-\u0669.,٬٫]{0,12}\s?"
    r"(?:ريال|ريالا|دينار|دينارا|درهم|درهما|جنيه|جنيها|ليرة|دولار|دولارا|ر\.?\s?س\.?|د\.?\s?إ\.?|ج\.?\s?م\.?|SAR|AED|EGP|JOD|KWD|USD|\$|€)"
    r"(?: شامل \S{1,12})?",
)
"""A line that is a price."""
_CART = frozenset(
    map(fold, ("أضف إلى السلة", "أضف للسلة", "إضافة إلى السلة", "إضافة للسلة", "اشتر الآن", "اطلب الآن", "احجز الآن"))
)
_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[\w.+-]+@[\w-]+\.\w+",
        r"(?:هاتف|تلفون|تليفون|فاكس|جوال|موبايل|واتس ?[اآ]ب|رقم الاتصال)[^\n]{0,20}?[\d\u0660-\u0669]",
        r"(?<![\d.,])\+?[\d\u0660-\u0669][\d\u0660-\u0669 ()-]{7,16}[\d\u0660-\u0669](?![\d.,])",
        r"ص\s?\.?\s?ب\s?[.:]?\s?[\d\u0660-\u0669]|صندوق (?:ال)?بريد",
        r"(?:^|\n)\s*(?:العنوان|عنواننا|البريد الإلكتروني|ساعات العمل|ساعات الدوام|أوقات العمل|مواعيد العمل)\s*:?",
    )
)
"""Ways to reach an institution: mail, telephone, a long number, a box, a label of an address or of hours."""
_OFFERS = frozenset(
    fold(
        "للبيع للإيجار السعر سعره بسعر السلة اطلب اطلبي اشتر تسوق تسوقي توصيل التوصيل ضمان الضمان متوفر المقاسات"
    ).split()
)
_CALLS = words("اختر اختاري اضغط اضغطي انقر انقري املا احجز احجزي اكتب ادفع ارفع جرب")
"""Imperatives that are no past forms."""
_ACTIONS = words("اشترك اشتركي سجل سجلي ادخل ادخلي حمل تابع ارسل شارك شاركنا تبرع تبرعك انضم صوت استلم الغ تابعنا")
"""Imperatives of what a reader does on a site. Most are past forms too, with which news begin."""
_WORK = re.compile(
    r"خبره (?:عمليه )?لا تقل|دوام (?:كامل|جزيي)|ال(?:سيره|سير) الذاتيه|المسمي الوظيفي|المؤهلات? (?:العلميه?|المطلوبه?)"
    r"|(?:الراتب|الاجر) (?:الشهري|يحدد|بحسب|حسب)|المهام الوظيفيه|طلبات التوظيف"
)
"""What a place of work is offered with."""
_ITSELF = re.compile(
    r"(?:هذه|هذا) (?:الصفحه|الخدمه|الحلقه|القسم|النموذج|الموقع|الباب|الالبوم|الاستطلاع|التطبيق|الدليل|القائمه)\b"
)
"""What a page calls itself, or the thing that it offers."""
_SENTENCE = re.compile(r"[.!؟،\n]\s*و?|^")
_CONTINUES = re.compile(
    r"[وف](?=[\u0621-\u064a]{3})|(?:كما|لكن|غير|بينما|كذلك|يذكر|يشار|ثم|أما)(?!\w)"
    r"|من (?:جهت|جانب|ناحيت)|في (?:المقابل|السياق|هذا|غضون)"
)
"""Beginnings of a paragraph that continues the one before."""
_NOT_AND = words(
    """
    وزير وزارة وزيرة وكالة وفاة وفد وصول ورشة ورقة وثيقة وثائق وباء وسط وسائل وحدة وظائف والدة والد ولاية
    واشنطن وقف وفق وضع فريق فوز فيلم فيروس فيديو
    """
)
"""Words that begin with one of the letters «و» and «ف» of their own."""
_RESULTS = re.compile(r"[\d\u0660-\u0669]+\s+(?:نتيجه|نتايج)|(?:نتايج|نتيجه) البحث|(?:تم العثور علي|عثر علي)")
_MAX_TEXT = 20_000


def is_institution(text: str) -> bool:
    """Return whether a text speaks of an institution in the first person plural, or offers it to its reader."""
    if len(text) > MOST_OF_VOICE:
        return False
    folded = fold(text)
    spoken = {word.removeprefix("و") for word in folded.split()}
    own, offered = len(_OWN & spoken), len(_OFFERED & spoken)
    addressed = len(set(_ADDRESSED.findall(folded)))
    suffixed = len(set(_OURS.findall(text)))
    if addressed >= FEWEST_ADDRESSED or (offered >= FEWEST_OWN and suffixed >= FEWEST_OWN):
        return True
    return own >= FEWEST_OWN or (own + offered >= 1 and addressed >= 1) or own + offered > FEWEST_OWN


def calls_its_reader(text: str) -> bool:
    """Return whether parts of sentences begin with two imperatives of what a reader does on a site."""
    if len(text) > MOST_OF_VOICE:
        return False
    begun = {fold(part.split(maxsplit=1)[0]) for part in _SENTENCE.split(text) if part.strip()}
    called = len(begun & _CALLS)
    return called >= 1 and called + len(begun & _ACTIONS) >= FEWEST_CALLS


def is_about_its_page(text: str) -> bool:
    """Return whether a text as short as an introduction names the page, or what the page offers: «هذه الخدمة»."""
    return len(text) <= MOST_OF_INTRODUCTION and _ITSELF.search(fold(text)) is not None


def offers_work(text: str) -> bool:
    """Return whether a text as short as an advertisement offers a place of work."""
    return len(text) <= MOST_OF_VOICE and len(set(_WORK.findall(fold(text)))) >= FEWEST_OF_WORK


def is_ours(label: str) -> bool:
    """Return whether a short label has the suffix of the first person plural: «خدماتنا», «تواصل معنا», «انضم إلينا»."""
    return _OURS.search(label) is not None


def tells_a_life(text: str) -> bool:
    """Return whether a text tells a person's life as a page about that person does."""
    return len(set(_LIFE.findall(fold(text[:_MAX_TEXT])))) >= FEWEST_OF_LIFE


def describes_a_service(lines: Iterable[str]) -> bool:
    """Return whether lines are the labels of a service's page: its conditions, fees, documents."""
    return len({folded for line in lines if _SERVICE.fullmatch(folded := fold(line))}) >= FEWEST_LABELS


def sells(labels: Iterable[str]) -> bool:
    """Return whether a button puts goods into a cart."""
    return any(fold(label) in _CART for label in labels)


def ways_of_contact(text: str) -> int:
    """Return how many ways a text gives to reach an institution."""
    return sum(way.search(text[:_MAX_TEXT]) is not None for way in _WAYS)


def offers_goods(text: str, *, priced: bool = False) -> bool:
    """Return whether a text has the words of a shop; one is enough beside a price."""
    return len(_OFFERS.intersection(fold(text[:_MAX_TEXT]).split())) >= (1 if priced else FEWEST_OFFERS)


def counts_results(lines: Iterable[str]) -> bool:
    """Return whether a line counts the results of a search."""
    return any(_RESULTS.search(fold(line)) for line in lines)


def continues(lines: Sequence[str]) -> bool:
    """Return whether paragraphs of a text continue one another, with connectives at their beginnings."""
    later = [line for line in lines[1:] if line]
    joined = sum(_CONTINUES.match(line) is not None and line.split(maxsplit=1)[0] not in _NOT_AND for line in later)
    return joined >= 1 and joined >= CONTINUED * len(later)
