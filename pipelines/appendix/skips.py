"""Blocks that a page lets screen readers skip: «تخطى البودكاست وواصل القراءة» … «البودكاست نهاية».

The first line names the block and offers to go on reading; the last names it again with the word for its end. What
stands between is not the article's, whatever it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_BLOCK = 16
"""Most lines between the first and the last line of a block."""
LONGEST_LINE = 80
"""Most characters of such a line."""

_SKIP = re.compile(r"(?:تخط[ياو]?|تجاوز|تخطي الي|skip) (.+?) و ?و?(?:واصل|تابع|اكمل|استمر\w*|continue)\w* .*")
_END = re.compile(r"نهايه (.+)|(.+) نهايه|end of (.+)")


def skipped_blocks(lines: Sequence[str]) -> Iterator[range]:
    """Return the lines of each block; of a block without an end only its first line."""
    after = 0
    for index, line in enumerate(lines):
        if index < after or len(line) > LONGEST_LINE or not (named := _SKIP.fullmatch(fold(line))):
            continue
        after = _after(lines, index, named[1])
        yield range(index, after)


def _after(lines: Sequence[str], index: int, name: str) -> int:
    """Return the line after a block."""
    for end in range(index + 1, min(len(lines), index + 2 + LONGEST_BLOCK)):
        ended = _END.fullmatch(fold(lines[end])) if len(lines[end]) <= LONGEST_LINE else None
        if ended and next(filter(None, ended.groups())) == name:
            return end + 1
    return index + 1
