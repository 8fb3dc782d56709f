"""Rules for URLs: the form in which they are requested, and the one form for comparison."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote_plus, unquote_to_bytes, urlencode, urlsplit, urlunsplit

import idna

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_URL = 2083
"""Characters of a URL, at most; the same as Scrapy's URLLENGTH_LIMIT."""

_TRACKING_KEYS = (
    r"utm_.+",  # Google Analytics, and all that read its keys
    r"_ga|_gac|_gl|gclid|gclsrc|dclid|gbraid|wbraid|srsltid",  # Google: Analytics across domains, Ads, Shopping
    r"fbclid|mibextid|fb_(?:action_.+|source|ref|comment_id)|igsh|igshid|__tn__",  # Facebook, Instagram
    r"twclid|ref_src|ref_url|__twitter_impression|ttclid|tbclid|li_fat_id|msclkid|epik",  # other networks
    r"yclid|ysclid|_openstat",  # Yandex
    r"at_(?:medium|campaign|campaign_type|custom[1-4])",  # Piano Analytics: BBC
    r"ns_(?:mchannel|source|campaign|linkname|fee)",  # comScore
    r"traffic_source",  # Al Jazeera's feed
    r"s_kwcid|wt\..+",  # Adobe, Webtrends
    r"pk_(?:campaign|kwd|keyword|source|medium|content|cid|vid)|mtm_.+|piwik_.+|matomo_.+",  # Matomo
    r"hsa_.+|hsctatracking|_hsenc|_hsmi",  # HubSpot
    r"mc_[ce]id|mkt_tok|vero_.+|oly_.+",  # newsletters: Mailchimp, Marketo, Vero, Omeda
    r"guccounter|guce_.+",  # Yahoo
    r"usqp|amp_(?:js_v|a?gsa|ct|tf|lite|markup|latest_update_time|last_check_time)",  # AMP caches and viewers
    r"__cf_chl_.+",  # a challenge of Cloudflare that was passed
    r"phpsessid|jsessionid|aspsessionid.*|sessionid|cfid|cftoken",  # a visitor's session
)
"""Query keys that never identify an article, in upper or lower case."""
_CAMPAIGN_KEYS = (
    r"ocid|maca|xtor"  # BBC's and MSN's campaigns; DW, in every link of its feeds; AT Internet: France 24
    r"|s_cid|cmpid|cmp|icid|ncid|smid|mbid|intcmp|wt_[^=]+"  # Adobe, Guardian, Times, AOL, Condé Nast, Mapp
)
"""Keys that may identify an article on some sites: `cmp=4711` stays, and only the words of a campaign are removed."""
_WORDS = r"(?![\da-f-]+$)[a-z]{2}.*"
"""A word: no number, no hash and no UUID."""
_SOURCES = (
    r"rss\d?|feeds?|atom|facebook|fb|twitter|tw|x|whatsapp|telegram|linkedin|pinterest|reddit|tumblr|pocket|email|mail"
    r"|newsletter|sms|share|social|app|android|ios|mobile|desktop|push|notification|home|homepage|front|frontpage|search"
    r"|jetpack-whatsapp|google|googlenews|gnews|nabd|menu|widget|related|latest|trending|mostread|print"
)
_TRACKING = re.compile(
    rf"^(?:amp;)*(?:(?:{'|'.join(_TRACKING_KEYS)})(?:=|$)"
    rf"|(?:{_CAMPAIGN_KEYS})(?:=(?:{_WORDS})?)?$"
    r"|spm=[^.]+(?:\.[^.]+){2,}$"  # Alibaba's place on a page: `a2700.7724838.0.0`
    # Here only the name of a source is removed: `ref=4711` stays.
    rf"|(?:ref|source|src|from|via|share)=(?:{_SOURCES})?$"
    # PHP-Nuke's `sid=4711` is a story; the value of a session is long.
    r"|sid=[0-9a-z,-]{20,}$)",
    re.IGNORECASE,
)
_BESIDE = tuple(
    (re.compile(rf"^(?:amp;)*{mark}$", re.IGNORECASE), re.compile(rf"^(?:amp;)*{key}$", re.IGNORECASE))
    for mark, key in (
        (rf"share=(?:{_SOURCES})", "nb=1"),  # Jetpack's buttons
        (r"at_(?:medium|campaign)=.*", r"at_.+"),  # Piano requires both in every link, and allows any other at_ key
        (r"ns_(?:mchannel|campaign)=.*", r"ns_.+"),
    )
)
"""Pairs of patterns: where the first matches one of a query's pairs, pairs that match the second track."""
_VIEW = re.compile(
    r"^(?:(?:amp|noamp|nonamp|print|printable|mobile|rss)=(?:1|true|yes|on|amp|print|mobile)?"
    r"|(?:outputtype|output|format|view|mode|layout|type)=(?:amp|amphtml|print|printable)"
    r"|ot=ot\.amppagelayout"  # Methode, Polopoly: Al Bayan
    r"|replytocom=\d*)$",  # WordPress: the same page with its form elsewhere
    re.IGNORECASE,
)
"""Pairs that choose another view of the same article: kept in requests, ignored in comparison."""
_ESCAPED = re.compile(r"^(?:amp;)+")
"""The rest of `&amp;` in an address that was escaped twice."""
_REST = r"(?=[^.]+\.[^.])(?!(?:ac|co|com|edu|gov|info|mil|net|org|sch)\.[a-z]{2}(?::\d+)?$)"
"""The rest of a host without its first label, if it is still a site's: `m.example` and `amp.com.sa` are whole."""
_FORM = re.compile(rf"^(?:(?:www|amp|m|mobile|wap)\.)+{_REST}")
_MOBILE = re.compile(rf"^(?:www\.)?(?:amp|m|mobile|wap)\.{_REST}")
_GOOGLE = re.compile(r"^google\.(?:com|com?\.[a-z]{2}|[a-z]{2})$")
_CACHE = re.compile(r"^(?:[^.]+\.)?cdn\.ampproject\.org$")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^;]*", re.IGNORECASE)
_DEFAULT = re.compile(r"^(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
_LISTED = re.compile(
    r"(?i:[a-z]{0,5}|[b-df-hj-np-tv-z]*[aeiou][a-z]*)|\.+|\d{1,4}|\d{4}-\d\d?-\d\d?|(?:19|20)\d\d[01]\d[0-3]\d"
)
"""Segments of lists, such as words and days, not of articles: below one, `/tech/amp` is an article about amp.

An identifier of letters, such as `prkmxt`, has no vowel, and is no word.
"""
_VIEW_SEGMENTS = frozenset({"amp", "print"})
_LANGUAGES = frozenset({"ar", "en", "fr"})
_NEEDLESS = re.compile(r"%(2[DE]|3\d|[46][1-9A-F]|5[\dAF]|7[\dAE])", re.IGNORECASE)
_AMP_ENDING = re.compile(r"(?<!\.amp)(?<!\.amp\.htm)(?<!\.amp\.html)\.amp(?=(?:\.html?)?$)")
PORTS = {"http": 80, "https": 443}
"""The default port of each scheme that is requested."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which no encoding can write into a request."""
_NUMBERED = re.compile(r"(https://[^?]*/(?!(?:19|20)\d\d(?:\d\d){0,2}[/-])\d{4,}[/-])[^/?]*[^/?\d-][^/?]*\Z", re.ASCII)
"""A number of four digits or more that is no date, then a slug at the end."""
_BROUGHT = "file://"
_DELIMITER = re.compile("[/?#]")
_NO_HOST = frozenset(' "%<>\\^`{|}')
_PATH_SAFE = ":@!$&'()*+,;=~-._"


def netloc(url: str) -> str:
    """Return `host` or `host:port` of an http(s) URL, lower case, ASCII (IDNA), without credentials and default port.

    Returns:
        The empty string when the URL is not http(s), has no host, or cannot be parsed.
    """
    return _recent_netloc(url) if len(url) <= MAX_URL else _netloc(url)  # longer ones would fill the memory


def _netloc(url: str) -> str:
    # urlsplit composes a host, which takes quadratic time in the length of a run of marks.
    if any(len(part) > MAX_URL for part in _DELIMITER.split(url, maxsplit=3)[:3]):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".").lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except idna.IDNAError:
            return ""
    if parts.scheme.lower() not in PORTS or not host or not _NO_HOST.isdisjoint(host):
        return ""  # browsers read a backslash as a slash: `evil.example\.outlet.example` is not the outlet's
    if ":" in host:
        host = f"[{host}]"
    return host if port in (None, PORTS[parts.scheme.lower()]) else f"{host}:{port}"


_recent_netloc = lru_cache(maxsize=1024)(_netloc)
"""Remembers the hosts of URLs that can be requested, since each request asks a dozen times for its host."""


def brought(url: str) -> str:
    """Return the outlet, by its name, of a file that a user added to its corpus (`file://akhbar.example/2019/a.txt`).

    RFC 8089 lets a file's URL name a host. The form shows that nobody ever requested such an address.

    Returns:
        The empty string for any other URL.
    """
    return url[len(_BROUGHT) :].partition("/")[0] if url.startswith(_BROUGHT) else ""


def brought_url(outlet: str, path: str) -> str:
    """Return the URL of such a file.

    Args:
        outlet: The outlet's name.
        path: The file's path within what the user named, with slashes.
    """
    return f"{_BROUGHT}{outlet}/{quote(path, errors='surrogateescape')}"


def owner_key(url: str) -> str:
    """Return what decides whose a URL is: its `netloc`, or of a user's file the beginning that names the outlet."""
    name = brought(url)
    return f"{_BROUGHT}{name}" if name else netloc(url)


def askable(url: str) -> str:
    """Return the URL to request: without fragment, credentials and tracking parameters, otherwise as the page wrote it.

    Returns:
        The empty string when it is no http(s) URL, or is longer than `MAX_URL`.
    """
    cleaned = _without_ballast(url)
    return cleaned if len(cleaned) <= MAX_URL else ""


def canonical(url: str, identity: tuple[str, ...] | None = None) -> str:
    """Return the one form that all spellings of an article's address share (RFC 3986, section 6.2).

    It drops differences of scheme, `www.`, mobile and AMP hosts, AMP and print views, Google's AMP caches, default
    documents, sessions, doubled slashes and dot segments. It brings percent-encoding to one form and the encoded text
    to NFC, and sorts queries. It keeps the case of a path, `%2F`, and text that is encoded twice.

    The form is for comparison; requests use the address as found. Nothing is raised.

    Args:
        url: An http(s) URL, or that of a user's file, which has one form only.
        identity: The query keys that identify an article; None keeps every key that neither tracks nor chooses a view.

    Returns:
        The empty string for any other URL.
    """
    if brought(url):
        return url
    cleaned = _without_ballast(url)
    if not cleaned:
        return ""
    parts = urlsplit(cleaned)
    # Some queries are not UTF-8: replacing invalid bytes could make two queries in windows-1256 equal.
    pairs = [
        (_ESCAPED.sub("", _composed(key)), _composed(value))
        for key, value in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    ]
    if identity is None:
        # Look for tracking once more: composing may have produced it, from a Greek question mark that becomes `;`.
        written = ["=".join(pair) for pair in pairs]
        tracked = _tracked(written)
        pairs = [pair for pair, text in zip(pairs, written, strict=True) if not (_VIEW.match(text) or text in tracked)]
    else:
        pairs = [pair for pair in pairs if pair[0] in identity]
    place, segments = _uncached(_site(parts.netloc), _resolved(map(_one_form, parts.path.split("/"))))
    path = "/".join(("", *(segments if _is_cache(place) else _plain(segments))))
    return urlunsplit(("https", place, path or "/", urlencode(sorted(pairs), errors="surrogateescape"), ""))


def plain_path(path: str) -> str:
    """Return a URL's path without the parts that choose a view of the article: AMP, print, default document, session.

    Percent-encoding stays unchanged, except that of unreserved characters (RFC 3986, section 2.3), which is decoded.
    The path has no slash at its end.
    """
    path = _NEEDLESS.sub(lambda found: chr(int(found[1], 16)), path)
    return "/".join(("", *_plain(_resolved(path.split("/"))))) or "/"


def numbered_stem(canonical_url: str) -> str:
    """Return a canonical address up to the number before its slug: all of `https://a.example/news/1101/` or `…/1101-`.

    An article whose headline changes may get another slug behind the same number. A number that may be a year, a month
    or a day stands before many articles.

    Returns:
        The empty string for an address of another form.
    """
    found = _NUMBERED.match(canonical_url)
    return found[1] if found else ""


def without_mobile(host: str) -> str:
    """Return the host (or `host:port`) without the label of a mobile or AMP form; any other host unchanged."""
    return _MOBILE.sub("", host)


@lru_cache(maxsize=256)
def _site(host: str) -> str:
    """Return a host without `www.` and the labels of mobile and AMP forms; empty when it is no host."""
    return netloc(f"https://{_FORM.sub('', host)}")


def _is_cache(site: str) -> bool:
    return _GOOGLE.match(site) is not None or _CACHE.match(site) is not None


def _uncached(site: str, segments: list[str]) -> tuple[str, list[str]]:
    """Return the site and path in an AMP cache's address: `cdn.ampproject.org/c/s/HOST/PATH`, `google.com/amp/s/…`."""
    doors = ("amp",) if _GOOGLE.match(site) else ("c", "v")
    if not _is_cache(site) or not segments or segments[0] not in doors:
        return site, segments
    at = 2 if segments[1:2] == ["s"] else 1
    inner = "".join(segments[at : at + 1])
    origin = _site(inner)
    # A cache within a cache stays unchanged; else a hostile address could demand any number of rounds.
    if "." not in origin or netloc(f"https://{inner}") != inner.lower() or _is_cache(origin):
        return site, segments
    return origin, segments[at + 1 :]


@lru_cache(maxsize=1024)
def _one_form(segment: str) -> str:
    """Return a segment with its text in NFC and its percent-encoding in one form."""
    octets = unquote_to_bytes(segment)
    with suppress(UnicodeDecodeError):  # windows-1256, in addresses of old sites
        octets = _composed(octets.decode()).encode()
    return quote(octets, safe=_PATH_SAFE)


def _composed(text: str) -> str:
    """Return a text in NFC; one longer than `MAX_URL` unchanged."""
    # Composing takes quadratic time in the length of a run of marks; no address is longer than `MAX_URL`.
    return unicodedata.normalize("NFC", text) if len(text) <= MAX_URL else text


def _resolved(segments: Iterable[str]) -> list[str]:
    """Drop sessions, empty segments and dot segments."""
    resolved: list[str] = []
    for raw in segments:
        segment = _SESSION.sub("", raw) if ";" in raw else raw
        if segment == "..":
            del resolved[-1:]
        elif segment not in ("", "."):
            resolved.append(segment)
    return resolved


def _plain(segments: list[str]) -> list[str]:
    """Cut segments that choose a view off both ends, as long as the rest may be an article's address."""
    kept = list(segments)
    while kept:
        first_view = len(kept)
        while first_view and (kept[first_view - 1] in _VIEW_SEGMENTS or _DEFAULT.match(kept[first_view - 1])):
            first_view -= 1
        if first_view < len(kept) and _may_be_article(kept[max(0, first_view - 2) : first_view]):
            del kept[first_view:]
        elif _DEFAULT.match(kept[-1]):
            while kept and _DEFAULT.match(kept[-1]):
                kept.pop()
        else:
            shorter = _AMP_ENDING.sub("", kept[-1])
            if shorter == kept[-1] or _LISTED.fullmatch(kept[-1].partition(".amp")[0]):
                break
            kept[-1] = shorter
    first = 0
    if _may_be_article(kept[-2:]):
        while first < len(kept) - 1 and kept[first] == "amp":
            first += 1
    return kept[first:]


def _may_be_article(ending: list[str]) -> bool:
    """Return whether a path may be an article's, by its last two segments."""
    if ending and ending[-1] in _LANGUAGES:  # `/news/<id>/<slug>/ar`
        ending = ending[:-1]
    return bool(ending) and not _LISTED.fullmatch(ending[-1])


def _tracked(pairs: list[str]) -> set[str]:
    """Return the pairs of a query, decoded, that never identify an article."""
    rules = [_TRACKING, *(key for mark, key in _BESIDE if any(map(mark.match, pairs)))]
    return {pair for pair in pairs if any(rule.match(pair) for rule in rules)}


@lru_cache(maxsize=512)
def _without_ballast(url: str) -> str:
    """Return a URL without fragment, credentials and tracking parameters; empty when it is no http(s) URL."""
    url = url.partition("#")[0].strip()
    place = netloc(url)
    if not place or _SURROGATE.search(url):
        return ""
    parts = urlsplit(url)
    pairs = parts.query.split("&") if parts.query else []
    written = [unquote_plus(pair) for pair in pairs]
    tracked = _tracked(written)
    query = "&".join(pair for pair, text in zip(pairs, written, strict=True) if text not in tracked)
    whole = urlunsplit((parts.scheme.lower(), place, parts.path or "/", query, ""))
    end = whole.rstrip()  # a space at the end is encoded; a second cleaning would strip it
    return end + quote(whole[len(end) :])
