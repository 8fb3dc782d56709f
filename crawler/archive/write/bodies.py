"""Which bodies an outlet's archive still has: a revisit of a lost one would be a page that nobody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.stored import OutletArchives

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Capture
    from crawler.state import State


class Bodies:
    """The bodies of captures in an outlet's archive, and in those of its archives that lie in a storage.

    Args:
        folder: The archive's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes: dict[str, int] = dict(OutletArchives(folder).stored)

    def has(self, capture: Capture, state: State) -> bool:
        """Return whether the body of a capture is in the archive: a revisit's is in a response with its digest."""
        if capture.kind == "response":
            return self.holds(capture)
        return any(map(self.holds, state.responses_with_digest(capture.payload_digest)))

    def holds(self, capture: Capture) -> bool:
        """Return whether the record of a capture is there: a revisit of a record that is gone would have no body."""
        end = capture.offset + capture.length
        if end > self._sizes.get(capture.warc, 0):
            path = self._folder / capture.warc
            there = [one for one in (path, path.with_name(path.name + OPEN)) if one.exists()]
            self._sizes[capture.warc] = max((one.stat().st_size for one in there), default=0)
        return end <= self._sizes[capture.warc]
