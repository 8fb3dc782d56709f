"""An article's tags."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import OTHER, beside, ld, meta, read


@pytest.mark.parametrize(
    ("head", "body", "tags"),
    [
        (meta("article:tag", "جسور") + meta("article:tag", "مرور"), "", ["جسور", "مرور"]),
        (meta("article:tag", "جسور,مرور، جسور"), "", ["جسور", "مرور"]),
        (ld(keywords=["جسور", "مرور"]), "", ["جسور", "مرور"]),
        (meta("news_keywords", "جسور؛ #مرور"), "", ["جسور", "مرور"]),
        ("", "<a rel='tag' href='/t/1'>جسور</a><a rel='category tag' href='/c/1'>محافظات</a>", ["جسور"]),
        (meta("keywords", "جسور, مرور"), "", ["جسور", "مرور"]),
        (meta("keywords", "جسور, أخبار"), "", []),
        (meta("keywords", "محافظات"), "<p>الكلمات الدالة :</p><p>جسور، مرور</p>", ["جسور", "مرور"]),
        ("", "<div>تاجز: <a href='/t/1'>جسور</a> ، <a href='/t/2'>مرور</a></div>", ["جسور", "مرور"]),
        ("", "<div><h3>وسوم</h3><ul><li><a>جسور</a></li><li><a>مرور</a></li></ul></div>", ["جسور", "مرور"]),
        ("", "<p>كلمات مفتاحية: جسور - طرق، مرور</p>", ["جسور - طرق", "مرور"]),
        ("", "<footer class='x'><a rel='tag'>جسور</a></footer>", []),
        ("", "<div class='story-tags'><b>المزيد عن:</b><a href='/t/1'>جسور</a></div>", ["جسور"]),
        ("", f"<div class='tags'><a href='/n/1'>{OTHER} بعد وصول شحنة</a></div>", []),
        ("", "<div class='tag-cloud'><a href='/t/1'>طقس</a></div>", []),
        ("", "<div class='category'><a rel='tag' href='/category/2'>محافظات</a></div>", []),
        ("", "<p>كانت كلمات الوزير قليلة: جسر وطريق</p>", []),
        (meta("keywords", "جسور, المدينة, أخبار"), "", []),
        (meta("og:site_name", "نيل مصر") + meta("keywords", "نيل مصر أخبار العالم, صور"), "", []),
        ("", "<div>دلالات <a>جسور</a></div>", ["جسور"]),
        ("", "<p class='b'><b>الكلمات الدلالية:</b> <a>جسور</a> <a>مرور</a></p>", ["جسور", "مرور"]),
        ("", "<ul class='itemTags'><li>الوسوم</li><li><a>جسور</a></li></ul>", ["جسور"]),
        ("", "<div class='field-name-field-tags'><div>وسوم:</div><a>جسور</a></div>", ["جسور"]),
        ("", "<ul class='td-tags'><li><span>وسوم</span></li><li><a>جسور</a></li></ul>", ["جسور"]),
        ("", "<p class='tags-links'><a rel='tag'>جسور</a></p>", ["جسور"]),
        ("", "<div class='article-tags'><a>حول هذه القصة</a></div>", []),
        ("", "<div class='tags-trends'><a class='tag' href='/t/1'>طقس</a></div>", []),
        (meta("keywords", ",".join(f"كلمة {number}" for number in range(30))), "", []),
    ],
)
def test_tags_are_the_articles_own(head: str, body: str, tags: list[str]) -> None:
    assert read(head, beside(body)).tags == tags
