"""The charts of a report, in the reader's language."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from corpus.statistics import labels
from corpus.statistics.counting import MOST_VERSIONS, Delay
from corpus.statistics.drawing import Drawing, Form, calendar, is_yearly, joined, kept_series, largest, shortened
from corpus.statistics.labels import HEADINGS, Text, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.statistics.labels import Language
    from corpus.statistics.report import Report

MOST_BARS = 20
"""Outlets, lands or credits of a chart of bars; the others are one bar."""
MOST_WORDS = 30
"""Words of the chart of top words."""
MOST_SIDES = 12
"""Outlets on each side of the chart of copies."""


def drawings_of(report: Report, language: Language) -> list[Drawing]:
    """Return the charts of a report, in their order; those without rows too."""
    return _Drawings(report, language).all()


class _Drawings:
    """Makes the charts of a report in a language."""

    def __init__(self, report: Report, language: Language) -> None:
        self._report = report
        self._language = language
        outlets = self._rows("outlets")
        self._lands = {row[0]: named(labels.LANDS, row[2], language) for row in outlets}
        titles = {row[0]: shortened(row[1] or row[0]) for row in outlets}
        same = Counter(titles.values())
        self._outlets = {outlet: title if same[title] == 1 else outlet for outlet, title in titles.items()}

    def all(self) -> list[Drawing]:
        """Return the charts, in their order."""
        return [*self._of_months(), *self._of_sizes(), *self._of_changes(), *self._of_texts(), self._of_runs()]

    def _rows(self, name: str) -> list[tuple[Any, ...]]:
        return self._report.tables[name].rows

    def _outlet(self, outlet: str) -> str:
        return self._outlets.get(outlet, outlet)

    def _of_months(self) -> list[Drawing]:
        """Return the charts of what was captured and published in each month."""
        new, later = labels.NEW.to(self._language), labels.LATER.to(self._language)
        captured = [(month, new, count) for month, _, count, _ in self._rows("growth")]
        captured += [(month, later, count) for month, _, _, count in self._rows("growth")]
        published = self._rows("published")
        documents = ((month, self._outlet(outlet), count) for month, outlet, count, _ in published)
        words = ((month, self._lands[outlet], count) for month, outlet, _, count in published)
        return [
            self._months("growth", labels.DOCUMENTS, captured, order=(new, later)),
            self._months("documents-by-month", labels.DOCUMENTS, documents),
            self._months("words-by-month", labels.WORDS, words),
        ]

    def _of_sizes(self) -> list[Drawing]:
        """Return the charts of outlets and lands."""
        outlets, lands = self._rows("outlets"), self._rows("lands")
        by_land = [(named(labels.LANDS, land, self._language), *counts) for land, _, *counts in lands]
        return [
            self._bars("documents-by-outlet", labels.DOCUMENTS, {self._outlet(row[0]): row[3] for row in outlets}),
            self._bars("documents-by-land", labels.DOCUMENTS, {land: count for land, count, _ in by_land}),
            self._bars("words-by-outlet", labels.WORDS, {self._outlet(row[0]): row[4] for row in outlets}),
            self._bars("words-by-land", labels.WORDS, {land: count for land, _, count in by_land}),
        ]

    def _of_changes(self) -> list[Drawing]:
        """Return the charts of versions, events and rejects."""
        versions = {f"{one}+" if one == MOST_VERSIONS else str(one): count for one, count in self._rows("versions")}
        events = self._named_by_month("events", labels.EVENTS)
        rejects = self._named_by_month("rejects", labels.REASONS)
        return [
            self._bars("versions", labels.ARTICLES, versions),
            self._months("events", labels.ARTICLES, events),
            self._months("rejects", labels.PAGES, rejects),
        ]

    def _of_texts(self) -> list[Drawing]:
        """Return the charts of rights, copies, freshness, words and credits."""
        rights = {named(labels.STATEMENTS, one, self._language): count for one, count in self._rows("rights")}
        words, credits_ = dict(self._rows("words")[:MOST_WORDS]), dict(self._rows("credits")[:MOST_BARS])
        return [
            self._bars("rights", labels.DOCUMENTS, rights),
            self._copies(),
            self._freshness(),
            self._bars("words", labels.USES, words, most=MOST_WORDS),
            self._bars("credits", labels.DOCUMENTS, credits_),
        ]

    def _of_runs(self) -> Drawing:
        return self._months("runs", labels.RUNS, self._named_by_month("runs", labels.OUTCOMES))

    def _named_by_month(self, table: str, names: Mapping[str, Text]) -> Iterable[tuple[str, str, int]]:
        """Yield the rows of a table with month, outlet, key and count, without the outlet."""
        return ((month, named(names, key, self._language), count) for month, _, key, count in self._rows(table))

    def _copies(self) -> Drawing:
        copiers: Counter[str] = Counter()
        sources: Counter[str] = Counter()
        for outlet, source, count in self._rows("copies"):
            copiers[outlet] += count
            sources[source] += count
        shown = [{outlet for outlet, _ in side.most_common(MOST_SIDES)} for side in (copiers, sources)]
        about = [labels.COPIES[self._report.copies.likeness].to(self._language)]
        waiting = self._report.totals["documents"] - self._report.copies.documents
        if waiting > 0:
            about.append(labels.WAITING.to(self._language).format(waiting))
        rows = [
            (self._outlet(outlet), self._outlet(source), count)
            for outlet, source, count in sorted(self._rows("copies"), key=lambda row: (-copiers[row[0]], -row[2]))
            if outlet in shown[0] and source in shown[1]
        ]
        columns = (labels.OUTLET, labels.SOURCE, labels.DOCUMENTS)
        return self._drawing("copies", Form.GRID, columns, rows, about=about)

    def _freshness(self) -> Drawing:
        sums: Counter[str] = Counter()
        delays = ((delay, self._outlet(outlet), count) for _, outlet, delay, count in self._rows("freshness"))
        counts = _summed(delays)
        for (_, outlet), count in counts.items():
            sums[outlet] += count
        shown = [label for label, _ in largest(sums, MOST_BARS, labels.OTHERS.to(self._language))]
        counts = joined(counts, shown, shown[-1] if shown else "")
        names = {delay: named(labels.DELAYS, delay, self._language) for delay in Delay}
        rows = [(label, names[delay], counts[delay, label]) for label in shown for delay in Delay]
        columns = (labels.OUTLET, labels.KIND, labels.DOCUMENTS)
        return self._drawing("freshness", Form.SHARES, columns, rows, series=(*names.values(),), has_rest=True)

    def _bars(self, name: str, unit: Text, values: Mapping[str, int], *, most: int = MOST_BARS) -> Drawing:
        """Return a chart of bars, the largest first."""
        rows = largest(values, most, labels.OTHERS.to(self._language))
        return self._drawing(name, Form.BARS, (labels.KIND, unit), [*rows])

    def _months(
        self, name: str, unit: Text, rows: Iterable[tuple[str, str, int]], order: tuple[str, ...] = ()
    ) -> Drawing:
        """Return a chart of months; its series in an order, or the largest first. Without a month, nothing is shown."""
        counts = _summed(row for row in rows if row[0])
        rest = labels.REST.to(self._language)
        series = order or kept_series(counts)
        counts = joined(counts, series, rest)
        has_rest = any(one == rest for _, one in counts)
        series = (*series, rest) if has_rest else series
        times = calendar(month for month, _ in counts)
        if is_yearly(times):
            counts = _summed((month[:4], one, count) for (month, one), count in counts.items())
        columns = (labels.YEAR if is_yearly(times) else labels.MONTH, labels.KIND, unit)
        shown = [(time, one, counts[time, one]) for time in times for one in series]
        return self._drawing(name, Form.MONTHS, columns, shown, series=series, has_rest=has_rest)

    def _drawing(
        self,
        name: str,
        form: Form,
        columns: tuple[Text, ...],
        rows: list[tuple[Any, ...]],
        *,
        about: Iterable[str] = (),
        series: tuple[str, ...] = (),
        has_rest: bool = False,
    ) -> Drawing:
        heading = HEADINGS[name]
        return Drawing(
            name=name,
            form=form,
            title=heading.title.to(self._language),
            about=" ".join([heading.about.to(self._language), *about]),
            columns=tuple(column.to(self._language) for column in columns),
            rows=rows,
            series=series,
            has_rest=has_rest,
        )


def _summed(rows: Iterable[tuple[str, str, int]]) -> Counter[tuple[str, str]]:
    """Return the sums of rows by their two labels."""
    sums: Counter[tuple[str, str]] = Counter()
    for first, second, count in rows:
        sums[first, second] += count
    return sums
