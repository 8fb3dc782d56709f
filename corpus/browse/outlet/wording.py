"""The words of an outlet, in Arabic and English."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from corpus.browse.article.wording import WORDS as ARTICLE
from corpus.statistics.labels import HEALTH, OUTCOMES, REASONS, Text
from crawler.items import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.statistics.labels import Language

NAMES = {
    **REASONS,
    Reason.GONE: Text("اختفت", "gone"),
    Reason.UNCHANGED: Text("لم يتغيّر نصّها", "unchanged"),
    Reason.DUPLICATE: Text("نسخة من مقال آخر", "duplicate"),
}
"""Reasons in a few words."""
MEANINGS = {
    Reason.NOT_AN_ARTICLE: Text(
        "صفحة قسم أو بحث أو متجر أو خطأ أو مشغّل، لا مقال؛ والتفصيل يبدأ بنوعها.",
        "A section, a search, a shop, an error or a player, not an article; the detail begins with the kind.",
    ),
    Reason.CHALLENGE: Text(
        "وقفت مكان المقال صفحةُ تحقّق من الزائر أو رفض؛ ويُطلب المقال ثانيةً ما دامت قائمة تذكره.",
        "A bot challenge or a refusal stood in the article’s place; it is asked for again as long as a list names it.",
    ),
    Reason.NOT_ARABIC: Text("النصّ أو معظمه بلغة أخرى.", "The text, or too much of it, is in another language."),
    Reason.TOO_SHORT: Text("في النصّ أقلّ من 100 حرف.", "The text has fewer than 100 letters."),
    Reason.TOO_LONG: Text("النصّ أطول من أي مقال.", "The text is longer than any article."),
    Reason.NO_TEXT: Text(
        "لا متن في الصفحة، أو ليس في متنها إلا ما يحيط بالمقالات.",
        "The page has no body, or the body holds only what surrounds an article.",
    ),
    Reason.NOT_HTML: Text("لم يُقرأ فيها عنصر واحد.", "No element could be parsed."),
    Reason.TOO_LARGE: Text("في الصفحة بايتات أو عناصر أكثر من الحدّ.", "The page has too many bytes or elements."),
    Reason.UNDECODABLE: Text("ترميز الصفحة تالف.", "The encoding of the page is broken."),
    Reason.TRUNCATED: Text("في الأرشيف أولها فقط.", "The archive holds only its beginning."),
    Reason.GONE: Text("أجاب الخادم 404 أو 410.", "The server answered 404 or 410."),
    Reason.UNCHANGED: Text(
        "نصّها هو نصّ آخر نسخة مخزّنة من المقال.", "Its text is that of the article’s newest stored version."
    ),
    Reason.DUPLICATE: Text("لمقال آخر من المنبر النصّ نفسه.", "Another article of the outlet has the same text."),
    Reason.RESERVED: Text(
        "تحفظ الصفحة حقوقها، والإعداد يحترم ذلك.", "The page reserves its rights, which the setting honours."
    ),
    Reason.UNRESOLVED: Text("اللقطة إحالة إلى لقطة ليست في الأرشيف.", "The capture refers to one that no archive has."),
    Reason.UNREADABLE: Text("لا يُقرأ سجلّها من الأرشيف.", "Its record cannot be read from the archive."),
    Reason.TIMED_OUT: Text("طال استخراجها عن الحدّ.", "Its extraction took longer than the limit."),
    Reason.CRASHED: Text("توقّفت عمليتان وهما تستخرجانها.", "Two processes ended while they extracted it."),
    Reason.FAILED: Text("أخفق استخراجها بخطأ غير متوقّع.", "Its extraction failed with an error that no step foresaw."),
    Reason.DROPPED: Text("أسقطتها خطوة أضافها المستخدم.", "A step that the user added dropped it."),
    Reason.UNSETTLED: Text("انتهى التشغيل قبل البتّ فيها.", "The run ended before it decided about the page."),
}
"""Reasons in a sentence; docs/reasons.md has more."""
WORDS = {
    **{name: text for name, text in ARTICLE.items() if name.startswith("cause-")},
    **{f"reason-{reason}": text for reason, text in NAMES.items()},
    **{f"meaning-{reason}": text for reason, text in MEANINGS.items()},
    **{f"health-{word}": text for word, text in HEALTH.items()},
    **{f"outcome-{outcome}": text for outcome, text in OUTCOMES.items()},
    "documents": Text("الوثائق", "Documents"),
    "land": Text("البلد", "Country"),
    "captured-from": Text("أول التقاط", "First capture"),
    "captured-to": Text("آخر التقاط", "Last capture"),
    "days": Text("المقالات في كل يوم", "Articles a day"),
    "day": Text("اليوم", "Day"),
    "articles": Text("مقالات", "Articles"),
    "edits": Text("تعديلات", "Edits"),
    "earlier": Text("الأيام الأسبق", "Earlier days"),
    "read-day": Text("اقرأ مقالات هذا اليوم", "Read this day’s articles"),
    "its-changes": Text("تعديلات هذا المنبر", "This outlet’s edits"),
    "its-articles": Text("مقالاته", "Its articles"),
    "rejected": Text("ما لم يصر وثيقة", "What became no document"),
    "rejected-all": Text("كل الأسباب", "All reasons"),
    "rejected-count": Text("مرفوض", "Rejected"),
    "nothing-rejected": Text("لم تُرفض له صفحة.", "None of its pages was rejected."),
    "reason": Text("السبب", "Reason"),
    "pages-count": Text("الصفحات", "Pages"),
    "detail": Text("التفصيل", "Detail"),
    "address": Text("العنوان", "Address"),
    "captured": Text("التُقط", "Captured"),
    "open": Text("افتح", "Open"),
    "older": Text("الأقدم", "Older"),
    "page": Text("الصفحة كما أُرشفت", "The page as archived"),
    "open-page": Text("افتحها وحدها", "Open it alone"),
    "seen": Text("ما رآه المستخرج فيها", "What the extractor saw in it"),
    "not-seen": Text(
        "لا شيء يُستخرج: لا صفحة في هذه اللقطة، أو لا تُقرأ، أو لا يؤمن استخراجها ثانيةً.",
        "There is nothing to extract: the capture has no page, cannot be read, or is not safe to extract again.",
    ),
    "seen-title": Text("العنوان", "Headline"),
    "seen-authors": Text("الكاتب", "Author"),
    "seen-published": Text("نُشر", "Published"),
    "seen-section": Text("القسم", "Section"),
    "seen-nothing": Text("لم يرَ فيها متناً.", "It saw no body."),
    "seen-more": Text("وغيرها؛ لا تُعرض كل الفقرات.", "There are more paragraphs."),
    "now-rejected": Text("بالقواعد الحالية تُرفض أيضاً", "By the present rules it is rejected as well"),
    "now-taken": Text(
        "بالقواعد الحالية تصير وثيقة؛ يعيد scrapy replay البتّ فيها.",
        "By the present rules it would become a document; scrapy replay decides anew.",
    ),
    "its-document": Text("الوثيقة التي لها نصّها", "The document with its text"),
    "cut": Text("حُذف", "Cut"),
    "none": Text("لا شيء", "none"),
    "rights": Text("الحقوق المعلنة", "Rights stated"),
    "rights-none": Text("لا إعلان في أحدث وثائقه.", "No statement in its newest documents."),
    "rights-of": Text("في {count} من أحدث {all}", "in {count} of the newest {all}"),
    "health": Text("الحال", "Health"),
    "well": Text("سليم", "well"),
    "since": Text("منذ {day}", "since {day}"),
    "runs": Text("عمليات الزحف", "Runs"),
    "no-runs": Text("لا تشغيل مسجّل.", "No run is recorded."),
    "began": Text("بدأ", "Began"),
    "outcome": Text("النتيجة", "Outcome"),
    "discovered": Text("اكتُشف", "Discovered"),
    "fetched": Text("جُلب", "Fetched"),
    "new": Text("جديد", "New"),
    "changed": Text("معدّل", "Changed"),
    "fronts": Text("الصفحات الأولى", "Front pages"),
    "fronts-about": Text(
        "صفحات المنبر الأولى وصفحات أقسامه كما التُقطت: ما الذي تصدّر، ومتى.",
        "The outlet’s front and section pages as they were captured: what led, and when.",
    ),
    "no-fronts": Text("لا لقطات لصفحات أولى.", "No front page was captured."),
    "captures": Text("اللقطات", "Captures"),
    "show": Text("اعرض", "Show"),
    "other-days": Text("أيام أخرى", "Other days"),
    "led": Text("ما تصدّر", "What led"),
    "confirmed": Text("لم تتغيّر منذ اللقطة السابقة (304).", "It had not changed since the capture before (304)."),
    "no-leads": Text("لم تُقرأ منها عناوين.", "No headlines could be read from it."),
    "picture": Text("(صورة)", "(picture)"),
    "no-captures": Text("لا لقطة في هذا اليوم.", "No capture on this day."),
    "in-zone": Text("بتوقيت {zone}", "times in {zone}"),
    "later-captures": Text("لقطات بعدها", "Later captures"),
    "json": Text("هذه الصفحة بصيغة JSON", "This page as JSON"),
}


def names_in(language: Language) -> Callable[[str, str], str]:
    """Return the function that names a reason, a fault or an outcome; one that has no words keeps its slug.

    Its arguments are the beginning of the key in `WORDS` (`reason-`) and the slug.
    """
    return partial(_named, language)


def _named(language: Language, beginning: str, slug: str) -> str:
    text = WORDS.get(f"{beginning}{slug}")
    return slug if text is None else text.to(language)
