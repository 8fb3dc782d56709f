"""All steps from a page to its article."""

from __future__ import annotations

from pipelines.article import article_of
from tests.pipelines.test_extract import page
from tests.support.project import article, paragraphs


def test_a_page_becomes_an_article() -> None:
    outcome = article_of(page(article(1, "<p>اقرأ أيضا</p><p>خبر آخر لا شأن له بالمقال</p>").encode()))
    assert outcome.rejected is None
    assert outcome.article.title == "خطة جديدة لتطوير الخدمات رقم 1"
    assert outcome.article.text.split("\n") == paragraphs(1)
    assert outcome.article.cut != []
    assert outcome.article.language == "ar"


def test_a_rejected_page_says_why_and_keeps_what_there_was() -> None:
    outcome = article_of(
        page(b"<html><body><article><p>" + b"This is not Arabic. " * 40 + b"</p></article></body></html>")
    )
    assert outcome.rejected is not None
    assert outcome.rejected.reason == "not-arabic"
    assert outcome.article.text.startswith("This is not Arabic.")
    nothing = article_of(page(b""))
    assert nothing.rejected is not None
    assert (nothing.rejected.reason, nothing.article.text) == ("not-html", "")
