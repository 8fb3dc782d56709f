"""What an outlet says about archiving its pages and mining them: honoured when the operator wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter

from crawler.items import Reason
from crawler.rights import reserved
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RightsPipeline:
    """Drops an item whose page reserves what a corpus does, when the setting `RIGHTS_HONOURED` is on.

    Args:
        honoured: Whether it is.
    """

    def __init__(self, *, honoured: bool = False) -> None:
        self._honoured = honoured

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read `RIGHTS_HONOURED`."""
        return cls(honoured=crawler.settings.getbool("RIGHTS_HONOURED"))

    def process_item(self, item: Any) -> Any:
        """Return the item as it is.

        Raises:
            Rejected: `reserved`.
        """
        rights = ItemAdapter(item).get("rights") or {}
        if self._honoured and reserved(rights):
            raise Rejected(Reason.RESERVED, f"its page says {rights}")
        return item
