"""Joins the sources of a page's metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.metadata.head import PageHead
from pipelines.metadata.own_names import OwnNames
from pipelines.metadata.places import Places
from pipelines.metadata.statements import Statements

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.outlet import Outlet
    from pipelines.page.structured import Node


class ParsedPage:
    """A page with the sources from which the fields are read; each source is read once."""

    def __init__(
        self, tree: HtmlElement, nodes: tuple[Node, ...], outlet: Outlet, url: str, headline: str = ""
    ) -> None:
        self.tree = tree
        self.nodes = nodes
        self.outlet = outlet
        self.url = url
        self.head = PageHead(tree)
        self.places = Places(tree, self.head, nodes, headline)
        self.statements = Statements(tree, nodes, url, headline, self.head, self.places)
        self.names = OwnNames(nodes, outlet, self.head, self.places, self.statements)
