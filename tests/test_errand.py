"""The errand of a request: copies of the request share it, and each has the capture of its own exchange."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.errand import Errand, ListErrand, capture_of, errand_of, listing_of, set_capture
from crawler.items import Capture

URL = "https://akhbar.example/feed"


def capture(status: int) -> Capture:
    return Capture(
        outlet="akhbar.example",
        url=URL,
        canonical_url=URL,
        date="2026-11-22T10:00:00Z",
        status=status,
        page=False,
        warc="one.warc.gz",
        offset=0,
        length=1,
        record_id="urn:uuid:1",
        payload_digest="",
    )


def test_a_redirect_keeps_the_errand_and_gets_a_capture_of_its_own() -> None:
    listing = ListErrand(address=URL, level=2)
    request = Request(URL, meta=Errand(listing=listing, conditions={URL: {}}).meta())
    set_capture(request, capture(301))
    onward = request.replace(url=f"{URL}/")
    set_capture(onward, capture(200))
    answers = [Response(one.url, request=one) for one in (request, onward)]
    assert [capture_of(answer).status for answer in answers] == [301, 200]
    assert [listing_of(answer) for answer in answers] == [listing, listing]
    assert errand_of(onward).conditions == {URL: {}}


def test_a_try_that_brought_no_response_leaves_no_capture_of_the_one_before() -> None:
    request = Request(URL, meta=Errand(article=URL).meta())
    set_capture(request, capture(503))
    again = request.copy()
    set_capture(again, None)
    assert errand_of(again) == Errand(article=URL)


def test_a_request_that_another_component_made_has_an_empty_errand() -> None:
    answer = Response(URL, request=Request(URL))
    assert errand_of(answer) == Errand()
    with pytest.raises(LookupError, match="is not archived"):
        capture_of(answer)
    with pytest.raises(LookupError, match="was not requested as a list"):
        listing_of(answer)
