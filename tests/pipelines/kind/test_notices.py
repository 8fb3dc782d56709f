"""Notices: texts in which a site speaks to its reader in an article's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipelines.kind.pages import (
    CHALLENGE,
    CONSENT,
    MISSING,
    PARAGRAPHS,
    SITE,
    TEASERS,
    cards,
    kind_of,
    kind_of_text,
    links,
    page,
)

if TYPE_CHECKING:
    import lxml.html


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        ("challenge", page("لحظة من فضلك...", CHALLENGE)),
        ("challenge", page("Access denied", "<p>Reference #18.2f3a</p>")),
        (
            "challenge",
            page(SITE, "<p>جارٍ التحقق من أنك لست روبوتًا</p><p>يجب مراجعة أمان اتصالك قبل المتابعة إلى الموقع</p>"),
        ),
        ("consent", page("قبل المتابعة", CONSENT)),
        ("consent", page(SITE, CONSENT)),
        ("login", page("تسجيل الدخول", "<form><input name=u><input type=password></form>")),
        ("login", page(SITE, "<h1>إنشاء حساب</h1><form><input type=password></form>")),
        ("error", page("الصفحة غير موجودة", f"<h1>عفواً</h1><ul>{links(12)}</ul>")),
        ("error", page("404", cards(6))),
        ("error", page(SITE, MISSING)),
        ("error", page("عذراً، الصفحة التي تبحث عنها غير موجودة", "<p>ابحث من جديد.</p>")),
    ],
)
def test_a_page_whose_title_or_words_are_a_notice_is_rejected(kind: str, tree: lxml.html.HtmlElement) -> None:
    assert kind_of(tree) == kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("consent", "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.\nقبول الكل\nرفض الكل"),
        ("challenge", "جارٍ التحقق من أنك لست روبوتًا.\nيرجى مراجعة أمان اتصالك قبل المتابعة."),
        ("error", "عذراً، الصفحة التي تبحث عنها غير موجودة، ربما تم نقلها أو حذفها من الموقع."),
        ("login", "أدخل بريدك الإلكتروني للمتابعة.\nنسيت كلمة المرور؟\nليس لديك حساب؟"),
        ("paywall", "هذا المحتوى للمشتركين فقط.\nاشترك الآن لقراءة المقال. مشترك بالفعل؟"),
        ("script", "متصفحك لا يدعم تشغيل الصفحة، يرجى تفعيل جافا سكريبت ثم إعادة المحاولة."),
        ("copyright", "جميع الحقوق محفوظة لصحيفة الضفاف، ويحظر النسخ أو النشر.\nتصميم وتطوير شركة المدى"),
    ],
)
def test_a_text_that_is_a_notice_is_rejected(kind: str, text: str) -> None:
    assert kind_of_text(text, page()) == kind


COOKIES = "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا"
CHOICES = "قبول الكل\nرفض الكل"


def consent(letters: int) -> str:
    """Return a notice with a number of letters."""
    missing = letters - sum(map(str.isalpha, f"{COOKIES}{CHOICES}"))
    return f"{COOKIES} {'ب' * missing}\n{CHOICES}"


def test_a_notice_has_fifteen_hundred_letters() -> None:
    assert kind_of_text(consent(1_500), page()) == "consent"
    assert kind_of_text(consent(1_501), page()) == ""


def test_beside_a_notice_a_flash_of_a_hundred_letters_is_a_text() -> None:
    assert kind_of_text(f"{consent(200)}\n{'ب' * 99}", page()) == "consent"
    assert kind_of_text(f"{consent(200)}\n{'ب' * 100}", page()) == ""


def test_a_title_of_a_notice_tells_on_a_short_text_alone() -> None:
    assert kind_of_text(TEASERS[0], page(), "الصفحة غير موجودة") == "error"
    assert kind_of_text("\n".join(PARAGRAPHS), page(), "الصفحة غير موجودة") == ""
