"""The one way out of the pipelines other than the corpus."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from crawler.errors import WarraqError

UNSETTLED = "unsettled"
"""Reason of an item that nothing was decided about, because its run stopped: the next one takes it up."""


class Rejected(WarraqError, DropItem):  # noqa: N818 - a decision about an item, as DropItem is, and no error
    """An item does not enter the corpus; the reason is counted and kept.

    Args:
        reason: A slug (`too-short`, `not-arabic`, `not-an-article`, …).
        detail: What was measured, for people.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason, log_level="DEBUG")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[Rejected], tuple[str, str]]:
        """Travel between processes with both arguments."""
        return type(self), (self.reason, self.detail)
