"""Judge a text's language: Arabic passes; other languages are rejected, also those in Arabic script.

Three tests, the cheap ones first:

1. Letters. Persian, Urdu, Kurdish, Pashto and Uyghur have letters that Arabic lacks.
2. Words. Each of those languages has words that hardly a sentence lacks, while Arabic's article, teh marbuta and
   alef with hamza are rare in them. A paragraph is enough for this test.
3. langdetect, for longer texts without many words of Arabic's own. Alone it takes Uyghur for Arabic.

Measured on the UDHR and on news, in pieces of 100, 200 and 500 letters: of 1,000 pieces in Persian, Dari, Urdu,
Punjabi, Saraiki, Pashto, Sorani and Uyghur none passed; of 350 Persian pieces spelt with Arabic's yeh and kaf 1
passed; of 790 Arabic pieces (news, legal, dialects, lists of names) none was rejected. Of 1,188 pieces of 50 letters
4 passed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from langdetect import DetectorFactory, LangDetectException, detect_langs

from crawler.items import Reason
from pipelines.normalize import normalize
from pipelines.rejected import Rejected
from pipelines.words.letters import letters_in

DetectorFactory.seed = 0  # the detector samples at random: without a seed it gave 15 answers in 15 runs

ARABIC = "ar"
UNDETERMINED = "und"
"""ISO 639-2's code for an undetermined language; ISO 639-1 has no such code."""

LEAST_ARABIC = 0.5
"""Share of all letters that must be Arabic-script. A report on software or football abroad may carry many
Latin names; where they outnumber the Arabic words, the text is a list."""
MOST_FOREIGN = 0.04
"""Largest share of the Arabic-script letters that may lie outside Arabic's alphabet."""
FEWEST_FOREIGN = 8
"""Fewest letters outside Arabic's alphabet that reject a text. A short text that quotes «گوگل» or a Persian name
three times has six, which may be more than 4 % of it; 8 is 4 % of 200 letters, from where langdetect decides."""
SURE_LETTERS = 200
"""Arabic-script letters below which langdetect is not used: in so short a text one Persian-sounding name decides
its answer."""
SAMPLE_LETTERS = 1_000
"""Arabic-script letters whose words are tested."""
_SAMPLE = 4 * SAMPLE_LETTERS
"""Characters of a text that have so many letters, unless it is a list of figures or Latin names."""
DETECTED_LETTERS = 300
"""Arabic-script letters of that sample that langdetect reads, in 1.5 ms. It needs 200 of them for texts that pass the
test of words (measured on the UDHR and on news in eight languages); more letters change its time and not its answer."""

_SCRIPT = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c8"
)
_WORD = re.compile(f"[{_SCRIPT}]+")
"""Letters of Arabic script, of any language. Tatweel (U+0640) is not a letter."""
_MARKS = re.compile("[\u064b-\u065f\u0670\N{ARABIC TATWEEL}]+")
"""Diacritics and tatweel, which stand between the letters of a word."""
_STRANGERS = re.compile(
    "[\u0620\u063b-\u063f\u066e\u066f\u0672-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c8]+"
)
"""The other letters of that script: those of `_WORD` without those of `_OWN`."""
_OWN = re.compile("[\u0621-\u063a\u0641-\u064a\u0671]+")
"""Letters of Arabic's alphabet. The Qur'an is spelt with U+0671, alef wasla, which no other language uses."""


_SPELLINGS = str.maketrans("یىےکەہھۀں", "يييكههههن")
"""One spelling for letters that Arabic keyboards and Persian, Urdu or Kurdish ones encode differently."""
_STRANGE_WORDS = (
    # Persian and Dari
    "از در كه را اين است با براي هاي شده كرده خود نيز بايد دارد شود نمي اند بود باشد يك آنها هيچ بر تا مي ميشود "
    # Urdu and Punjabi
    "كا كي كو ني اور هين مين نهين تها تهي ايك يه وه جو سي گا اس دي دا نون "
    # Sorani and Pashto
    "له به بو ئه هه كرد سره چي د په هر هم"
)
_STRANGE = frozenset(_STRANGE_WORDS.split())
"""Words that sentences of the other languages need, in that spelling. Some are Arabic words too: in an Arabic text
other Arabic words outnumber them."""
_ARABIC_WORD = re.compile(
    "[وفبك]?ال..+|لل..+|.*[ةأإ].*"
    "|و?(?:في|فى|على|عن|الى|مع|هذا|هذه|ذلك|كان|كانت|قال|لم|لن|قد|عند|لكن|ثم|حتى|منذ|حيث|بين|ما|لا"
    "|اللي|مش|عشان|ليش|وش|شو|فين|وين|واش|ديال|حنا|احنا|راه|عم)"
)
"""A word with Arabic's article, with a letter that is rare in the other languages, or that only Arabic or one of its
dialects has."""
_is_own = lru_cache(maxsize=16384)(_ARABIC_WORD.fullmatch)
SURE_WORDS = 12
"""Fewest different words of Arabic's own in a text that needs no langdetect, which would take half of the time of a
small page. Measured: langdetect gave 1.0 for all of 3,800 pieces of news with 200 letters or more, and no piece of the
UDHR in Persian, Urdu, Punjabi, Saraiki, Pashto or Uyghur, also in Arabic's letters, has so many."""
TIMES_STRANGE = 4
"""Times that these words must outnumber the words of another language."""
FEWEST_STRANGE = 3
"""Fewest different words of another language that reject a text; they must also outnumber the Arabic words. A name
that a text repeats counts once."""


@dataclass(frozen=True)
class Language:
    """The language of a text, with the measurements that decided it."""

    code: str
    """ISO 639-1 code; "und" for a text that the letters or the words reject, or that langdetect cannot read."""
    score: float
    """Confidence, 0 to 1: langdetect's probability; 1 when Arabic's words decide. In texts with fewer than
    `SURE_LETTERS` letters the share of Arabic's letters in all letters."""
    foreign: float
    """Share of the Arabic-script letters that are outside Arabic's alphabet, 0 to 1."""
    arabic: float
    """Share of all letters that are of Arabic script, 0 to 1."""


def language_of(text: str) -> Language:
    """Return the language of a text. The same text gives the same answer in every run.

    Linear in the text's length: the words are tested in the first `SAMPLE_LETTERS` letters only.
    """
    text = normalize(text)
    others = _WORD.sub("", text)
    script = len(text) - len(others)
    letters = script + letters_in(others.replace("\N{ARABIC TATWEEL}", ""))
    strangers = sum(map(len, _STRANGERS.findall(text)))
    arabic = script / letters if letters else 0.0
    foreign = strangers / script if script else 0.0
    words = _words_of(text)
    own, strange = _counts(words)
    if (
        arabic < LEAST_ARABIC
        or (foreign > MOST_FOREIGN and strangers >= FEWEST_FOREIGN)
        or (strange >= FEWEST_STRANGE and strange > own)
    ):
        return Language(UNDETERMINED, 0.0, foreign, arabic)
    if script < SURE_LETTERS:
        return Language(ARABIC, round(arabic * (1 - foreign), 4), foreign, arabic)
    if own >= max(SURE_WORDS, TIMES_STRANGE * strange):
        return Language(ARABIC, 1.0, foreign, arabic)
    code, score = _detected(words)
    return Language(code, score, foreign, arabic)


def _words_of(text: str) -> list[str]:
    """Return the Arabic-script words of a text, up to `SAMPLE_LETTERS` letters, without diacritics.

    Latin names are left out: langdetect would count them for a European language, and the letters were tested before.
    """
    words = _WORD.findall(_MARKS.sub("", text[:_SAMPLE]))[:-1]  # the last one may be cut
    if sum(map(len, words)) < SAMPLE_LETTERS:
        words = _WORD.findall(_MARKS.sub("", text))
    letters = list(accumulate(map(len, words)))
    last = bisect_left(letters, SAMPLE_LETTERS)
    if last < len(words):
        words[last:] = [words[last][: len(words[last]) + SAMPLE_LETTERS - letters[last]]]
    return words


def _counts(words: list[str]) -> tuple[int, int]:
    """Return the number of different words that are Arabic's own, and of those of other languages."""
    different = set(words)
    own = set(filter(_is_own, different))
    return len(own), sum(map(_is_strange, different - own))


@lru_cache(maxsize=8192)
def _is_strange(word: str) -> bool:
    """Return whether a word that is not Arabic's own is one of another language."""
    return word[0] == "ئ" or word.translate(_SPELLINGS) in _STRANGE or _OWN.sub("", word) != ""


def _detected(words: list[str]) -> tuple[str, float]:
    """Return langdetect's best language with its probability; undetermined when langdetect finds no language."""
    try:
        best = detect_langs(" ".join(words)[:DETECTED_LETTERS])[0]
    except LangDetectException:  # no group of letters is known to it, as in a text that repeats one letter
        return UNDETERMINED, 0.0
    return best.lang, round(best.prob, 4)


def judge_language(text: str) -> Language:
    """Return the language of a text that is Arabic or has no letters.

    Raises:
        Rejected: `not-arabic`.
    """
    language = language_of(text)
    if language.code != ARABIC and any(map(str.isalpha, text)):  # a text without letters is rejected as too short
        raise Rejected(
            Reason.NOT_ARABIC,
            f"{language.arabic:.0%} of the letters are of Arabic script, and {language.foreign:.1%} of these outside "
            f"Arabic's alphabet; detected: {language.code} ({language.score:.2f})",
        )
    return language
