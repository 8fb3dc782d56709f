"""Stored documents: their names, their order, and that each is stored once and whole."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.utils.test import get_crawler

from crawler.errors import CorpusError
from crawler.items import Article, Capture, Document, Page, Reason
from crawler.outlet import Outlet
from crawler.run.failure import EXIT_CODE, FAILURE
from crawler.run.signals import outlet_locked, page_missing
from crawler.state import State, state_path
from pipelines.documents.corpus import Corpus
from pipelines.rejected import Rejected
from pipelines.store import StorePipeline
from tests.support.project import paragraphs, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler

OUTLET = Outlet.of_site("https://akhbar.example/")


def capture(number: int = 1) -> Capture:
    return Capture(
        outlet=OUTLET.name,
        url=f"https://akhbar.example/news/{number + 1000}",
        canonical_url=f"https://akhbar.example/news/{number + 1000}",
        date="2026-11-22T10:00:00.000000Z",
        status=200,
        page=True,
        warc="akhbar.example-20261122100000000-00000.warc.gz",
        offset=number * 100,
        length=100,
        record_id="urn:uuid:1",
        payload_digest="sha1:A",
    )


def article_of(placed: Capture, number: int) -> Article:
    return Article(url=placed.url, title=f"خبر رقم {number}", text="\n".join(paragraphs(number)), capture=placed)


def place(output: Path, count: int) -> list[Capture]:
    with State(output, OUTLET.name) as state:
        return state.add_captures([capture(number) for number in range(count)])


def settle(output: Path, outcomes: Sequence[Any]) -> list[Document | Rejected]:
    with State(output, OUTLET.name) as state:
        return Corpus(output, state).settle(list(outcomes))


def test_a_document_is_named_by_its_number_and_its_bytes(tmp_path: Path) -> None:
    captures = place(tmp_path, 2)
    settle(tmp_path, [article_of(one, number) for number, one in enumerate(captures)])
    folder = tmp_path / "text" / OUTLET.name
    for number, path in enumerate(sorted(folder.glob("*.txt"))):
        content = path.read_bytes()
        assert path.name == f"{number:03}_{hashlib.sha256(content).hexdigest()[:16]}.txt"
        assert content.decode() == f"خبر رقم {number}\n" + "\n".join(paragraphs(number))
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    assert [row["record_id"] for row in rows] == ["urn:uuid:1", "urn:uuid:1"]
    assert rows[1]["url"] == captures[1].url
    assert rows[1]["sha256"] == hashlib.sha256((folder / rows[1]["name"]).read_bytes()).hexdigest()


def test_a_document_without_title_is_its_paragraphs(tmp_path: Path) -> None:
    (one,) = place(tmp_path, 1)
    (document,) = settle(tmp_path, [replace(article_of(one, 1), title="")])
    assert isinstance(document, Document)
    assert texts(tmp_path)[f"{OUTLET.name}/{document.name}"].decode() == "\n".join(paragraphs(1))


def test_the_same_text_again_is_a_duplicate_in_one_group_and_across_runs(tmp_path: Path) -> None:
    one, two, three = place(tmp_path, 3)
    first = settle(tmp_path, [article_of(one, 1), article_of(two, 1)])
    second = settle(tmp_path, [article_of(three, 1)])
    assert isinstance(first[0], Document)
    assert [result.reason for result in (first[1], second[0]) if isinstance(result, Rejected)] == ["duplicate"] * 2
    assert len(list(tmp_path.glob("text/*/*.txt"))) == 1
    history = (tmp_path / "text" / OUTLET.name / "history.jsonl").read_text().splitlines()
    assert [(row["event"], row["name"], row["url"]) for row in map(json.loads, history)] == [
        ("alias", first[0].name, two.url),
        ("alias", first[0].name, three.url),
    ]


def test_what_a_crash_left_without_a_row_is_taken_away_and_the_manifest_mended(tmp_path: Path) -> None:
    one, two = place(tmp_path, 2)
    settle(tmp_path, [article_of(one, 1)])
    whole = texts(tmp_path)
    folder = tmp_path / "text" / OUTLET.name
    (folder / "001_0123456789abcdef.txt").write_text("نص لم يُسجَّل")
    (folder / ".0123456789abcdef.part").write_text("نص لم يُكتب كل")
    with (folder / "manifest.jsonl").open("a") as manifest:
        manifest.write('{"name": "001')
    settle(tmp_path, [(two, Rejected(Reason.TOO_SHORT, ""))])
    assert texts(tmp_path) == whole


@pytest.mark.parametrize("name", ["manifest.jsonl", "history.jsonl"])
@pytest.mark.parametrize("cut", [0.0, 0.3, 0.5, 0.7, 0.99])
def test_a_manifest_or_history_that_a_crash_cut_gets_its_rows_back(tmp_path: Path, name: str, cut: float) -> None:
    placed = place(tmp_path, 6)
    settle(tmp_path, [article_of(one, number % 3) for number, one in enumerate(placed)])
    path = tmp_path / "text" / OUTLET.name / name
    whole = path.read_bytes()
    assert whole.count(b"\n") == 3
    path.write_bytes(whole[: int(len(whole) * cut)])
    settle(tmp_path, [])
    assert path.read_bytes() == whole


def begin(output: Path) -> Crawler:
    """Begin and end a run of the outlet that gets no page; return its crawler."""
    crawler = get_crawler(settings_dict={"OUTPUT": str(output)})

    async def run() -> None:
        pipeline = StorePipeline.from_crawler(crawler)
        await crawler.signals.send_catch_log_async(outlet_locked, outlet=OUTLET)
        pipeline.close_spider()

    asyncio.run(run())
    return crawler


@pytest.mark.parametrize("name", ["manifest.jsonl", "history.jsonl"])
def test_a_run_that_gets_no_page_mends_manifest_and_history(tmp_path: Path, name: str) -> None:
    settle(tmp_path, [article_of(one, number % 3) for number, one in enumerate(place(tmp_path, 6))])
    path = tmp_path / "text" / OUTLET.name / name
    whole = path.read_bytes()
    path.unlink()
    assert begin(tmp_path).stats.get_value(EXIT_CODE) is None
    assert path.read_bytes() == whole


def test_a_run_names_at_its_beginning_the_corpus_that_its_state_does_not_know(tmp_path: Path) -> None:
    settle(tmp_path, [article_of(one, 1) for one in place(tmp_path, 1)])
    manifest = tmp_path / "text" / OUTLET.name / "manifest.jsonl"
    size = manifest.stat().st_size
    state_path(tmp_path, OUTLET.name).unlink()
    crawler = begin(tmp_path)
    assert crawler.stats.get_value(EXIT_CODE) == 1
    assert crawler.stats.get_value(FAILURE) == (
        f"{manifest}: the state has no row for its last {size} bytes; run scrapy replay to rebuild both from the "
        "archive."
    )


def test_a_row_in_full_that_the_state_lacks_stops_the_run(tmp_path: Path) -> None:
    settle(tmp_path, [article_of(one, 1) for one in place(tmp_path, 1)])
    with (tmp_path / "text" / OUTLET.name / "manifest.jsonl").open("a") as manifest:
        manifest.write('{"name": "001"}\n')
    with pytest.raises(CorpusError, match="run scrapy replay to rebuild both"):
        settle(tmp_path, [])


def test_after_a_run_that_ended_well_the_next_one_does_not_read_the_folder(tmp_path: Path) -> None:
    one, two = place(tmp_path, 2)
    folder = tmp_path / "text" / OUTLET.name
    with State(tmp_path, OUTLET.name) as state:
        corpus = Corpus(tmp_path, state)
        corpus.settle([article_of(one, 1)])
        corpus.close()
    stray = folder / "001_0123456789abcdef.txt"
    stray.write_text("وضعه شخص آخر هنا")
    settle(tmp_path, [(two, Rejected(Reason.TOO_SHORT, ""))])
    assert stray.exists()


def test_texts_that_a_failed_transaction_left_are_removed_by_the_next_run(tmp_path: Path) -> None:
    one, two = place(tmp_path, 2)
    with State(tmp_path, OUTLET.name) as state:
        corpus = Corpus(tmp_path, state)
        with pytest.raises(sqlite3.IntegrityError):
            corpus.settle([article_of(one, 1), article_of(replace(two, seq=one.seq), 2)])
        corpus.close()
    assert len(list(tmp_path.glob("text/*/*.txt"))) == 2
    settle(tmp_path, [article_of(one, 1)])
    assert [path.name[:3] for path in tmp_path.glob("text/*/*.txt")] == ["000"]


@settings(max_examples=25)
@given(st.permutations(range(8)), st.sets(st.integers(0, 7)))
def test_numbers_follow_the_captures_whatever_order_pages_arrive_in(order: list[int], rejected: set[int]) -> None:
    with TemporaryDirectory() as folder:
        output = Path(folder)
        captures = place(output, 8)
        asyncio.run(_arrive(output, captures, order, rejected))
        with State(output, OUTLET.name) as state:
            rows = list(state.manifest_rows())
        kept = [one for number, one in enumerate(captures) if number not in rejected]
        assert [row["url"] for row in rows] == [one.url for one in kept]
        assert [row["name"][:3] for row in rows] == [f"{number:03}" for number in range(len(kept))]


async def _arrive(output: Path, captures: list[Capture], order: list[int], rejected: set[int]) -> None:
    pipeline = StorePipeline.from_crawler(get_crawler(settings_dict={"OUTPUT": str(output)}))

    async def arrive(number: int) -> None:
        if number in rejected:
            page = Page(capture=captures[number], outlet=OUTLET, body=b"", content_type="")
            await pipeline.drop(page, Rejected(Reason.TOO_SHORT, ""))
        else:
            document = await pipeline.process_item(article_of(captures[number], number))
            assert document.url == captures[number].url

    await asyncio.gather(*(arrive(number) for number in order))
    pipeline.close_spider()


def test_a_corpus_that_cannot_be_written_lets_nothing_hang_and_leaves_pages_unsettled(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    captures = place(tmp_path, 2)
    (tmp_path / "text").write_text("a file where the folder should be")
    crawler = get_crawler(settings_dict={"OUTPUT": str(tmp_path)})

    async def run() -> list[Any]:
        pipeline = StorePipeline.from_crawler(crawler)
        articles = [article_of(one, number) for number, one in enumerate(captures)]
        results = await asyncio.gather(*map(pipeline.process_item, reversed(articles)), return_exceptions=True)
        pipeline.close_spider()
        return results

    assert [result.reason for result in asyncio.run(run())] == ["unsettled", "unsettled"]
    assert crawler.stats.get_value(EXIT_CODE) == 1
    assert "the corpus cannot be written" in caplog.text
    with State(tmp_path, OUTLET.name) as state:
        assert len(state.unsettled_captures()) == 2


def test_a_page_that_does_not_come_is_called_for_and_then_stops_the_run_instead_of_hanging_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pipelines.store.PATIENCE", 0.05)
    first, second = place(tmp_path, 2)
    called = []

    def hear(capture: Capture) -> None:
        called.append(capture)

    crawler = get_crawler(settings_dict={"OUTPUT": str(tmp_path)})

    async def run() -> None:
        pipeline = StorePipeline.from_crawler(crawler)
        crawler.signals.connect(hear, page_missing)
        try:
            await pipeline.process_item(article_of(second, 2))
        finally:
            pipeline.close_spider()

    with pytest.raises(Rejected, match="unsettled"):
        asyncio.run(run())
    assert called == [first]
    assert f"{first.url}: its page in {first.warc} did not arrive" in caplog.text
    assert crawler.stats.get_value(EXIT_CODE) == 1
    with State(tmp_path, OUTLET.name) as state:
        assert len(state.unsettled_captures()) == 2


def test_documents_of_which_the_state_knows_nothing_are_not_touched(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settle(tmp_path, [article_of(one, number) for number, one in enumerate(place(tmp_path, 2))])
    before = texts(tmp_path)
    state_path(tmp_path, OUTLET.name).unlink()
    (again, _) = place(tmp_path, 2)
    crawler = get_crawler(settings_dict={"OUTPUT": str(tmp_path)})

    async def run() -> None:
        pipeline = StorePipeline.from_crawler(crawler)
        try:
            await pipeline.process_item(article_of(again, 0))
        finally:
            pipeline.close_spider()

    with pytest.raises(Rejected, match="unsettled"):
        asyncio.run(run())
    assert "bytes; run scrapy replay to rebuild both from the archive" in caplog.text
    assert texts(tmp_path) == before
