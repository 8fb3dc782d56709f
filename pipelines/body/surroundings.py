"""Rules, as data, for elements around an article or between its paragraphs: their tags, classes, ids and attributes.

A class or id is split into words: `jnews_inline_related_post` and `jnewsInlineRelatedPost` are jnews, inline, related,
post. A name marks its element as surroundings when it has a word of `WORDS`, a word that begins with one of `STEMS`, or
two neighbours of `PAIRS`. It does not when it begins with a word that makes it a statement about the page (`STATES`:
no-share, has-sidebar) or a slug that an author chose (`SLUGS`: WordPress writes tag-social and category-video on the
article itself). The caller keeps elements that hold the headline or are marked as the article's body.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pipelines.words.folding import words

SKIPPED = words(
    """
    script style noscript template svg math iframe object embed video audio canvas map area head title link meta
    base button select textarea input option datalist label picture img source track nav footer aside figure
    figcaption dialog menu progress meter output amp-ad amp-embed amp-iframe amp-sidebar amp-social-share
    amp-carousel amp-list amp-twitter amp-instagram amp-facebook amp-youtube amp-img amp-video amp-consent
    amp-analytics amp-user-notification
    """
)
"""Elements whose text never belongs to the article."""

BLOCKS = words(
    """
    address article blockquote body center dd details div dl dt fieldset form h1 h2 h3 h4 h5 h6 header hgroup hr
    html li main ol p pre section summary table tbody td tfoot th thead tr ul caption
    """
)
"""Elements that begin and end a line; so do custom elements (HTML Living Standard, 4.13), and `br`."""

ASIDES = frozenset(("aside", "footer", "figure", "nav"))
"""Elements of `SKIPPED` in which a careless template may hold its article."""

INLINE = words("a abbr b bdi bdo big cite data em font i mark q s small span strong sub sup time u")
"""Elements that stand among the words of a line."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

WORDS = words(
    """
    related share sharing shares sharer shareholder sharebar sharethis socialsharing socials social addtoany addthis
    a2a sharedaddy jssocials comment comments disqus fbcomments respond breadcrumb breadcrumbs newsletter newsletters
    subscribe subscription subscriptions caption captions tags tagcloud hashtags keywords tagslist taglist posttags
    byline sidebar advert adverts advertisement advertising ad ads adsense adsbygoogle adslot dfp gpt banner banners
    promo promos promotion sponsored sponsor popular trending trend mostread mostviewed mostpopular recommended
    recommendation recommendations recommend suggested suggestions outbrain taboola mgid pagination pager paging
    navigation prevnext tweet instagram tiktok cookie cookies consent gdpr popup modal lightbox overlay offcanvas
    toolbar printonly ticker marquee copyright dropdown megamenu submenu menu navbar login signin signup poll survey
    weather prayer currency feedback rating ratings stars reactions emoji emojis toc followus joinus appstore
    googlenews timestamp pubdate postdate datetime readtime readingtime viewcount interstitial imgcap photocap
    videoembed postmeta entrymeta metadata slideshow carousel slider gallery playlist podcast player inject injected
    readmore seealso readalso alsoread
    """
)
"""Words of surroundings: one of them in a name is enough."""

STEMS = ("related", "recommend", "newsletter", "breadcrumb", "advertis")
"""Beginnings of words of surroundings, since some names are written as one word: relatednews."""

PAIRS = frozenset(
    tuple(pair.split("-"))
    for pair in words(
        """
    video-embed embed-video media-embed video-player audio-player ai-summary smart-summary
    most-read most-viewed most-popular most-seen most-commented read-more read-also also-read see-also read-next
    up-next next-article next-post prev-next previous-post prev-post post-previous post-next post-navigation
    breaking-news nav-links more-news more-stories more-posts more-from more-articles latest-news latest-posts
    last-news top-stories top-news similar-posts similar-news similar-articles other-news other-articles you-may
    may-like might-like also-like follow-us follow-google google-news join-us download-app author-box author-bio
    author-info author-card author-name author-details about-author post-author entry-author article-author
    writer-info writer-name post-meta entry-meta article-meta meta-info story-meta news-meta post-date entry-date
    article-date news-date publish-date published-date date-time post-info article-info news-info post-tag
    article-tag photo-credit image-credit photo-desc image-desc image-description img-desc img-title photo-title
    image-title image-text wp-caption fb-post twitter-tweet instagram-media facebook-embed social-embed sign-up
    sign-in log-in back-top to-read reading-time read-time font-size skip-link block-embed
    """
    )
)
"""Pairs of neighbouring words that name surroundings together."""

HIDDEN = words(
    """
    sr-only screen-reader-text visually-hidden visuallyhidden element-invisible hidden-print d-none hide hidden
    is-hidden u-hidden invisible offscreen
    """
)
"""Whole classes that hide their element."""

STATES = words(
    """
    no not has have with without hide show is non disable enable enabled disabled remove can js single
    """
)
"""First words of a name that describes the page's state, not the element."""

SLUGS = words(
    """
    tag category cat type status format tax taxonomy term topic section postid page lang theme
    """
)
"""First words of a name whose other words an author or editor chose."""

ROLES = words(
    """
    navigation complementary contentinfo search dialog alertdialog banner menu menubar toolbar tooltip
    """
)
"""WAI-ARIA roles of elements outside the article."""

PROPERTIES = words(
    """
    author datepublished datemodified publisher image comment keywords thumbnailurl
    """
)
"""Microdata properties (`itemprop`) of elements outside the article's text."""

BODIES = words(
    """
    articlebody article-body article_body article__body story-body story__body post-body post__body news-body
    entry-content post-content post__content article-content article__content article_content story-content
    news-content newscontent single-content td-post-content content-inner field--name-body field-name-body wysiwyg
    article-text article__text news-text newstext details-content details-text news-details-text post-entry
    postbody newsbody itemfulltext article-details-body article_details_body detail-body detailsbody body-text
    text-body bodytext articletext articlecontent elementor-widget-theme-post-content item-page-content
    """
)
"""Classes and ids of the element that holds an article's text, lower case, as content systems and themes name it."""

LEADS = words(
    """
    summary lead lede excerpt intro introduction standfirst subtitle subheadline sapo teaser brief abstract
    chapeau deck dek
    """
)
"""Words in the name of the element that holds an article's lead."""

_SUFFIXES = tuple(f"_{body}" for body in sorted(BODIES))
_WORD = re.compile(r"(?<!\d)[A-Z]+(?![a-z])|(?<!\d)[A-Z]?[a-z]+|\d+")
"""A word of a name. Letters right after a digit are a piece of a hash («c35780ad4»), no word."""
_HASH = re.compile(r"(?:[A-Za-z]+\d+){2}[A-Za-z]|(?:\d+[A-Za-z]+){3}")
"""Letters and digits in turns, as build tools name classes; «ads300x250» is none."""
_STYLE = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)
_MOST_TOKENS = 20
_LONGEST = 300
"""Characters of a class or id that are read."""


@lru_cache(maxsize=4096)
def names_surroundings(name: str) -> bool:
    """Return whether a class attribute or an id marks its element as surroundings or hides it on every screen."""
    for token in name[:_LONGEST].split()[:_MOST_TOKENS]:
        if token in HIDDEN:
            return not _is_responsive(name)
        if _HASH.match(token):
            continue
        named = [word.lower() for word in _WORD.findall(token)]
        if not named or named[0] in STATES or named[0] in SLUGS:
            continue
        if (
            not WORDS.isdisjoint(named)
            or any(word.startswith(STEMS) for word in named)
            or any(pair in PAIRS for pair in pairwise(named))
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def names_body(name: str) -> bool:
    """Return whether a class attribute or an id marks its element as holding an article's text.

    ASP.NET puts the name of a control after an underscore: `ctl00_Main_ArticleBody`.
    """
    tokens = name[:_LONGEST].lower().split()
    return not BODIES.isdisjoint(tokens) or ("_" in name and any(token.endswith(_SUFFIXES) for token in tokens))


@lru_cache(maxsize=1024)
def names_lead(name: str) -> bool:
    """Return whether a class attribute or an id marks its element as an article's lead."""
    return any(not LEADS.isdisjoint(word.lower() for word in _WORD.findall(token)) for token in name[:_LONGEST].split())


def is_hidden_by(style: str) -> bool:
    """Return whether a `style` attribute hides its element."""
    return _STYLE.search(style[:_LONGEST]) is not None


def _is_responsive(name: str) -> bool:
    """Return whether classes show on some screens: Tailwind's `hidden md:block`, Bootstrap's `d-none d-md-flex`."""
    return any(
        token.endswith(("block", "flex", "grid", "inline", "table", "contents"))
        and token.startswith(("sm:", "md:", "lg:", "xl:", "d-"))
        for token in name.split()
    )
