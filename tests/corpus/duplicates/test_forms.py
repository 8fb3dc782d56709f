"""Reports cast in one form are told from a report and its rewrite: both sides of each threshold."""

from __future__ import annotations

import pytest

from corpus.duplicates.forms import FIGURE_SLOTS, NAME_SLOTS, OPENING, SERIES_SLOTS, are_of_one_form
from pipelines.words.folding import fold_text


def one_form(first: str, second: str) -> bool:
    ours, theirs = fold_text(first).split(), fold_text(second).split()
    assert are_of_one_form(ours, theirs) is are_of_one_form(theirs, ours)
    return are_of_one_form(ours, theirs)


CABLE = (
    "الملك يهنئ رئيس {land} بذكرى الاستقلال\n"
    "بعث الملك برقية تهنئة إلى الرئيس {name} رئيس {land} بمناسبة ذكرى استقلال بلاده، وأعرب باسمه واسم شعبه عن أصدق "
    "التهاني بالصحة والسعادة للرئيس ولشعب {land} الصديق اطراد التقدم والازدهار."
)
PLANE = (
    "وصول {plane} الإغاثية إلى المطار\nوصلت اليوم الطائرة الإغاثية {ordinal} إلى المطار، وعلى متنها مواد طبية، ضمن جسر "
    "جوي مستمر وفق خطط معدة، وقال المتحدث إن هذه الرحلة {ordinal} ستوزع حمولتها على المستشفيات."
)
MARKET = (
    "أغلق المؤشر عند مستوى {0} نقطة، وارتفعت أسهم {1} شركة، وبلغت قيمة التداول {2} مليون وعدد الصفقات {3} صفقة يوم {4} "
    "الماضي"
)


def test_cables_to_two_presidents_are_of_one_form() -> None:
    assert one_form(
        CABLE.format(land="كولومبيا", name="خوان سانتوس"), CABLE.format(land="بوركينا فاسو", name="ميشيل كفاندو")
    )


def test_a_name_in_another_spelling_is_the_same_name() -> None:
    assert not one_form(CABLE.format(land="سوريا", name="كنيدي"), CABLE.format(land="سورية", name="كيندي"))
    assert not one_form(CABLE.format(land="أمريكا", name="شن"), CABLE.format(land="أميركا", name="شين"))


@pytest.mark.parametrize(("slots", "found"), [(NAME_SLOTS, True), (NAME_SLOTS - 1, False)])
def test_a_name_stands_in_three_slots(slots: int, *, found: bool) -> None:
    frame = [f"قبل{place} {{name}} بعد{place} ثم" for place in range(slots)]
    first, second = (" ".join(frame).format(name=name) for name in ("تونس", "الكويت"))
    assert one_form(first, second) is found


def test_words_that_were_exchanged_here_and_there_are_no_names() -> None:
    words = [f"كلمة{place}" for place in range(100)]
    other = [f"بديل{'ابتثجحخدذر'[place // 10]}" if place % 10 == 5 else word for place, word in enumerate(words)]
    assert not one_form(" ".join(words), " ".join(other))


def test_two_planes_of_one_airlift_are_of_one_form() -> None:
    first = PLANE.format(plane="الطائرة الثالثة", ordinal="الثالثة")
    assert one_form(first, PLANE.format(plane="الطائرة الرابعة", ordinal="الرابعة"))
    assert one_form(first, PLANE.format(plane="الطائرة الثالثة عشرة", ordinal="الثالثة عشرة"))
    assert not one_form(first, first.replace("اليوم", "أمس"))


@pytest.mark.parametrize(("things", "found"), [(SERIES_SLOTS, True), (SERIES_SLOTS - 1, False)])
def test_two_things_are_counted_otherwise(things: int, *, found: bool) -> None:
    first, second = (
        " و".join(f"الحلقة{thing} {ordinal}" for thing in range(things)) for ordinal in ("الأولى", "الثانية")
    )
    assert one_form(first, second) is found


def test_the_market_on_two_days_is_of_one_form_and_a_corrected_figure_is_not() -> None:
    today = MARKET.format(9100, 74, 3200, 51000, "الأحد")
    assert one_form(today, MARKET.format(9042, 31, 2800, 47500, "الاثنين"))
    assert not one_form(today, MARKET.format(9100, 75, 3200, 51000, "الأحد"))


@pytest.mark.parametrize(
    ("others", "same", "found"),
    [(FIGURE_SLOTS, 0, True), (FIGURE_SLOTS - 1, 0, False), (4, 1, True), (4, 2, False)],
)
def test_other_figures_are_more_than_twice_as_many_as_the_same_ones(others: int, same: int, *, found: bool) -> None:
    frame = " ".join(f"سعر{place} {{}} ريال{place}" for place in range(others + same))
    first = frame.format(*range(100, 100 + others + same))
    second = frame.format(*range(200, 200 + others), *range(100 + others, 100 + others + same))
    assert one_form(first, second) is found


@pytest.mark.parametrize(("place", "found"), [(OPENING - 1, True), (OPENING, False)])
def test_the_name_is_the_one_that_a_report_is_about(place: int, *, found: bool) -> None:
    words = [f"كلمة{number}" for number in range(100)]
    first, second = (
        " ".join([*words[:place], name, *words[place:70], name, *words[70:80], name, *words[80:]])
        for name in ("تونس", "الكويت")
    )
    assert one_form(first, second) is found


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        ("النيجر", "نيجيريا", True),
        ("غينيا", "كينيا", True),
        ("رومانيا", "موريتانيا", True),
        ("غوغل", "جوجل", False),
        ("مليشيات", "ميليشيات", False),
        ("المشروعات", "المشاريع", False),
        ("الأمريكي", "الأميركي", False),
    ],
)
def test_neighbours_in_spelling_are_other_names_and_transcriptions_are_not(one: str, two: str, *, found: bool) -> None:
    frame = " ".join(f"قبل{place} {{0}} بعد{place} ثم" for place in range(NAME_SLOTS))
    assert one_form(frame.format(one), frame.format(two)) is found
