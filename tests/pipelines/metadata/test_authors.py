"""The places of authors' names."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import BODY, beside, read


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        ("<div itemprop='author' itemscope><b itemprop='name'>منى الشريف</b></div>", ["منى الشريف"]),
        ("<p class='byline'>كتب <a href='/w/7'>منى الشريف</a></p>", ["منى الشريف"]),
        ("<a rel='author' href='/w/7'>منى الشريف</a>", ["منى الشريف"]),
        ("<p>إعداد: منى الشريف</p>", ["منى الشريف"]),
        ("<p class='author'><a href='/category/7'>منوعات</a></p>", []),
        ("<p>كتب المحافظ على صفحته أن الجسر فتح.</p>", []),
        ("<div class='byline'><b>منى الشريف</b><i>مراسلة الشؤون العلمية</i></div>", ["منى الشريف"]),
        ("<center>خاص / القاهرة / كتبت: منى الشريف</center>", ["منى الشريف"]),
        ("<div>تحقيق: <a href='/w/7'>منى الشريف</a></div>", ["منى الشريف"]),
        ("<div><b>كتبت:</b> منى الشريف</div>", ["منى الشريف"]),
        ("<div><i>القاهرة - منى الشريف</i> <i>24/8/2024</i></div>", ["منى الشريف"]),
        ("<div><i>جسور ومرور</i> <i>24/8/2024</i></div>", []),
        ("<div><i>محافظات الدلتا</i> <a href='/t/1'>منى الشريف</a> <i>24/8/2024</i></div>", []),
        (f"<div>{BODY * 8}</div><div>منى الشريف</div>", ["منى الشريف"]),
        ("<figure><figcaption>منى الشريف</figcaption></figure><i>24/8/2024</i>", []),
        ("<p>كتبت هدى الشافعى</p>", ["هدى الشافعى"]),
        ("<p>كتبت على صفحتها أنها تشكر</p>", []),
        ("<div class='author'><i>نص :</i> <b>المدينة</b></div>", []),
        ("<div><img><a href='/author/9'>رغدة بوشامة</a></div>", ["رغدة بوشامة"]),
        ("<h4 class='avatar_name'>الأحساء - رغدة الدوسري</h4>", ["رغدة الدوسري"]),
        (
            "<ul class='byline'><li><i>Author, </i><b>رغدة الزواري</b></li><li><i>Role, </i><b>مدينة</b></li></ul>",
            ["رغدة الزواري"],
        ),
    ],
)
def test_an_author_is_named_in_a_line_of_his_own(body: str, authors: list[str]) -> None:
    assert read(body=beside(body)).authors == authors
