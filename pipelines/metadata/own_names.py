"""Collects an outlet's names on its own pages: they often stand in an author's or a section's place."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from pipelines.metadata.bounds import MAX_NAME, MAX_TAG, MAX_VALUE
from pipelines.metadata.person_words import CITIES, NO_NAME
from pipelines.metadata.values import line_of, listed
from pipelines.normalize import normalize_line
from pipelines.page.structured import types_of
from pipelines.words.folding import fold, phrases

if TYPE_CHECKING:
    from crawler.outlet import Outlet
    from pipelines.metadata.head import PageHead
    from pipelines.metadata.places import Places
    from pipelines.metadata.statements import Statements
    from pipelines.page.structured import Node

_SITES = frozenset({"WebSite", "NewsMediaOrganization"})
_KINDS = phrases("موقع، جريدة، صحيفة، قناة، بوابة، وكالة، شبكة، مجلة، راديو، تلفزيون، the")
"""First words of an outlet's name that may be missing: «صحيفة البيان» and «البيان» are one outlet."""
_EDITIONS = phrases("نت، نيوز، أونلاين، اونلاين، الإلكترونية، الالكترونية، الإلكتروني، net، online، news، tv، com")
"""Last words of an outlet's name that may be missing in an author's place: «البيان أونلاين» is «البيان» too."""
_NAME_MARK = re.compile(r"[/|():،]|\s[-–—]\s")
_TITLE_MARK = re.compile(r"\s+[|\-–—:«»•]+\s+|\s*\|\s*")


class OwnNames:
    """The names of a page's outlet."""

    def __init__(
        self, nodes: tuple[Node, ...], outlet: Outlet, head: PageHead, places: Places, statements: Statements
    ) -> None:
        self._nodes = nodes
        self._outlet = outlet
        self._head = head
        self._places = places
        self._article = statements.article

    @cached_property
    def site_name(self) -> str | None:
        """The page's name for its site; None without one."""
        nodes = (node.get("name") for node in self._nodes if not _SITES.isdisjoint(types_of(node)))
        publisher = (one.get("name") for one in listed(self._article.get("publisher")) if isinstance(one, dict))
        for said in chain(self._head.metas(["og:site_name"]), nodes, publisher, self._head.metas(["application-name"])):
            line = line_of(said)
            if line and not NO_NAME.search(line) and len(line) <= MAX_NAME:
                return line
        return None

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The outlet's names that the page and the outlet's file declare."""
        nodes = [node for node in self._nodes if not _SITES.isdisjoint(types_of(node))]
        nodes += [one for one in listed(self._article.get("publisher")) if isinstance(one, dict)]
        said = [one for node in nodes for key in ("name", "alternateName") for one in listed(node.get(key))]
        said += [*self._head.metas(["og:site_name", "application-name"]), self._outlet.title]
        return tuple(one[:MAX_TAG] for one in said if isinstance(one, str) and one)

    @cached_property
    def own(self) -> frozenset[str]:
        """The outlet's names in the form for comparing (`bare`): declared, the host's, and the rest of `title`."""
        host = self._outlet.name.removeprefix("www.")
        said = (*self.declared, host, host.partition(".")[0], *self.rest_of_title)
        return frozenset(map(bare, said)) - {""}

    @cached_property
    def _signatures(self) -> frozenset[str]:
        """The names with which the outlet may sign, in the form for comparing: without editions, and in parts."""
        parts = (part for name in self.declared for part in _NAME_MARK.split(name))
        return frozenset(bare(name, _EDITIONS) for name in (*self.declared, *self.rest_of_title, *parts)) - {""}

    @cached_property
    def _declared_words(self) -> str:
        """The folded words of the declared names, with a space at both ends of each name and a bar between names."""
        return "|".join(f" {fold(own)} " for own in self.declared)

    def is_author(self, name: str) -> bool:
        """Return whether a name in an author's place is the outlet's: a name, an edition, or a part of a name."""
        folded = fold(name)
        return bool(folded) and (
            self.is_own(name)
            or bare(name, _EDITIONS) in self._signatures
            or f" {folded} " in self._declared_words
            or (fold(name.rpartition(" ")[2]) in CITIES and self.is_author(name.rpartition(" ")[0]))
        )

    @cached_property
    def rest_of_title(self) -> list[str]:
        """The first and the last part of `title` that are not in the headline: the site's name, on most pages."""
        parts = [part.strip() for part in _TITLE_MARK.split(normalize_line(self._head.title[:MAX_VALUE]))]
        ours = self._places.headline_text
        if len(parts) < 2 or not ours:  # noqa: PLR2004 - a headline and a name
            return []
        return [part for part in (parts[0], parts[-1]) if part and fold(part) not in ours]

    def is_own(self, name: str) -> bool:
        """Return whether a name is the outlet's."""
        return bare(name) in self.own


@lru_cache(maxsize=512)
def bare(name: str, editions: frozenset[str] = frozenset()) -> str:
    """Return an outlet's name in the form for comparing: folded, without spaces, kind and a last word in `editions`."""
    words = fold(name[:MAX_VALUE].replace(".", " ")).split()
    words = words[1:] if len(words) > 1 and words[0] in _KINDS else words
    return "".join(words[:-1] if len(words) > 1 and words[-1] in editions else words)
