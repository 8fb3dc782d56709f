"""The pages on which benchmarks/extraction.py measures, each with its gold."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "pages"
"""Real pages with gold made by hand. They belong to others and are not part of the project."""
OWN = ROOT / "tests" / "goldens" / "pages"
OUTLETS = ROOT / "tests" / "outlets"
REAL_DAYS = {
    "akhbarelyom.com": "2020-10-07",
    "albayan.ae": "2020-06-03",
    "beirutobserver.com": "2020-11-09",
    "elbaladtv.net": "2020-12-25",
    "lbcgroup.tv": "2026-01-08",
    "skynewsarabia.com": "2026-07-07",
    "youm7.com": "2020-08-24",
}
"""The days of publication of the real pages' articles, which their gold lacks."""
CAPTURED = "2026-11-22T10:00:00Z"
"""The capture time of pages that state none."""
CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE)
HEAD = 4096
"""Bytes at a page's beginning that may declare its charset."""


@dataclass(frozen=True)
class Sample:
    """A page, as each system gets it."""

    name: str
    path: str
    url: str
    content_type: str = "text/html; charset=utf-8"
    captured: str = CAPTURED
    timezone: str = ""
    """IANA zone of its outlet; empty if unknown."""
    outlet: str = ""
    """Name of the outlet's file; empty if Warraq shall not know the outlet."""

    @property
    def raw(self) -> bytes:
        """Return the page's bytes."""
        return read_bytes(self.path)

    @property
    def text(self) -> str:
        """Return the page, decoded by the charset in its header or in itself: for systems that take no bytes."""
        found = CHARSET.search(self.content_type.encode()) or CHARSET.search(self.raw[:HEAD])
        try:
            return self.raw.decode(found[1].decode() if found else "utf-8", "replace")
        except LookupError:
            return self.raw.decode("utf-8", "replace")


@dataclass(frozen=True)
class Gold:
    """The correct result for a page."""

    title: str
    body: list[str]
    day: str | None
    optional: list[str] = field(default_factory=list)
    """Lines that the text may have or lack."""
    forbidden: list[str] = field(default_factory=list)
    """Strings that the text may not have."""


@cache
def read_bytes(path: str) -> bytes:
    """Return a file's bytes."""
    return Path(path).read_bytes()


def day_of(moment: Any) -> str | None:
    """Return the day of a date or a moment, ISO 8601; None without one."""
    return str(moment)[:10] if moment else None


def real_pages() -> Iterator[tuple[Sample, Gold]]:
    """Yield the pages of ../shared; Warraq does not know their outlets."""
    for line in (SHARED / "index.tsv").read_text("utf-8").splitlines():
        name, url, file = (line.split("\t")[column] for column in (0, 1, 10))
        path = SHARED / file.replace("pages/", "articles/", 1)
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        yield (
            Sample(name, str(path), url),
            Gold(gold["title"], gold["body"], REAL_DAYS[name], gold["optional"], gold["forbidden"]),
        )


def own_pages() -> Iterator[tuple[Sample, Gold]]:
    """Yield the project's own pages that hold an article."""
    for path in sorted(OWN.glob("*.json")):
        golden = json.loads(path.read_text("utf-8"))
        if golden["rejected"] is None:
            page = path.with_suffix(".html")
            sample = Sample(path.stem, str(page), golden["url"], golden["content_type"], golden["captured"])
            yield replace(sample, timezone=golden.get("timezone", "")), _gold(path, golden)


def outlet_pages() -> Iterator[tuple[Sample, Gold]]:
    """Yield the pages of the outlets' mirrors; Warraq uses the outlets' files."""
    for facts in sorted(OUTLETS.glob("*/outlet.json")):
        site = json.loads(facts.read_text("utf-8"))
        for url, name in site.get("goldens", {}).items():
            path = facts.parent / f"{name}.json"
            page = path.with_suffix(".html")
            declared = site.get("pages", {}).get(url, {}).get("content_type", Sample.content_type)
            captured = site.get("captured") or CAPTURED
            sample = Sample(f"{facts.parent.name} {name}", str(page), url, declared, captured)
            yield replace(sample, outlet=facts.parent.name), _gold(path, json.loads(path.read_text("utf-8")))


def _gold(path: Path, golden: dict[str, Any]) -> Gold:
    title, *body = path.with_suffix(".txt").read_text("utf-8").split("\n")
    return Gold(title, body, day_of(golden["published"]), golden.get("optional", []), golden["forbidden"])


SETS = {"real pages": (SHARED, real_pages), "own pages": (OWN, own_pages), "outlets' pages": (OUTLETS, outlet_pages)}
"""By name: the folder, and the function that reads it."""
