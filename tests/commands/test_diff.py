"""`scrapy diff`: the paragraphs and words that a version removed and added."""

from __future__ import annotations

import json
import random
import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.exceptions import UsageError

from crawler.commands.diff import Command
from pipelines.documents.differences import ADDED, CHANGED, REMOVED, SAME, changes
from tests.commands.test_health import NOW, OUTLET, ran, store, story
from tests.support.project import paragraphs, scrapy

if TYPE_CHECKING:
    from pathlib import Path

LINES = paragraphs(5)
SECOND = [LINES[0], LINES[1].replace("خبراء", "مهندسين"), *LINES[2:]]
THIRD = [LINES[0], "وأكدت مصادر رسمية مساء أمس أن التمويل متوفر بالكامل.", *SECOND[1:3]]
HEAD = "خبر رقم 5"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Store an article that was changed twice, and another article between its versions."""
    texts = [LINES, SECOND, THIRD]
    versions = [story(5, NOW + timedelta(days=day), text="\n".join(lines)) for day, lines in enumerate(texts)]
    versions[2].modified = "2026-04-01T09:30:00+03:00"
    store(tmp_path, [versions[0], story(6, NOW), *versions[1:]])
    return tmp_path


def name(output: Path, number: int) -> str:
    (path,) = output.glob(f"text/{OUTLET}/{number:03}_*.txt")
    return path.name


def test_all_versions_are_compared_each_with_the_one_before(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(Command(), output, f"{OUTLET}/002") == 0
    first, second, third = (
        f"{OUTLET}/{name(output, number)} (version {version}, captured {day}T12:00:00Z, published {day}T12:00:00+03:00"
        for number, version, day in ((0, 1, "2026-03-30"), (2, 2, "2026-03-31"), (3, 3, "2026-04-01"))
    )
    assert capsys.readouterr().out.splitlines() == [
        f"--- {first})",
        f"+++ {second})",
        "…",
        f"  {LINES[0]}",
        "~ " + LINES[1].replace("خبراء", "[-خبراء-] {+مهندسين+}"),
        f"  {LINES[2]}",
        "…",
        f"--- {second})",
        f"+++ {third}, modified 2026-04-01T09:30:00+03:00)",
        "…",
        f"  {LINES[0]}",
        f"+ {THIRD[1]}",
        f"  {SECOND[1]}",
        f"  {SECOND[2]}",
        f"- {SECOND[3]}",
    ]


def test_two_versions_are_compared_with_each_other(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(Command(), output, f"{OUTLET}/{name(output, 3)}", f"{OUTLET}/{name(output, 0)}", json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert [version["version"] for version in found["versions"]] == [3, 1]
    assert found["article"] == f"https://{OUTLET}/news/5"
    (step,) = found["changes"]
    assert (step["from"], step["to"]) == (name(output, 3), name(output, 0))
    assert [paragraph["kind"] for paragraph in step["paragraphs"]] == [SAME, SAME, REMOVED, CHANGED, SAME, ADDED]
    assert {"kind": "added", "text": "خبراء"} in step["paragraphs"][3]["words"]
    assert ran(Command(), output, f"{OUTLET}/000", f"{OUTLET}/000") == 0
    assert capsys.readouterr().out.splitlines()[2:] == ["the same text"]


def test_a_terminal_gets_colours(
    output: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert ran(Command(), output, f"{OUTLET}/002") == 0
    said = capsys.readouterr().out
    assert "\x1b[9;31mخبراء\x1b[0m \x1b[32mمهندسين\x1b[0m" in said
    assert f"\x1b[32m{THIRD[1]}\x1b[0m" in said
    monkeypatch.setenv("NO_COLOR", "1")
    assert ran(Command(), output, f"{OUTLET}/002") == 0
    assert "[-خبراء-] {+مهندسين+}" in capsys.readouterr().out


def test_an_article_of_one_version_is_said_to_be_so(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(Command(), output, f"{OUTLET}/001") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{OUTLET}/{name(output, 1)} (version 1, captured 2026-03-30T12:00:00Z, ")
    assert said.endswith("): the only version of its article.\n")
    assert ran(Command(), output, f"{OUTLET}/001", json=True) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []


@pytest.mark.parametrize("name", ["004", "000_0123456789abcdef.txt", "99999"])
def test_a_document_that_is_not_there_is_a_failure(output: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert ran(Command(), output, f"{OUTLET}/{name}") == 1
    assert f"{OUTLET}/{name}: there is no such document" in capsys.readouterr().err
    assert ran(Command(), output / "none", f"{OUTLET}/000") == 1
    assert "has no state; crawl first" in capsys.readouterr().err
    assert not (output / "none").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Name one document or two"),
        (("000",), "000: is not a document's name"),
        ((f"{OUTLET}/first",), "is not a document's name"),
        ((f"{OUTLET}/../000",), "is not a document's name"),
        ((f"{OUTLET}/000", f"{OUTLET}/001"), "are versions of different articles"),
    ],
)
def test_what_cannot_be_compared_is_wrong_usage(output: Path, arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(UsageError, match=re.escape(sentence)):
        ran(Command(), output, *arguments)


def test_a_missing_text_is_said_in_a_sentence(output: Path) -> None:
    (output / "text" / OUTLET / name(output, 2)).unlink()
    run = scrapy("diff", f"{OUTLET}/000", "-s", f"OUTPUT={output}")
    assert run.returncode == 1
    assert "No such file or directory; scrapy verify lists all missing files." in run.stderr
    assert scrapy("diff", "000", "-s", f"OUTPUT={output}").returncode == 2


_WORDS = st.sampled_from(["قال", "أعلن", "وزير", "مدينة", "اليوم", "أمس"])
_PARAGRAPHS = st.lists(st.lists(_WORDS, min_size=1).map(" ".join))


@settings(max_examples=100)
@given(_PARAGRAPHS, _PARAGRAPHS)
def test_the_changes_hold_both_texts(before: list[str], after: list[str]) -> None:
    found = changes(before, after)
    for lines, own in ((before, (SAME, REMOVED)), (after, (SAME, ADDED))):
        kept = [" ".join(words for kind, words in change.words if kind in own) for change in found]
        assert [line for line in kept if line] == lines


def test_hostile_texts_take_no_long_time() -> None:
    dice = random.Random(1)  # noqa: S311 - the same texts in every run
    words = [[f"ك{dice.randrange(10**6)}" for _ in range(2_000)] for _ in range(20)]
    before = [*(" ".join(line) for line in words), *("سطر" for _ in range(2_000)), *map(str, range(2_000))]
    after = [
        *(" ".join(line[::2] + line[1::4]) for line in words),
        *("سطر" for _ in range(1_999)),
        *map(str, range(0, 4_000, 2)),
    ]
    began = time.perf_counter()
    assert changes(before, after)
    assert changes(["كلمة " * 80_000 + "أولى"], ["كلمة " * 80_000 + "ثانية"])[0].kind == CHANGED
    assert time.perf_counter() - began < 30
