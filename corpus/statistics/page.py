"""The report as one HTML file: it opens offline, loads nothing, and needs no script."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING, Any

from corpus.statistics import labels
from corpus.statistics.drawing import Form
from corpus.statistics.labels import Language, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.statistics.drawing import Drawing
    from corpus.statistics.report import Report

_PAGE = Template("""<!doctype html>
<html lang="$lang" dir="$dir">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>$title</title>
<style>
body { font: 16px/1.6 "IBM Plex Sans Arabic", "Noto Sans Arabic", "Segoe UI", "Geeza Pro", Tahoma, sans-serif;
  max-width: 62rem; margin: 0 auto; padding: 1rem; color: #222; background: #f5f6f7 }
h1 { margin-bottom: 0 }
h2 { margin: 0; font-size: 1.25rem }
p { margin: .3rem 0 .8rem; color: #555 }
ul { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none }
li, section { background: #fff; border: 1px solid #e1e3e6; border-radius: .4rem; padding: .6rem 1rem }
li b { display: block; font-size: 1.4rem }
section { margin: 1rem 0; padding: 1rem 1.2rem }
.chart { direction: ltr; overflow-x: auto; text-align: center }
.chart svg { max-width: 100%; height: auto }
summary { cursor: pointer; color: #1f6f9f }
.table { overflow-x: auto; max-height: 30rem }
table { border-collapse: collapse; font-size: .9rem }
th, td { padding: .2rem .7rem; border-bottom: 1px solid #e8e8e8; text-align: start }
.unread { border-color: #c0392b }
@media print { body { background: #fff } section { break-inside: avoid } details { display: none } }
</style>
</head>
<body>
<h1>$title</h1>
<p>$made</p>
<ul>
$totals
</ul>
$sections
</body>
</html>
""")


def page_of(report: Report, drawings: Iterable[Drawing], pictures: Mapping[str, str], language: Language) -> str:
    """Return the report as HTML.

    Args:
        report: The report.
        drawings: Its charts.
        pictures: The SVG of each chart that has rows, by name.
        language: The language of the report.
    """
    made = report.made.replace("T", " ").replace("Z", " UTC")
    totals = (
        f"<li><b>{report.totals[name]:,}</b>{escape(words.to(language))}</li>" for name, words in labels.TOTALS.items()
    )
    sections = [*_unread(report, language), *(_chart(one, pictures.get(one.name, ""), language) for one in drawings)]
    return _PAGE.substitute(
        lang=language,
        dir="rtl" if language is Language.ARABIC else "ltr",
        title=escape(labels.TITLE.to(language)),
        made=f"{escape(labels.MADE.to(language))} <bdi>{escape(made)}</bdi>",
        totals="\n".join(totals),
        sections="\n".join([*sections, _health(report, language)]),
    )


def _unread(report: Report, language: Language) -> Iterable[str]:
    """Yield a section on what could not be read, if there is something."""
    if report.unread:
        rows = [_row((outlet, why)) for outlet, why in report.unread.items()]
        yield _section(labels.UNREAD.to(language), _table((), rows), kind="unread")


def _chart(drawing: Drawing, picture: str, language: Language) -> str:
    """Return the section of a chart: its picture, and its figures as a table."""
    if not picture:
        return _section(drawing.title, f"<p>{escape(labels.NOTHING.to(language))}</p>")
    table = _table(*_figures(drawing))
    body = (
        f'<p>{escape(drawing.about)}</p>\n<div class="chart">{picture}</div>\n'
        f"<details><summary>{escape(labels.FIGURES.to(language))}</summary>{table}</details>"
    )
    return _section(drawing.title, body)


def _figures(drawing: Drawing) -> tuple[Sequence[str], list[str]]:
    """Return the headings and the rows of a chart's figures; those of series have a column for each."""
    if drawing.form in (Form.BARS, Form.GRID):
        return drawing.columns, [_row(row) for row in drawing.rows]
    values = {(label, series): value for label, series, value in drawing.rows}
    rows = [
        _row((label, *(values.get((label, series), 0) for series in drawing.series)))
        for label in dict.fromkeys(label for label, *_ in drawing.rows)
    ]
    return (drawing.columns[0], *drawing.series), rows


def _health(report: Report, language: Language) -> str:
    """Return the section on the outlets that are unwell."""
    faults = report.tables["health"].rows
    if not faults:
        return _section(labels.FAULTS.to(language), f"<p>{escape(labels.NO_FAULTS.to(language))}</p>")
    rows = [
        _row((outlet, named(labels.HEALTH, word, language), what, since or "")) for outlet, word, what, since in faults
    ]
    columns = (labels.OUTLET, labels.KIND, labels.FAULT, labels.SINCE)
    return _section(labels.FAULTS.to(language), _table([one.to(language) for one in columns], rows))


def _section(title: str, body: str, kind: str = "") -> str:
    return f'<section class="{kind}">\n<h2>{escape(title)}</h2>\n{body}\n</section>'


def _table(headings: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    return f'<div class="table"><table><tr>{head}</tr>{"".join(rows)}</table></div>'


def _row(cells: Iterable[Any]) -> str:
    shown = (f"{cell:,}" if isinstance(cell, int) else escape(str(cell)) for cell in cells)
    return f"<tr>{''.join(f'<td><bdi>{cell}</bdi></td>' for cell in shown)}</tr>"
