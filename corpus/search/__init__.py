"""Full-text search over folded words, in an index that grows.

`update` brings the index `derived/search.sqlite` (`store`) up to date, `forms` lists the forms of a word, by which both
the index and queries know it, `query` reads what a user wrote, `find` answers, and `snippet` shows why.
"""
