"""Which captures of an archive are wanted: by the beginning of their URLs and by the day of capture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.archive.index.cdxj import timestamp_of
from crawler.archive.index.surt import surt

if TYPE_CHECKING:
    from datetime import date

    from crawler.items import Capture


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The wanted captures; without arguments, all captures.

    A prefix is compared as a SURT: scheme, `www.`, letter case and percent-encoding do not matter. A prefix that ends
    in a slash takes that address and all addresses below it (`/news/` takes `/news` and `/news/1`, not `/newsletter`).
    """

    prefix: str = ""
    """The beginning of the URLs; empty for any."""
    since: date | None = None
    """First day of capture, UTC."""
    until: date | None = None
    """Last day of capture, UTC."""

    @cached_property
    def key(self) -> str:
        """The beginning of the keys (SURT); empty for any."""
        return surt(self.prefix) if self.prefix else ""

    def takes(self, key: str, timestamp: str) -> bool:
        """Return whether a capture with this SURT and 14-digit timestamp is wanted."""
        if not key.startswith(self.key):
            return False
        below = key[len(self.key) :]
        if self.prefix.endswith("/") and not self.key.endswith("/") and below and below[0] not in "/?":
            return False
        day = timestamp[:8]
        return (self.since is None or day >= _compact(self.since)) and (
            self.until is None or day <= _compact(self.until)
        )

    def wants(self, capture: Capture) -> bool:
        """Return whether a capture is wanted."""
        return self.takes(surt(capture.url), timestamp_of(capture.date))


EVERYTHING = Selection()


def _compact(day: date) -> str:
    """Return a day as 8 digits."""
    return day.isoformat().replace("-", "")
