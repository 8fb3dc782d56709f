"""Weighs what any page shows for and against an article, where no statement and no words decide.

Each sign has a weight (`signs`), and the sum is the page's score. The signs need no class names and no structured data,
so a page of an unknown site has them too.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from pipelines.kind.address import by_address
from pipelines.kind.entries import FEWEST_ENTRIES, entries_of, is_in_rows, lines_of
from pipelines.kind.finding import Finding
from pipelines.kind.renewed import has_fields, is_renewed, names_an_issue
from pipelines.kind.rules import SEARCH_TITLES, STANDING_TITLES
from pipelines.kind.shape import SEVERAL
from pipelines.kind.signs import KINDS, THRESHOLD, THRESHOLD_WITHOUT_KIND, WEIGHTS
from pipelines.kind.voices import (
    FEWEST_WAYS,
    PRICE,
    calls_its_reader,
    continues,
    counts_results,
    describes_a_service,
    is_about_its_page,
    is_institution,
    is_ours,
    offers_goods,
    offers_work,
    sells,
    tells_a_life,
    ways_of_contact,
)
from pipelines.page.headline import longest_run
from pipelines.page.outline import outline_of
from pipelines.words.folding import fold, is_same_headline, run_together
from pipelines.words.letters import letters_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from pipelines.page.outline import Line

CERTAIN = -5
"""Score of the signs in text and address with which a text is an article whatever else the page shows."""
LABEL_WORDS = 3
"""Most words of a menu's label, and of the name of a standing page."""
HEADLINE_WORDS = 4
"""Fewest words of a headline; names of pages have fewer."""
PARAGRAPH = 80
"""Letters that the longest paragraph of an article has at least, but for a few."""
LISTED = 0.5
"""Least share of a text in entries that makes it a list."""
ALMOST_ALL = 0.8
"""Least share of a text in entries that leaves nothing else."""
_ABOVE = 8
"""Lines before the text that may name its kind."""
_REPEATED = 3
"""Times that a text, or a label at texts, stands on a page that is a list."""
_OFTEN = 5
"""Times that a line stands in a text that is a list: a label."""
_CUT_OFF = ("…", "..", "[…]", "...]")
_MAX_ADDRESS = 500
_MAX_BUTTONS = 1_500
_FEWEST_CHOICES = 2
_MAX_CHOICES = 20
_PARTS = re.compile(r"\s[|\-–—»«:•·/]+\s|\|")
_OPENING = 40


class Seen(NamedTuple):
    """What the steps before know of the page."""

    title: str
    text: tuple[str, ...]
    """The paragraphs of the text."""
    url: str
    dated: bool
    """Whether the page tells the day of publication."""
    marked: bool
    """Whether a property or a class marks it as an article."""


def by_evidence(tree: HtmlElement, seen: Seen) -> Finding | None:
    """Find a page that is no article by the sum of its signs.

    Args:
        tree: The page; it stays unchanged.
        seen: What is known of it.
    """
    if _is_certain(seen):
        return None
    signs = signs_of(tree, seen)
    kind = next((kind for sign, kind in KINDS.items() if sign in signs), "")
    if sum(WEIGHTS[sign] for sign in signs) < (THRESHOLD if kind else THRESHOLD_WITHOUT_KIND):
        return None
    return Finding(kind or "other", ", ".join(sign for sign in signs if WEIGHTS[sign] > 0))


def _is_certain(seen: Seen) -> bool:
    """Return whether the signs in text and address are all those of an article, so that the page need not be read."""
    if not (seen.dated and seen.marked):
        return False
    signs = [*_by_what_is_known(seen), *by_address(seen.url), *_by_voice(seen)]
    return sum(WEIGHTS[sign] for sign in signs) <= CERTAIN


def signs_of(tree: HtmlElement, seen: Seen) -> list[str]:
    """Return the signs of a page that have a weight, each once."""
    lines = outline_of(tree)
    signs = [
        *_by_what_is_known(seen),
        *_by_headline(tree, lines, seen),
        *by_address(seen.url),
        *_by_lines(lines, seen),
        *_by_labels(lines, seen),
        *_by_voice(seen),
        *_by_speaker(seen),
        *_by_buttons(tree),
        *_by_choices(tree),
    ]
    if {"no date", "an address of plain words"} <= set(signs):
        if is_renewed(seen.title):
            signs.append("the name of a page that is renewed")
        if "the site's name in the headline" in signs and not seen.marked:
            # A page about the site states its name as a headline too.
            signs = [sign for sign in signs if sign != "a headline that the page states"]
    if "nothing but a list of entries" in signs:
        # The date is the first entry's.
        signs = [sign for sign in signs if sign != "a date"]
    return list(dict.fromkeys(signs))


def _by_what_is_known(seen: Seen) -> Iterator[str]:
    yield "a date" if seen.dated else "no date"
    if seen.marked:
        yield "a mark of an article"


def _by_headline(tree: HtmlElement, lines: Sequence[Line], seen: Seen) -> Iterator[str]:
    """Yield the signs in the headline: whether there is one, whether the page states it, whether it names a page."""
    count = len(seen.title.split())
    folded = run_together(seen.title)
    page_title = tree.findtext(".//head/title") or tree.findtext(".//title") or ""
    named = {fold(seen.title), *map(fold, _PARTS.split(page_title[:_MAX_ADDRESS]))}
    if named & STANDING_TITLES or (0 < count <= LABEL_WORDS and is_ours(seen.title)):
        yield "the name of a standing page"
    site = {
        run_together(_meta(tree, "og:site_name")),
        *(run_together(part) for part in _PARTS.split(page_title) if " " in part),
    }
    if any(name and name != folded and name in folded for name in site):
        yield "the site's name in the headline"
    if not folded:
        yield "no headline"
    elif count <= LABEL_WORDS:
        if any(line.is_link and run_together(line.text) == folded for line in lines):
            yield "a label of the menu as headline"
        else:
            yield "a name as headline"
    elif count >= HEADLINE_WORDS:
        said = (page_title, _meta(tree, "og:title"), _meta(tree, "twitter:title"))
        shown = any(line.level == 1 and not line.linked and run_together(line.text) == folded for line in lines)
        if shown or any(folded in run_together(title[:1_000]) for title in said):
            yield "a headline that the page states"


def _meta(tree: HtmlElement, name: str) -> str:
    """Return the content of the first `meta` of a name; empty without one."""
    contents = (
        content
        for meta in tree.iter("meta")
        if name in (meta.get("property"), meta.get("name")) and (content := meta.get("content")) is not None
    )
    return next(contents, "")[:1_000]


def _by_lines(lines: Sequence[Line], seen: Seen) -> Iterator[str]:
    """Yield the signs in the page's lines and in the place of the text among them."""
    taken = lines_of(lines, seen.text)
    entries = entries_of(lines, taken, seen.title)
    if entries.number >= FEWEST_ENTRIES and entries.share >= (LISTED if entries.first else ALMOST_ALL):
        yield "a list of entries"
        if entries.share >= ALMOST_ALL:
            yield "nothing but a list of entries"
    first, end = longest_run(lines)
    paragraphs = [line.letters for line in lines[first:end] if line.is_prose]
    if is_institution("\n".join([*seen.text, *(line.text for line in lines[first:end])])):
        yield "an institution's voice"
    under = any(is_same_headline(line.text, seen.title) for line in lines[max(first - _ABOVE, 0) : first])
    if len(paragraphs) >= SEVERAL and (under or 2 * sum(paragraphs) >= sum(map(len, seen.text))):
        yield "one text of several paragraphs"
    if is_in_rows(lines, taken):
        yield "rows of a list"
    if entries.labelled >= _REPEATED:
        yield "one label at several texts"
    if entries.linked >= LISTED:
        yield "a text of links"


def _by_labels(lines: Sequence[Line], seen: Seen) -> Iterator[str]:
    """Yield the signs in the short lines of the page, above the text and elsewhere."""
    opening = run_together(seen.text[0])[:_OPENING] if seen.text else ""
    start = next((at for at, line in enumerate(lines) if run_together(line.text)[:_OPENING] == opening), 0)
    above = [line for line in lines[max(start - _ABOVE, 0) : start] if len(line.text.split()) <= LABEL_WORDS]
    if any(
        not line.linked and (fold(line.text) in STANDING_TITLES or (line.level and is_ours(line.text)))
        for line in above
    ):
        yield "the name of a standing page"
    if any(fold(line.text) in SEARCH_TITLES and not line.linked for line in above) or counts_results(
        line.text for line in lines if len(line.text) < 2 * _OPENING and not line.linked
    ):
        yield "a count of results"
    if describes_a_service(line.text for line in lines if not line.linked and len(line.text) < _OPENING):
        yield "the parts of a service"
    # A report on prices has them in a table.
    priced = any(PRICE.fullmatch(line.text) for line in lines if line.block.tag not in {"td", "li"})
    if priced:
        yield "a price"
    if offers_goods("\n".join([seen.title, *seen.text]), priced=priced):
        yield "words of a shop"
    pages = [line.text.isdecimal() and len(line.text) < _REPEATED for line in lines]
    if any(all(pages[at : at + 3]) for at in range(len(pages) - 2)):
        yield "numbers of pages"


def _by_voice(seen: Seen) -> Iterator[str]:
    """Yield the signs in the words of the text."""
    letters = [letters_in(line) for line in seen.text]
    if max(letters, default=0) < PARAGRAPH:
        yield "no paragraph"
    repeated = Counter(map(run_together, seen.text)).most_common(1)
    if repeated and repeated[0][1] >= _REPEATED and 2 * repeated[0][1] * len(repeated[0][0]) >= sum(letters):
        yield "one text several times"
    elif max(Counter(map(fold, seen.text)).values(), default=0) >= _OFTEN:
        yield "one label at several texts"
    if sum(line.endswith(_CUT_OFF) for line in seen.text) >= max(_REPEATED, len(seen.text) / 3):
        yield "texts that are cut off"
    if continues(seen.text):
        yield "paragraphs that continue one another"


def _by_speaker(seen: Seen) -> Iterator[str]:
    """Yield the signs of who speaks in the text, and of what it is about."""
    whole = "\n".join(seen.text)
    ways = ways_of_contact(whole)
    if ways >= FEWEST_WAYS:
        yield "ways to reach an institution"
    if ways > FEWEST_WAYS:
        yield "many ways to reach an institution"
    if has_fields(seen.text):
        yield "the fields of a record"
    if calls_its_reader(whole):
        yield "calls to the reader"
    if tells_a_life(whole):
        yield "a person's life"
    if offers_work(whole):
        yield "an offer of work"
    if is_about_its_page(whole):
        yield "a short text about its own page"
    if names_an_issue(seen.title):
        yield "the name of an issue"


def _by_buttons(tree: HtmlElement) -> Iterator[str]:
    """Yield the sign of a shop in the page's buttons."""
    labels = (
        " ".join(islice(button.itertext(), 20)) or button.get("value", "")
        for button in tree.iter("button", "a", "input")
    )
    if sells(label[:_OPENING] for label in islice(labels, _MAX_BUTTONS)):
        yield "a cart"


def _by_choices(tree: HtmlElement) -> Iterator[str]:
    """Yield the sign of a vote: choices that stand under the first headline, before any other heading."""
    first = next(tree.iter("h1"), None)
    if first is None:
        return
    behind = islice(first.xpath("following::*[self::input or self::h2 or self::h3 or self::h4]"), _MAX_CHOICES)
    choices = takewhile(lambda element: element.tag == "input", behind)
    if sum(choice.get("type", "").lower() == "radio" for choice in choices) >= _FEWEST_CHOICES:
        yield "choices under the headline"
