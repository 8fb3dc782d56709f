"""A text that lost its line ends loses its appendix and inserts, and nothing of the article."""

from __future__ import annotations

import time

import pytest

from pipelines.appendix.sentences import pieces_of_sentences, running_on
from pipelines.normalize import normalize
from pipelines.strip import strip_appendix

TITLE = "تعاونية نسائية في شفشاون تصدر زيت الزيتون إلى كندا"
LEAD = "صدرت تعاونية نسائية في شفشاون أول شحنة من زيت الزيتون إلى كندا مطلع الأسبوع، بعد عامين من الانتظار."
PRICES = "وبيع اللتر الواحد بثلاثة أضعاف سعره في السوق المحلية."
SAID = "وقالت رئيسة التعاونية إن العائد سيوزع بالتساوي بين أربعين امرأة."
PLANS = "وتخطط التعاونية لشراء معصرة جديدة قبل موسم الجني المقبل."
ARTICLE = (TITLE, LEAD, PRICES, SAID, PLANS)
OTHERS = (
    "إعادة فتح المعبر البري بين الجزائر وتونس",
    "أول مصنع للدراجات الكهربائية في أسيوط",
    "ما سر ارتفاع أسعار الورق في المطابع؟",
)


def kept(*lines: str, by: str = " ") -> str:
    return strip_appendix(normalize(by.join(lines))).text


@pytest.mark.parametrize(
    "tail",
    [
        ("مواضيع ذات صلة", *OTHERS),
        ("اطلع أيضا على:", *OTHERS),
        ("الأكثر مشاهدة", *OTHERS[:2], "تقارير مشابهة", OTHERS[2]),
        ("كلمات دلالية", "شفشاون زيت الزيتون", "قد يهمك أيضا", OTHERS[0]),
        ("تابعوا قناتنا على تلغرام", "حملوا تطبيقنا من متجر آبل"),
        ("شارك هذا المقال", "فيسبوك واتساب", "اترك تعليقا"),
    ],
)
def test_all_behind_the_last_full_stop_goes_with_the_sites_first_line(tail: tuple[str, ...]) -> None:
    assert kept(*ARTICLE, *tail) == " ".join(ARTICLE)


@pytest.mark.parametrize(
    "tail",
    [
        ("المصدر: صوت الريف",),
        ("(رويترز)",),
        ("شارك في الإعداد: مريم العلمي",),
        ("وتضم المنطقة ثلاث تعاونيات أخرى",),
        ("وبحسب الجمارك، اشترك في الشحنة مصدرون من المغرب عبر التطبيق",),
        ("للمزيد من المعلومات: https://zaytoun.example/karim",),
    ],
)
def test_what_is_the_articles_stays_behind_the_last_full_stop(tail: tuple[str, ...]) -> None:
    assert kept(*ARTICLE, *tail) == " ".join((*ARTICLE, *tail))


def test_a_credit_and_a_signature_stay_apart_from_the_sites_lines() -> None:
    signature = "(رويترز)"
    for credit in ("المصدر: صوت الريف", "المصدر: الريف الجديد"):
        assert kept(*ARTICLE, credit, "أخبار ذات صلة", *OTHERS) == " ".join((*ARTICLE, credit))
    assert kept(*ARTICLE, "تابعونا على فيسبوك", signature) == " ".join((*ARTICLE, signature))


@pytest.mark.parametrize("heading", ["اقرأ أيضا:", "شاهد أيضا", "أخبار مرتبطة", "لقراءة المزيد:"])
@pytest.mark.parametrize(
    "after",
    [
        "وقال وزير الفلاحة إن الدعم مستمر.",
        "وتبلغ مساحة الحقول ستين هكتارا.",
        "لكن النقل البحري ما زال مكلفا.",
        "وعصرت التعاونية عشرين طنا هذا العام.",
        "أكدت الجمارك أن الشحنة مطابقة للشروط.",
    ],
)
def test_the_article_goes_on_behind_an_insert(heading: str, after: str) -> None:
    assert kept(*ARTICLE, heading, OTHERS[0], after, PLANS) == " ".join((*ARTICLE, after, PLANS))


def test_the_last_sentence_stays_behind_an_insert() -> None:
    end = "ومن المنتظر أن تصل الشحنة الثانية قريبا."
    assert kept(*ARTICLE, "اقرأ أيضا:", OTHERS[0], end) == " ".join((*ARTICLE, end))


def test_a_subject_before_its_phrase_is_not_cut_off() -> None:
    after = "التعاونية من جانبها وعدت بزيادة الأجور، لأن الأرباح فاقت ما كان منتظرا في البداية."
    assert after in kept(*ARTICLE, "اقرأ أيضا:", OTHERS[0], after, PLANS)


@pytest.mark.parametrize(
    "after",
    [
        "هل تكفي معصرة واحدة لكل هذه القرى؟ تجيب الأرقام بالنفي، وتطلب القرى معصرة ثانية.",
        "وللنساء حصة في المجلس الجديد أعلنت عنها الوزارة أمس.",
    ],
)
def test_words_before_the_certain_one_with_which_prose_may_have_begun_stay(after: str) -> None:
    assert after in kept(*ARTICLE, "اقرأ أيضا:", OTHERS[0], after, PLANS)


@pytest.mark.parametrize(("commas", "cut"), [(3, True), (4, False)])
def test_titles_behind_the_last_full_stop_have_three_commas_at_most(commas: int, *, cut: bool) -> None:
    titles = ["معرض فاس للزيتون يفتح أبوابه للزوار غدا", *["معرض مكناس"] * commas]
    tail = f"اقرأ أيضا: {'، '.join(titles)} ونادي المدينة يستقبل فريقا من مراكش في مباراة ودية اليوم السبت"
    assert (kept(*ARTICLE, tail) == " ".join(ARTICLE)) is cut


def test_an_unfinished_end_stays_behind_an_insert() -> None:
    end = "وأضافت أن الطلب على الزيت المغربي في ارتفاع"
    assert kept(*ARTICLE, "شاهد أيضا:", OTHERS[0], end) == " ".join((*ARTICLE, end))


def test_where_the_title_of_an_insert_ends_is_often_unknown_and_nothing_goes() -> None:
    insert = ("اقرأ أيضا:", OTHERS[0], "أربعون امرأة ينتظرن نصيبهن من أرباح الشحنة.")
    assert kept(*ARTICLE, *insert, PLANS) == " ".join((*ARTICLE, *insert, PLANS))


@pytest.mark.parametrize(("words", "cut"), [(7, True), (8, False)])
def test_a_closed_sentence_behind_a_heading_is_a_title_up_to_ten_words_with_it(words: int, *, cut: bool) -> None:
    title = f"{' '.join(['معرض'] * words)} فاس."
    assert (kept(*ARTICLE, "اقرأ أيضا:", title, PLANS) == " ".join((*ARTICLE, PLANS))) is cut


def test_a_second_article_behind_a_credit_goes() -> None:
    second = (
        "ميناء طنجة يستقبل أول سفينة تعمل بالهيدروجين",
        "استقبل ميناء طنجة أول سفينة تعمل بالهيدروجين مساء أمس، قادمة من روتردام.",
        "وأوضح مدير الميناء أن السفينة تحمل ألفي حاوية.",
    )
    credit = "المصدر: وكالات"
    for heading in ("مقالات متعلقة", "اقرأ أيضا: ميناء طنجة:"):
        assert kept(*ARTICLE, credit, heading, *second) == " ".join((*ARTICLE, credit))
    colon = "مدن مغربية: ميناء طنجة يستقبل سفينة تعمل بالهيدروجين"
    assert kept(*ARTICLE, credit, "اقرأ أيضا", colon, *second[1:]) == " ".join((*ARTICLE, credit))


@pytest.mark.parametrize("mark", ["|", "•", ">>", "…", "-", "»"])
def test_marks_that_stand_for_line_ends_are_line_ends(mark: str) -> None:
    by = f" {mark} "
    lines = (*ARTICLE[:3], "طالع أيضا", OTHERS[0], *ARTICLE[3:], "مقالات مشابهة", *OTHERS)
    assert kept(*lines, by=by) == by.join(ARTICLE)


@pytest.mark.parametrize("by", ["\t", "   ", "&nbsp;", "\N{NO-BREAK SPACE} "])
def test_other_spaces_are_spaces(by: str) -> None:
    assert kept(*ARTICLE, "مقالات مشابهة", *OTHERS, by=by) == " ".join(ARTICLE)


def test_a_block_for_screen_readers_goes_from_a_line() -> None:
    block = ("تخطى الأكثر قراءة وواصل القراءة", *OTHERS, "الأكثر قراءة نهاية")
    assert kept(*ARTICLE[:4], *block, PLANS) == " ".join(ARTICLE)


@pytest.mark.parametrize(
    ("line", "runs_on"),
    [(f"{LEAD} {SAID}", False), (f"{LEAD} {PRICES} {SAID}", True)],
)
def test_a_line_of_three_sentences_runs_on(line: str, *, runs_on: bool) -> None:
    assert bool(running_on([line])) is runs_on


@pytest.mark.parametrize(("others", "runs_on"), [(7, True), (8, False)])
def test_a_line_runs_on_with_a_third_of_its_texts_sentences(others: int, *, runs_on: bool) -> None:
    lines = [f"{LEAD} {PRICES} {SAID} {PLANS}", *[PLANS] * (others + 1)]
    assert (0 in running_on(lines)) is runs_on


def test_initials_and_an_ellipsis_end_no_sentence() -> None:
    line = "قال د. سليم الرامي إن الثمن... مرتفع، وإن أ. نجيب وافقه."
    assert len(pieces_of_sentences(line, last=True)) == 1


@pytest.mark.parametrize(
    "piece",
    [
        f"{SAID} ",
        "اقرأ أيضا: ",
        "اقرأ أيضا: سوق. ",
        f"{SAID} أخبار ذات صلة {OTHERS[0]} ",
        "المصدر: وكالات. ",
        f"{SAID} | ",
        "(CNN) -- ",
        "كلمة ",
    ],
)
def test_a_megabyte_in_one_line_takes_linear_time(piece: str) -> None:
    start = time.process_time()
    pieces_of_sentences(f"{LEAD} " + piece * (500_000 // len(piece.encode())), last=True)
    assert time.process_time() - start < 10
