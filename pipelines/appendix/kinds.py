"""The part that a line plays in a text, by its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from pipelines.words.agencies import AGENCIES
from pipelines.words.classes import class_of
from pipelines.words.folding import fold
from pipelines.words.grammar import Opening, certain_heading, heading_in, least_heading
from pipelines.words.headings import (
    BYLINES,
    CHANNELS,
    CLOSING,
    CREDIT,
    DATED,
    FOLLOW,
    GOING_ON,
    GOING_ON_PAIRS,
    KEYWORDS,
    NOTES,
    NOTICES,
    RELATED,
    WRITTEN_BY,
)
from pipelines.words.prompts import (
    asks_reader,
    has_rights_sign,
    is_control,
    is_disclaimer,
    is_notice,
    is_poll,
    is_prompt,
    is_share_bar,
    leads_elsewhere,
)
from pipelines.words.site import is_certain_line, is_invitation, is_site_label, is_site_line, is_site_sentence, voice_of

LONGEST_TITLE = 24
"""Most words of a title. The longest title seen in a list of related articles has 19."""
LONGEST_SUBHEADING = 4
"""Most words of a sub-heading. A sub-heading names a subject; a news title reports an event and needs more words."""
LONGEST_LABEL = 60
"""Most characters of a label, before its colon."""
LONGEST_CREDIT = 12
"""Most words after a credit's label."""
LONGEST_PROMPT = 40
"""Most words of a prompt to follow the outlet, or of a share bar."""
LONGEST_SENTENCE = 16
"""Most words of a title that ends with a full stop."""
LONGEST_VALUE = 6
"""Most words behind a label of the page: «القسم: …»."""
OPENING = 60
"""Characters at the beginning of a paragraph in which its opening or note is looked for."""

BULLETS = (*"•·▪▫◦●○■□◾◽‣⁃*►▶◄◀▸➤➜✔✅🔴🔵🔹🔸📌👈👉", "- ", "– ", "— ", "-\N{NO-BREAK SPACE}", ">>", "<<")
_POINTS = (*BULLETS, "-", "–", "—")
_LEAD = re.compile(r"[\s•·▪▫◦●○■□◾◽‣⁃*►▶◄◀▸➤➜#>\-–—<«»\"“”.…(\[]*(?:\d{1,2}\s?[-.)–/]\s*)?")
_NUMBER = re.compile(r"[(\[]?\d{1,2}\s?[-.)\]–/]\s*(?=\D)")
_QUOTES = frozenset('«»"“”„')
_CLOSERS = "\"”“»'’)]} "
_SEPARATOR = re.compile(r"[:|\N{FULLWIDTH COLON}]|(?<=\w) • (?=\w)")
_MARK = re.compile(r"(?<!\d)[:|؛\N{FULLWIDTH COLON}»>←⬅]|\s?(?:\.{2,}|…)|(?<=\w) ?[•/] ?(?=\w)|\s[-–—]+\s?|[-–—]+\s")
"""What may stand between a heading and a title in one line."""
_NAMES = re.compile(
    r"«[^«»]{1,40}»|\"[^\"]{1,40}\"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}|(?:https?://|www\.)\S{1,200}"
)
"""What a line of the site names."""
_BRACKETED = re.compile(r"\(([^()]{1,40})\)[ .]*$")
_CREDITED = re.compile(r"[,،/+]|\s[-–—]\s")
_TAGS = re.compile("(?:ال)?(?:كلمات|وسوم|اوسمه|علامات|تاغات|تاجات|هاشتاغات|هاشتاقات)(?: \\w+)?")
_GOVERNOR = "والي "
"""«والي صفاقس»: a governor, whose title folds to the same letters as «وإلى»."""
_ARROWS = (">>", "<<", "←", "➜", "⬅", "→", "›", "»»")
_FROM = ("←", "→", "⬅", "›", "»»", "↩", "⇐")
_FULL_STOP = re.compile(r"\w{2}\. \w")
_ASKED = re.compile(r"[؟?!]\s*(?=[^\s؟?!])")
_INNER_STOP = re.compile(r"\w{2}[.؟?!] \w")
_NO_TITLE = frozenset(
    map(
        fold,
        (
            "ما",
            "من",
            "إلى",
            "أن",
            "إن",
            "في",
            "عن",
            "على",
            "هذا",
            "هذه",
            "الذي",
            "التي",
            "كل",
            "به",
            "بها",
            "له",
            "لها",
        ),
    )
)
"""Words that continue a heading's words as a sentence: «اقرأ أيضا ما كتبه …»."""


class Kind(Enum):
    """The part that a line plays in a text."""

    PROSE = auto()
    """A paragraph of an article."""
    CREDIT = auto()
    """An attribution: a line of the article, often its last."""
    TITLE = auto()
    """A line that may be another article's title or a sub-heading."""
    RELATED = auto()
    """A heading of related articles, alone in its line."""
    DOUBTFUL = auto()
    """A line that may be such a heading; the lines after it decide."""
    LABEL = auto()
    """A heading of related articles, with a title in its line."""
    GLUED = auto()
    """A heading and a title without a mark between them; it counts where the article closes its sentences."""
    DOUBTFUL_LABEL = auto()
    """A line that may be such a label; it counts where nothing of the article follows."""
    CLOSING = auto()
    """A heading that counts only where nothing of the article follows."""
    KEYWORDS = auto()
    """A line of keywords."""
    PROMPT = auto()
    """A prompt to follow or to share."""
    NOTICE = auto()
    """A sentence that may be a site's terms; it counts at the text's end only."""


@dataclass(frozen=True)
class Headed:
    """A line that begins with a heading."""

    kind: Kind
    title: str


@lru_cache(maxsize=512)
def kind_of(line: str) -> Kind:
    """Return the kind of a line by its words alone."""
    return _kind_of_label(*label_of(line)) or _kind_of_headed(line) or _kind_of_sentence(line)


def _kind_of_headed(line: str) -> Kind | None:
    """Return the kind of a line that is a heading, a label or a line of keywords by the grammar; None otherwise."""
    if _is_tags(line):
        return Kind.KEYWORDS
    if _is_tagged(line):
        return Kind.LABEL
    label, title = label_of(line)
    headed = headed_by(line)
    doubtful = headed is not None and headed.kind not in (Kind.RELATED, Kind.LABEL, Kind.CLOSING)
    if doubtful and (is_asking(line) or speaks_for_site(line)):
        return Kind.PROMPT
    if headed:
        return Kind.PROMPT if label in CLOSING and title else headed.kind
    if label in CLOSING and not is_prose(title):
        return Kind.PROMPT if title else Kind.CLOSING
    return None


def _kind_of_sentence(line: str) -> Kind:
    """Return the kind of a line that no heading opens."""
    words = len(line.split())
    folded = fold(line) if words <= 2 * LONGEST_PROMPT else ""
    asking = words <= LONGEST_PROMPT and _is_asking(folded, closed=_is_sentence(line))
    if asking or _is_sites(line, folded):
        return Kind.PROMPT
    if signature_of(line):
        return Kind.CREDIT if words <= LONGEST_SUBHEADING else Kind.PROSE
    if words <= LONGEST_TITLE and sounds_like_site(line):
        return Kind.PROMPT
    if folded and is_notice(folded):
        return Kind.NOTICE
    if is_prose(line):
        return Kind.PROSE
    return Kind.DOUBTFUL_LABEL if is_barred(line) else Kind.TITLE


def is_barred(line: str) -> bool:
    """Return whether one bar stands between a label and a title, as in links and rows of tables."""
    label, bar, title = line.partition("|")
    short = len(label.split()) <= LONGEST_SUBHEADING <= len(title.split()) + 1
    return bar != "" and short and label.strip() != "" and "|" not in title and not is_bulleted(line)


def sounds_like_site(line: str) -> bool:
    """Return whether a line below an article is a site's by the share of its words that sites write.

    Names in quotation marks and addresses count neither way. A label of the site's words makes a short line one.
    """
    if is_note(line) or goes_on(line) or line.endswith(("،", "؛")) or opens_with(fold(line[:OPENING]), DATED):
        return False
    bare = _NAMES.sub(" ", line)
    if speaks_for_site(line):
        return True
    if is_closed(bare) or _FULL_STOP.search(bare):
        return is_site_sentence(fold(bare))
    label, value = label_of(line)
    labelled = (
        bool(value)
        and label not in WRITTEN_BY
        and not line.startswith(_POINTS)
        and len(value.split()) <= LONGEST_VALUE
        and is_site_label(label)
    )
    if line.rstrip().endswith(("؟", "?")) and voice_of(fold(bare)).foreign:
        return False
    return labelled or is_site_line(fold(bare))


def speaks_for_site(line: str) -> bool:
    """Return whether a line without a full stop is a site's between paragraphs, too; a question may be the author's."""
    if is_note(line) or line.rstrip().endswith((".", "،", "؛", "؟", "?")):
        return False
    bare = _NAMES.sub(" ", line)
    *_, last = _ASKED.split(bare)
    if last != bare and is_invitation(fold(last)):
        return True
    marked = "@" in line or ":" in line or any(map(str.isdigit, line))
    return is_certain_line(fold(bare), marked=marked)


def _is_sites(line: str, folded: str) -> bool:
    """Return whether a line is a notice of rights, a poll's question, or leads elsewhere by an arrow or a click."""
    clicked = folded != "" and not is_closed(line) and leads_elsewhere(folded)
    return clicked or has_rights_sign(line) or is_poll(line) or _points(line)


def _points(line: str) -> bool:
    """Return whether an arrow opens or ends a line of a title's length: it is a link, and no article's sentence."""
    bare = line.rstrip()
    arrow = bare.endswith(_ARROWS) or line.startswith(_FROM)
    return (
        arrow
        and LONGEST_SUBHEADING <= len(line.split()) <= LONGEST_TITLE
        and not is_closed(bare.rstrip("".join(_ARROWS)))
    )


def points(line: str) -> bool:
    """Return whether an arrow ends a line, so that it is a link wherever it stands."""
    return bool(fold(line[:LONGEST_LABEL])) and _points(line)


def _is_tags(line: str) -> bool:
    """Return whether a line holds only hashtags, or a label of keywords and words after it."""
    if line.lstrip().startswith("#") and all(word.startswith("#") for word in line.split()):
        return True
    label, title = label_of(line)
    return bool(title) and _TAGS.fullmatch(label) is not None and not is_prose(title)


def _kind_of_label(label: str, title: str) -> Kind | None:
    """Return the kind of a line that begins with a known label; None when the label is not known."""
    if label in CREDIT and len(title.split()) <= LONGEST_CREDIT:
        return Kind.CREDIT
    if label in BYLINES and title:
        return Kind.NOTICE if _states(fold(title[: 5 * LONGEST_LABEL])) else Kind.PROSE
    if label in KEYWORDS and title:
        return None if is_closed(title) else Kind.KEYWORDS
    if label in RELATED and not is_prose(title):
        return Kind.LABEL if title else Kind.RELATED
    return None


@lru_cache(maxsize=512)
def headed_by(line: str) -> Headed | None:
    """Return the kind that a heading at the line's beginning gives it, by the grammar of headings; None without one."""
    bare = _LEAD.sub("", line, count=1)
    quoted = not _QUOTES.isdisjoint(line[: len(line) - len(bare)])
    mark = _MARK.search(bare, 1, LONGEST_LABEL)
    label = bare[: mark.start()] if mark else bare
    title = bare[mark.end() :].strip(" :-–—>|.…") if mark else ""
    if goes_on(line) and len(line.split()) > LONGEST_SUBHEADING:
        return None
    if not title or not fold(title[:LONGEST_LABEL]):
        return _alone(bare, quoted=quoted or not _QUOTES.isdisjoint(bare))
    if quoted or len(label) > LONGEST_LABEL or not is_like_title(title):
        return None
    if not _QUOTES.isdisjoint(label):
        named = heading_in(unnamed) if (unnamed := _NAMES.sub(" ", label)) != label else None
        return Headed(Kind.DOUBTFUL_LABEL, title) if named else None
    if heading := heading_in(label):
        certain = heading.certain and heading.opening is Opening.RELATED
        return Headed(Kind.LABEL if certain else Kind.DOUBTFUL_LABEL, title)
    return _glued(bare)


def _is_tagged(line: str) -> bool:
    """Return whether a hashtag of reading or of pieces opens a title: «#شاهد رحلة القطار»."""
    tag, _, title = line.partition(" ")
    tagged = tag.startswith("#") and class_of(fold(tag.replace("_", " ")).partition(" ")[0]) in "vn"
    return tagged and len(title.split()) >= LONGEST_SUBHEADING - 1


def _alone(bare: str, *, quoted: bool) -> Headed | None:
    """Return the kind of a line that is a heading as a whole."""
    if len(bare) > LONGEST_LABEL:
        return _glued(bare) if not quoted else None
    heading = heading_in(bare)
    if heading is None:
        return _glued(bare) if not quoted else None
    if quoted:
        return Headed(Kind.DOUBTFUL, "")
    if heading.opening is Opening.RANKING:
        return Headed(Kind.CLOSING if heading.certain else Kind.DOUBTFUL, "")
    if is_closed(bare) and not bare.rstrip().endswith(".."):
        return None
    return Headed(Kind.RELATED if heading.certain else Kind.DOUBTFUL, "")


def _glued(bare: str) -> Headed | None:
    """Return a label when a title follows a heading without a mark between them; a short heading may be doubtful."""
    words = fold(bare[: 5 * LONGEST_LABEL]).split()
    if is_closed(bare) or bare.endswith((":", "،", "؛")):
        return None
    if leads_to_title(words, least_heading(words)):
        return Headed(Kind.LABEL, bare)
    return Headed(Kind.GLUED, bare) if leads_to_title(words, certain_heading(words)) else None


def leads_to_title(words: list[str], count: int) -> bool:
    """Return whether a title may follow the first so many of a line's folded words, which make a heading."""
    rest = words[count:]
    if not count or not LONGEST_SUBHEADING <= len(rest) <= LONGEST_TITLE:
        return False
    return rest[0] not in _NO_TITLE and not rest[0].startswith(("بال", "لل"))


def is_like_title(line: str) -> bool:
    """Return whether a line may be a title even if one full stop ends it."""
    if not is_prose(line):
        return True
    short = len(line.split()) <= LONGEST_TITLE
    return (
        short
        and is_closed(line)
        and not goes_on(line)
        and not _INNER_STOP.search(line)
        and not _opens_with(fold(line[:OPENING]), NOTES)
    )


def _is_asking(folded: str, *, closed: bool) -> bool:
    """Return whether a folded line is a share bar, a notice of the page, or a prompt."""
    if is_share_bar(folded) or is_control(folded) or _states(folded):
        return True
    if _opens_with(folded, FOLLOW) and any(f" {channel} " in f"{folded} " for channel in CHANNELS):
        return True
    return is_prompt(folded, closed=closed)


def is_bulleted(line: str) -> bool:
    """Return whether a line begins with a bullet or a number of a list."""
    return line.startswith(BULLETS) or _NUMBER.match(line) is not None


@lru_cache(maxsize=512)
def label_of(line: str) -> tuple[str, str]:
    """Return the folded label that opens a line, and the title after it; without a separator all of it is label."""
    separator = _SEPARATOR.search(line, 0, LONGEST_LABEL)
    label = line[: separator.start()] if separator else line
    if len(label) > LONGEST_LABEL or not _QUOTES.isdisjoint(label):
        return "", line
    title = line[separator.end() :] if separator else ""
    folded = fold(label)
    if not separator and folded in CREDIT:
        return "", line  # «المصدر» without a colon credits nobody
    return folded, title if fold(title[:LONGEST_LABEL]) else ""


def is_closed(line: str) -> bool:
    """Return whether a line ends with a full stop; an ellipsis is not one."""
    bare = line.rstrip(_CLOSERS)
    return bare.endswith(".") and not bare.endswith("..")


def is_prose(line: str) -> bool:
    """Return whether a line cannot be a title: by its end, its length or its opening."""
    return (
        is_closed(line)
        or line.endswith((":", "،", "؛"))
        or len(line.split()) > LONGEST_TITLE
        or goes_on(line)
        or is_note(line)
    )


def is_note(line: str) -> bool:
    """Return whether a line is a newsroom's note, which belongs to the article."""
    return _opens_with(fold(line[:OPENING]), NOTES) or label_of(line)[0] in BYLINES


def goes_on(line: str) -> bool:
    """Return whether a line continues the paragraph before it: «وأضاف …»."""
    words = fold(line[:OPENING]).split()
    if line.startswith(_GOVERNOR):
        return False
    return bool(words) and (words[0] in GOING_ON or " ".join(words[:2]) in GOING_ON_PAIRS)


def _opens_with(folded: str, phrases: frozenset[str]) -> bool:
    return f"{folded} ".startswith(_openings(phrases))


@lru_cache(maxsize=32)
def _openings(phrases: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in phrases)


def opens_with(folded: str, phrases: frozenset[str]) -> bool:
    """Return whether a folded line begins with one of the folded phrases."""
    return _opens_with(folded, phrases)


def _is_sentence(line: str) -> bool:
    """Return whether a full stop ends a line or stands in it."""
    return is_closed(line) or _INNER_STOP.search(line) is not None


def is_dated(line: str) -> bool:
    """Return whether a line gives a date of publication with its label: «تاريخ النشر …»."""
    folded = fold(line[: 2 * LONGEST_LABEL])
    return (
        len(line) <= 2 * LONGEST_LABEL and any(map(str.isdigit, folded)) and any(phrase in folded for phrase in DATED)
    )


def is_asking(line: str) -> bool:
    """Return whether a line is a share bar, a notice of the page, or a prompt."""
    return len(line.split()) <= LONGEST_PROMPT and _is_asking(fold(line), closed=_is_sentence(line))


def is_stated(line: str) -> bool:
    """Return whether a sentence opens with the words of a page's notice on rights or opinions."""
    return _states(fold(line[: 5 * LONGEST_LABEL]))


def _states(folded: str) -> bool:
    return _opens_with(folded, NOTICES) or is_disclaimer(folded)


def is_foreign(line: str) -> bool:
    """Return whether a line speaks to the reader of his opinion, address or device."""
    return asks_reader(fold(line[: 5 * LONGEST_LABEL]))


def signature_of(line: str) -> str:
    """Return the agency in brackets that ends a line; empty when no agency does."""
    tail = line[-LONGEST_LABEL:]
    signed = _BRACKETED.search(tail)
    if not signed:
        return ""
    names = signed[1].strip()
    before = tail[: signed.start()].rstrip()
    if before.endswith(("--", "—", "––")) or all(fold(name) in AGENCIES for name in _CREDITED.split(names)):
        return names
    return ""


def shared_signature_of(line: str) -> str:
    """Return the names in brackets that end a line when one of them is an agency; empty otherwise."""
    signed = _BRACKETED.search(line[-LONGEST_LABEL:])
    names = [fold(name) for name in _CREDITED.split(signed[1])] if signed else []
    short = all(0 < len(name.split()) < LONGEST_SUBHEADING for name in names)
    return signed[1].strip() if signed and short and not AGENCIES.isdisjoint(names) else ""
