"""`scrapy health` and its exit codes, over real states and texts."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from scrapy.exceptions import UsageError
from scrapy.utils.project import get_project_settings

from crawler.commands import health
from crawler.commands.health import Command
from crawler.items import Article
from crawler.state import Kind, State, Waiting, state_path
from pipelines.documents.corpus import Corpus
from pipelines.documents.health import all_faults
from tests.pipelines.documents.test_symptoms import FRESH, documents
from tests.pipelines.test_store import capture
from tests.support.project import paragraphs, scrapy, texts
from tests.test_health import NOW as JUDGED
from tests.test_health import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scrapy.commands import ScrapyCommand

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
OUTLET = "aawsat.com"
"""An outlet with a file."""
SITE = "akhbar.example"
"""A site without a file."""


def story(number: int, when: datetime, outlet: str = OUTLET, **changed: Any) -> Article:
    """Return an article; the number decides its address, the time its version."""
    placed = replace(
        capture(number),
        outlet=outlet,
        url=f"https://{outlet}/news/{number}",
        canonical_url=f"https://{outlet}/news/{number}",
        date=when.isoformat().replace("+00:00", "Z"),
        offset=int(when.timestamp()),
    )
    article = Article(
        url=placed.url,
        title=f"خبر رقم {number}",
        text="\n".join(paragraphs(number)),
        capture=placed,
        canonical_url=placed.canonical_url,
        published=f"{when:%Y-%m-%dT%H:%M:%S}+03:00",
    )
    return replace(article, **changed)


def store(output: Path, articles: Sequence[Article]) -> None:
    """Store articles, in order, in the corpus of the first one's outlet."""
    with State(output, articles[0].capture.outlet) as state:
        placed = state.add_captures([article.capture for article in articles])
        corpus = Corpus(output, state)
        corpus.settle([replace(article, capture=one) for article, one in zip(articles, placed, strict=True)])


def crawled(output: Path, when: datetime, outlet: str = OUTLET, **summary: Any) -> None:
    """Store a finished run in the state."""
    usual = {"reason": "finished", "discovered": 40, "fetched": 20, "new": 12, "rejected": {"too-short": 2}}
    began, ended = when.isoformat(), (when + timedelta(minutes=9)).isoformat()
    with State(output, outlet) as state:
        state.add_run(began, {"outlet": outlet, "began": began, "ended": ended, **usual, **summary})


def grow(output: Path, days: int = 8, outlet: str = OUTLET, *, last: dict[str, Any] | None = None) -> None:
    """Store daily runs with nine articles each; the last run was this morning, and its articles may be changed."""
    for day in range(days):
        when = NOW - timedelta(days=days - 1 - day, hours=8)
        crawled(output, when, outlet)
        odd = (last or {}) if day == days - 1 else {}
        store(output, [story(9 * day + n, when + timedelta(seconds=n), outlet, **odd) for n in range(9)])


def ran(command: ScrapyCommand, output: Path, *names: str, **options: Any) -> int:
    """Run a command in this process, at the time `NOW`, and return its exit code."""
    command.settings = get_project_settings()
    command.settings.set("OUTPUT", str(output))
    with time_machine.travel(NOW, tick=False):
        command.run(list(names), Namespace(**{"json": False, "all": False, "probe": False, **options}))
    return command.exitcode


def test_all_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path)
    assert ran(Command(), tmp_path) == 0
    assert capsys.readouterr().out == "1 outlet, none unwell\n"


def test_files_that_cannot_be_loaded_are_named_where_nothing_else_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(tmp_path)
    loader = Namespace(outlets=lambda: (), faults=["a.py, line 6: an outlet has no field 'feedz'"])
    monkeypatch.setattr(health, "loader_of", lambda _: loader)
    assert ran(Command(), tmp_path) == 1
    assert capsys.readouterr().out == "1 outlet, none unwell; 1 outlet's file cannot be loaded, as told above\n"


def test_an_outlet_whose_runs_were_all_killed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with State(tmp_path, SITE) as state:
        assert not state.is_known()
        state.begin_run((NOW - timedelta(minutes=2)).isoformat())
    assert ran(Command(), tmp_path) == 1
    assert capsys.readouterr().out == (
        f"{SITE}: its last run began and did not end: it was killed, or is running, since 2026-03-30 11:58.\n"
        "1 outlet, 1 unwell\n"
    )
    crawled(tmp_path, NOW - timedelta(minutes=2), SITE)
    assert ran(Command(), tmp_path) == 0


def test_an_outlet_whose_state_was_lost_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path, 1)
    crawled(tmp_path, NOW, SITE)
    state_path(tmp_path, OUTLET).unlink()
    assert ran(Command(), tmp_path) == 1
    assert f"{OUTLET}: {state_path(tmp_path, OUTLET)}: is missing, and " in capsys.readouterr().out
    state_path(tmp_path, SITE).unlink()  # none is left
    assert ran(Command(), tmp_path) == 1


def test_pages_that_were_had_later_are_missed_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path)
    crawled(tmp_path, NOW - timedelta(hours=2), missed=30, new=0, rejected={})
    with State(tmp_path, OUTLET) as state:
        state.add_waiting(Waiting(kind=Kind.ARTICLE, key=f"a/{n}", url=f"https://a.example/{n}") for n in range(30))
        assert ran(Command(), tmp_path) == 1
        assert "30 of 30 pages were not to be had" in capsys.readouterr().out
        crawled(tmp_path, NOW - timedelta(hours=1))
        assert ran(Command(), tmp_path) == 1
        state.end_waits([f"a/{n}" for n in range(30)], [], [])
    capsys.readouterr()
    assert ran(Command(), tmp_path) == 0, capsys.readouterr().out


def test_each_outlet_that_broke_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path)
    grow(tmp_path, outlet=SITE)
    crawled(tmp_path, NOW - timedelta(hours=1), reason="failed")
    crawled(tmp_path, NOW - timedelta(hours=8), SITE, discovered=0, fetched=0, new=0)
    before = texts(tmp_path)
    assert ran(Command(), tmp_path) == 1
    assert capsys.readouterr().out == (
        f"{OUTLET}: its last run ended as 'failed', since 2026-03-30 11:00.\n"
        f"{SITE}: its runs find nothing, since 2026-03-30 04:00.\n"
        "2 outlets, 2 unwell\n"
    )
    assert texts(tmp_path) == before


@pytest.mark.parametrize(
    ("broken", "word", "what"),
    [
        ({"published": None}, "no-date", "its texts have no date any more (100% had one)"),
        ({"title": ""}, "no-title", "its texts have no title any more (100% had one)"),
    ],
)
def test_a_layout_that_broke_this_morning_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: dict[str, Any], word: str, what: str
) -> None:
    grow(tmp_path, last=broken)
    assert ran(Command(), tmp_path, json=True) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found == {
        "name": OUTLET,
        "health": word,
        "faults": [{"word": word, "what": what, "since": "2026-03-30"}],
    }


def test_texts_of_which_only_the_lead_is_left_are_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path, 7)
    when = NOW - timedelta(hours=7)
    crawled(tmp_path, when)
    leads = [story(n, when + timedelta(seconds=n), text=paragraphs(n, 1)[0][:80]) for n in range(900, 912)]
    store(tmp_path, leads)
    assert ran(Command(), tmp_path) == 1
    assert "its texts fell to 6" in capsys.readouterr().out


def test_versions_of_one_article_are_not_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path)
    live = [
        story(
            500, NOW - timedelta(hours=5, minutes=-n), text="\n".join([*paragraphs(500), f"وأُضيف في التحديث {n} سطر."])
        )
        for n in range(30)
    ]
    store(tmp_path, live)
    assert ran(Command(), tmp_path) == 0, capsys.readouterr().out


def test_a_date_in_the_future_does_not_hide_that_dates_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grow(tmp_path, 2)
    wrong = NOW - timedelta(days=9)
    store(tmp_path, [story(800, NOW - timedelta(days=9), published="2031-01-01")])
    with State(tmp_path, OUTLET) as state:
        assert state.newest_published() == ("2026-03-30T04:00:00+03:00", "2026-03-30T04:00:00Z")
    store(tmp_path / "other", [story(1, wrong), story(2, NOW, published="2031-01-01")])
    for hours in range(6):
        crawled(tmp_path / "other", NOW - timedelta(hours=hours))
    assert ran(Command(), tmp_path / "other") == 1
    assert "its newest date is 2026-03-21, though 72 documents were stored" in capsys.readouterr().out


def test_outlets_that_were_never_crawled_are_named_only_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(Command(), tmp_path, OUTLET) == 1
    assert f"{OUTLET}: it was never crawled.\n" in capsys.readouterr().out
    grow(tmp_path)
    assert ran(Command(), tmp_path, all=True) == 1
    said = capsys.readouterr().out.splitlines()
    assert "youm7.com: it was never crawled." in said
    assert not any(line.startswith(OUTLET) for line in said)
    assert ran(Command(), tmp_path, OUTLET) == 0


def test_an_outlet_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no outlet 'aawsat'; did you mean aawsat\.com\?"):
        ran(Command(), tmp_path, "aawsat")


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grow(tmp_path, 1)
    next(tmp_path.glob("text/*/000_*.txt")).unlink()
    assert ran(Command(), tmp_path) == 1
    assert "No such file or directory; scrapy verify lists all missing files." in capsys.readouterr().out
    state_path(tmp_path, OUTLET).write_bytes(b"no database, but long enough to be asked about its header" * 99)
    assert ran(Command(), tmp_path) == 1
    assert "the state cannot be read: file is not a database" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "holds no crawl"), ("none", "does not exist"), ("file", "is not a folder")],
)
def test_who_names_another_folder_is_not_told_that_all_is_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    (tmp_path / "file").write_text("")
    assert ran(Command(), tmp_path / name) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{tmp_path / name}: {why}; set OUTPUT to the folder of your crawls.\n"
    assert not (tmp_path / "none").exists()


def test_it_is_a_command_with_exit_codes(tmp_path: Path) -> None:
    grow(tmp_path, 1)
    assert scrapy("health", "-s", f"OUTPUT={tmp_path}").returncode == 0
    run = scrapy("health", "nobody.example", "-s", f"OUTPUT={tmp_path}")
    assert (run.returncode, "There is no outlet 'nobody.example'" in run.stdout + run.stderr) == (2, True)


def test_faults_of_several_kinds_are_all_told_those_of_runs_first() -> None:
    broken = documents(8, published=None, paragraphs=("قصير جداً",))
    runs = [run(9, reason="failed"), *(run(days) for days in range(10, 20))]
    assert [fault.word for fault in all_faults(runs, broken, FRESH, JUDGED)] == ["failed", "short", "no-date"]
