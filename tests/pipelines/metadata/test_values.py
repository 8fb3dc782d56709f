"""One value of a page as text, whatever its type."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from pipelines.metadata.bounds import MAX_VALUES
from pipelines.metadata.values import joined, line_of, listed, name_of, text_of


def test_a_text_is_one_line_or_too_long() -> None:
    element = lxml.html.fragment_fromstring("<p> جسر<br>\n <b>الجامعة</b> </p>")
    assert text_of(element, 10) == "جسر الجامعة"
    assert text_of(element, 9) == ""


@pytest.mark.parametrize(
    ("said", "line", "name", "values"),
    [
        ("جسر &amp;\n طريق", "جسر & طريق", "جسر &amp;\n طريق", 1),
        ({"name": "جسر"}, "", "جسر", 1),
        ("https://almadina.example/", "https://almadina.example/", "", 1),
        (None, "", "", 0),
        (7, "", "", 1),
        ([{}] * 1000, "", "", MAX_VALUES),
    ],
)
def test_a_value_of_any_type_is_read(said: Any, line: str, name: str, values: int) -> None:
    assert (line_of(said), name_of(said), len(listed(said))) == (line, name, values)


def test_what_is_no_address_is_passed_over() -> None:
    assert joined("https://almadina.example/news/1", " ../2 ") == "https://almadina.example/2"
    assert joined("https://almadina.example/", "http://[") == ""
