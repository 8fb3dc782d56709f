"""The judges of an article and their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.extract import extract
from pipelines.judge import judge_prose, judged
from pipelines.rejected import Rejected
from tests.pipelines.test_extract import page
from tests.support.project import article, paragraphs

ARTICLE = extract(page(article(1).encode()))
PERSIAN = "این متن به زبان فارسی نوشته شده است و برای خوانندگان ایرانی منتشر می‌شود. " * 6


def test_an_article_that_passes_gets_its_language_and_the_one_that_was_given_stays() -> None:
    passed = judged(ARTICLE)
    assert (passed.language, passed.text) == ("ar", ARTICLE.text)
    assert passed.language_score > 0.99
    assert ARTICLE.language == ""


@pytest.mark.parametrize(
    ("text", "rights", "reason"),
    [
        (PERSIAN, {"tdm": "1"}, "reserved"),
        (PERSIAN, {}, "not-arabic"),
        ("This is a line in English.", {}, "not-arabic"),
        ("خبر عاجل", {}, "too-short"),
    ],
)
def test_the_first_judge_that_rejects_names_the_reason(text: str, rights: dict[str, str], reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        judged(replace(ARTICLE, text=text, rights=rights), honoured=True)
    assert rejected.value.reason == reason


def test_a_text_alone_is_judged_in_the_same_order() -> None:
    assert judge_prose("\n".join(paragraphs(1))).code == "ar"
    with pytest.raises(Rejected, match="too-short"):
        judge_prose("خبر عاجل")
