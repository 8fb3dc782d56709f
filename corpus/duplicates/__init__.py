"""Near-duplicates: documents with nearly the same text, as wire copy, rewrites, and an article with its longer form.

`update_duplicates` brings the store `derived/duplicates.sqlite` up to date, and `duplicates_of` answers questions; the
other files are theirs. `texts` reads documents, `shingles` makes them comparable, `postings` finds the earlier ones
that are worth a comparison, `likeness` and `forms` compare, `clusters` finds representatives, `store` keeps it all.
"""

from corpus.derived import DERIVED
from corpus.duplicates.likeness import Kind
from corpus.duplicates.questions import Document, Duplicates, Link, Place, duplicates_of
from corpus.duplicates.update import update_duplicates

__all__ = [
    "DERIVED",
    "Document",
    "Duplicates",
    "Kind",
    "Link",
    "Place",
    "duplicates_of",
    "update_duplicates",
]
