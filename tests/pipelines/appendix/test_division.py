"""Lines are divided where a heading begins inside them, and lose nothing by it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.appendix.division import divide
from pipelines.appendix.pieces import pieces_of
from pipelines.strip import strip_appendix

SENTENCE = "أغلقت بلدية جبيل السوق القديم يومين لإصلاح شبكة المياه التي تعود إلى القرن الماضي."
NEXT = "وقال رئيس البلدية إن الأشغال ستنتهي قبل موسم الصيف."
TITLE = "افتتاح معرض للحرف اليدوية في قلعة المدينة"
OTHER = "صيادو الساحل يطالبون بمرسى جديد"


def parts(line: str) -> list[str]:
    return divide([line]).pieces


@pytest.mark.parametrize(
    "tail",
    [
        *(f"اقرأ أيضا: {TITLE}", f"اقرأ أيضاً {TITLE}", f"مواضيع ذات صلة: {TITLE} {OTHER}", "قد يهمك أيضا:"),
        *(f"المصدر: وكالة الساحل مواضيع ذات صلة {TITLE}", "تابعونا على فيسبوك", f"للمزيد: {TITLE}"),
    ],
)
def test_a_heading_after_a_sentence_divides_the_line(tail: str) -> None:
    assert parts(f"{SENTENCE} {tail}")[0] == SENTENCE
    assert parts(f"{SENTENCE}{tail}")[0] == SENTENCE


@pytest.mark.parametrize(
    "line",
    [
        f"{SENTENCE} {NEXT}",
        "كتب المحرر أسفل الصورة عبارة «اقرأ أيضا» ثم نسي أن يضع الرابط.",
        "ويضع الموقع في آخر كل خبر قسما عنوانه: اقرأ أيضا",
        f"{SENTENCE} ويطالع الزائر أخبارا متعلقة بالمدينة في المتحف.",
        "اقرأ أيضا ما كتبه ابن خلدون في هذا الباب فإنه نفيس",
        "«اقرأ أيضا»: عبارة يراها القراء كل يوم ولا يضغطها إلا قليل منهم",
    ],
)
def test_prose_with_the_same_words_is_whole(line: str) -> None:
    assert parts(line) == [line]


@pytest.mark.parametrize("heading", ["اقرأ أيضا:", "اقرأ أيضاً", "شاهد أيضا:", "مقالات مشابهة:"])
def test_the_article_goes_on_after_the_title_of_an_insert(heading: str) -> None:
    assert parts(f"{SENTENCE} {heading} {TITLE} {NEXT}") == [SENTENCE, f"{heading} {TITLE}", NEXT]


@pytest.mark.parametrize("fence", ["()", "[]", "||"])
def test_brackets_and_bars_bound_an_insert(fence: str) -> None:
    insert = f"{fence[0]}اقرأ أيضا: {TITLE}{fence[1]}"
    assert parts(f"{SENTENCE} {insert} {OTHER} اليوم.") == [SENTENCE, insert, f"{OTHER} اليوم."]


def test_where_the_title_ends_is_unknown_the_line_is_whole() -> None:
    pieces = pieces_of(f"اقرأ أيضا: {TITLE} السوق مغلق منذ يومين وأهل المدينة ينتظرون افتتاحه بفارغ الصبر هذا الأسبوع.")
    assert not any(piece.kind for piece in pieces)


@pytest.mark.parametrize(("words", "cut"), [(9, True), (10, False)])
def test_a_title_with_its_own_full_stop_in_a_paragraph_has_twelve_words_with_its_heading(
    words: int, *, cut: bool
) -> None:
    title = " ".join(["سوق"] * words)
    above = (SENTENCE,) * 9  # so many that the last line does not run on
    line = f"{SENTENCE} اقرأ أيضا: {title} جبيل. {SENTENCE}"
    kept = strip_appendix("\n".join((*above, line))).kept
    assert (kept == (*above, f"{SENTENCE} {SENTENCE}")) is cut


def test_a_whole_article_in_one_line_loses_its_appendix_only() -> None:
    article = f"{TITLE} {SENTENCE} {NEXT}"
    assert strip_appendix(f"{article} اقرأ أيضا: {OTHER} {TITLE}").kept == (article,)
    assert strip_appendix(f"{article} أخبار ذات صلة {OTHER}").kept == (article,)


def test_lines_that_the_page_marks_are_whole() -> None:
    line = f"{SENTENCE} اقرأ أيضا: {TITLE}"
    assert divide([line], undivided=[0]).pieces == [line]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from((SENTENCE, NEXT, TITLE, OTHER, "اقرأ أيضا:", "ذات صلة", "(", "|", "1-", "")), max_size=8)
)
def test_a_line_of_which_nothing_is_cut_is_unchanged(words: list[str]) -> None:
    line = "  ".join(words)
    divided = divide([line])
    assert list(divided.parts([None] * len(divided.pieces))) == [(0, line, None)]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from((SENTENCE, NEXT, TITLE, OTHER, "اقرأ أيضا:", "ذات صلة", "(", "|", "1-")), max_size=8))
def test_pieces_together_are_the_line(words: list[str]) -> None:
    line = " ".join(words)
    bars = str.maketrans("", "", " |")  # bars may stand for line ends
    assert "".join(parts(line)).translate(bars) == line.translate(bars)


@pytest.mark.parametrize("piece", ["اقرأ أيضا: ", "(اقرأ أيضا ", "المزيد. ", "ذات صلة", "اقرأ أيضاً."])
def test_hostile_lines_take_linear_time(piece: str) -> None:
    start = time.process_time()
    pieces_of(piece * 20_000)
    assert time.process_time() - start < 20
