"""Archives with captures older than an outlet's newest one: the outlet is settled again, from all of its archives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from crawler.archive import OPEN
from crawler.archive.index.selection import EVERYTHING
from crawler.archive.read.moments import order_of
from crawler.archive.read.order import Captured
from crawler.archive.read.own import is_own
from crawler.errors import StateError
from crawler.state import ReadOnlyState, States, outlets_with_state
from crawler.state.owner import refuse_owned

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from crawler.archive.index.selection import Selection
    from crawler.archive.read.named import NamedArchives
    from crawler.archive.read.pages import Archived


def older_outlets(
    output: Path, warcs: Iterable[Path], read: Callable[[Path], Iterator[Archived]]
) -> tuple[dict[str, Path], set[str]]:
    """Return the outlets for which archives hold captures that do not count after all those that the states have.

    Args:
        output: The output folder.
        warcs: The archives.
        read: Returns an archive's captures.

    Returns:
        Each such outlet with the first archive of which that is true, and the outlets of all captures in the archives.

    Raises:
        LockedError: Another run writes one of the outlets.
        StateError: A state cannot be opened.
    """
    found: dict[str, Path] = {}
    seen: set[str] = set()
    there = set(outlets_with_state(output))
    states = States(output)
    newest: dict[str, str] = {}
    try:
        for warc in warcs if there else ():
            for archived in read(warc):
                capture, outlet = archived.capture, archived.capture.outlet
                seen.add(outlet)
                if outlet not in there or outlet in found:
                    continue
                if outlet not in newest:
                    refuse_owned(output, outlet)  # on another machine: opening the state would already harm it
                    newest[outlet] = order_of(states.of(outlet).newest_capture_date())
                if order_of(capture.date) <= newest[outlet] and not states.of(outlet).knows(capture):
                    found[outlet] = warc
    finally:
        states.close()
    return found, seen


def archives_of(output: Path, outlets: Iterable[str], given: Collection[Path], named: NamedArchives) -> list[Path]:
    """Return the archives that hold the captures of outlets, besides given ones: our own, and those replayed earlier.

    Args:
        output: The output folder.
        outlets: The outlets, each with a state.
        given: The archives that the user named.
        named: Finds the archives in packages.

    Raises:
        OSError: A WACZ, or its archives' copies, cannot be read or written.
        StateError: An archive is not where it was.
        WaczError: A WACZ is damaged.
    """
    found = {path.resolve(): path for path in given}
    origins = {named.origin(path).resolve() for path in given}
    states = States(output)
    try:
        for outlet in outlets:
            needed = {*states.of(outlet).archive_names()}
            folder = output / "archive" / outlet
            own = [path for path in sorted(folder.glob("*")) if is_own(path) and path.is_file()]
            named_before = map(named.place, states.of(outlet).places())
            places = [path for path in named_before if path.resolve() not in origins and path.exists()]
            origins.update(path.resolve() for path in places)
            for path in (*own, *(inner for place in places for inner in named.find(place))):
                if _name(path) in needed:
                    found.setdefault(path.resolve(), path)
            if missing := sorted(needed - {_name(path) for path in found.values()}):
                raise StateError(
                    f"{outlet}: these archives have captures older than the corpus has. To count all in the order of "
                    f"their dates, {missing[0]} is needed too, which is not where it was; name it as well. Nothing was "
                    "replayed."
                )
    finally:
        states.close()
    return [*found.values()]


def _name(path: Path) -> str:
    """Return the name under which the state knows an archive."""
    return path.name.removesuffix(OPEN)


class Found(Captured, Protocol):
    """Anything that was read of a capture in an archive."""

    @property
    def path(self) -> Path:
        """The archive."""


F = TypeVar("F", bound=Found)


@dataclass(frozen=True)
class Share:
    """The captures that one of two replays of the same archives takes; processes get a copy."""

    again: Collection[str]
    """The outlets that are settled again."""
    output: Path | None = None
    """The output folder with their present states, for the replay that settles them again: it takes the captures that
    these states have, and the wanted ones of the named archives. None for the replay of the other outlets."""
    given: Collection[Path] = ()
    """The archives that the user named."""
    selection: Selection = EVERYTHING
    """The wanted captures."""

    def has(self, outlet: str) -> bool:
        """Return whether the replay settles an outlet."""
        return (outlet in self.again) is (self.output is not None)

    def of(self, outlet: str, found: Iterator[F]) -> Iterator[F]:
        """Yield those of an outlet's captures that the replay takes, of an outlet that it settles."""
        if self.output is None:
            yield from found
            return
        with ReadOnlyState(self.output, outlet) as state:
            for one in found:
                wanted = one.path in self.given and self.selection.wants(one.capture)
                if wanted or state.knows(one.capture):
                    yield one
