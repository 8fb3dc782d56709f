"""The outlet that the discovery tests crawl."""

from __future__ import annotations

import pytest

from crawler.outlet import Outlet


@pytest.fixture(scope="session")
def outlet() -> Outlet:
    return Outlet(
        name="akhbar.example",
        title="أخبار",
        country="EG",
        timezone="Africa/Cairo",
        domains=("akhbar.example",),
        article=r"^/(?:story|news)/.*\d",
        evidence="made up",
    )
