"""Each cut names its rule and its place."""

from __future__ import annotations

import pytest

from pipelines.appendix.causes import Cause
from pipelines.strip import Stripped, strip_appendix
from tests.pipelines.test_strip import CREDIT, END, LEAD, LINK, LINKS, SAID


def places(stripped: Stripped) -> list[tuple[str, Cause | None]]:
    return [(part.text, part.cause) for part in stripped.parts]


def test_parts_stand_in_the_order_of_the_text() -> None:
    stripped = strip_appendix("\n".join((LEAD, "اقرأ أيضا:", LINK, SAID, END, "اقرأ أيضا", *LINKS)))
    assert places(stripped) == [
        (LEAD, None),
        ("اقرأ أيضا:", Cause.INSERT),
        (LINK, Cause.INSERT),
        (SAID, None),
        (END, None),
        ("اقرأ أيضا", Cause.APPENDIX),
        *((link, Cause.APPENDIX) for link in LINKS),
    ]
    assert stripped.kept == (LEAD, SAID, END)
    assert stripped.cut == ("اقرأ أيضا:", LINK, "اقرأ أيضا", *LINKS)


def test_a_paragraph_may_stay_in_part() -> None:
    stripped = strip_appendix(f"{LEAD} اقرأ أيضا: {LINK}\n{SAID}")
    assert [(part.line, part.cause) for part in stripped.parts] == [(0, None), (0, Cause.INSERT), (1, None)]
    assert stripped.kept == (LEAD, SAID)


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("https://akhbar.example/1", Cause.SITE_LINE),
        ("إعلان", Cause.SITE_LINE),
        ("تابعونا على فيسبوك", Cause.TAIL),
        ("كلمات مفتاحية: صيدا، طرابلس", Cause.TAIL),
        ("التعليقات (3)", Cause.COMMENTS),
    ],
)
def test_a_line_at_the_end_names_its_rule(line: str, cause: Cause) -> None:
    assert places(strip_appendix(f"{LEAD}\n{SAID}\n{line}"))[2:] == [(line, cause)]


def test_a_card_is_one_wherever_it_stands() -> None:
    assert places(strip_appendix(f"{LEAD}\n{LINK}\n{SAID}", cards=[1]))[1] == (LINK, Cause.CARD)


def test_what_stands_below_the_credit_names_it() -> None:
    stripped = strip_appendix("\n".join((LEAD, SAID, CREDIT, *LINKS)))
    assert {part.cause for part in stripped.parts[3:]} == {Cause.BELOW_CREDIT}
