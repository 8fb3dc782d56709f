"""The one way out of the pipelines other than the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from crawler.errors import WarraqError

if TYPE_CHECKING:
    from crawler.items import Reason


class Rejected(WarraqError, DropItem):  # noqa: N818 - a decision about an item, as DropItem is, and no error
    """An item does not enter the corpus; the reason is counted and kept.

    Args:
        reason: Its kind.
        detail: The measurement or the evidence, for people.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason), log_level="DEBUG")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[Rejected], tuple[Reason, str]]:
        """Travel between processes with both arguments."""
        return type(self), (self.reason, self.detail)
