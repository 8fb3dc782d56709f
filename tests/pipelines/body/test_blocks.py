"""The lines of a page that a reader sees."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.body.blocks import Blocks, blocks_of, is_heading

PROSE = "فتحت المكتبة العامة أبوابها صباح اليوم بعد ترميم طال انتظاره في المدينة القديمة."


def found(body: str) -> Blocks:
    return blocks_of(html.document_fromstring(f"<html><body>{body}</body></html>"))


def lines(body: str) -> list[str]:
    return [block.text for block in found(body).blocks]


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<p>سطر  أول\n هنا</p><p>سطر ثان</p>", ["سطر أول هنا", "سطر ثان"]),
        ("سطر أول<br>سطر ثان<br><br/>ثالث", ["سطر أول", "سطر ثان", "ثالث"]),
        ("<p>مد<b>ين</b>ة <i>نابلس</i></p>", ["مدينة نابلس"]),
        ("<p><span class='drop-cap'>ف</span>تحت المكتبة</p>", ["فتحت المكتبة"]),
        ("<p>قبل</p>بين<p>بعد</p>ثم", ["قبل", "بين", "بعد", "ثم"]),
        ("<p>قبل <div>داخل</div> بعد", ["قبل", "داخل", "بعد"]),
        ("<news-line>سطر أول</news-line><news-line>سطر ثان</news-line>", ["سطر أول", "سطر ثان"]),
        ("<ul><li>أ<li>ب</ul><dl><dt>ج<dd>د</dl>", ["أ", "ب", "ج", "د"]),
        ("<table><tr><td>أ</td><td>ب</td></tr></table>", ["أ", "ب"]),
        ("<span><div>أ</div></span> ب", ["أ", "ب"]),
        ("<p> \n&nbsp;</p><br><p></p>", []),
    ],
)
def test_lines_are_what_a_reader_sees(body: str, seen: list[str]) -> None:
    assert lines(body) == seen


@pytest.mark.parametrize(
    "around",
    [
        *("<nav>x</nav>", "<footer>x</footer>", "<aside>x</aside>", "<script>x</script>", "<figcaption>x</figcaption>"),
        *("<select><option>x</select>", "<button>x</button>", "<amp-ad>x</amp-ad>", "<noscript>x</noscript>"),
        *("<div hidden>x</div>", "<div aria-hidden=true>x</div>", "<div style='display:none'>x</div>"),
        *("<div role=navigation>x</div>", "<span itemprop=author>x</span>", "<div class=related>x</div>"),
        *(
            "<div id=comments>x</div>",
            "<div class=sr-only><p><b>x</b></p></div>",
            "<time itemprop=datePublished>x</time>",
        ),
    ],
)
def test_what_is_not_text_or_cannot_be_seen_is_left_out_and_what_follows_it_is_not(around: str) -> None:
    assert lines(f"<p>{PROSE}</p>{around}<p>{PROSE}</p>") == [PROSE, PROSE]
    assert " ".join(lines(f"قبل {around} بعد")) == "قبل بعد"


def test_what_is_skipped_within_a_line_does_not_end_it() -> None:
    assert lines("<p>قالت <span class=tooltip hidden>شرح</span>الوزيرة</p>") == ["قالت الوزيرة"]


def test_what_is_to_be_kept_is_read_whatever_it_is_called() -> None:
    tree = html.document_fromstring("<html><body><div class=related><aside><p>نص</p></aside></div></body></html>")
    aside = tree.find(".//aside")
    box = aside.getparent() if aside is not None else None
    assert aside is not None
    assert box is not None
    assert blocks_of(tree).blocks == []
    assert blocks_of(tree, [box, aside]).blocks[0].text == "نص"


@pytest.mark.parametrize(
    ("content", "seen"),
    [("نص", ["نص"]), ("نص<p>سطر</p>", ["نص", "سطر"]), ("<p>سطر</p>نص", ["سطر", "نص"]), ("<b>نص</b><br>", ["نص"])],
)
def test_a_text_right_inside_an_element_that_is_no_block_is_its_line(content: str, seen: list[str]) -> None:
    aside = html.document_fromstring(f"<html><body><aside>{content}</aside></body></html>").find(".//aside")
    assert aside is not None
    read = blocks_of(aside, [aside]).blocks
    assert [block.text for block in read] == seen
    assert [block.element for block in read if block.text == "نص"] == [aside]


def test_names_are_not_looked_at_when_everything_is_asked_for() -> None:
    tree = html.document_fromstring("<html><body><div class=related>نص</div><nav>قائمة</nav></body></html>")
    assert [block.text for block in blocks_of(tree, everything=True).blocks] == ["نص"]


@pytest.mark.parametrize(
    "advert",
    ["<div class=ads><p>إعلان</p></div>", "<aside>إعلان</aside>", "<figure><figcaption>صورة</figcaption></figure>"],
)
def test_a_paragraph_that_the_parser_ended_at_an_advertisement_is_one_line(advert: str) -> None:
    first, rest = PROSE[:40].rstrip(), PROSE[40:].lstrip()
    (block,) = found(f"<p>{first} {advert} {rest}</p>").blocks
    assert block.text == f"{first} {rest}"
    assert block.plain == len("".join(block.text.split()))


def test_after_a_whole_sentence_a_new_line_begins_behind_an_advertisement() -> None:
    assert lines(f"<p>{PROSE}<div class=ads>إعلان</div>{PROSE}") == [PROSE, PROSE]


@pytest.mark.parametrize(
    ("body", "plain", "linked", "is_link"),
    [
        ("<p>نص بلا رابط</p>", 9, 0, False),
        ("<p><a href=/x>رابط كله</a></p>", 0, 7, True),
        ("<p><a href=/x><b>رابط</b> كله</a>.</p>", 1, 7, False),
        ("<p>نص <a href=/x>رابط</a> نص</p>", 4, 4, False),
        ("<p><a name=x>مرساة</a></p>", 5, 0, False),
        ("<a href=/x><div>عنوان</div></a>", 0, 5, True),
    ],
)
def test_characters_are_counted_in_links_and_outside(body: str, plain: int, linked: int, is_link: bool) -> None:  # noqa: FBT001 - the expected answer
    (block,) = found(body).blocks
    assert (block.plain, block.linked, block.is_link) == (plain, linked, is_link)


def test_prose_is_long_and_not_made_of_links() -> None:
    prose, short, link = found(f"<p>{PROSE}</p><p>قصير</p><p><a href=/x>{PROSE}</a></p>").blocks
    assert [prose.is_prose, short.is_prose, link.is_prose] == [True, False, False]


def test_prose_has_thirty_letters_and_more_outside_links_than_in_them() -> None:
    blocks = found(
        f"<p>{'ب' * 30}</p><p>{'ب' * 29}</p><p>{'ب' * 30}<a href=/x>{'ب' * 30}</a></p>"
        f"<p>{'ب' * 31}<a href=/x>{'ب' * 30}</a></p>"
    ).blocks
    assert [block.is_prose for block in blocks] == [True, False, False, True]


def test_a_line_is_a_link_when_nine_tenths_of_it_are() -> None:
    blocks = found(f"<p>ب<a href=/x>{'ب' * 9}</a></p><p>ب<a href=/x>{'ب' * 8}</a></p>").blocks
    assert [block.is_link for block in blocks] == [True, False]


def test_headings_are_known_by_their_tag() -> None:
    assert [is_heading(block) for block in found("<h2>عنوان <b>فرعي</b></h2><p>نص</p>").blocks] == [True, False]


def test_an_elements_span_is_its_lines() -> None:
    body = found("<div id=a>أ<p>ب</p><p>ج</p></div><div id=b><img></div><span id=c>د<br>هـ</span><p id=d>و</p>")
    spans = {element.get("id"): span for element, span in body.spans.items() if element.get("id")}
    assert spans == {"a": (0, 3), "c": (3, 5), "d": (5, 6)}
    assert all(
        body.spans[block.element][0] <= at < body.spans[block.element][1] for at, block in enumerate(body.blocks)
    )


@pytest.mark.parametrize("element", ["a href=/t class=link_keywords", "span class=tags", "b class=share", "em id=ads"])
def test_an_inline_element_in_a_running_line_belongs_to_it_whatever_its_name(element: str) -> None:
    closing = element.split(maxsplit=1)[0]
    assert lines(f"<p>ارتفع نشاط الشراء في <{element}>السوق القديمة</{closing}> هذا العام.</p>") == [
        "ارتفع نشاط الشراء في السوق القديمة هذا العام."
    ]


@pytest.mark.parametrize(
    ("before", "seen"), [("بعد أيام من", ["بعد أيام من الافتتاح"]), ("القسم", ["القسم"])], ids=["three", "one"]
)
def test_beside_a_label_the_name_counts(before: str, seen: list[str]) -> None:
    assert lines(f"<p>{before} <span class=tags>الافتتاح</span></p>") == seen


def test_a_hidden_inline_element_stays_out() -> None:
    assert lines("<p>ارتفع نشاط <span class=sr-only>رابط خارجي</span> الشراء هذا العام</p>") == [
        "ارتفع نشاط الشراء هذا العام"
    ]


def test_what_a_name_passes_over_is_remembered_with_its_place() -> None:
    passed = found(f"<p>{PROSE}</p><div class=related><p>{PROSE}</p></div>").passed
    assert [(element.get("class"), at) for element, at in passed] == [("related", 1)]


def test_the_text_after_the_tree_that_is_read_is_none_of_it() -> None:
    page = html.document_fromstring("<div><div class=news><p>وصلت القافلة إلى المدينة.</p></div>بقي هذا خارجها</div>")
    (holder,) = page.find_class("news")
    assert [block.text for block in blocks_of(holder, [holder]).blocks] == ["وصلت القافلة إلى المدينة."]
