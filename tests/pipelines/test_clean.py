"""The text steps for a text without a page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from pipelines.clean import clean
from pipelines.rejected import Rejected
from tests.support.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GOLDENS = ROOT / "tests/goldens/clean"


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_reference_documents_come_out_as_reviewed(seed: Path) -> None:
    assert clean(seed.read_bytes().decode()).encode() == (GOLDENS / seed.name).read_bytes()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_what_is_clean_stays_as_it_is(seed: Path) -> None:
    text = clean(seed.read_bytes().decode())
    assert clean(text) == text


LEAD = "أقرت بلدية النبطية خطة لإنارة الطرق الجبلية بالطاقة الشمسية، تبدأ بستين عمودا قبل نهاية الصيف المقبل."
SAID = "وقالت رئيسة البلدية إن الكلفة تغطيها هبة من مغتربي المدينة، وإن الصيانة تتولاها ورشة محلية."
GOAL = "وتأمل البلدية أن تخفض الخطة فاتورة الكهرباء إلى النصف، وأن تشمل المدارس في العام المقبل."
LINKS = ("بلدية مرجعيون توزع مصابيح شمسية على المزارعين", "وزارة الطاقة تعد بتوسيع برنامج الإنارة")
WRITTEN = "\n".join(
    (
        LEAD,
        f"لا يفوتك أيضاً: {LINKS[1]}",
        SAID,
        GOAL,
        "المصدر: وكالة الجنوب",
        "روابط ذات صلة",
        *LINKS,
        "تابعونا على فيسبوك",
    )
)
CLEANED = f"{LEAD}\n{SAID}\n{GOAL}\nالمصدر: وكالة الجنوب"


def letters(text: str) -> str:
    """Return a text's letters in their plain forms, without marks, tatweel and spaces."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{ARABIC TATWEEL}", "")
    return "".join(letter for letter in plain if letter.isalnum())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "\u2028"),
        lambda text: text.replace("\n", " "),
        lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" ", " \N{RIGHT-TO-LEFT MARK}"),
        lambda text: text.replace("\n", "\n\N{LEFT-TO-RIGHT MARK}"),
        lambda text: text.replace("ابط", "ا\N{ARABIC TATWEEL}\N{ARABIC TATWEEL}بط").replace(
            "فوت", "ف\N{ARABIC TATWEEL}وت"
        ),
        lambda text: text.replace("ط", "ط\N{ARABIC DAMMA}").replace("ت", "ت\N{ARABIC FATHA}"),
        lambda text: text.replace("ل", "\N{ARABIC LETTER LAM ISOLATED FORM}").replace(
            "ر", "\N{ARABIC LETTER REH FINAL FORM}"
        ),
        lambda text: text.replace("\n" + LINKS[0], "\n• " + LINKS[0]).replace("\n" + LINKS[1], "\n2- " + LINKS[1]),
        lambda text: text.replace("روابط", "# روابط").replace("لا يفوتك", ">> لا يفوتك"),
    ],
    ids=[
        "same",
        "CRLF",
        "blank",
        "separator",
        "oneline",
        "nbsp",
        "doubled",
        "rlm",
        "lrm",
        "tatweel",
        "marks",
        "forms",
        "bullets",
        "leads",
    ],
)
def test_spelling_spaces_and_line_ends_make_no_difference(change: Callable[[str], str]) -> None:
    assert letters(clean(change(WRITTEN))) == letters(change(CLEANED))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The council opened a park this morning, and many residents came to see it. " * 5, "not-arabic"),
        ("تسجيل الدخول", "too-short"),
        ("", "too-short"),
        ("١٢٣٤", "too-short"),
        ("عاد التيار الكهربائي إلى أحياء المدينة. " * 20_000, "too-long"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        clean(text)
    assert rejected.value.reason == reason
