"""The words of the results, in Arabic and English."""

from __future__ import annotations

from corpus.search.counts import Change
from corpus.statistics.labels import Text

WORDS = {
    "query": Text("ابحث عن", "Search for"),
    "placeholder": Text("كلمات، أو «عبارة»، أو outlet:…", "words, “a phrase”, or outlet:…"),
    "order": Text("الترتيب", "Order"),
    "order-relevance": Text("الأقرب إلى البحث", "Best match"),
    "order-time": Text("الأحدث", "Newest"),
    "from": Text("من يوم", "From"),
    "to": Text("إلى يوم", "To"),
    "results": Text("النتائج", "Results"),
    "compare": Text("قارن ببحث آخر", "Compare with another search"),
    "compared": Text("بحث للمقارنة", "Search to compare"),
    "everything": Text("كل الوثائق", "all documents"),
    "choices": Text("المختار", "Chosen"),
    "remove": Text("احذف {what}", "Remove {what}"),
    "clear": Text("بلا اختيار", "Clear all"),
    "narrow": Text("ضيّق البحث", "Narrow the search"),
    "facet-outlet": Text("المنبر", "Outlet"),
    "facet-land": Text("البلد", "Country"),
    "facet-month": Text("شهر النشر", "Month of publication"),
    "facet-section": Text("القسم", "Section"),
    "facet-credit": Text("المصدر المذكور", "Credit"),
    "facet-language": Text("اللغة", "Language"),
    "facet-change": Text("جديد أم معدَّل", "New or edited"),
    "over-time": Text("عبر الزمن", "Over time"),
    "measure-count": Text("العدد", "Number"),
    "measure-share": Text("الحصة من كل المقالات", "Share of all articles"),
    "drag": Text(
        "اسحب فوق الرسم لاختيار مدة، أو اضغط عموداً.", "Drag over the chart to choose a span, or click a column."
    ),
    "span": Text("المدة", "Span"),
    "of-all": Text("من {all}", "of {all}"),
    "undated": Text("بلا تاريخ نشر: {count}", "Without a date of publication: {count}"),
    "outside": Text("خارج هذه المدة: {count}", "Outside these spans: {count}"),
    "download": Text("نزّل النتائج", "Download the results"),
    "download-csv": Text("جدول CSV", "CSV table"),
    "download-jsonl": Text("JSONL مع النصوص", "JSONL with texts"),
    "download-parquet": Text("Parquet مع النصوص", "Parquet with texts"),
    "download-wacz": Text("الصفحات المؤرشفة (WACZ)", "Archived pages (WACZ)"),
    "first-hits": Text("تُعرض أول {count}.", "The first {count} are listed."),
    "index-grows": Text(
        "الفهرس قيد التحديث، وقد أضاف {count}: قد تنقص النتائج.",
        "The index is being brought up to date, {count} so far: results may be missing.",
    ),
    "help": Text("كيف أبحث؟", "How to search"),
    "help-words": Text("كلمات: وثائق فيها كلها، أياً كان رسمها وسوابقها", "words: documents with all, in any spelling"),
    "help-phrase": Text("كلمات متتالية", "words that follow each other"),
    "help-without": Text("بلا هذه الكلمة", "without this word"),
    "help-begin": Text("كلمات تبدأ هكذا", "words that begin so"),
    "help-fields": Text("حقول", "fields"),
    "page-of": Text("صفحة {page} من {pages}", "Page {page} of {pages}"),
    "nothing": Text("لا وثيقة فيها كل هذه الكلمات.", "No document has all of these words."),
    "version": Text("النسخة {number}", "version {number}"),
    "no-date": Text("بلا تاريخ", "no date"),
    "unread": Text("لم تُقرأ", "Could not be read"),
    "empty": Text("لا وثائق بعد", "No documents yet"),
    "empty-why": Text(
        "لا زحف في المجلد {output} بعد. هذا الأمر يملؤه، ثم أعد تحميل الصفحة:",
        "The folder {output} holds no crawl yet. This command fills it; then load this page again:",
    ),
    "empty-demo": Text("أو جرّب الصفحة بلا شبكة:", "Or try the page without a network:"),
    "outlet": Text("المنبر", "Outlet"),
    "land": Text("البلد", "Country"),
    "documents": Text("الوثائق", "Documents"),
    "last-capture": Text("آخر التقاط", "Last capture"),
}

CHANGES: dict[str, Text] = {
    Change.NEW: Text("النسخة الأولى", "first version"),
    Change.EDITED: Text("نسخة معدَّلة", "edited version"),
}
LANGUAGES = {
    "ar": Text("العربية", "Arabic"),
    "de": Text("الألمانية", "German"),
    "en": Text("الإنكليزية", "English"),
    "es": Text("الإسبانية", "Spanish"),
    "fa": Text("الفارسية", "Persian"),
    "fr": Text("الفرنسية", "French"),
    "he": Text("العبرية", "Hebrew"),
    "tr": Text("التركية", "Turkish"),
    "ur": Text("الأردية", "Urdu"),
}
