"""`scrapy browse`: its options, the address that it prints, and its end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from scrapy.exceptions import UsageError
from starlette.testclient import TestClient

from crawler.commands import browse
from crawler.commands.browse import Command
from tests.corpus.export.stock import piece, stock
from tests.support.command import run_here
from tests.support.project import ROOT

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from starlette.applications import Starlette


@pytest.fixture
def output(tmp_path: Path) -> Path:
    stock(tmp_path / "output", "alroya.om", piece(0))
    return tmp_path / "output"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Starlette]:
    """Return what the command would serve."""
    apps: list[Starlette] = []

    def serve(app: Starlette, listening: socket.socket) -> None:
        assert listening.getsockname()[1]
        apps.append(app)

    monkeypatch.setattr(browse, "_serve", serve)
    return apps


def test_only_this_machine_reaches_the_page_by_default(
    output: Path, served: list[Starlette], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_here(Command(), output, "--port", "0") == 0
    address = capsys.readouterr().out
    assert address.startswith("http://127.0.0.1:")
    assert "token" not in address
    (app,) = served
    assert TestClient(app, "http://127.0.0.1").get("/api/outlets").json()[0]["title"] == "جريدة الرؤية العمانية"
    assert TestClient(app, "http://evil.example").get("/api/outlets").status_code == 421


def test_another_host_needs_a_token_which_is_made(
    output: Path, served: list[Starlette], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_here(Command(), output, "--host", "0.0.0.0", "--port", "0") == 0  # noqa: S104 - bound for a moment
    token = capsys.readouterr().out.strip().partition("?token=")[2]
    assert len(token) >= 16
    page = TestClient(served[0], "http://anything.example")
    assert page.get("/api/outlets").status_code == 401
    assert page.get(f"/api/outlets?token={token}").status_code == 200


def test_a_token_may_be_chosen(output: Path, served: list[Starlette], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(Command(), output, "--token", "0123456789abcdef", "--port", "0") == 0
    assert capsys.readouterr().out.endswith("/?token=0123456789abcdef\n")
    assert TestClient(served[0], "http://127.0.0.1").get("/").status_code == 401


@pytest.mark.parametrize(
    "words", [("--port", "-1"), ("--port", "65536"), ("--token", "short"), ("--token", "ن" * 16), ("alroya.om",)]
)
def test_what_cannot_be_used_is_refused(output: Path, words: tuple[str, ...], served: list[Starlette]) -> None:
    with pytest.raises(UsageError):
        run_here(Command(), output, *words)
    assert not served


def test_a_port_in_use_is_told(output: Path, capsys: pytest.CaptureFixture[str], served: list[Starlette]) -> None:
    with browse._listening("127.0.0.1", 0) as taken:  # noqa: SLF001 - a port that is in use
        assert run_here(Command(), output, "--port", str(taken.getsockname()[1])) == 1
    assert "cannot be listened at: Address already in use; choose another --port." in capsys.readouterr().err
    assert not served


def test_it_serves_until_it_is_interrupted_and_ends_quietly(output: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0", "-s", f"OUTPUT={output}"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        with urlopen(f"{address}api/outlets", timeout=60) as answer:
            assert json.load(answer)[0]["documents"] == 1
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (0, "", "")
