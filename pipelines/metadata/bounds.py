"""Limits: how much of a page is read, and how large a name, a line or a card may be."""

from __future__ import annotations

MAX_NAME = 80
"""Most characters of an author's name."""
MAX_TAG = 100
"""Most characters of a tag, a section, or a class list."""
MAX_VALUE = 10_000
"""Most characters that are read of one value."""
MAX_VALUES = 200
"""Most values under one name."""
MAX_MARKS = 2000
"""Most elements that are read of the page's microdata; of `meta`, `link` and headings together ten times as many."""
MAX_DEPTH = 50
"""Most ancestors of an element that are read to find the part of the page to which it belongs."""
MAX_NEAR = 120
"""Most elements beside the headline."""
MAX_BEFORE = 40
"""Most elements before the headline, at one level."""
LEVELS_BEFORE = 3
"""Levels around the headline at which elements before it may belong to the article."""
MAX_LINE = 120
"""Most characters of a line that is not prose."""
MAX_STEPS = 5
"""Most steps of breadcrumbs, and most links in an element that is no menu."""
BODY = 400
"""An element with more characters of text holds a body."""
CARD = 300
"""Most characters of another article's card."""
LEAST_WORDS = 4
"""Fewest words that identify a text."""
SECTION_WORDS = 5
"""Most words of a section's name."""
