"""Names of pages that are renewed and fields of records, both sides of each rule."""

from __future__ import annotations

import pytest

from pipelines.kind.evidence import Seen, by_evidence
from pipelines.kind.renewed import FEWEST_FIELDS, has_fields, is_renewed, names_an_issue
from tests.pipelines.kind.pages import page

FIELDS = ("المكان: مسرح الضفاف", "الموعد: مساء الخميس", "التذاكر: مجانا", "التنظيم: نادي الميناء")
READINGS = ("الموج منخفض والرياح خفيفة صباحا ومعتدلة مساء على امتداد الساحل كله من المنارة إلى الرأس الشمالي.",)


@pytest.mark.parametrize(
    "title",
    [
        "مواقيت الصلاة في الضفاف",
        "أسعار العملات",
        "درجات الحرارة المتوقعة",
        "حالة البحر",
        "صحف اليوم",
        "النشرة الجوية",
        "الصيدليات المناوبة",
        "ترتيب فرق الدوري",
    ],
)
def test_the_name_of_readings_is_a_renewed_pages(title: str) -> None:
    assert is_renewed(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "اليوم",
        "مدرسة الميناء تفتح أبوابها اليوم",
        "الصيادون يعودون إلى المرفأ",
        "أسعار السمك ترتفع في أسواق الضفاف بعد أسبوع عاصف",
        "حالة طوارئ في الميناء",
    ],
)
def test_a_headline_is_not(title: str) -> None:
    assert not is_renewed(title)


def test_a_renewed_page_needs_an_address_of_plain_words_and_no_date() -> None:
    title = "أسعار السمك في الضفاف"
    tree = page(title, f"<h1>{title}</h1><p>{READINGS[0]}</p>")
    known = Seen(title, READINGS, "https://difaf.example/fish", dated=False, marked=False)
    assert by_evidence(tree, known) is not None
    assert by_evidence(tree, known._replace(dated=True)) is None
    assert by_evidence(tree, known._replace(url="https://difaf.example/n/12")) is None
    assert by_evidence(tree, known._replace(title="سمك الضفاف يملأ الأسواق")) is None


def test_most_lines_of_a_record_are_fields() -> None:
    assert has_fields(FIELDS)
    assert has_fields(FIELDS[:FEWEST_FIELDS])
    assert not has_fields(FIELDS[: FEWEST_FIELDS - 1])
    assert has_fields([*FIELDS[:3], *["جملة لا حقل فيها."] * 2])
    assert not has_fields([*FIELDS[:3], *["جملة لا حقل فيها."] * 3])


def test_questions_and_speech_are_no_fields() -> None:
    assert not has_fields(["س: متى بدأت الرسم؟", "ج: بدأت طفلا في بيت جدي.", "س: ومن علمك؟", "ج: علمني البحر."])
    assert not has_fields([f"قال {name}: «لن نترك الميناء»." for name in ("سليم", "رامي", "هدى", "ليلى")])


def test_one_link_under_each_entry_is_a_list() -> None:
    texts = [f"{role} يعرف المرفأ ويجيد العمل ليلا" for role in ("حارس", "بحار", "نجار")]
    boxes = "".join(f"<div><b>عمل</b><p>{text}</p><a href='/j/{text}'>أرسل طلبك</a></div>" for text in texts)
    known = Seen("فرص في المرفأ", tuple(texts), "https://difaf.example/work", dated=False, marked=False)
    found = by_evidence(page("x", boxes), known)
    assert found is not None
    assert "one label at several texts" in found.evidence
    two = boxes.replace("أرسل طلبك", "اقرأ", 1)
    rest = by_evidence(page("x", two), known)
    assert rest is None or "one label" not in rest.evidence


def test_the_number_of_an_issue_is_a_name() -> None:
    assert names_an_issue("الحلقة 12: بحارة الضفاف")
    assert names_an_issue("العدد رقم (٣٠٤) من المجلة")
    assert not names_an_issue("العدد الأكبر من القوارب يعود")
    assert not names_an_issue("صدور العدد 12 من مجلة الضفاف")


@pytest.mark.parametrize(("count", "voted"), [(2, True), (1, False)])
def test_choices_under_the_headline_are_a_vote(count: int, voted: bool) -> None:  # noqa: FBT001
    known = Seen("هل تنقل المنارة؟", READINGS, "https://difaf.example/n/12", dated=False, marked=False)
    choices = "<input type=radio name=a>رأي" * count
    found = by_evidence(page("x", f"<h1>هل تنقل المنارة؟</h1><p>{READINGS[0]}</p>{choices}"), known)
    assert (found is not None and "choices" in found.evidence) is voted
    beside = by_evidence(page("x", f"<h1>هل تنقل المنارة؟</h1><p>{READINGS[0]}</p><h3>رأيك</h3>{choices}"), known)
    assert beside is None
