"""Fits the weights of `pipelines.appendix.anew`: is the prose after a heading a second article?

    python benchmarks/leads.py TEXTS.jsonl PAIRS.tsv [--outlets NAME,…] [--rounds 400]

TEXTS has a line {"id", "outlet", "text"} for each report, headline first; PAIRS names two reports and their class a
line. A second article is a report, a heading, titles or none, and another report: on the same event (`near`), on a
related one, on any other. An insert is a heading with titles, or without them, between two paragraphs of one report.
Texts that an edit joined (`edit/merged`, `edit/append2`, `edit/appendix`) are left out.

The outlets of `--outlets` are fitted on, all others are left out; the figures are printed for both. A pair with one
report in each part is not used. An error on an insert weighs more, and those that are nearest to a second article
weigh most: to cut the rest of an article is the worst error.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import defaultdict
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipelines.appendix.leads import is_inner
from pipelines.appendix.marks import marks
from pipelines.normalize import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTLETS = "alriyadh,alwatan,aawsat,3alyoum,alweeam,cnn09,moro,fatabyyano.net,sabq,bbc09"
"""The outlets that the weights were fitted on."""
WEIGHT_OF_INSERTS = 2.0
"""How much more an insert weighs than a second article."""
WEIGHT_OF_NEAR = 6.0
"""How much more an insert weighs whose sum is among the highest."""
NEAR = 0.97
"""The share of the inserts that are below these."""
PLACES = 6
"""Most inserts of one report."""
FEWEST_PARAGRAPHS = 3
FEWEST_WORDS = 10
"""Fewest words of a paragraph that counts."""
JOINED = ("edit/merged", "edit/append2", "edit/appendix")
RIDGE = 2e-4
"""How strongly large weights are drawn to 0."""
_ESCAPE = re.compile(r'\\(["\\/bfnrtu])|\\')


class Report(NamedTuple):
    """One report."""

    fitted: bool
    title: str
    prose: list[str]


class Example(NamedTuple):
    """One place after a heading."""

    values: list[float]
    """Each mark times the share of another event, then each times the share of the same event; last, both shares."""
    second: bool
    fitted: bool
    form: str


def reports(path: Path, outlets: set[str]) -> dict[str, Report]:
    """Return the reports that have enough paragraphs, by their ids."""
    found: dict[str, Report] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(_ESCAPE.sub(lambda found: found[0] if found[1] else r"\\", line), strict=False)
            title, *lines = normalize(row["text"]).split("\n")
            prose = [paragraph for paragraph in lines if len(paragraph.split()) >= FEWEST_WORDS]
            if len(prose) >= FEWEST_PARAGRAPHS:
                found[row["id"]] = Report(row["outlet"] in outlets, title, prose)
    return found


def example(before: list[str], titles: list[str], after: list[str], form: str, *, fitted: bool) -> Example | None:
    """Return a place's marks; None where no sum is asked."""
    if len(after) <= 1 or is_inner(after[0]):
        return None
    found = marks(before, titles, after)
    values = list(found.values.values())
    other, same = 1 - found.again, found.again
    both = [*(other * value for value in values), *(same * value for value in values), other, same]
    return Example(both, not form.startswith("insert"), fitted, form)


def examples(texts: dict[str, Report], pairs: list[list[str]], draw: random.Random) -> Iterator[Example | None]:
    """Yield second articles and inserts."""
    parts = {part: [name for name in sorted(texts) if texts[name].fitted is part] for part in (True, False)}

    def titles_of(form: str, report: Report) -> list[str]:
        some = [texts[draw.choice(parts[report.fitted])].title for _ in range(draw.randint(2, 4))]
        return {"title": [report.title], "none": [], "list": some, "list+title": [*some, report.title]}[form]

    beside: dict[str, list[str]] = defaultdict(list)
    for one, other, name, *_ in pairs:
        event = name.partition("/")[0]
        if event in ("near", "related") and one in texts and other in texts:
            beside[one].append(other)
            beside[other].append(one)
            a, b = texts[one], texts[other]
            if a.fitted is b.fitted:
                for form in ("title", "none", draw.choice(["list", "list+title"])):
                    yield example(a.prose, titles_of(form, b), b.prose, f"{event} {form}", fitted=a.fitted)
    for name, report in sorted(texts.items()):
        other_report = texts[draw.choice(parts[report.fitted])]
        form = draw.choice(["title", "none", "list", "list+title"])
        after = other_report.prose
        yield example(report.prose, titles_of(form, other_report), after, f"other {form}", fitted=report.fitted)
        places = range(2, len(report.prose) - 1)
        for place in draw.sample(places, min(PLACES, len(places))):
            form = draw.choice(["title", "none", "list"])
            near = beside[name] or [draw.choice(parts[report.fitted])]
            titles = titles_of(form, texts[draw.choice(near)])
            before, after = report.prose[:place], report.prose[place:]
            yield example(before, titles, after, f"insert {form}", fitted=report.fitted)


def scores(rows: list[Example], weights: list[float]) -> list[float]:
    """Return the weighted sum of each row."""
    return [sum(map(mul, weights, row.values)) for row in rows]


def fit(rows: list[Example], rounds: int) -> list[float]:
    """Return the weights by gradient descent; the inserts that are near a second article gain weight on the way."""
    size = len(rows[0].values)
    weights, speed = [0.0] * size, [0.0] * size
    importance = [1.0 if row.second else WEIGHT_OF_INSERTS for row in rows]
    for turn in range(rounds):
        slope = [0.0] * size
        sums = scores(rows, weights)
        if turn and turn % (rounds // 8) == 0:
            high = sorted(score for score, row in zip(sums, rows, strict=True) if not row.second)
            edge = high[int(NEAR * len(high))]
            importance = [
                1.0 if row.second else WEIGHT_OF_INSERTS * (WEIGHT_OF_NEAR if score > edge else 1.0)
                for score, row in zip(sums, rows, strict=True)
            ]
        total = sum(importance)
        for score, row, weight in zip(sums, rows, importance, strict=True):
            error = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - row.second)
            slope = [old + error * value for old, value in zip(slope, row.values, strict=True)]
        for index in range(size):
            speed[index] = 0.95 * speed[index] - 1.5 * (slope[index] / total + RIDGE * weights[index])
            weights[index] += speed[index]
    return weights


def show(rows: list[Example], weights: list[float], inserts: int, *, fitted: bool) -> None:
    """Print the share of second articles above the sum that a share of all inserts reaches."""
    part = [row for row in rows if row.fitted is fitted]
    sums = scores(part, weights)
    high = sorted((score for score, row in zip(sums, part, strict=True) if not row.second), reverse=True)
    for wrong in (0.003, 0.001, 0.0003):
        edge = high[int(wrong * inserts)]
        forms: dict[str, list[bool]] = defaultdict(list)
        for score, row in zip(sums, part, strict=True):
            if row.second:
                forms[row.form].append(score > edge)
        found = "  ".join(f"{form} {sum(hits) / len(hits):.2f}" for form, hits in sorted(forms.items()))
        print("fitted" if fitted else "left out", inserts, f"wrong {wrong}", f"edge {edge:.2f}", found)


def main() -> None:
    """Fit, and print the weights and the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("texts", type=Path)
    options.add_argument("pairs", type=Path)
    options.add_argument("--outlets", default=OUTLETS)
    options.add_argument("--rounds", type=int, default=400)
    given = options.parse_args()
    pairs = [line.split("\t") for line in given.pairs.read_text(encoding="utf-8").split("\n")[1:] if line]
    joined = {name for row in pairs if row[2] in JOINED for name in row[:2]}
    texts = reports(given.texts, set(given.outlets.split(",")))
    texts = {name: report for name, report in texts.items() if name not in joined}
    rows = [row for row in examples(texts, pairs, random.Random(1)) if row]  # noqa: S311 - a sample, not a secret
    weights = fit([row for row in rows if row.fitted], given.rounds)
    names = list(marks(["x"], [], ["x"]).values)
    for index, name in enumerate(names):
        print(f'    "{name}": ({weights[index]:.2f}, {weights[len(names) + index]:.2f}),')
    print(f"BASES = ({weights[-2]:.2f}, {weights[-1]:.2f})")
    for fitted in (True, False):
        inserts = sum(min(PLACES, len(report.prose) - 3) for report in texts.values() if report.fitted is fitted)
        show(rows, weights, inserts, fitted=fitted)


if __name__ == "__main__":
    main()
