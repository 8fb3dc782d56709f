"""`scrapy crawl` and `scrapy grow` with OUTPUT in a storage that several machines share."""

from __future__ import annotations

import asyncio
import time
from argparse import ArgumentParser
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from crawler.commands.grow import Round, Row
from crawler.commands.outlets import Command as Outlets
from crawler.commands.replay import Command as Replay
from crawler.errors import SettingError, StorageError
from crawler.publishing.head import Head
from crawler.publishing.lease import Lease
from crawler.publishing.place import Place
from crawler.storage.place import RemoteFile
from tests.support.project import FAST, article, front, scrapy, texts
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.object_store import ObjectStore

OUTLET = "alyaum.com"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return an empty storage in this process's memory, and the local folder of one machine."""
    return Place(f"memory://corpus/{uuid4().hex}", tmp_path / "one")


def other(place: Place) -> Place:
    """Return the place with the local folder of another machine."""
    return replace(place, local=place.local.with_name("two"))


def grown(place: Place, monkeypatch: pytest.MonkeyPatch) -> tuple[Row, list[str]]:
    """Run a round of one outlet; return its row, and the outlets for which a crawl was started."""
    started: list[str] = []

    async def crawl(_: Round, row: Row, began: float) -> None:  # noqa: ARG001 - as `_crawl`
        started.append(row.outlet)
        row.state = "grown"

    monkeypatch.setattr(Round, "_crawl", crawl)
    monkeypatch.setattr("crawler.publishing.lease.MARGIN", 0.0)
    place.local.mkdir(exist_ok=True)
    one = Round(place.local, timedelta(hours=20), [], place)
    asyncio.run(one.run([OUTLET], 1))
    return one.rows[0], started


@pytest.mark.parametrize(("hours", "state"), [(19.9, "not due"), (20.1, "grown")])
def test_the_storage_tells_when_an_outlet_was_crawled_on_any_machine(
    place: Place, monkeypatch: pytest.MonkeyPatch, hours: float, state: str
) -> None:
    began = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    Lease(other(place), OUTLET, 60).renew(Head(runs=({"began": began, "reason": "finished"},)), ended=True)
    row, started = grown(place, monkeypatch)
    assert row.state == state
    assert started == [OUTLET] * (state == "grown")


def test_an_outlet_that_another_machine_crawls_is_left_to_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lease = Lease(other(place), OUTLET, 0.5)
    waits: list[float] = []

    async def renewed(seconds: float) -> None:
        waits.append(seconds)
        time.sleep(seconds / 2)  # noqa: ASYNC251 - nothing else is to go on meanwhile
        lease.renew()

    monkeypatch.setattr("crawler.commands.grow.asyncio.sleep", renewed)
    row, started = grown(place, monkeypatch)
    assert row.state == "busy"
    assert not started
    assert waits
    assert f"{OUTLET}: another run (process " in capsys.readouterr().out


def test_an_outlet_whose_machine_died_is_taken_over_in_the_same_round(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    Lease(other(place), OUTLET, 0.5)
    row, started = grown(place, monkeypatch)
    assert row.state == "grown"
    assert started == [OUTLET]


def test_an_outlet_is_taken_as_soon_as_the_run_that_had_it_ends(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    lease = Lease(other(place), OUTLET, 3600)
    waits: list[float] = []

    async def ended(seconds: float) -> None:
        waits.append(seconds)
        lease.renew(ended=True)

    monkeypatch.setattr("crawler.commands.grow.asyncio.sleep", ended)
    monkeypatch.setattr("crawler.commands.grow._ASK", 0.0)
    row, started = grown(place, monkeypatch)
    assert row.state == "grown"
    assert started == [OUTLET]
    assert len(waits) == 1


def test_a_storage_that_is_not_there_is_asked_once_for_all_outlets(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def silent(file: RemoteFile) -> list[Path]:
        asked.append(str(file))
        raise StorageError(5, "it does not answer", str(file))

    monkeypatch.setattr(RemoteFile, "files", silent)
    with pytest.raises(StorageError, match="it does not answer"):
        asyncio.run(Round(place.local, timedelta(hours=20), [], place).run([OUTLET, "okaz.com.sa"], 1))
    assert asked == [f"{place.url}/leases/"]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://host/folder", "OUTPUT=ftp://host/folder is no storage that a run can write to"),
        ("s3://", "OUTPUT=s3: is no storage that a run can write to"),
        ("s3://key:secret@bucket/prefix", "OUTPUT: its URL holds more than a bucket and a prefix; credentials belong"),
        ("s3://bucket/prefix?versionId=1", "OUTPUT: its URL holds more than a bucket and a prefix"),
        ("s3://bucket:9000/prefix", "OUTPUT=s3://bucket:9000/prefix: a bucket has no port; the address of a store"),
        ("s3://bucket/2026-*", "OUTPUT: its URL holds * or a bracket, as a pattern does"),
        ("s3://key:secret@[bucket]/prefix", "OUTPUT: its URL holds * or a bracket"),
    ],
)
def test_a_url_that_is_no_storage_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(SettingError) as raised:
        Place.of(url, Settings({"LOCAL_OUTPUT": "local"}))
    assert str(raised.value).startswith(sentence)
    assert "secret" not in str(raised.value)


def test_each_storage_has_its_own_local_folder() -> None:
    settings = Settings({"LOCAL_OUTPUT": "local"})
    urls = ("s3://a/b/c/", "s3://a/b", "s3://b/b", "s3://a/../x")
    assert [str(Place.of(url, settings).local) for url in urls] == [
        *("local/s3/a/b/c", "local/s3/a/b", "local/s3/b/b", "local/s3/a/_/x")
    ]


def test_commands_that_need_a_folder_name_the_page_that_tells_how_to_get_one() -> None:
    command = Outlets()
    command.settings = Settings({"OUTPUT": "s3://bucket/prefix", "LOCAL_OUTPUT": "local"})
    with pytest.raises(SettingError) as raised:
        command._find_place()  # noqa: SLF001 - `process_options` prints what it raises
    assert str(raised.value) == (
        "OUTPUT=s3://bucket/prefix: this command needs OUTPUT to be a folder; docs/storage.md tells how to copy a "
        "storage to one."
    )


def test_a_replay_in_a_storage_takes_no_archives_of_others(tmp_path: Path) -> None:
    command = Replay()
    command.settings = get_project_settings()
    command.settings.setdict({"OUTPUT": "s3://bucket/prefix", "LOCAL_OUTPUT": str(tmp_path)}, priority="cmdline")
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(["a.warc.gz"])
    with pytest.raises(UsageError, match=r"^OUTPUT=s3://bucket/prefix: in a storage scrapy replay rebuilds from all"):
        command.process_options(args, opts)


def test_a_crawl_into_an_object_store_gives_the_texts_of_a_local_one(s3: ObjectStore, tmp_path: Path) -> None:
    paths = [f"/news/{number + 1000}" for number in range(3)]
    pages = {path: html(article(number)) for number, path in enumerate(paths)} | {"/": html(front(*paths))}
    url = f"s3://corpus/{uuid4().hex}"
    with Wire(pages) as wire:  # type: ignore[arg-type]  # one answer for each path
        one = ("-s", "WORKERS=1", "-s", "CONCURRENT_REQUESTS=1")  # so that both number the articles in one order
        site = ("crawl", "site", "-a", f"url={wire.url}/", *one, *FAST)
        local = scrapy(*site, "-s", f"OUTPUT={tmp_path / 'output'}")
        run = scrapy(*site, "-s", f"OUTPUT={url}", "-s", f"LOCAL_OUTPUT={tmp_path / 'local'}", **s3.environment)
    assert (local.returncode, run.returncode) == (0, 0), run.stderr
    assert "credentials" not in run.stderr
    name = next(iter(texts(tmp_path / "output"))).partition("/")[0]
    assert f"texts in {url}/text/{name}, archive in {url}/archive/{name}. Next: " in run.stderr
    (archive,) = tmp_path.glob("local/s3/corpus/*/archive/*/*.warc.gz")
    found = Place(url, tmp_path).object("text/").files()
    stored = {str(file).removeprefix(f"{url}/text/"): file.read_bytes() for file in found}
    expected = texts(tmp_path / "output")
    assert {name: content for name, content in stored.items() if name.endswith(".txt")} == {
        name: content for name, content in expected.items() if name.endswith(".txt")
    }
    assert stored.keys() == expected.keys()
    assert Place(url, tmp_path).object(f"archive/{archive.parent.name}/{archive.name}").read_bytes() == (
        archive.read_bytes()
    )
