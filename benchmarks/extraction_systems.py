"""The systems that benchmarks/extraction.py measures; each is imported only in the process that measures it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from extraction_pages import day_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from extraction_pages import Sample

    Extractor = Callable[[Sample], "Found"]

YARDSTICK = "trafilatura fast"
"""The system whose speed is 1."""


class Found(NamedTuple):
    """A system's result for a page."""

    title: str = ""
    text: str = ""
    """Paragraphs, one a line; the title may be the first."""
    day: str | None = None
    """Day of publication, ISO 8601."""


@dataclass(frozen=True)
class System:
    """A program that extracts articles."""

    name: str
    package: str
    """Distribution whose version is printed; empty for Warraq itself."""
    make: Callable[[], Extractor]
    """Called in the process that measures it; imports the package."""
    titles: bool = True
    """Whether it returns titles."""
    days: bool = False
    """Whether it returns days of publication."""
    peer: bool = True
    """Whether it is installed in `.bench/`, not in the project's environment."""


def make_warraq() -> Extractor:
    """Return Warraq, from bytes to an article for the corpus: decoding, judging, text, metadata, language."""
    from pipelines.article import article_of

    _outlets()

    def found(sample: Sample) -> Found:
        outcome = article_of(_page(sample))
        if outcome.rejected:
            raise outcome.rejected
        return Found(outcome.article.title, outcome.article.text, day_of(outcome.article.published))

    return found


def make_extract() -> Extractor:
    """Return Warraq's step `extract` alone, without normalizing and without judging the language."""
    from pipelines.extract import extract

    _outlets()

    def found(sample: Sample) -> Found:
        article = extract(_page(sample))
        return Found(article.title, article.text, day_of(article.published))

    return found


@cache
def _outlets() -> tuple[Any, ...]:
    from scrapy.utils.project import get_project_settings

    from crawler.loader import OutletLoader

    return OutletLoader.from_settings(get_project_settings()).outlets()


@cache
def _page(sample: Sample) -> Any:
    """Return the `Page` that a crawl would make from a sample."""
    from crawler.archive.read.unarchived import unarchived_page
    from crawler.outlet import Outlet

    outlet = Outlet.of_site(sample.url)
    if sample.outlet:
        outlet = next(known for known in _outlets() if known.name == sample.outlet)
    elif sample.timezone:
        outlet = replace(outlet, timezone=sample.timezone, country="EG")  # like tests/test_pages.py
    return unarchived_page(sample.url, sample.raw, outlet, sample.content_type, sample.captured)


def make_trafilatura(**options: Any) -> Extractor:
    """Return trafilatura, with metadata and without comments."""
    import trafilatura

    def found(sample: Sample) -> Found:
        got: Any = trafilatura.bare_extraction(
            sample.raw, url=sample.url, include_comments=False, with_metadata=True, **options
        )
        return Found(got.title or "", got.text or "", day_of(got.date)) if got else Found()

    return found


def make_newspaper() -> Extractor:
    """Return newspaper4k, with Arabic as the page's language."""
    import newspaper
    import nltk  # noqa: F401 - each call needs it: without it the system is missing, not bad

    def found(sample: Sample) -> Found:
        article = newspaper.Article(sample.url, language="ar", fetch_images=False)
        article.download(input_html=sample.text)
        article.parse()
        return Found(article.title or "", article.text or "", day_of(article.publish_date))

    return found


def make_newsplease() -> Extractor:
    """Return news-please, as a library."""
    from newsplease import NewsPlease

    def found(sample: Sample) -> Found:
        article = NewsPlease.from_html(sample.text, url=sample.url, fetch_images=False)
        return Found(article.title or "", article.maintext or "", day_of(article.date_publish))

    return found


def make_readability() -> Extractor:
    """Return readability-lxml, whose result is HTML: each piece of its text is a line."""
    from lxml import html
    from readability import Document

    def found(sample: Sample) -> Found:
        document = Document(sample.raw)
        pieces = html.fromstring(document.summary()).itertext()
        return Found(document.short_title(), "\n".join(filter(None, map(str.strip, pieces))))

    return found


def make_resiliparse() -> Extractor:
    """Return Resiliparse, with the page's `<title>` as the title."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def found(sample: Sample) -> Found:
        tree = HTMLTree.parse_from_bytes(sample.raw, detect_encoding(sample.raw, from_html_meta=True))
        return Found(tree.title, extract_plain_text(tree, main_content=True, alt_texts=False))

    return found


def make_justext() -> Extractor:
    """Return jusText, with its Arabic stop words."""
    import justext

    stop_words = justext.get_stoplist("Arabic")

    def found(sample: Sample) -> Found:
        paragraphs = justext.justext(sample.raw, stop_words)
        return Found("", "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))

    return found


def make_goose() -> Extractor:
    """Return goose3, with its Arabic stop words."""
    import nltk  # noqa: F401 - see make_newspaper
    from goose3 import Goose
    from goose3.text import StopWordsArabic

    goose = Goose({"stopwords_class": StopWordsArabic, "enable_image_fetching": False})

    def found(sample: Sample) -> Found:
        article = goose.extract(raw_html=sample.text)
        return Found(article.title or "", article.cleaned_text or "", day_of(article.publish_datetime_utc))

    return found


SYSTEMS = (
    System("Warraq", "", make_warraq, days=True, peer=False),
    System("Warraq, extract alone", "", make_extract, days=True, peer=False),
    System("trafilatura", "trafilatura", make_trafilatura, days=True, peer=False),
    System(
        "trafilatura precision",
        "trafilatura",
        lambda: make_trafilatura(favor_precision=True),
        days=True,
        peer=False,
    ),
    System(YARDSTICK, "trafilatura", lambda: make_trafilatura(fast=True), days=True, peer=False),
    System("newspaper4k", "newspaper4k", make_newspaper, days=True),
    System("news-please", "news-please", make_newsplease, days=True),
    System("readability-lxml", "readability-lxml", make_readability),
    System("resiliparse", "resiliparse", make_resiliparse),
    System("jusText", "justext", make_justext, titles=False),
    System("goose3", "goose3", make_goose, days=True),
)
