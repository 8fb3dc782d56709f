"""The archive's files: their names, sizes and records, also after a crash."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from scrapy.settings import Settings

from crawler.archive.exchange import Exchange
from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.segments import list_segments
from crawler.archive.read.records import read_records
from crawler.archive.write.warc import Conversion
from crawler.archive.write.writer import ArchiveWriter
from crawler.errors import ArchiveError, CdxjError
from crawler.outlet import Outlet
from crawler.state import Kind, State, Waiting, state_path
from tests.support.project import SHARED, article, records

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Capture

OUTLET = Outlet.of_site("https://akhbar.example/")
SETTINGS = Settings(
    {
        "ARCHIVE_MAX_SIZE": 1_000_000,
        "ARCHIVE_MAX_AGE": 3600.0,
        "OPERATOR": "مكتبة المدينة",
        "CONTACT": "https://library.example/",
        "USER_AGENT": "Warraq/0",
        "ROBOTSTXT_OBEY": True,
    }
)


def exchange(number: int) -> Exchange:
    body = article(number).encode()
    return Exchange(
        url=f"https://akhbar.example/news/{number:04}",
        began=datetime(2026, 11, 22, 10, 0, 0, number, UTC),
        request=bytearray(b"GET /news/%04d HTTP/1.1\r\nHost: akhbar.example\r\n\r\n" % number),
        received=bytearray(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        ),
        ip="192.0.2.1",
    )


def write(output: Path, count: int, settings: Settings = SETTINGS) -> list[Capture]:
    async def run() -> list[Capture]:
        writer = ArchiveWriter(output, OUTLET, settings)
        captures = await asyncio.gather(*(writer.append(exchange(number)) for number in range(count)))
        await writer.close()
        return [capture for capture in captures if capture is not None]

    return asyncio.run(run())


def test_captures_are_acknowledged_in_the_order_of_the_file(tmp_path: Path) -> None:
    captures = write(tmp_path, 100)
    assert [capture.seq for capture in captures] == sorted(capture.seq for capture in captures)
    assert [capture.offset for capture in captures] == sorted(capture.offset for capture in captures)
    assert all(capture.page for capture in captures)


def test_a_file_says_who_wrote_it_and_every_record_refers_to_that(tmp_path: Path) -> None:
    (capture, *_) = write(tmp_path, 2)
    info, *others = records(tmp_path / "archive" / OUTLET.name / capture.warc)
    text = info.block.decode()
    assert info.fields["WARC-Filename"] == capture.warc
    assert "operator: مكتبة المدينة https://library.example/\r\n" in text
    assert f"isPartOf: {OUTLET.name}\r\n" in text
    assert {record.fields["WARC-Warcinfo-ID"] for record in others} == {info.fields["WARC-Record-ID"]}
    assert others[0].fields["WARC-Date"] == "2026-11-22T10:00:00.000000Z"


def test_a_new_file_begins_between_exchanges(tmp_path: Path) -> None:
    settings = SETTINGS.copy()
    settings.set("ARCHIVE_MAX_SIZE", 3_000)
    captures = write(tmp_path, 12, settings)
    names = sorted({capture.warc for capture in captures})
    assert len(names) > 2
    for name in names:
        kinds = [record.fields["WARC-Type"] for record in records(tmp_path / "archive" / OUTLET.name / name)]
        assert kinds == ["warcinfo", *["request", "response"] * (len(kinds) // 2)]


def test_a_file_that_is_old_enough_is_followed_by_a_new_one(tmp_path: Path) -> None:
    settings = SETTINGS.copy()
    settings.set("ARCHIVE_MAX_AGE", 0)
    assert len({capture.warc for capture in write(tmp_path / "old", 3, settings)}) == 3
    assert len({capture.warc for capture in write(tmp_path / "young", 3)}) == 1


def test_a_new_file_comes_after_the_others_by_name_though_the_clock_went_back(tmp_path: Path) -> None:
    settings = SETTINGS.copy()
    settings.set("ARCHIVE_MAX_SIZE", 3_000)
    names = []
    for moment in ("12:00:00", "11:40:00", "12:00:00", "12:05:00"):
        with time_machine.travel(datetime.fromisoformat(f"2026-11-22T{moment}Z"), tick=False):
            names += [capture.warc for capture in write(tmp_path, 8, settings)]
    assert names == sorted(names)
    assert {name.split("-")[1] for name in names} == {"20261122120000000", "20261122120500000"}


def test_a_payload_twice_in_one_group_is_a_response_and_a_revisit(tmp_path: Path) -> None:
    async def run() -> list[Capture | None]:
        writer = ArchiveWriter(tmp_path, OUTLET, SETTINGS)
        same = replace(exchange(2), received=exchange(1).received)
        captures = await asyncio.gather(writer.append(exchange(1)), writer.append(same))
        await writer.close()
        return [*captures]

    first, second = asyncio.run(run())
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("response", "revisit")


def test_what_a_crash_left_is_cut_after_the_last_record_that_was_acknowledged(tmp_path: Path) -> None:
    captures = write(tmp_path, 3)
    path = tmp_path / "archive" / OUTLET.name / captures[0].warc
    whole = path.read_bytes()
    left = path.with_name(path.name + ".open")
    path.rename(left)
    left.write_bytes(whole + whole[:150])
    empty = path.with_name(f"{OUTLET.name}-20261122110000000-00000.warc.gz.open")
    empty.write_bytes(whole[:40])
    write(tmp_path, 1)
    assert path.read_bytes() == whole
    assert not list(path.parent.glob("*.open"))
    assert len(list(path.parent.glob("*.warc.gz"))) == 2


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("last", ["failure", "text"])
def test_a_crash_takes_no_failed_exchange_and_no_text(tmp_path: Path, last: str, *, lost: bool) -> None:
    failed = replace(exchange(1), received=bytearray(), failure="ConnectionLost: الخادم أغلق الاتصال")
    text = Conversion("https://akhbar.example/news/0000", "urn:uuid:1", "خبر قصير".encode(), "0" * 64)

    async def run() -> None:
        writer = ArchiveWriter(tmp_path, OUTLET, SETTINGS)
        await (writer.append(failed) if last == "failure" else writer.convert(text))
        await writer.close()

    asyncio.run(run())
    (path,) = tmp_path.glob("archive/*/*.warc.gz")
    whole = path.read_bytes()
    _, first, *_ = read_records(path, print)
    torn = first.length if first.kind == "request" else first.length - 3
    path.with_name(path.name + ".open").write_bytes(whole + whole[first.offset :][:torn])
    path.unlink()
    if lost:
        state_path(tmp_path, OUTLET.name).unlink()
    write(tmp_path, 1)
    assert path.read_bytes() == whole
    with State(tmp_path, OUTLET.name) as state:
        assert state.acknowledged_sizes()[path.name] == len(whole)


def test_a_damaged_state_is_named_with_its_cure_and_leaves_no_empty_file(tmp_path: Path) -> None:
    write(tmp_path, 3)
    path = state_path(tmp_path, OUTLET.name)
    with closing(sqlite3.connect(path)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'captures_digest'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"no page" * (size // 7))
    with pytest.raises(ArchiveError) as raised:
        write(tmp_path, 1)
    assert str(raised.value) == (
        f"{path}: the state is damaged: database disk image is malformed; run scrapy replay, which makes it again."
    )
    assert len(list(tmp_path.glob("archive/*/*"))) == 2  # the archive and its index


def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_acknowledged(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match=r"archive.*cannot be written"):
        write(tmp_path, 1)
    with State(tmp_path, OUTLET.name) as state:
        assert state.unsettled_captures() == []


def test_an_unforeseen_error_in_the_thread_is_answered_and_nothing_waits_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise CdxjError(tmp_path, "holds half a line.")

    monkeypatch.setattr("crawler.archive.write.writer.mend", fail)

    async def run() -> ArchiveError | None:
        writer = ArchiveWriter(tmp_path, OUTLET, SETTINGS)
        await asyncio.wait_for(writer.mended(), 60)
        with pytest.raises(ArchiveError, match=r"cannot be written: .*holds half a line; correct the cause"):
            await asyncio.wait_for(writer.append(exchange(0)), 60)
        await writer.close()
        return writer.failure

    assert asyncio.run(run()) is not None
    assert not list(tmp_path.glob("archive/*/*.warc.gz*"))


def test_a_cut_response_is_archived_and_holds_no_page(tmp_path: Path) -> None:
    cut = exchange(1)
    cut = replace(cut, received=cut.received[:-50], truncated="time")

    async def run() -> Capture | None:
        writer = ArchiveWriter(tmp_path, OUTLET, SETTINGS)
        capture = await writer.append(cut)
        await writer.close()
        return capture

    capture = asyncio.run(run())
    assert capture is not None
    response = records(tmp_path / "archive" / OUTLET.name / capture.warc)[2]
    assert response.fields["WARC-Truncated"] == "time"
    assert response.block == bytes(cut.received)
    assert not capture.page


def test_a_cut_response_is_no_revisit_of_what_was_cut_at_the_same_place(tmp_path: Path) -> None:
    cut = replace(exchange(1), received=exchange(1).received[:-50], truncated="time")
    captures = append(tmp_path, cut, replace(cut, began=exchange(2).began))
    assert [capture and capture.kind for capture in captures] == ["response", "response"]


def append(output: Path, *exchanges: Exchange) -> list[Capture | None]:
    async def run() -> list[Capture | None]:
        writer = ArchiveWriter(output, OUTLET, SETTINGS)
        captures = [await writer.append(one) for one in exchanges]
        await writer.close()
        return captures

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "failure", "waits"),
    [
        ("200 OK", "", False),
        ("200 OK", "ResponseFailed: cut", True),
        ("304 Not Modified", "", False),
        ("302 Found", "", True),  # its target may fail
        ("401 Unauthorized", "", True),
        ("410 Gone", "", False),
        ("429 Too Many Requests", "", True),
        ("500 Internal Server Error", "", True),
    ],
)
def test_an_answer_ends_the_wait_for_its_article_and_for_the_one_that_led_to_it(
    tmp_path: Path, status: str, failure: str, *, waits: bool
) -> None:
    asked = replace(exchange(1), article="https://akhbar.example/news/moved", failure=failure)
    asked.received[:] = asked.received.replace(b"200 OK", status.encode())
    keys = [asked.article, asked.url, "https://akhbar.example/news/0002"]
    with State(tmp_path, OUTLET.name) as state:
        state.add_waiting(Waiting(kind=Kind.ARTICLE, key=key, url=key) for key in keys)
        append(tmp_path, asked)
        left = [waiting.key for waiting in state.waiting(Kind.ARTICLE, 0, "2027", 9)]
    assert left == (keys if waits else keys[2:])


def test_not_modified_is_a_revisit_of_what_was_fetched_in_an_earlier_run(tmp_path: Path) -> None:
    (first,) = append(tmp_path, exchange(1))
    head = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    (second,) = append(tmp_path, replace(exchange(1), began=exchange(2).began, received=bytearray(head)))
    assert first is not None
    assert second is not None
    assert (second.kind, second.page) == ("revisit", False)
    revisit = records(tmp_path / "archive" / OUTLET.name / second.warc)[2]
    assert revisit.fields["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert revisit.fields["WARC-Refers-To"] == f"<{first.record_id}>"
    assert revisit.fields["WARC-Refers-To-Date"] == first.date
    assert revisit.block == head


def test_not_modified_of_what_was_never_fetched_is_a_response(tmp_path: Path) -> None:
    head = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    (capture,) = append(tmp_path, replace(exchange(1), received=bytearray(head)))
    assert capture is not None
    assert capture.kind == "response"


def test_a_payload_of_an_earlier_run_is_a_revisit_and_one_of_another_outlet_is_not(tmp_path: Path) -> None:
    append(tmp_path, exchange(1))
    (same,) = append(tmp_path, replace(exchange(2), received=exchange(1).received))
    assert same is not None
    assert (same.kind, same.page) == ("revisit", True)


def test_each_closed_file_adds_a_sorted_segment_to_the_index(tmp_path: Path) -> None:
    captures = [
        *write(tmp_path, 3),
        *append(tmp_path, exchange(7), replace(exchange(8), received=exchange(7).received)),
    ]
    folder = tmp_path / "archive" / OUTLET.name
    first, second = (segment.path.read_text().splitlines() for segment in list_segments(folder).counted)
    assert first == sorted(first)
    assert first[0].startswith("example,akhbar)/news/0000 20261122100000 {")
    assert '"mime": "warc/revisit"' in second[-1]
    assert [*first, *second] == [cdxj_line(capture).strip() for capture in captures if capture is not None]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared (the independent linter) is not here")
def test_the_independent_linter_finds_nothing(tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415 - only here
    import sys  # noqa: PLC0415 - only here

    write(tmp_path, 5)
    run = subprocess.run(
        [sys.executable, str(SHARED / "kit" / "warc_lint.py"), str(tmp_path / "archive")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "RESULT PASS" in run.stdout
    assert "WARN" not in run.stdout


def test_an_exchange_whose_request_was_cancelled_is_archived_and_delays_no_other(tmp_path: Path) -> None:
    async def run() -> None:
        writer = ArchiveWriter(tmp_path, OUTLET, SETTINGS)
        await writer.mended()
        waiting = [asyncio.ensure_future(writer.append(exchange(number))) for number in range(20)]
        await asyncio.sleep(0)  # all wait for their acknowledgements now
        cancelled = waiting.pop(10)
        cancelled.cancel()
        assert all(await asyncio.wait_for(asyncio.gather(*waiting), 60))
        await writer.close()

    asyncio.run(run())
    with State(tmp_path, OUTLET.name) as state:
        assert state.count_captures_after(0) == 20


def test_what_a_missing_archive_held_is_archived_again_and_the_archive_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (first,), (second,) = write(tmp_path, 1), write(tmp_path, 1)
    assert (first.kind, second.kind) == ("response", "revisit")
    gone = tmp_path / "archive" / OUTLET.name / first.warc
    kept = gone.rename(tmp_path / "elsewhere.warc.gz")
    assert not caplog.messages
    (again,), (later,) = write(tmp_path, 1), write(tmp_path, 1)
    assert (again.kind, later.kind) == ("response", "revisit")
    assert caplog.messages[0].startswith(f"{gone} is missing, and the state has captures in it; put it back.")
    revisit = records(tmp_path / "archive" / OUTLET.name / later.warc)[-1]
    assert revisit.fields["WARC-Refers-To"] == f"<{again.record_id}>"
    caplog.clear()
    kept.rename(gone)
    (last,) = write(tmp_path, 1)
    assert last.kind == "revisit"
    assert not caplog.messages


def confirm(output: Path) -> str:
    """Archive a 304 for the first article, and return the kind of its capture."""
    unchanged = exchange(0)
    unchanged.received = bytearray(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n")

    async def run() -> Capture | None:
        writer = ArchiveWriter(output, OUTLET, SETTINGS)
        capture = await writer.append(unchanged)
        await writer.close()
        return capture

    capture = asyncio.run(run())
    return capture.kind if capture else ""


def test_an_unchanged_page_whose_archive_is_missing_has_no_original(tmp_path: Path) -> None:
    (first,) = write(tmp_path, 1)
    assert confirm(tmp_path) == "revisit"
    (tmp_path / "archive" / OUTLET.name / first.warc).unlink()
    assert confirm(tmp_path) == "response"


def test_an_unchanged_page_whose_body_was_in_a_missing_archive_has_no_original(tmp_path: Path) -> None:
    (first,), (second,) = write(tmp_path, 1), write(tmp_path, 1)
    assert (second.kind, confirm(tmp_path)) == ("revisit", "revisit")
    gone = tmp_path / "archive" / OUTLET.name / first.warc
    kept = gone.rename(tmp_path / "elsewhere.warc.gz")
    assert confirm(tmp_path) == "response"
    kept.rename(gone)
    assert confirm(tmp_path) == "revisit"


@pytest.mark.parametrize("left", [0, 0.5])
def test_what_a_file_lost_is_archived_again(tmp_path: Path, left: float) -> None:
    (first,) = write(tmp_path, 1)
    path = tmp_path / "archive" / OUTLET.name / first.warc
    os.truncate(path, int(left * path.stat().st_size))
    assert [write(tmp_path, 1)[0].kind for _ in range(2)] == ["response", "revisit"]
