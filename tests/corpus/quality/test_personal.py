"""E-mail addresses, telephone numbers, IP addresses: found, left alone, masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quality.personal import ADDRESS, EMAIL, PHONE, masked, personal_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("راسلونا: news.desk+ar@mail.akhbar.example، شكرا", f"راسلونا: {EMAIL}، شكرا"),
        ("ب0501234567ب", "ب0501234567ب"),
        ("اتصل 0501234567.", f"اتصل {PHONE}."),
        ("اتصل ٠٥٠ ١٢٣ ٤٥٦٧", f"اتصل {PHONE}"),
        ("+966 11 234-5678 حتى 2026", f"{PHONE} حتى 2026"),
        ("+966 11 234-5678 2026 2027 2028", f"{PHONE} 2026 2027 2028"),
        ("00201001234567", PHONE),
        ("+1 (202) 555-0143", PHONE),
        ("هاتف: 19911", f"هاتف: {PHONE}"),
        ("واتساب رقم 5551234", f"واتساب رقم {PHONE}"),
        ("من 8.8.8.8 إلى 10.0.0.1", f"من {ADDRESS} إلى 10.0.0.1"),
        ("https://akhbar.example/0501234567?to=a@b.example", f"https://akhbar.example/0501234567?to={EMAIL}"),
    ],
)
def test_what_names_a_person_or_a_machine_is_replaced(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "في 05-06-2026 و 05/06/2026 و 2026-06-05",
        "01-02-2026 1530",
        "بلغ 1,000,000,000 دولار",
        "النسبة 0.123456789",
        "من 2025 إلى 2026",
        "النتيجة 0-1 ثم 0-2 ثم 0-3",
        "الإصدار 1.2.3",
        "999.1.1.1",
        "1.2.3.4.5",
        "hotel 123456",
        "@akhbar و a@b",
        "هاتف آيفون 17",
    ],
)
def test_dates_amounts_and_versions_stay(text: str) -> None:
    assert masked(text) == text
    assert personal_of(text) == (0, 0, 0, 0)


def test_each_is_counted() -> None:
    text = "www.a.example https://b.example/x a@b.example c@d.example +96611234567 8.8.4.4"
    assert personal_of(text) == (2, 2, 1, 1)


@given(st.text() | st.text(st.sampled_from("0123+.-@ax ()٠هاتف:/w")))
def test_a_masked_text_is_masked_no_further(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert personal_of(once).addresses == 0


def test_a_long_hostile_text_takes_no_longer_than_its_length() -> None:
    for piece in ("0" * 17, "a@", "1.", "0 ", "+(1", "www.", "هاتف 1", "a." * 9):
        assert len(masked(piece * 4_000)) > 0
