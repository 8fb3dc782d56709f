"""Tables of the corpus: the figures of a report, whole and without words for people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.export.rows import Facts
from corpus.statistics.copies import Copies, copies_in
from corpus.statistics.counting import MOST_VERSIONS, Dated, Figure
from corpus.statistics.store import opened_store
from corpus.statistics.terms import SPELLINGS, top_terms
from crawler.health import NEVER
from crawler.run.outcome import SETTLED
from crawler.state import outlets_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from corpus.statistics.store import Store
    from crawler.health import Fault

TOP_WORDS = 200
"""Words in the table of top words, at most."""
TOP_CREDITS = 100
"""Credits in their table, at most."""
UNKNOWN = "ZZ"
"""The land of an outlet whose country is not known."""
_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])", re.ASCII)
_SETTLED = frozenset(map(str, SETTLED))


class Table(NamedTuple):
    """A table of figures."""

    name: str
    """Its name: that of its CSV file."""
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def objects(self) -> list[dict[str, Any]]:
        """Return the rows as JSON objects."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures of a corpus."""

    made: str
    """The minute at which it was made, ISO 8601 in UTC."""
    totals: dict[str, int]
    """Sums over all outlets, by name."""
    copies: Copies
    """Who copies whom, and what was compared."""
    unread: dict[str, str]
    """The outlets of which something could not be read, each with the sentence."""
    tables: dict[str, Table]
    """The tables, by name."""

    def plain(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "made": self.made,
            "totals": self.totals,
            "copies": {"likeness": self.copies.likeness, "compared": self.copies.documents},
            "unread": self.unread,
            "tables": {name: table.objects() for name, table in self.tables.items()},
        }


def report_of(
    output: Path,
    facts: Mapping[str, Facts],
    faults_of: Callable[[str], tuple[Fault, ...]],
    unread: Mapping[str, str],
    made: str,
) -> Report:
    """Return the report of an output folder whose store of statistics is up to date.

    Args:
        output: The output folder.
        facts: What the outlets' files state.
        faults_of: Returns the faults of an outlet.
        unread: Outlets of which something could not be read, each with the sentence. Those without any count are left
            out.
        made: The minute, ISO 8601 in UTC.

    Raises:
        DerivedError: The store cannot be read.
        StateError: The state of another outlet cannot be read.
    """
    with opened_store(output) as store:
        without = {outlet for outlet in unread if outlet not in store.marks()}
        named = sorted((set(store.marks()) | set(outlets_in(output))) - without)
        copies = copies_in(output, [outlet for outlet in named if outlet not in unread])
        tables = _Tables(store, named, facts, {outlet: faults_of(outlet) for outlet in named})
        made_tables = [*tables.of_documents(), *tables.of_months(), *tables.of_texts(), *tables.of_runs()]
        made_tables.append(Table("copies", ("outlet", "source", "documents"), [*copies.pairs]))
        totals = {**tables.totals(), "copies": sum(count for *_, count in copies.pairs), "missed": store.missed()}
    return Report(
        made=made,
        totals=totals,
        copies=copies,
        unread=dict(unread),
        tables={table.name: table for table in made_tables},
    )


class _Tables:
    """Makes the tables.

    Args:
        store: The store of statistics.
        outlets: The names of the outlets.
        facts: What their files state.
        faults: Their faults.
    """

    def __init__(
        self,
        store: Store,
        outlets: list[str],
        facts: Mapping[str, Facts],
        faults: Mapping[str, tuple[Fault, ...]],
    ) -> None:
        self._store = store
        self._faults = faults
        self._lands = {outlet: facts.get(outlet, Facts()).land or UNKNOWN for outlet in outlets}
        self._titles = {outlet: facts.get(outlet, Facts()).publication for outlet in outlets}
        self._counts: dict[Figure, Counter[tuple[str, str, str]]] = {
            figure: self._read(figure) for figure in Figure if figure not in (Figure.WORD, Figure.CREDIT)
        }

    def _read(self, figure: Figure) -> Counter[tuple[str, str, str]]:
        """Return a figure by outlet, month and key; the month is empty where an archive states another thing."""
        counts: Counter[tuple[str, str, str]] = Counter()
        for outlet, month, key, count in self._store.rows(figure):
            if outlet in self._lands:
                counts[outlet, month if _MONTH.fullmatch(month) else "", key] += count
        return counts

    def _by_outlet(self, figure: Figure, *keys: str) -> Counter[str]:
        """Return the sums of a figure by outlet, of these keys or of all."""
        sums: Counter[str] = Counter()
        for (outlet, _, key), count in self._counts[figure].items():
            if not keys or key in keys:
                sums[outlet] += count
        return sums

    def totals(self) -> dict[str, int]:
        """Return the sums over all outlets."""
        dated = self._by_key(Figure.DOCUMENTS)
        versions = self._by_key(Figure.VERSIONS)
        documents = dated.total()
        return {
            "outlets": len(self._lands),
            "outlets_with_documents": len(+self._by_outlet(Figure.DOCUMENTS)),
            "lands": len({self._lands[outlet] for outlet in self._by_outlet(Figure.DOCUMENTS)} - {UNKNOWN}),
            "documents": documents,
            "words": self._by_key(Figure.WORDS).total(),
            "articles": versions["1"],
            "later_versions": documents - versions["1"],
            "undated": dated[Dated.NONE],
            "wrongly_dated": dated[Dated.WRONG],
            "reserved": self._by_key(Figure.RESERVED).total(),
            "rejected": sum(count for reason, count in self._by_key(Figure.REJECTS).items() if reason not in _SETTLED),
            "unwell": sum(any(fault is not NEVER for fault in faults) for faults in self._faults.values()),
        }

    def _by_key(self, figure: Figure) -> Counter[str]:
        """Return the sums of a figure by key."""
        sums: Counter[str] = Counter()
        for (_, _, key), count in self._counts[figure].items():
            sums[key] += count
        return sums

    def of_documents(self) -> list[Table]:
        """Return the tables of outlets, lands, versions and rights."""
        documents, words = self._by_outlet(Figure.DOCUMENTS), self._by_outlet(Figure.WORDS)
        articles, reserved = self._by_outlet(Figure.VERSIONS, "1"), self._by_outlet(Figure.RESERVED)
        gone = self._by_outlet(Figure.EVENTS, "gone")
        gone.subtract(self._by_outlet(Figure.EVENTS, "back"))
        rejected: Counter[str] = Counter()
        months: dict[str, list[str]] = defaultdict(list)
        for (outlet, _, reason), count in self._counts[Figure.REJECTS].items():
            rejected[outlet] += count if reason not in _SETTLED else 0
        for outlet, month, _ in self._counts[Figure.DOCUMENTS]:
            months[outlet] += [month] if month else []
        rows = []
        for outlet in sorted(self._lands, key=lambda outlet: (-documents[outlet], outlet)):
            faults = self._faults[outlet]
            own = (documents[outlet], words[outlet], articles[outlet], documents[outlet] - articles[outlet])
            others = (rejected[outlet], reserved[outlet], max(gone[outlet], 0))
            span = (min(months[outlet], default=None), max(months[outlet], default=None))
            health = faults[0].word if faults else "ok"
            rows.append((outlet, self._titles[outlet], self._lands[outlet], *own, *others, *span, health))
        lands = {land: [one for one, its in self._lands.items() if its == land] for land in self._lands.values()}
        of_lands = [
            (land, len(own), sum(documents[one] for one in own), sum(words[one] for one in own))
            for land, own in lands.items()
        ]
        return [
            Table(
                "outlets",
                (
                    *("outlet", "publication", "land", "documents", "words", "articles", "later_versions"),
                    *("rejected", "reserved", "gone", "first_month", "last_month", "health"),
                ),
                rows,
            ),
            Table(
                "lands",
                ("land", "outlets", "documents", "words"),
                sorted(of_lands, key=lambda row: (-row[2], row[0])),
            ),
            Table("versions", ("versions", "articles"), self._versions()),
            Table("rights", ("statement", "documents"), self._by_key(Figure.RIGHTS).most_common()),
        ]

    def _versions(self) -> list[tuple[int, int]]:
        """Return how many articles have each number of versions; the last number stands for it and more."""
        documents = self._by_key(Figure.VERSIONS)
        of = [documents[str(version)] for version in range(1, MOST_VERSIONS + 1)]
        exactly = [one - other for one, other in zip(of, [*of[1:], 0], strict=True)]
        return [(version, count) for version, count in enumerate(exactly, 1) if count > 0]

    def of_months(self) -> list[Table]:
        """Return the tables by month: publication, growth, edits, rejects, events, freshness."""
        published: Counter[tuple[str, str]] = Counter()
        words: Counter[tuple[str, str]] = Counter()
        for figure, sums in ((Figure.DOCUMENTS, published), (Figure.WORDS, words)):
            for (outlet, month, _), count in self._counts[figure].items():
                sums[month, outlet] += count
        grown: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for (outlet, month, version), count in self._counts[Figure.VERSIONS].items():
            grown[month, outlet][version != "1"] += count
        return [
            Table(
                "published",
                ("month", "outlet", "documents", "words"),
                [(*key, count, words[key]) for key, count in sorted(published.items())],
            ),
            Table(
                "growth",
                ("month", "outlet", "new", "later_versions"),
                [(*key, *counts) for key, counts in sorted(grown.items())],
            ),
            self._table("rejects", Figure.REJECTS, ("reason", "pages"), without=_SETTLED),
            self._table("events", Figure.EVENTS, ("event", "events")),
            self._table("freshness", Figure.FRESHNESS, ("delay", "documents")),
        ]

    def _table(
        self, name: str, figure: Figure, columns: tuple[str, str], without: frozenset[str] = frozenset()
    ) -> Table:
        """Return the table of a figure by month, outlet and key."""
        rows = sorted(
            (month, outlet, key, count)
            for (outlet, month, key), count in self._counts[figure].items()
            if key not in without
        )
        return Table(name, ("month", "outlet", *columns), rows)

    def of_texts(self) -> list[Table]:
        """Return the tables of top words and credits."""
        without = set(self._store.marks()) - set(self._lands)
        words, credits_ = (
            top_terms(self._store.most_frequent(figure, SPELLINGS, without), most)
            for figure, most in ((Figure.WORD, TOP_WORDS), (Figure.CREDIT, TOP_CREDITS))
        )
        return [Table("words", ("word", "uses"), words), Table("credits", ("credit", "documents"), credits_)]

    def of_runs(self) -> list[Table]:
        """Return the tables of runs and of faults."""
        faults = [
            (outlet, fault.word, fault.what, fault.since or None)
            for outlet, found in self._faults.items()
            for fault in found
            if fault is not NEVER
        ]
        return [
            self._table("runs", Figure.RUNS, ("outcome", "runs")),
            Table("health", ("outlet", "health", "fault", "since"), faults),
        ]
