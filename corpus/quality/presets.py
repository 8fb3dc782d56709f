"""Thresholds of published filters, over the signals."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from corpus.quality.signals import Signals


class Rule(NamedTuple):
    """The values of a signal that a filter admits, the least and the most one included."""

    signal: str
    """A field of `Signals`."""
    least: float = 0
    """The least value."""
    most: float = inf
    """The most."""


_COMMON = (
    Rule("words", least=50, most=100_000),
    Rule("hashes", most=0.1),
    Rule("bullet_lines", most=0.9),
    Rule("ellipsis_lines", most=0.3),
    Rule("stop_words", least=2),
)
"""What both filters ask, with the same thresholds."""
PRESETS = {
    "fineweb": (
        *_COMMON,
        Rule("mean_word_length", least=2, most=9),
        Rule("letterless", most=0.213),
        Rule("line_ends", most=0.189),
        Rule("sentence_lines", least=0.143),
        Rule("repeated_lines", most=0.304),
        Rule("repeated_line_characters", most=0.1),
        *(Rule(f"top_{size}", most=most) for size, most in ((2, 0.197), (3, 0.172), (4, 0.146))),
        *(Rule(f"repeated_{size}", most=most) for size, most in ((5, 0.165), (6, 0.153), (7, 0.142))),
        *(Rule(f"repeated_{size}", most=most) for size, most in ((8, 0.131), (9, 0.12), (10, 0.109))),
    ),
    "gopher": (
        *_COMMON,
        Rule("mean_word_length", least=3, most=10),
        Rule("letterless", most=0.2),
        Rule("repeated_lines", most=0.3),
        Rule("repeated_line_characters", most=0.2),
        *(Rule(f"top_{size}", most=most) for size, most in ((2, 0.2), (3, 0.18), (4, 0.16))),
        *(Rule(f"repeated_{size}", most=most) for size, most in ((5, 0.15), (6, 0.14), (7, 0.13))),
        *(Rule(f"repeated_{size}", most=most) for size, most in ((8, 0.12), (9, 0.11), (10, 0.1))),
    ),
}
"""The filters: FineWeb-2's for Arabic (its configuration `arb_Arab`), and Gopher's (Rae et al. 2021, table A1)."""


def left_out_by(preset: str, signals: Signals) -> str | None:
    """Return the first rule of a filter that a text breaks, as `filter:signal`; None for a text that passes."""
    for signal, least, most in PRESETS[preset]:
        if not least <= getattr(signals, signal) <= most:
            return f"{preset}:{signal}"
    return None
