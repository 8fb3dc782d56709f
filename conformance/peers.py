"""Checks that pywb reads the archive through `scrapy browse`: by Memento and by its CDX server.

pywb gets no file, only the addresses of TimeGate, TimeMap, mementos and CDX server. Every capture must come back with
its status and its body, byte for byte.
"""

# ruff: noqa: INP001, S603 - a script, which runs our own commands

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SOURCES = {"memento": "memento+{page}archived/", "cdx": "cdx+{page}cdx /archived"}
"""The sources of pywb's collections, by their names."""


@contextlib.contextmanager
def browsed(output: Path) -> Iterator[str]:
    """Serve the browse page of an output folder, and yield its address."""
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0", "-s", f"OUTPUT={output}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as page:
        try:
            assert page.stdout is not None  # noqa: S101 - a pipe
            yield page.stdout.readline().strip()
        finally:
            page.terminate()


def configured(folder: Path, page: str) -> None:
    """Make a folder with the configuration of a pywb that reads a browse page."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    collections = {name: source.format(page=page) for name, source in SOURCES.items()}
    (folder / "config.yaml").write_text(json.dumps({"collections": collections}))  # JSON is YAML
