"""`scrapy verify`: its output and its exit codes."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from zipfile import ZipFile

from crawler.commands.verify import Command
from crawler.state import state_path
from tests.support.command import run_here
from tests.support.output import OUTLET, make
from tests.support.project import scrapy

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_output_is_checked_mended_and_checked_again(tmp_path: Path) -> None:
    warc = make(tmp_path)
    sound = scrapy("verify", "-s", f"OUTPUT={tmp_path}")
    assert (sound.returncode, sound.stdout, sound.stderr) == (0, "no defects, no notes, 1 archive\n", "")

    warc.rename(f"{warc}.open")
    (manifest,) = tmp_path.glob("text/*/manifest.jsonl")
    manifest.write_bytes(b"")
    broken = scrapy("verify", "-s", f"OUTPUT={tmp_path}")
    assert (broken.returncode, broken.stderr) == (1, "")
    first, *_, last = broken.stdout.splitlines()
    assert first == f"{warc}.open: open: a run is writing it, or was killed while it wrote it."
    assert last.endswith("defects, no notes, 1 archive")
    assert f"{manifest}, byte 0: manifest: the row of" in broken.stdout

    mended = scrapy("verify", "--repair", "-s", f"OUTPUT={tmp_path}")
    assert (mended.returncode, mended.stderr) == (0, "")
    assert f"mended: {warc}: finished" in mended.stdout
    assert f"mended: {manifest}: rebuilt from the state" in mended.stdout
    assert mended.stdout.endswith("no defects, no notes, 1 archive\n")


def test_named_archives_are_checked_by_themselves(tmp_path: Path) -> None:
    warc = make(tmp_path / "output")
    alone = tmp_path / "alone.warc.gz"
    members = warc.read_bytes()
    start = members.index(b"\x1f\x8b\x08", 10)
    alone.write_bytes(members[start:])
    run = scrapy("verify", str(alone))
    assert (run.returncode, run.stderr) == (1, "")
    assert f"{alone}, byte 0: warcinfo-id: <urn:uuid:" in run.stdout
    damaged = tmp_path / "damaged.warc.gz"
    damaged.write_bytes(members[:-9] + gzip.compress(b"text"))
    run = scrapy("verify", str(alone), str(damaged))
    assert run.returncode == 1
    assert f"{damaged}, byte " in run.stdout


def test_archives_where_no_replay_looks_are_named(tmp_path: Path) -> None:
    warc = make(tmp_path)
    strays = [
        tmp_path / "archive" / name for name in ("a.warc.gz", "b/c/d.warc.gz", "b/e.warc", "b/f.arc.gz", "g.wacz")
    ]
    for path in strays:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(warc.read_bytes())
    run = scrapy("verify", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 1
    assert run.stdout.endswith("5 defects, no notes, 1 archive\n")
    for path in strays:
        assert f"{path}: stray: is an archive where no run and no replay looks; name it" in run.stdout


def test_folders_and_packages_are_checked_archive_by_archive(tmp_path: Path) -> None:
    warc = make(tmp_path / "output")
    (tmp_path / "empty").mkdir()
    run = scrapy("verify", str(tmp_path / "output"), str(tmp_path / "empty"))
    assert (run.returncode, run.stdout) == (1, "no defects, no notes, 1 archive\n")
    assert run.stderr == f"{tmp_path / 'empty'}: holds no WARC, ARC or WACZ; check the name.\n"
    with ZipFile(tmp_path / "p.wacz", "w") as package:
        package.writestr("archive/damaged.warc.gz", warc.read_bytes()[:-9])
    run = scrapy("verify", str(tmp_path / "p.wacz"))
    assert run.returncode == 1
    assert "p.wacz/damaged.warc.gz, byte" in run.stdout
    assert run.stdout.endswith("1 archive\n")


def test_what_is_no_output_has_not_no_defects(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name, why in (
        ("", "holds no crawl"),
        ("none", "does not exist"),
        ("file", "is not a folder"),
    ):
        run = scrapy("verify", "-s", f"OUTPUT={tmp_path / name}")
        assert (run.returncode, run.stdout) == (1, "")
        assert run.stderr == f"{tmp_path / name}: {why}; set OUTPUT to the folder of your crawls.\n"


def test_a_state_of_another_schema_is_not_read(tmp_path: Path) -> None:
    make(tmp_path)
    state = state_path(tmp_path, OUTLET.name)
    with closing(sqlite3.connect(state)) as db:
        db.execute("PRAGMA user_version = 99")
    run = scrapy("verify", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 1
    assert run.stdout.startswith(f"{state}: state: it has schema 99, ")


def test_a_missing_state_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path)
    state_path(tmp_path, OUTLET.name).unlink()
    assert run_here(Command(), tmp_path) == 1
    shown = capsys.readouterr().out
    assert shown.count(f"{OUTLET.name}.sqlite: state: is missing") == 1
    assert shown.endswith("1 defect, no notes, 1 archive\n")


def test_wrong_usage_and_missing_files_are_told_apart(tmp_path: Path) -> None:
    missing = scrapy("verify", str(tmp_path / "gone.warc.gz"))
    assert missing.returncode == 1
    assert (
        missing.stderr
        == f"{tmp_path / 'gone.warc.gz'}: No such file or directory; check the name and its permissions.\n"
    )
    usage = scrapy("verify", "a.warc.gz", "--repair")
    assert usage.returncode == 2
    assert "it takes no WARCs" in usage.stderr
