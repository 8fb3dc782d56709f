"""Properties of all metadata together."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.metadata.declared import MAX_DESCRIPTION
from pipelines.metadata.persons import MAX_AUTHORS
from pipelines.metadata.tags import MAX_TAGS
from tests.pipelines.metadata.pages import ld, meta, read


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        True,
        1.5,
        "",
        [],
        {},
        [None],
        [[["x"]]],
        {"name": {"name": {"name": {}}}},
        "http://[",
        "9" * 4000,
        "\N{NULL}",
    ],
)
def test_a_node_of_any_shape_is_passed_over(value: Any) -> None:
    keys = (
        "datePublished dateModified author articleSection keywords image description url mainEntityOfPage publisher @id"
    )
    found = read(ld(**dict.fromkeys(keys.split(), value)))
    assert found.published is None
    assert len(found.authors) <= 1


def test_what_a_page_may_say_is_bounded() -> None:
    names = [f"منى {chr(0x628 + number % 20)}{chr(0x628 + number // 20)}" for number in range(300)]
    found = read(ld(author=names, keywords=names, description="كلمة " * 10_000) + meta("article:section", "ق" * 500))
    assert len(found.authors) == MAX_AUTHORS
    assert len(found.tags) == MAX_TAGS
    assert found.section is None
    assert len(found.description or "") <= MAX_DESCRIPTION
