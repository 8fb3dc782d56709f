"""The signs of pages and their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipelines.kind.evidence import Seen, by_evidence, signs_of
from pipelines.kind.signs import KINDS, THRESHOLD, THRESHOLD_WITHOUT_KIND, WEIGHTS
from tests.pipelines.kind.pages import BODY, FLASH, HEADLINE, PARAGRAPHS, URL, cards, headline, page

if TYPE_CHECKING:
    import lxml.html

SHORT = "https://difaf.example/harbour"


def seen(title: str = HEADLINE, *text: str, url: str = URL, dated: bool = False, marked: bool = False) -> Seen:
    return Seen(title, text or PARAGRAPHS, url, dated=dated, marked=marked)


def signs(tree: lxml.html.HtmlElement, known: Seen) -> list[str]:
    return [*signs_of(tree, known)]


def test_an_article_has_the_signs_of_one() -> None:
    tree = page(HEADLINE, f"<h1>{HEADLINE}</h1>{BODY}")
    found = signs(tree, seen(dated=True, marked=True))
    assert set(found) == {sign for sign, weight in WEIGHTS.items() if weight < 0}
    assert by_evidence(tree, seen()) is None


def test_a_page_is_read_unless_text_and_address_have_all_signs_of_an_article() -> None:
    tree = page("", cards(9))
    words = ("تم العثور على 12 نتيجة", *["للبيع بسعر 20 دينار"] * 9)
    assert by_evidence(tree, seen("", *words, dated=True, marked=True)) is not None
    assert by_evidence(tree, seen("", dated=True, marked=True)) is None


@pytest.mark.parametrize(
    ("url", "sign"),
    [
        ("https://difaf.example/", "the front page's address"),
        ("https://difaf.example/ar/", "the front page's address"),
        ("https://difaf.example/harbour", "a short address"),
        ("https://difaf.example/about-us", "a standing page's address"),
        ("https://difaf.example/contact/17", "a standing page's address"),
        ("https://difaf.example/category/17", "a list's address"),
        ("https://difaf.example/topics/the-old-harbour-quarter", "a list's address"),
        ("https://difaf.example/news/20418", "an article's address"),
        ("https://difaf.example/%D9%85%D9%8A%D9%86%D8%A7%D8%A1-%D8%A7-%D9%8A-%D8%B9", "an article's address"),
        ("https://difaf.example/?p=20418", "an article's address"),
    ],
)
def test_an_address_has_a_sign(url: str, sign: str) -> None:
    weighed = {sign for sign in WEIGHTS if "address" in sign}
    assert sign in weighed & set(signs(page(), seen(url=url)))


@pytest.mark.parametrize(
    "url", ["file:///pages/harbour.html", "https://difaf.example/n/12", "https://difaf.example/12", "http://[", ""]
)
def test_another_address_has_none(url: str) -> None:
    assert not any("address" in sign for sign in signs(page(), seen(url=url)))


@pytest.mark.parametrize(
    ("title", "body", "sign"),
    [
        ("", "", "no headline"),
        ("اقتصاد", "", "a label of the menu as headline"),
        ("وداعا صديقي", "", "a name as headline"),
        ("خدماتنا", "", "the name of a standing page"),
        ("شروط استخدام صحيفة الضفاف", "", "the site's name in the headline"),
        ("ميناء المدينة", f"<h2>من نحن</h2>{BODY}", "the name of a standing page"),
        ("ميناء المدينة", f"<div>نتائج البحث</div>{BODY}", "a count of results"),
        ("ميناء المدينة", "<span>1</span><i></i><p>1</p><p>2</p><p>3</p>", "numbers of pages"),
        ("ميناء المدينة", "<button>أضف إلى السلة</button>", "a cart"),
        ("ميناء المدينة", "<p>45 ريالا</p>", "a price"),
        ("ميناء المدينة", "<h3>شروط الخدمة</h3><h3>رسوم الخدمة</h3>", "the parts of a service"),
    ],
)
def test_a_page_has_a_sign(title: str, body: str, sign: str) -> None:
    assert sign in signs(page("x", body), seen(title))
    assert sign not in signs(page(HEADLINE, f"<h1>{HEADLINE}</h1>{BODY}"), seen())


def test_texts_have_signs() -> None:
    tree = page()
    assert "one text several times" in signs(tree, seen(HEADLINE, *[FLASH] * 3))
    assert "one text several times" not in signs(tree, seen(HEADLINE, *[FLASH] * 2))
    assert "texts that are cut off" in signs(tree, seen(HEADLINE, *[f"{headline(n)}…" for n in range(3)]))
    assert "texts that are cut off" not in signs(tree, seen(HEADLINE, *[f"{headline(n)}…" for n in range(2)]))
    assert "no paragraph" in signs(tree, seen(HEADLINE, "قصيدة قصيرة", "عن البحر"))


def test_teasers_behind_a_text_are_a_list_only_if_they_are_nearly_all() -> None:
    def found(count: int) -> list[str]:
        tree = page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{PARAGRAPHS[0]}</p>{cards(count)}")
        return signs(tree, seen(HEADLINE, *[each.text_content() for each in tree.iterfind(".//body//p")]))

    assert "a list of entries" not in found(4)
    assert "a list of entries" in found(20)


def test_the_date_of_a_list_is_its_first_entrys() -> None:
    tree = page("x", cards(6))
    text = [line for line in tree.text_content().split("\n") if line] + [p.text_content() for p in tree.iter("p")]
    found = signs(tree, seen("", *text, dated=True))
    assert "nothing but a list of entries" in found
    assert "a date" not in found


def test_the_sites_name_in_a_headline_needs_plain_words_and_no_date() -> None:
    title = "قواعد التعليق في صحيفة الضفاف"
    tree = page(f"{title} | صحيفة الضفاف", f"<h1>{title}</h1><p>{PARAGRAPHS[0]}</p>")
    known = seen(title, PARAGRAPHS[0], url="https://difaf.example/rules")
    assert "a headline that the page states" not in signs(tree, known)
    assert by_evidence(tree, known) is not None
    assert "a headline that the page states" in signs(tree, known._replace(dated=True))
    assert by_evidence(tree, known._replace(url=URL)) is None
    assert by_evidence(tree, known._replace(marked=True)) is None


def test_a_sum_at_the_threshold_rejects() -> None:
    tree = page("x")
    text = ("رؤيتنا خبر دقيق.", "وهدفنا رأي حر.", "يعمل في الموقع عشرون صحفيا ومصورا.")
    known = seen("قصة الضفاف", *text, url="")
    score = sum(WEIGHTS[sign] for sign in signs(tree, known))
    assert score >= THRESHOLD
    assert by_evidence(tree, known) is not None
    held = known._replace(dated=True, marked=True)
    assert sum(WEIGHTS[sign] for sign in signs(tree, held)) < THRESHOLD
    assert by_evidence(tree, held) is None


def test_a_page_that_only_lacks_something_needs_more() -> None:
    text = ("بيت أول من القصيدة", "بيت ثان من القصيدة")
    tree = page("x")
    bare = seen("", *text, url="")
    assert THRESHOLD <= sum(WEIGHTS[sign] for sign in signs(tree, bare)) < THRESHOLD_WITHOUT_KIND
    assert not KINDS.keys() & set(signs(tree, bare))
    assert by_evidence(tree, bare) is None
    found = by_evidence(tree, bare._replace(url=SHORT))
    assert found is not None
    assert found.kind == "other"


def test_every_kind_is_a_signs() -> None:
    assert KINDS.keys() <= WEIGHTS.keys()
    assert all(WEIGHTS[sign] > 0 for sign in KINDS)
