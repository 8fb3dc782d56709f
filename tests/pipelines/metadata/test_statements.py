"""The statements for machines that are about the page's article."""

from __future__ import annotations

import json

from tests.pipelines.metadata.pages import HEADLINE, OTHER, URL, ld, read


def test_the_node_of_another_article_is_passed_over() -> None:
    other = ld(
        headline=OTHER, url="https://almadina.example/news/1-other", datePublished="2024-08-01", author="هالة يوسف"
    )
    assert read(other) == read()
    assert read(other + ld(headline=OTHER, datePublished="2024-08-02")) == read()
    assert read(other + ld(datePublished="2024-08-24")).published == "2024-08-24"
    assert read(other + ld(headline="عنوان آخر", mainEntityOfPage={"@id": URL}, datePublished="2024-08-24")).published


def test_the_pages_data_tell_of_the_object_that_holds_the_headline() -> None:
    story = {
        "title": HEADLINE,
        "published_at": "2024-08-24T09:09:00Z",
        "updatedAt": "2024-08-24T12:00:00Z",
        "byline": [{"name": "منى الشريف"}],
        "category": {"name": "محافظات"},
        "tags": [{"name": "جسور"}, "مرور"],
    }
    other = {"title": OTHER, "author": "هالة يوسف", "tags": ["أسواق"], "published_at": "2024-08-01T00:00:00Z"}
    whole = json.dumps({"props": {"related": [other], "story": story, "latest": [other]}}, ensure_ascii=False)
    flight = json.dumps(f'6:["$","article",null,{json.dumps(story)}]')
    for script in (whole, f"window.__STATE__ = {whole};", f"self.__next_f.push([1,{flight}])"):
        found = read(body=f"<h1>{HEADLINE}</h1><script>{script}</script>", headline=HEADLINE)
        assert found.published == "2024-08-24T09:09:00+00:00"
        assert found.modified == "2024-08-24T12:00:00+00:00"
        assert (found.authors, found.section, found.tags) == (["منى الشريف"], "محافظات", ["جسور", "مرور"])
    assert read(body=f"<h1>{HEADLINE}</h1><script>{json.dumps(other)}</script>", headline=HEADLINE) == read()
