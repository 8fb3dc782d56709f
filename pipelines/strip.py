"""Strip: cut the appendix after an article and the inserts between its paragraphs.

The step sees paragraphs and no markup. A line that holds a whole text is divided first into its sentences, and every
line where a heading, a credit or a prompt begins inside it (`pipelines.appendix.division`). The pieces then get a
kind by their words (`pipelines.appendix.kinds`): headings and prompts are recognized by a grammar of word classes
(`pipelines.words.grammar`, `pipelines.words.prompts`), not by a list of phrases. What a heading governs is decided by
the lines around it; a sentence with the same words stays. A heading in quotation marks, with words of no class, or
one that may be a sub-heading («قصص أخرى») is doubtful: it counts only above two titles, or where nothing of the
article follows.

The headings are judged from the last to the first, so that each heading is judged by the lines that are left after it:

1.  Only titles, bullets, dates, keywords and further headings follow, and nothing of the article: the heading opens an
    appendix, and everything to the end goes. Prose must come before it: this step does not judge a page that is only
    a list. The headings of `CLOSING` need two paragraphs of prose, since a digest may call its own list «آخر الأخبار».
2.  Prose follows. Either the article continues after an insert, or a second article begins. To cut the rest of an
    article is the worst error here, so a second article needs prose before it and evidence. One piece decides alone:

    - a credit or a line of keywords comes right before the heading: it ends the article;
    - the marks of a lead, weighed together (`pipelines.appendix.anew`).

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
newsroom's notes belong to the article. A bullet shows that a line is a title, unless the article's own titles have one.

A line that is an address or the label of an advertisement, a block that screen readers may skip, and a prompt that
names the outlet's channel go wherever they occur. Readers' comments go from their heading («تعليقات الزوار (3)») to the
end, prose or not, when prose comes before the heading.

The end of the text is judged as a whole (`pipelines.appendix.tail`): what stands below the last credit, keywords,
prompts to follow the outlet, share bars, notices, «اترك تعليقاً»; a credit among them stays.

Each line is read a few times, by patterns that cannot backtrack: the time is linear in the text's length.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from pipelines.appendix.cutting import Cutting
from pipelines.appendix.division import divide
from pipelines.appendix.facts import Facts
from pipelines.appendix.kinds import (
    LONGEST_CREDIT,
    LONGEST_SUBHEADING,
    Kind,
    kind_of,
    label_of,
    shared_signature_of,
    signature_of,
)
from pipelines.words.headings import CREDIT

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipelines.appendix.division import Part


@dataclass(frozen=True)
class Stripped:
    """A text's paragraphs, divided into those of the article and the others. A paragraph may have a part in each."""

    parts: tuple[Part, ...]
    """Paragraphs and parts of paragraphs in the text's order, with the rule that cut them."""

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The article's paragraphs, in the text's order."""
        own = groupby((part for part in self.parts if part.cause is None), lambda part: part.line)
        return tuple(" ".join(part.text for part in line) for _, line in own)

    @cached_property
    def cut(self) -> tuple[str, ...]:
        """The paragraphs of appendix and inserts, in the text's order."""
        return tuple(part.text for part in self.parts if part.cause is not None)

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
    facts = Facts(divided, [places[index] for index in links], [places[index] for index in cards])
    return Stripped(tuple(divided.parts(Cutting(facts).causes())))


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
