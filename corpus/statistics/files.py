"""Writes a report: one HTML file, CSV tables, pictures. Each file is written whole or not at all."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from corpus.statistics.drawings import drawings_of
from corpus.statistics.page import page_of
from crawler.files import make_folder, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.statistics.labels import Language
    from corpus.statistics.report import Report


def write_page(report: Report, path: Path, language: Language) -> None:
    """Write the report as HTML.

    Raises:
        ModuleNotFoundError: What the extra `report` installs is missing.
        OSError: The file cannot be written.
    """
    from corpus.statistics.charts import svg_of  # noqa: PLC0415 - figures and tables need no library

    drawings = drawings_of(report, language)
    pictures = {one.name: svg_of(one, language, titled=False) for one in drawings if one.rows}
    make_folder(path.absolute().parent)
    write_whole(path, page_of(report, drawings, pictures, language).encode())


def write_tables(report: Report, folder: Path) -> int:
    """Write each table as CSV (RFC 4180, with LF; UTF-8), and return their number.

    Raises:
        OSError: A file cannot be written.
    """
    make_folder(folder.absolute())
    for table in report.tables.values():
        written = StringIO()
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(table.columns)
        rows.writerows(table.rows)
        write_whole(folder / f"{table.name}.csv", written.getvalue().encode(), synced=False)
    return len(report.tables)


def write_pictures(report: Report, svg: Path | None, png: Path | None, language: Language) -> int:
    """Write each chart that has rows as a picture, and return their number.

    Args:
        report: The report.
        svg: The folder of SVG files; None for none.
        png: The folder of PNG files; None for none.
        language: Their language.

    Raises:
        ModuleNotFoundError: What the extra `report` installs is missing.
        OSError: A file cannot be written.
    """
    from corpus.statistics.charts import png_of, svg_of  # noqa: PLC0415 - the same

    for folder in (svg, png):
        if folder is not None:
            make_folder(folder.absolute())
    drawings = [one for one in drawings_of(report, language) if one.rows]
    for drawing in drawings:
        picture = svg_of(drawing, language, titled=True)
        if svg is not None:
            write_whole(svg / f"{drawing.name}.svg", picture.encode(), synced=False)
        if png is not None:
            write_whole(png / f"{drawing.name}.png", png_of(picture), synced=False)
    return len(drawings)
