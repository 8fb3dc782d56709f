"""Texts in Arabic stay; those in other languages, also ones in Arabic script, go.

Three questions, the cheap ones first. Which letters: Persian, Urdu, Kurdish, Pashto and Uyghur have letters that
Arabic lacks. Which words: they have those that a sentence cannot do without, and Arabic's article, teh marbuta and
alef with hamza are rare in them; that tells a paragraph. Then langdetect, of longer texts: alone it calls Uyghur
Arabic.

Measured on the UDHR and on news, in pieces of 100, 200 and 500 letters: of 1,000 pieces in Persian, Dari, Urdu,
Punjabi, Saraiki, Pashto, Sorani and Uyghur none passed, of 350 Persian ones with Arabic's yeh and kaf 1 did; of
790 Arabic ones (news, legal, dialects, lists of names) none was rejected. Of 1,188 pieces of 50 letters 4 passed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from langdetect import DetectorFactory, LangDetectException, detect_langs

from crawler.items import Reason
from pipelines.normalize import normalize
from pipelines.rejected import Rejected

DetectorFactory.seed = 0  # the detector draws lots: unseeded it gave 15 answers in 15 runs

ARABIC = "ar"
UNDETERMINED = "und"
"""ISO 639-2's code for a language that was not determined; ISO 639-1 has none."""

LEAST_ARABIC = 0.5
"""Share of all letters that must be Arabic-script. A report on software or football abroad may carry many
Latin names; where they outnumber the Arabic words, it is a list and no text."""
MOST_FOREIGN = 0.04
"""Share of the Arabic-script letters that may lie outside Arabic's own."""
FEWEST_FOREIGN = 8
"""Letters outside Arabic's own that it takes at least. A short text that quotes «گوگل» or a Persian name
three times has six, which may be more than 4 % of it; 8 is 4 % of 200 letters, where langdetect joins in."""
SURE_LETTERS = 200
"""Arabic-script letters below which langdetect is not asked: one Persian-sounding name decides its answer
there."""
SAMPLE_LETTERS = 1_000
"""Arabic-script letters whose words are looked at."""
DETECTED_LETTERS = 300
"""Arabic-script letters of them that langdetect sees: 1.5 ms. What the words have let pass it tells apart by 200
(measured on the UDHR and on news in eight languages); more letters change its time and not its answer."""

_SCRIPT = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c8"
)
_ARABIC_SCRIPT = re.compile(f"[{_SCRIPT}]")
"""A letter of Arabic script, of any language. Tatweel (U+0640) is none."""
_WORD = re.compile(f"[{_SCRIPT}]+")
_MARKS = re.compile("[\u064b-\u065f\u0670\N{ARABIC TATWEEL}]+")
"""What stands between the letters of a word: diacritics and tatweel."""
_OWN = re.compile("[\u0621-\u063a\u0641-\u064a\u0671]")
"""A letter of Arabic's own. U+0671, alef wasla, is how the Qur'an is spelt, and no other language uses it."""


_SPELLINGS = str.maketrans("یىےکەہھۀں", "يييكههههن")
"""One spelling of the letters that keyboards for Arabic and for Persian, Urdu or Kurdish set differently."""
_STRANGE_WORDS = (
    # Persian and Dari
    "از در كه را اين است با براي هاي شده كرده خود نيز بايد دارد شود نمي اند بود باشد يك آنها هيچ بر تا مي ميشود "
    # Urdu and Punjabi
    "كا كي كو ني اور هين مين نهين تها تهي ايك يه وه جو سي گا اس دي دا نون "
    # Sorani and Pashto
    "له به بو ئه هه كرد سره چي د په هر هم"
)
_STRANGE = frozenset(_STRANGE_WORDS.split())
"""Words without which the others' sentences cannot do, in that spelling. Some are Arabic too; they are outnumbered."""
_ARABIC_WORD = re.compile(
    "[وفبك]?ال..+|لل..+|.*[ةأإ].*"
    "|و?(?:في|فى|على|عن|الى|مع|هذا|هذه|ذلك|كان|كانت|قال|لم|لن|قد|عند|لكن|ثم|حتى|منذ|حيث|بين|ما|لا"
    "|اللي|مش|عشان|ليش|وش|شو|فين|وين|واش|ديال|حنا|احنا|راه|عم)"
)
"""A word with the article, a letter that the others do without, or a word of Arabic's own: of the dialects too."""
FEWEST_STRANGE = 3
"""Different words of another language that it takes to say so; they must be more than Arabic's own as well. A name
that a text quotes over and over is one."""


@dataclass(frozen=True)
class Language:
    """What a text is written in."""

    code: str
    """ISO 639-1 code; "und" where neither the letters nor langdetect could tell."""
    score: float
    """How sure that is, 0 to 1: langdetect's probability, or the share of Arabic's letters when it was not
    asked."""
    foreign: float
    """Share of the Arabic-script letters that are none of Arabic's own, 0 to 1."""
    arabic: float
    """Share of all letters that are Arabic-script, 0 to 1."""


def language_of(text: str) -> Language:
    """Return what a text is written in. The same text gives the same answer in every run.

    Linear in the text's length; of its words, the first `SAMPLE_LETTERS` letters are looked at.
    """
    text = normalize(text)
    letters = sum(map(str.isalpha, text)) - text.count("\N{ARABIC TATWEEL}")
    script = len(_ARABIC_SCRIPT.findall(text))
    strangers = script - len(_OWN.findall(text))
    arabic = script / letters if letters else 0.0
    foreign = strangers / script if script else 0.0
    words = _words_of(text)
    if arabic < LEAST_ARABIC or (foreign > MOST_FOREIGN and strangers >= FEWEST_FOREIGN) or _is_strange(words):
        return Language(UNDETERMINED, 0.0, foreign, arabic)
    if script < SURE_LETTERS:
        return Language(ARABIC, round(arabic * (1 - foreign), 4), foreign, arabic)
    code, score = _detected(words)
    return Language(code, score, foreign, arabic)


def _words_of(text: str) -> list[str]:
    # Latin names would count as evidence for a European language; the letters have settled that already.
    words: list[str] = []
    left = SAMPLE_LETTERS
    for word in _WORD.finditer(_MARKS.sub("", text)):
        words.append(word[0][:left])
        left -= len(words[-1])
        if not left:
            break
    return words


def _is_strange(words: list[str]) -> bool:
    """Tell whether different words of other languages outnumber those of Arabic."""
    own = {word for word in words if _ARABIC_WORD.fullmatch(word)}
    strange = {
        word
        for word in set(words) - own
        if word[0] == "ئ" or word.translate(_SPELLINGS) in _STRANGE or _OWN.sub("", word)
    }
    return len(strange) >= FEWEST_STRANGE and len(strange) > len(own)


def _detected(words: list[str]) -> tuple[str, float]:
    try:
        best = detect_langs(" ".join(words)[:DETECTED_LETTERS])[0]
    except LangDetectException:  # it knows none of the letter groups: a text that repeats one letter
        return UNDETERMINED, 0.0
    return best.lang, round(best.prob, 4)


def judge_language(text: str) -> Language:
    """Let an Arabic text pass.

    Returns:
        What it is written in.

    Raises:
        Rejected: `not-arabic`.
    """
    language = language_of(text)
    if language.code != ARABIC and any(map(str.isalpha, text)):  # of a text without letters one says that it is short
        raise Rejected(
            Reason.NOT_ARABIC,
            f"{language.arabic:.0%} of the letters are Arabic-script, {language.foreign:.1%} of those none "
            f"of Arabic's own; detected: {language.code} ({language.score:.2f})",
        )
    return language
