"""The cause for which a page is no article."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """The kind of a page that is no article, with the evidence."""

    kind: str
    """One word or two: section, shop, live blog, …"""
    evidence: str
    """The part of the page that shows it, in words for people."""
