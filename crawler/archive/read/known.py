"""Finds the originals of an outlet's own revisits by its state, which knows the place of each response."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from crawler.archive.read.originals import Originals, archives_under
from crawler.archive.read.records import record_at
from crawler.archive.stored import OutletArchives

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.record import Record
    from crawler.items import Capture
    from crawler.state import State


class KnownOriginals(Originals):
    """The originals of an outlet whose archives may lie in a storage, where nobody can search all of them.

    Args:
        folder: The outlet's folder of archives; what the state does not have is searched for in these.
        state: The outlet's state.
    """

    def __init__(self, folder: Path, state: State) -> None:
        super().__init__(archives_under(folder))
        self._places = OutletArchives(folder)
        self._state = state

    def find(self, revisit: Record) -> Record | None:
        """Return the response that a revisit names, or whose payload it has; None when no archive holds it whole."""
        named = revisit.get("WARC-Refers-To").strip("<>")
        for capture in self._state.responses_with_digest(revisit.get("WARC-Payload-Digest")):
            if capture.record_id == named and (record := self._record(capture)) is not None:
                return record
        return super().find(revisit)

    def _record(self, capture: Capture) -> Record | None:
        for path in self._places.paths(capture.warc):
            with suppress(OSError):
                record = record_at(path, capture.offset)
                if record is not None and record.record_id == capture.record_id:
                    return record
        return None
