"""Hostile pages: a real worker extracts or rejects each of them in bounded time and memory."""

from __future__ import annotations

import asyncio
import resource
from typing import TYPE_CHECKING

import pytest

from pipelines.article import article_of
from pipelines.rejected import Rejected
from pipelines.workers import Workers
from tests.pipelines.test_extract import page
from tests.support.project import article, paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.items import Article

TIMEOUT = 20.0
"""The setting WORKER_TIMEOUT, in seconds."""
MEMORY = 512 * 1024
"""Most memory of a worker, in kilobytes."""
REASONS = frozenset(
    ("too-large", "undecodable", "not-html", "not-an-article", "no-text", "too-long", "too-short", "not-arabic")
)
"""Allowed reasons of a rejection; a page that timed out or crashed its worker was not bounded."""
TITLE = "افتتاح جسر جديد فوق النهر"
SPACES = " " * 1_000_000
TEXT = "".join(f"<p>{line}</p>" for line in paragraphs(1))


def written(body: str = TEXT, head: str = "", title: str = TITLE) -> str:
    return (
        f"<!doctype html><html lang=ar><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def ld(script: str) -> str:
    return f"<script type=application/ld+json>{script}</script>"


def nested(tags: str, times: int) -> str:
    ends = "".join(f"</{tag.rstrip('>')}>" for tag in reversed(tags.split("<")[1:]))
    return tags * times + TEXT + ends * times


def repeated(piece: str, count: int = 300_000) -> str:
    return piece * (count // len(piece.encode()))


PAGES: dict[str, Callable[[], str]] = {
    "50 MB": lambda: written("<p>" + "خبر عاجل " * 3_200_000),
    "divs": lambda: written(nested("<div>", 100_000)),
    "fonts": lambda: written(nested("<font>", 100_000)),
    "quotes": lambda: written(nested("<blockquote>", 100_000)),
    "tables": lambda: written(nested("<table><tr><td>", 100_000)),
    "unclosed links": lambda: written("<a href=/x><div>" * 50_000 + TEXT),
    "bodies in bodies": lambda: written(nested("<div class=article-body>", 240)),
    "marked pieces": lambda: written("<div>" * 240 + "<i class=article-body>سطر</i>" * 20_000),
    "class": lambda: written(f"<div class={'a' * 1_000_000}>{TEXT}</div>"),
    "classes": lambda: written(f"<div class='{'text a ' * 150_000}'>{TEXT}</div>"),
    "attributes": lambda: written(f"<div {' '.join(f'a{n}=1' for n in range(20_000))}>{TEXT}</div>"),
    "br": lambda: written(TEXT + "<br>" * 200_000),
    "lines": lambda: written(TEXT + "سطر<br>" * 15_000),
    "links": lambda: written(TEXT + "<a href=/x>خبر</a>" * 100_000),
    "list of links": lambda: written(TEXT + "<ul>" + "<li><a href=/x>خبر من المدينة</a>" * 15_000 + "</ul>"),
    "paragraphs": lambda: written(f"<p>{paragraphs(1)[0]}</p>" * 50_000 + "<p>" * 50_000),
    "short paragraphs": lambda: written(TEXT + "<p>سطر قصير</p>" * 15_000),
    "custom elements": lambda: written(TEXT + "<news-line>سطر</news-line>" * 15_000),
    "headings": lambda: written(f"<h1>{TITLE}</h1>" * 20_000 + TEXT),
    "articles": lambda: written(f"<article><h1>{TITLE}</h1><p>{paragraphs(1)[0]}</p></article>" * 4_000),
    "paragraphs with advertisements": lambda: written("<p>كلمة<div class=ads>x</div>كلمة" * 10_000 + TEXT),
    "pictures in nested boxes": lambda: written(TEXT + ("<div>" * 90 + "سطر<img>" + "</div>" * 90) * 500),
    "cards": lambda: written(TEXT + f"<div><a href=/x>خبر</a><p>{paragraphs(1)[0]}</p></div>" * 4_000),
    "comments": lambda: written("<!-- x -->" * 200_000 + TEXT),
    "white space in the title": lambda: written(title=f"افتتاح{SPACES}جسر"),
    "line ends in the title": lambda: written(title="افتتاح" + "\n" * 1_000_000 + "جسر"),
    "white space in a dateline": lambda: written(f"<p>القدس{SPACES}-{SPACES}رويترز</p>{TEXT}"),
    "white space in JSON-LD": lambda: written(
        head=ld(f'{{"@type":{SPACES[:400_000]}"NewsArticle",{SPACES[:400_000]}}}')
    ),
    "white space in tags": lambda: written(head=f"<meta name=keywords content='جسر{SPACES},{SPACES}نهر'>"),
    "white space in a time": lambda: written(f"<time datetime='{SPACES}'>1{SPACES}مارس</time>{TEXT}"),
    "white space in a style": lambda: written(f"<div style='display{SPACES}:'>{TEXT}</div>"),
    "read also": lambda: written(f"{TEXT}<p>{repeated('اقرأ أيضا: ')}</p>"),
    "read also, in lines": lambda: written(TEXT + "<p>اقرأ أيضا:</p>" * 10_000),
    "brackets": lambda: written(f"{TEXT}<p>{repeated('(')}</p>"),
    "credits": lambda: written(f"{TEXT}<p>{repeated('المصدر ')}</p><p>{repeated('المصدر: ')}</p>"),
    "digits": lambda: written(f"{TEXT}<p>{repeated('1')}</p><p>{repeated('12/')}</p><p>{repeated('10:2')}</p>"),
    "months in the title": lambda: written(title=repeated("3 مارس 2024 ")),
    "bars in the title": lambda: written(title=repeated("جسر | ")),
    "ligatures in the title": lambda: written(
        title=repeated("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}", 90_000)
    ),
    "names": lambda: written(
        "".join(f"<div class=author>{repeated(name)}</div>" for name in ("بقلم ", ",", "/")) + TEXT
    ),
    "meta refresh": lambda: written(head="<meta http-equiv=refresh content='0;url=/x'>" * 50_000),
    "tags": lambda: written(head="".join(f"<meta property=article:tag content=وسم{n}>" for n in range(50_000))),
    "JSON-LD in depth": lambda: written(head=ld('{"a":' * 100_000) + ld("[" * 100_000)),
    "a number in JSON-LD": lambda: written(head=ld(f'{{"@type": "NewsArticle", "wordCount": {"9" * 500_000}}}')),
    "JSON in depth": lambda: written("<script>خبر=" + '{"a":' * 100_000 + "</script>"),
    "openings": lambda: written("<script>خبر" + "=[[[[" * 200_000 + "</script>"),
    "quotation marks": lambda: written("<script>خبر" + '"' * 3_900_000 + "</script>"),
    "backslashes": lambda: written("<script>خبر" + "\\" * 3_900_000 + "</script>"),
    "a string that never ends": lambda: written("<script>خبر" + '\\"' * 1_900_000 + "</script>"),
    "rows over one another": lambda: written(
        "<script>self.__next_f.push([1," + '"خبر' + "1:Tfffff," * 100_000 + '"])</script>'
    ),
    "paragraphs in a script": lambda: written('<script>x={"b":"' + "<p>ابجد" * 400_000 + '"}</script>'),
    "headlines in JSON-LD": lambda: written(
        f"<h1>{TITLE}</h1>" * 20 + TEXT,
        head="".join(ld('{"@type":"Article","headline":"' + "ا ب " * 3_000 + f'{n}"}}') for n in range(40)),
    ),
    "headings in headings": lambda: written("<div><h1>" * 100 + "كلمة " * 400_000 + "</h1></div>" * 100 + TEXT),
    "stated bodies": lambda: written(
        f"<p>{paragraphs(1)[0]}</p>" * 4_000,
        head="".join(ld('{"@type":"Article","articleBody":"' + "ا ب " * 2_000 + f'{n}"}}') for n in range(50)),
    ),
    "pushes": lambda: written("<script>خبر" + '__next_f.push([1,"' * 150_000 + "</script>"),
    "values in values": lambda: written("<script>x=[" + '"=[خبر",' * 200_000 + "</script>"),
    "NUL": lambda: written(TEXT.replace("وزارة", "وز\0ارة") + "\0" * 1_000_000),
    "lone surrogates": lambda: written(
        f"{TEXT}<p>نهر&#xD800; وجسر&#xDFFF;</p>", head=ld('{"@type": "NewsArticle", "author": "\\ud800"}')
    ),
    "surrogates in the body's place": lambda: written(
        "",
        head=ld(f'{{"@type": "NewsArticle", "articleBody": "{" ".join(paragraphs(1))} \\ud800"}}'),
        title="جسر&#xD800;",
    ),
    "tags that never end": lambda: written("<a b='" * 300_000 + "<!--" * 300_000 + TEXT),
    "ends without beginnings": lambda: written("</div>" * 500_000 + TEXT),
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(1, timeout=TIMEOUT)
    yield pool
    pool.close()


def peak() -> int:
    """Return the largest memory of this process so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def extracted(workers: Workers, content: str) -> Article | str:
    """Extract a page in a worker; return its article or the reason of its rejection."""
    try:
        outcome = await workers.run(article_of, page(content.encode()))
    except Rejected as rejected:
        return rejected.reason
    return outcome.rejected.reason if outcome.rejected else outcome.article


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES)
def test_a_hostile_page_is_bounded_and_the_next_is_not_affected(make: Callable[[], str], workers: Workers) -> None:
    async def run() -> tuple[Article | str, int, Article | str]:
        return await extracted(workers, make()), await workers.run(peak), await extracted(workers, article(3))

    outcome, memory, following = asyncio.run(run())
    assert outcome in REASONS if isinstance(outcome, str) else outcome.text
    assert memory < MEMORY
    assert not isinstance(following, str)
    assert following.text.split("\n") == paragraphs(3)


def test_a_page_over_which_the_parser_sits_is_given_up_and_the_next_is_not_affected() -> None:
    sitting = written(f"<div {' '.join(f'a{n}=1' for n in range(300_000))}>{TEXT}</div>")  # quadratic in libxml2

    async def run() -> list[Article | str]:
        pool = Workers(1, timeout=12)
        try:
            return [await extracted(pool, sitting), await extracted(pool, article(3))]
        finally:
            pool.close()

    outcome, following = asyncio.run(run())
    assert outcome == "timed-out"
    assert not isinstance(following, str)
    assert following.text.split("\n") == paragraphs(3)
