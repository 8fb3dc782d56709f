"""An outlet's statements about archiving and mining its pages, and the judge that honours them on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.items import Reason
from crawler.rights import reserved
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_METAS = 500
"""Meta tags of a page that are read."""


def rights_statements(tree: HtmlElement) -> list[tuple[str, str]]:
    """Return name and content of a page's first meta tags. `crawler.rights.rights_of` picks those about rights."""
    found = []
    for count, meta in enumerate(tree.iter("meta")):
        if count == MAX_METAS:
            break
        name, content = meta.get("name"), meta.get("content")
        if name and content:
            found.append((name, content))
    return found


def judge_rights(rights: dict[str, Any]) -> None:
    """Reject a page whose outlet reserves archiving or mining.

    Args:
        rights: The statements that `crawler.rights.rights_of` returns.

    Raises:
        Rejected: `reserved`.
    """
    if reserved(rights):
        raise Rejected(Reason.RESERVED, f"the outlet states {rights}")
