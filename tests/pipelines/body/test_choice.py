"""The choice of the article's body in a page, rule by rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipelines.body.choice import body_of
from pipelines.extract import extract
from pipelines.metadata import Metadata
from pipelines.page.structured import nodes_of
from tests.pipelines.test_extract import page
from tests.support.project import paragraphs

if TYPE_CHECKING:
    from pipelines.body.paragraphs import Body

TITLE = "خطة جديدة لتطوير المكتبات العامة في المدن"
LINES = [*paragraphs(2), *paragraphs(3)]
OTHER = paragraphs(8)
LONG = [*paragraphs(4), *paragraphs(5), *paragraphs(6)]
HEAD = f"<h1>{TITLE}</h1>"
OPENING = "شرعت البلدية فجر الأحد في ترميم سور المدينة القديم، بعد أن تصدعت ثلاثة من أبراجه إثر أمطار الشتاء الماضي."
LEAD = "قررت البلديات في اجتماعها الأخير أن تمدد ساعات عمل المكتبات حتى منتصف الليل."


def p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def card(title: str = "بلدية الساحل تنظم معرضا للكتاب", text: str = "") -> str:
    return f"<div class=card><a href=/x>{title}</a>{p(text) if text else ''}</div>"


def body(content: str, *, head: str = "", told: Metadata | None = None, selectors: tuple[str, ...] = ()) -> Body | None:
    tree = html.document_fromstring(f"<html><head>{head}</head><body>{content}</body></html>")
    return body_of(tree, nodes_of(tree), TITLE, told or Metadata(), selectors)


def lines(content: str, *, head: str = "", told: Metadata | None = None, selectors: tuple[str, ...] = ()) -> list[str]:
    """Return the paragraphs that do not belong to another article's card."""
    found = body(content, head=head, told=told, selectors=selectors)
    assert found is not None
    return [line for at, line in enumerate(found.paragraphs) if at not in found.cards]


def stated(text: str) -> str:
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": text}
    return f"<script type=application/ld+json>{json.dumps(node)}</script>"


# --- The place of the body ------------------------------------------------------------------------------------


def test_the_outlets_selector_comes_first_and_the_first_that_holds_prose() -> None:
    content = f"<div class=empty></div><div class=mine>{p(*OTHER)}</div><div class=article-body>{HEAD}{p(*LINES)}</div>"
    assert lines(content, selectors=(".missing", ".empty", ".mine")) == OTHER


def test_the_stated_text_shows_which_element_holds_it() -> None:
    content = f"{HEAD}<div><div>{p(*LINES)}</div><div>{p(*LONG)}</div></div>"
    assert lines(content, head=stated("\n".join(LINES))) == LINES


@pytest.mark.parametrize("end", ["…", "...", " ... "])
def test_a_stated_text_that_is_cut_short_shows_nothing(end: str) -> None:
    content = f"<div class=article-body>{HEAD}<div>{p(*LINES)}</div>{p(*LONG)}</div>"
    assert lines(content, head=stated("\n".join(LINES) + end)) == [*LINES, *LONG]


@pytest.mark.parametrize(
    "mark",
    [
        *("itemprop=articleBody", "property=articleBody", "class=entry-content", "class='x Article-Body y'"),
        *("id=article-body", "class=Story_article-body", "class='td-post-content related'"),
    ],
)
def test_a_mark_names_the_body(mark: str) -> None:
    around = f"<div>{p(*OTHER)}</div>"
    assert lines(f"<div>{HEAD}<div {mark}>{p(*LINES)}</div>{around}</div>") == LINES


def test_of_marks_in_one_another_the_smallest_with_nearly_all_is_taken() -> None:
    inner = f"<div class=article-body>{p(*LINES)}</div>"
    assert lines(f"<div class=post-content>{HEAD}{inner}<p>{OTHER[0]}</p></div>") == LINES


def test_the_pieces_of_a_body_that_an_advertisement_splits_are_joined() -> None:
    piece = "<div class=article-body>{}</div>"
    advert = "<div class=ads><p>إعلان</p></div>"
    content = f"<div>{HEAD}{piece.format(p(*LINES[:3]))}{advert}{piece.format(p(*LINES[3:]))}</div>"
    assert lines(content) == LINES


def test_a_mark_that_the_page_does_not_bear_out_is_not_believed() -> None:
    content = f"<div>{HEAD}{p(*LINES)}</div><div class=article-body>{p(OTHER[0])}</div>"
    assert lines(content)[: len(LINES)] == LINES


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD}{p(*LINES)}",
        f"<main><article>{HEAD}<div>{p(*LINES)}</div></article></main>",
        f"<div><div>{HEAD}</div><div>{p(*LINES)}</div></div><div>{card() * 9}</div>",
        f"<div>{HEAD}<br>{'<br><br>'.join(LINES)}</div>",
        f"<table><tr><td>{HEAD}{p(*LINES)}</td><td>{card() * 5}</td></tr></table>",
        f"<form><input type=hidden><div>{HEAD}{p(*LINES)}</div></form>",
        f"<div>{HEAD}<div>{p(*LINES[:4])}</div><div class=advert>x</div><div>{p(*LINES[4:])}</div></div>",
        f"<div>{HEAD}{''.join(f'<div>{line}</div>' for line in LINES)}</div>",
    ],
)
def test_without_marks_it_is_where_the_prose_is(content: str) -> None:
    assert lines(f"<nav>القائمة</nav>{content}<footer>جميع الحقوق محفوظة</footer>") == LINES


@pytest.mark.parametrize("second", [OTHER, LONG])
def test_a_second_article_of_an_endless_page_is_left_out(second: list[str]) -> None:
    content = f"<div><article>{HEAD}{p(*LINES)}</article><article><h1>خبر آخر</h1>{p(*second)}</article></div>"
    assert lines(content) == LINES


@pytest.mark.parametrize("tag", ["article", "div"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_articles_below_one_another_the_one_with_the_headline_is_taken(tag: str, place: int) -> None:
    others = [("بلدية الساحل تنظم معرضا للكتاب", OTHER), ("ميناء الجنوب يستقبل أول باخرة", LONG[:4])]
    articles = [*others[:place], (TITLE, LINES), *others[place:]]
    assert lines("".join(f"<{tag}><h2>{title}</h2>{p(*text)}</{tag}>" for title, text in articles)) == LINES


def test_a_headline_that_is_no_heading_shows_the_next_article_by_its_class() -> None:
    posts = "".join(
        f"<div class=post><div class=ttl>{title}</div><div class=tx>{p(*text)}</div></div>"
        for title, text in ((TITLE, LINES), ("ميناء الجنوب يستقبل أول باخرة", LONG[:4]))
    )
    assert lines(posts) == LINES
    # Cells without a class look alike, and are no articles.
    assert lines(f"<table><tr><td>{TITLE}</td></tr><tr><td>{'<br>'.join(LINES)}</td></tr></table>") == LINES


def test_longer_summaries_beside_the_article_are_not_it() -> None:
    cards = "".join(card(f"خبر رقم {number}", line) for number, line in enumerate([*OTHER, *LONG]))
    assert lines(f"<div><div>{HEAD}{p(*LINES)}</div><div>{cards}</div></div>") == LINES


@pytest.mark.parametrize("content", ["", HEAD, f"{HEAD}<p>نص قصير.</p>", f"<ul>{card() * 30}</ul>"])
def test_a_page_without_prose_has_no_body(content: str) -> None:
    assert body(content) is None


@pytest.mark.parametrize("name", ["related", "share-box", "player", "comments", "sidebar", "promo"])
def test_one_name_does_not_outweigh_a_pages_worth_of_prose(name: str) -> None:
    around = f"<div class=note>{p(OTHER[0])}</div>"
    assert lines(f"<div>{HEAD}<div class={name}>{p(*LINES)}</div>{around}</div>")[: len(LINES)] == LINES
    assert lines(f"<div>{HEAD}<div>{p(*LINES)}</div><div class={name}>{p(*LONG)}</div></div>") == LINES


def test_an_aside_that_holds_the_article_is_read() -> None:
    assert lines(f"<div>{HEAD}<aside>{p(*LINES)}</aside></div>") == LINES


def test_a_headline_that_is_repeated_amid_the_text_does_not_end_it() -> None:
    found = extract(page(f"<body><div>{p(*LINES[:6])}<h3>{TITLE}</h3>{p(*LINES[6:])}</div>".encode()))
    assert found.text.split("\n")[:6] == LINES[:6]


def test_a_notice_before_the_headline_is_not_the_body_though_it_is_longer() -> None:
    content = f"<div>{p(*LONG)}</div><ul>{card() * 3}</ul><div>{HEAD}<div>{p(*LINES[:3])}</div></div>"
    assert lines(content) == LINES[:3]


@pytest.mark.parametrize(("first", "second"), [(1, 7), (4, 4), (6, 2)])
def test_a_body_in_two_columns_keeps_its_beginning_and_its_end(first: int, second: int) -> None:
    columns = f"<div class=c1>{p(*LINES[:first])}</div><div class=c2>{p(*LINES[-second:])}</div>"
    assert lines(f"<div>{HEAD}<div class=row>{columns}</div></div><div>{card() * 5}</div>") == LINES


def test_the_data_of_another_article_are_not_the_body() -> None:
    other = {"props": {"teasers": [{"title": "ميناء الجنوب", "text": " ".join(paragraphs(7))}]}}
    script = f"<script type=application/json>{json.dumps(other, ensure_ascii=False)}</script>"
    assert lines(f"<article>{HEAD}{p(LINES[0], LINES[1])}</article>{script}") == LINES[:2]


def test_the_paragraphs_that_the_page_shows_come_before_those_of_its_data() -> None:
    state = {"props": {"article": {"title": TITLE, "text": "".join(f"<p>{line}</p>" for line in LONG)}}}
    script = f"<script type=application/json>{json.dumps(state, ensure_ascii=False)}</script>"
    assert lines(f"<article>{HEAD}{p(OPENING)}</article>{script}") == [OPENING, *LONG]


# --- The lines of the body ------------------------------------------------------------------------------------


def test_a_lead_between_the_headline_and_the_body_belongs_to_it_once() -> None:
    inner = f"<div class=article-body>{p(*LINES)}</div>"
    assert lines(f"<div>{HEAD}<div class=lead>{LEAD}</div>{inner}</div>") == [LEAD, *LINES]
    again = f"<div class=article-body>{p(LEAD, *LINES)}</div>"
    assert lines(f"<div>{HEAD}<div class=lead>{LEAD}</div>{again}</div>") == [LEAD, *LINES]


def test_a_lead_is_known_by_the_pages_own_summary() -> None:
    bare = LEAD.removesuffix(".")
    content = f"<div>{HEAD}<h2>{bare}</h2><div class=article-body>{p(*LINES)}</div></div>"
    assert lines(content, told=Metadata(description=LEAD)) == [bare, *LINES]


def test_a_credit_right_behind_the_body_belongs_to_it() -> None:
    content = f"<div>{HEAD}<div class=article-body>{p(*LINES)}</div><p>طباعة</p><p>المصدر: رويترز</p></div>"
    assert lines(content) == [*LINES, "المصدر: رويترز"]


@pytest.mark.parametrize("heading", ["", "<h3>اقرأ أيضا</h3>", "<h3>من أخبار الساحل</h3>"])
def test_cards_between_paragraphs_go_with_and_without_a_heading(heading: str) -> None:
    inside = f"<div class=box>{heading}{card()}{card('ميناء الجنوب يستقبل أول باخرة')}</div>"
    content = f"<article>{HEAD}{p(*LINES[:3])}{inside}{p(*LINES[3:])}</article>"
    assert lines(content) == LINES


def test_the_paragraphs_of_links_of_a_digest_stay() -> None:
    links = [f"خبر رقم {number} من أخبار اليوم" for number in range(4)]
    linked = "".join(f"<p><a href=/{number}>{line}</a></p>" for number, line in enumerate(links))
    found = body(f"<article>{HEAD}{p(*LINES[:4])}{linked}{p(*LINES[4:])}</article>")
    assert found is not None
    assert list(found.paragraphs) == [*LINES[:4], *links, *LINES[4:]]
    assert found.links == {4, 5, 6, 7}
    assert not found.cards


@pytest.mark.parametrize(
    "linked",
    [
        "<p><a href=/x>{}</a></p>",
        "<div class=w><p><a href=/x><b>{}</b></a></p></div>",
        "<ul><li><a href=/x>{}</a></li></ul>",
    ],
)
def test_a_linked_sentence_stays_and_a_linked_title_goes(linked: str) -> None:
    content = f"<article>{HEAD}{p(*LINES[:3])}{{}}{p(*LINES[4:])}</article>"
    assert lines(content.format(linked.format(LINES[3]))) == LINES
    title = linked.format("ميناء الجنوب يستقبل أول باخرة")
    assert lines(content.format(title)) == [*LINES[:3], *LINES[4:]]


@pytest.mark.parametrize(
    "between",
    [
        "<blockquote><p>صباح الخير من الميناء</p>— بلدية صور <a href=https://x.com/a/status/1>3 مارس</a></blockquote>",
        "<div><p>النشرة المسائية</p><p>خلاصة اليوم في بريدك كل مساء.</p><a href=/n>أشترك</a></div>",
        "<section><p>ما رأيك في ساعات العمل الجديدة؟</p><button>نعم</button><p>أو لا</p></section>",
    ],
    ids=["post", "link", "button"],
)
def test_embedded_posts_and_boxes_with_a_button_go(between: str) -> None:
    assert lines(f"<article>{HEAD}{p(*LINES[:3])}{between}{p(*LINES[3:])}</article>") == LINES


def test_a_quotation_with_its_source_stays() -> None:
    quotation = f"<blockquote><p>{OTHER[0]}</p><a href=https://wathaiq.example/1>الوثيقة</a></blockquote>"
    assert OTHER[0] in lines(f"<article>{HEAD}{p(*LINES[:3])}{quotation}{p(*LINES[3:])}</article>")


def test_the_question_of_a_poll_is_no_lead() -> None:
    poll = "<div><h3>هل تؤيد تمديد ساعات عمل المكتبات العامة؟</h3><form><input></form></div>"
    assert lines(f"<div>{HEAD}{poll}<div>{p(*LINES)}</div></div>") == LINES


@pytest.mark.parametrize(
    "between",
    [
        "<figure><img><figcaption>جانب من الافتتاح</figcaption></figure>",
        "<div><img><p>جانب من الافتتاح (الصحيفة)</p></div>",
        "<div><iframe></iframe><span>شاهد التقرير</span></div>",
        "<div><p>أدخل بريدك</p><input><p>أرسل</p></div>",
        "<table><tr><th>العام<th>العدد<tr><td>2024<td>120</table>",
    ],
)
def test_captions_forms_and_tables_of_figures_go(between: str) -> None:
    assert lines(f"<article>{HEAD}{p(*LINES[:3])}<div>{between}</div>{p(*LINES[3:])}</article>") == LINES


def test_a_table_of_prose_stays() -> None:
    table = f"<table><tr><td>{p(*OTHER[:2])}</td></tr></table>"
    assert lines(f"<article>{HEAD}{p(*LINES[:3])}{table}{p(*LINES[3:])}</article>") == [
        *LINES[:3],
        *OTHER[:2],
        *LINES[3:],
    ]


@pytest.mark.parametrize(
    "meta",
    [
        "الثلاثاء 3 مارس 2024",
        "2024-03-03 10:20",
        "آخر تحديث: 03/03/2024",
        "بقلم: ليلى حداد",
        "منذ ساعتين",
        "120 مشاهدة",
    ],
)
def test_dates_and_bylines_before_the_prose_go(meta: str) -> None:
    assert lines(f"<article>{HEAD}<div>{meta}</div>{p(*LINES)}</article>") == LINES


def test_a_short_line_with_a_date_between_the_prose_stays() -> None:
    content = f"<article>{HEAD}{p(*LINES[:3], 'الثلاثاء 3 مارس', *LINES[3:])}</article>"
    assert lines(content) == [*LINES[:3], "الثلاثاء 3 مارس", *LINES[3:]]


def test_the_headline_tags_authors_and_section_are_no_text_around_the_prose_and_may_be_in_it() -> None:
    told = Metadata(tags=["المكتبات العامة"], authors=["ليلى حداد"], section="ثقافة")
    labels = ["المكتبات العامة", "ليلى حداد", "ثقافة"]
    content = f"<article>{HEAD}<div>{p(*labels, *LINES[:3], labels[0], *LINES[3:], *labels)}</div></article>"
    assert lines(content, told=told) == [*LINES[:3], labels[0], *LINES[3:]]


def test_the_page_is_not_changed() -> None:
    tree = html.document_fromstring(f"<html><body>{HEAD}<article>{p(*LINES)}{card()}</article></body></html>")
    before = html.tostring(tree)
    body_of(tree, (), TITLE, Metadata())
    assert html.tostring(tree) == before


# --- Edges ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("letters", "is_body"), [(80, True), (79, False)])
def test_a_body_has_eighty_letters(letters: int, *, is_body: bool) -> None:
    assert (body(f"{HEAD}<p>{'ب' * letters}</p>") is not None) is is_body


@pytest.mark.parametrize(("characters", "shows"), [(500, True), (499, False)])
def test_a_stated_text_has_five_hundred_characters(characters: int, *, shows: bool) -> None:
    content = f"{HEAD}<div><div>{p(*LINES[:4])}</div><div>{p(*LONG)}</div></div>"
    found = lines(content, head=stated("\n".join(LINES[:4]).ljust(characters)))
    assert (found == LINES[:4]) is shows


@pytest.mark.parametrize(("between", "belongs"), [(3, True), (4, False)])
def test_a_credit_stands_within_four_lines_behind_the_body(between: int, *, belongs: bool) -> None:
    behind = "<p>طباعة</p>" * between
    content = f"<div>{HEAD}<div class=article-body>{p(*LINES)}</div>{behind}<p>المصدر: رويترز</p></div>"
    assert ("المصدر: رويترز" in lines(content)) is belongs


OWN_WORDS = " ".join(LINES[3:]).split()
"""Words of the text: a part that repeats them is the text's, unless a rule on sizes cuts it."""


@pytest.mark.parametrize(
    ("between", "goes"),
    [
        (f"<div><p>{''.join(OWN_WORDS)[:250]}</p><input></div>", True),
        (f"<div><p>{''.join(OWN_WORDS)[:251]}</p><input></div>", False),
        (f"<div><img>{p(' '.join(OWN_WORDS[:2]), OWN_WORDS[2])}</div>", True),
        (f"<div><img>{p(*OWN_WORDS[:3])}</div>", False),
        ("<p><a href=/x>معرض للكتاب في المدينة</a></p>", True),
        ("<p><a href=/x>معرض للكتاب هنا</a></p>", False),
    ],
)
def test_a_form_a_caption_and_a_title_between_paragraphs_have_their_size(between: str, *, goes: bool) -> None:
    found = lines(f"<article>{HEAD}{p(*LINES[:3])}{between}{p(*LINES[3:])}</article>")
    assert (found == LINES) is goes


@pytest.mark.parametrize(("prose", "goes"), [(8, True), (7, False)])
def test_links_lead_elsewhere_up_to_a_fifth_of_the_lines(prose: int, *, goes: bool) -> None:
    links = "".join(f"<p><a href=/{number}>معرض للكتاب في المدينة {number}</a></p>" for number in range(2))
    found = lines(f"<article>{HEAD}{p(*LINES[:3])}{links}{p(*LINES[3:prose])}</article>")
    assert (found == LINES[:prose]) is goes


@pytest.mark.parametrize(("letters", "belongs"), [(25, True), (24, False)])
def test_a_lead_that_only_its_place_tells_of_has_twenty_five_letters(letters: int, *, belongs: bool) -> None:
    lead = f"{'ب' * (letters - 1)}."
    found = lines(f"<div>{HEAD}<div>{lead}</div><div class=article-body>{p(*LINES)}</div></div>")
    assert (lead in found) is belongs


@pytest.mark.parametrize(("letters", "read"), [(250, True), (249, False)])
def test_an_element_that_its_name_passes_over_has_two_hundred_and_fifty_letters(letters: int, *, read: bool) -> None:
    first, second = f"{'ب' * 150}.", f"{'ت' * (letters - 152)}."
    found = lines(f"<div>{HEAD}<div class=share>{p(first, second)}</div><ul>{card() * 3}</ul>{p(*OTHER[:2])}</div>")
    assert (first in found) is read


# --- Law ------------------------------------------------------------------------------------------------------

WRAPPERS = (
    *(
        "<div>{}</div>",
        "<main>{}</main>",
        "<section class=wrap>{}</section>",
        "<article>{}</article>",
        "<span>{}</span>",
    ),
    *("<div class=entry-content>{}</div>", "<div itemprop=articleBody>{}</div>", "<form>{}</form>"),
    *(
        "<table><tr><td>{}</td></tr></table>",
        "<div class='has-sidebar tag-share'>{}</div>",
        "<story-view>{}</story-view>",
    ),
)
PARAGRAPHS = ("<p>{}</p>", "<p><span>{}</span></p>", "<div>{}</div>", "<p dir=rtl><b>{}</b></p>")
NOISE = (
    *(
        "",
        "<nav><a href=/>الرئيسية</a></nav>",
        "<aside><p>جانب</p></aside>",
        "<div class=related-posts><p>خبر</p></div>",
    ),
    *("<script>x()</script>", "<div hidden><p>مخفي</p></div>", "<ul class=share-bar><li>شارك</ul>", "<br>", "<hr>"),
)


@settings(max_examples=80)
@given(
    wrappers=st.lists(st.sampled_from(WRAPPERS), max_size=5),
    shape=st.sampled_from(PARAGRAPHS),
    seeds=st.lists(st.integers(0, 60), min_size=1, max_size=4, unique=True),
    noise=st.lists(st.sampled_from(NOISE), min_size=3, max_size=3),
)
def test_the_paragraphs_of_a_page_are_its_article(
    wrappers: list[str], shape: str, seeds: list[int], noise: list[str]
) -> None:
    written = [line for seed in seeds for line in paragraphs(seed)]
    content = HEAD + noise[0].join(["", *map(shape.format, written)])
    for wrapper in wrappers:
        content = noise[1] + wrapper.format(content)
    source = f"<html lang=ar><head><title>{TITLE}</title></head><body>{content}{noise[2]}</body></html>"
    found = extract(page(source.encode()))
    assert found.title == TITLE
    assert found.text.split("\n") == written
