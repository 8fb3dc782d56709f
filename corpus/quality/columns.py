"""The signals as columns of an export, in the order of `corpus.quality.signals.Signals`."""

from __future__ import annotations

SIGNALS = (
    ("words", "int32", "runs of letters and digits in `text`"),
    ("mean_word_length", "float64", "letters and digits of a word, in the mean, without diacritics and tatweel"),
    ("stop_words", "int32", "words that any Arabic text has"),
    ("stop_word_share", "float64", "the same as a share of the words, 0 to 1, as all shares"),
    ("letterless", "float64", "share of the words without a letter"),
    ("arabic", "float64", "share of Arabic letters in all characters but spaces"),
    ("digits", "float64", "share of digits in these"),
    ("symbols", "float64", "share of punctuation and symbols in these"),
    ("hashes", "float64", "signs `#` a word, or ellipses if there are more of them"),
    ("diacritics", "int32", "vowel signs and other marks of the Arabic script"),
    ("tatweel", "int32", "strokes that make words longer"),
    ("elongations", "int32", "runs of three or more of the same Arabic letter"),
    ("dialect", "int32", "words that only dialects have"),
    ("line_ends", "float64", "line ends a word"),
    ("sentence_lines", "float64", "share of the lines that end a sentence"),
    ("bullet_lines", "float64", "share of the lines that begin with a bullet point"),
    ("ellipsis_lines", "float64", "share of the lines that end with an ellipsis"),
    ("repeated_lines", "float64", "share of the lines that an earlier line equals"),
    ("repeated_line_characters", "float64", "share of the characters that stand in such lines"),
    ("top_2", "float64", "share of the words' characters in the most frequent sequence of 2 words, if it recurs"),
    *((f"top_{size}", "float64", f"the same of {size} words") for size in (3, 4)),
    ("repeated_5", "float64", "share of the words' characters in sequences of 5 words that occurred before"),
    *((f"repeated_{size}", "float64", f"the same of {size} words") for size in range(6, 11)),
    ("urls", "int32", "addresses of the web"),
    ("emails", "int32", "e-mail addresses, before a mask"),
    ("phones", "int32", "telephone numbers, before a mask"),
    ("ip_addresses", "int32", "IP addresses of the public internet, before a mask"),
)
"""Name without its prefix, type, and meaning."""
