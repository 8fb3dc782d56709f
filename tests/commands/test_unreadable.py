"""Commands on an output folder that cannot be written, and on one with a damaged state."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from crawler.errors import StateError
from crawler.state import refuse_lost_state, state_path
from pipelines.documents.check import check_corpus
from tests.support.output import OUTLET, archive, exchange, make
from tests.support.project import ROOT, scrapy, texts

if TYPE_CHECKING:
    from pathlib import Path

_MOUNT = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
"""Makes a folder read-only for one command, also for root; it needs a mount namespace."""


def read_only(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["unshare", "-rm", "sh", "-c", _MOUNT, str(output), sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(
        [*command, "-s", f"OUTPUT={output}"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def can_mount() -> bool:
    unshare = shutil.which("unshare")
    command = [unshare or "", "-rm", "mount", "--bind", "/", "/"]
    return unshare is not None and subprocess.run(command, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="no mount namespace can be made")
def test_commands_that_only_look_work_on_a_read_only_output_and_the_others_name_it(tmp_path: Path) -> None:
    make(tmp_path)
    checked = read_only(tmp_path, "verify")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "no defects, no notes, 1 archive\n", "")
    listed = read_only(tmp_path, "diff", f"{OUTLET.name}/000")
    assert listed.returncode == 0, listed.stderr
    sentence = f"{tmp_path}: is read-only; make it writable, or set OUTPUT to a folder that is.\n"
    for command in (["crawl", "alroya.om"], ["grow"], ["verify", "--repair"]):
        run = read_only(tmp_path, *command)
        assert (run.returncode, run.stderr) == (1, sentence)


@pytest.mark.parametrize("left", [None, b""])
def test_a_run_names_a_lost_state_before_it_starts_and_makes_no_new_one(tmp_path: Path, left: bytes | None) -> None:
    make(tmp_path)
    path = state_path(tmp_path, OUTLET.name)
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    before = [(one, one.stat().st_size) for one in sorted(tmp_path.rglob("*"))]
    with pytest.raises(StateError) as raised:
        refuse_lost_state(tmp_path, OUTLET.name)
    said = f"{path}: is missing, and {tmp_path / 'text' / OUTLET.name} has documents; run scrapy replay, which makes"
    assert str(raised.value) == f"{said} both again."
    if left is None:
        run = scrapy("crawl", "site", "-a", "url=https://akhbar.example/", "-s", f"OUTPUT={tmp_path}")
        assert (run.returncode, run.stdout, run.stderr) == (1, "", f"{raised.value}\n")
    assert [(one, one.stat().st_size) for one in sorted(tmp_path.rglob("*"))] == before
    if left is None:
        warc = archive(tmp_path / "elsewhere", exchange(9))
        run = scrapy("replay", str(warc), "-s", f"OUTPUT={tmp_path}", "-s", "REPLAY_ENGINE=inline")
        assert run.returncode == 1
        assert str(raised.value) in run.stderr
        assert not path.exists()
    (defect,) = check_corpus(tmp_path)
    assert str(defect) == str(raised.value).replace(": is missing", ": state: is missing")
    refuse_lost_state(tmp_path, "sahifa.example")


def test_a_damaged_state_is_named_with_its_cure_and_replay_is_the_cure(tmp_path: Path) -> None:
    make(tmp_path)
    before = texts(tmp_path)
    path = state_path(tmp_path, OUTLET.name)
    path.write_bytes(b"no database" * 900)
    said = f"{path}: the state cannot be read: file is not a database; scrapy replay makes it again."
    health = scrapy("health", "-s", f"OUTPUT={tmp_path}")
    assert (health.returncode, health.stderr) == (1, "")
    assert health.stdout == f"{OUTLET.name}: {said}\n1 outlet, 1 unwell\n"
    table = scrapy("outlets", "-s", f"OUTPUT={tmp_path}")
    assert (table.returncode, table.stderr) == (1, f"{said}\n")
    assert any(line.startswith(OUTLET.name) and line.endswith("unread") for line in table.stdout.splitlines())
    checked = scrapy("verify", "-s", f"OUTPUT={tmp_path}")
    assert checked.returncode == 1
    assert checked.stdout.endswith("1 defect, no notes, 1 archive\n")
    cure = scrapy("replay", "-s", f"OUTPUT={tmp_path}")
    assert cure.returncode == 0, cure.stderr
    assert "Traceback" not in cure.stderr
    assert texts(tmp_path) == before
    assert scrapy("verify", "-s", f"OUTPUT={tmp_path}").returncode == 0
