"""The decoding of Arabic pages under every declaration."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.charset import check_text, decode
from pipelines.rejected import Rejected
from tests.support.project import SHARED, article, paragraphs

TEXT = (
    "أعلنت وزارة التعليم في المدينة اليوم خطة جديدة من ثلاث مراحل إلى المدارس على أن تبدأ بعد شهر وقال المتحدث إن عدد "
    "الطلاب ارتفع كثيرا منذ العام الماضي وكان المجلس قد وافق عليها خلال جلسة عقدت مساء أمس، بحضور ممثلين عن الأهالي؛"
)
FREQUENT = ["في", "المدينة", "اليوم", "إلى", "المدارس"]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1256", "iso8859-6", "utf-16", "utf-16-le", "utf-16-be"]
DECLARED = ["", "utf-8", "windows-1256", "iso-8859-6", "iso-8859-1", "utf-16", "gb18030", "hex", "idna", "no-such-set"]
PERSIAN = "شهرداری شهر صبح امروز پارک تازه ای را در کنار رودخانه گشود و گروهی از شهروندان در آیین گشایش آن شرکت کردند. "
FRENCH = "Le maire a inauguré hier le nouveau théâtre, où « la fête » a été célébrée par les élèves de l'école. " * 3


def page(text: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<!doctype html><html><head>{meta}<title>{text[:40]}</title></head><body><p>{text}</p></body></html>"


def taken_for(codec: str, text: str) -> str:
    """Decode UTF-8 with another encoding; bytes that it does not have become control characters, as in browsers."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


texts = st.lists(st.sampled_from(TEXT.split()), min_size=12, max_size=60).map(
    lambda drawn: " ".join([*drawn, *FREQUENT])  # a text without such words is not recognized as Arabic
)


@given(texts, st.sampled_from(ENCODINGS), st.sampled_from(DECLARED), st.sampled_from(DECLARED))
def test_arabic_is_decoded_in_every_encoding_under_every_declaration(
    text: str, true: str, header: str, meta: str
) -> None:
    html = page(text, meta)
    assert decode(html.encode(true), f"text/html; charset={header}" if header else "text/html") == html


@given(texts, st.sampled_from(["cp1252", "latin-1", "cp1256"]), st.sampled_from(DECLARED))
def test_a_page_that_was_encoded_twice_is_read_back(text: str, codec: str, declared: str) -> None:
    html = page(text, declared)
    assert decode(taken_for(codec, html).encode(), "") == html


@given(texts, texts, st.sampled_from(["cp1252", "latin-1", "cp1256"]))
def test_a_title_that_was_encoded_twice_is_read_back_on_an_honest_page(title: str, text: str, codec: str) -> None:
    html = "<title>{}</title><h1>{} | موقع الخط، أخبار</h1><p>{}</p>"
    twice = taken_for(codec, title)
    assert decode(html.format(twice, twice, text).encode(), "") == html.format(title, title, text)


def test_what_was_encoded_three_times_is_read_back() -> None:
    html = page("قال الوزير إن المدرسة تفتح غدا")
    assert decode(taken_for("cp1252", taken_for("cp1252", html)).encode(), "") == html


def test_quotation_marks_and_emoji_encoded_twice_are_read_back_in_an_honest_text() -> None:
    html = page("قال الوزير “غدا” و«بعد غد» – مساء 😀")
    twice = "".join(taken_for("cp1252", char) if char in "“”«»–😀" else char for char in html)
    assert decode(twice.encode(), "") == html


@pytest.mark.parametrize(
    "text",
    [
        "ضع نقاط، خطوط، حظ، حفظ؛ ط، ظ، ع، غ،",
        "من الحروف ط،ظ،ع،غ، وغيرها",
        "اللاعب Ødegaard وزميله PIÙ» و Ângela و Føroyar و français",
        "حفظ„ هكذا",
        PERSIAN,
        FRENCH,
    ],
)
def test_an_honest_text_stays_as_it_is(text: str) -> None:
    assert decode(page(text).encode(), "") == page(text)
    check_text(text)


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (PERSIAN.replace("ی", "ي"), "cp1256", "utf-8"),
        (PERSIAN, "utf-8", "windows-1256"),
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "cp1252", ""),
        ("Мэр открыл вчера новый театр в центре города. " * 3, "cp1251", "windows-1251"),
        ("Мэр открыл вчера новый театр в центре города. " * 3, "utf-8", "windows-1251"),
    ],
)
def test_other_languages_are_decoded_too(text: str, codec: str, declared: str) -> None:
    assert text in decode(page(text, declared).encode(codec), "")


@pytest.mark.parametrize(("good", "broken", "read"), [(10, 1, True), (17, 2, False)])
def test_a_tenth_of_the_characters_outside_ascii_may_be_broken(good: int, broken: int, *, read: bool) -> None:
    body = b"<p>" + "é ".encode() * good + b"\xff " * broken + b"</p>"
    if read:
        assert decode(body, "text/html; charset=utf-8").count("\N{REPLACEMENT CHARACTER}") == broken
    else:
        with pytest.raises(Rejected, match="2 of 19 characters outside ASCII are broken"):
            decode(body, "text/html; charset=utf-8")


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1"])
def test_a_letter_cut_in_half_outside_the_article_does_not_lose_the_page(declared: str) -> None:
    html = article(1, extra="<aside><a href='/2'>عنوان آخر</a></aside>")
    text = decode(html.encode().replace("آخر".encode(), "آخر".encode()[:-1]), f"text/html; charset={declared}")
    assert text == html.replace("آخر", "آخ\N{REPLACEMENT CHARACTER}")
    check_text(paragraphs(1)[0])


@pytest.mark.parametrize(
    "text",
    [
        "قال الوز\N{REPLACEMENT CHARACTER} اليوم",
        "عنوان Ø§Ù„Ø¹",
        "عنوان ÙÙŠ",  # without its control character
        "عنوان Ùˆ",
        "عنوان ط§ظ„ط¹",
        "قال â€œغدا",
        "قال Â«غدا",
        "ÇáÔÑÞ ÇáÃæÓØ",
        taken_for("cp1252", taken_for("cp1252", "غدا")),
    ],
)
def test_a_text_decoded_wrongly_is_rejected(text: str) -> None:
    with pytest.raises(Rejected) as caught:
        check_text(text)
    assert caught.value.reason == "undecodable"


@pytest.mark.parametrize("broken", [1, 3, 6, 10, 70])
def test_a_page_may_have_a_tenth_of_its_characters_broken_and_no_more(broken: int) -> None:
    body = b"<p>" + "ش".encode() * (9 * broken) + b"\xff" * broken
    assert decode(body, "text/html; charset=hex").count("\N{REPLACEMENT CHARACTER}") == broken
    with pytest.raises(Rejected) as caught:
        decode(body + b"\xff", "text/html; charset=hex")
    assert caught.value.reason == "undecodable"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x93\x80\xff\xfd" * 50, "text/html; charset=utf-8"),
        (b"\x93\x80\xff\xfd" * 50, "text/html; charset=hex"),
        (b"\xff\xfe" + b"\xd8\xdc" * 50, ""),
        (page("شارع").encode()[:-14] + b"\xd9\xff" * 40, "text/html; charset=utf-8"),
    ],
)
def test_what_is_no_text_is_rejected(body: bytes, content_type: str) -> None:
    with pytest.raises(Rejected) as caught:
        decode(body, content_type)
    assert caught.value.reason == "undecodable"


@given(
    st.binary(max_size=300) | st.text("ØÙÃÂâð€ط§ظ„ \x81<é", max_size=100).map(str.encode),
    st.sampled_from([f"text/html; charset={name}" for name in DECLARED]) | st.text(max_size=30),
)
def test_any_bytes_give_text_or_are_rejected(body: bytes, content_type: str) -> None:
    try:
        text = decode(body, content_type)
    except Rejected:
        return
    assert len(text) <= len(body)


@pytest.mark.parametrize("unit", ["<Ø§>", "ط§ Ø Ã", "â€œ", "ط§ ظ„ ", "Ø§Ù„"])
def test_a_hostile_page_takes_no_longer_than_its_length_explains(unit: str) -> None:
    body = unit.encode() * (1_000_000 // len(unit.encode()))
    started = time.process_time()
    decode(body, "")
    assert time.process_time() - started < 2


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared, which this machine does not have")
@pytest.mark.parametrize("codec", ["cp1252", "cp1256"])
def test_real_pages_stay_as_they_are_and_come_back_when_encoded_twice(codec: str) -> None:
    for path in SHARED.glob("pages/articles/*/*.html"):
        html = path.read_bytes().decode()
        assert decode(html.encode(), "text/html; charset=windows-1256") == html
        assert decode(taken_for(codec, html).encode(), "") == html


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared, which this machine does not have")
def test_reference_texts_are_decoded_well() -> None:
    for path in (*SHARED.glob("seeds/*.txt"), *SHARED.glob("pages/articles/*/*.txt")):
        check_text(path.read_text(encoding="utf-8"))
