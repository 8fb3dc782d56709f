"""The words of changes, in Arabic and English."""

from __future__ import annotations

from corpus.statistics.labels import Text

WORDS = {
    "all-outlets": Text("كل المنابر", "All outlets"),
    "outlet": Text("المنبر", "Outlet"),
    "query": Text("فيها كلمات", "With the words"),
    "part": Text("ما تغيّر", "What changed"),
    "part-any": Text("العنوان أو النصّ", "Headline or text"),
    "part-headline": Text("العنوان", "Headline"),
    "part-text": Text("النصّ", "Text"),
    "before": Text("قبل يوم", "Before the day"),
    "show": Text("اعرض", "Show"),
    "nothing": Text("لا تعديلات هنا.", "There are no edits here."),
    "version": Text("النسخة {number}", "version {number}"),
    "edited": Text("عُدّل بين", "edited between"),
    "and": Text(" و", " and "),
    "headline-changed": Text("العنوان", "headline"),
    "text-changed": Text("النصّ", "text"),
    "changed-words": Text("حُذفت {removed} وأُضيفت {added}", "{removed} removed, {added} added"),
    "compare": Text("قارن النسختين", "Compare the versions"),
    "removed": Text("حُذف", "removed"),
    "added": Text("أُضيف", "added"),
    "moved-from": Text("نُقل من هنا", "moved from here"),
    "moved-to": Text("نُقل إلى هنا", "moved to here"),
    "older": Text("الأقدم", "Older"),
    "feed": Text("تلقيم Atom", "Atom feed"),
    "json": Text("بصيغة JSON", "As JSON"),
    "feed-title": Text("تعديلات الأخبار", "Edits of news"),
    "unread": Text("لم تُقرأ", "Could not be read"),
}
