"""How much of a page is looked at, and from what size on something is no longer what it seems."""

from __future__ import annotations

MAX_NAME = 80
"""Characters of an author's name."""
MAX_TAG = 100
"""Characters of a tag, a section, or a class list."""
MAX_VALUE = 10_000
"""Characters of one value that are looked at."""
MAX_VALUES = 200
"""Values under one name."""
MAX_MARKS = 2000
"""Elements of the page's microdata; ten times as many of its `meta`, `link` and headings together."""
MAX_DEPTH = 50
"""Elements around one that are asked what it belongs to."""
MAX_NEAR = 120
"""Elements beside the headline."""
MAX_BEFORE = 40
"""Of these, the ones before it at one level."""
LEVELS_BEFORE = 3
"""How many of the elements around the headline have something of the article before it."""
MAX_LINE = 120
"""Characters of a line that is no prose."""
MAX_STEPS = 5
"""Steps of breadcrumbs, and links of what is no menu."""
BODY = 400
"""Characters of an element that has a body in it."""
CARD = 300
"""Characters of another article's card."""
LEAST_WORDS = 4
"""Words of a text that can be told from another by them."""
SECTION_WORDS = 5
"""Words of a section's name."""
