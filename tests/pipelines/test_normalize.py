"""The text format: invisible and accidental characters go, everything else stays the author's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.clean import cleaned
from pipelines.normalize import normalize, normalize_line
from pipelines.words.folding import is_same_headline
from tests.support.project import ROOT

SEEDS = ROOT / "seeds"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
ZWJ = "\N{ZERO WIDTH JOINER}"
ODD = (
    "\r\n\t\v\f \N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\N{NO-BREAK SPACE}\N{EM SPACE}\N{NULL}"
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}\N{RIGHT-TO-LEFT MARK}"
    "\N{ZERO WIDTH NO-BREAK SPACE}\N{COMBINING GRAPHEME JOINER}\N{COMBINING GREEK DIALYTIKA TONOS}"
    "\N{ARABIC SHADDA}\N{ARABIC FATHA}\N{ARABIC MADDAH ABOVE}\N{ARABIC FATHA ISOLATED FORM}"
    "\N{ARABIC LETTER MEEM INITIAL FORM}\N{ARABIC LIGATURE ALLAH ISOLATED FORM}"
    "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}"
    "\N{MAN}\N{WOMAN}\ud800اأبة.،a"
)
anything = st.one_of(st.text(max_size=80), st.text(st.sampled_from(ODD), max_size=80))


@pytest.mark.parametrize("seed", ["000", "001", "002", "003"])
def test_reference_documents_in_the_format_come_through_byte_identical(seed: str) -> None:
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    raw = path.read_bytes()
    assert normalize(raw.decode()).encode() == raw


def test_blank_lines_and_indents_go() -> None:
    (path,) = SEEDS.glob("004_*.txt")
    text = normalize(path.read_text(encoding="utf-8"))
    assert "\n\n" not in text
    assert "\n• نتنياهو يهاتف بايدن" in text


@given(anything)
def test_normalizing_twice_is_normalizing_once(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


@given(anything)
def test_every_text_comes_out_in_the_format(text: str) -> None:
    normal = normalize(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert normal.encode().decode() == normal
    assert normal.splitlines() == (normal.split("\n") if normal else [])
    for line in normal.splitlines():
        assert line == " ".join(line.split())
        assert line
    assert not {unicodedata.category(character) for character in normal if character != "\n"} & {"Cc", "Cs"}
    assert "\N{ZERO WIDTH SPACE}" not in normal


@given(st.text(st.sampled_from('اأإآبةىيكـًٌَُِّْٰ ۰٣7«»“”"؟،؛.…!–-()[]٪%ﷺ﷽﴿﴾'), max_size=60))
def test_letters_diacritics_tatweel_punctuation_and_digits_stay(text: str) -> None:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    assert normalize(text) == line


@pytest.mark.parametrize(
    "end",
    [
        *("\r\n", "\r", "\v", "\f", "\N{NEXT LINE}", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"),
        *("\n\n\n", " \n\t\n ", "\r\n\r\n"),
    ],
)
def test_every_line_end_begins_a_new_paragraph(end: str) -> None:
    assert normalize(f"قال الوزير.{end}وأضاف.{end}") == "قال الوزير.\nوأضاف."


@pytest.mark.parametrize(
    "space",
    ["\t", "  ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}", " \N{EM SPACE} "],
)
def test_every_space_is_one_space(space: str) -> None:
    assert normalize(f"{space}قال{space}الوزير{space}") == "قال الوزير"


@pytest.mark.parametrize(
    "invisible",
    [
        *("\N{ZERO WIDTH NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}", ZWNJ, ZWJ, "\N{WORD JOINER}", "\N{SOFT HYPHEN}"),
        *("\N{RIGHT-TO-LEFT MARK}", "\N{ARABIC LETTER MARK}", "\N{RIGHT-TO-LEFT EMBEDDING}", "\N{NULL}"),
        *("\N{POP DIRECTIONAL ISOLATE}", "\N{FIRST STRONG ISOLATE}", "\N{OBJECT REPLACEMENT CHARACTER}"),
        *("\N{DELETE}", "\N{COMBINING GRAPHEME JOINER}", "\N{TAG LATIN SMALL LETTER A}", "\udc80"),
    ],
)
def test_what_cannot_be_seen_goes(invisible: str) -> None:
    assert normalize(f"{invisible}المدر{invisible}سة{invisible}") == "المدرسة"


def test_a_joiner_stays_where_it_makes_one_picture_of_two() -> None:
    couple = f"\N{WOMAN}{ZWJ}\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}{ZWJ}\N{MAN}"
    assert normalize(f"مبروك {couple}{ZWJ}") == f"مبروك {couple}"


@pytest.mark.parametrize(
    ("forms", "letters"),
    [
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﺍﻟﺴﻼﻡ", "السلام"),
        ("ﷲ", "الله"),
        ("مﹶدرسة", "مَدرسة"),  # not «م َدرسة», the result of NFKC
        ("ﻻ ﻷ ﻹ ﻵ", "لا لأ لإ لآ"),
    ],
)
def test_presentation_forms_become_letters(forms: str, letters: str) -> None:
    assert normalize(forms) == letters


@pytest.mark.parametrize("sign", ["النبي محمد ﷺ", "﴿إنا فتحنا لك فتحا مبينا﴾", "﷽", "١٢٠ ﷼", "الله ﷻ"])
def test_signs_stay_as_the_author_chose_them(sign: str) -> None:
    assert normalize(sign) == sign


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("عاد المطر.&nbsp;فرح الفلاحون", "عاد المطر. فرح الفلاحون"),
        ("عاد المطر.&#160;&#xA0; فرح الفلاحون", "عاد المطر. فرح الفلاحون"),
        ("&quot;عاد&zwnj; المطر&quot; &ndash; &laquo;أخيرا&raquo;&hellip;", '"عاد المطر" – «أخيرا»…'),
        ("عا&shy;\N{ARABIC HAMZA ABOVE}د", "عأد"),
    ],
)
def test_references_that_were_escaped_twice_become_their_characters(escaped: str, text: str) -> None:
    assert normalize(escaped) == text


@pytest.mark.parametrize(
    "text", ["شركة R&amp;D العربية", "/?a=1&nbsp;b=2", "«5 &lt; 7»", "رمز &#65; الأول", "&nbsp بلا فاصلة", "&&nbsp;"]
)
def test_other_references_stay(text: str) -> None:
    assert normalize(text) == text


@given(
    st.lists(st.sampled_from(("&", "nbsp", "shy", "quot", ";", "#160", "#xAD", "ب", " ", "\N{SOFT HYPHEN}", "a"))).map(
        "".join
    )
)
def test_references_in_one_another_are_read_once(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


def test_a_million_marks_on_one_letter_are_no_trap() -> None:
    stack = "\N{ARABIC SHADDA}\N{ARABIC FATHA}" * 200_000
    assert len(normalize(f"قا{stack}ل")) < 100


def test_a_letter_has_thirty_marks() -> None:
    thirty = "ق" + "\N{ARABIC FATHA}" * 30
    assert normalize(thirty) == thirty
    assert normalize(thirty + "\N{ARABIC FATHA}") == thirty


def test_a_title_is_one_line() -> None:
    assert normalize_line("  وزير الري\n يشهد\tالتوقيع ") == "وزير الري يشهد التوقيع"


@pytest.mark.parametrize(
    "first", ["عودة الكهرباء إلى المدينة", "«عودة الكهرباء» إلى المدينة", "عَودة الكهرباء إلى المدينة"]
)
def test_a_first_paragraph_that_repeats_the_title_goes(first: str) -> None:
    assert is_same_headline(first, "عودة الكهرباء إلى المدينة")
    assert cleaned(f"{first}\nعادت الكهرباء أمس.", "عودة الكهرباء إلى المدينة").text == "عادت الكهرباء أمس."


@pytest.mark.parametrize("title", ["", "…", "عودة الكهرباء"])
def test_a_first_paragraph_that_says_more_than_the_title_stays(title: str) -> None:
    assert not is_same_headline("عودة الكهرباء إلى المدينة", title)
    text = "عودة الكهرباء إلى المدينة\nعادت الكهرباء أمس."
    assert cleaned(text, title).text == text
