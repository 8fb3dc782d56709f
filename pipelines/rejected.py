"""The exception by which a step keeps an item out of the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from crawler.errors import WarraqError

if TYPE_CHECKING:
    from crawler.items import Reason


class Rejected(WarraqError, DropItem):  # noqa: N818 - like DropItem a decision about an item, not an error
    """An item does not enter the corpus. The state stores the reason, and the stats count it.

    Args:
        reason: The slug that is stored and counted.
        detail: The measurement or the evidence, for people.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason), log_level="DEBUG")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[Rejected], tuple[Reason, str]]:
        """Pickle with both arguments, for worker processes."""
        return type(self), (self.reason, self.detail)
