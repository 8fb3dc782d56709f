"""How a run that cannot go on keeps the cause of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from crawler.run import failure

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("causes", "code", "sentence"),
    [
        ([], 1, None),
        ([("The disk is full.", 1)], 1, "The disk is full."),
        ([("Another run has the outlet.", 2), ("The disk is full.", 1)], 2, "Another run has the outlet."),
        ([("The disk is full.", 1), ("Another run has the outlet.", 2)], 1, "The disk is full."),
    ],
)
def test_the_first_cause_decides_on_exit_code_and_sentence(
    causes: Sequence[tuple[str, int]], code: int, sentence: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    crawler = get_crawler(settings_dict={"OUTCOME_LOGGED": True})
    for cause in causes:
        failure.stop(crawler, *cause)
    assert failure.exit_code(crawler) == code
    assert crawler.stats.get_value(failure.FAILURE) == sentence
    assert caplog.messages == [sentence] * bool(causes)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("finished", 0),
        ("closespider_timeout", 0),
        ("shutdown", failure.STOPPED),
        ("failed", 1),
        ("start_error", 1),
        ("cancelled", 1),
        (None, 1),
    ],
)
def test_only_a_run_that_came_to_its_end_exits_0(reason: str | None, code: int) -> None:
    crawler = get_crawler()
    if reason is not None:
        crawler.stats.set_value("finish_reason", reason)
    assert failure.exit_code(crawler) == code
