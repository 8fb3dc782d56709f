"""Finds an article's section.

In the order of trust: JSON-LD; `article:section` and similar names; microdata; the last step of the breadcrumbs; a line
beside the headline that is marked as a section, or that the page's menu has too; the page's data; a text on the date's
line that the menu has too. Of several sections the one at the end of the breadcrumbs counts, else the first.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from lxml.etree import XPath

from pipelines.metadata.bounds import (
    LEAST_WORDS,
    MAX_BEFORE,
    MAX_LINE,
    MAX_NEAR,
    MAX_STEPS,
    MAX_TAG,
    MAX_VALUES,
    SECTION_WORDS,
)
from pipelines.metadata.classes import CATEGORY_PATH, CRUMBS, SECTIONED, TOPICAL, classes_of, marks
from pipelines.metadata.keys import DATA_SECTION, SECTION
from pipelines.metadata.own_names import bare
from pipelines.metadata.values import line_of, listed, name_of, text_of
from pipelines.normalize import normalize_line
from pipelines.page.structured import types_of
from pipelines.words.folding import fold, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata.page import ParsedPage
    from pipelines.metadata.times import Times

_MAX_MENU = 200
_BESIDE_SECTION = 2
"""Highest level around the headline at which a section may stand."""
_HOME = phrases("الرئيسية، الصفحة الرئيسية، رئيسية، الصفحة الأولى، Home، Homepage، Accueil")
_UNSORTED = phrases("غير مصنف، غير مصنفة، بدون تصنيف، Uncategorized، Non classé")
_SERVICES = phrases(
    """
    من نحن، اتصل بنا، اتصل، تواصل معنا، راسلنا، أعلن معنا، بحث، طباعة، مشاركة، شارك، عودة، رجوع، القائمة، الأرشيف،
    أرشيف، دخول، تسجيل الدخول، عاجل، آخر الأخبار، أحدث الأخبار، المزيد، English، Français، عربي
    """
)
"""Texts in menus that are no sections."""
_HERE = phrases("أنت هنا، مسار التنقل، أنت الآن في، You are here، مسار الصفحة")
_SECTION_LABEL = re.compile(r"^\s*(?:القسم|التصنيفات?|الأقسام|قسم|نشرت? في|في)\s*[:：]?\s+")
_CRUMB_MARK = re.compile(r"[»«›‹>→←\\]|(?:^|\s)[/\-–—:|]+(?=\s|$)")
_HOME_FIRST = re.compile(r"رئيسي|الصفح|أنت|انت|Home|Accueil|You", re.IGNORECASE)
_STEPPED = re.compile(r"[»«›‹>→←\\/]")
_LINKS_BEFORE = XPath("preceding::a[@href]")


def section_of(page: ParsedPage, times: Times) -> str | None:
    """Return the section's name; it may stand on a line of `times`."""
    shown = _Shown(page)
    told = (
        listed(page.statements.article.get("articleSection")),
        page.head.metas(SECTION),
        page.statements.property_values("articleSection"),
    )
    for values in told:
        sections = [one for one in map(shown.as_section, islice(values, MAX_VALUES)) if one]
        if sections:
            last = fold(shown.crumbs[-1]) if len(sections) > 1 and shown.crumbs else ""
            return next((one for one in sections if fold(one) == last), sections[0])
    if shown.crumbs and (section := shown.as_step(shown.crumbs[-1])):
        return section
    if shown.marked:
        return shown.marked
    said = next(page.statements.listed(DATA_SECTION), None)
    return shown.as_section(name_of(said)) or _beside_date(shown, times)


def _beside_date(shown: _Shown, times: Times) -> str | None:
    """Return the section that stands both on the line of a date and in the menu."""
    for text in times.beside_dates():
        if shown.menu[fold(text)] and (section := shown.as_step(text)):
            return section
    return None


class _Shown:
    """The sections that the page shows."""

    def __init__(self, page: ParsedPage) -> None:
        self._page = page

    @cached_property
    def crumbs(self) -> list[str]:
        """The breadcrumbs' steps between the front page and the article."""
        steps = [line_of(one) for one in self._crumbs()]
        kept = [step for step in steps if step and len(step) <= MAX_TAG and self._is_section(step)]
        return [step for step in kept if not self._is_headline(step)]

    def _is_headline(self, step: str) -> bool:
        """Return whether a step is the headline or its beginning; the first word alone may be a section's name."""
        folded = fold(step)
        return folded == self._page.places.headline_text or (
            self._page.places.headline_text.startswith(folded)
            and (len(folded.split()) >= LEAST_WORDS or step.endswith((".", "\N{HORIZONTAL ELLIPSIS}")))
        )

    def _crumbs(self) -> list[str]:
        """Return all steps of the breadcrumbs: of a JSON-LD `BreadcrumbList`, else of an element of the page."""
        for node in self._page.nodes:
            if "BreadcrumbList" in types_of(node):
                entries = [entry for entry in listed(node.get("itemListElement")) if isinstance(entry, dict)]
                return [said for entry in entries if (said := name_of(entry) or name_of(entry.get("item")))]
        for element in islice(self._before_it(), MAX_NEAR):
            steps = self._steps(element)
            if steps and (_are_crumbs(element) or self._lead_home(element, steps)):
                return steps
        return []

    def _steps(self, element: HtmlElement) -> list[str]:
        """Return the steps of an element that may be breadcrumbs; none if it is too long."""
        first = next((text for text in islice(element.itertext(None), MAX_STEPS) if not text.isspace()), "")
        if not _are_crumbs(element) and not _HOME_FIRST.search(first[:MAX_LINE]):
            return []
        if len(element) > MAX_STEPS * 3 or not text_of(element, MAX_LINE * 2):
            return []
        pieces = chain.from_iterable(map(_CRUMB_MARK.split, element.itertext(None)))
        steps = [step for step in map(normalize_line, pieces) if fold(step) and fold(step) not in _HERE]
        return steps if len(steps) <= MAX_STEPS else []

    def _lead_home(self, element: HtmlElement, steps: list[str]) -> bool:
        """Return whether the steps alone show breadcrumbs: they begin at the front page and have arrows between."""
        return (
            len(steps) > 1 and fold(steps[0]) in _HOME and _STEPPED.search(text_of(element, MAX_LINE * 2)) is not None
        )

    def _before_it(self) -> Iterator[HtmlElement]:
        """Yield elements that may be breadcrumbs: before the headline, nearest first, then every `nav` and `ol`."""
        for part in self._page.places.parts:
            for sibling in islice(part.itersiblings(preceding=True), MAX_BEFORE):
                yield from islice(sibling.iter("nav", "ol", "ul", "div", "p", "span", "td", "font", "center"), 20)
        yield from self._page.tree.iter("nav", "ol")

    @cached_property
    def menu(self) -> Counter[str]:
        """Counts of the short texts of links before the headline, folded: the page's menus."""
        if self._page.places.headline is None:
            return Counter()
        links: Any = _LINKS_BEFORE(self._page.places.headline)
        return Counter(fold(text_of(link, MAX_TAG)) for link in links[:_MAX_MENU])

    @cached_property
    def marked(self) -> str | None:
        """The section beside the headline: marked as a section, or a text that the menu has too."""
        for element, classes, before, level in self._page.places.near:
            if level > _BESIDE_SECTION:
                break
            by_class = marks(SECTIONED, classes) and (before or not marks(TOPICAL, classes))
            by_link = (relation := element.get("rel")) and "category" in relation.lower().split()
            by_path = (path := element.get("href")) and marks(CATEGORY_PATH, path[:MAX_TAG])
            marked = by_class or by_link or (by_path and _is_lone(element))
            listed = level < _BESIDE_SECTION and (element.tag == "a" or (before and not len(element)))
            if not (marked or listed) or not (whole := text_of(element, MAX_TAG)):
                continue
            line = next((text for link in element.iter("a") if (text := text_of(link, MAX_TAG))), whole)
            section = self.as_step(_SECTION_LABEL.sub("", line))
            if section and (marked or self._is_in_menu(section, element)):
                return section
        return None

    def _is_in_menu(self, section: str, element: HtmlElement) -> bool:
        """Return whether the menu has a section that stands alone beside the headline.

        If the element is a link, `menu` may have counted it too, so the menu needs another one.
        """
        return self.menu[fold(section)] > (element.tag == "a") and _is_lone(element)

    def _is_section(self, line: str) -> bool:
        """Return whether a line is no name of the front page, of unsorted articles or of the site."""
        folded = fold(line)
        return bool(folded) and folded not in _HOME and folded not in _UNSORTED and not self._is_sites(line)

    def _is_sites(self, line: str) -> bool:
        """Return whether a line is a name of the site."""
        # On some pages the rest of `title` is the section, so it counts as a name only if no name is declared.
        names = frozenset(map(bare, self._page.names.declared)) - {bare(self._page.outlet.name)} or self._page.names.own
        return bare(line) in names

    def as_step(self, line: str) -> str | None:
        """Return a shown line as a section's name; None if it may be anything else."""
        folded = fold(line)
        if folded in _SERVICES or folded == self._page.places.headline_text or len(line.split()) > SECTION_WORDS:
            return None
        return self.as_section(line)

    def as_section(self, said: Any) -> str | None:
        """Return a value as a section's name; None for any other value."""
        line = line_of(said)
        return line if line and len(line) <= MAX_TAG and "://" not in line and self._is_section(line) else None


def _is_lone(element: HtmlElement) -> bool:
    """Return whether an element stands apart from other links; a menu has many in one element."""
    parent = element.getparent()
    if parent is not None and parent.tag == "li":
        parent = parent.getparent()
    return parent is None or len(list(islice(parent.iter("a"), MAX_STEPS))) < MAX_STEPS - 1


def _are_crumbs(element: HtmlElement) -> bool:
    return marks(CRUMBS, classes_of(element)) or marks(CRUMBS, (element.get("aria-label") or "")[:MAX_TAG])
