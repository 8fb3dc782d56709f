"""All signals of a text, and the thresholds of published filters on both sides of each edge."""

from __future__ import annotations

from math import inf
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quality import signals
from corpus.quality.columns import SIGNALS
from corpus.quality.presets import PRESETS, left_out_by
from corpus.quality.signals import Signals, signals_of
from tests.support.project import ROOT, paragraphs

SEEDS = [
    "\n".join(filter(None, path.read_text("utf-8").split("\n")[1:])) for path in sorted((ROOT / "seeds").glob("*.txt"))
]


def test_the_columns_are_the_signals_in_their_order() -> None:
    assert tuple(name for name, _, _ in SIGNALS) == Signals._fields
    kinds = {int: "int32", float: "float64"}
    assert [kind for _, kind, _ in SIGNALS] == [kinds[hint] for hint in get_type_hints(Signals).values()]


def test_the_page_names_each_signal() -> None:
    page = (ROOT / "docs" / "quality.md").read_text("utf-8")
    assert [name for name in Signals._fields if f"`{name}`" not in page] == []


def test_a_text_has_its_signals() -> None:
    text = "قال الوزير إن الخطة جديدة.\nوأضاف في 12 مارس: #خطة"
    [found] = signals_of([text])
    assert (found.words, found.stop_words, found.letterless) == (10, 2, 0.1)
    assert (found.mean_word_length, found.sentence_lines, found.line_ends) == (3.7, 0.5, 0.1)
    assert (found.hashes, found.symbols) == (0.1, 0.075)


@given(st.lists(st.text("اب ـَ١2a.؟…-\n\N{GRINNING FACE}", max_size=60), max_size=9), st.integers(1, 100))
def test_texts_have_the_same_signals_alone_and_in_any_batch(texts: list[str], batch: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signals, "_BATCH", batch)
        assert signals_of(texts) == [found for text in texts for found in signals_of([text])]


@given(st.text(max_size=300))
def test_shares_are_shares_of_any_text(text: str) -> None:
    [found] = signals_of([text])
    free = {"mean_word_length", "hashes", "line_ends"}
    for name, value in found._asdict().items():
        assert value >= 0
        assert name in free or isinstance(value, int) or value <= 1, name


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_news_passes_the_filters(preset: str) -> None:
    assert [left_out_by(preset, found) for found in signals_of(SEEDS)] == [None] * len(SEEDS)
    assert left_out_by(preset, *signals_of(["\n".join([paragraphs(1)[0]] * 9)])) is not None


@pytest.mark.parametrize(
    ("preset", "place"), [(name, place) for name in PRESETS for place in range(len(PRESETS[name]))]
)
def test_a_value_at_the_edge_passes_and_one_beyond_it_does_not(preset: str, place: int) -> None:
    signal, least, most = PRESETS[preset][place]
    [good] = signals_of(SEEDS[:1])
    edges = [(least, least - 0.0001)] if least else []
    edges += [(most, most + 0.0001)] if most < inf else []
    assert edges
    for edge, beyond in edges:
        at, past = (Signals._make((good._asdict() | {signal: value}).values()) for value in (edge, beyond))
        assert left_out_by(preset, at) is None
        assert left_out_by(preset, past) == f"{preset}:{signal}"
