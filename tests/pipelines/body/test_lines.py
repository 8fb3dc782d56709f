"""The tests for lines that are not paragraphs."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.body.blocks import Block, blocks_of
from pipelines.body.lines import (
    has_picture,
    is_called_lead,
    is_meta,
    is_said_in,
    is_under_picture,
    leads_away,
    trailing_labels,
    without_labels,
)
from pipelines.metadata import Metadata
from tests.support.project import paragraphs

PROSE = paragraphs(2)


def blocks(content: str) -> list[Block]:
    return blocks_of(
        html.document_fromstring(f"<html><body><div>{content}</div></body></html>"), everything=True
    ).blocks


def lines(*texts: str) -> list[tuple[Block, bool]]:
    return [(block, False) for block in blocks("".join(f"<p>{text}</p>" for text in texts))]


@pytest.mark.parametrize(
    ("line", "meta"),
    [
        ("السبت 24 أغسطس 2024", True),
        ("نشر في 24/8/2024 الساعة 12:09", True),
        (f"24 أغسطس 2024 {'كلمة ' * 11}", True),
        (f"24 أغسطس 2024 {'كلمة ' * 12}", False),
        ("3 دقائق قراءة", True),
        ("منذ ساعتين", True),
        ("القاهرة | كتبت: منى الشريف", True),
        ("القاهرة - رويترز 24 أغسطس", False),
        ("افتتح الجسر في 24 أغسطس 2024.", False),
        ("قال المحافظ: الجسر مفتوح", False),
    ],
)
def test_a_line_of_dates_and_names_is_no_paragraph(line: str, *, meta: bool) -> None:
    (block,) = blocks(f"<p>{line}</p>")
    assert is_meta(block) is meta


def test_labels_stand_around_the_prose_and_names_nowhere() -> None:
    told = Metadata(authors=["منى الشريف", "م.ش"], tags=["جسور"], section="محافظات")
    texts = ("محافظات", "منى الشريف", PROSE[0], "جسور", "منى الشريف", "م.ش", PROSE[1], "جسور", "24 أغسطس 2024")
    kept = [block.text for block, _ in without_labels(lines(*texts), "افتتاح الجسر", told)]
    assert kept == [PROSE[0], "جسور", "م.ش", PROSE[1]]


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (("جسور", "مرور"), 2),
        (("جسور", "هذا ما قاله"), 2),
        (("جسور",), 0),
        (("جسور:", "مرور"), 0),
        (("جسور", "هذا ما قاله المحافظ"), 0),
    ],
)
def test_several_short_lines_alike_at_the_end_are_tags(texts: tuple[str, ...], count: int) -> None:
    assert trailing_labels(lines(PROSE[0], *texts)) == count


@pytest.mark.parametrize(
    ("line", "away"),
    [
        ("اقرأ أيضا: <a href=/x>أسعار الخضار تتراجع في الأسواق</a>", True),
        ("اقرأ أيضا <a href=/x>أسعار الخضار تتراجع في الأسواق</a>", True),
        ("تراجعت <a href=/x>أسعار الخضار</a> في الأسواق", False),
        ("اقرأ أيضا: أسعار الخضار", False),
    ],
)
def test_a_label_and_a_link_lead_away(line: str, *, away: bool) -> None:
    (block,) = blocks(f"<p>{line}</p>")
    assert leads_away(block) is away


@pytest.mark.parametrize(
    ("content", "under"),
    [
        ("<p><img></p><p>الجسر صباح اليوم</p>", True),
        ("<p><img></p><p><b>الجسر صباح اليوم</b></p>", False),
        ("<p><img></p><h2>الجسر صباح اليوم</h2>", False),
        (f"<p><img></p><p>{'الجسر ' * 20}</p>", True),
        (f"<p><img></p><p>{'الجسر ' * 21}</p>", False),
        ("<p>الجسر صباح اليوم</p>", False),
    ],
)
def test_a_short_line_under_a_picture_is_its_caption(content: str, *, under: bool) -> None:
    (block,) = blocks(content)
    assert is_under_picture(block) is under


def test_a_caption_and_a_lead_are_known_by_what_holds_them() -> None:
    (caption,) = blocks("<section><img><p>الجسر صباح اليوم</p></section>")
    (lead,) = blocks("<section class='article-lead'><p>الجسر صباح اليوم</p></section>")
    assert (has_picture(caption.element), is_called_lead(caption.element)) == (True, False)
    assert (has_picture(lead.element), is_called_lead(lead.element)) == (False, True)


@pytest.mark.parametrize(("others", "is_caption"), [(1, True), (2, False)])
def test_what_stands_with_a_picture_and_at_most_one_more_is_its_caption(others: int, *, is_caption: bool) -> None:
    (caption, *_) = blocks(f"<section><p>الجسر صباح اليوم</p><img>{'<hr>' * others}</section>")
    assert has_picture(caption.element) is is_caption


def test_a_lead_is_said_again_whatever_its_marks_and_spaces() -> None:
    (lead,) = blocks("<p>افتتح المحافظ «الجسر» أمام السيارات</p>")
    again = "افتتح المحافظ الجسر أمام السيارات، وقال إنه يخدم الآلاف."
    assert is_said_in(lead, lines(PROSE[0], again))
    assert not is_said_in(lead, lines(*[PROSE[0]] * 4, again))
