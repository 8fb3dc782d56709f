"""An outlet's names on its own pages."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import beside, ld, meta, read


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (ld(author={"name": "المدينة"}) + meta("author", "منى الشريف"), ["منى الشريف"]),
        (meta("author", "جريدة المدينة"), []),
        (meta("author", "(القاهرة - المدينة)"), []),
        (meta("author", "almadina"), []),
        (ld(author="رأس الخيمة - المدينة"), []),
        (ld(author="المدينة - فريق التحرير"), []),
        (ld(author="القاهرة: «المدينة»"), []),
        (ld(author="«المدينة» (القاهرة)"), []),
        (ld(author='"المدينة" من الرياض'), []),
        (ld(author="المدينة نت"), []),
        (ld(author="صحيفة المدينة الإلكترونية"), []),
        (meta("og:site_name", "المدينة الدولية / MDN") + meta("author", "MDN"), []),
        (meta("og:site_name", "المدينة الدولية / MDN") + meta("author", "المدينة الدولية / MDN"), []),
        (meta("og:site_name", "النيل الجديد") + meta("author", "الجديد"), []),
        (ld(author="المدينة الرياض"), []),
        (ld(author="فريق المدينة"), []),
    ],
)
def test_the_outlet_by_any_of_its_names_is_no_author(head: str, authors: list[str]) -> None:
    assert read(head, beside("")).authors == authors


def test_the_site_is_called_as_the_page_calls_it() -> None:
    assert read().site_name == "المدينة"
