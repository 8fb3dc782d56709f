"""The end of a text, judged as a whole: what stands below the last sentence of the article.

One line alone is rarely certain; its neighbours decide:

- A sentence of a site's terms (`Kind.NOTICE`) counts as one where the tail holds another line of the site; elsewhere it
  is prose. A sentence to the reader between two prompts is one of them.
- Below a credit stands nothing of the article but notes of the newsroom. When a line below it is the site's, or several
  titles stand there, all of it goes.
- A short line of unknown words between a prompt and the end goes with the prompt.
- Sentences below a bare heading are titles when all lines to the end are short ones.
"""

from __future__ import annotations

from pipelines.appendix.kinds import (
    LONGEST_SENTENCE,
    LONGEST_SUBHEADING,
    LONGEST_TITLE,
    Kind,
    is_bulleted,
    is_closed,
    is_foreign,
    is_like_title,
    is_note,
    label_of,
)
from pipelines.appendix.leads import joins
from pipelines.words.folding import fold

SITE = (Kind.PROMPT, Kind.CLOSING, Kind.KEYWORDS, Kind.RELATED, Kind.LABEL)
"""Kinds of lines that only a site writes."""
LONGEST_SANDWICHED = 30
"""Most words of a sentence to the reader between two prompts."""
LONGEST_UNKNOWN = 8
"""Most words of an unknown line that goes with the prompts around it."""
MOST_UNKNOWN = 6
"""Most unknown lines in a row that go so."""
_STOPS = frozenset(".،؛")
LONGEST_RUN = 60
"""Most words of titles that are run together in one line."""
LONGEST_PLAIN = 12
"""Most words of a title with a full stop between paragraphs."""
LONG_PARAGRAPHS = 16
"""Mean words of the paragraphs of an article between which such a title counts."""
MOST_TOLD = 1_200
"""Characters of a paragraph in which keywords are looked for."""
TOLD = 5
"""All but one of so many keywords without a label were told."""
MOST_SENTENCES = 3
"""Most titles with full stops of an insert."""
FEWEST_SENTENCES = 2
"""Fewest titles with full stops below a heading that has no colon."""


def settle_notices(lines: list[str], kinds: list[Kind]) -> None:
    """Make each notice a prompt or prose, and a sentence to the reader between prompts a prompt."""
    start = len(kinds)
    while start and kinds[start - 1] not in (Kind.PROSE, Kind.CREDIT):
        start -= 1
    site = any(kind in SITE for kind in kinds[start:]) or sum(kind is Kind.NOTICE for kind in kinds[start:]) > 1
    for index, kind in enumerate(kinds):
        if kind is Kind.NOTICE:
            counts = index >= start and (site or is_foreign(lines[index]))
            kinds[index] = Kind.PROMPT if counts else Kind.PROSE
    for index in range(start - 1, 0, -1):
        above, below = kinds[index - 1], kinds[index + 1] if index + 1 < len(kinds) else None
        short = len(lines[index].split()) <= LONGEST_SANDWICHED
        if kinds[index] is not Kind.PROSE or not (short and above in SITE and below in SITE):
            return
        if is_note(lines[index]) or not is_foreign(lines[index]):
            return
        kinds[index] = Kind.PROMPT


def settle_sentences(lines: list[str], kinds: list[Kind]) -> None:
    """Make short sentences titles where a bare heading comes before them and nothing else of the article follows."""
    _settle_inner_sentences(lines, kinds)
    run: list[int] = []
    for index in reversed(range(len(kinds))):
        kind, line = kinds[index], lines[index]
        if kind is Kind.PROSE and (_is_run(line) or _is_sentence(line)):
            run.append(index)
        elif kind is Kind.RELATED:
            bulleted = all(is_bulleted(lines[i]) or _is_run(lines[i]) for i in run)
            mixed = bool(run) and kinds[index + 1] is Kind.TITLE  # titles without full stops: sentences are no titles
            if run and not mixed and (len(run) >= FEWEST_SENTENCES or bulleted or line.rstrip().endswith(":")):
                for i in run:
                    kinds[i] = Kind.TITLE
            run = []
        elif kind in (Kind.PROSE, Kind.CREDIT):
            return


def _is_sentence(line: str) -> bool:
    """Return whether a sentence is short enough for a title."""
    short = len(line.split()) <= LONGEST_SENTENCE
    return short and is_like_title(line) and not joins(fold(line[: 2 * LONGEST_RUN]).split())


def _is_run(line: str) -> bool:
    """Return whether a line may be several titles run together: it is long, and no full stop is in it."""
    return LONGEST_TITLE < len(line.split()) <= LONGEST_RUN and _STOPS.isdisjoint(line) and not line.startswith("و")


def _settle_inner_sentences(lines: list[str], kinds: list[Kind]) -> None:
    """Make one to three short sentences titles between a bare heading and an article with far longer paragraphs."""
    prose = [len(line.split()) for line, kind in zip(lines, kinds, strict=True) if kind is Kind.PROSE]
    if not prose or sum(prose) < len(prose) * LONG_PARAGRAPHS:
        return
    for index, kind in enumerate(kinds):
        if kind is not Kind.RELATED:
            continue
        run = 0
        while index + 1 + run < len(kinds) and _is_short(lines[index + 1 + run], kinds[index + 1 + run]):
            run += 1
        listed = run >= FEWEST_SENTENCES or lines[index].rstrip().endswith(":")
        if 0 < run <= MOST_SENTENCES and listed:
            kinds[index + 1 : index + 1 + run] = [Kind.TITLE] * run


def _is_short(line: str, kind: Kind) -> bool:
    """Return whether a sentence is as short and plain as a title."""
    plain = kind is Kind.PROSE and len(line.split()) <= LONGEST_PLAIN and "،" not in line
    return plain and _is_sentence(line)


def below_credit(lines: list[str], kinds: list[Kind]) -> int:
    """Return the first line below the last credit from which all goes; the number of lines when nothing goes."""
    last = next((i for i in reversed(range(len(kinds))) if kinds[i] is Kind.CREDIT), len(kinds))
    if last >= len(kinds) - 1:
        return len(kinds)
    named = bool(label_of(lines[last])[1]) or lines[last].rstrip().endswith(")")
    first = last + (1 if named else 2)
    below = range(first, len(kinds))
    if any(kinds[i] is Kind.PROSE or is_note(lines[i]) for i in below):
        return len(kinds)
    site = any(kinds[i] in SITE for i in below)
    titles = sum(kinds[i] is Kind.TITLE and len(lines[i].split()) > LONGEST_SUBHEADING for i in below)
    return first if site or titles > 1 else len(kinds)


def is_unknown(line: str, kind: Kind) -> bool:
    """Return whether a line of the tail may go with the prompt above it."""
    return kind in (Kind.TITLE, Kind.DOUBTFUL) and len(line.split()) <= LONGEST_UNKNOWN and not is_closed(line)


def unlabelled_keywords(lines: list[str], kinds: list[Kind]) -> int | None:
    """Return the line of keywords without a label that the site's lines follow to the end; None without one.

    Keywords repeat the article's words, and only the site's lines stand below them: no sub-heading is so.
    """
    last = next((i for i in reversed(range(len(kinds))) if kinds[i] is Kind.PROSE), None)
    if last is None or last + 2 >= len(kinds) or kinds[last + 1] is not Kind.TITLE or kinds[last + 2] not in SITE:
        return None
    words = fold(lines[last + 1]).split()
    told = {_bare(word) for line in lines[: last + 1] for word in fold(line[:MOST_TOLD]).split()}
    known = sum(_bare(word) in told for word in words)
    tags = LONGEST_SUBHEADING < len(words) <= LONGEST_PLAIN and not lines[last + 1].rstrip().endswith(
        ("؟", "?", "!", ")")
    )
    return last + 1 if tags and TOLD * known >= (TOLD - 1) * len(words) else None


def _bare(word: str) -> str:
    """Return a word without the article."""
    return word.removeprefix("ب").removeprefix("ال")
