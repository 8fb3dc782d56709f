"""No connection leaves the public Internet, whatever an address spells, resolves to or redirects to.

The test needs a Linux that lets a user make a network; elsewhere it is skipped, and the tables of test_public.py and
test_connections.py remain.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.network.enclosed import REDIRECTED, SERVED, TARGETS
from tests.support.project import ROOT, archives, records

if TYPE_CHECKING:
    from pathlib import Path

ENCLOSED = ("unshare", "--map-root-user", "--net", "--mount")


def can_enclose() -> bool:
    """Return whether a process can have a network of its own, and its own /etc/resolv.conf."""
    if any(shutil.which(program) is None for program in ("unshare", "ip", "mount")):
        return False
    trial = "ip link set lo up && mount --bind /etc/hosts /etc/resolv.conf"
    return subprocess.run([*ENCLOSED, "sh", "-c", trial], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_enclose(), reason="this machine gives a test no network of its own (unshare, ip, mount)")
def test_no_connection_leads_to_an_address_that_is_not_public(tmp_path: Path) -> None:
    done = subprocess.run(
        [*ENCLOSED, sys.executable, "-m", "tests.network.enclosed", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    runs: dict[str, dict[str, Any]] = result["runs"]
    assert result["reached"] == [list(SERVED)], runs

    for name in ("extract", "without robots"):
        assert len(runs[name]["stdout"].splitlines()) == 1, runs[name]
        told = runs[name]["stderr"].splitlines()
        assert len(told) == len(TARGETS) + len(REDIRECTED)
        why = ("is neither public", "is named neither", "CannotResolveHost", "DNS lookup failed", "no results")
        assert [line for line in told if not any(words in line for words in why)] == []
    assert "the port 6379 of news.example is named neither" in runs["extract"]["stderr"]
    assert "the address 127.0.0.1 of rebound.example is neither public" in runs["rebound"]["stderr"]
    assert runs["named"]["code"] == 0, runs["named"]

    cause = "not fetched: http://m.news.example/robots.txt is not available: the address 10.0.0.7"
    assert runs["crawl"]["stderr"].count(cause) == 1, "a list and an article stand there, and a cause is told once"
    assert "127.1:6379/robots.txt is no target for the redirect of a robots.txt" in runs["robots"]["stderr"]
    assert "the address 10.0.0.9 of inner.example is neither public" in runs["addoutlet"]["stderr"]
    found = [record.fields for path in archives(tmp_path / "output") for record in records(path)]
    assert {fields["WARC-IP-Address"] for fields in found if "WARC-IP-Address" in fields} == {"93.184.216.34"}
