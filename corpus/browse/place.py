"""What the views read: an output folder, and what the outlets' files state."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.browse.keeper import Keeper
from corpus.duplicates.texts import read_text
from crawler.archive.read.addresses import Addresses
from crawler.errors import AbsentError
from crawler.state import outlets_in, read_state
from pipelines.profile.file import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from starlette.requests import Request

    from crawler.outlet import Outlet
    from crawler.state import ReadOnlyState

LARGEST = 32 << 20
"""Bytes of a decoded body that is shown, at most."""
SECONDS = 5.0
"""Time of a view's queries to a state, at most."""


class Document(NamedTuple):
    """A document."""

    outlet: str
    number: int
    """Its number within the outlet."""
    row: dict[str, Any]
    """Its manifest row (docs/manifest.md)."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """An output folder, and the facts of outlets."""

    output: Path
    """The output folder."""
    facts: Mapping[str, Outlet]
    """The outlets that have a file, by name. An outlet in the folder may have none."""
    profiles_elsewhere: Path | None = None
    """The folder of the outlets' profiles where it is not that in the output folder."""
    keeper: Keeper = field(init=False)
    """Keeps the index of search up to date."""
    key: str = field(init=False, default_factory=partial(secrets.token_urlsafe, 16))
    """Stands in the addresses of images and style sheets of archived pages, which have no cookie to send with them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "keeper", Keeper(self.output))

    @cached_property
    def addresses(self) -> Addresses:
        """Finds captures by URL and moment."""
        return Addresses(self.output, tuple(self.facts.values()), LARGEST)

    @property
    def profiles(self) -> Path:
        """The folder of the outlets' profiles."""
        return self.profiles_elsewhere or self.output / FOLDER

    def outlets(self) -> list[str]:
        """Return the names of the outlets in the folder, sorted."""
        return outlets_in(self.output)

    def lands(self) -> dict[str, str]:
        """Return the countries of outlets, ISO 3166-1 alpha-2; "ZZ" if unknown."""
        return {name: outlet.country for name, outlet in self.facts.items()}

    def title(self, outlet: str) -> str:
        """Return the publication's name in its own spelling; the outlet's name for one without a file."""
        return self.facts[outlet].title if outlet in self.facts else outlet

    @contextmanager
    def state(self, outlet: str, seconds: float = SECONDS) -> Iterator[ReadOnlyState]:
        """Open an outlet's state, whose queries stop after a time.

        Args:
            outlet: The outlet's name; any text.
            seconds: The time of all queries together.

        Raises:
            AbsentError: There is no such outlet.
            StateError: The state cannot be read, or a query took too long.
        """
        if outlet not in self.outlets():  # a name of the web: no path is made of it before
            raise AbsentError(f"There is no outlet {outlet[:80]!r} in this corpus.")
        with read_state(self.output, outlet) as state:
            if state is None:
                raise AbsentError(f"There is no outlet {outlet[:80]!r} in this corpus.")
            state.stop_after(seconds)
            yield state

    def document(self, outlet: str, number: int) -> Document:
        """Return an outlet's document.

        Raises:
            AbsentError: There is none.
            StateError: As `state`.
        """
        with self.state(outlet) as state:
            rows = state.manifest_rows_from(number, 1) if number < state.count_documents() else []
        if not rows:
            raise AbsentError(f"{outlet} has no document {number}.")
        return Document(outlet, number, rows[0])

    def text(self, document: Document) -> str:
        """Return a document's text: the title, if it has one, and the paragraphs, one a line.

        Raises:
            CorpusError: It cannot be read.
        """
        return read_text(self.output, document.outlet, document.number, document.row["sha256"])


def place_of(request: Request) -> Place:
    """Return the place of the application that got a request."""
    place: Place = request.app.state.place
    return place
