"""What a page says about archiving and mining goes into the manifest, and is honoured when that is wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.extract import extract
from pipelines.rejected import Rejected
from pipelines.rights import RightsPipeline
from tests.pipelines.test_extract import page
from tests.project import article

HTML = article(1).replace("<title>", '<meta name="robots" content="noarchive, max-snippet:50"><title>').encode()


def test_what_headers_and_page_say_is_kept() -> None:
    found = extract(replace(page(HTML), headers=((b"TDM-Reservation", b"1"), (b"X-Robots-Tag", b"noai"))))
    assert found.rights == {"robots": ["noai", "noarchive"], "tdm": "1"}
    assert extract(page(article(1).encode())).rights == {}


def test_a_reservation_rejects_only_when_it_is_honoured() -> None:
    reserved = extract(page(HTML))
    free = extract(page(article(1).encode()))
    assert RightsPipeline().process_item(reserved) is reserved
    assert RightsPipeline(honoured=True).process_item(free) is free
    with pytest.raises(Rejected) as rejected:
        RightsPipeline(honoured=True).process_item(reserved)
    assert rejected.value.reason == "reserved"
