"""The words of a report, in Arabic and English."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from corpus.statistics.copies import Likeness
from corpus.statistics.counting import Delay
from crawler.items import Reason
from crawler.run.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping


class Language(StrEnum):
    """The languages of a report, the default first."""

    ARABIC = "ar"
    ENGLISH = "en"


class Text(NamedTuple):
    """Words for people."""

    ar: str
    en: str

    def to(self, language: Language) -> str:
        """Return them in a language."""
        return self.ar if language is Language.ARABIC else self.en


def named(names: Mapping[str, Text], key: str, language: Language) -> str:
    """Return the words for a key; the key itself without any."""
    return names[key].to(language) if key in names else key


LANDS = {
    "AE": Text("الإمارات", "United Arab Emirates"),
    "BH": Text("البحرين", "Bahrain"),
    "DE": Text("ألمانيا", "Germany"),
    "DZ": Text("الجزائر", "Algeria"),
    "EG": Text("مصر", "Egypt"),
    "FR": Text("فرنسا", "France"),
    "GB": Text("بريطانيا", "United Kingdom"),
    "IQ": Text("العراق", "Iraq"),
    "JO": Text("الأردن", "Jordan"),
    "KW": Text("الكويت", "Kuwait"),
    "LB": Text("لبنان", "Lebanon"),
    "LY": Text("ليبيا", "Libya"),
    "MA": Text("المغرب", "Morocco"),
    "MR": Text("موريتانيا", "Mauritania"),
    "OM": Text("عُمان", "Oman"),
    "PS": Text("فلسطين", "Palestine"),
    "QA": Text("قطر", "Qatar"),
    "RU": Text("روسيا", "Russia"),
    "SA": Text("السعودية", "Saudi Arabia"),
    "SD": Text("السودان", "Sudan"),
    "SY": Text("سوريا", "Syria"),
    "TN": Text("تونس", "Tunisia"),
    "TR": Text("تركيا", "Türkiye"),
    "US": Text("الولايات المتحدة", "United States"),
    "YE": Text("اليمن", "Yemen"),
    "ZZ": Text("غير معروف", "unknown"),
}
REASONS: dict[str, Text] = {
    Reason.NOT_AN_ARTICLE: Text("ليست مقالاً", "not an article"),
    Reason.CHALLENGE: Text("صفحة تحقّق", "challenge"),
    Reason.NOT_ARABIC: Text("ليست بالعربية", "not Arabic"),
    Reason.TOO_SHORT: Text("أقصر من مقال", "too short"),
    Reason.TOO_LONG: Text("أطول من مقال", "too long"),
    Reason.NO_TEXT: Text("لا نصّ فيها", "no text"),
    Reason.NOT_HTML: Text("ليست HTML", "not HTML"),
    Reason.TOO_LARGE: Text("أكبر من الحدّ", "too large"),
    Reason.UNDECODABLE: Text("ترميز تالف", "undecodable"),
    Reason.TRUNCATED: Text("مبتورة", "truncated"),
    Reason.RESERVED: Text("حقوقها محفوظة", "rights reserved"),
    Reason.UNRESOLVED: Text("أصلها مفقود", "original missing"),
    Reason.UNREADABLE: Text("لا تُقرأ من الأرشيف", "unreadable in the archive"),
    Reason.TIMED_OUT: Text("طال استخراجها", "extraction timed out"),
    Reason.CRASHED: Text("أوقفت الاستخراج", "extraction crashed"),
    Reason.FAILED: Text("أخفق استخراجها", "extraction failed"),
    Reason.DROPPED: Text("أسقطتها خطوة مضافة", "dropped by another step"),
    Reason.UNSETTLED: Text("لم يُبتّ فيها", "not decided yet"),
}
DELAYS: dict[str, Text] = {
    Delay.HOUR: Text("خلال ساعة", "within an hour"),
    Delay.QUARTER: Text("خلال 6 ساعات", "within 6 hours"),
    Delay.DAY: Text("خلال يوم", "within a day"),
    Delay.WEEK: Text("خلال أسبوع", "within a week"),
    Delay.MONTH: Text("خلال 30 يوماً", "within 30 days"),
    Delay.LATER: Text("بعد ذلك", "later"),
    Delay.NO_TIME: Text("لا ساعة للنشر", "no time stated"),
}
OUTCOMES: dict[str, Text] = {
    Outcome.FINISHED: Text("اكتملت", "finished"),
    Outcome.LIMIT: Text("بلغت حدّها", "ended by a limit"),
    Outcome.SHUTDOWN: Text("أُوقفت", "stopped"),
    Outcome.FAILED: Text("أخفقت", "failed"),
}
EVENTS = {
    "gone": Text("اختفت", "gone"),
    "back": Text("عادت", "back"),
    "alias": Text("ظهرت بعنوان آخر", "at another address"),
    "renamed": Text("تغيّر عنوانها", "renamed"),
}
STATEMENTS = {
    "none": Text("لا إعلان", "no statement"),
    "tdm=1": Text("التنقيب محفوظ (tdm=1)", "mining reserved (tdm=1)"),
    "tdm=0": Text("التنقيب مباح (tdm=0)", "mining not reserved (tdm=0)"),
    "ai-train=no": Text("لا للتدريب (ai-train=no)", "no training (ai-train=no)"),
    "ai-train=yes": Text("التدريب مباح (ai-train=yes)", "training allowed (ai-train=yes)"),
}
HEALTH = {
    "ok": Text("سليم", "well"),
    "never": Text("لم يُزحف قط", "never crawled"),
    "unread": Text("لا يُقرأ", "unreadable"),
    "unended": Text("لم يكتمل", "unended"),
    "blocked": Text("يرفض الطلبات", "blocked"),
    "failed": Text("أخفق", "failed"),
    "challenged": Text("يطلب التحقّق", "challenged"),
    "empty": Text("بلا نتائج", "empty"),
    "missed": Text("فاتته صفحات", "missed"),
    "elsewhere": Text("يحوّل إلى غيره", "led elsewhere"),
    "rejects": Text("أغلبه مرفوض", "mostly rejected"),
    "fewer": Text("أقلّ من المعتاد", "fewer than usual"),
    "dead": Text("بداية معطّلة", "dead start point"),
    "overdue": Text("متأخر", "overdue"),
}
COPIES: dict[str, Text] = {
    Likeness.NEAR: Text(
        "المقارنة بالنصوص المتقاربة (scrapy duplicates)؛ والأول هو الأسبق نشراً.",
        "Near-duplicates (scrapy duplicates); the first is the one that was published first.",
    ),
    Likeness.EXACT: Text(
        "المقارنة بالنصوص المتطابقة وحدها، فلم يُشغَّل scrapy duplicates بعد؛ والأول هو الأسبق حفظاً.",
        "Equal texts only, since scrapy duplicates has not been run; the first is the one that was captured first.",
    ),
}
TITLE = Text("نموّ المدوّنة", "The growth of the corpus")
MADE = Text("أُعدّ في", "Made on")
FIGURES = Text("الأرقام", "Figures")
NOTHING = Text("لا شيء بعد.", "Nothing yet.")
UNREAD = Text("ما لم يُقرأ", "What could not be read")
REST = Text("البقية", "the rest")
OTHERS = Text("البقية ({})", "{} others")
NO_FAULTS = Text("كل المنابر سليمة.", "All outlets are well.")
FAULTS = Text("المنابر المعتلّة", "Outlets that are unwell")
DOCUMENTS = Text("وثائق", "documents")
WORDS = Text("كلمات", "words")
PAGES = Text("صفحات", "pages")
ARTICLES = Text("مقالات", "articles")
RUNS = Text("جولات", "runs")
USES = Text("مرات الورود", "uses")
NEW = Text("مقالات جديدة", "new articles")
LATER = Text("نسخ لاحقة", "later versions")
MONTH = Text("الشهر", "month")
YEAR = Text("السنة", "year")
KIND = Text("الصنف", "kind")
OUTLET = Text("المنبر", "outlet")
SOURCE = Text("نقل عن", "copied from")
FAULT = Text("العلّة", "fault")
SINCE = Text("منذ", "since")
TOTALS = {
    "documents": Text("الوثائق", "documents"),
    "words": Text("الكلمات", "words"),
    "outlets": Text("المنابر", "outlets"),
    "lands": Text("البلدان", "countries"),
    "articles": Text("المقالات", "articles"),
    "later_versions": Text("النسخ اللاحقة", "later versions"),
    "rejected": Text("الصفحات المرفوضة", "pages rejected"),
    "reserved": Text("وثائق محفوظة الحقوق", "documents reserved"),
    "copies": Text("وثائق منقولة", "documents copied"),
    "undated": Text("وثائق بلا تاريخ", "documents without a date"),
    "wrongly_dated": Text("وثائق تاريخها خطأ", "documents with a wrong date"),
    "unwell": Text("المنابر المعتلّة", "outlets unwell"),
}
"""The totals that a report shows, in their order."""


class Heading(NamedTuple):
    """What stands above a chart."""

    title: Text
    about: Text
    """What it shows."""


_LARGEST = Text("الأكثر أولاً، والبقية معاً.", "The largest first, and the rest together.")
HEADINGS = {
    "growth": Heading(
        Text("ما دخل المدوّنة كل شهر", "What entered the corpus each month"),
        Text(
            "الوثائق بحسب شهر حفظها: المقالات الجديدة، والنسخ اللاحقة من مقالات تغيّر نصّها.",
            "Documents by month of capture: new articles, and later versions of articles that changed.",
        ),
    ),
    "documents-by-month": Heading(
        Text("الوثائق بحسب شهر النشر والمنبر", "Documents by month of publication and outlet"),
        Text(
            "أكثر المنابر وثائقَ، والبقية معاً. وليس فيه ما لم تذكر صفحته تاريخاً.",
            "The outlets with most documents, and the rest. What states no date is left out.",
        ),
    ),
    "words-by-month": Heading(
        Text("الكلمات بحسب شهر النشر والبلد", "Words by month of publication and country"),
        Text("كلمات المتون من غير العناوين، وبلد المنبر.", "Words of the texts without titles; the outlet's country."),
    ),
    "documents-by-outlet": Heading(Text("الوثائق بحسب المنبر", "Documents by outlet"), _LARGEST),
    "documents-by-land": Heading(Text("الوثائق بحسب بلد المنبر", "Documents by the outlet's country"), _LARGEST),
    "words-by-outlet": Heading(Text("الكلمات بحسب المنبر", "Words by outlet"), _LARGEST),
    "words-by-land": Heading(Text("الكلمات بحسب بلد المنبر", "Words by the outlet's country"), _LARGEST),
    "versions": Heading(
        Text("كم نسخة للمقال؟", "How many versions has an article?"),
        Text("المقالات بحسب عدد نسخها المحفوظة.", "Articles by the number of their stored versions."),
    ),
    "events": Heading(
        Text("ما طرأ على المقالات", "What happened to articles"),
        Text(
            "مقالات اختفت من عناوينها أو عادت إليها، أو ظهرت بعنوان آخر، بحسب شهر الحفظ.",
            "Articles that vanished, came back, or appeared at another address, by month of capture.",
        ),
    ),
    "rejects": Heading(
        Text("الصفحات المرفوضة وأسبابها", "Rejected pages by reason"),
        Text(
            "صفحات لم تصر وثائق، بحسب شهر حفظها. ولا يُعدّ منها ما لم يتغيّر أو تكرّر أو اختفى.",
            "Pages that became no document, by month of capture; without those unchanged, duplicate or gone.",
        ),
    ),
    "rights": Heading(
        Text("ما أعلنته المنابر عن حقوقها", "What outlets state about rights"),
        Text(
            "إعلانات للآلات عن الأرشفة والتنقيب في النصوص. وقد تحمل الوثيقة أكثر من إعلان.",
            "Statements for machines about archiving and mining. A document may have several.",
        ),
    ),
    "copies": Heading(
        Text("مَن ينقل عن مَن؟", "Who copies whom?"),
        Text("الصفّ للناقل والعمود للمنقول عنه.", "A row for who copied, a column for whom."),
    ),
    "freshness": Heading(
        Text("كم مضى بين النشر والحفظ؟", "How long from publication to capture?"),
        Text(
            "النسخ الأولى من المقالات. «بعد ذلك» ما حُفظ بعد أكثر من 30 يوماً من نشره.",
            "First versions of articles. “Later” was captured more than 30 days after its publication.",
        ),
    ),
    "words": Heading(
        Text("أكثر الكلمات وروداً", "Top words"),
        Text(
            "من غير الأدوات وحروف المعاني. تُجمع صور الكلمة في الإملاء، ولا تُفصل عنها «الـ» ولا «و».",
            "Without stop words. Spellings of one word are added up; prefixes are not cut off.",
        ),
    ),
    "credits": Heading(
        Text("أكثر المصادر ذكراً", "Top credits"),
        Text("المصدر الذي يذكره سطر «المصدر: …» في المقال.", "The source that an article's credit line names."),
    ),
    "runs": Heading(
        Text("جولات الزحف ونهاياتها", "Runs by outcome"),
        Text("الجولات بحسب شهر بدايتها.", "Runs by the month of their beginning."),
    ),
}
"""The headings of the charts, by their names."""
WAITING = Text("الوثائق التي لم تُقارن بعد: {:,}.", "Documents that are not compared yet: {:,}.")
