"""Reads a page's `head`: `meta` elements, the canonical address, the title; and the page's headings."""

from __future__ import annotations

import html
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from pipelines.metadata.bounds import MAX_MARKS, MAX_VALUE, MAX_VALUES
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement


class PageHead:
    """A page's `head`, and its headings, read in one walk."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._named: dict[str, list[str]] = {}
        self.canonical = ""
        """The address of the first `link rel=canonical`, unchanged; empty without one."""
        self.headings: list[HtmlElement] = []
        """The elements `h1` and `h2`."""
        for element in islice(tree.iter("meta", "link", "h1", "h2"), MAX_MARKS * 10):
            match element.tag:
                case "meta":
                    self._note(element)
                case "link" if (element.get("rel") or "").lower() == "canonical":
                    self.canonical = self.canonical or (element.get("href") or "")
                case "h1" | "h2":
                    self.headings.append(element)

    def _note(self, element: HtmlElement) -> None:
        content = (element.get("content") or "")[:MAX_VALUE]
        for name in {element.get("property"), element.get("name")}:
            if name and content.strip():
                values = self._named.setdefault(name.strip().lower(), [])
                if len(values) < MAX_VALUES:
                    values.append(content)

    def metas(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the contents of `meta` elements, in the order of the names."""
        for name in names:
            yield from self._named.get(name, ())

    @cached_property
    def title(self) -> str:
        """The page's `title`."""
        return self._tree.findtext(".//title") or ""

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The headlines that the page declares: `og:title`, `twitter:title` and `title`, folded."""
        said = chain(self.metas(("og:title", "twitter:title")), [self.title])
        return tuple(filter(None, (fold(html.unescape(line[:MAX_VALUE])) for line in said)))
