"""Where the titles behind a heading end inside a line, and prose goes on.

Titles have no full stop, and prose follows without a mark. It shows itself by a question mark of the title, by
quotation marks around it, by a dateline, by a conjunction with a verb or with a name that the article has, by a verb of
reports without its subject before it, or by a word that turns to something else. The first such word counts: too early
leaves a piece of a title in the text, too late loses a sentence. A comma, or a word that prose has far more often than
titles, shows that prose may have begun before, at no certain place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.appendix.kinds import LONGEST_TITLE
from pipelines.appendix.leads import SAYING, joins
from pipelines.appendix.places import FEWEST_WORDS
from pipelines.words.agencies import AGENCIES
from pipelines.words.folding import fold, phrases, words
from pipelines.words.headings import GOING_ON, GOING_ON_PAIRS, RESUMING

if TYPE_CHECKING:
    from pipelines.appendix.running import Line

MOST_WORDS = 2 * LONGEST_TITLE
"""Most words of the titles behind a heading."""
LONGEST_DATELINE = 60
"""Characters in which a dateline stands."""

_TITLE_END = re.compile(r"[؟?!][\"”»)]{0,3} ")
_QUOTED = re.compile(r"\s*(?:[:|]\s*)?(?:«[^«»]{24,160}»|\"[^\"]{24,160}\"|“[^“”]{24,160}”) (?![.…:|])")
_DATELINE = re.compile(r"\(([^()]{2,20})\) ?[-–—]")
_BULLET = re.compile(r"[\s:]*([•·▪■●►◄✔🔴🔹*\-–—])")
_NOUNS = words(
    "بحث وجه طلب وقع عقد ضبط حذر قرر ذكر كشف نظم اقر سجل دعا كلف ضم حضر رفض وصل نقل قتل بدا شن ادي شهد فاز نفي هاجم دعت"
)
"""Verbs of reports whose letters are a noun's or a name's, too, or that titles have."""
_FRESH = (SAYING - _NOUNS) | words("تقول يقول قام قامت")
"""Verbs with which a sentence of a report begins; a title names its subject first."""
_CONJOINED_VERB = re.compile("و[يت](?!ونس|وم$|د$|ركي)\\w{2,}")
"""The conjunction with a verb of the present: «ويضم», «وتشكو»."""
_TELLING = words("كان كانت تم تمت ان قد حيث الذين وهو وهي عليه بناء هنا يجب")
"""Words that prose has far more often than titles: after them nobody can tell where a title ended."""
_TURNING = words("لكن ولكن اما كما فيما بينما ثم")
_TURNING_PAIRS = phrases(
    """
    غير أن، إلا أن، حتى الآن، على أن، في حين، ومن المقرر، ومن المتوقع، ومن المنتظر، ومن المرتقب، ومن المحتمل، ومن بين،
    ومن شأن
    """
)
"""Words with which prose turns to something else."""
_CONJOINED = words("وعلي والي ومع وهو وهي وهم ولا وقد وعن وتلك وحول ومن")
"""Openings of paragraphs that stand inside titles, too."""
_ASKING = words("هل كيف لماذا متي اين ماذا كم")
"""Words with which questions begin."""
_GOVERNING = words("ان انها انه من عن في الي علي ما لم قد كما الذي التي حيث كيف لماذا متي عندما بعد قبل منذ هل")
"""Words before a verb that belongs to their clause."""


class TitleEnds:
    """Finds in a line that runs on where prose follows titles."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._told: set[str] = set()  # words before the last heading that was asked for
        self._read = 0

    def after(self, heading: int, first: int, end: int) -> int:
        """Return the character from which prose follows the titles behind a heading; 0 when it cannot be told.

        Args:
            heading: The heading's first word. Headings must be asked for in their order.
            first: The first word after the heading.
            end: The character after the sentence.
        """
        line = self._line
        begin = line.words[first - 1].end
        if quoted := _QUOTED.match(line.text, begin, end):
            return quoted.end()
        if bullet := _BULLET.match(line.text, begin, end):
            first = line.word_at(max(line.text.rfind(f" {bullet[1]} ", begin, end), begin))
        self._tell(heading)
        least = first + FEWEST_WORDS - 1
        for index in range(least, min(first + MOST_WORDS, line.word_at(end))):
            far = index > first + LONGEST_TITLE
            if not (far and line.words[index].folded not in RESUMING) and (at := self._end_at(index, least, end)):
                return at
            if not {"،", "؛"}.isdisjoint(line.gap(index)) or line.words[index].folded in _TELLING:
                return 0
        return 0

    def _end_at(self, index: int, least: int, end: int) -> int:
        """Return where the prose begins that may begin with a word; 0 when none does."""
        start = self._line.words[index].start
        gap = self._line.gap(index)
        if _TITLE_END.search(gap):
            asked = (word.start for word in self._line.words[least + 1 : index] if word.folded in _ASKING)
            return next(asked, start)  # a question behind a title is as well the article's
        if "|" in gap:
            return start
        if "،" in gap:
            return self._dateline_place(index, end) if index > least else 0
        if dateline := self._dateline(index, end):
            return dateline
        if index == least or not self._resumes(index):
            return 0
        return start if self._line.words[index].folded.startswith("و") else self._joined(least, index)

    def _joined(self, least: int, index: int) -> int:
        """Return where a clause with a conjunction begins before a word: prose may begin so; else the word's place."""
        for word in self._line.words[least + 1 : max(least + 1, index - FEWEST_WORDS + 1)]:
            if joins([word.folded]) and not word.folded.startswith("وال"):
                return word.start
        return self._line.words[index].start

    def _dateline(self, index: int, end: int) -> int:
        """Return where an agency in brackets with its dash begins right before a word; 0 when none does."""
        opened = self._line.text.find("(", self._line.words[index - 1].end, self._line.words[index].start)
        dateline = _DATELINE.match(self._line.text, opened, end) if opened > 0 else None
        return opened if dateline and fold(dateline[1]) in AGENCIES else 0

    def _dateline_place(self, index: int, end: int) -> int:
        """Return where the place of a dateline begins whose comma stands before a word: «دبي، الإمارات (CNN) --»."""
        start = self._line.words[index].start
        dateline = _DATELINE.search(self._line.text, start, min(end, start + LONGEST_DATELINE))
        return self._line.words[index - 1].start if dateline and fold(dateline[1]) in AGENCIES else 0

    def _resumes(self, index: int) -> bool:
        """Return whether prose begins with a word, and no title goes on with it."""
        word, before = self._line.words[index].folded, self._line.words[index - 1].folded
        if word in RESUMING | _TURNING or _CONJOINED_VERB.fullmatch(word) or self._is_pair(index):
            return True
        if not word.startswith("و"):
            return word in _FRESH and before not in _GOVERNING
        if (word in GOING_ON or word[1:] in SAYING) and word not in SAYING | _CONJOINED:
            return True
        named = len(word) >= FEWEST_WORDS and joins([word]) and not word.startswith("وال")
        return named and self._is_told(index + 1)

    def _is_pair(self, index: int) -> bool:
        """Return whether two words open a paragraph; a comma or a verb follows «من جانبه» if no subject is before."""
        pair, following = " ".join(self._line.folded(index, 2)), self._line.folded(index + 2, 1)
        if pair in _TURNING_PAIRS:
            return True
        told = following != [] and ("،" in self._line.gap(index + 2) or following[0] in SAYING)
        return pair in GOING_ON_PAIRS and (told or not pair.startswith("من "))

    def _tell(self, heading: int) -> None:
        """Read the words before a heading."""
        self._told.update(word.folded.removeprefix("ال") for word in self._line.words[self._read : heading])
        self._read = max(self._read, heading)

    def _is_told(self, index: int) -> bool:
        """Return whether a word that may be a name stands before the heading, too."""
        word = self._line.words[index].folded if index < len(self._line.words) else ""
        return len(word) >= FEWEST_WORDS and word.removeprefix("ال") in self._told
