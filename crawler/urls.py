"""Rules for URLs: which are asked for, and the one form of an address for comparing."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote_plus, unquote_to_bytes, urlencode, urlsplit, urlunsplit

import idna

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_URL = 2083
"""Longest URL taken from a page, in characters; Scrapy's own URLLENGTH_LIMIT."""

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
"""Query keys that never say which article is meant, in any case of letters."""
_CAMPAIGN_KEYS = (
    r"ocid|maca|xtor"  # BBC's and MSN's campaigns; DW, in every link of its feeds; AT Internet: France 24
    r"|s_cid|cmpid|cmp|icid|ncid|smid|mbid|intcmp|wt_[^=]+"  # Adobe, Guardian, Times, AOL, Condé Nast, Mapp
)
"""Keys that may name an article elsewhere: `cmp=4711` stays, and only the words of a campaign are dropped."""
_WORDS = r"(?![\da-f-]+$)[a-z]{2}.*"
"""No number, no hash and no UUID."""
_SOURCES = (
    r"rss\d?|feeds?|atom|facebook|fb|twitter|tw|x|whatsapp|telegram|linkedin|pinterest|reddit|tumblr|pocket|email|mail"
    r"|newsletter|sms|share|social|app|android|ios|mobile|desktop|push|notification|home|homepage|front|frontpage|search"
    r"|jetpack-whatsapp|google|googlenews|gnews|nabd|menu|widget|related|latest|trending|mostread|print"
)
_TRACKING = re.compile(
    rf"^(?:amp;)*(?:(?:{'|'.join(_TRACKING_KEYS)})(?:=|$)"
    rf"|(?:{_CAMPAIGN_KEYS})(?:=(?:{_WORDS})?)?$"
    r"|spm=[^.]+(?:\.[^.]+){2,}$"  # Alibaba's place on a page: `a2700.7724838.0.0`
    # Here only the name of a source is dropped: `ref=4711` stays.
    rf"|(?:ref|source|src|from|via|share)=(?:{_SOURCES})?$"
    # PHP-Nuke's `sid=4711` is a story; a session's is long.
    r"|sid=[0-9a-z,-]{20,}$)",
    re.IGNORECASE,
)
_BESIDE = tuple(
    (re.compile(rf"^(?:amp;)*{mark}$", re.IGNORECASE), re.compile(rf"^(?:amp;)*{key}$", re.IGNORECASE))
    for mark, key in (
        (rf"share=(?:{_SOURCES})", "nb=1"),  # Jetpack's buttons
        (r"at_(?:medium|campaign)=.*", r"at_.+"),  # Piano wants both in every link, and takes any other
        (r"ns_(?:mchannel|campaign)=.*", r"ns_.+"),
    )
)
"""What tracks only beside another pair: the other, and it."""
_VIEW = re.compile(
    r"^(?:(?:amp|noamp|nonamp|print|printable|mobile|rss)=(?:1|true|yes|on|amp|print|mobile)?"
    r"|(?:outputtype|output|format|view|mode|layout|type)=(?:amp|amphtml|print|printable)"
    r"|ot=ot\.amppagelayout"  # Methode, Polopoly: Al Bayan
    r"|replytocom=\d*)$",  # WordPress: the same page with its form elsewhere
    re.IGNORECASE,
)
"""Pairs that ask for another view of the same article; asked for as written, equal for comparing."""
_ESCAPED = re.compile(r"^(?:amp;)+")
"""What is left of `&amp;` in an address that was escaped twice."""
_REST = r"(?=[^.]+\.[^.])(?!(?:ac|co|com|edu|gov|info|mil|net|org|sch)\.[a-z]{2}(?::\d+)?$)"
"""A host without its first label must still be a site's: `m.example` and `amp.com.sa` are whole."""
_FORM = re.compile(rf"^(?:(?:www|amp|m|mobile|wap)\.)+{_REST}")
_MOBILE = re.compile(rf"^(?:www\.)?(?:amp|m|mobile|wap)\.{_REST}")
_GOOGLE = re.compile(r"^google\.(?:com|com?\.[a-z]{2}|[a-z]{2})$")
_CACHE = re.compile(r"^(?:[^.]+\.)?cdn\.ampproject\.org$")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^;]*", re.IGNORECASE)
_DEFAULT = re.compile(r"^(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
_LISTED = re.compile(
    r"(?i:[a-z]{0,5}|[b-df-hj-np-tv-z]*[aeiou][a-z]*)|\.+|\d{1,4}|\d{4}-\d\d?-\d\d?|(?:19|20)\d\d[01]\d[0-3]\d"
)
"""Segments under which articles stand, not their own: words and days. `/tech/amp` is then an article about amp.

An identifier of letters, `prkmxt`, has no vowel.
"""
_VIEW_SEGMENTS = frozenset({"amp", "print"})
_LANGUAGES = frozenset({"ar", "en", "fr"})
_NEEDLESS = re.compile(r"%(2[DE]|3\d|[46][1-9A-F]|5[\dAF]|7[\dAE])", re.IGNORECASE)
_AMP_ENDING = re.compile(r"(?<!\.amp)(?<!\.amp\.htm)(?<!\.amp\.html)\.amp(?=(?:\.html?)?$)")
_PORTS = {"http": 80, "https": 443}
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: no bytes to ask for."""
_DELIMITER = re.compile("[/?#]")
_NO_HOST = frozenset(' "%<>\\^`{|}')
_PATH_SAFE = ":@!$&'()*+,;=~-._"


def netloc(url: str) -> str:
    """Return `host` or `host:port` of an http(s) URL, lower case, ASCII (IDNA), without credentials and default port.

    Returns:
        The empty string when the URL is not http(s), has no host, or cannot be parsed.
    """
    # urlsplit composes a host, which takes time quadratic in a run of marks.
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
    if parts.scheme.lower() not in _PORTS or not host or not _NO_HOST.isdisjoint(host):
        return ""  # browsers take a backslash for a slash: `evil.example\.outlet.example` is not the outlet's
    if ":" in host:
        host = f"[{host}]"
    return host if port in (None, _PORTS[parts.scheme.lower()]) else f"{host}:{port}"


def askable(url: str) -> str:
    """Return the URL to ask for: no fragment, credentials or tracking parameters; else as the page wrote it.

    Returns:
        The empty string for what is no http(s) URL or is longer than `MAX_URL`.
    """
    cleaned = _without_ballast(url)
    return cleaned if len(cleaned) <= MAX_URL else ""


def canonical(url: str, identity: tuple[str, ...] | None = None) -> str:
    """Return the one form under which all spellings of an article's address are equal (RFC 3986, section 6.2).

    Scheme, `www.`, mobile and AMP hosts, AMP and print views, Google's AMP caches, default documents, sessions,
    doubled slashes and dot segments do not tell articles apart; percent-encoding is brought to one form, and what it
    encodes to NFC; queries are sorted. The case of a path does, and so do `%2F` and what is encoded twice.

    It is for comparing: what is asked for is the address as it was found. Nothing is raised.

    Args:
        url: An http(s) URL.
        identity: The query keys that identify an article; None keeps every key that neither tracks nor chooses a view.
    """
    cleaned = _without_ballast(url)
    if not cleaned:
        return ""
    parts = urlsplit(cleaned)
    # Not every query is UTF-8: two of them in windows-1256 must not become equal by replacing what they say.
    pairs = [
        (_ESCAPED.sub("", _composed(key)), _composed(value))
        for key, value in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    ]
    if identity is None:
        # Tracking once more: composing may have made it, of a `;` that was a Greek question mark.
        written = ["=".join(pair) for pair in pairs]
        tracked = _tracked(written)
        pairs = [pair for pair, text in zip(pairs, written, strict=True) if not (_VIEW.match(text) or text in tracked)]
    else:
        pairs = [pair for pair in pairs if pair[0] in identity]
    place, segments = _uncached(_site(parts.netloc), _resolved(map(_one_form, parts.path.split("/"))))
    path = "/".join(("", *(segments if _is_cache(place) else _plain(segments))))
    return urlunsplit(("https", place, path or "/", urlencode(sorted(pairs), errors="surrogateescape"), ""))


def plain_path(path: str) -> str:
    """Return a URL's path without what asks for a view of the article: AMP, print, default document, session.

    Letters stay encoded or not, as they are, but for those that nobody need encode (RFC 3986, section 2.3). It ends in
    no slash.
    """
    path = _NEEDLESS.sub(lambda found: chr(int(found[1], 16)), path)
    return "/".join(("", *_plain(_resolved(path.split("/"))))) or "/"


def without_mobile(host: str) -> str:
    """Return the host (or `host:port`) that a mobile or AMP host is a form of; another host as it is."""
    return _MOBILE.sub("", host)


def _site(host: str) -> str:
    return netloc(f"https://{_FORM.sub('', host)}")


def _is_cache(site: str) -> bool:
    return _GOOGLE.match(site) is not None or _CACHE.match(site) is not None


def _uncached(site: str, segments: list[str]) -> tuple[str, list[str]]:
    """Take a page out of an AMP cache: `cdn.ampproject.org/c/s/HOST/PATH`, `google.com/amp/s/HOST/PATH`."""
    doors = ("amp",) if _GOOGLE.match(site) else ("c", "v")
    if not _is_cache(site) or not segments or segments[0] not in doors:
        return site, segments
    at = 2 if segments[1:2] == ["s"] else 1
    inner = "".join(segments[at : at + 1])
    origin = _site(inner)
    # A cache in a cache is left alone, lest unpacking it takes as many rounds as somebody wrote.
    if "." not in origin or netloc(f"https://{inner}") != inner.lower() or _is_cache(origin):
        return site, segments
    return origin, segments[at + 1 :]


def _one_form(segment: str) -> str:
    octets = unquote_to_bytes(segment)
    with suppress(UnicodeDecodeError):  # windows-1256, in addresses of old sites
        octets = _composed(octets.decode()).encode()
    return quote(octets, safe=_PATH_SAFE)


def _composed(text: str) -> str:
    # Composing takes time quadratic in a run of marks; what is longer than any address is nobody's.
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
    """Cut what asks for a view off both ends, as long as what is left may be an article's address."""
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
    """Tell it of a path by its last two segments."""
    if ending and ending[-1] in _LANGUAGES:  # `/news/<id>/<slug>/ar`
        ending = ending[:-1]
    return bool(ending) and not _LISTED.fullmatch(ending[-1])


def _tracked(pairs: list[str]) -> set[str]:
    """Return those of a query's pairs, decoded, that never say which article is meant."""
    rules = [_TRACKING, *(key for mark, key in _BESIDE if any(map(mark.match, pairs)))]
    return {pair for pair in pairs if any(rule.match(pair) for rule in rules)}


def _without_ballast(url: str) -> str:
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
    end = whole.rstrip()  # what is left may end with a space, which would be lost when it is cleaned again
    return end + quote(whole[len(end) :])
