"""An invented outlet: with the profile of its pages their furniture goes and nothing else; without it, it stays."""

from __future__ import annotations

import pytest

from crawler.errors import ProfileError
from pipelines.article import article_of
from pipelines.profile.learning import learn
from pipelines.sheet import sheet_of
from tests.pipelines.profile.outlet import INSERT, LABEL, POLICY, PROMPT, SHELF, page, story

COUNT = 30
PAGES = [page(number) for number in range(COUNT)]
SHEETS = [sheet_of(one) for one in PAGES]
PROFILE = learn(SHEETS, "rawabi.example")
FOREIGN_LINES = 11
"""Lines of furniture in each body: a prompt, two lists with five titles, a label with its title, a policy."""


def test_the_articles_all_differ() -> None:
    lines = [line for number in range(COUNT) for line in story(number).lines]
    assert len(set(lines)) == len(lines) == 5 * COUNT


def test_with_the_profile_each_text_is_the_article() -> None:
    for number, one in enumerate(PAGES):
        found = article_of(one, PROFILE)
        assert found.rejected is None
        assert found.article.title == story(number).title
        assert found.article.text.split("\n") == list(story(number).lines)
        assert found.article.profile == PROFILE.digest
        assert PROMPT in found.article.cut


def test_without_the_profile_all_furniture_of_the_body_is_in_the_text() -> None:
    foreign = lost = 0
    for number, one in enumerate(PAGES):
        lines = set(article_of(one).article.text.split("\n"))
        own = set(story(number).lines)
        foreign += len(lines - own)
        lost += len(own - lines)
        assert article_of(one).article.profile is None
    assert lost == 0
    assert foreign >= FOREIGN_LINES * COUNT * 0.8


def test_a_page_that_was_not_learned_from_loses_its_furniture_as_well() -> None:
    found = article_of(page(45), PROFILE).article
    assert found.text.split("\n") == list(story(45).lines)


def test_the_profile_names_what_repeats() -> None:
    assert {line.text for line in PROFILE.lines} == {PROMPT, POLICY}
    assert {heading.text for heading in PROFILE.headings} == {INSERT, SHELF, LABEL}
    assert {block.path for block in PROFILE.blocks} == {"div.vorn > div.quel", "div.vorn > div.brop"}
    assert PROFILE.container is not None
    assert PROFILE.container.path == "div.mirt > div.zuli"
    assert (PROFILE.first, PROFILE.last, PROFILE.pages) == ("2026-09-01", "2026-09-30", COUNT)


def test_the_order_of_pages_does_not_matter() -> None:
    assert learn(SHEETS[::-1], "rawabi.example") == PROFILE


def test_an_article_without_furniture_keeps_all_its_lines() -> None:
    plain = page(7, story(7).lines)
    found = article_of(plain, PROFILE).article
    assert found.text == "\n".join(story(7).lines)
    assert found.cut == []


def test_short_paragraphs_behind_a_closing_heading_stay() -> None:
    first, second, third, fourth, fifth = story(9).lines
    found = article_of(page(9, (first, second, SHELF, third, fourth, fifth, "وانتهى اللقاء عند الظهر.")), PROFILE)
    assert found.article.text.split("\n")[-1] == "وانتهى اللقاء عند الظهر."
    assert set(story(9).lines) <= set(found.article.text.split("\n"))


def test_nineteen_articles_are_too_few() -> None:
    with pytest.raises(ProfileError, match=r"rawabi\.example: 19 articles can be read, and a profile needs 20"):
        learn(SHEETS[:19], "rawabi.example")
    assert learn(SHEETS[:20], "rawabi.example").lines
