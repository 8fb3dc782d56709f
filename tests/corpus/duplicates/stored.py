"""Outlets with documents for the tests of near-duplicates: texts as long as reports, and alike as far as wanted."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from crawler.items import Article
from crawler.state import State
from pipelines.documents.corpus import Corpus
from pipelines.words.folding import words
from tests.state.captures import capture

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = sorted(
    words(
        """
        افتتح الوزير معرض الكتاب بحضور ناشرين من دول عربية وأجنبية وقال إن العام المقبل يشهد مشاركة أوسع كما أعلن
        رئيس الهيئة خطة جديدة لتطوير المكتبات العامة في المحافظات وأضاف أن العمل يبدأ قبل نهاية الشهر وتشمل تدريب
        أمناء وتوفير أجهزة حديثة للقراءة وشارك طلاب المدارس ضمن ورش للكتابة بينما ناقش خبراء سبل دعم صناعة النشر
        وحماية حقوق المؤلفين أمام القرصنة وارتفاع أسعار الورق عالميا خلال الموسم الحالي وسط إقبال كبير
        """
    )
)
_DAY = 24


def paragraph(seed: int, length: int = 60) -> str:
    """Return a paragraph of so many words; those of two seeds have next to no three words in common."""
    return " ".join(Random(seed).choices(_WORDS, k=length))  # noqa: S311 - a text, no secret


def report(*seeds: int) -> str:
    """Return a text of the paragraphs of these seeds."""
    return "\n".join(map(paragraph, seeds))


def store(output: Path, outlet: str, *texts: str, hour: int = 0, published: str | None = None, title: str = "") -> None:
    """Add articles with these texts to an outlet's corpus.

    Args:
        output: The output folder.
        outlet: The outlet's name.
        texts: The texts without title.
        hour: The hour of 22 and 23 November 2026 at which they were captured, a second apart.
        published: The date that the articles state.
        title: Their title; empty for titles of their own.
    """
    with State(output, outlet) as state:
        corpus = Corpus(output, state)
        first = state.count_documents()
        captures = [
            replace(
                capture(first + place, outlet),
                date=f"2026-11-{22 + hour // _DAY}T{hour % _DAY:02}:00:{place:02}.000000Z",
            )
            for place in range(len(texts))
        ]
        placed = state.add_captures(captures)
        corpus.settle(
            [
                Article(
                    url=one.url,
                    title=title or f"خبر {outlet} رقم {first + place}",
                    text=text,
                    published=published,
                    capture=one,
                )
                for place, (one, text) in enumerate(zip(placed, texts, strict=True))
            ]
        )
        corpus.close()
