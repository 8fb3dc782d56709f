"""Rewrites style sheets so that they fetch nothing but images and style sheets of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tinycss2
from tinycss2 import ast

from corpus.browse.archived.address import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Linked = Callable[[str, Form], str]
    """Returns the archive's address of a reference to an image or a style sheet; empty for a reference that no archive
    can hold."""

LONGEST = 1 << 20
"""Characters of a style sheet, at most: reading so many takes about a second."""
_KEPT = frozenset(("media", "supports", "layer", "container", "keyframes", "-webkit-keyframes", "page", "scope"))
"""At-rules that are kept; of others, as those of fonts, a page can do without."""
_OF_URLS = frozenset(("url", "src"))
_OF_IMAGES = frozenset(("image-set", "-webkit-image-set", "image", "cross-fade", "-webkit-cross-fade"))
"""Functions in which a string is a reference."""


def sheet(css: str, linked: Linked) -> str:
    """Return a style sheet whose references lead to the archive; an empty one for one that is too long or too deep."""
    if len(css) > LONGEST:
        return ""
    try:
        rules = (_linked_rule(rule, linked) for rule in tinycss2.parse_stylesheet(css, skip_comments=True))
        return _serialized(rule for rule in rules if rule is not None)
    except RecursionError:
        return ""


def declarations(css: str, linked: Linked) -> str:
    """Return the declarations of a style attribute, their references leading to the archive."""
    if len(css) > LONGEST:
        return ""
    try:
        tokens = tinycss2.parse_component_value_list(css, skip_comments=True)
        return _serialized(_walked((token for token in tokens if token.type != "at-keyword"), linked))
    except RecursionError:
        return ""


def _serialized(nodes: Iterable[Any]) -> str:
    """Return nodes as CSS that cannot end an HTML element."""
    css: str = tinycss2.serialize(list(nodes))
    return css.replace("</", "<\\/")


def _linked_rule(rule: Any, linked: Linked) -> Any:
    """Return a rule with its references replaced; None for one that is not kept."""
    if rule.type == "at-rule":
        if rule.lower_at_keyword == "import":
            return _linked_import(rule, linked)
        if rule.lower_at_keyword not in _KEPT:
            return None
    elif rule.type == "error":
        return None
    if getattr(rule, "prelude", None) is not None:
        rule.prelude = list(_walked(rule.prelude, linked))
    if getattr(rule, "content", None) is not None:
        rule.content = list(_walked(rule.content, linked))
    return rule


def _linked_import(rule: Any, linked: Linked) -> Any:
    """Return an import of the archive's style sheet; None without one."""
    words = [token for token in rule.prelude if token.type != "whitespace"]
    first = words[0] if words else None
    written = None
    if first is not None:
        written = first.value if first.type in ("string", "url") else _argument(first)
    address = linked(written, Form.STYLES) if written else ""
    if not address:
        return None
    rule.prelude = [_whitespace(), _url(address), _whitespace(), *_walked(words[1:], linked)]
    return rule


def _argument(token: Any) -> str | None:
    """Return the reference in `url("…")`; None for another token."""
    if token.type == "function" and token.lower_name in _OF_URLS:
        return next((one.value for one in token.arguments if one.type == "string"), "")
    return None


def _walked(tokens: Iterable[Any], linked: Linked, *, images: bool = False) -> Iterator[Any]:
    """Yield tokens with their references replaced.

    Args:
        tokens: The tokens.
        linked: Returns addresses.
        images: Whether a string is a reference.
    """
    for token in tokens:
        written = token.value if token.type == "url" or (images and token.type == "string") else _argument(token)
        if written is not None:
            address = linked(written, Form.IMAGE)
            yield _url(address) if address else ast.IdentToken(0, 0, "none")
        elif token.type == "function":
            token.arguments = list(_walked(token.arguments, linked, images=token.lower_name in _OF_IMAGES))
            yield token
        elif token.type in ("() block", "[] block", "{} block"):
            token.content = list(_walked(token.content, linked))
            yield token
        elif token.type != "error":
            yield token


def _url(address: str) -> Any:
    """Return the token of an address, which has no quotes."""
    return ast.URLToken(0, 0, address, f'url("{address}")')


def _whitespace() -> Any:
    return ast.WhitespaceToken(0, 0, " ")
