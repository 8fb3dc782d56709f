"""Parts of a body: cards, prompts, notices and lives go, the text's own parts stay."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.body.blocks import blocks_of
from pipelines.body.foreign import EDGE, WEIGHTS, foreign_lines, weighed_parts
from pipelines.body.parts import own_of, parts_of

PARAGRAPHS = (
    "أعلنت بلدية الميناء، صباح الثلاثاء، بدء ترميم الرصيف القديم الذي تصدع في عاصفة الشتاء الماضي.",
    "وقال رئيس البلدية سليم الحاج إن الترميم يستمر خمسة أشهر، وإن الصيادين سيستعملون الرصيف الجنوبي مؤقتًا.",
    "وتبلغ كلفة المشروع مليوني دولار، يدفع نصفها صندوق المدن الساحلية.",
    "وكان الرصيف قد بني قبل ستين عامًا، وهو آخر ما بقي من الميناء القديم.",
)
HEADLINE = "بلدية الميناء ترمم الرصيف القديم"


def left_of(inner: str, *, site: str = "صحيفة المرسى", own: str = "<p>{}</p>") -> list[str]:
    """Return the lines that stay of a body with a part after its second paragraph."""
    before, behind = (" ".join(own.format(line) for line in pair) for pair in (PARAGRAPHS[:2], PARAGRAPHS[2:]))
    return _left(f"<div class=b>{before}{inner}{behind}</div>", site)


def left_behind(tail: str, *, site: str = "صحيفة المرسى") -> list[str]:
    """Return the lines that stay of a body with a part behind it."""
    return _left(f"<div class=b>{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}</div>{tail}", site)


def _left(markup: str, site: str) -> list[str]:
    found = blocks_of(html.fromstring(f"<div>{markup}</div>"))
    cut = foreign_lines(found.blocks, found.spans, range(len(found.blocks)), HEADLINE, site)
    return [block.text for index, block in enumerate(found.blocks) if index not in cut and block.text not in PARAGRAPHS]


@pytest.mark.parametrize(
    "part",
    [
        "<div class=k><span>في العدد</span><h4>مزارع يبتكر آلة لجني الكمون</h4><p>صنعها من دراجة وعجلتين.</p></div>",
        "<card-box><img src=a.jpg><b>سوق الذهب يفتح أبوابه ليلًا</b><p>يمتد العمل حتى منتصف الليل.</p></card-box>",
        "<div><h4>لا تفوّت</h4><p>خلاصة الأسبوع في بريدك كل جمعة</p><button>موافق</button></div>",
    ],
)
def test_a_card_or_a_prompt_among_the_paragraphs_is_foreign(part: str) -> None:
    assert left_of(part) == []


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        ("<h3>رصيف عمره ستون عامًا</h3>", ["رصيف عمره ستون عامًا"]),
        ("<div class=s>شهادة بحّار</div>", ["شهادة بحّار"]),
        ("<blockquote>هنا تعلمت السباحة.</blockquote>", ["هنا تعلمت السباحة."]),
        ("<ul><li>حجارة جديدة.</li><li>إنارة كاملة.</li></ul>", ["حجارة جديدة.", "إنارة كاملة."]),
        (
            "<div class=x><p>وأضاف أن البلدية ستعوض الصيادين عن أيام التوقف إن طالت مدة الترميم.</p></div>",
            ["وأضاف أن البلدية ستعوض الصيادين عن أيام التوقف إن طالت مدة الترميم."],
        ),
        ("<div class=q>وهو آخر ما بقي من الميناء القديم</div>", ["وهو آخر ما بقي من الميناء القديم"]),
    ],
)
def test_sub_headings_quotations_lists_and_paragraphs_in_other_elements_stay(part: str, lines: list[str]) -> None:
    assert left_of(part) == lines


@pytest.mark.parametrize(
    "part",
    [
        "<div><img src=r.jpg><h4>رولا شمعون</h4><p>صحفية مقيمة في بيروت تكتب عن المدن.</p></div>",
        "<div><div>قد يعنيك</div><img src=a.jpg><b>أول مدرسة للطهاة</b><p>تستقبل المدرسة ثلاثين طالبًا.</p></div>",
        "<div><p>تعتذر صحيفة المرسى عن نشر كل تعليق يسيء إلى الأشخاص.</p></div>",
    ],
)
def test_a_life_cards_and_a_notice_behind_the_body_are_foreign(part: str) -> None:
    assert left_behind(part) == []


def test_one_mark_alone_is_not_enough_to_cut_a_line_of_a_text() -> None:
    part = "<div>تصدر المرسى عن دار النوارس</div>"

    assert left_behind(part, site="المرسى") == ["تصدر المرسى عن دار النوارس"]
    assert left_behind(f"<footer>{part}</footer>", site="المرسى") == []


def test_a_conjunction_is_evidence_for_the_text() -> None:
    assert left_behind("<div><p>وتنتهي الأعمال قبل موسم السردين.</p></div>") == ["وتنتهي الأعمال قبل موسم السردين."]


def test_a_part_as_long_as_half_of_the_text_stays_unless_it_is_a_list_of_titled_texts() -> None:
    text = "تستقبل المدرسة ثلاثين طالبًا في عامها الأول، وتدرّس فنون المطبخ الصحراوي."
    titled = "<img src=a.jpg><h4>أول مدرسة للطهاة في الواحة</h4><p>{}</p>".format
    plain = "<div>أول مدرسة للطهاة في الواحة</div><p>{}</p>".format

    assert left_behind(f"<div>{titled(text)}</div>") == []
    assert len(left_behind(f"<div>{plain(' '.join([text] * 3))}</div>")) == 2
    assert left_behind(f"<div>{titled(text)}{titled(text)}{titled(text)}</div>") == []


def test_a_body_without_prose_has_no_parts() -> None:
    found = blocks_of(html.fromstring("<div><span>الرئيسية</span></div>"))

    assert foreign_lines(found.blocks, found.spans, [0], "", "") == set()
    assert foreign_lines(found.blocks, found.spans, [], "", "") == set()


@pytest.mark.parametrize(
    "own", ["<p>{}</p>", "<div><p>{}</p></div>", "<div>{}</div>", "{}<br><br>", "<div><div><p>{}</p></div></div>"]
)
def test_own_lines_are_found_in_whatever_elements_they_are(own: str) -> None:
    found = blocks_of(html.fromstring(f"<div><h4>مزارع يبتكر آلة</h4>{''.join(map(own.format, PARAGRAPHS))}</div>"))

    lines = own_of(found.blocks, range(5))

    assert lines is not None
    assert lines.lines == {1, 2, 3, 4}
    assert [(part.first, part.last) for part in parts_of(found.blocks, found.spans, range(5), lines.lines)] == [(0, 1)]


def test_paragraphs_in_many_containers_with_classes_of_their_own_are_all_own() -> None:
    columns = "".join(
        f"<div class=c{number}><p>{line}</p><p>{line}</p></div>" for number, line in enumerate(PARAGRAPHS)
    )
    found = blocks_of(html.fromstring(f"<div>{columns}</div>"))

    lines = own_of(found.blocks, range(8))

    assert lines is not None
    assert lines.lines == set(range(8))


def test_containers_with_a_class_of_their_own_are_told_from_others() -> None:
    boxed = [f"<div class=b><p>{line}</p></div>" for line in PARAGRAPHS]
    first, second = "".join(boxed[:2]), "".join(boxed[2:])
    found = blocks_of(html.fromstring(f"<div>{first}<div class=k><p>{PARAGRAPHS[3]}</p></div>{second}</div>"))

    lines = own_of(found.blocks, range(5))

    assert lines is not None
    assert lines.lines == {0, 1, 3, 4}


def test_a_body_between_line_ends_is_told_from_cells_that_look_alike() -> None:
    rows = "".join(f"<tr><td>أول مدرسة للطهاة<br>{PARAGRAPHS[number]}</td></tr>" for number in (1, 2))
    table = f"<table><tr><td>{'<br>'.join(PARAGRAPHS)}</td></tr>{rows}</table>"
    found = blocks_of(html.fromstring(f"<div>{table}</div>"))

    lines = own_of(found.blocks, range(8))

    assert lines is not None
    assert lines.lines == {0, 1, 2, 3}


def test_each_mark_has_a_weight_and_lies_between_0_and_1() -> None:
    found = blocks_of(
        html.fromstring(f"<div>{''.join(f'<p>{line}</p>' for line in PARAGRAPHS)}<div><p>اقرأ 2024؟</p></div></div>")
    )

    ((_, marks),) = weighed_parts(found.blocks, found.spans, range(len(found.blocks)), HEADLINE, "")

    assert marks.keys() == WEIGHTS.keys()
    assert all(0 <= value <= 1 for value in marks.values())
    assert EDGE > 0


@pytest.mark.parametrize(
    ("column", "own"),
    [
        (f"<p>{PARAGRAPHS[0]}</p><h3>رصيف قديم</h3><p>{PARAGRAPHS[1]}</p>", True),
        (f"<p>{PARAGRAPHS[0]}</p>", False),
        (f"<h4>أول مدرسة للطهاة</h4><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>", False),
    ],
    ids=["column", "one paragraph", "titled"],
)
def test_a_further_container_of_the_text_begins_with_a_paragraph_and_has_several(column: str, *, own: bool) -> None:
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    found = blocks_of(html.fromstring(f"<div><div class=b>{body}</div><div class=k><div>{column}</div></div></div>"))

    lines = own_of(found.blocks, range(len(found.blocks)))

    assert lines is not None
    assert (max(lines.lines) > 3) is own


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        (("<h3>بحارة وحجارة</h3>", "<p>وطلب الصيادون مظلة للشباك ومقاعد للمتنزهين.</p>"), True),
        (("<h3>بحارة وحجارة</h3>", "<p>طلب أصحاب القوارب مظلة للشباك ومقاعد للمتنزهين.</p>"), False),
        (("<h3>مزارع يبتكر آلة لجني الكمون</h3>", "<p>وباع منها عشرين في شهرين من دون إعلان.</p>"), False),
    ],
    ids=["conjunction", "none", "title"],
)
def test_the_next_container_of_the_text_stays(lines: tuple[str, str], *, stays: bool) -> None:
    assert bool(left_behind(f"<div><img src=a.jpg>{''.join(lines)}</div>")) is stays
