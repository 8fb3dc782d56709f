"""Which failures are final: no later run needs to ask again."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.errors import ElsewhereError, GivenUpError, RobotsForbidError, RobotsUnavailableError
from crawler.network.unanswered import is_final, is_missed, is_try


@pytest.mark.parametrize(
    ("status", "final"),
    [
        *((status, True) for status in (404, 410)),
        *((status, False) for status in (400, 401, 403, 405, 406, 408, 409, 412, 414, 418, 421, 422, 425, 426, 429)),
        *((status, False) for status in (431, 451, 499, 300, 500, 502, 503, 520)),
    ],
)
def test_only_404_and_410_are_final(status: int, *, final: bool) -> None:
    error = HttpError(Response("https://akhbar.example/news/1", status=status))
    assert is_final(Failure(error)) is final  # type: ignore[no-untyped-call]  # Twisted has no types for it


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (RobotsForbidError("robots.txt forbids it"), False),
        (ElsewhereError("it leaves the outlet"), True),
        (RobotsUnavailableError("robots.txt"), False),
        (GivenUpError("refused"), False),
        (TimeoutError("late"), False),
    ],
)
def test_a_request_that_no_run_may_make_is_final_and_an_accident_is_not(error: Exception, *, final: bool) -> None:
    assert is_final(Failure(error)) is final  # type: ignore[no-untyped-call]  # Twisted has no types for it


def test_a_redirect_to_where_no_run_may_go_is_an_accident_of_the_day() -> None:
    failure = Failure(ElsewhereError("it leaves the outlet"))  # type: ignore[no-untyped-call]  # Twisted has no types for it
    failure.request = Request("https://log-in.example/")  # type: ignore[attr-defined]  # Scrapy's addition
    assert (is_final(failure), is_try(failure), is_missed(failure)) == (True, False, False)
    failure.request.meta["redirect_urls"] = ["https://akhbar.example/news/1"]  # type: ignore[attr-defined]
    assert (is_final(failure), is_try(failure), is_missed(failure)) == (False, True, False)


def test_what_robots_txt_forbids_waits_longer_each_time_and_is_not_missed() -> None:
    failure = Failure(RobotsForbidError("robots.txt forbids it"))  # type: ignore[no-untyped-call]  # Twisted has no types for it
    assert (is_final(failure), is_try(failure), is_missed(failure)) == (False, True, False)
