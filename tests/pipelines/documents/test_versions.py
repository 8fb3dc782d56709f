"""The decision about each capture of an article, by docs/state.md; it does not depend on the transactions' sizes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Article, Capture, Reason
from crawler.state import RejectedCapture, State, StoredCapture
from pipelines.documents.versions import Judgement
from pipelines.rejected import Rejected
from tests.pipelines.test_store import OUTLET, article_of, capture

if TYPE_CHECKING:
    from collections.abc import Sequence

GONE, MOVED = "gone", "moved"
STEPS = [f"{address} {what}" for address in "abc" for what in ("1", "2", GONE, MOVED)]


def captured(step: str, place: int) -> Capture:
    """Return the capture of a step, which is an address with the number of a text, `gone` or `moved`."""
    address, what, *_ = step.split()
    url = f"https://akhbar.example/news/{address}"
    status = {GONE: 410, MOVED: 301}.get(what, 200)
    return replace(capture(place), url=url, canonical_url=url, status=status, page=what != MOVED)


def outcome(step: str, placed: Capture) -> Article | tuple[Capture, Rejected]:
    _, what, *title = step.split()
    if what == GONE:
        return placed, Rejected(Reason.GONE, "")
    article = article_of(placed, int(what))
    return replace(article, title=title[0]) if title else article


def fates(output: Path, steps: Sequence[str], group: int) -> list[StoredCapture | RejectedCapture]:
    """Settle the pages of steps, in groups of a given size."""
    with State(output, OUTLET.name) as state:
        placed = state.add_captures([captured(step, place) for place, step in enumerate(steps)])
        pages = [(step, one) for step, one in zip(steps, placed, strict=True) if one.page]
        found: list[StoredCapture | RejectedCapture] = []
        for at in range(0, len(pages), group):
            judged = Judgement(state, state.count_documents())
            for page in pages[at : at + group]:
                said = outcome(*page)
                judged.article(said) if isinstance(said, Article) else judged.rejected(*said)
            state.settle(judged.fates)
            assert judged.number == state.count_documents()
            found += judged.fates
    return found


def told(fate: StoredCapture | RejectedCapture) -> str:
    """Return a decision's article and version, or its reason, and its event with the number of the document."""
    what = f"{fate.article[-1]}/{fate.version}" if isinstance(fate, StoredCapture) else fate.reason
    return f"{what} {fate.event.kind} {fate.event.number}" if fate.event else what


@pytest.mark.parametrize("group", [1, 9])
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["a 1", "b 2", "a 1"], ["a/1", "b/1", "unchanged"]),
        (["a 1", "a 2", "a 1"], ["a/1", "a/2", "a/3"]),
        (["a 1", "a 1 عنوان"], ["a/1", "a/2"]),
        (["a 1", "b 1", "b 1", "b 1 عنوان"], ["a/1", "duplicate alias 0", "duplicate", "duplicate"]),
        (["a 1", "b 2", "b 1"], ["a/1", "b/1", "b/2"]),
        (["a 1", "b 1", "b 2"], ["a/1", "duplicate alias 0", "b/1"]),
        (["a 1", "a moved", "b 1", "b 2", "a gone"], ["a/1", "duplicate alias 0", "a/2", "gone gone 1"]),
        (["a gone", "a 1"], ["gone", "a/1"]),
        (["a 1", "a gone", "a gone", "a 1"], ["a/1", "gone gone 0", "gone", "unchanged back 0"]),
        (["a 1", "a gone", "a 2", "a gone"], ["a/1", "gone gone 0", "a/2 back 1", "gone gone 1"]),
    ],
)
def test_what_becomes_of_a_capture(tmp_path: Path, steps: list[str], expected: list[str], group: int) -> None:
    assert [told(fate) for fate in fates(tmp_path, steps, group)] == expected


def test_a_version_names_the_one_before(tmp_path: Path) -> None:
    first, second = fates(tmp_path, ["a 1", "a 2"], 2)
    assert isinstance(first, StoredCapture)
    assert isinstance(second, StoredCapture)
    assert (first.row["version"], first.row["previous"]) == (1, None)
    assert (second.row["version"], second.row["previous"]) == (2, first.row["name"])


@settings(max_examples=25)
@given(st.lists(st.sampled_from(STEPS), max_size=10), st.integers(2, 10))
def test_what_is_settled_together_fares_as_it_would_one_by_one(steps: list[str], group: int) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        assert fates(Path(one), steps, 1) == fates(Path(other), steps, group)


MORNING, NOON = "2026-11-26T09:00:00+00:00", "2026-11-26T12:00:00+00:00"


def versions_of(output: Path, pages: Sequence[tuple[str, int, str | None]], group: int) -> list[str]:
    """Settle the articles of addresses, numbers of texts, and times; return each decision, as `told` does."""
    found: list[StoredCapture | RejectedCapture] = []
    with State(output, OUTLET.name) as state:
        urls = [f"https://akhbar.example{path}" for path, *_ in pages]
        placed = state.add_captures(
            [replace(capture(place), url=url, canonical_url=url) for place, url in enumerate(urls)]
        )
        articles = [
            replace(article_of(one, number), published=published)
            for one, (_, number, published) in zip(placed, pages, strict=True)
        ]
        for at in range(0, len(articles), group):
            judged = Judgement(state, state.count_documents())
            for article in articles[at : at + group]:
                judged.article(article)
            state.settle(judged.fates)
            found += judged.fates
    return [told(fate) for fate in found]


@pytest.mark.parametrize("group", [1, 9])
@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([("/news/1101/a", 1, MORNING), ("/news/1101/b", 2, MORNING)], ["a/1", "a/2 renamed 1"]),
        ([("/news/1101-a", 1, MORNING), ("/news/1101-b", 2, MORNING)], ["a/1", "a/2 renamed 1"]),
        (
            [("/news/1101/a", 1, MORNING), *[("/news/1101/b", number, MORNING) for number in (2, 2, 3)]],
            ["a/1", "a/2 renamed 1", "unchanged", "a/3"],
        ),
        (
            [(f"/news/1101/{slug}", number, MORNING) for number, slug in enumerate("abc")],
            ["a/1", "a/2 renamed 1", "a/3 renamed 2"],
        ),
        ([("/news/1101/a", 1, MORNING), ("/news/1101/b", 2, NOON)], ["a/1", "b/1"]),
        ([("/news/1101/a", 1, None), ("/news/1101/b", 2, None)], ["a/1", "b/1"]),
        ([("/news/1101/a", 1, MORNING[:10]), ("/news/1101/b", 2, MORNING[:10])], ["a/1", "b/1"]),
        ([("/news/1101/a", 1, MORNING), ("/news/1102/b", 2, MORNING)], ["a/1", "b/1"]),
        ([("/news/110/a", 1, MORNING), ("/news/110/b", 2, MORNING)], ["a/1", "b/1"]),
        ([("/news/2026/a", 1, MORNING), ("/news/2026/b", 2, MORNING)], ["a/1", "b/1"]),
        ([("/20261126/a", 1, MORNING), ("/20261126/b", 2, MORNING)], ["a/1", "b/1"]),
        (  # two articles under one number: it is a section's
            [("/x/1101/a", 1, MORNING), ("/x/1101/b", 2, NOON), ("/x/1101/c", 3, NOON)],
            ["a/1", "b/1", "c/1"],
        ),
    ],
)
def test_an_article_whose_slug_changed_continues(
    tmp_path: Path, pages: list[tuple[str, int, str | None]], expected: list[str], group: int
) -> None:
    assert versions_of(tmp_path, pages, group) == expected
