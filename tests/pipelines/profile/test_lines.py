"""What counts as furniture among the lines of several articles, on both sides of each threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.profile.learning import learn
from pipelines.profile.lines import label_of
from pipelines.profile.model import Place, Profile
from pipelines.profile.sheets import Sheet, is_sentence, own_lines, sentences_of
from tests.pipelines.profile.outlet import INSERT, LABEL, POLICY, PROMPT, SHELF, other_title, story

PAGES = 30
SHORT = "انتخبوا أجمل صورة من ألبوم روابينا السنوي"
BACKGROUND = "وكانت عبّارة النورس غرقت قبالة الساحل الشهر الماضي وعلى متنها عشرات الصيادين وعائلاتهم."


def sheets(*, count: int = PAGES) -> list[Sheet]:
    """Return articles that share no line, one a day."""
    found = []
    for number in range(count):
        told = story(number)
        found.append(Sheet(lines=told.lines, captured=f"{told.day}T09:00:00Z", day=told.day, section=told.section))
    return found


def having(line: str, numbers: range | list[int], place: int) -> Profile:
    """Return the profile of articles of which some have a line at a place."""
    all_ = sheets()
    for number in numbers:
        lines = list(all_[number].lines)
        lines.insert(place if place >= 0 else len(lines), line)
        all_[number] = replace(all_[number], lines=tuple(lines))
    return learn(all_, "rawabi.example")


def spread(count: int) -> list[int]:
    """Return numbers of articles, evenly spread over all."""
    return [number * PAGES // count for number in range(count)]


def test_articles_that_share_nothing_have_no_furniture() -> None:
    assert learn(sheets(), "rawabi.example").entries() == ()


@pytest.mark.parametrize(
    ("line", "count", "place", "known"),
    [
        (SHORT, 9, -1, True),
        (SHORT, 8, -1, False),
        (SHORT, 15, 2, True),
        (SHORT, 14, 2, False),
        ("خلفية الخبر", 24, 2, True),
        ("خلفية الخبر", 23, 2, False),
        (POLICY, 15, -1, True),
        (POLICY, 14, -1, False),
        (POLICY, 24, 2, True),
        (POLICY, 23, 2, False),
    ],
)
def test_a_line_needs_its_share_of_pages(line: str, count: int, place: int, known: bool) -> None:  # noqa: FBT001 - a column
    assert [found.text for found in having(line, spread(count), place).lines] == ([line] if known else [])


def test_the_profile_tells_where_a_line_stands_and_on_how_many_pages() -> None:
    (found,) = having(PROMPT, range(PAGES), 0).lines
    assert (found.pages, found.share, found.place) == (30, 1.0, Place.TOP)
    assert having(PROMPT, range(PAGES), 2).lines[0].place is Place.INSIDE
    assert having(PROMPT, range(PAGES), -1).lines[0].place is Place.BOTTOM


def test_counts_in_a_line_do_not_hide_that_it_repeats() -> None:
    all_ = [
        replace(one, lines=(*one.lines, f"شاهد الصفحة {number * 13} زائر من أهل الحي"))
        for number, one in enumerate(sheets())
    ]
    assert len(learn(all_, "rawabi.example").lines) == 1


@pytest.mark.parametrize("place", [1, 3, -1])
@pytest.mark.parametrize("numbers", [range(9), range(4, 14), range(10, 24)])
def test_the_background_paragraph_of_a_series_stays(numbers: range, place: int) -> None:
    all_ = sheets()
    first = all_[numbers[0]].day
    for number in numbers:
        one = all_[number]
        lines = list(one.lines)
        lines.insert(place if place >= 0 else len(lines), BACKGROUND)
        all_[number] = replace(one, lines=tuple(lines), day=first, section="مدن")
    assert learn(all_, "rawabi.example").lines == ()


def test_a_series_that_fills_half_of_the_archive_in_few_days_stays() -> None:
    all_ = sheets()
    for number in range(6, 24):
        day = f"2026-09-{8 + number // 8:02}"
        all_[number] = replace(all_[number], lines=(*all_[number].lines, BACKGROUND), day=day)
    assert learn(all_, "rawabi.example").lines == ()


def test_furniture_that_changes_midway_is_known_in_both_forms() -> None:
    old, new = POLICY, "للراغبين في نشر حكاياتهم صندوق أزرق عند مدخل دار روابينا، نفتحه صباح كل سبت."
    all_ = [replace(one, lines=(*one.lines, old if at < 17 else new)) for at, one in enumerate(sheets())]
    assert {line.text for line in learn(all_, "rawabi.example").lines} == {old, new}


def test_a_sentence_of_one_section_alone_stays() -> None:
    all_ = sheets()
    for number in range(30):
        section = "مدن" if number % 3 else "حرف"
        lines = all_[number].lines
        all_[number] = replace(all_[number], section=section, lines=(*lines, POLICY) if section == "مدن" else lines)
    assert learn(all_, "rawabi.example").lines == ()


@pytest.mark.parametrize(
    "signature",
    [
        "المصدر: وكالة المرجان",
        "المصدر: رويترز",
        "(رويترز)",
        "(خاص)",
        "كتب: منير البيطار",
        "بقلم: هدى الشامي",
        "مرسى الهدوء - رويترز",
        "روابي نيوز",
        "منير البيطار",
        "ساهم في إعداد التقرير مراسلنا في الجنوب",
    ],
)
@pytest.mark.parametrize("place", [0, -1])
def test_what_signs_each_article_stays(signature: str, place: int) -> None:
    all_ = []
    for one in sheets():
        lines = list(one.lines)
        lines.insert(place if place >= 0 else len(lines), signature)
        all_.append(replace(one, lines=tuple(lines), names=frozenset(("روابي", "منير البيطار"))))
    assert learn(all_, "rawabi.example").entries() == ()


def test_a_name_under_the_label_of_a_credit_stays() -> None:
    all_ = [replace(one, lines=(*one.lines, "المصدر", "دار المرجان للنشر")) for one in sheets()]
    assert learn(all_, "rawabi.example").entries() == ()


def test_a_heading_with_changing_titles_opens_a_list() -> None:
    all_ = []
    for number, one in enumerate(sheets()):
        first, *rest = one.lines
        lines = (first, INSERT, other_title(number), other_title(number + 3), *rest)
        all_.append(replace(one, lines=lines))
    profile = learn(all_, "rawabi.example")
    assert profile.lines == ()
    (heading,) = profile.headings
    assert (heading.text, heading.titles, heading.closes, heading.stops) == (INSERT, 2, False, False)


def test_titles_that_end_like_sentences_are_seen_behind_the_article() -> None:
    all_ = []
    for number, one in enumerate(sheets()):
        titles = (f"{other_title(number + at)} ثم يحكي لنا." for at in range(3))
        all_.append(replace(one, lines=(*one.lines, SHELF, *titles)))
    (heading,) = learn(all_, "rawabi.example").headings
    assert (heading.titles, heading.closes, heading.stops) == (3, True, True)


def test_a_label_with_changing_titles_is_known() -> None:
    all_ = [replace(one, lines=(*one.lines, f"{LABEL}: {other_title(at)}")) for at, one in enumerate(sheets())]
    (heading,) = learn(all_, "rawabi.example").headings
    assert (heading.text, heading.label) == (LABEL, True)


def test_key_points_repeat_the_article_and_stay() -> None:
    all_ = []
    for number, one in enumerate(sheets()):
        place, work = (
            story(number).title.split(" تستعيد ")[0],
            story(number).lines[1].split("تابعت ")[1].split(" إن")[0],
        )
        points = (f"بلدية {place} افتتحت {work} صباح الأحد", f"كلفة بناء {work} بقيت دون ما رصد لها")
        all_.append(replace(one, lines=("في سطرين سريعين لمن ضاق وقته", *points, *one.lines)))
    assert learn(all_, "rawabi.example").headings == ()


def test_a_batch_of_texts_without_days_needs_more() -> None:
    plain = [Sheet(lines=one.lines) for one in sheets()]
    most = [replace(one, lines=(*one.lines, POLICY)) if at < 24 else one for at, one in enumerate(plain)]
    fewer = [replace(one, lines=(*one.lines, POLICY)) if at < 23 else one for at, one in enumerate(plain)]
    assert [line.text for line in learn(most).lines] == [POLICY]
    assert learn(fewer).lines == ()


def test_a_line_that_extraction_removes_by_itself_needs_no_profile() -> None:
    all_ = [replace(one, cut=(PROMPT,)) for one in sheets()]
    assert learn(all_, "rawabi.example").lines == ()


@pytest.mark.parametrize(("left", "pages"), [(2, []), (3, [30])])
def test_a_line_that_extraction_leaves_in_some_texts_does(left: int, pages: list[int]) -> None:
    all_ = [
        replace(one, lines=(*one.lines, PROMPT)) if at < left else replace(one, cut=(PROMPT,))
        for at, one in enumerate(sheets())
    ]
    assert [line.pages for line in learn(all_, "rawabi.example").lines] == pages


def test_label_of_takes_a_label_with_a_title() -> None:
    assert label_of("صفحة قريبة: حكاية من تل السنديان القديم") == ("صفحة قريبة", "حكاية من تل السنديان القديم")
    assert label_of("صفحة قريبة: حكاية قصيرة") == ("", "")
    assert label_of("سطر بلا فاصل") == ("", "")


def test_sentences_and_own_lines() -> None:
    assert is_sentence("وأضاف أن الجسر جاهز")
    assert is_sentence("انتهى العمل.")
    assert not is_sentence("حكاية من تل السنديان…")
    assert own_lines(["سطر", "المصدر", "دار المرجان", "سطر"]) == {1, 2}


def test_a_table_of_prices_on_many_pages_stays() -> None:
    all_ = []
    for number, one in enumerate(sheets()):
        table = (
            "أسعار اليوم في سوق القمح المركزي",
            f"القمح {number * 3} درهما للكيس",
            f"الزيت {number * 7} درهما للصفيحة",
        )
        all_.append(replace(one, lines=(*one.lines, *table)) if number % 2 else one)
    assert learn(all_, "rawabi.example").entries() == ()


@pytest.mark.parametrize(
    ("item", "known"),
    [("سكر ناعم{}", False), ("سكر ناعم مطحون{} بارد", True)],
)
def test_a_list_of_few_words_a_line_is_no_list_of_titles(item: str, known: bool) -> None:  # noqa: FBT001 - a column
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    all_ = []
    for number, one in enumerate(sheets()):
        things = (item.format(letters[number % 28] + letters[at]) for at in range(3))
        all_.append(replace(one, lines=(*one.lines, "ما نحتاج إليه", *things)))
    assert bool(learn(all_, "rawabi.example").headings) is known


def test_where_paragraphs_look_like_titles_a_prompt_among_them_is_no_heading() -> None:
    all_ = []
    for number, one in enumerate(sheets()):
        lines = [" ".join(line.rstrip(".").split()[2:11]) for line in one.lines]
        lines.insert(1 + number % 3, SHORT)
        all_.append(replace(one, lines=tuple(lines)))
    profile = learn(all_, "rawabi.example")
    assert profile.headings == ()
    assert [line.text for line in profile.lines] == [SHORT]


def test_where_paragraphs_look_like_titles_a_list_of_one_length_is_known() -> None:
    all_ = []
    for number, one in enumerate(sheets()):
        lines = [" ".join(line.rstrip(".").split()[2:11]) for line in one.lines[: 2 + number % 4]]
        titles = (other_title(number), other_title(number + 3))
        all_.append(replace(one, lines=(*lines, SHELF, *titles)))
    assert [(heading.text, heading.titles) for heading in learn(all_, "rawabi.example").headings] == [(SHELF, 2)]


def test_paragraphs_without_full_stops_are_sentences_when_they_are_long() -> None:
    long, short = "سطر طويل من كلمات كثيرة جدا لا تنتهي عند نقطة في آخر الكلام كله", "سطر قصير من كلمات قليلة"
    assert sentences_of([long, short]) == [True, False]
    assert sentences_of([long, f"{long}.", f"{long}."]) == [False, True, True]
