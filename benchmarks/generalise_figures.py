"""The results of benchmarks/generalise.py: their figures, and the tables of these."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction import Score
    from generalise_floors import Figures

WORST_SITES = 3
"""Sites that are named beside a figure."""
PERFECT = 0.9995
"""From this F1 on a page counts as right."""


@dataclass(frozen=True)
class Page:
    """The result of a page."""

    site: str
    name: str
    rejected: str
    """The rejection; empty for an accepted page."""
    score: Score | None
    """None for a page that is no article."""
    dated: bool

    @property
    def fault(self) -> tuple[float, int, bool]:
        """Return the size of its errors, for sorting."""
        if self.score is None:
            return 1.0, 0, not self.rejected
        return 1 - self.score.f1, self.score.leaks, not self.score.title


@dataclass(frozen=True)
class Text:
    """The result of a text; lengths in characters, spaces not counted."""

    name: str
    kind: str
    exact: bool
    foreign: int
    """Length of the lines that must go."""
    leaked: int
    """Length of those that stayed."""
    own: int
    """Length of the lines that must stay."""
    lost: int
    """Length of those that went."""


def figures_of(results: list[Any]) -> Figures:
    """Return the figures of a row."""
    if isinstance(results[0], Text):
        shares = {
            "exact %": (sum(text.exact for text in results), len(results)),
            "leak %": (sum(text.leaked for text in results), sum(text.foreign for text in results)),
            "loss %": (sum(text.lost for text in results), sum(text.own for text in results)),
        }
        percents = {name: 100 * part / max(1, whole) for name, (part, whole) in shares.items()}
        return {"number": len(results), **percents}
    if results[0].score is None:
        return {"number": len(results), "accepted": sum(not page.rejected for page in results)}
    scores = [page.score for page in results]
    dated = [page.score.day for page in results if page.dated]
    return {
        "number": len(results),
        "F1": sum(one.f1 for one in scores) / len(scores),
        "exact": sum(one.exact for one in scores) / len(scores),
        "titles": sum(one.title for one in scores),
        **({"days": sum(dated)} if dated else {}),
        "leaks": sum(one.leaks for one in scores),
        "rejected": sum(bool(page.rejected) for page in results),
    }


def worst_of(results: list[Any]) -> str:
    """Return the sites with the worst pages, each with its number of wrong pages and its mean F1."""
    sites: defaultdict[str, list[Page]] = defaultdict(list)
    for page in results:
        if isinstance(page, Page):
            sites[page.site].append(page)
    wrong = {name: [page for page in pages if _is_wrong(page)] for name, pages in sites.items()}
    ranked = sorted((name for name in wrong if wrong[name]), key=lambda name: _mean_fault(sites[name]), reverse=True)
    return "; ".join(f"{name} {_told(sites[name], wrong[name])}" for name in ranked[:WORST_SITES])


def _is_wrong(page: Page) -> bool:
    if page.score is None:
        return not page.rejected
    return page.score.f1 < PERFECT or page.score.leaks > 0 or not page.score.title


def _mean_fault(pages: list[Page]) -> tuple[float, float, float]:
    faults = [page.fault for page in pages]
    first, second, third = (sum(column) / len(faults) for column in zip(*faults, strict=True))
    return first, second, third


def _told(pages: list[Page], wrong: list[Page]) -> str:
    scores = [page.score.f1 for page in pages if page.score]
    share = f"{len(wrong)}/{len(pages)}"
    return f"{share} ({sum(scores) / len(scores):.3f})" if scores else share


def table(rows: dict[str, list[Any]], figures: dict[str, Figures], *, markdown: bool) -> Iterator[str]:
    """Yield the lines of the tables: one for articles, one for other pages, one for texts."""
    for title in ("articles", "other pages", "texts"):
        names = [name for name in rows if name.partition(": ")[2].partition(", ")[0] == title]
        if not names:
            continue
        columns = list(dict.fromkeys(column for name in names for column in figures[name]))
        lines = [(title, *columns, "worst sites: wrong pages (F1)" if title != "texts" else "")]
        for name in names:
            cells = [_shown(figures[name].get(column), column) for column in columns]
            label = name.replace(f": {title}", "")
            lines.append((label, *cells, worst_of(rows[name])))
        yield ""
        yield from _drawn(lines, markdown=markdown)


def _shown(figure: float | None, column: str) -> str:
    if figure is None:
        return "–"
    if column in ("F1", "exact"):
        return f"{figure:.4f}"
    return f"{figure:.2f}" if column.endswith("%") else f"{figure:.0f}"


def _drawn(lines: list[tuple[str, ...]], *, markdown: bool) -> Iterator[str]:
    if markdown:
        lines.insert(1, ("---", *("---:" for _ in lines[0][2:]), "---"))
        yield from (f"| {' | '.join(line)} |" for line in lines)
        return
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        middle = (cell.rjust(width) for cell, width in zip(line[1:-1], widths[1:-1], strict=True))
        yield "  ".join((line[0].ljust(widths[0]), *middle, line[-1])).rstrip()


def by_kind(texts: list[Text], *, markdown: bool) -> Iterator[str]:
    """Yield the lines of a table of the appendix's kinds."""
    kinds: defaultdict[str, list[Text]] = defaultdict(list)
    for text in sorted(texts, key=lambda text: text.kind):
        kinds[text.kind].append(text)
    figures = {name: figures_of(group) for name, group in (*kinds.items(), ("all", texts))}
    columns = tuple(figures["all"])
    lines = [("appendix by kind", *columns, "")]
    lines += [(name, *(_shown(row[column], column) for column in columns), "") for name, row in figures.items()]
    yield ""
    yield from _drawn(lines, markdown=markdown)


def wrong_ones(row: str, results: list[Any]) -> Iterator[str]:
    """Yield a line for each wrong page or text of a row."""
    for one in results:
        if isinstance(one, Text):
            if not one.exact:
                yield f"{row}: {one.name} {one.kind}: leaked {one.leaked}/{one.foreign}, lost {one.lost}/{one.own}"
        elif _is_wrong(one):
            told = (
                f"F1 {one.score.f1:.3f}, leaks {one.score.leaks}, title {one.score.title}" if one.score else "accepted"
            )
            yield f"{row}: {one.site}/{one.name}: {told}{f'; {one.rejected}' if one.rejected else ''}"
