"""The signs of articles and of other pages, with their weights: rules as data."""

from __future__ import annotations

from pipelines.words.folding import words

WEIGHTS = {
    "a list of entries": 3,
    "nothing but a list of entries": 1,
    "a text of links": 3,
    "texts that are cut off": 2,
    "one text several times": 3,
    "one label at several texts": 2,
    "numbers of pages": 1,
    "a count of results": 3,
    "no headline": 2,
    "a label of the menu as headline": 2,
    "a name as headline": 1,
    "the name of a standing page": 2,
    "the name of a page that is renewed": 3,
    "the site's name in the headline": 2,
    "a standing page's address": 3,
    "a list's address": 2,
    "a short address": 1,
    "an address of plain words": 0,
    "a period's address": 4,
    "a service's address": 2,
    "the front page's address": 5,
    "no date": 1,
    "an institution's voice": 2,
    "ways to reach an institution": 2,
    "many ways to reach an institution": 2,
    "words of a shop": 2,
    "calls to the reader": 2,
    "an offer of work": 4,
    "choices under the headline": 4,
    "a short text about its own page": 3,
    "the name of an issue": 3,
    "a cart": 3,
    "a price": 2,
    "rows of a list": 3,
    "the fields of a record": 3,
    "a person's life": 2,
    "the parts of a service": 3,
    "no paragraph": 1,
    "a headline that the page states": -2,
    "a date": -1,
    "paragraphs that continue one another": -2,
    "an article's address": -1,
    "one text of several paragraphs": -2,
    "a mark of an article": -1,
}
"""The weight of each sign; negative for signs of an article. Plain words in an address only make other signs count:
short slugs have them too."""
KINDS = {
    "a count of results": "search",
    "a cart": "shop",
    "a price": "shop",
    "words of a shop": "shop",
    "the parts of a service": "service",
    "a service's address": "service",
    "the name of a page that is renewed": "service",
    "the fields of a record": "record",
    "a person's life": "person",
    "the front page's address": "section",
    "a period's address": "section",
    "a list's address": "section",
    "a list of entries": "section",
    "a text of links": "section",
    "one text several times": "section",
    "one label at several texts": "section",
    "texts that are cut off": "section",
    "numbers of pages": "section",
    "rows of a list": "section",
    "the name of a standing page": "standing",
    "the site's name in the headline": "standing",
    "a standing page's address": "standing",
    "ways to reach an institution": "standing",
    "calls to the reader": "standing",
    "an offer of work": "standing",
    "choices under the headline": "standing",
    "a short text about its own page": "standing",
    "the name of an issue": "section",
    "an institution's voice": "standing",
    "a label of the menu as headline": "section",
}
"""The kind that a sign shows, the surest first. The other signs only miss something of an article."""
THRESHOLD = 3
"""Least score of a page that is no article, if a sign shows its kind."""
THRESHOLD_WITHOUT_KIND = 5
"""Least score of a page that only lacks what articles have."""
LIST_PATHS = words(
    """
    category categories section sections tag tags topic topics archive archives author authors writers search
    latest page videos gallery photos قسم تصنيف وسم كتاب بحث
    """
)
"""Last segments of the paths of lists, and last ones before a number. An article stands deeper, or has a slug."""
SUBJECT_PATHS = words("tag tags topic topics author authors writer writers search archive archives وسم كاتب")
"""Of these, the segments before the slug of a subject or of a person."""
SCRIPT_NAMES = words("page archive topic topics")
"""Of all these, the names that scripts have which print an article by its number: `page.php?id=7`."""
SERVICE_PATHS = words("service services eservice eservices خدمه خدمات")
"""Segments before the name of a service."""
INDEX_NAMES = words("index default home main")
"""Names of the file that a folder's address shows."""
