"""Blocks that a page lets screen readers skip: «تخطى البودكاست وواصل القراءة» … «البودكاست نهاية».

The first line names the block and offers to go on reading; the last names it again with the word for its end. What
stands between is not the article's, whatever it is. Where the first line makes no offer, or the names differ («تجاوز ما
نرشحه» … «نهاية الترشيحات»), nothing between them may end as a paragraph does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.appendix.kinds import is_closed
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_BLOCK = 16
"""Most lines between the first and the last line of a block."""
LONGEST_LINE = 80
"""Most characters of such a line."""

_SKIP = re.compile(r"(?:تخط[ياو]?|تجاوز|تخطي الي|skip) (.+?) و ?و?(?:واصل|تابع|اكمل|استمر\w*|continue)\w* .*")
_BEGIN = re.compile(r"(?:تخط[ياو]?|تجاوز|skip) (?:\w+ ?){1,5}")
_ANY_END = re.compile(r"(?:نهايه|end of) (?:\w+ ?){1,4}")
_END = re.compile(r"نهايه (.+)|(.+) نهايه|end of (.+)")


def skipped_blocks(lines: Sequence[str]) -> Iterator[range]:
    """Return the lines of each block; of a block without an end only its first line."""
    after = 0
    for index, line in enumerate(lines):
        if index < after or len(line) > LONGEST_LINE:
            continue
        folded = fold(line)
        named = _SKIP.fullmatch(folded)
        if named or _BEGIN.fullmatch(folded):
            after = _after(lines, index, named[1] if named else "")
            after = after if after > index + 1 else _unnamed_after(lines, index)
            if named or after > index + 1:
                yield range(index, after)


def _after(lines: Sequence[str], index: int, name: str) -> int:
    """Return the line after a block."""
    for end in range(index + 1, min(len(lines), index + 2 + LONGEST_BLOCK)):
        ended = _END.fullmatch(fold(lines[end])) if len(lines[end]) <= LONGEST_LINE else None
        if ended and next(filter(None, ended.groups())) == name:
            return end + 1
    return index + 1


def _unnamed_after(lines: Sequence[str], index: int) -> int:
    """Return the line after a block whose end has another name; nothing in it ends as a paragraph does."""
    for end in range(index + 1, min(len(lines), index + 2 + LONGEST_BLOCK)):
        if len(lines[end]) <= LONGEST_LINE and _ANY_END.fullmatch(fold(lines[end])):
            return end + 1
        if is_closed(lines[end]) and not lines[end].endswith(("?", "؟", "!")):
            break
    return index + 1
