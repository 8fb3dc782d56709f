"""Statements about archiving and mining: the manifest holds them, and `RIGHTS_HONOURED` drops reserved pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from pipelines.extract import extract
from pipelines.judge import judged
from pipelines.rejected import Rejected
from pipelines.rights import MAX_METAS, rights_statements
from tests.pipelines.test_extract import page
from tests.support.project import article

HTML = article(1).replace("<title>", '<meta name="robots" content="noarchive, max-snippet:50"><title>').encode()


def test_what_headers_and_page_say_is_kept() -> None:
    found = extract(replace(page(HTML), headers=((b"TDM-Reservation", b"1"), (b"X-Robots-Tag", b"noai"))))
    assert found.rights == {"robots": ["noai", "noarchive"], "tdm": "1"}
    assert extract(page(article(1).encode())).rights == {}


def test_a_reservation_rejects_only_when_it_is_honoured() -> None:
    reserved = extract(page(HTML))
    free = extract(page(article(1).encode()))
    assert judged(reserved).text == reserved.text
    assert judged(free, honoured=True).text == free.text
    with pytest.raises(Rejected) as rejected:
        judged(reserved, honoured=True)
    assert rejected.value.reason == "reserved"


def test_a_page_full_of_metas_is_read_so_far() -> None:
    tree = html.fromstring("<html><head>" + "<meta name=robots content=noarchive>" * 2_000 + "</head></html>")
    assert len(rights_statements(tree)) == MAX_METAS
