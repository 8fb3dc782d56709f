"""The one spider class that all outlets share."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy import Spider

from crawler.outlet import Outlet  # noqa: TC001 - a subclass's annotation is read when it is made


class OutletSpider(Spider):
    """Crawls one outlet by the facts in `outlet`."""

    outlet: ClassVar[Outlet]
    """What is known of the outlet."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Name the spider after its outlet."""
        super().__init_subclass__(**kwargs)
        cls.name = cls.outlet.name
