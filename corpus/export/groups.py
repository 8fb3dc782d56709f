"""Which documents of an export have the same text, and which ones a split must keep together."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from corpus.duplicates import duplicates_of, update_duplicates
from corpus.export.choices import Cause
from corpus.export.rows import Links, document_id, story_of
from crawler.state import read_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from corpus.duplicates import Document, Place
    from corpus.export.choices import Choices
    from crawler.state.spans import Listed

Key = tuple[str, str]
"""An article: its outlet, and its canonical URL."""


class Moment(NamedTuple):
    """The place of a document among all, by the time of its capture."""

    captured: str
    """WARC-Date without its zone, so that a second comes before its fractions."""
    outlet: str
    """The outlet."""
    number: int
    """The document's number within it."""


class Groups:
    """The documents that have their text in common with others of an export; all others are alone.

    Memory grows with the number of these documents, and by 12 bytes a document of the corpus.

    Args:
        output: The output folder.
        counts: The outlets that were chosen, with their numbers of documents.
        choices: The export's choices: what they leave out by its manifest row is in no group.

    Raises:
        CorpusError, DerivedError, LockedError: The near-duplicates cannot be brought up to date.
        StateError: A state cannot be read.
    """

    def __init__(self, output: Path, counts: Mapping[str, int], choices: Choices) -> None:
        self._choices = choices
        self._near: dict[tuple[str, int], tuple[str | None, str | None, float | None]] = {}
        self._of_article: dict[Key, list[tuple[int, str | None, str | None, float | None]]] = defaultdict(list)
        self._first: dict[str, tuple[Moment, str]] = {}
        self._sizes: dict[str, int] = defaultdict(int)
        self._bodies: dict[Key, set[str]] = defaultdict(set)
        self._parents: dict[Key, Key] = {}
        self._began: dict[Key, tuple[str, str, str]] = {}
        for outlet, listed in _members(output, counts, choices):
            self._add(outlet, listed)
        if choices.needs_near:
            self._add_near(output, counts)

    def _add(self, outlet: str, listed: Listed) -> None:
        """Add a document to the group of its text, and its article to the group's story."""
        body, key = listed.body, (outlet, listed.article)
        moment = _moment(outlet, listed)
        earliest = self._first.get(body)
        if earliest is None or moment < earliest[0]:
            self._first[body] = (moment, document_id(outlet, listed.article, listed.captured))
        self._sizes[body] += 1
        self._bodies[key].add(body)
        self._began.setdefault(key, (listed.began, *key))
        self._join(key, self._parents.setdefault(("", body), key))  # no outlet has an empty name

    def _join(self, one: Key, other: Key) -> None:
        """Make one story of two; it is named after the article that began first."""
        one, other = self._root(one), self._root(other)
        if one != other:
            first, later = sorted((one, other), key=lambda key: self._began[key])
            self._parents[later] = first

    def _root(self, key: Key) -> Key:
        while (parent := self._parents.get(key, key)) != key:
            key = parent
        return key

    def _add_near(self, output: Path, counts: Mapping[str, int]) -> None:
        """Add the clusters of near-duplicates, each to one story.

        Raises:
            CorpusError, DerivedError, LockedError, StateError: The near-duplicates cannot be brought up to date.
        """
        places: dict[str, list[tuple[int, Document, Place]]] = defaultdict(list)
        update_duplicates(output)
        with duplicates_of(output) as duplicates:
            for place in (place for cluster in duplicates.clusters() for place in cluster):
                places[place.document.outlet].append((place.document.number, place.representative, place))
        clusters: dict[Document, list[tuple[tuple[str, Moment], str, Key, Place]]] = defaultdict(list)
        for outlet in sorted(counts.keys() & places.keys()):
            numbered = {number: (name, place) for number, name, place in places[outlet]}
            for listed in _admitted(output, outlet, numbered, counts[outlet], self._choices):
                name, place = numbered[listed.number]
                key, found = (outlet, listed.article), document_id(outlet, listed.article, listed.captured)
                self._began.setdefault(key, (listed.began, *key))
                order = ("" if place.document == name else listed.day, _moment(outlet, listed))
                clusters[name].append((order, found, key, place))
        for cluster in clusters.values():
            self._cluster(sorted(cluster))

    def _cluster(self, members: list[tuple[tuple[str, Moment], str, Key, Place]]) -> None:
        """Link the members of a cluster to the first of them, and make one story of all."""
        _, first, story, leader = members[0]
        for _, found, key, place in members if len(members) > 1 else ():
            is_linked = place.kind is not None and place.representative == leader.document
            kind, similarity = (str(place.kind), place.similarity) if is_linked else (None, None)
            near = (None, None, None) if found == first else (first, kind, similarity)
            self._near[place.document.outlet, place.document.number] = near
            self._of_article[key].append((place.document.number, *near))
            self._join(key, story)

    def repeats(self, outlet: str, listed: Listed, links: Links) -> Cause | None:
        """Return the cause by which a document is left out, because only the first of its kind is to enter."""
        if self._choices.distinct == "near" and (near := self._near.get((outlet, listed.number))):
            if near[0] is None:
                return None
            return Cause.NEAR if links.copy_of is None else Cause.COPY
        return Cause.COPY if self._choices.distinct and links.copy_of is not None else None

    def links(self, outlet: str, listed: Listed) -> Links:
        """Return what a document has in common with others."""
        key = self._root((outlet, listed.article))
        copies = self._sizes.get(listed.body, 1)
        near = self._near.get((outlet, listed.number), (None, None, None))
        if copies == 1:
            return Links(None, 1, story_of(*key), *near)
        moment, first = self._first[listed.body]
        is_first = (moment.outlet, moment.number) == (outlet, listed.number)
        return Links(None if is_first else first, copies, story_of(*key), *near)

    def began(self, outlet: str, listed: Listed) -> str:
        """Return the day on which a document's story began."""
        found = self._began.get(self._root((outlet, listed.article)))
        return found[0] if found else listed.began

    def facts(self, outlet: str) -> Iterator[tuple[str, str]]:
        """Yield an outlet's articles that are in a group, each with what its rows state of its groups."""
        for key in sorted(key for key in self._began if key[0] == outlet):
            root = self._root(key)
            texts = {body: (self._first[body][1], self._sizes[body]) for body in sorted(self._bodies[key])}
            near = sorted(self._of_article[key], key=repr)
            if root != key or near or any(size > 1 for _, size in texts.values()):
                yield key[1], f"{root} {self._began[root]} {texts} {near}"


def _members(output: Path, counts: Mapping[str, int], choices: Choices) -> Iterator[tuple[str, Listed]]:
    """Yield the documents whose text another document has, and that the choices admit by their manifest rows.

    Raises:
        StateError: A state cannot be read.
    """
    for outlet, numbers in _repeated(output, counts).items():
        for listed in _admitted(output, outlet, numbers, counts[outlet], choices):
            yield outlet, listed


def _admitted(output: Path, outlet: str, numbers: Iterable[int], count: int, choices: Choices) -> Iterator[Listed]:
    """Yield those of an outlet's documents that the choices admit by their manifest rows.

    Raises:
        StateError: The state cannot be read.
    """
    with read_state(output, outlet) as state:
        for number in sorted(numbers):
            if state is None or number >= count:
                continue
            listed = state.listed_one(number, count, choices.until)
            if choices.left_out(listed) is None:
                yield listed


def _moment(outlet: str, listed: Listed) -> Moment:
    """Return the place of a document among all."""
    return Moment(listed.captured.removesuffix("Z"), outlet, listed.number)


def _repeated(output: Path, counts: Mapping[str, int]) -> dict[str, list[int]]:
    """Return by outlet the numbers of documents whose text another document may have: the whole hash decides later.

    Raises:
        StateError: A state cannot be read.
    """
    sizes: dict[str, int] = {}
    begins, numbers = array("q"), array("i")
    for outlet, count in sorted(counts.items()):
        with read_state(output, outlet) as state:
            found = state.bodies_below(count) if state is not None else (array("q"), array("i"))
        begins += found[0]
        numbers += found[1]
        sizes[outlet] = len(found[1])
    hashes = pa.array(memoryview(begins), pa.int64())
    ordered = hashes.take(pc.array_sort_indices(hashes))
    several = ordered[1:].filter(pc.equal(ordered[1:], ordered[:-1]))
    several_of = {}
    first = 0
    for outlet, size in sizes.items():
        own = pa.array(memoryview(numbers)[first : first + size], pa.int32())
        several_of[outlet] = own.filter(pc.is_in(hashes[first : first + size], several)).to_pylist()
        first += size
    return {outlet: repeated for outlet, repeated in several_of.items() if repeated}
