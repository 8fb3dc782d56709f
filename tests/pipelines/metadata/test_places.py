"""A page's headline, and the elements beside it."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import BODY, HEADLINE, OTHER, beside, read


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td><span>{HEADLINE}</span></td></tr><tr><td>نشر بتاريخ: SHOWN | ٧</td></tr></table>{BODY}",
        f"<center><font size=5><b>{HEADLINE}</b></font></center><center><font>SHOWN</font></center>{BODY}",
        f"<h1>المدينة</h1><div>{HEADLINE}</div><div>محافظات | SHOWN</div>{BODY}",
        f"<marquee>{HEADLINE}</marquee><i>1/1/2024</i><table><tr><td>SHOWN<h3>{HEADLINE}</h3></td></tr></table>{BODY}",
        f"<div><span>الرئيسية</span> » <span>{HEADLINE}</span></div><div>SHOWN</div><p>{HEADLINE}</p>{BODY}",
        f"<h2>{HEADLINE}</h2><div><i property='dc:created' content='2024-08-24T12:09:00+03:00'></i></div>{BODY}",
        f"<h2>{HEADLINE}</h2><abbr class=published title='2024-08-24T12:09:00+03:00'>12:09 م</abbr>{BODY}",
    ],
)
def test_the_dateline_is_beside_the_headline_whatever_that_is(page: str) -> None:
    shown = page.replace("SHOWN", "<u>24/8/2024 12:09</u>")
    assert read(body=shown, headline=HEADLINE).published == "2024-08-24T12:09:00+03:00"


@pytest.mark.parametrize(
    "body",
    [
        beside(""),
        beside("", before="<div>الأحد 25 أغسطس 2024</div>"),
        beside("", before='<time datetime="2024-08-25T09:00:00Z">الآن</time>'),
        beside('<article><a href="/x">خبر آخر</a><span class="date">24/8/2024</span></article>'),
        beside('<aside><span class="date">24/8/2024</span></aside>'),
        beside('<div class="comments"><span class="date">24/8/2024</span></div>'),
        beside("<figure><figcaption>القاهرة، 24 أغسطس 2024</figcaption></figure>"),
        beside(f'<div><a href="/x">{OTHER} بعد وصول شحنة جديدة</a><time datetime="2024-08-24">أمس</time></div>'),
        beside("<p>قال المحافظ في 24 أغسطس 2024 إن الجسر يخدم آلاف السكان.</p>"),
        f"<p>24/8/2024</p><h2>{OTHER}</h2>",
    ],
)
def test_the_date_of_something_else_is_not_the_articles(body: str) -> None:
    assert read(body=body).published is None


def test_an_article_that_begins_after_its_headline_is_its_own() -> None:
    author, tag = "<div class='field-author'><a>رغدة بوشامة</a></div>", "<div class='field-tags'><a>جسور</a></div>"
    blocks = f"<div><div><h1>{HEADLINE}</h1></div></div><div><article>{author}{BODY * 8}{tag}</article></div>"
    found = read(body=f"<main>{blocks}</main>", headline=HEADLINE)
    assert (found.authors, found.tags) == (["رغدة بوشامة"], ["جسور"])
    card = f"<article><a href='/n/1'>{OTHER}</a>{author}{tag}</article>"
    assert read(body=f"<main><div><h1>{HEADLINE}</h1></div>{card}</main>", headline=HEADLINE).authors == []
    assert read(body=f"<main><article><h1>{HEADLINE}</h1></article>{card}</main>", headline=HEADLINE).tags == []
