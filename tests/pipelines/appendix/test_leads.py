"""How leads and paragraphs in an article's middle begin."""

from __future__ import annotations

import pytest

from pipelines.appendix.leads import has_dateline, is_inner


@pytest.mark.parametrize(
    ("line", "dated"), [("القدس - رويترز", True), ("صيدا/- أعلن", True), ("قال الوزير - وهو محق - إن", False)]
)
def test_a_dateline_names_an_agency_or_has_its_slash(line: str, *, dated: bool) -> None:
    assert has_dateline(line) is dated


@pytest.mark.parametrize(
    "line",
    [
        "ومنح المهرجان جائزته الأولى لفيلم عن صيادي الإسفنج.",
        "من جهة أخرى، تسلمت البلدية مفاتيح المسرح القديم.",
        "في سياق متصل، أعيد فتح طريق الجبل.",
        "بعد ذلك سار الضيوف إلى الساحة.",
        "زراعيا، تراجع محصول اللوز بمقدار الثلث.",
        "فقد بقيت القاعة مغلقة أربع سنوات.",
        "هذه القاعة بناها أهل البلدة بأيديهم.",
        "«لن نترك الأرض بورا، وسنزرع التلة كلها قبل الشتاء» كما قال المزارع.",
        "- عدد المقاعد: ثلاثمئة.",
        "،",
    ],
)
def test_what_refers_to_the_text_before_is_inner(line: str) -> None:
    assert is_inner(line)


@pytest.mark.parametrize(
    "line",
    [
        "منح المهرجان جائزته الأولى لفيلم عن صيادي الإسفنج.",
        "وزير الزراعة يعد بدعم مزارعي اللوز.",
        "في طرابلس، أعيد فتح طريق الجبل.",
        "«دار النخيل» تصدر ديوانا جديدا.",
        "ميناء صور - رويترز - عادت القوارب.",
        "سوريا تفتح معبرا جديدا، والأردن يرحب.",
    ],
)
def test_what_tells_from_the_beginning_is_not(line: str) -> None:
    assert not is_inner(line)
