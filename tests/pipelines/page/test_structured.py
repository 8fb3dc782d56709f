"""The structured data of a page."""

from __future__ import annotations

import json

import pytest
from lxml import html

from pipelines.page.structured import MAX_NODES, articles_of, nodes_of, types_of

ARTICLE = {"@type": "NewsArticle", "headline": "افتتاح مكتبة عامة في نابلس"}


def found(*scripts: str) -> list[object]:
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return [
        node.get("headline") for node in articles_of(nodes_of(html.fromstring(f"<html><head>{tags}</head></html>")))
    ]


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(ARTICLE),
        json.dumps([ARTICLE]),
        json.dumps({"@graph": [{"@type": "WebSite"}, ARTICLE]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        json.dumps({**ARTICLE, "@type": ["Thing", "http://schema.org/NewsArticle"]}),
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        '{"@type": "NewsArticle", "headline": "افتتاح مكتبة عامة في نابلس",}',
        '{"@type": "NewsArticle", "headline": "افتتاح مكتبة عامة في نابلس", "description": "سطر\nثان"}',
    ],
)
def test_an_article_is_found_however_it_is_wrapped(script: str) -> None:
    assert found(script) == [ARTICLE["headline"]]


@pytest.mark.parametrize("script", ["", "{", "null", "7", '"نص"', "[" * 100_000, '{"a":' * 100_000, "<!-- -->"])
def test_what_is_no_json_costs_nothing_else(script: str) -> None:
    assert found(script, json.dumps(ARTICLE)) == [ARTICLE["headline"]]


def test_nodes_are_bounded() -> None:
    assert len(found(json.dumps([ARTICLE] * (2 * MAX_NODES)))) == MAX_NODES


def test_a_type_may_be_missing_or_odd() -> None:
    assert types_of({}) == types_of({"@type": 5}) == types_of({"@type": [None, {}]}) == frozenset()


def test_fifty_scripts_are_read() -> None:
    assert len(found(*[json.dumps(ARTICLE)] * 51)) == 50


def test_a_script_has_a_million_characters() -> None:
    script = json.dumps(ARTICLE)
    assert found(script.ljust(1_000_000)) == [ARTICLE["headline"]]
    assert found(script.ljust(1_000_001)) == []


def test_six_objects_inside_one_another_are_looked_into() -> None:
    sixth = json.dumps(ARTICLE)
    for _ in range(5):
        sixth = f'{{"@type": "WebPage", "mainEntity": {sixth}}}'
    assert found(sixth) == [ARTICLE["headline"]]
    assert found(f'{{"@type": "WebPage", "mainEntity": {sixth}}}') == []
