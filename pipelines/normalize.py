"""The text format of the corpus: invisible and accidental characters go; everything else stays the author's.

The rules, in the order in which they apply:

1. Line ends: CR LF, CR, VT, FF, NEL, U+2028 and U+2029 become LF, since each of them begins a new line on paper.
2. Spaces: tab, the information separators (U+001C to U+001F) and every character of Unicode's category Zs
   (no-break, thin, ideographic, …) become U+0020.
3. Invisible characters go: the other control characters (NUL among them); byte-order marks; bidi marks,
   embeddings, overrides and isolates; the deprecated format characters; zero-width space, joiners, word
   joiner and invisible operators; soft hyphen; combining grapheme joiner; Mongolian vowel separator;
   interlinear annotation marks; the object replacement character (where a picture stood); tag characters; and
   lone surrogates, which no UTF-8 file can hold. Between Arabic letters ZWNJ and ZWJ only steer shapes, so
   they go too. ZWJ between two pictographs stays: it joins them into one visible picture.
4. Presentation forms (U+FB50–U+FDF9, U+FE70–U+FEFC) become the letters that they draw, by NFKC of these
   characters only. The isolated form of a diacritic becomes the diacritic alone: NFKC would put a space before it,
   and so cut the word in two. The tail fragment (half a letter of an old code page) goes. Signs stay: ornate
   parentheses (﴾ ﴿), Qur'anic stops (U+FDF0, U+FDF1) and the phrases drawn as one sign (ﷺ ﷻ ﷽ ﷼, U+FD40–U+FD4F).
   The author chose the sign, and NFKC would spell some of them out and not others.
5. NFC (UAX #15): one spelling of each letter with its marks. Of more than 30 marks on one letter the first 30
   stay (UAX #15, Stream-Safe Text): no writing has so many, and sorting a million of them would take hours.
6. Character references («&nbsp;», «&#8203;», «&quot;») become the spaces, quotation marks and dashes that they name, or
   go as invisible characters do: a site that escapes its text twice shows them to its readers. Those of «&», «<» and
   «>» stay, and so do references beside Latin letters: they may be a part of an address.
7. Layout: a run of spaces becomes one space; spaces at a line's ends and blank lines go; no line end closes the text.

Letters, diacritics, tatweel, punctuation, digits of every kind, emoji and variation selectors stay unchanged. The
characters are named one by one and not by category, so that a newer Unicode in a newer Python changes no stored text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_ENDS = "\N{CARRIAGE RETURN}\N{LINE TABULATION}\N{FORM FEED}\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_SPACES = (
    "\N{CHARACTER TABULATION}\N{INFORMATION SEPARATOR FOUR}\N{INFORMATION SEPARATOR THREE}"
    "\N{INFORMATION SEPARATOR TWO}\N{INFORMATION SEPARATOR ONE}\N{NO-BREAK SPACE}"
    "\N{OGHAM SPACE MARK}\N{EN QUAD}\N{EM QUAD}\N{EN SPACE}\N{EM SPACE}\N{THREE-PER-EM SPACE}"
    "\N{FOUR-PER-EM SPACE}\N{SIX-PER-EM SPACE}\N{FIGURE SPACE}\N{PUNCTUATION SPACE}\N{THIN SPACE}"
    "\N{HAIR SPACE}\N{NARROW NO-BREAK SPACE}\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}"
)
_INVISIBLE = (
    (0x00, 0x1F),  # C0 controls; rules 1 and 2 replace those that end lines or separate words
    (0x7F, 0x9F),  # DELETE and C1 controls
    "\N{SOFT HYPHEN}",
    "\N{COMBINING GRAPHEME JOINER}",
    "\N{ARABIC LETTER MARK}",
    "\N{MONGOLIAN VOWEL SEPARATOR}",
    "\N{ZERO WIDTH SPACE}",
    "\N{ZERO WIDTH NON-JOINER}",
    "\N{LEFT-TO-RIGHT MARK}",
    "\N{RIGHT-TO-LEFT MARK}",
    ("\N{LEFT-TO-RIGHT EMBEDDING}", "\N{RIGHT-TO-LEFT OVERRIDE}"),
    ("\N{WORD JOINER}", "\N{INVISIBLE PLUS}"),
    ("\N{LEFT-TO-RIGHT ISOLATE}", "\N{NOMINAL DIGIT SHAPES}"),
    "\N{ARABIC TAIL FRAGMENT}",
    "\N{ZERO WIDTH NO-BREAK SPACE}",
    ("\N{INTERLINEAR ANNOTATION ANCHOR}", "\N{OBJECT REPLACEMENT CHARACTER}"),
    (0xD800, 0xDFFF),  # surrogates: JSON escapes on pages can leave half of a pair
    (0xE0000, 0xE007F),  # tags
)
_CHANGED_IN_PLACES = "\N{ZERO WIDTH JOINER}\N{CARRIAGE RETURN}"
"""Characters that their neighbours decide upon."""
_FORMS = (range(0xFB50, 0xFDFA), range(0xFE70, 0xFEFD))
_SIGNS = (
    "\N{ARABIC LIGATURE SALLA USED AS KORANIC STOP SIGN ISOLATED FORM}",
    "\N{ARABIC LIGATURE QALA USED AS KORANIC STOP SIGN ISOLATED FORM}",
)
_PICTOGRAPHS = "\u2190-\u2bff\U0001f000-\U0001faff"  # the characters of joined emoji sequences (UTS #51)
_IDLE_JOINER = re.compile(
    f"(?<![{_PICTOGRAPHS}\N{VARIATION SELECTOR-16}])\N{ZERO WIDTH JOINER}|\N{ZERO WIDTH JOINER}(?![{_PICTOGRAPHS}])"
)
"""A zero-width joiner that is not between two pictographs."""

MOST_MARKS = 30
"""Most combining marks on one letter."""
_PILE = re.compile(rf"[^\w\s]{{{MOST_MARKS + 1},}}")
"""A run that may hold more of them: marks are neither letters nor spaces."""


def _table() -> dict[int, str | None]:
    """Return the replacement of each character that rules 1 to 4 change; None for a character that goes."""
    table: dict[int, str | None] = {}
    for span in _INVISIBLE:
        first, last = (span, span) if isinstance(span, str) else span
        start = first if isinstance(first, int) else ord(first)
        stop = last if isinstance(last, int) else ord(last)
        table.update(dict.fromkeys(range(start, stop + 1)))
    table.update(dict.fromkeys(map(ord, _LINE_ENDS), "\n"))
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    del table[ord("\n")]
    for form in map(chr, (code for span in _FORMS for code in span)):
        letters = unicodedata.normalize("NFKC", form).lstrip(" ")
        if letters != form and form not in _SIGNS:
            table.setdefault(ord(form), letters)
    return table


_TABLE = _table()


def _spans(codes: Iterable[int]) -> str:
    """Return characters as the spans of a class: named one by one, `re` takes fifty times as long to search it."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in spans)


_ODD = re.compile(f"[{_spans(_TABLE.keys() | set(map(ord, _CHANGED_IN_PLACES)))}]")
"""A character that a rule other than NFC may change."""
_REFERRED = {
    "nbsp": " ",
    "ensp": " ",
    "emsp": " ",
    "thinsp": " ",
    "quot": '"',
    "apos": "'",
    "laquo": "«",
    "raquo": "»",
    "ldquo": "“",
    "rdquo": "”",
    "lsquo": "‘",
    "rsquo": "’",
    "hellip": "…",
    "bull": "•",
    "middot": "·",
    "ndash": "–",
    "mdash": "—",
    "zwnj": "",
    "zwj": "",
    "lrm": "",
    "rlm": "",
    "shy": "",
}
"""By the name of a reference: its character, or nothing where rule 3 takes the character out."""
_NUMBERED = {160: " ", 34: '"', 39: "'", 8230: "…"} | dict.fromkeys((173, 8203, 8204, 8205, 8206, 8207, 65279), "")
"""The same by the number."""
_REFERENCE = re.compile(
    rf"(?<![A-Za-z0-9#&])&(?:({'|'.join(_REFERRED)})|#(\d{{1,5}})|#x([0-9A-Fa-f]{{1,4}}));(?![A-Za-z0-9#;])"
)


def normalize(text: str) -> str:
    """Return the text in the corpus's format, one paragraph a line, by the rules of this module.

    Idempotent; linear in the text's length.
    """
    if _is_normal(text):
        return text.strip("\n ")
    text = _ODD.sub(_replaced, _IDLE_JOINER.sub("", text.replace("\r\n", "\n")))
    # Twice: NFC can split a composed character into more marks than it had.
    text = _unstacked(unicodedata.normalize("NFC", _unstacked(text)))
    if "&" in text and (named := _REFERENCE.sub(_referred, text)) != text:
        text = _unstacked(unicodedata.normalize("NFC", _unstacked(named)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _replaced(odd: re.Match[str]) -> str:
    """Return the replacement of a match of `_ODD`. Few characters are odd; a table would be asked for each one."""
    return _TABLE.get(ord(odd[0]), odd[0]) or ""


def _is_normal(text: str) -> bool:
    """Return whether the rules can change a text at its ends only. Most texts pass, for a tenth of the work."""
    return (
        _ODD.search(text) is None
        and not ("  " in text or " \n" in text or "\n " in text or "\n\n" in text)
        and unicodedata.is_normalized("NFC", text)
        and (len(text) <= MOST_MARKS or _PILE.search(text) is None)
        and ("&" not in text or _REFERENCE.search(text) is None)
    )


def _referred(reference: re.Match[str]) -> str:
    """Return the character of a match of `_REFERENCE`; the reference itself when its number is not one of rule 6."""
    name, number, hexadecimal = reference.groups()
    if name:
        return _REFERRED[name]
    return _NUMBERED.get(int(number) if number else int(hexadecimal, 16), reference[0])


def _unstacked(text: str) -> str:
    """Return the text with `MOST_MARKS` combining marks on a letter at most."""
    return _PILE.sub(_without_excess, text)


def _without_excess(pile: re.Match[str]) -> str:
    """Return a match of `_PILE` with the first `MOST_MARKS` combining marks of each run in it."""
    stays: list[str] = []
    marks = 0
    for character in pile[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            stays.append(character)
    return "".join(stays)


def normalize_line(text: str) -> str:
    """Return a title, a name or the like as one line in the corpus's format. Line ends become spaces."""
    return normalize(text).replace("\n", " ")
