"""What an outlet says about archiving its pages and mining them: honoured when the operator wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.items import Reason
from crawler.rights import reserved
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_METAS = 500
"""Meta tags that are looked at in a page."""


def rights_statements(tree: HtmlElement) -> list[tuple[str, str]]:
    """Return name and content of a page's first meta tags, of which `crawler.rights.rights_of` reads some."""
    found = []
    for count, meta in enumerate(tree.iter("meta")):
        if count == MAX_METAS:
            break
        name, content = meta.get("name"), meta.get("content")
        if name and content:
            found.append((name, content))
    return found


def judge_rights(rights: dict[str, Any]) -> None:
    """Let a page pass that reserves nothing of what a corpus does.

    Args:
        rights: As `crawler.rights.rights_of` returns them.

    Raises:
        Rejected: `reserved`.
    """
    if reserved(rights):
        raise Rejected(Reason.RESERVED, f"its page says {rights}")
