"""Decodes a page's bytes: the bytes decide the charset before the declaration does.

Browsers use the byte order mark, the Content-Type header, `meta`, then a guess (WHATWG Encoding and HTML Living
Standard, 13.2.3.2; by RFC 9110, section 8.3, the sender's declaration counts). Arabic sites have moved from
Windows-1256 to UTF-8 page by page, and often declare the encoding of other pages. So the bytes decide where they can:

1. A byte order mark of UTF-16 or UTF-32 decides, as in WHATWG. One of UTF-8 is only removed, since templates that
   begin with it are included in pages of every encoding.
2. Zeros in every other byte show UTF-16 without a mark: its markup is ASCII.
3. UTF-8, when at most `MOST_BROKEN` % of the characters outside ASCII are broken. Encodings of one byte a letter are
   never that valid by chance (in Windows-1256 a letter before a quotation mark or a comma looks like UTF-8, other
   letters do not).
4. Windows-1256 or ISO-8859-6, whichever gives more of the words that Arabic (Persian, Urdu) sentences need; with equal
   counts the one that the header, then the `meta` declares.
5. Without such words the page is not Arabic. It is read as declared; without a declaration as Windows-1256, which has
   the letters of French at their places in Latin-1.

Broken bytes become U+FFFD: a template that cuts a headline after a number of bytes can cut a letter. They do not cost
the page. `check_text` rejects the article when U+FFFD is in its title or text; in the headline of a related article
it does no harm.

Some pages hold UTF-8 that was decoded as Windows-1252, Latin-1 or Windows-1256 and encoded again. It is read back: the
whole page when the result is valid UTF-8, else each stretch between two tags that gives Arabic words.
Doubtful stretches stay, and `check_text` rejects them in a title or text.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

from crawler.items import Reason
from pipelines.rejected import Rejected

MOST_BROKEN = 10
"""Most broken characters of a page, in percent of its characters outside ASCII; exactly so many are accepted. In
Windows-1256 read as UTF-8 more than nine tenths are broken."""
FEWEST_WORDS = 3
"""Fewest frequent words in an encoding that is used against the declaration."""
SAMPLE = 100_000
"""Bytes of text, without markup, in which the frequent words are counted."""
MOST_TIMES = 3
"""Most times that a text can have been encoded again and is still read back."""
MOST_STRETCHES = 100_000
"""Most stretches of a page, each between two tags, that are read back."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_HIGH = bytes(range(0x80, 0x100))
_REST_OF_LETTER = range(0x80, 0xC0)
"""The bytes of a UTF-8 letter after its first (RFC 3629, section 3)."""
_MARKUP = bytes(set(range(0x80)) - set(b" \t\r\n<>\"'"))
_BREAKS = bytes.maketrans(b"\t\r\n<>\"'", b"       ")
_PROBE = 4_096
"""Bytes at the page's beginning, which is markup, in which the zeros of UTF-16 are counted."""
_ARABIC_CODECS = ("cp1256", "iso8859-6")
_WEB_CODECS = frozenset(
    {*(f"cp{number}" for number in (866, 874, *range(1250, 1259))), *(f"iso8859-{number}" for number in range(2, 17))}
    | {"koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"}
)
"""The web's encodings of one byte a letter (WHATWG Encoding, 4.2), by their names in Python. Other codecs that a page
may declare (`hex`, `idna`, `unicode_escape`) give no text, or take time that grows with the square of its length."""
_MARKS = re.compile("[\u064b-\u0652\u0670]+")
_FREQUENT = re.compile(
    r"\b(?:[وبفك]?ال|لل)[ء-غف-ي]{2,}"
    r"|\b(?:و|في|من|على|علي|إلى|الى|عن|أن|ان|إن|هذا|هذه|ما|لا|لم|مع|بعد|قبل|بين|خلال|قال|كان|كانت|منذ|عام|يوم|أو|ثم"
    r"|از|به|در|که|كه|را|این|اين|است|با|برای|براي|کے|کی|میں|ہے|سے|اور|کو)\b"
)
"""Words with Arabic's article, and words that hardly a text lacks."""


def _bytes_of(codec: str) -> dict[str, int]:
    """Return the byte above ASCII of each character of a codec."""
    characters = {codecs.decode(bytes([byte]), codec, "replace"): byte for byte in _HIGH}
    characters.pop(_REPLACEMENT, None)
    return characters


_LATIN: Final = {chr(byte): byte for byte in _HIGH} | _bytes_of("cp1252")
"""Windows-1252 and Latin-1. Bytes without a character in Windows-1252 are control characters, as in Latin-1."""
_ARABIC: Final = _bytes_of("cp1256")


class _Taken:
    """Reads back UTF-8 that was decoded as an encoding of one byte a character.

    Args:
        characters: The byte of each character above ASCII in that encoding.
        letters: Fewest neighbouring letters of Arabic script in the result that make it certain.
    """

    def __init__(self, characters: dict[str, int], letters: int) -> None:
        self._table = {ord(character): chr(byte) for character, byte in characters.items()}
        spans = [_REST_OF_LETTER, range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5)]
        rest, two, three, four = (
            "[" + "".join(re.escape(char) for char, byte in characters.items() if byte in span) + "]" for span in spans
        )
        high = "[" + "".join(map(re.escape, characters)) + "]"
        unit = f"{two}{rest}|{three}{rest}{{2}}|{four}{rest}{{3}}"
        self._stretch = re.compile(f"(?<!{high})(?:(?>(?:{unit})+)(?!{high})(?>[\x00-;=?-\x7f]*))+")
        self._word = re.compile(f"[\u0621-\u063a\u0641-\u064a\u0671-\u06d5]{{{letters}}}")

    def read_back(self, text: str) -> str:
        """Return the text with its certain stretches read back."""
        return self._decoded(text) or self._stretch.sub(
            lambda found: self._decoded(found[0]) or found[0], text, count=MOST_STRETCHES
        )

    def _decoded(self, text: str) -> str | None:
        """Return a text read back as often as it takes to give Arabic words; None when it does not give any."""
        for _ in range(MOST_TIMES):
            try:
                text = text.translate(self._table).encode("latin-1").decode("utf-8")
            except UnicodeError:
                return None
            if self._word.search(text):
                return text
        return None


_TAKEN: Final = ((_Taken(_LATIN, 2), ("Ø", "Ù", "Ã")), (_Taken(_ARABIC, 3), ("ط§", "ظ„", "ظٹ")))
"""Both encodings, each with the signs of alef, lam or yeh in a text that was decoded with it. ط and ظ are themselves
letters of Arabic, so Windows-1256 needs one letter more."""

_RESTS: Final = {char: byte for char, byte in (_LATIN | _ARABIC).items() if byte in _REST_OF_LETTER}
"""The characters of these bytes in the wrong encodings."""
_REST = "[" + "".join(map(re.escape, _RESTS)) + "]"
_STRAY = re.compile(
    f"(?<![A-Za-zÀ-ÿ])(?:Â[\N{NO-BREAK SPACE}«»]|â[€\N{PADDING CHARACTER}]{_REST}|ð[Ÿں\x9f]{_REST}{{2}})"
)
"""Quotation marks, dashes, spaces and emoji that were decoded wrongly: a single one is certain."""
_STRAY_SIGNS = ("Â", "â€", "â\N{PADDING CHARACTER}", "ð")
_STRAY_TABLE = {ord(character): chr(byte) for character, byte in _RESTS.items()}

_ODD = "".join(re.escape(rest) for rest in _RESTS if rest not in "،؛؟«»…“”‘’–—\N{NO-BREAK SPACE}\u200c\u200d")
"""Those of `_RESTS` that do not follow a letter in a text that was decoded rightly."""
_MOJIBAKE = re.compile(
    f"[ØÙÚÛ]{_REST}?[ØÙÚÛ]"  # Ø§Ù„; and ÙÙŠ, which has lost its control character
    f"|Ùˆ|â[€\N{PADDING CHARACTER}]|Ã[˜™šÂ]|Â[\N{NO-BREAK SPACE}«»]|ðŸ"
    f"|[طظ][{_ODD}][طظ]"
    r"|\bÇá[À-ÿ]{2}"  # Arabic's article and two letters, from Windows-1256 to Latin-1
)
"""Characters that no rightly decoded text has."""


def decode(body: bytes, content_type: str) -> str:
    """Decode HTML by the rules of this module, and read back text that was encoded twice.

    A broken byte becomes U+FFFD. Linear in the body's length.

    Args:
        body: The page after content-decoding.
        content_type: The Content-Type header; empty when the response had none.

    Raises:
        Rejected: `undecodable`: more than `MOST_BROKEN` % of the characters outside ASCII are broken in each possible
            encoding.
    """
    return _read_back(_decoded(body, content_type))


def check_text(text: str) -> None:
    """Reject an article's title and text when they are not as the author wrote them.

    Raises:
        Rejected: `undecodable`: the text has a replacement character, or letters that were decoded wrongly.
    """
    if replaced := text.count(_REPLACEMENT):
        raise Rejected(Reason.UNDECODABLE, f"{replaced} replacement characters in the text")
    if found := _MOJIBAKE.search(text):
        raise Rejected(Reason.UNDECODABLE, f"letters that were decoded wrongly: {text[found.start() :][:20]!r}")


def _read_back(text: str) -> str:
    """Return the text with UTF-8 that was decoded wrongly read back where this is certain."""
    for taken, signs in _TAKEN:
        if _has_one(text, signs):
            text = taken.read_back(text)
    if _has_one(text, _STRAY_SIGNS):
        text = _STRAY.sub(lambda found: _stray(found[0]), text)
    return text


def _has_one(text: str, signs: tuple[str, ...]) -> bool:
    """Return whether a text has one of some signs. A character is searched fifty times as fast as two in a row."""
    return any(all(map(text.__contains__, sign)) and sign in text for sign in signs)


def _stray(found: str) -> str:
    """Read back a match of `_STRAY`."""
    return found.translate(_STRAY_TABLE).encode("latin-1").decode("utf-8", "replace")


def _decoded(body: bytes, content_type: str) -> str:
    """Decode a body by the five rules of this module.

    Raises:
        Rejected: `undecodable`.
    """
    encoding, mark = read_bom(body)
    body = body[len(mark or b"") :]
    if encoding in {None, "utf-8"}:
        encoding = _utf_16(body)
    if encoding is not None:
        return _marked(body.decode(encoding, "replace"), 0)
    try:
        return body.decode()
    except UnicodeDecodeError:
        basic = len(body.translate(None, _HIGH))
    try:
        return _marked(body.decode("utf-8", "replace"), basic)
    except Rejected:
        if name := _one_byte(body, content_type):
            return _marked(codecs.charmap_decode(body, "strict", bytes(range(0x100)).decode(name, "replace"))[0], basic)
        raise


def _utf_16(body: bytes) -> str | None:
    """Return the codec of UTF-16 without a byte order mark by the zeros in it; None for other encodings."""
    even, odd = body[:_PROBE:2].count(0), body[1:_PROBE:2].count(0)
    least = len(body[:_PROBE]) // 8
    if least and odd > least > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if least and even > least > 8 * odd else None


def _marked(text: str, basic: int) -> str:
    """Return a decoded text when little of it is broken.

    Args:
        text: The text, with U+FFFD for each broken part.
        basic: The number of its characters that are ASCII and do not count.

    Raises:
        Rejected: `undecodable`.
    """
    broken = text.count(_REPLACEMENT)
    others = len(text) - basic
    if 100 * broken > MOST_BROKEN * others:  # in whole numbers: 0.1 in binary would move the edge
        raise Rejected(Reason.UNDECODABLE, f"{broken} of {others} characters outside ASCII are broken")
    return text


def _one_byte(body: bytes, content_type: str) -> str | None:
    """Return the codec of one byte a letter for a body that is not UTF-8.

    None for a body without frequent words that declares only encodings outside `_WEB_CODECS`.
    """
    declared = [
        name
        for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body))
        if name is not None
    ]
    sample = b" ".join(body.translate(_BREAKS, _MARKUP)[: 4 * SAMPLE].split())[:SAMPLE]
    candidates = [*(name for name in declared if name in _ARABIC_CODECS), *_ARABIC_CODECS]
    words = {name: len(_FREQUENT.findall(_MARKS.sub("", sample.decode(name, "replace")))) for name in candidates}
    best = max(words, key=words.__getitem__)
    if words[best] >= FEWEST_WORDS or not declared:
        return best
    return next((name for name in declared if name in _WEB_CODECS), None)
