"""Finds the archives that the documents of a release came from, in an output folder or where a user keeps them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from corpus.release.manifest import Archive
from crawler.archive import OPEN
from crawler.archive.read.own import is_own
from crawler.errors import ReleaseError
from crawler.state import read_state

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from crawler.archive.read.named import NamedArchives
    from crawler.state import ReadOnlyState

_PIECE = 1 << 20


def archives_of(
    output: Path,
    offsets: Mapping[tuple[str, str], array[int]],
    named: NamedArchives,
    advance: Callable[[int], object],
) -> tuple[Archive, ...]:
    """Return the archives that documents came from, and those with the originals of the revisits among them.

    Args:
        output: The output folder.
        offsets: By outlet and archive: the places of its documents' records.
        named: Finds the archives in packages.
        advance: Is called with the number of bytes that were read since its last call.

    Raises:
        OSError: An archive cannot be read.
        ReleaseError: An archive is not where it was, or is still written.
        StateError: A state cannot be read.
        WaczError: A package cannot be read.
    """
    by_outlet: dict[str, dict[str, array[int]]] = defaultdict(dict)
    for (outlet, warc), places in offsets.items():
        by_outlet[outlet][warc] = places
    holders: dict[Path, set[str]] = defaultdict(set)
    documents: dict[Path, int] = defaultdict(int)
    for outlet, within in sorted(by_outlet.items()):
        with read_state(output, outlet) as state:
            if state is None:
                raise ReleaseError(f"{outlet}: its state is gone; run scrapy replay, then the command again.")
            there = _there(output, state, named)
            for warc in sorted({*within, *_of_originals(state, within)}):
                path = _one(outlet, warc, there.get(warc, []))
                holders[path].add(outlet)
                documents[path] += len(within.get(warc, ()))
    found = []
    for path, outlets in holders.items():
        size, sha256 = digest_of_archive(path, advance)
        found.append(Archive(path.name, tuple(sorted(outlets)), documents[path], size, sha256))
    return tuple(sorted(found, key=lambda one: (one.name, one.sha256)))


def digest_of_archive(path: Path, advance: Callable[[int], object]) -> tuple[int, str]:
    """Return an archive's size in bytes, and its SHA-256 in hexadecimal; `advance` as in `archives_of`.

    Raises:
        OSError: It cannot be read.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            advance(len(piece))
    return size, digest.hexdigest()


def by_name(paths: Iterable[Path]) -> dict[str, list[Path]]:
    """Return archives by their file names."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        found[path.name].append(path)
    return found


def _there(output: Path, state: ReadOnlyState, named: NamedArchives) -> dict[str, list[Path]]:
    """Return the archives of an outlet that are there: its own, and those that were replayed by their names."""
    own = [path for path in sorted((output / "archive" / state.outlet).glob("*")) if is_own(path) and path.is_file()]
    places = [inner for place in map(named.place, state.places()) if place.exists() for inner in named.find(place)]
    return by_name([*own, *places])


def _of_originals(state: ReadOnlyState, within: Mapping[str, array[int]]) -> set[str]:
    """Return the archives that hold the first original of each document's revisit."""
    found = set()
    for warc, places in within.items():
        wanted = set(places)
        for capture in state.captures_in(warc):
            if capture.kind == "revisit" and capture.offset in wanted:
                original = next(state.responses_with_digest(capture.payload_digest), None)
                found |= {original.warc} if original is not None else set()
    return found


def _one(outlet: str, warc: str, paths: list[Path]) -> Path:
    """Return the one archive of a name.

    Raises:
        ReleaseError: The archive is missing, several archives of its name differ, or a run is writing it.
    """
    if not paths:
        why = f"documents came from {warc}, which is not where it was"
        raise ReleaseError(f"{outlet}: {why}; put it into archive/{outlet}/, then run the command again.")
    if paths[0].name.endswith(OPEN):
        raise ReleaseError(
            f"{paths[0]}: a run is writing it; wait until it ends (scrapy verify --repair after a kill)."
        )
    if len({digest_of_archive(path, lambda _: None) for path in paths} if len(paths) > 1 else paths) > 1:
        raise ReleaseError(f"{outlet}: {paths[0]} and {paths[1]} have one name and other bytes; keep the right one.")
    return paths[0]
