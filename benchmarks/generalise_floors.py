"""The recorded floors of benchmarks/generalise.py: reading, comparing, raising."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Figures = dict[str, float]
"""The figures of a row of a table, by the name of their column."""

FEWER_IS_BETTER = frozenset({"accepted", "leaks", "rejected", "leak %", "loss %"})
DIGITS = 4
"""Decimals of a recorded figure, rounded to the side that is easier to reach."""
_HEAD = """\
# The least that benchmarks/generalise.py accepts: a table for each row of its tables, a figure for each column.
# `python benchmarks/generalise.py --record` raises floors and never lowers one. A floor is lowered by hand, in a commit
# whose message gives the reason.
# "accepted", "leaks", "rejected", "leak %" and "loss %" are the most, all other figures the least.
"""


def read_floors(path: Path) -> dict[str, Figures]:
    """Return the floors of each row; empty when the file does not exist."""
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def worse(figures: dict[str, Figures], floors: dict[str, Figures]) -> list[str]:
    """Return a sentence for each figure that is worse than its floor, and for each that is missing."""
    return list(_worse(figures, floors))


def _worse(figures: dict[str, Figures], floors: dict[str, Figures]) -> Iterator[str]:
    for row in filter(floors.keys().__contains__, figures):
        for column, floor in floors[row].items():
            figure = figures[row].get(column)
            if figure is None:
                yield f"{row}: {column} was not measured; its floor is {floor}."
            elif not _reaches(column, figure, floor):
                side = "above" if column in FEWER_IS_BETTER else "below"
                yield f"{row}: {column} is {_rounded(column, figure)}, {side} its floor {floor}."


def record(path: Path, figures: dict[str, Figures], floors: dict[str, Figures]) -> int:
    """Write figures that are better than their floors, or new; return their number.

    Figures that are worse must have been refused before.
    """
    raised = 0
    merged = {row: dict(columns) for row, columns in floors.items()}
    for row, columns in figures.items():
        kept = merged.setdefault(row, {})
        for column, figure in columns.items():
            rounded = _rounded(column, figure)
            if column not in kept or (rounded != kept[column] and _reaches(column, rounded, kept[column])):
                kept[column] = rounded
                raised += 1
    tables = (
        "\n".join([f'["{row}"]', *(f"{_key(column)} = {floor}" for column, floor in columns.items())])
        for row, columns in merged.items()
    )
    path.write_text("\n".join([_HEAD, "\n\n".join(tables), ""]), "utf-8")
    return raised


def _key(column: str) -> str:
    return column if column.isalnum() else f'"{column}"'


def _reaches(column: str, figure: float, floor: float) -> bool:
    figure = _rounded(column, figure)
    return figure <= floor if column in FEWER_IS_BETTER else figure >= floor


def _rounded(column: str, figure: float) -> float:
    """Return a figure with `DIGITS` decimals."""
    if isinstance(figure, int):
        return figure
    side = math.ceil if column in FEWER_IS_BETTER else math.floor
    return side(round(figure * 10**DIGITS, 3)) / 10**DIGITS
