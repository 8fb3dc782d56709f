"""The grammar of headings: the phrases that open an appendix or an insert, over classes of words.

A heading is made of few kinds of words (`pipelines.words.classes`):

- reading: «اقرأ أيضا», «طالعوا المزيد», «لقراءة المزيد», «يمكنك أيضا قراءة», «شاهد هذا الفيديو»
- pieces with a relation: «روابط ذات علاقة», «مواد أخرى», «تقارير قد تهمك», «مقالات من القسم نفسه», «ذات صلة»
- attention: «قد يهمك», «لا يفوتك», «ننصحك بقراءة», «اخترنا لكم»
- more: «المزيد», «المزيد من المقالات»
- ranking: «الأكثر قراءة», «أحدث الأخبار», «ترشيحاتنا». An author's sub-heading may have the same words.

A tail of a few words may name an outlet or a subject: «مواضيع ذات صلة من …», «المزيد عن …». A heading with such a tail
is not certain. The grammar is loose: what a heading governs is decided by the lines around it (`pipelines.strip`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import filterfalse

from pipelines.words.classes import OTHER, class_of, classes_of
from pipelines.words.folding import fold

LONGEST_HEADING = 9
"""Most words of a heading."""
LONGEST_TAIL = 4
"""Most words of no class in a heading's tail."""


class Opening(Enum):
    """What a heading does."""

    RELATED = auto()
    """It opens related pieces."""
    RANKING = auto()
    """It opens a list that closes a page: the most read, the newest."""


@dataclass(frozen=True)
class Heading:
    """A heading that the grammar recognized."""

    opening: Opening
    certain: bool
    """Whether all its words belong to the grammar."""


_REST = "[anlizepdoymqgtwuhj]"
_READING = rf"q{{0,3}}a?(?:[vt]g?|(?<=q)g|(?<=qa)g)(?={_REST}*(?:[anwlmho]|ze)){_REST}*"
_PIECES = rf"vg|p?n+a+|ns[en]|q+ag|[aw]?n+[ndi]?(?:ze|l|q{{0,2}}m|pd?o|pe){_REST}*|l?ze{_REST}*|ln|hp?[no]?"
_ATTENTION = r"q{0,3}a?m+(?:[yglanwpdoztr]|ze|q[mr])*|q{1,3}r(?:[andlop]|ze)*|ly"
_MORE = r"w(?:p?[nodalzeg])*[vt]?|[at]{1,2}v"
_OTHERS = "ro[aon]*|ora*|q{0,3}ro?a+"
"""What other readers read, and «زوارنا يقرؤون الآن»."""
_FURTHER = re.compile("[oy]a|[a-z]{1,4}ya")
_ALSO = frozenset(map(fold, ("أيضا", "كذلك")))
"""With one of these at its end a short line offers another piece: «للكاتب أيضا», «إليك كذلك»."""
_CERTAIN = re.compile(f"(?:{_READING}|{_PIECES}|{_ATTENTION}|{_MORE}|{_OTHERS})")
_RANKING = re.compile("[nd]*s[ugn][pdonyua]*|s[ug]|h(?:[pdonylj])*|[pd]?j+a?(?:n|o|qk)[pdonyali]*")
_DOUBTFUL = re.compile("(?:n|pn|y|pd?o|pod|n[ijo]+|n[xi]{1,2}i|v|t|q?vt?|aa+|pdn)")
_TAILED = re.compile(
    rf"(?P<core>q{{0,2}}[vt]g?(?:[awn]+|p?o)|w|[aw]?n+(?:ze|l|i)|ze|q{{0,3}}m+[ya]*|s[ug]|j+n)"
    rf"[pdnoa]{{0,3}}x{{1,{LONGEST_TAIL}}}[opnd]?x?"
)
_ALONE = frozenset(map(fold, ("Related", "مرتبط", "مرتبطة", "متعلقات", "ذو صلة", "متصل", "المزيد")))
_ALONE_OPENINGS = frozenset(phrase.split()[0] for phrase in _ALONE)
_PICTURES = tuple(map(fold, ("صورة", "صور", "مقطع", "لقطة")))
"""A picture may be called alike another in a report: «صورة مشابهة»."""
_ASKING = re.compile(r"[وف]?ا?قر[او]\w*|(?:طالع|شاهد|تصفح|راجع|انظر)وا|انظر")
"""Verbs that are imperatives whatever follows."""
_SEEING = re.compile(r"شاهد|طالع|انظر|تصفح")
"""Verbs that are imperatives before a colon: what was seen is no sentence."""
_SHORT = re.compile("q{0,2}[vt]g?a+|vw|tw|[wa]?nze|q{1,2}ma?|qag|my")
"""A heading's least form, which may open a line before a title without a mark between them."""


def heading_of(words: tuple[str, ...]) -> Heading | None:
    """Return the heading that folded words make; None when they make none."""
    bare = tuple(filterfalse(str.isdigit, words))
    if bare and not may_open(bare[0]):
        return None
    return _parsed(bare) if 0 < len(bare) <= LONGEST_HEADING else None


@lru_cache(maxsize=16384)
def may_open(word: str) -> bool:
    """Return whether a heading may begin with a folded word; none begins with a word of no class, but for a number."""
    return class_of(word) != OTHER or word.isdigit() or word in _ALONE_OPENINGS


@lru_cache(maxsize=4096)
def _parsed(words: tuple[str, ...]) -> Heading | None:
    line = " ".join(words)
    if line in _ALONE:
        return Heading(Opening.RELATED, certain=True)
    letters = classes_of(list(words))
    if _RANKING.fullmatch(letters):
        return Heading(Opening.RANKING, certain=True)
    if _CERTAIN.fullmatch(letters) and letters not in ("m", "hn"):
        return Heading(Opening.RELATED, certain=not words[0].startswith(_PICTURES))
    if _DOUBTFUL.fullmatch(letters) or (words[-1] in _ALSO and _FURTHER.fullmatch(letters)):
        return Heading(Opening.RELATED, certain=False)
    if tailed := _TAILED.fullmatch(letters):
        return Heading(Opening.RANKING if tailed["core"][0] in "sj" else Opening.RELATED, certain=False)
    return None


def heading_in(line: str) -> Heading | None:
    """Return the heading that a whole line is, by its words; None when it is none."""
    return heading_of(tuple(fold(line).split()))


def least_heading(words: list[str]) -> int:
    """Return how many of the first words make a heading's least form, «اقرأ أيضا»; 0 when they make none."""
    letters = classes_of(words[:6])
    found = _SHORT.match(letters)
    return found.end() if found else 0


def ranking_heading(words: list[str]) -> int:
    """Return 2 when the first two words rank pieces, «الأكثر قراءة»; 0 otherwise."""
    return 2 if re.fullmatch("s[ug]", classes_of(words[:2])) else 0


def certain_heading(words: list[str]) -> int:
    """Return how many of the first words make a certain heading of two words or more; 0 when they make none."""
    for count in range(min(LONGEST_HEADING, len(words)), 1, -1):
        heading = heading_of(tuple(words[:count]))
        if heading and heading.certain and heading.opening is Opening.RELATED:
            return count if classes_of(words[count - 1 : count]) not in "qpdj" else 0
    return 0


def is_new(line: str) -> bool:
    """Return whether a heading tells of the newest pieces: «آخر الأخبار», which may be a part of a digest."""
    return classes_of(fold(line).split()[:2]).startswith(("j", "pj", "dj"))


def is_likely(label: str) -> bool:
    """Return whether a doubtful heading opens as only sites do: «المزيد من …», «اقرأ على موقع …», «الأكثر …»."""
    letters = classes_of(label.split()[:3])
    return re.match("w|[vt][awp]|s[ug]", letters) is not None or (
        letters == "v" and (_ASKING.fullmatch(label) or _SEEING.fullmatch(label)) is not None
    )
