"""Archived pages as they are shown: they look alike, run nothing, and refer to the archive alone."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from corpus.browse.archived.address import Form
from corpus.browse.archived.markup import MOST_ATTRIBUTES, linked, rewritten
from corpus.browse.archived.styles import declarations, sheet
from pipelines.rejected import Rejected
from tests.corpus.browse.archived.attacks import FORBIDDEN, attack

URL = "https://akhbar.example/news/1?a=1&b=2"
AT = "20260801103000"
CANARY = "http://127.0.0.1:9/canary"
ONE = linked(URL, AT)


def shown(markup: str) -> str:
    return rewritten(markup.encode(), "text/html; charset=utf-8", URL, AT)


def test_a_page_of_attacks_has_nothing_left_that_reaches_outside() -> None:
    page = shown(attack(CANARY))
    markup = re.sub(r'="[^"]*"', '=""', re.sub(r'content: "[^"]*"', "", page))
    assert not FORBIDDEN.search(markup), FORBIDDEN.search(markup)
    tree = html.document_fromstring(page)
    references = [
        (element.tag, name, value)
        for element in tree.iter()
        for name, value in element.attrib.items()
        if name in ("href", "src", "srcset", "background", "style") or "//" in value
    ]
    for tag, name, value in references:
        if (tag, name) in (("p", "title"), ("img", "title")):
            continue  # a text
        for part in re.findall(r"\S*//\S*", value):
            assert re.match(rf"(?:background:url\(\")?/archived/{AT}(?:im_|cs_)?/https?://", part), (tag, part)
    for css in re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL):
        told = re.sub(r'content: "[^"]*"', "", css)
        assert all(url.startswith("/archived/20260801103000") for url in re.findall(r'url\("([^"]*)', told))
        assert "//" not in re.sub(r'url\("/archived/[^"]*"\)', "", told)
    assert "كلام" in page
    assert "<title>عنوان</title>" in page


def test_references_lead_to_the_archive_at_the_pages_moment() -> None:
    page = shown(
        '<!doctype html><html lang=ar dir=rtl><head><link rel=stylesheet href="/s.css?v=1&amp;w=2" media=print></head>'
        '<body><a href="../a b#c">x</a><a href="#top">y</a>'
        '<img src=i.png srcset="i.png 2000w, j,k.png 900w" alt="صورة" width=9>'
        '<p style="background: url(b.png)">z</p><img data-src="/lazy.png" src="/placeholder.gif"></body></html>'
    )
    site = f"/archived/{AT}"
    assert page.startswith('<!doctype html><html lang="ar" dir="rtl"><head><meta charset=utf-8>')
    for wanted in (
        f'<link rel=stylesheet href="{site}cs_/https://akhbar.example/s.css?v=1&amp;w=2" media="print">',
        f'<a href="{site}/https://akhbar.example/a%20b#c">x</a>',
        '<a href="#top">y</a>',
        (
            f'<img alt="صورة" width="9" src="{site}im_/https://akhbar.example/news/i.png" '
            f'srcset="{site}im_/https://akhbar.example/news/j%2Ck.png">'
        ),
        f'<p style="background: url(&quot;{site}im_/https://akhbar.example/news/b.png&quot;)">z</p>',
        f'<img src="{site}im_/https://akhbar.example/lazy.png">',
    ):
        assert wanted in page


def test_a_base_counts_as_the_page_meant_it() -> None:
    page = shown('<base href="https://cdn.example/x/"><base href="https://no.example/"><img src="a.png">')
    assert f'src="/archived/{AT}im_/https://cdn.example/x/a.png"' in page
    assert "<base" not in page


def test_old_charsets_are_read_as_extraction_reads_them() -> None:
    body = '<html><body><p title="عن">قال في من على إلى</p></body></html>'.encode("cp1256")
    assert '<p title="عن">قال في من على إلى</p>' in rewritten(body, "text/html", URL, AT)


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        ("a{background:url(x.png)}", f'a{{background:url("/archived/{AT}im_/https://akhbar.example/news/x.png")}}'),
        ('@import "x.css" print;', f'@import url("/archived/{AT}cs_/https://akhbar.example/news/x.css") print;'),
        ("@\\69mport url('x.css');", f'@import url("/archived/{AT}cs_/https://akhbar.example/news/x.css") ;'),
        ("@import 'data:text/css,x';", ""),
        ("@font-face{src:url(x)}p{color:red}", "p{color:red}"),
        ("a{background:u\\72 l(data:x)}", "a{background:none}"),
        (
            'a{b:image-set("x.png" 1x)}',
            f'a{{b:image-set(url("/archived/{AT}im_/https://akhbar.example/news/x.png") 1x)}}',
        ),
        ('a::after{content:"</style>"}', 'a::after{content:"<\\/style>"}'),
        ("a{b:url(x y)}", "a{b:}"),
        (
            "@media (min-width:1px){a{b:url(//c.example/'\")}}",
            "@media (min-width:1px){a{b:}}",
        ),
        (f"a{{b:{'(' * 5000}", ""),
    ],
)
def test_a_style_sheet_fetches_images_and_sheets_of_the_archive_alone(css: str, wanted: str) -> None:
    assert sheet(css, ONE) == wanted


def test_a_sheet_that_is_too_long_is_left_out() -> None:
    assert sheet("a{}" * 400_000, ONE) == ""
    assert declarations("a:" * 600_000, ONE) == ""


_PIECES = st.sampled_from(
    [
        "url(",
        "URL(",
        "u\\72l(",
        "'",
        '"',
        ")",
        "//evil.example/x",
        "@import ",
        ";",
        "{",
        "}",
        "\\",
        "\n",
        "/*",
        "*/",
        " ",
        "a",
        "image-set(",
        "src(",
        "<!--",
        "</style>",
        "data:x",
        ":",
    ]
)


@settings(max_examples=150)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_no_sheet_keeps_a_reference_or_ends_its_element(css: str) -> None:
    for result in (sheet(css, ONE), declarations(css, ONE)):
        assert "</" not in result
        kept = sheet(result, lambda written, _: f"BAD{written}" if not written.startswith("/archived/") else "x")
        assert "BAD" not in kept


_MARKUP = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "<p ",
        "<img src=",
        "<a href='",
        "'",
        '"',
        "//evil.example/",
        "javascript:x",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<!--",
        "-->",
        "<svg>",
        "</svg>",
        "<xmp>",
        "</xmp>",
        "<noscript>",
        "<script>",
        "</script>",
        "onclick=x",
        "=",
        " ",
        "&lt;",
        "&#x3c;",
        "<textarea>",
        "<math>",
        "<table>",
        "<select>",
        "a",
        "\x00",
        "<![CDATA[",
        "]]>",
    ]
)


@settings(max_examples=150)
@given(st.lists(_MARKUP, max_size=14).map("".join))
def test_what_is_written_anew_reads_the_same_again(markup: str) -> None:
    once = shown(f"<html><body>{markup}</body></html>")
    tree = html.document_fromstring(once)
    for element in tree.iter():
        assert isinstance(element.tag, str)
        assert not FORBIDDEN.search(f"<{element.tag} ") or element.tag == "meta"
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in ("href", "src", "srcset", "background"):
                assert value.startswith(("/archived/", "#"))


def test_hostile_pages_cost_no_long_time() -> None:
    began = time.process_time()
    for markup in (
        "<div>" * 50_000,
        "<script></script>x" * 20_000,
        f'<img srcset="{"a, " * 50_000}">',
        f'<img srcset="{"," * 50_000}">',
        "<style>a{b:url(x)}</style>" * 300,
        "<a '" * 20_000,
        '<a "=' * 20_000,
        "<!--" * 20_000,
        "<title><" * 20_000,
    ):
        with suppress(Rejected):
            shown(markup)
    assert time.process_time() - began < 10


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_tag_with_endless_attributes_is_not_parsed(quote: str) -> None:
    many = " ".join(f"a{n}={quote}{'> <b=' if quote else 'x'}{quote}" for n in range(MOST_ATTRIBUTES + 1))
    for beginning in ("", "<!-- <a=' -->", '<script>"<a=\'"</script>', "<title><a='</title>"):
        with pytest.raises(Rejected, match="more than 500 attributes"):
            shown(f"<html><body>{beginning}<p {many}>x</p></body></html>")
    value = " ".join(f"a{n}=x" for n in range(2 * MOST_ATTRIBUTES)).replace("=", " ")
    assert shown(f'<html><body><p data-x="{value}">x</p></body></html>').endswith("<p>x</p></body></html>")


def test_what_follows_too_many_elements_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.browse.archived.markup.MOST_ELEMENTS", 5)
    assert shown("<html><body><b>1</b><b>2</b><b>3</b><b>4</b></body></html>").count("<b>") == 3


def test_forms_of_addresses() -> None:
    assert ONE("/a#b", Form.IMAGE) == f"/archived/{AT}im_/https://akhbar.example/a"
    assert ONE("javascript:1", Form.IMAGE) == ONE("", Form.IMAGE) == ONE("http://[", Form.STYLES) == ""
    assert ONE("/a\"b'c<d>", Form.IMAGE).endswith("/a%22b%27c%3Cd%3E")
