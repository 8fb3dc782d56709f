"""Full-text search over folded words, in an index that grows.

`update` brings the index `derived/search/` (`store`) up to date, `forms` lists the forms of a word, by which both the
index and queries know it, `query` reads what a user wrote and `matching` says it in the index's terms, `find` answers,
`snippet` shows why, and `counts` counts by facets and over time.
"""
