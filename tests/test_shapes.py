"""The generic shapes of articles' addresses, and of what looks like them."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from crawler.shapes import likely, likely_by_query


@pytest.mark.parametrize(
    "address",
    [
        "/news.php?id=41",
        "/details.aspx?ID=5523",
        "/index.php?option=com_content&view=article&id=77:story",
        "/index.php?option=com_content&task=view&id=77&Itemid=3",
        "/?p=991",
        "/article.php?story=20261126",
        "/ar/show.asp?NewsID=12",
        "/modules.php?name=News&file=article&sid=4711",
        "/news/details?id=4711&lang=ar",
        "/article?id=9f1c2d3e-0a1b-4c2d-8e3f-0a1b2c3d4e5f",
        "/خبر?id=41",
        "/news.php?action=show&id=41",
        "/news.php?id=41&page=1",
    ],
)
def test_a_number_in_the_query_of_a_reader_names_an_article(address: str) -> None:
    path, _, query = address.partition("?")
    assert likely_by_query(path, query)
    assert likely_by_query(quote(path), query)


@pytest.mark.parametrize(
    "address",
    [
        "/?cat=5",
        "/?page_id=12",
        "/?s=991",
        "/?p=about",
        "/news?page=41",
        "/news.php",
        "/news.php?id=",
        "/news.php?id=sport",
        "/news.php?id=41&page=2",
        "/section.php?id=41",
        "/Category.aspx?ID=41",
        "/list_news.php?id=41",
        "/index.php?option=com_content&view=category&id=77",
        "/index.php?option=com_users&view=login&Itemid=77",
        "/news.php?action=delete&id=41",
        "/print.php?id=41",
        "/sport?id=41",
        "/photos/details.php?id=41",
        "/search.php?id=41",
    ],
)
def test_a_number_that_names_something_else_does_not(address: str) -> None:
    path, _, query = address.partition("?")
    assert not likely_by_query(path, query)


def test_a_key_that_the_outlet_does_not_count_names_no_article() -> None:
    assert likely_by_query("/details.aspx", "ID=41", ("id",))
    assert not likely_by_query("/details.aspx", "ID=41", ("story",))
    assert not likely_by_query("/details.aspx", "ID=41", ())


def test_a_query_without_end_is_read_to_a_bound() -> None:
    assert not likely_by_query("/news.php", "&".join(f"k{number}=1" for number in range(100_000)) + "&id=41")


@pytest.mark.parametrize(
    "path",
    [
        "/أخبار/توسعة المرفأ تبدأ قريبا",
        "/أخبار/توسعة+المرفأ+تبدأ+بعد+شهر",
        "/article/توسعة،المرفأ،تبدأ،غدا",
        "/article/توسعة.المرفأ.تبدأ.اليوم",
        "/news/توسعة–المرفأ–القديم–اليوم–غدا",
        "/news/توسعة_المرفأ،القديم.اليوم/",
        "/news/توسعة؛المرفأ؛القديم؛اليوم",
        "/news/١٢٣٤٥",
        "/توسعة-المرفأ-القديم-غدا/",
    ],
)
def test_a_slug_of_four_arabic_words_names_an_article_whatever_parts_them(path: str) -> None:
    assert likely(path)
    assert likely(quote(path, safe="/+,"))


@pytest.mark.parametrize(
    "path",
    [
        "/أخبار/توسعة المرفأ غدا",
        "/jquery.min.old.v",
        "/a+b+c+d",
        "/أخبار.الرياضة",
        "/من نحن",
        "/أخبار/الشرق/الأوسط/اليوم",
    ],
)
def test_fewer_words_and_latin_ones_do_not(path: str) -> None:
    assert not likely(path)
    assert not likely(quote(path, safe="/+,"))


@pytest.mark.parametrize("path", ["/" + "ا-" * 50_000, "/" + "ا" * 100_000, "/" + "، " * 50_000, "/" + "ا/" * 50_000])
def test_a_path_without_end_costs_little(path: str) -> None:
    likely(path)
