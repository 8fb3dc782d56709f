"""Shapes: how an article's address looks at an outlet whose file names no pattern, and what is no article anywhere."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

NOT_ARTICLES = (
    r"^/?$",
    r"\.(?:xml|gz|rss|atom|json|js|css|txt|pdf|jpe?g|png|gif|webp|svg|ico|mp3|mp4|webm|zip)$",
    r"^/robots\.txt$",
    r"/(?:tag|tags|category|categories|author|authors|page|search|feed|rss|login|wp-admin|wp-json|wp-content)(?:/|$)",
)
"""Paths that are no article at any outlet."""

LIKELY_ARTICLE = (
    r"/\d{4}[/-]\d{1,2}(?:[/-]\d{1,2})?[/.-][^/]|"  # a date, then something
    r"\d{3}[^/]*/?$|/\d{3,}/|"  # an identifier
    r"\d[^/.]*\.(?:html?|aspx?|php)$|"
    r"(?:[-_][^/_-]+){3}[^/]*/?$"  # a slug of four words or more
)
"""Pattern of an article's path at an outlet without a pattern of its own."""

_BETWEEN = r"\s+.,،؛_\-\u2010-\u2015"
"""Between the words of a slug, as a class of characters: spaces, plus, stops, commas, hyphens and dashes."""
_ARABIC_SLUG = re.compile(
    rf"(?:^|/)(?=[^/]{{0,500}}[\u0620-\u064a])[^/{_BETWEEN}]{{0,200}}(?:[{_BETWEEN}]{{1,9}}[^/{_BETWEEN}]{{1,200}}){{3}}[^/]*/?$"
)
"""Four words or more, one of them Arabic. Latin words parted by stops are names of files («jquery.min.v3.js»)."""
_LIKELY = re.compile(LIKELY_ARTICLE)

_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jspx?|cfm|cgi|pl|do|html?)$", re.IGNORECASE)
_READER = re.compile(
    r"(?i)^(?:article|articles|details?|item|khabar|news|node|post|posts|print_?news|read|show|story|stories|topic|view"
    r"|خبر|أخبار|اخبار|مقال|تفاصيل)$"
)
"""Last segments of paths without an ending, at which a number in the query names an article."""
_OTHER_SCRIPT = re.compile(
    r"(?i)(?:^|[/_.-])(?:add|ads?|advert\w*|album|archives?|author|banner|cart|cat|category|categories|comments?|contact"
    r"|download|feed|forum|galler\w*|image|img|list\w*|login|logout|mail|member\w*|page|photos?|poll|print|profile|rss"
    r"|search|sections?|send|share|source|subscribe|tags?|thumb|user|users|videos?|vote|writers?)(?:[/_.-]|$)"
)
"""Scripts of other things, whose number names a section, a picture, a person or an action."""
_KEYS = frozenset(
    {
        *("id", "nid", "aid", "sid", "newsid", "news_id", "idnews", "news", "newsno", "articleid", "article_id"),
        *("idarticle", "id_article", "article", "art", "artid", "storyid", "story_id", "story", "postid", "post_id"),
        *("contentid", "content_id", "topicid", "entryid", "serial", "recordid"),
    }
)
"""Query keys, in lower case, that name an article. Joomla's `Itemid` names an entry of its menu."""
_ROOT_KEYS = frozenset({"p", "id", "newsid", "article", "story"})
"""The same for the site's root; `p` is WordPress's."""
_NUMBERED = re.compile(r"[0-9]{1,19}(?:[:-].*)?|[0-9a-fA-F]{8}-?[0-9a-fA-F-]{8,28}", re.DOTALL)
"""A number, also with an alias behind it (Joomla: `77:story`), or a UUID."""
_LISTS = frozenset({"page", "paged", "pg", "start", "limitstart", "offset", "pageindex"})
"""Query keys that count the pages of a list."""
_CHOOSERS = frozenset({"view", "task", "layout", "action", "act", "do", "op", "mode", "type"})
"""Query keys whose value names what the script shows."""
_SHOWS_ARTICLE = re.compile(r"(?i)^(?:.*article.*|details?|item|news|post|read|show|story|view|default|full)?$")
_MAX_PAIRS = 20


def likely(path: str) -> bool:
    """Return whether a path has the shape of an article's, as written or with its percent-encoding decoded."""
    if _LIKELY.search(path):
        return True
    decoded = unquote(path)
    return bool(_ARABIC_SLUG.search(decoded)) or (decoded != path and bool(_LIKELY.search(decoded)))


def likely_by_query(path: str, query: str, identity: tuple[str, ...] | None = None) -> bool:
    """Return whether an address is likely an article's that only its query tells from others: `/news.php?id=41`.

    Args:
        path: Its path.
        query: Its query; of its pairs the first 20 are read.
        identity: The query keys that identify an article; None for any.
    """
    try:
        written = parse_qsl(query, keep_blank_values=True, max_num_fields=10 * _MAX_PAIRS)[:_MAX_PAIRS]
    except ValueError:
        return False
    pairs = {key.lower().removeprefix("amp;"): value.strip() for key, value in written}
    if any(pairs.get(key, "").lstrip("0") not in ("", "1") for key in _LISTS):
        return False
    if not all(_SHOWS_ARTICLE.fullmatch(pairs.get(key, "")) for key in _CHOOSERS):
        return False
    keys = _keys_of(unquote(path))
    known = {key.lower() for key in identity} if identity is not None else keys
    return any(key in known and _NUMBERED.fullmatch(value) for key, value in pairs.items() if key in keys)


def _keys_of(path: str) -> frozenset[str]:
    """Return the query keys that name an article at a path; none where the path shows something else."""
    last = path.rstrip("/").rpartition("/")[2]
    if not last or last.lower() in ("index.php", "default.aspx", "index.html", "default.asp", "index.aspx"):
        return _ROOT_KEYS | (_KEYS if last else frozenset())
    if _OTHER_SCRIPT.search(path) or not (_SCRIPT.search(last) or _READER.fullmatch(last)):
        return frozenset()
    return _KEYS
