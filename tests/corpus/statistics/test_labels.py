"""Whatever a report may hold has words in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from corpus.statistics.counting import Delay
from corpus.statistics.labels import DELAYS, HEADINGS, LANDS, OUTCOMES, REASONS, TOTALS, Language, Text, named
from crawler.items import Reason
from crawler.loader import OutletLoader
from crawler.run.outcome import SETTLED, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OUTLETS = OutletLoader(Settings({"SPIDER_MODULES": ["crawler.spiders"]})).outlets()


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (REASONS, set(Reason) - set(SETTLED)),
        (DELAYS, Delay),
        (OUTCOMES, set(Outcome) - {Outcome.LOCKED}),
        (LANDS, {outlet.country for outlet in OUTLETS}),
    ],
)
def test_every_kind_has_a_name(names: Mapping[str, Text], keys: Iterable[str]) -> None:
    assert set(names) >= set(keys)
    for language in Language:
        shown = [named(names, key, language) for key in names]
        assert len(set(shown)) == len(shown)  # a chart would add up what has the same name


def test_what_has_no_name_keeps_its_own() -> None:
    assert named(LANDS, "XX", Language.ARABIC) == "XX"


def test_arabic_is_arabic_and_english_is_not() -> None:
    texts = [*TOTALS.values(), *(heading.title for heading in HEADINGS.values())]
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in text.ar) for text in texts)
    assert not any("\u0600" <= letter <= "\u06ff" for text in texts for letter in text.en)
