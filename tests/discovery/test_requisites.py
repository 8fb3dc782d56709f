"""The style sheets and images of a page, and what a style sheet imports."""

from __future__ import annotations

import time

import pytest

from crawler.discovery.requisites import MAX_FOUND, imported, requisites

PAGE = "https://news.example/story/1"


def found(html: str) -> list[str]:
    return requisites(html.encode(), "text/html; charset=utf-8", PAGE)


def test_style_sheets_come_first_and_each_address_once() -> None:
    html = (
        '<html><head><base href="/static/"></head><body><img src="a.png"><img src="a.png#x">'
        '<link rel="stylesheet" href="site.css"><link rel="alternate stylesheet" href="dark.css">'
        '<style>/* @import "old.css"; */ @import url("more.css") screen;</style>'
        '<video poster="still.jpg" src="film.mp4"></video><script src="x.js"></script>'
        '<iframe src="frame.html"></iframe>'
        "</body></html>"
    )
    names = ("site.css", "more.css", "a.png", "still.jpg")
    assert found(html) == [f"https://news.example/static/{name}" for name in names]


def test_images_that_a_script_would_load_and_those_of_a_style_attribute_are_found() -> None:
    html = (
        '<img src="data:image/gif;base64,R0lGOD" data-src="/late.jpg"><noscript><img src="/plain.jpg"></noscript>'
        '<div style="background-image: url(\'/back.jpg\')"></div><img src="javascript:alert(1)"><img>'
    )
    assert found(html) == [f"https://news.example/{name}.jpg" for name in ("late", "plain", "back")]


@pytest.mark.parametrize(
    ("srcset", "name"),
    [
        ("/s.jpg 300w, /m.jpg 1200w, /l.jpg 1201w", "m"),
        ("/l.jpg 2400w,/xl.jpg 4800w", "l"),
        ("/one.jpg, /two.jpg 2x", "one"),
        ("/only.jpg", "only"),
        ("/w,300/comma.jpg 300w", "w,300/comma"),
        (" , ", None),
    ],
)
def test_one_size_of_a_set_is_chosen(srcset: str, name: str | None) -> None:
    expected = [] if name is None else [f"https://news.example/{name}.jpg"]
    assert found(f'<picture><source srcset="{srcset}"></picture>') == expected


def test_a_style_sheet_names_what_it_imports() -> None:
    sheet = b'@charset "utf-8"; @import "a.css"; @import url( b.css ); @import\n\'/c.css\' print; p{color:red}'
    names = ("css/a.css", "css/b.css", "c.css")
    assert imported(sheet, "text/css", "https://news.example/css/site.css") == [
        f"https://news.example/{name}" for name in names
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<style>" + "/*" * 2_000_000,
        "<style>" + "@import " * 500_000,
        f'<img srcset="{"a" * 2_000_000} b">',
        f'<img srcset="{"a, " * 700_000}">',
        f'<p style="{"url(" * 500_000}">',
        "<img src=a>" * 200_000,
        "<base href='http://['><img src='http://['><link rel=stylesheet href='http://['>",
        "",
        "\0",
    ],
)
def test_a_hostile_page_costs_little(html: str) -> None:
    began = time.process_time()
    assert len(found(html)) <= MAX_FOUND
    imported(html.encode(), "text/css", PAGE)
    assert time.process_time() - began < 10
