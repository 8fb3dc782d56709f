"""The project as an egg in a real scrapyd: deployed, scheduled and run through its API."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urlencode

import pytest

from tests.support.newsroom import Newsroom
from tests.support.project import ROOT, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 240.0
"""Seconds that any step may take."""


def egg(folder: Path) -> bytes:
    """Build the project's egg as docs/growth.md describes it, but leave no files in the project."""
    folder.mkdir()
    subprocess.run(
        [
            *(sys.executable, "-c", "import setuptools; setuptools.setup()", "-q"),
            *("egg_info", "--egg-base", str(folder), "build", "--build-base", str(folder / "build")),
            *("bdist_egg", "--bdist-dir", str(folder / "egg"), "--dist-dir", str(folder / "dist")),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},  # else each run would compile all modules again
        check=True,
        capture_output=True,
    )
    (path,) = (folder / "dist").glob("*.egg")
    return path.read_bytes()


def ask(url: str, body: bytes | None = None, **headers: str) -> dict[str, Any]:
    """Call scrapyd's API, and assert that the answer reports success."""
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=PATIENCE) as response:
        answer: dict[str, Any] = json.load(response)
    assert answer["status"] == "ok", answer
    return answer


@pytest.fixture
def scrapyd(tmp_path: Path) -> Iterator[str]:
    """Run scrapyd on loopback in a folder without any of the project's files; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    (tmp_path / "scrapyd.conf").write_text("[scrapyd]\npoll_interval = 0.1\nmax_proc = 1\nmax_proc_per_cpu = 1\n")
    log = (tmp_path / "scrapyd.log").open("wb")
    with (
        log,
        subprocess.Popen(
            [sys.executable, "-m", "scrapyd"],
            cwd=tmp_path,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
            | {"SCRAPYD_HTTP_PORT": str(port)},
            stdout=log,
            stderr=log,
        ) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            began = time.monotonic()
            while not answers(url):
                assert server.poll() is None, (tmp_path / "scrapyd.log").read_text()
                assert time.monotonic() - began < PATIENCE
                time.sleep(0.1)  # it does not report that it listens; only an answer shows it
            yield url
        finally:
            server.terminate()


def answers(url: str) -> bool:
    try:
        return bool(ask(f"{url}/daemonstatus.json"))
    except URLError:
        return False


def test_a_crawl_that_scrapyd_runs_grows_the_corpus(scrapyd: str, tmp_path: Path) -> None:
    form = b"--B\r\nContent-Disposition: form-data; name="
    body = form + b'"project"\r\n\r\nwarraq\r\n' + form + b'"version"\r\n\r\n1\r\n'
    body += form + b'"egg"; filename="warraq.egg"\r\nContent-Type: application/octet-stream\r\n\r\n'
    body += egg(tmp_path / "built") + b"\r\n--B--\r\n"
    deployed = ask(f"{scrapyd}/addversion.json", body, **{"Content-Type": "multipart/form-data; boundary=B"})
    assert deployed["spiders"] == len(list((ROOT / "crawler" / "spiders").glob("[!_]*.py"))) + 1  # and `site`

    with Newsroom(datetime(2026, 3, 1, 12, tzinfo=UTC)) as room:
        stories = [room.publish() for _ in range(3)]
        run = [
            *(("project", "warraq"), ("spider", "site"), ("url", f"{room.url}/sitemap.xml")),
            *(
                ("setting", f"OUTPUT={tmp_path / 'output'}"),
                ("setting", "AUTOTHROTTLE_ENABLED=False"),
                ("setting", "WORKERS=1"),
            ),
        ]
        job = ask(f"{scrapyd}/schedule.json", urlencode(run).encode())["jobid"]
        began = time.monotonic()
        while job not in [one["id"] for one in ask(f"{scrapyd}/listjobs.json?project=warraq")["finished"]]:
            assert time.monotonic() - began < PATIENCE
            time.sleep(0.1)  # scrapyd does not announce a job's end; its API must be polled

    log = (tmp_path / "logs" / "warraq" / "site" / f"{job}.log").read_text()
    assert ": 3 new, 0 changed (finished)\n" in log
    stored = [text.decode() for name, text in texts(tmp_path / "output").items() if name.endswith(".txt")]
    assert sorted(stored) == sorted(story.document for story in stories)
