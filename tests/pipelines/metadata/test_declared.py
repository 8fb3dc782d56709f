"""The fields that a page declares outright."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import ld, meta, read


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        (meta("og:image", "/i/1.jpg"), "image", "https://almadina.example/i/1.jpg"),
        (ld(image={"@list": [{"url": "https://cdn.example/1.jpg"}]}), "image", "https://cdn.example/1.jpg"),
        (meta("og:image", "data:image/png;base64,AAAA"), "image", None),
        (meta("og:description", " الجسر يخدم\nآلاف السكان يوميا "), "description", "الجسر يخدم آلاف السكان يوميا"),
        (meta("description", "المدينة بوابة إخبارية شاملة"), "description", None),
        (meta("description", "| أخبار"), "description", None),
        ('<link rel="canonical" href="/news/4711">', "declared_url", "https://almadina.example/news/4711"),
        ('<link rel="canonical" href="/">', "declared_url", None),
        ('<link rel="canonical" href="https://other.example/news/1">', "declared_url", None),
        ('<link rel="canonical" href="http://[">', "declared_url", None),
        ('<link rel="canonical" href="undefined">', "declared_url", None),
        ('<link rel="canonical" href="https://almadina.example/news/NULL">', "declared_url", None),
        (
            '<link rel="canonical" href="[object Object]">' + meta("og:url", "/news/null-and-void"),
            "declared_url",
            "https://almadina.example/news/null-and-void",
        ),
        (meta("og:locale", "ar_AR"), "language", "ar"),
        (ld(inLanguage="AR-eg"), "language", "ar"),
    ],
)
def test_what_is_stated_is_one_line_and_absolute(head: str, field: str, value: str | None) -> None:
    assert getattr(read(head), field) == value
