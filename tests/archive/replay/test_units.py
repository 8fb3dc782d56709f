"""Units make the same outcomes whatever their parts are, and settling gives the bytes of a crawl."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.archive.replay import plan as plans
from crawler.archive.replay.outcomes import read_outcomes
from crawler.archive.replay.plan import Plan
from crawler.errors import TaskError
from crawler.items import Reason
from crawler.state import State
from tests.archive.index.captures import capture
from tests.archive.replay.replays import context_of, made, rebuilt
from tests.support.output import OUTLET, archive, exchange, make
from tests.support.project import texts

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.replay.outcomes import Outcome
    from crawler.archive.replay.plan import Done


def test_parts_of_an_archive_make_the_corpus_that_the_whole_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warc = make(tmp_path, 12)
    before = texts(tmp_path)
    rebuilt(context_of(tmp_path), tmp_path)
    assert texts(tmp_path / ".replay") == before
    for part in (500, 2_000):
        monkeypatch.setattr(plans, "PART", part)
        assert len(Plan(context_of(tmp_path), tmp_path).units(warc)) == -(-warc.stat().st_size // part)
        (tmp_path / ".replay").rename(tmp_path / f"replayed {part}")
        rebuilt(context_of(tmp_path), tmp_path)
        assert texts(tmp_path / ".replay") == before


def test_a_revisit_gets_its_text_from_another_archive_and_only_revisits_are_read_again(tmp_path: Path) -> None:
    archive(tmp_path, *map(exchange, range(3)))
    later = archive(tmp_path, replace(exchange(7), received=exchange(1).received), exchange(8))
    context = context_of(tmp_path)
    plan = Plan(context, tmp_path)
    firsts = made(context, [unit for warc in context.warcs for unit in plan.units(warc)])
    wanting = [done for done in firsts if done.summary.wanted[1]]
    assert [done.unit.path for done in wanting] == [later]
    (second,) = made(context, [plan.second(wanting[0], plans.originals_among(firsts, wanting))])
    first, other = outcomes_of(wanting[0])
    (found,) = outcomes_of(second)
    assert (first.extracted, first.capture, other.wanted) == (None, found.capture, ())
    assert found.extracted is not None
    assert found.extracted.article is not None
    assert found.extracted.article.title.endswith("1")
    (lone,) = made(context, [plan.second(wanting[0], {})])
    (unresolved,) = outcomes_of(lone)
    assert unresolved.extracted is not None
    assert unresolved.extracted.rejected == (Reason.UNRESOLVED, "the archived exchange holds no readable body")


def test_a_revisit_that_names_no_original_is_unresolved(tmp_path: Path) -> None:
    own = archive(tmp_path, *map(exchange, range(2)))
    warc = own.with_name("foreign.warc")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    warc.write_bytes(
        b"WARC/1.1\r\nWARC-Type: revisit\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-11-23T10:00:00Z\r\n"
        b"WARC-Target-URI: https://akhbar.example/news/0009\r\nContent-Type: application/http;msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(head), head)
    )
    context = context_of(tmp_path, own, warc)
    (task,) = rebuilt(context, tmp_path)
    (found,) = [one for part in task.archives[warc] for one in part.outcomes()]
    assert found.extracted is not None
    assert found.extracted.rejected is not None
    assert found.extracted.rejected[0] is Reason.UNRESOLVED
    assert len(texts(context.output)) == 3


def test_a_page_that_cost_two_processes_is_set_aside_and_the_result_does_not_last(tmp_path: Path) -> None:
    make(tmp_path, 2)
    context = context_of(tmp_path)
    plan = Plan(context, tmp_path)
    (unit,) = plan.units(context.warcs[0])
    (whole,) = made(context, [unit])
    first, second, third = outcomes_of(whole)
    assert plan.done(unit) is not None
    once = unit.without(second.capture.offset, None)
    assert not once.refused
    (again,) = made(context, [once.without(second.capture.offset, None)])
    before, found, behind = outcomes_of(again)
    assert (before, behind) == (first, third)
    assert found.extracted is not None
    assert found.extracted.rejected == (Reason.CRASHED, "2 workers died on the page")
    assert plan.done(unit) is None


def test_what_cannot_be_sought_is_one_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = make(tmp_path, 3)
    content = gzip.decompress(warc.read_bytes())
    first = content.index(b"WARC/1.1", 1)
    warc.write_bytes(gzip.compress(content[:first]) + gzip.compress(content[first:]))
    monkeypatch.setattr(plans, "PART", 400)
    context = context_of(tmp_path)
    plan = Plan(context, tmp_path)
    units = plan.units(warc)
    assert len(units) > 1
    assert not all(done.summary.divisible for done in made(context, units))
    (unit,) = plan.units(warc)
    (whole,) = made(context, [unit])
    assert sum(one.extracted is not None for one in outcomes_of(whole)) == 4


def outcomes_of(done: Done) -> list[Outcome]:
    """Return all outcomes of a unit."""
    return [one for places in done.summary.outlets.values() for one in read_outcomes(done.unit.target, places)]


def test_a_page_of_another_archive_that_comes_first_is_named(tmp_path: Path) -> None:
    make(tmp_path, 1)
    lost = replace(capture(1), outlet=OUTLET.name, warc="lost.warc.gz")
    with State(tmp_path, OUTLET.name) as state:
        state.add_captures([lost])
    archive(tmp_path, exchange(8))
    context = replace(context_of(tmp_path), rebuild=False, output=tmp_path)
    sentence = f"{lost.url}: its page in lost.warc.gz was never extracted; replay that archive first, or crawl."
    with pytest.raises(TaskError, match=re.escape(sentence)):
        rebuilt(context, tmp_path)
