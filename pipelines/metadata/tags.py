"""Finds an article's tags.

In the order of trust: `article:tag`; JSON-LD; `news_keywords`; texts after the headline under a label or a class of
tags; the page's data; `meta` keywords, unless they are the site's own (more than `MAX_KEYWORDS`, or the outlet's name
or words like «أخبار» among them).
"""

from __future__ import annotations

import html
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from lxml.etree import XPath

from pipelines.metadata.bounds import BODY, MAX_TAG, MAX_VALUE, MAX_VALUES
from pipelines.metadata.classes import CATEGORY_PATH, NOT_TAGGED, TAGGED, classes_of, marks
from pipelines.metadata.keys import DATA_TAGS
from pipelines.metadata.places import is_apart
from pipelines.metadata.values import listed, name_of, text_of
from pipelines.normalize import normalize_line
from pipelines.words.folding import fold, phrases
from pipelines.words.headings import KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata.page import ParsedPage

MAX_TAGS = 50
"""Tags of one article."""
MAX_KEYWORDS = 20
"""`meta` keywords of one article; more are the site's own."""
_TAG_WORDS = 6
_MAYBE_LABEL = re.compile(r"كلم|وس[مو]|تا[جغ]|تسمي|علام|هاشت|دلال|المزيد عن|[Tt]ags?\b|eyword|Mots")
_BETWEEN_TAGS = re.compile(r"[،,;؛\n]")
_TAG_LABELS = KEYWORDS | phrases(
    """
    تاغز، تاج، تاغ، التاغات، وسم، الوسم، أوسمة، الأوسمة، التسميات، العلامات، علامات، هاشتاج، هاشتاغ،
    دلالات، المزيد عن، الكلمات الدليلية، كلمات البحث، كلمات مفتاحيه، الكلمة المفتاحية، Keywords، Tag، Mots clés
    """
)
_NO_TAGS = phrases("حول هذه القصة، مواضيع، الموضوعات، مواضيع إضافية، مواضيع ذات صلة، مواضيع متعلقة، اقرأ المزيد عن")
"""Headings that stand over tags or over other articles: neither tags, nor labels of tags."""
_NOT_TAGS = _TAG_LABELS | _NO_TAGS
_OWN_KEYWORDS = phrases("أخبار، الأخبار، خبر، صحيفة، جريدة، موقع، بوابة، قناة، وكالة، نيوز، news، عاجل، صحف، جرائد")
"""Keywords that describe a site, not an article."""
_AFTER = XPath("following::*[position() <= 600]")


def tags_of(page: ParsedPage) -> list[str]:
    """Return the article's tags in the page's order, at most `MAX_TAGS`, none twice."""
    told: tuple[Iterable[str], ...] = (
        page.head.metas(["article:tag", "og:article:tag"]),
        (one for one in listed(page.statements.article.get("keywords")) if isinstance(one, str)),
        page.head.metas(["news_keywords", "parsely-tags", "sailthru.tags", "taxonomytags"]),
        _shown_tags(page),
        (name_of(one) for one in page.statements.listed(DATA_TAGS)),
        _keywords(page),
    )
    for values in told:
        if found := _split_tags(values):
            return found[:MAX_TAGS]
    return []


def _keywords(page: ParsedPage) -> Iterator[str]:
    """Yield the `meta` keywords, unless they are the site's own."""
    keywords = _split_tags(page.head.metas(["keywords"]))
    name = f" {' '.join(map(fold, page.names.rest_of_title))} "
    sites = [f" {fold(one)} " for one in page.names.declared if " " in one]
    general = len(keywords) > MAX_KEYWORDS or any(
        page.names.is_own(one)
        or fold(one) in _OWN_KEYWORDS
        or f" {fold(one)} " in name
        or any(site in f" {fold(one)} " for site in sites)
        for one in keywords
    )
    if not general:
        yield from keywords


def _shown_tags(page: ParsedPage) -> Iterator[str]:
    """Yield the tags after the headline: in links with `rel=tag`, or in the first block marked as tags."""
    if page.places.headline is None:
        return
    linked: list[str] = []
    elements: Any = _AFTER(page.places.headline)
    for element in elements:
        if (relation := element.get("rel")) and "tag" in relation:
            linked += _own_tag(element, page)
        elif not linked and (found := _in_block(element, page) or _after_label(element, page)):
            yield from found
            return
    yield from linked


def _own_tag(link: HtmlElement, page: ParsedPage) -> list[str]:
    """Return the tag of a link with `rel=tag`; none for a category, or for a link of another part of the page."""
    relations = (link.get("rel") or "").lower().split()
    own = "tag" in relations and "category" not in relations and not _names_category(link)
    return [text_of(link, MAX_TAG)] if own and not page.places.stands_apart(link) else []


def _in_block(block: HtmlElement, page: ParsedPage) -> list[str]:
    """Return the tags in an element that its classes mark as a block of the article's tags."""
    classes = block.get("class") or block.get("data-component")
    if not classes or not marks(TAGGED, classes[:MAX_TAG]):
        return []
    classes = f"{classes_of(block)} {block.get('data-component', '')[:MAX_TAG]}"
    if not marks(TAGGED, classes) or marks(NOT_TAGGED, classes) or is_apart(block, classes):
        return []
    parent = block.getparent()
    if parent is not None and parent not in page.places.holders and marks(NOT_TAGGED, classes_of(parent)):
        return []
    return [] if page.places.stands_apart(block) else _linked_tags(block)


def _linked_tags(block: HtmlElement) -> list[str]:
    """Return the texts of the links in an element as tags."""
    return _named_by(list(islice(block.iter("a"), MAX_TAGS)))


def _named_by(links: list[HtmlElement]) -> list[str]:
    """Return the texts of links as tags; none if one of them is too long for a tag."""
    texts = [text_of(link, MAX_TAG) for link in links if not _names_category(link)]
    # A longer text is the title of another article.
    return [] if any(len(text.split()) > _TAG_WORDS for text in texts) else texts


def _names_category(link: HtmlElement) -> bool:
    parent = link.getparent()
    return marks(CATEGORY_PATH, (link.get("href") or "")[:MAX_TAG]) or (
        parent is not None and "category" in classes_of(parent).lower()
    )


def _after_label(element: HtmlElement, page: ParsedPage) -> list[str]:
    """Return the tags after a label in an element's text or tail."""
    for text, is_tail in ((element.text, False), (element.tail, True)):
        if text is None or len(text) > BODY or text.isspace() or not _MAYBE_LABEL.search(text):
            continue
        holder = element.getparent() if is_tail else element
        if (rest := _label(text)) is not None and (found := _under_label(holder, rest, page)):
            return found
    return []


def _label(text: str) -> str | None:
    """Return the text after a label of tags on its line; None for a text without such a label."""
    label, mark, rest = text.partition(":")
    if fold(label) in _TAG_LABELS:
        return rest
    return "" if not mark and fold(text) in _TAG_LABELS else None


def _under_label(element: HtmlElement | None, rest: str, page: ParsedPage) -> list[str]:
    """Return the tags that follow a label: on its line, in the elements beside it, or in the element after."""
    if element is None or page.places.stands_apart(element) or is_apart(element, classes_of(element)):
        return []
    if listed := _short(_split_tags([rest])):
        return listed
    for holder in islice(chain([element], element.iterancestors()), 3):
        if holder in page.places.holders:
            break
        if text_of(holder, BODY) and (found := _linked_tags(holder)):
            return found
        following = holder.getnext()
        if following is not None and (line := text_of(following, BODY)):
            if following.tag == "a":
                return _named_by([following, *islice(following.itersiblings("a"), MAX_TAGS)])
            return _linked_tags(following) or _short(_split_tags([line]))
    return []


def _short(tags: list[str]) -> list[str]:
    """Return the tags; none if one of them is too long for a tag."""
    return [] if any(len(tag.split()) > _TAG_WORDS for tag in tags) else tags


def _split_tags(values: Iterable[str]) -> list[str]:
    """Return the tags in texts with commas, semicolons or line breaks between, none twice."""
    found: dict[str, str] = {}
    for value in islice(values, MAX_VALUES):
        for part in _BETWEEN_TAGS.split(html.unescape(value[:MAX_VALUE])):
            tag = normalize_line(part).strip("#\"'«»-: ")
            if 0 < len(tag) <= MAX_TAG and fold(tag) and fold(tag) not in _NOT_TAGS:
                found.setdefault(fold(tag), tag)
    return list(found.values())
