"""A page's texts, sorted by their place."""

from __future__ import annotations

import pytest

from pipelines.kind.shape import shape_of
from pipelines.words.letters import letters_in
from tests.pipelines.kind.pages import (
    BODY,
    FLASH,
    HEADLINE,
    PARAGRAPHS,
    cards,
    headline,
    links,
    page,
)


def test_a_text_is_told_from_links_and_cards() -> None:
    shape = shape_of(page(HEADLINE, f"<div>{BODY}</div><ul>{links(3)}</ul>{cards(4)}"))
    assert shape.lines == PARAGRAPHS
    assert shape.headlines == {headline(number) for number in range(4)}
    assert shape.links == 7
    assert shape.prose == sum(map(letters_in, PARAGRAPHS))
    assert shape.substantial


@pytest.mark.parametrize(
    ("body", "substantial"),
    [
        (BODY, True),
        (f"<p>{'<br>'.join(PARAGRAPHS * 2)}</p>", True),
        (f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>", False),
        (f"<footer>{BODY}</footer>", False),
        (f"<div class='newsletter-box'>{BODY}</div>", False),
        (f"<div class='has-newsletter'>{BODY}</div>", True),
    ],
)
def test_a_text_is_substantial_in_one_container(body: str, *, substantial: bool) -> None:
    assert shape_of(page(HEADLINE, body)).substantial is substantial


def test_what_names_itself_after_consent_is_no_text() -> None:
    shape = shape_of(page(HEADLINE, f"<div id='cookie-bar'><p>{FLASH}</p></div>"))
    assert (shape.prose, shape.lines, shape.consent) == (0, (), letters_in(FLASH))
