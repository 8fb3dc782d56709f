"""Finds an article's text in the data of a page whose script would build the visible text from them.

The places: JSON-LD (`articleBody`); attributes that hold escaped HTML; the JSON that Next.js, Nuxt, Arc XP and others
put into a script; the strings of other scripts, with the flight data of Next.js's app router (rows
`id:T<length in hexadecimal>,<text>` of a stream that comes in pieces). A text is HTML, plain text, or a list of objects
with one paragraph each. A text beside the page's headline goes before a longer one.

Everything is bounded: the characters read, the depth of objects, and strings of JSON inside strings.
"""

from __future__ import annotations

import html
import json
import re
from heapq import nlargest
from typing import TYPE_CHECKING, Any, NamedTuple

import trafilatura
from lxml import etree

from pipelines.page.structured import articles_of
from pipelines.words.folding import fold, run_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from pipelines.page.structured import Node

FEWEST_LETTERS = 150
"""Fewest Arabic letters of an article's text; labels and prompts have fewer."""
MAX_CHARACTERS = 4_000_000
"""Most characters of long attributes and of scripts that are read, together."""
MAX_ELEMENTS = 20_000
"""Most elements of a text in HTML."""
MAX_DEPTH = 40
"""Levels of objects and lists inside one another that are read."""
MAX_NESTING = 3
"""Levels of strings with JSON inside one another that are read."""
LONGEST_HEADLINE = 500
"""Most characters of a string that may be the headline."""
MAX_ROWS = 5_000
"""Rows of flight data that are read for references."""
LONGEST_REFERENCE = 8
"""Most characters of a reference to a row."""
MAX_TEXTS = 20
"""Texts of one page, the longest, that are compared with its headline and its paragraphs."""
FEWEST_SHOWN = 40
"""Fewest letters of a paragraph on the page that identify a text."""
LONG_WORD = 4
"""Fewest letters of a longer word."""
FEWEST_SHARED = 2
"""Fewest longer words of the headline that its text repeats."""
MAX_VALUES = 50
"""Places in one script at which a JSON value is tried."""

TITLE_KEYS = frozenset({"title", "headline", "name", "headlines", "postTitle", "articleTitle"})
"""Keys of an object's headline. A text beside another headline belongs to another article."""
PARAGRAPH_KEYS = ("content", "text", "html", "value", "body", "paragraph", "data")
"""Keys of the paragraph in each object of a list, as in Arc XP, Editor.js, Draft.js and others."""
NO_PARAGRAPHS = frozenset(
    {
        *("image", "video", "gallery", "oembed_response", "raw_html", "interstitial_link", "link_list", "divider"),
        *("custom_embed", "reference", "related", "embed", "ad", "advertisement"),
        *("tweet", "twitter", "instagram", "youtube", "facebook"),
    }
)
"""Types (`type`) of objects in such a list that are not paragraphs."""

_LONG_ATTRIBUTES = etree.XPath("//@*[string-length() > 300]", smart_strings=False)
_LETTER = re.compile(r"[\u0621-\u064a]")
_MAYBE = re.compile(r"[\u0621-\u064a]{2}|\\u06[2-4][0-9a-fA-F]|&#(?:15|16)\d\d;")
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|span)\b", re.IGNORECASE)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\Z)', re.DOTALL)
_VALUE = re.compile(r"[=(]\s{0,9}(?=[{\[])")
_PUSH = re.compile(r'__next_f\.push\(\s{0,9}\[\s{0,9}1\s{0,9},\s{0,9}"((?:[^"\\]|\\.)*+)(?:"|\Z)', re.DOTALL)
_ROW = re.compile(rb"(?:^|\n|(?<=[\]}\"]))([0-9a-f]{1,6}):T([0-9a-f]{1,6}),")
_HEX = re.compile(r"\\x([0-9a-fA-F]{2})")


class _Text(NamedTuple):
    """A text found in the data of a page."""

    own: bool
    """Whether the text is beside the page's headline."""
    related: bool
    """Whether it tells of the headline or repeats a paragraph that the page shows."""
    letters: int
    """The number of its Arabic letters."""
    text: str
    """HTML, or plain text with line ends between paragraphs."""


def embedded_body(
    tree: HtmlElement, nodes: tuple[Node, ...], headline: str, shown: Sequence[str] = ()
) -> HtmlElement | None:
    """Return the body in the page's data, as a new tree; None when the data hold no body.

    Where the page shows paragraphs, a text must belong to them or to the headline: the data hold other articles too.

    Args:
        tree: The page; it is not changed.
        nodes: The JSON-LD of the page.
        headline: The headline of the page; empty when it has no headline.
        shown: The paragraphs that the page shows.
    """
    texts = [
        text._replace(related=_is_related(text.text, headline, shown))
        for text in nlargest(MAX_TEXTS, _texts(tree, nodes, run_together(headline)), key=lambda text: text[:3])
    ]
    found = max(texts, default=None, key=lambda text: text[:3])
    if found is not None and shown and headline and not (found.own or found.related):
        return None
    inside = None if found is None else trafilatura.load_html(_as_html(found.text))
    return None if inside is None or inside.xpath("count(//*)") > MAX_ELEMENTS else inside


def _is_related(text: str, headline: str, shown: Sequence[str]) -> bool:
    """Return whether a text repeats a paragraph of the page, or at least half of the longer words of its headline."""
    folded = fold(html.unescape(text))
    letters = folded.replace(" ", "")
    if any(len(own) >= FEWEST_SHOWN and own in letters for own in map(run_together, shown)):
        return True
    wanted = {word for word in fold(headline).split() if len(word) >= LONG_WORD}
    shared = wanted.intersection(folded.split())
    return len(shared) >= FEWEST_SHARED and 2 * len(shared) >= len(wanted)


def _texts(tree: HtmlElement, nodes: tuple[Node, ...], headline: str) -> Iterator[_Text]:
    """Yield the texts in JSON-LD, long attributes, scripts and flight data; `headline` is run together."""
    for node in articles_of(nodes):
        if isinstance(stated := node.get("articleBody"), str):
            yield from _text(stated, own=not headline or run_together(str(node.get("headline"))) == headline)
    left = MAX_CHARACTERS
    for value in _LONG_ATTRIBUTES(tree):
        left -= len(value)
        if left >= 0 and _MARKUP.search(value):
            yield from _text(value, own=False)
    stream = []
    for script in tree.iter("script"):
        source = script.text or ""
        left -= len(source)
        if left < 0 or "ld+json" in (script.get("type") or ""):
            continue
        # A piece without any text may hold the head of a row whose text is in the next piece.
        if "__next_f" in source and (pushed := [_unescaped(piece) for piece in _PUSH.findall(source)]):
            stream += pushed
        elif _may_have_text(source):
            yield from _in_script(source, headline, MAX_NESTING)
    yield from _in_stream("".join(stream), headline)


def _in_stream(stream: str, headline: str) -> Iterator[_Text]:
    """Yield the texts of flight data: its rows of text, and the strings in all rows."""
    raw = stream.encode("utf-8", "replace")
    end = 0
    rows: dict[str, str] = {}
    rest: list[bytes] = []
    for row in _ROW.finditer(raw):
        if row.start() >= end:
            rest.append(raw[end : row.start()])
            end = row.end() + int(row[2], 16)
            rows[row[1].decode()] = raw[row.end() : end].decode("utf-8", "replace")
    rest.append(raw[end:])
    others = b"\n".join(rest).decode("utf-8", "replace")
    own = _referred(others, headline) if headline else frozenset()
    for name, text in rows.items():
        yield from _text(text, own=name in own)
    yield from _in_strings(others, headline, MAX_NESTING)


def _referred(rows: str, headline: str) -> frozenset[str]:
    """Return the names of the rows of text to which objects with the headline refer: `"body":"$28"`."""
    found: set[str] = set()
    for line in rows.split("\n")[:MAX_ROWS]:
        _, _, source = line.partition(":")
        if "$" not in source or source[:1] not in ("{", "["):
            continue
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(source)
        except (ValueError, RecursionError):
            continue
        found.update(_references(value, headline, MAX_DEPTH, beside=False))
    return frozenset(found)


def _references(value: Any, headline: str, depth: int, *, beside: bool) -> Iterator[str]:
    """Yield the names of rows in a JSON value; `beside` is True when the object around it has the page's headline."""
    if not depth:
        return
    if isinstance(value, dict):
        beside = _is_beside(value, headline, beside=beside)
        for one in value.values():
            yield from _references(one, headline, depth - 1, beside=beside)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one, headline, depth - 1, beside=beside and len(value) == 1)
    elif beside and isinstance(value, str) and value.startswith("$") and len(value) <= LONGEST_REFERENCE:
        yield value[1:]


def _is_beside(entry: Mapping[str, Any], headline: str, *, beside: bool) -> bool:
    """Return whether an object has the page's headline, or has none and is inside an object that has it."""
    titles = {
        run_together(entry[key])
        for key in TITLE_KEYS
        if isinstance(entry.get(key), str) and len(entry[key]) <= LONGEST_HEADLINE
    }
    return bool(headline) and (headline in titles or (beside and not titles))


def _in_script(source: str, headline: str, nesting: int) -> Iterator[_Text]:
    """Yield the texts of the JSON values in a script; without such values, those of its strings."""
    decoder = json.JSONDecoder(strict=False)
    source = source.lstrip()
    starts = [0] if source[:1] in ("{", "[") else [match.end() for match in _VALUE.finditer(source)]
    end, parsed = 0, False
    for start in starts[:MAX_VALUES]:
        if start < end:
            continue
        try:
            value, end = decoder.raw_decode(source, start)
        except (ValueError, RecursionError):
            continue
        parsed = True
        yield from _in_value(value, headline, nesting, MAX_DEPTH, beside=False)
    if not parsed:
        yield from _in_strings(source, headline, nesting)


def _in_strings(source: str, headline: str, nesting: int) -> Iterator[_Text]:
    """Yield the texts of the string literals in a script, and of scripts inside these strings."""
    if not nesting:
        return
    for literal in _STRING.findall(source):
        if len(literal) >= FEWEST_LETTERS and _MAYBE.search(literal):
            text = _unescaped(literal)
            yield from _text(text, own=False)
            if '"' in text and not text.lstrip().startswith("<"):
                yield from _in_script(text, headline, nesting - 1)


def _in_value(value: Any, headline: str, nesting: int, depth: int, *, beside: bool) -> Iterator[_Text]:
    """Yield the texts in a JSON value; `beside` is True when the object around it has the page's headline."""
    if not depth:
        return
    if isinstance(value, dict):
        beside = _is_beside(value, headline, beside=beside)
        for one in value.values():
            yield from _in_value(one, headline, nesting, depth - 1, beside=beside)
    elif isinstance(value, list):
        if joined := _paragraphs(value):
            yield from _text(joined, own=beside)
        for one in value:
            yield from _in_value(one, headline, nesting, depth - 1, beside=beside and len(value) == 1)
    elif isinstance(value, str) and len(value) >= FEWEST_LETTERS:
        yield from _text(value, own=beside)
        if nesting and value.lstrip()[:1] in ("{", "["):
            yield from _in_script(value, headline, nesting - 1)


def _paragraphs(entries: list[Any]) -> str:
    """Return as HTML the paragraphs of a list of objects or strings; empty for other lists and lists of articles."""
    found = []
    for entry in entries:
        if isinstance(entry, dict) and not TITLE_KEYS.isdisjoint(entry):
            return ""
        if isinstance(entry, dict) and str(entry.get("type", "")).lower() not in NO_PARAGRAPHS:
            value = next((entry[key] for key in PARAGRAPH_KEYS if key in entry), None)
            if isinstance(value, dict):
                value = next((value[key] for key in PARAGRAPH_KEYS if key in value), None)
            entry = value  # noqa: PLW2901 - the object stands for its paragraph
        if isinstance(entry, str) and entry.strip():
            found.append(entry)
    return "".join(f"<p>{text}</p>" for text in found) if len(found) > 1 else ""


def _text(text: str, *, own: bool) -> Iterator[_Text]:
    """Yield a string if it has enough Arabic letters for an article's text."""
    letters = len(_LETTER.findall(text)) if _may_have_text(text) else 0
    if letters < FEWEST_LETTERS and "&#" in text:
        letters = len(_LETTER.findall(html.unescape(text)))
    if letters >= FEWEST_LETTERS and 2 * letters > len(text) * _share(text):
        yield _Text(own=own, related=False, letters=letters, text=text)


def _may_have_text(source: str) -> bool:
    """Return whether a script or a string has Arabic letters in any spelling; most scripts show at once that not."""
    if source.isascii() and "\\u06" not in source and "&#1" not in source:
        return False
    return _MAYBE.search(source) is not None


def _share(text: str) -> float:
    """Return twice the share of a text that must be letters: less for markup, out of reach for JSON."""
    stripped = text.lstrip()
    if stripped[:1] in ("{", "["):
        return 2.0
    return 0.3 if "<" in text or "&" in text else 1.0


def _as_html(text: str) -> str:
    """Return a text as an HTML document; each line of a plain text becomes a paragraph."""
    if _MARKUP.search(text):
        return f"<html><body><div>{text}</div></body></html>"
    unescaped = html.unescape(text)
    if _MARKUP.search(unescaped):
        return f"<html><body><div>{unescaped}</div></body></html>"
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in unescaped.splitlines() if line.strip())
    return f"<html><body><div>{lines}</div></body></html>"


def _unescaped(literal: str) -> str:
    """Return the value of a JavaScript string literal; empty when it cannot be parsed."""
    literal = _HEX.sub(r"\\u00\1", literal.replace("\\'", "'"))
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return ""
