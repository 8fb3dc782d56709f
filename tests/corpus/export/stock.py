"""Stocks an output folder with documents, without a crawl."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.items import Article
from crawler.state import State
from pipelines.documents.corpus import Corpus
from tests.state.captures import capture
from tests.support.project import paragraphs

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Capture
    from pipelines.rejected import Rejected


def piece(number: int, day: str = "2026-03-05", **fields: Any) -> dict[str, Any]:
    """Return the fields of an article that is published at ten o'clock of a day, and captured an hour later.

    `url` and `date` may be given for its capture.
    """
    published = f"{day}T10:00:00+03:00"
    text = "\n".join(paragraphs(number))
    return {"number": number, "published": published, "date": f"{day}T08:00:00.000001Z", "text": text, **fields}


def stock(output: Path, outlet: str, *pieces: dict[str, Any]) -> None:
    """Add articles to an outlet's corpus, in the order of their captures."""
    with State(output, outlet) as state:
        corpus = Corpus(output, state)
        first = state.last_seq()
        captures = [
            replace(
                capture(first + place, outlet, url=one.pop("url", f"https://{outlet}/post/{one['number']}")),
                date=one.pop("date"),
                record_id=f"urn:uuid:{first + place}",
            )
            for place, one in enumerate(pieces)
        ]
        articles: list[Article | tuple[Capture, Rejected]] = []
        for placed, one in zip(state.add_captures(captures), pieces, strict=True):
            title = one.pop("title", f"خطة جديدة لتطوير الخدمات رقم {one.pop('number')}")
            stated = {"language": "ar", "language_score": 1.0, "canonical_url": placed.canonical_url, "title": title}
            articles.append(Article(url=placed.url, capture=placed, **{**stated, **one}))
        corpus.settle(articles)
        corpus.close()
