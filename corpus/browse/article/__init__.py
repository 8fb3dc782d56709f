"""The room of an article: its text with what was cut, its versions, its copies, where it comes from, how to cite it.

`extraction` extracts an archived page again, `cuts` lays out its text, `copies` asks for near-duplicates, `history` has
versions, events and the difference of two versions, `citation` cites; `shown` joins them, `views` answer with them.
"""
