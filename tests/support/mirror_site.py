"""Reads an outlet's folder in tests/outlets/: addresses, the pages that its mirror serves, and reviewed texts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.utils.project import get_project_settings

from crawler.loader import OutletLoader

if TYPE_CHECKING:
    from crawler.outlet import Outlet

FOLDER = Path(__file__).parents[1] / "outlets"


@dataclass(frozen=True)
class Golden:
    """An article of a mirror with its reviewed text and metadata."""

    outlet: Outlet
    url: str
    name: str
    """Name of the golden's files, without ending."""

    @property
    def text(self) -> bytes:
        """The bytes of the file that the corpus must hold."""
        return self._path("txt").read_bytes()

    @cached_property
    def told(self) -> dict[str, Any]:
        """The metadata that the manifest must hold, the strings that no text may hold, and the purpose of the page."""
        told: dict[str, Any] = json.loads(self._path("json").read_text("utf-8"))
        return told

    def _path(self, ending: str) -> Path:
        return FOLDER / self.outlet.name / f"{self.name}.{ending}"

    def __str__(self) -> str:
        return f"{self.outlet.name}-{self.name}"


@dataclass(frozen=True)
class Site:
    """An outlet's folder; its `outlet.json` has a key for each of these fields."""

    outlet: Outlet
    articles: list[str] = field(default_factory=list)
    """Addresses with made-up slugs that are articles: paths at the outlet's first host, or whole URLs."""
    others: list[str] = field(default_factory=list)
    """Addresses that are not articles."""
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    """The served `file` and its `content_type`, by URL."""
    goldens: dict[str, str] = field(default_factory=dict)
    """The name of the golden's files, by URL."""
    captured: str = ""
    """The assumed time of the pages' capture."""
    reviewed: bool = True
    """Whether somebody has reviewed the files of `scrapy addoutlet` and written the goldens."""

    @property
    def start_points(self) -> tuple[str, ...]:
        """The addresses from which discovery begins."""
        return (*self.outlet.sitemaps, *self.outlet.feeds, *self.outlet.sections)

    @property
    def answers(self) -> dict[str, tuple[str, bytes]]:
        """The pages that the mirror serves: URL to content type and body."""
        folder = FOLDER / self.outlet.name
        pages = {url: (page["content_type"], folder / page["file"]) for url, page in self.pages.items()}
        for url, name in self.goldens.items():
            pages.setdefault(url, ("text/html; charset=utf-8", folder / f"{name}.html"))
        return {url: (content_type, path.read_bytes()) for url, (content_type, path) in pages.items()}

    def address(self, place: str) -> str:
        """Return the URL of one of `articles` or `others`."""
        return f"https://{self.outlet.domains[0]}{place}" if place.startswith("/") else place


OUTLETS = {outlet.name: outlet for outlet in OutletLoader.from_settings(get_project_settings()).outlets()}
"""Every outlet that has a file, by name."""


def site_of(name: str) -> Site:
    """Return an outlet's folder; an empty one for an outlet without a folder."""
    path = FOLDER / name / "outlet.json"
    return Site(OUTLETS[name], **(json.loads(path.read_text("utf-8")) if path.exists() else {}))


SITES = {name: site_of(name) for name in OUTLETS}
GOLDENS = [Golden(site.outlet, url, name) for site in SITES.values() for url, name in site.goldens.items()]
