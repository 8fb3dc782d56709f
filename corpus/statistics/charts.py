"""Draws charts: Altair describes them, vl-convert renders them without a browser and without the network.

In Arabic a chart runs from right to left: its bars begin at the right edge, and so does time. Text stays text in SVG:
its reader's program joins the letters, in its own fonts. PNG has those of IBM Plex Sans Arabic, which the extra brings:
vl-convert's own font, Liberation Sans, has no Arabic letter, and a server often has no font at all.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import altair as alt
import vl_convert

from corpus.statistics.drawing import Form, is_yearly
from corpus.statistics.labels import Language

if TYPE_CHECKING:
    from corpus.statistics.drawing import Drawing

LIBRARIES = ("altair", "vl_convert", "fontpkg_ibm_plex_sans_arabic")
"""What the extra `report` installs, by the names of the modules."""
FONTS = "IBM Plex Sans Arabic, Noto Sans Arabic, Segoe UI, Geeza Pro, Tahoma, DejaVu Sans, sans-serif"
"""The fonts of a chart: the first that its reader has."""
COLOURS = ("#1f6f9f", "#e0813a", "#3f9b6c", "#b8476b", "#7a62a8", "#c2a32b", "#45b0c0", "#8b5b45", "#5b6bd0")
"""Colours of series; neighbours differ in lightness too."""
RAMP = ("#0b3c5d", "#1f6f9f", "#5aa0c8", "#a5cde2", "#f2cd9b", "#e0813a")
"""Colours of series that have an order of their own, as shares have."""
REST = "#b9bcc0"
"""The colour of the rest."""
WIDTH = 620
"""Width of a chart without its labels and legend, in pixels."""
_MARK = "\N{RIGHT-TO-LEFT MARK}"
_ARABIC = re.compile("[\u0600-\u06ff]")
_HEIGHT = 260
_BAR = 24
_FIELD = 42
WIDEST = 60
"""Width of the bar of a month, or year, at most."""
_TICKS = 12
_FEW = 6
"""Values that are marked on an axis of counts, about."""
_SCALE = 2
"""Pixels of a PNG for one of a chart."""
_DARK = 0.6
"""Share of the largest value from which on a field is so dark that its figure is white."""


def svg_of(drawing: Drawing, language: Language, *, titled: bool) -> str:
    """Return a chart as SVG.

    Args:
        drawing: The chart; it has rows.
        language: Its language.
        titled: Whether the title stands in the picture.
    """
    _register_fonts()
    chart = _FORMS[drawing.form](drawing, language is Language.ARABIC)
    if titled:
        chart = chart.properties(title=alt.Title(drawing.title, anchor="middle", fontSize=17, offset=14))
    chart = (
        chart.configure(font=FONTS, background="white", padding=10)
        .configure_axis(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelLimit=240, gridColor="#e8e8e8"
        )
        .configure_title(fontWeight="normal")
        .configure_view(stroke=None)
        .configure_concat(spacing=12)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict(), allowed_base_urls=[]))


def png_of(svg: str) -> bytes:
    """Return a chart's SVG as PNG."""
    _register_fonts()
    return bytes(vl_convert.svg_to_png(svg, scale=_SCALE))


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(files("fontpkg_ibm_plex_sans_arabic") / "files"))


def _marked(value: Any) -> Any:
    """Return a label with marks around it if it has Arabic letters.

    In SVG each text is one from left to right, and its ellipsis or bracket would stand at the wrong end.
    """
    if not isinstance(value, str) or not _ARABIC.search(value):
        return value
    return f"{_MARK}{value}{_MARK}"


def _values(drawing: Drawing, *names: str) -> dict[str, Any]:
    """Return the rows; those of series have the series' place as well: it orders them."""
    rows = [dict(zip(names, map(_marked, row), strict=True)) for row in drawing.rows]
    places = {_marked(series): place for place, series in enumerate(drawing.series)}
    return {"values": [{**row, "place": places.get(row.get("series"))} for row in rows]}


def _side(*, is_rtl: bool, **options: Any) -> Any:
    """Return the axis of labels: at the right in Arabic."""
    return alt.Axis(orient="right" if is_rtl else "left", title=None, ticks=False, domain=False, **options)


def _amount(title: str, most: int, **options: Any) -> Any:
    """Return the axis of counts up to `most`. Counts are whole numbers, so a small axis has each of them."""
    values = {"values": [*range(most + 1)]} if most < _FEW else {"tickCount": _FEW}
    return alt.Axis(title=title, format=",d", **values, **options)


def _bars(drawing: Drawing, is_rtl: bool) -> Any:  # noqa: FBT001 - one of several functions in a table
    most = max(value for _, value in drawing.rows)
    base = alt.Chart(_values(drawing, "label", "value")).encode(
        x=alt.X(
            "value:Q",
            scale=alt.Scale(domain=[0, most * 1.12], nice=False, reverse=is_rtl),
            axis=_amount(drawing.columns[-1], most),
        ),
        y=alt.Y("label:N", sort=[_marked(label) for label, _ in drawing.rows], axis=_side(is_rtl=is_rtl)),
    )
    figures = base.mark_text(align="right" if is_rtl else "left", dx=-5 if is_rtl else 5, fontSize=11, color="#444")
    return alt.layer(
        base.mark_bar(color=COLOURS[0], height={"band": 0.72}), figures.encode(text=alt.Text("value:Q", format=",d"))
    ).properties(width=WIDTH, height=_BAR * len(drawing.rows))


def _months(drawing: Drawing, is_rtl: bool) -> Any:  # noqa: FBT001 - the same
    times = list(dict.fromkeys(time for time, *_ in drawing.rows))
    step = -(-len(times) // _TICKS)
    sums: Counter[str] = Counter()
    for time, _, value in drawing.rows:
        sums[time] += value
    most = max(sums.values())
    angle = 0 if is_yearly(times) else -45
    axis = alt.Axis(
        title=drawing.columns[0],
        values=times[::step],
        labelAngle=angle,
        labelAlign="center" if not angle else "right",
        labelOverlap=False,
    )
    chart = (
        alt.Chart(_values(drawing, "time", "series", "value"))
        .mark_bar(width=WIDEST if len(times) * WIDEST < WIDTH else alt.Undefined)
        .encode(
            x=alt.X("time:O", sort=times, scale=alt.Scale(reverse=is_rtl, paddingInner=0.15), axis=axis),
            y=alt.Y(
                "value:Q",
                axis=_amount(drawing.columns[-1], most, orient="right" if is_rtl else "left"),
            ),
            color=_colour(drawing),
            order="place:Q",
        )
        .properties(width=WIDTH, height=_HEIGHT)
    )
    return _with_legend(chart, drawing, is_rtl=is_rtl)


def _shares(drawing: Drawing, is_rtl: bool) -> Any:  # noqa: FBT001 - the same
    labels = list(dict.fromkeys(_marked(label) for label, *_ in drawing.rows))
    chart = (
        alt.Chart(_values(drawing, "label", "series", "value"))
        .mark_bar(height={"band": 0.72})
        .encode(
            x=alt.X(
                "value:Q",
                stack="normalize",
                scale=alt.Scale(reverse=is_rtl),
                axis=alt.Axis(format="%", title=None, tickCount=5),
            ),
            y=alt.Y("label:N", sort=labels, axis=_side(is_rtl=is_rtl)),
            color=_colour(drawing),
            order="place:Q",
        )
        .properties(width=WIDTH, height=_BAR * len(labels))
    )
    return _with_legend(chart, drawing, is_rtl=is_rtl)


def _grid(drawing: Drawing, is_rtl: bool) -> Any:  # noqa: FBT001 - the same
    rows, columns = (list(dict.fromkeys(_marked(row[place]) for row in drawing.rows)) for place in (0, 1))
    dark = _DARK * max(row[2] for row in drawing.rows)
    base = alt.Chart(_values(drawing, "row", "column", "value")).encode(
        x=alt.X(
            "column:N",
            sort=columns,
            scale=alt.Scale(reverse=is_rtl),
            axis=alt.Axis(title=drawing.columns[1], orient="top", labelAngle=-45, ticks=False, domain=False),
        ),
        y=alt.Y("row:N", sort=rows, axis=_side(is_rtl=is_rtl)),
    )
    fields = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color("value:Q", scale=alt.Scale(range=["#e3eef5", COLOURS[0]]), legend=None)
    )
    figures = base.mark_text(fontSize=11).encode(
        text=alt.Text("value:Q", format=",d"),
        color=alt.condition(f"datum.value > {dark}", alt.value("white"), alt.value("#333")),
    )
    return alt.layer(fields, figures).properties(width=_FIELD * len(columns), height=_BAR * len(rows))


def _colour(drawing: Drawing) -> Any:
    return alt.Color(
        "series:N", scale=alt.Scale(domain=[*map(_marked, drawing.series)], range=_colours(drawing)), legend=None
    )


def _colours(drawing: Drawing) -> list[str]:
    """Return a colour for each series; grey for the last one when it is the rest."""
    palette = RAMP if drawing.form is Form.SHARES else COLOURS
    colours = [palette[place % len(palette)] for place in range(len(drawing.series))]
    return [*colours[:-1], REST] if drawing.has_rest else colours


def _with_legend(chart: Any, drawing: Drawing, *, is_rtl: bool) -> Any:
    """Return a chart with a legend beside it. Vega's own cannot have its signs to the right of their labels."""
    rows = [{"series": _marked(series), "place": place} for place, series in enumerate(drawing.series)]
    base = alt.Chart({"values": rows}).encode(
        y=alt.Y("series:N", sort=[*map(_marked, drawing.series)], axis=None), x=alt.value(150 if is_rtl else 8)
    )
    signs = base.mark_square(size=110, opacity=1).encode(color=_colour(drawing))
    names = base.mark_text(
        align="right" if is_rtl else "left", dx=-12 if is_rtl else 12, fontSize=12, color="#333"
    ).encode(text="series:N")
    legend = alt.layer(signs, names).properties(width=160, height=20 * len(rows))
    return alt.hconcat(*((legend, chart) if is_rtl else (chart, legend)))


_FORMS = {Form.BARS: _bars, Form.MONTHS: _months, Form.SHARES: _shares, Form.GRID: _grid}
