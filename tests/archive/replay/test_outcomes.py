"""The file of a unit's outcomes gives back what was put in, an outlet at a time, and is nothing when it is damaged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.archive.replay import outcomes
from crawler.archive.replay.outcomes import Outcome, Writer, read_outcomes, read_places, read_summary, read_wanted
from crawler.errors import TaskError
from crawler.items import Article, Extracted, Reason
from tests.archive.index.captures import capture

if TYPE_CHECKING:
    from pathlib import Path

KEY, OTHER = b"k" * 16, b"o" * 16


def outcome(number: int, outlet: str) -> Outcome:
    one = replace(capture(number), outlet=outlet)
    article = Article(
        url=one.url, title="خبر \ud800", text="نص\nآخر", capture=one, tags=["وسم"], language_score=0.1 + 0.2
    )
    found = (
        Extracted(capture=one, article=article),
        Extracted(capture=one, article=article, rejected=(Reason.TOO_SHORT, "12 letters")),
        Extracted(capture=one, rejected=(Reason.NO_TEXT, "")),
        None,
    )
    return Outcome(one, found[number % 4], truncated=number % 4 == 3, wanted=(KEY,) if number == 7 else ())


def write(path: Path, added: list[Outcome]) -> None:
    with path.open("wb") as file:
        writer = Writer(file)
        for one in added:
            writer.add(one)
        writer.add_place([KEY, OTHER], 1 << 40, seekable=False)
        writer.summary.reports.append(": ends")
        writer.finish()


def test_outcomes_come_back_outlet_by_outlet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "BLOCK", 2)
    path = tmp_path / "a.outcomes"
    added = [outcome(number, "ab"[number // 3 % 2] + ".example") for number in range(12)]
    write(path, added)
    summary = read_summary(path)
    assert summary is not None
    assert (summary.began, summary.reports, list(summary.outlets)) == (
        added[0].capture.date,
        [": ends"],
        ["a.example", "b.example"],
    )
    for outlet, places in summary.outlets.items():
        assert list(read_outcomes(path, places)) == [one for one in added if one.capture.outlet == outlet]
    assert read_wanted(path, summary) == {KEY: {added[7].capture.offset}}
    assert list(read_places(path, summary, tmp_path / "a.warc", {KEY})) == [
        (KEY, (tmp_path / "a.warc", 1 << 40, False))
    ]


@pytest.mark.parametrize("kept", [0, 7, 20, -1, -9, -40])
def test_a_file_that_is_cut_counts_as_none(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "a.outcomes"
    write(path, [outcome(1, "a.example")])
    path.write_bytes(path.read_bytes()[:kept])
    assert read_summary(path) is None
    assert read_summary(tmp_path / "none") is None


def test_a_damaged_block_is_named_and_its_file_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "a.outcomes"
    write(path, [outcome(1, "a.example")])
    summary = read_summary(path)
    assert summary is not None
    ((begin, length),) = summary.outlets["a.example"]
    content = bytearray(path.read_bytes())
    content[begin + length // 2] ^= 1
    path.write_bytes(content)
    assert read_summary(path) == summary
    with pytest.raises(TaskError, match=f"{path}: was damaged, and is removed; run the same command again"):
        list(read_outcomes(path, [(begin, length)]))
    assert not path.exists()
