"""Reads the fields that a page declares outright: picture, summary, address and language.

In the order of trust. Image: `og:image`, JSON-LD, `twitter:image`. Description: JSON-LD, `og:description`, `meta`
description, `twitter:description`, microdata; a description of the site does not count. Address: `link rel=canonical`,
`og:url`, JSON-LD; only within the outlet, and never its front page. Language: `lang` of `html`, `og:locale`, JSON-LD.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.urls import askable
from pipelines.metadata.bounds import LEAST_WORDS, MAX_LINE
from pipelines.metadata.values import joined, line_of, listed
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.metadata.page import ParsedPage

MAX_DESCRIPTION = 1000
"""Characters of a description; a longer one is cut."""
NOTHING = frozenset({"undefined", "null", "nan", "none", "false", "[object object]"})
"""Words that a page's script writes in place of an address that it does not know."""
_LANGUAGE = re.compile(r"^([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,30})?$")


def image_of(page: ParsedPage) -> str | None:
    """Return the absolute http(s) address of the article's picture."""
    told = chain(
        page.head.metas(["og:image", "og:image:url", "og:image:secure_url"]),
        _addresses_in(page.statements.article.get("image")),
        page.head.metas(["twitter:image", "twitter:image:src"]),
    )
    for said in told:
        if url := askable(joined(page.url, said)):
            return url
    return None


def _addresses_in(said: Any, depth: int = 3) -> Iterator[str]:
    """Yield the addresses in a JSON value: texts, and the addresses of objects (`ImageObject`, `@list`)."""
    for one in listed(said):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and depth:
            yield from _addresses_in(one.get("url") or one.get("contentUrl") or one.get("@list"), depth - 1)


def description_of(page: ParsedPage) -> str | None:
    """Return the page's summary of the article, one line of at most `MAX_DESCRIPTION` characters."""
    told = chain(
        [page.statements.article.get("description")],
        page.head.metas(["og:description", "description", "twitter:description"]),
        page.statements.property_values("description"),
    )
    for said in told:
        line = line_of(said)
        words = fold(line)
        about_site = any(name in words.replace(" ", "") for name in page.names.own if len(name) > LEAST_WORDS)
        if (
            len(words.split()) >= LEAST_WORDS
            and words != page.places.headline_text
            and not (about_site and len(line) < MAX_LINE)
        ):
            return line[:MAX_DESCRIPTION].rstrip()
    return None


def declared_url_of(page: ParsedPage) -> str | None:
    """Return the address that the page declares for the article; absolute, within the outlet."""
    asked = urlsplit(page.url).path.strip("/")
    for said in chain([page.head.canonical], page.head.metas(["og:url"]), [page.statements.article.get("url")]):
        if not isinstance(said, str) or not said.strip():
            continue
        if said.strip().rstrip("/").rpartition("/")[2].casefold() in NOTHING:
            continue
        url = askable(joined(page.url, said))
        if url and page.outlet.owns(url) and (urlsplit(url).path.strip("/") or urlsplit(url).query or not asked):
            return url
    return None


def language_of(page: ParsedPage) -> str | None:
    """Return the primary tag of the language that the page declares, lower case."""
    root = page.tree.getroottree().getroot()
    for said in (root.get("lang"), *page.head.metas(["og:locale"]), *listed(page.statements.article.get("inLanguage"))):
        if isinstance(said, str) and (tag := _LANGUAGE.match(said.strip())):
            return tag[1].lower()
    return None
