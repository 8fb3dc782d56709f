"""The signs in addresses, both sides of each rule."""

from __future__ import annotations

import pytest

from pipelines.kind.address import by_address


@pytest.mark.parametrize(
    ("path", "period"),
    [
        ("2021/", True),
        ("2021/07", True),
        ("ar/2021/07/19/", True),
        ("archive/2021/7/page/3", True),
        ("2021/07/19/harbour", False),
        ("2021/07/48", False),
        ("2021/13", False),
        ("news/3021", False),
        ("2021/07/19/?p=7", False),
    ],
)
def test_an_address_that_ends_with_a_day_or_a_month_is_a_periods(path: str, period: bool) -> None:  # noqa: FBT001
    found = list(by_address(f"https://difaf.example/{path}"))
    assert ("a period's address" in found) is period
    assert not (period and "an article's address" in found)


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("tides.php", True),
        ("city/prayer-times", True),
        ("أوقات-الصلاة", True),
        ("harbour-gates-open-again", False),
        ("tides/12", False),
        ("tides?day=12", False),
        ("n/p.html", False),
        ("", False),
    ],
)
def test_the_name_of_a_page_is_plain_words(path: str, plain: bool) -> None:  # noqa: FBT001
    assert ("an address of plain words" in by_address(f"https://difaf.example/{path}")) is plain


def test_a_service_stands_under_the_services() -> None:
    assert "a service's address" in by_address("https://difaf.example/ar/services/boat-permit")
    assert "a service's address" in by_address("https://difaf.example/خدمات/تصريح-قارب")
    assert "a service's address" not in by_address("https://difaf.example/services")
    assert "a service's address" not in by_address("https://difaf.example/services/20418")
    assert "a service's address" not in by_address("https://difaf.example/services/new-boat-permits-from-june")


@pytest.mark.parametrize("name", ["index.html", "ar/index.php", "Default.aspx", "home"])
def test_the_file_of_the_root_is_the_front_page(name: str) -> None:
    assert "the front page's address" in by_address(f"https://difaf.example/{name}")
    assert "the front page's address" not in by_address(f"https://difaf.example/{name}?id=7")
    assert "the front page's address" not in by_address(f"https://difaf.example/port/{name}")


def test_a_script_that_prints_an_article_by_its_number_is_no_list() -> None:
    assert "a list's address" not in by_address("https://difaf.example/page.php?id=7")
    assert "a list's address" in by_address("https://difaf.example/page.php")
    assert "a list's address" in by_address("https://difaf.example/section.php?id=7")
