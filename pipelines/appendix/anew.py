"""Whether the prose after a heading begins a second article, by its marks (`pipelines.appendix.marks`).

The weighted sum of the marks is compared with an edge. A mark has two weights, since a second article on the same event
and one on another event show themselves by opposite marks: the one repeats what was told, the other shares nothing
with it. How far the prose repeats what was told decides between the two. The weights were fitted by logistic
regression on real reports that were joined by script, against inserts in single reports (`benchmarks/leads.py`), with
inserts weighing more: to cut the rest of an article is the worst error here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.appendix.leads import is_inner
from pipelines.appendix.marks import marks

if TYPE_CHECKING:
    from collections.abc import Sequence

EDGE = 0.7
"""The sum above which prose begins a second article; one insert in a thousand reaches it."""
FEWEST_BEFORE = 2
"""Fewest paragraphs before a heading for which the sum is asked."""
FEWEST_AFTER = 2
"""Fewest paragraphs after it."""
WEIGHTS: dict[str, tuple[float, float]] = {
    "saying": (1.44, 0.48),
    "day": (0.48, 1.77),
    "office": (0.13, 0.55),
    "back": (-0.70, 1.87),
    "dateline": (1.69, 1.29),
    "long lead": (0.57, -0.09),
    "longer lead": (-1.45, 2.44),
    "second goes on": (0.13, -0.79),
    "joined before": (1.23, 2.43),
    "closed": (0.20, -0.02),
    "was over": (1.45, 1.08),
    "restates": (2.29, 1.42),
    "title later": (2.06, 1.57),
    "title new": (3.09, 0.46),
    "title told": (0.59, 1.48),
    "title dated": (0.00, 0.00),
    "one title": (-1.56, -0.06),
    "no title": (0.17, -1.05),
    "lead told": (0.45, -0.30),
    "told before": (5.45, -1.34),
    "new subject": (4.47, 0.04),
    "start again": (-1.91, 1.33),
    "joins last": (-3.92, 1.21),
    "held together": (-3.85, 0.06),
    "holds together": (1.15, 1.38),
    "lead goes on": (-1.39, -0.63),
    "start goes on": (-5.68, -1.72),
    "own lead": (1.78, -0.14),
    "rest told": (-4.60, 0.72),
    "all told": (-4.13, -0.25),
    "new recurs": (1.33, -0.19),
    "many recur": (0.98, 0.50),
    "again 2": (-0.59, 0.19),
    "again 3": (0.08, 0.95),
    "again 5": (0.26, 2.54),
    "lead again 2": (0.91, -1.78),
    "lead again 3": (0.91, -1.61),
    "lead start 3": (1.56, 0.45),
}
"""The weights of each mark: for another event, for the same."""
BASES = (-3.33, -0.25)
"""The sums of a place without marks."""


def begins_anew(before: Sequence[str], titles: Sequence[str], after: Sequence[str], *, edge: float = EDGE) -> bool:
    """Return whether the prose after a heading begins a second article; arguments as of `marks`.

    Args:
        before: The prose before the heading, the first line of the text first.
        titles: The titles between the heading and the prose.
        after: The prose after them.
        edge: The sum above which it does.
    """
    if len(before) < FEWEST_BEFORE or len(after) < FEWEST_AFTER or is_inner(after[0]):
        return False
    return weighed(before, titles, after) > edge


def weighed(before: Sequence[str], titles: Sequence[str], after: Sequence[str]) -> float:
    """Return the weighted sum of the marks; arguments as of `marks`."""
    found = marks(before, titles, after)
    other, same = (
        BASES[event] + sum(WEIGHTS[mark][event] * value for mark, value in found.values.items()) for event in (0, 1)
    )
    return (1 - found.again) * other + found.again * same
