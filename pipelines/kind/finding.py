"""Why a page is no article."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """What a page is instead of an article."""

    kind: str
    """One word or two: section, shop, live blog, …"""
    evidence: str
    """What on the page says so."""
