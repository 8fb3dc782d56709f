"""A corpus of three outlets, and a browser of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from starlette.testclient import TestClient

from corpus.browse.app import application
from corpus.browse.place import Place
from tests.corpus.export.stock import piece, stock
from tests.corpus.release.demo import make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.applications import Starlette

    from crawler.outlet import Outlet

HOSTILE = '"><script>alert(1)</script>'
"""A title that is markup."""


@pytest.fixture(scope="session")
def facts() -> Mapping[str, Outlet]:
    """Return the facts of the outlets that have a file."""
    loader = "crawler.loader.OutletLoader"
    own = Settings({"SPIDER_MODULES": ["crawler.spiders"], "SPIDER_LOADER_CLASS": loader})
    return {outlet.name: outlet for outlet in get_spider_loader(own).outlets()}  # type: ignore[attr-defined]  # ours


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, facts: Mapping[str, Outlet]) -> Place:
    """Return a place with an index: the demo's pages in their archive, and outlets without one.

    alroya.om has an article in two versions, and one whose title is markup; wafa.ps has 25 documents of 25 days.
    """
    output = tmp_path_factory.mktemp("browse") / "output"
    make(output)
    stock(
        output,
        "alroya.om",
        piece(0, title="وزير النقل يفتتح ميناء صحار", section="السياسة", credit="رويترز", tags=["ميناء صحار"]),
        piece(
            0,
            "2026-03-06",
            url="https://alroya.om/post/0",
            title="وزير النقل يؤجل افتتاح ميناء صحار",
            section="السياسة",
        ),
        piece(1, "2026-04-10", title=HOSTILE, section=HOSTILE, url="https://alroya.om/post/1?<b>"),
    )
    stock(output, "wafa.ps", *(piece(day, f"2026-05-{day:02}", title=f"خبر الميناء {day}") for day in range(1, 26)))
    made = Place(output=output, facts=facts)
    made.keeper.update()
    return made


@pytest.fixture(scope="session")
def app(place: Place) -> Starlette:
    """Return the application that shows the place."""
    return application(place)


@pytest.fixture
def page(app: Starlette) -> TestClient:
    """Return a browser of the place's page, without cookies."""
    return TestClient(app, "http://localhost")
