"""The words of the results, in Arabic and English."""

from __future__ import annotations

from corpus.statistics.labels import Text

WORDS = {
    "query": Text("ابحث عن", "Search for"),
    "placeholder": Text("كلمات، أو «عبارة»، أو outlet:…", "words, “a phrase”, or outlet:…"),
    "order": Text("الترتيب", "Order"),
    "order-relevance": Text("الأقرب إلى البحث", "Best match"),
    "order-time": Text("الأحدث نشراً", "Newest"),
    "from": Text("من يوم", "From"),
    "to": Text("إلى يوم", "To"),
    "results": Text("النتائج", "Results"),
    "nothing": Text("لا وثيقة فيها كل هذه الكلمات.", "No document has all of these words."),
    "version": Text("النسخة {number}", "version {number}"),
    "undated": Text("بلا تاريخ", "no date"),
    "original": Text("عنوانها الأصلي", "Original address"),
    "unread": Text("لم تُقرأ", "Could not be read"),
    "empty": Text("لا وثائق بعد", "No documents yet"),
    "empty-why": Text(
        "لا زحف في المجلد {output} بعد. هذان أمران يملآنه، ثم أعد تحميل الصفحة:",
        "The folder {output} holds no crawl yet. Either of these commands fills one; then load this page again:",
    ),
    "outlet": Text("المنبر", "Outlet"),
    "land": Text("البلد", "Country"),
    "documents": Text("الوثائق", "Documents"),
    "last-capture": Text("آخر التقاط", "Last capture"),
}
