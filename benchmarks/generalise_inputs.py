"""The pages and texts on which benchmarks/generalise.py measures."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extraction_pages import CAPTURED, OUTLETS, OWN, REAL_DAYS, ROOT, Gold, day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SEEDS = ROOT / "seeds"
CLEANED = ROOT / "tests" / "goldens" / "clean"
HTML = "text/html; charset=utf-8"
UNKNOWN_URL = "https://{}/news/2024/01/01/12345-abc"
"""The address of a page whose own address is not known, by its site."""


@dataclass(frozen=True)
class Sample:
    """A page of a site, as one that Warraq has no outlet for."""

    site: str
    name: str
    path: Path
    url: str
    gold: Gold | None = None
    """None for a page that is no article."""
    dated: bool = False
    """Whether the gold has the day of publication."""
    content_type: str = HTML
    captured: str = CAPTURED


def real_pages(shared: Path) -> Iterator[Sample]:
    """Yield the real pages of known layout."""
    urls = _urls(shared / "pages/index.tsv")
    for sample in _with_gold(shared / "pages/articles", shared / "pages/articles", urls):
        if sample.gold and (day := REAL_DAYS.get(sample.site)):
            yield replace(sample, gold=replace(sample.gold, day=day), dated=True)
        else:
            yield sample


def unknown_articles(shared: Path) -> Iterator[Sample]:
    """Yield the articles of sites without an outlet file."""
    folder = shared / "pages/unknown"
    yield from _with_gold(folder, folder, _urls(folder / "index.tsv"))


def unknown_others(shared: Path) -> Iterator[Sample]:
    """Yield the other pages of those sites."""
    folder = shared / "pages/unknown"
    yield from _without_gold(folder, folder, _urls(folder / "index.tsv"))


def template_articles(shared: Path) -> Iterator[Sample]:
    """Yield templates that were filled with articles."""
    folder = shared / "pages/templates"
    yield from _with_gold(folder / "pages", folder / "gold", _urls(folder / "index.tsv"))


def template_others(shared: Path) -> Iterator[Sample]:
    """Yield templates of other pages."""
    folder = shared / "pages/templates"
    yield from _without_gold(folder / "pages", folder / "gold", _urls(folder / "index.tsv"))


def real_others(shared: Path) -> Iterator[Sample]:
    """Yield real section pages, and pages that are not Arabic or a shop's."""
    for folder in ("sections", "negatives"):
        for path in sorted((shared / "pages" / folder).glob("*.html")):
            yield Sample(path.stem, path.stem, path, UNKNOWN_URL.format("akhbar.example"))


def own_articles(_: Path) -> Iterator[Sample]:
    """Yield the project's own pages that hold an article; each is a site of its own."""
    for path, golden in _own():
        if golden["rejected"] is None:
            yield _golden(path, path.stem, golden["url"], golden, golden["content_type"], golden["captured"])


def own_others(_: Path) -> Iterator[Sample]:
    """Yield the project's own pages that hold none."""
    for path, golden in _own():
        if golden["rejected"] is not None:
            page = path.with_suffix(".html")
            yield Sample(path.stem, path.stem, page, golden["url"], content_type=golden["content_type"])


def mirror_articles(_: Path) -> Iterator[Sample]:
    """Yield the articles of the outlets' mirrors."""
    for folder, site in _outlets():
        for url, name in site.get("goldens", {}).items():
            path = folder / f"{name}.json"
            golden = json.loads(path.read_text("utf-8"))
            declared = site.get("pages", {}).get(url, {}).get("content_type", HTML)
            yield _golden(path, folder.name, url, golden, declared, site.get("captured") or CAPTURED)


def mirror_others(_: Path) -> Iterator[Sample]:
    """Yield the other pages of those mirrors: home pages, sections, archives."""
    for folder, site in _outlets():
        for url, page in site.get("pages", {}).items():
            if "html" in page["content_type"] and url not in site.get("goldens", {}):
                path = folder / page["file"]
                yield Sample(folder.name, path.stem, path, url, content_type=page["content_type"])


def own_texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each golden, title first: texts of which nothing may be cut."""
    for path in (*sorted(OWN.glob("*.txt")), *sorted(OUTLETS.glob("*/*.txt"))):
        if path.with_suffix(".json").exists():
            yield f"{path.parent.name}/{path.stem}", path.read_text("utf-8")


def seeds() -> Iterator[tuple[str, str, str]]:
    """Yield the name, the text and the reviewed result of each seed."""
    for path in sorted(SEEDS.glob("*.txt")):
        yield path.stem[:3], path.read_text("utf-8"), (CLEANED / path.name).read_text("utf-8")


ARTICLES: dict[str, tuple[str, Callable[[Path], Iterator[Sample]]]] = {
    "real pages": ("pages/articles", real_pages),
    "unknown sites": ("pages/unknown", unknown_articles),
    "templates": ("pages/templates", template_articles),
    "own pages": ("", own_articles),
    "mirrors": ("", mirror_articles),
}
"""By name: the folder under ../shared, empty for the project's own; the function that yields the pages."""
OTHERS: dict[str, tuple[str, Callable[[Path], Iterator[Sample]]]] = {
    "real pages": ("pages/sections", real_others),
    "unknown sites": ("pages/unknown", unknown_others),
    "templates": ("pages/templates", template_others),
    "own pages": ("", own_others),
    "mirrors": ("", mirror_others),
}
"""The same for pages that are no article."""


def _urls(index: Path) -> dict[str, str]:
    """Return the address of each page by the last two parts of its path."""
    rows = [line.split("\t") for line in index.read_text("utf-8").splitlines()]
    return {row[10].removeprefix("pages/"): row[1] for row in rows if len(row) > 10}  # noqa: PLR2004 - column 11


def _with_gold(pages: Path, golds: Path, urls: dict[str, str]) -> Iterator[Sample]:
    for path in sorted(golds.glob("*/*.json")):
        site, page = path.parent.name, pages / path.parent.name / f"{path.stem}.html"
        if page.exists():
            told = json.loads(path.read_text("utf-8"))
            optional = [_squeezed(line) for line in told["optional"]]
            body = [line for line in told["body"] if _squeezed(line) not in optional]
            gold = Gold(told["title"], body, None, told["optional"], told["forbidden"])
            yield Sample(site, path.stem, page, _url(urls, page), gold)


def _without_gold(pages: Path, golds: Path, urls: dict[str, str]) -> Iterator[Sample]:
    for page in sorted(pages.glob("*/*.html")):
        if not (golds / page.parent.name / f"{page.stem}.json").exists():
            yield Sample(page.parent.name, page.stem, page, _url(urls, page))


def _url(urls: dict[str, str], page: Path) -> str:
    return urls.get(f"{page.parent.name}/{page.name}") or UNKNOWN_URL.format(page.parent.name)


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def _own() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(OWN.glob("*.json")):
        yield path, json.loads(path.read_text("utf-8"))


def _outlets() -> Iterator[tuple[Path, dict[str, Any]]]:
    for facts in sorted(OUTLETS.glob("*/outlet.json")):
        yield facts.parent, json.loads(facts.read_text("utf-8"))


def _golden(path: Path, site: str, url: str, golden: dict[str, Any], declared: str, captured: str) -> Sample:
    title, *body = path.with_suffix(".txt").read_text("utf-8").split("\n")
    gold = Gold(title, body, day_of(golden["published"]), golden.get("optional", []), golden["forbidden"])
    return Sample(
        site, path.stem, path.with_suffix(".html"), url, gold, dated=True, content_type=declared, captured=captured
    )
