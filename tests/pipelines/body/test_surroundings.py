"""Names that mark an element as surroundings or body, and names that only resemble them."""

from __future__ import annotations

import pytest

from pipelines.body.surroundings import is_hidden_by, names_lead, names_surroundings


@pytest.mark.parametrize(
    "name",
    [
        *("related", "related-posts", "relatedNews", "relatednews", "jnews_inline_related_post", "jnewsInlineRelated"),
        *("share-bar", "social_share", "addtoany_share_save_container", "sharedaddy", "comments-area", "fb-comments"),
        *("breadcrumb", "breadcrumbs__list", "newsletterBox", "recommendedStories", "taboola-below", "advertisement"),
        *(
            "read-more",
            "alsoRead",
            "you-may-like",
            "most_read",
            "postNavigation",
            "post-author-box",
            "author-bio",
            "wp-caption",
            "RELATED",
        ),
        *("story related", "sr-only", "d-none", "hidden", "hidden story"),
    ],
)
def test_a_name_of_surroundings_is_known(name: str) -> None:
    assert names_surroundings(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "story", "article-body", "entry-content", "readable", "threads", "headline", "loader", "الأخبار"),
        *("no-share", "has-sidebar", "without-comments", "is-related", "single-post", "js-share"),
        *("post-17 post type-post tag-social category-video", "tag-related", "category-ads", "status-publish"),
        *("hidden md:block", "hidden lg:flex", "d-none d-md-block", "d-none d-lg-flex"),
        *("main-news", "stagsbox", "relation", "marketing-day", "most", "author"),
    ],
)
def test_a_name_that_is_of_something_else_says_nothing(name: str) -> None:
    assert not names_surroundings(name)


@pytest.mark.parametrize("name", ["c35780ad4", "c0ad1f2b3", "x1toc2y3z4", "css-1ads9k2x7"])
def test_letters_within_a_hash_are_no_word(name: str) -> None:
    assert not names_surroundings(name)


@pytest.mark.parametrize("name", ["ads300x250", "ad-slot-3", "banner2", "related3"])
def test_a_number_behind_a_word_makes_no_hash(name: str) -> None:
    assert names_surroundings(name)


def test_only_the_beginning_of_a_name_is_read() -> None:
    assert not names_surroundings("x" * 1_000_000 + " related")


@pytest.mark.parametrize("style", ["display:none", "color: red; DISPLAY : none !important", "visibility: hidden"])
def test_a_style_that_hides_is_known(style: str) -> None:
    assert is_hidden_by(style)


@pytest.mark.parametrize("style", ["", "display: block", "visibility: visible", "display" + " " * 1_000_000 + ":none"])
def test_a_style_that_shows_is_known(style: str) -> None:
    assert not is_hidden_by(style)


@pytest.mark.parametrize(
    ("name", "lead"), [("story-lead", True), ("articleExcerpt", True), ("leader", False), ("", False)]
)
def test_a_lead_is_known_by_its_name(name: str, lead: bool) -> None:  # noqa: FBT001 - the expected answer
    assert names_lead(name) is lead
