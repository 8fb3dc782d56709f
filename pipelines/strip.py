"""Strip: cut the appendix after an article and the inserts between its paragraphs.

The step sees paragraphs and no markup. A line is divided first where a heading, a credit or a prompt begins inside it
(`pipelines.appendix.division`). The pieces then get a kind by their words (`pipelines.appendix.kinds`): headings and
prompts are recognized by a grammar of word classes (`pipelines.words.grammar`, `pipelines.words.prompts`), not by a
list of phrases. What a heading governs is decided by the lines around it; a sentence with the same words stays. A
heading in quotation marks, with words of no class, or one that may be a sub-heading («قصص أخرى») is doubtful:
it counts only above two titles, or where nothing of the article follows.

The headings are judged from the last to the first, so that each heading is judged by the lines that are left after it:

1.  Only titles, bullets, dates, keywords and further headings follow, and nothing of the article: the heading opens an
    appendix, and everything to the end goes. Prose must come before it: this step does not judge a page that is only
    a list. The headings of `CLOSING` need two paragraphs of prose, since a digest may call its own list «آخر الأخبار».
2.  Prose follows. Either the article continues after an insert, or a second article begins. To cut the rest of an
    article is the worst error here, so a second article needs prose before it and evidence. One piece decides alone:

    - a credit or a line of keywords comes right before the heading: it ends the article;
    - the marks of a lead, weighed together (`pipelines.appendix.leads`).

    Two of these are needed:

    - a line after the heading gives a date of publication: only articles have one;
    - a dateline follows, «القدس - رويترز»: only leads have one;
    - the first prose restates the only title between, at least half of its longer words, as leads do;
    - further down, a list of titles under its own heading («مقالات مشابهة») closes the page; this is common below a
      single article too.

    A paragraph that continues the one before («وأضاف …», «من جانبه …») outweighs all of this, since no lead begins so.
3.  Otherwise the heading opens an insert: it goes, with the titles right after it. Sub-headings look like titles. So
    the line right before the prose stays when it has at most four words, or when it is one of several and not clearly
    longer than the article's sub-headings. Where the author does not close paragraphs with full stops, or where more
    titles follow than an insert holds, only the first one goes. After a label with its title in the same line only
    bullets go. A heading of `CLOSING` stays here, since it may be the author's sub-heading, unless it ranks pieces
    («الأكثر قراءة») above two titles.

For lines from a page, the caller knows which are links and which belong to a card (`pipelines.body.choice`). A link
right after a heading, or after such a link, is a title with any ending; the insert then takes these links and nothing
else, so that a sub-heading after them stays. A card goes wherever it occurs.

A title does not end with a full stop, a colon, a comma or a semicolon, has at most 24 words and does not continue the
line before; every other line is prose. After a heading's colon, and under a bare heading where nothing else of the
article follows, a short sentence is a title too. A doubtful line counts as prose and stays. A credit line and a
newsroom's notes belong to the article.

A line that is an address or the label of an advertisement, a block that screen readers may skip, and a prompt that
names the outlet's channel go wherever they occur. Readers' comments go from their heading («تعليقات الزوار (3)») to the
end, prose or not, when prose comes before the heading.

The end of the text is judged as a whole (`pipelines.appendix.tail`): what stands below the last credit, keywords,
prompts to follow the outlet, share bars, notices, «اترك تعليقاً»; a credit among them stays.

Each line is read a few times, by patterns that cannot backtrack: the time is linear in the text's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.appendix.division import divide
from pipelines.appendix.headless import second_articles
from pipelines.appendix.kinds import (
    LONGEST_CREDIT,
    LONGEST_LABEL,
    LONGEST_SUBHEADING,
    LONGEST_TITLE,
    Kind,
    goes_on,
    is_bulleted,
    is_closed,
    is_prose,
    kind_of,
    label_of,
    opens_with,
    points,
    shared_signature_of,
    signature_of,
)
from pipelines.appendix.leads import MOST_LINES, begins_anew, has_dateline, shares_most
from pipelines.appendix.skips import skipped_blocks
from pipelines.appendix.tail import (
    MOST_UNKNOWN,
    below_credit,
    is_unknown,
    settle_notices,
    settle_sentences,
    unlabelled_keywords,
)
from pipelines.words.folding import fold
from pipelines.words.grammar import Opening, heading_in, is_likely, is_new
from pipelines.words.headings import ADVERTISEMENTS, COMMENTS, CREDIT, DATED, KEYWORDS, LINK_LABELS, RELATED
from pipelines.words.prompts import is_advertised, is_certain_prompt

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipelines.appendix.division import Divided

MOST_TITLES = 6
"""Most titles in one insert."""
ENOUGH = 2
"""Pieces of evidence for a second article after a heading that suffice, when no piece decides alone."""
FEWEST_LISTED = 2
"""Fewest titles that make a doubtful heading certain between paragraphs."""
FEWEST_WORDS = 10
"""Fewest words of a paragraph that is compared with a second article's lead."""
LONG_PROSE = 60
"""Words from which a line is more than one paragraph."""
LONGER = 3
"""A title has so many words more than the longest sub-heading of its article."""

WINDOW = 8
"""Lines before and after a heading that may hold evidence."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}|@\w{1,64}")
_REFERENCE = re.compile(r"https? ?: ?/|www ?[.]")
_COUNT = re.compile(r"[\d()\[\]]+")

_OWN = (Kind.PROSE, Kind.CREDIT)
_TRAILING = (Kind.KEYWORDS, Kind.PROMPT, Kind.CLOSING)


@dataclass(frozen=True)
class Stripped:
    """A text's paragraphs, divided between two fields, in the text's order. A paragraph may have a part in each."""

    kept: tuple[str, ...]
    """The article's paragraphs."""
    cut: tuple[str, ...]
    """The paragraphs of appendix and inserts."""

    @property
    def text(self) -> str:
        """The article, one paragraph a line."""
        return "\n".join(self.kept)


def strip_appendix(text: str, links: Collection[int] = (), cards: Collection[int] = ()) -> Stripped:
    """Divide a text into the article's paragraphs and the others, by the rules of this module.

    Idempotent: a second call cuts nothing from the kept text.

    Args:
        text: Normalized text (`pipelines.normalize.normalize`), one paragraph a line.
        links: Indices, from 0, of lines that are links on the page.
        cards: Indices of lines that belong to the card of another article.
    """
    divided = divide(text.split("\n"), undivided={*links, *cards})
    places = divided.first
    strip = _Strip(divided, [places[index] for index in links], [places[index] for index in cards])
    return Stripped(*divided.sorted_by(strip.kept()))


class _Strip:
    """One call of `strip_appendix`: the text's lines with their kinds, and whether each stays so far.

    Args:
        divided: The text's lines, divided into pieces.
        links: Indices of pieces that are links.
        cards: Indices of pieces that belong to cards.
    """

    def __init__(self, divided: Divided, links: Collection[int], cards: Collection[int]) -> None:
        self._lines = lines = divided.pieces
        self._links = frozenset(links)
        self._kinds = [
            Kind.LABEL if titled else kind_of(line) for line, titled in zip(lines, divided.titled, strict=True)
        ]
        for index in links:
            label, title = label_of(lines[index])
            if (label in LINK_LABELS and title) or opens_with(fold(lines[index]), RELATED):
                self._kinds[index] = Kind.LABEL
        for index in sorted({*links, *cards}):
            if self._kinds[index] is Kind.PROSE and (index in cards or self._is_led_to(index)):
                self._kinds[index] = Kind.TITLE
        settle_notices(lines, self._kinds)
        settle_sentences(lines, self._kinds)
        self._before: list[int] = []  # paragraphs of prose before each line; a long one counts twice
        prose = 0
        for kind, line in zip(self._kinds, lines, strict=True):
            self._before.append(prose)
            prose += (kind is Kind.PROSE) + (kind is Kind.PROSE and len(line.split()) >= LONG_PROSE)
        long = [line for line in lines if len(line.split()) > LONGEST_TITLE // 2]
        self._full_stops = 2 * sum(map(is_closed, long)) >= len(long)
        self._subheading = max(  # words of the longest sub-heading
            (
                len(lines[index + 1].split())
                for index, kinds in enumerate(zip(self._kinds, self._kinds[1:], self._kinds[2:], strict=False))
                if kinds == (Kind.PROSE, Kind.TITLE, Kind.PROSE)
            ),
            default=0,
        )
        self._stays = [True] * len(lines)
        self._end = len(lines)  # the first line of the appendix found so far
        self._cards = frozenset(cards)
        self._listed = False  # whether a list of titles closes the page

    def kept(self) -> list[bool]:
        """Return for each line whether it stays."""
        self._take_out_lines()
        self._close_comments()
        self._cut_second()
        self._cut(below_credit(self._lines[: self._end], self._kinds[: self._end]))
        own: int | None = None  # the next line that belongs to an article
        stop = self._end  # the next line that is not a title
        for index in reversed(range(self._end)):
            kind = self._settled(index, stop, followed=own is not None)
            if kind in (Kind.RELATED, Kind.LABEL):
                if own is None:
                    self._close(index)
                elif self._begins_article(index, own):
                    self._cut(index)
                    own = None
                else:
                    self._take_out(index, stop)
            elif kind in (Kind.CLOSING, Kind.PROMPT) and own is None:
                self._close(index)
            elif kind is Kind.PROMPT and self._before[index] and self._is_certain(index):
                self._stays[index] = False
            elif kind in _OWN:
                own = index
            if kind is not Kind.TITLE:
                stop = index
        self._trim()
        self._cut_unlabelled()
        return self._stays

    def _cut_second(self) -> None:
        """Cut from the headline of a second article that no heading opens (`pipelines.appendix.headless`)."""
        for headline in second_articles(self._lines[: self._end], self._kinds[: self._end])[:1]:
            self._cut(headline)

    def _cut_unlabelled(self) -> None:
        """Cut keywords without a label when nothing below them stays."""
        keywords = unlabelled_keywords(self._lines, self._kinds)
        if keywords is not None and not any(self._stays[keywords + 1 :]):
            self._stays[keywords] = False

    def _is_certain(self, index: int) -> bool:
        """Return whether a prompt is the site's between paragraphs, too: by its words or by a prompt beside it."""
        beside = [self._kinds[i] for i in (index - 1, index + 1) if 0 <= i < len(self._kinds)]
        return Kind.PROMPT in beside or points(self._lines[index]) or is_certain_prompt(fold(self._lines[index]))

    def _settled(self, index: int, stop: int, *, followed: bool) -> Kind:
        """Return a line's kind after the lines below it decided whether a doubtful heading is one.

        Args:
            index: The line.
            stop: The first line after it that is not a title.
            followed: Whether a line of an article follows.
        """
        kind = self._kinds[index]
        line = self._lines[index]
        if kind is Kind.GLUED:
            own = Kind.PROSE if is_prose(line) else Kind.TITLE
            self._kinds[index] = Kind.LABEL if self._full_stops and self._before[index] else own
        elif kind is Kind.DOUBTFUL_LABEL:
            own = Kind.PROSE if is_prose(line) else Kind.TITLE
            counts = self._full_stops and is_likely(label_of(line)[0]) if followed else True
            self._kinds[index] = Kind.LABEL if counts and self._before[index] >= FEWEST_LISTED else own
        elif kind is Kind.DOUBTFUL:
            below = self._lines[index + 1 : stop]
            titles = [title for title in below if len(title.split()) > LONGEST_SUBHEADING or is_bulleted(title)]
            if below and _REFERENCE.match(below[0]):
                return Kind.TITLE  # the author's own reference
            listed = len(titles) >= FEWEST_LISTED or (not followed and (bool(below) or line.endswith(":")))
            self._kinds[index] = Kind.RELATED if listed and self._before[index] else Kind.TITLE
        elif kind is Kind.CLOSING and followed and self._full_stops and self._is_ranking(index, stop):
            return Kind.RELATED
        return self._kinds[index]

    def _is_ranking(self, index: int, stop: int) -> bool:
        """Return whether «الأكثر قراءة» governs a list of titles between paragraphs, and is no sub-heading."""
        titles = [title for title in self._lines[index + 1 : stop] if len(title.split()) > LONGEST_SUBHEADING]
        heading = heading_in(self._lines[index])
        ranking = heading is not None and heading.opening is Opening.RANKING and not is_new(self._lines[index])
        return ranking and len(titles) >= FEWEST_LISTED

    def _take_out_lines(self) -> None:
        """Cut the lines that go wherever they occur: cards, addresses, labels of advertisements."""
        for index, line in enumerate(self._lines):
            folded = fold(line[:LONGEST_LABEL])
            advertised = folded in ADVERTISEMENTS or (len(line) <= LONGEST_LABEL and is_advertised(folded))
            if index in self._cards or advertised or _ADDRESS.fullmatch(line):
                self._stays[index] = False
        for block in skipped_blocks(self._lines):
            self._stays[block.start : block.stop] = [False] * len(block)
            self._kinds[block.start : block.stop] = [Kind.TITLE] * len(block)

    def _close_comments(self) -> None:
        """Cut readers' comments from their first heading after prose to the end."""
        for index, line in enumerate(self._lines[: self._end]):
            if self._before[index] and fold(_COUNT.sub("", line[:LONGEST_LABEL])) in COMMENTS:
                self._cut(index)
                return

    def _is_led_to(self, index: int) -> bool:
        """Return whether a heading comes right before the line, or a link that counts as a title."""
        before = self._kinds[index - 1] if index else None
        return before in (Kind.RELATED, Kind.LABEL) or (before is Kind.TITLE and index - 1 in self._links)

    def _cut(self, index: int) -> None:
        """Cut everything from a line to the end of the article found so far."""
        self._stays[index : self._end] = [False] * (self._end - index)
        self._end = index

    def _close(self, index: int) -> None:
        """Cut the appendix that a heading opens, when enough prose comes before it."""
        if self._before[index] >= (2 if self._kinds[index] is Kind.CLOSING else 1):
            self._listed = self._listed or self._kinds[index + 1 : index + 3] == [Kind.TITLE] * 2
            self._cut(index)

    def _begins_article(self, index: int, own: int) -> bool:
        """Return whether a second article follows a heading.

        Args:
            index: The heading.
            own: The first line after the heading that belongs to an article: prose or a credit.
        """
        first = self._lines[own]
        if not self._before[index] or goes_on(first):
            return False
        over = self._is_over(index)
        if over or self._kinds[own] is Kind.CREDIT:
            return over
        between = range(index + 1, min(own, index + 1 + WINDOW))
        titles = [self._lines[i] for i in between if self._kinds[i] is Kind.TITLE]
        if self._links:
            titles = [self._lines[i] for i in between if i in self._links]
        elif titles and len(titles[-1].split()) < self._subheading + LONGER:
            titles = titles[:-1]  # a sub-heading names what follows it, as a title does
        undated = [title for title in titles if not _is_dated(title)]
        alone = self._kinds[index] is Kind.RELATED and len(undated) == 1
        evidence = (
            len(undated) < len(titles),
            any(map(has_dateline, (*undated, first))),
            alone and _restates(first, undated[0]),
            self._listed,
        )
        return sum(evidence) >= ENOUGH or self._begins_anew(index, own, titles)

    def _begins_anew(self, index: int, own: int, titles: list[str]) -> bool:
        """Return whether the prose from a line on is like a second article's (`pipelines.appendix.leads`)."""
        if self._kinds[own] is not Kind.PROSE or len(self._lines[own].split()) < FEWEST_WORDS:
            return False
        before = [i for i in range(index) if self._is_paragraph(i)]
        after = [i for i in range(own, self._end) if self._is_paragraph(i)]
        sides = (before[:MOST_LINES] + before[MOST_LINES:][-MOST_LINES:], after[:MOST_LINES])
        told, new = ([self._lines[i] for i in side] for side in sides)
        return begins_anew(told, titles, new)

    def _is_paragraph(self, index: int) -> bool:
        return self._kinds[index] is Kind.PROSE and len(self._lines[index].split()) >= FEWEST_WORDS

    def _is_over(self, index: int) -> bool:
        """Return whether a credit or keywords precede a line with only headings, prompts or short titles between."""
        for i in range(index - 1, max(-1, index - 1 - WINDOW), -1):
            kind, line = self._kinds[i], self._lines[i]
            if kind in (Kind.CREDIT, Kind.KEYWORDS) or (kind is Kind.CLOSING and fold(line) in KEYWORDS):
                return True
            if kind is Kind.PROSE or (kind is Kind.TITLE and len(line.split()) >= LONGEST_SUBHEADING):
                return False
        return False

    def _take_out(self, index: int, stop: int) -> None:
        """Cut an insert: its heading, and those of the titles after it that surely belong to it.

        Args:
            index: The heading.
            stop: The first line after the heading that is not a title.
        """
        self._stays[index] = False
        titles = self._lines[index + 1 : stop]
        linked = next((i for i in range(index + 1, stop) if i not in self._links), stop) - index - 1
        if linked:
            self._stays[index + 1 : index + 1 + linked] = [False] * linked
            return
        bullets = next((i for i, title in enumerate(titles) if not is_bulleted(title)), len(titles))
        most = bullets if self._kinds[index] is Kind.LABEL else len(titles)
        if most > bullets and self._kinds[stop] is not Kind.CREDIT:
            if self._kinds[stop] is Kind.PROSE:
                short = len(titles[-1].split()) <= LONGEST_SUBHEADING
                alike = self._subheading > 0 and len(titles[-1].split()) < self._subheading + LONGER
                most -= short or (most > 1 and alike)
            if most > MOST_TITLES or not self._full_stops:
                most = max(bullets, min(most, 1))
        self._stays[index + 1 : index + 1 + most] = [False] * most

    def _trim(self) -> None:
        """Cut the keywords, prompts and closing headings at the text's end, from the end upward; credits stay.

        Short lines of unknown words below a prompt go with it.
        """
        unknown: list[int] = []
        for index in reversed(range(self._end)):
            kind = self._kinds[index]
            if kind in _TRAILING:
                for i in (index, *unknown):
                    self._stays[i] = False
                unknown = []
            elif self._stays[index] and kind is not Kind.CREDIT:
                if len(unknown) == MOST_UNKNOWN or not is_unknown(self._lines[index], kind):
                    return
                unknown.append(index)


def _is_dated(line: str) -> bool:
    """Return whether a line gives a date of publication with its label: «تاريخ النشر …»."""
    folded = fold(line)
    return any(map(str.isdigit, folded)) and any(phrase in folded for phrase in DATED)


def _restates(lead: str, title: str) -> bool:
    """Return whether a lead repeats at least half of a title's longer words, and `FEWEST_SHARED` of them."""
    words = {word for word in fold(title).split() if len(word) >= LONGEST_SUBHEADING}
    return shares_most(words, set(fold(lead).split()))


def is_credit(line: str) -> bool:
    """Return whether a line is a label with a credited name: «المصدر: …»."""
    label, name = label_of(line)
    return label in CREDIT and 0 < len(name.split()) <= LONGEST_CREDIT


def credit_of(text: str) -> str | None:
    """Return the name that a text credits, in the text's own words; None when no credit is certain.

    The name comes from the last line «المصدر: …», or from the line after it when that line has only the label;
    otherwise from the brackets that end the text with an agency, alone or with others: «(رويترز)», «--(بترا)»,
    «(فرانس برس، صحيفة الميناء)».
    """
    lines = text.split("\n")
    for index in reversed(range(len(lines))):
        if kind_of(lines[index]) is not Kind.CREDIT:
            continue
        label, name = label_of(lines[index])
        if label not in CREDIT:
            continue
        if not name and index + 1 < len(lines) and len(lines[index + 1].split()) <= LONGEST_SUBHEADING:
            name = lines[index + 1]
        if name.strip(" ."):
            return name.strip(" .")
    return signature_of(lines[-1]) or shared_signature_of(lines[-1]) or None
