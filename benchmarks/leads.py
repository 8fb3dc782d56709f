"""Fits the weights of `pipelines.appendix.leads`: is the prose after a heading a second article?

    python benchmarks/leads.py TEXTS.jsonl PAIRS.tsv [--rounds 300]

TEXTS has a line {"id", "text"} for each report, headline first; PAIRS names two reports on one event a line. A
second article is a report, a heading, titles or none, and another report, on the same event or not. An insert is a
heading with titles between two paragraphs of one report. Reports are divided by a checksum of their ids: two of three
are fitted on, the third is left out, and the figures are printed for both.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import zlib
from pathlib import Path
from typing import NamedTuple

from pipelines.appendix.leads import marks

WEIGHT_OF_INSERTS = 8.0
"""How much more an insert weighs than a second article: an error there loses the rest of an article."""
FEWEST_PARAGRAPHS = 4
FEWEST_WORDS = 10
"""Fewest words of a paragraph that counts."""


class Example(NamedTuple):
    """One place after a heading."""

    marks: tuple[float, ...]
    second: bool
    left_out: bool
    form: str


def reports(path: Path) -> dict[str, list[str]]:
    """Return the paragraphs of each report that has enough, by its id."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(line, strict=False)
            lines = [paragraph for paragraph in row["text"].split("\n") if paragraph.strip()]
            prose = [paragraph for paragraph in lines[1:] if len(paragraph.split()) >= FEWEST_WORDS]
            if len(prose) >= FEWEST_PARAGRAPHS:
                found[row["id"]] = [lines[0], *prose]
    return found


def examples(texts: dict[str, list[str]], pairs: list[tuple[str, str]], draw: random.Random) -> list[Example]:
    """Return second articles and inserts."""
    ids = sorted(texts)
    made: list[Example] = []
    same = {a: b for a, b in pairs if a in texts and b in texts}

    def add(name: str, before: list[str], titles: list[str], after: list[str], *, second: bool, form: str) -> None:
        values = marks(before, titles, after)
        made.append(Example(tuple(values.values()), second, zlib.crc32(name.encode()) % 3 == 0, form))

    def some() -> list[str]:
        return [texts[draw.choice(ids)][0] for _ in range(draw.randint(1, 4))]

    for a, b in [*same.items(), *((a, draw.choice(ids)) for a in ids)]:
        event = "same" if same.get(a) == b else "other"
        title, *after = texts[b]
        forms = {
            "title": [title],
            "list": some(),
            "list+title": [*some(), title],
            "title+list": [title, *some()],
            "none": [],
        }
        form = draw.choice(sorted(forms))
        add(a, texts[a][1:], forms[form], after, second=True, form=f"{event} {form}")
    for a in ids:
        for _ in range(2):
            place = draw.randint(3, len(texts[a]) - 1)
            near = same.get(a)
            titles = draw.choice([some(), [texts[near][0]] if near else some(), some()[:1], []])
            add(a, texts[a][1:place], titles, texts[a][place:], second=False, form="insert")
    return made


def fit(rows: list[Example], rounds: int) -> list[float]:
    """Return the weights, the last one without a mark, by gradient descent."""
    size = len(rows[0].marks) + 1
    weights, speed = [0.0] * size, [0.0] * size
    total = sum(1.0 if row.second else WEIGHT_OF_INSERTS for row in rows)
    for _ in range(rounds):
        slope = [0.0] * size
        for row in rows:
            values = (*row.marks, 1.0)
            score = sum(weight * value for weight, value in zip(weights, values, strict=True))
            guess = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            error = (guess - row.second) * (1.0 if row.second else WEIGHT_OF_INSERTS)
            for index, value in enumerate(values):
                slope[index] += error * value
        for index in range(size):
            speed[index] = 0.9 * speed[index] - 1.5 * (slope[index] / total + 1e-5 * weights[index])
            weights[index] += speed[index]
    return weights


def main() -> None:
    """Fit, and print the weights and the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("texts", type=Path)
    options.add_argument("pairs", type=Path)
    options.add_argument("--rounds", type=int, default=300)
    given = options.parse_args()
    texts = reports(given.texts)
    rows = [line.split("\t") for line in given.pairs.read_text(encoding="utf-8").split("\n")[1:] if line]
    pairs = [(row[0], row[1]) for row in rows if row[2].startswith("near")]
    made = examples(texts, pairs, random.Random(1))  # noqa: S311 - a sample, not a secret
    weights = fit([row for row in made if not row.left_out], given.rounds)
    names = [*marks(["x"], [], ["x"]), ""]
    for name, weight in zip(names, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    scores = [sum(w * v for w, v in zip(weights, (*row.marks, 1.0), strict=True)) for row in made]
    for left_out in (False, True):
        inserts = sorted(s for s, row in zip(scores, made, strict=True) if row.left_out is left_out and not row.second)
        for share in (0.01, 0.003, 0.001, 0.0003):
            edge = inserts[-max(1, int(share * len(inserts)))]
            forms: dict[str, list[bool]] = {}
            for score, row in zip(scores, made, strict=True):
                if row.second and row.left_out is left_out:
                    forms.setdefault(row.form, []).append(score > edge)
            found = "  ".join(f"{form} {sum(hits) / len(hits):.2f}" for form, hits in sorted(forms.items()))
            print("left out" if left_out else "fitted", len(inserts), f"wrong {share}", f"edge {edge:.2f}", found)


if __name__ == "__main__":
    main()
