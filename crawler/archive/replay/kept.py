"""Finds the outlets whose corpus a rebuild would make again with the same bytes, so that it need not."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from crawler.files import write_whole
from crawler.state import state_path

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.replay.settling import Settle

_INDEX = "-shm"
"""Ending of the name of the file that SQLite writes whenever it reads."""
ENDING = ".settled"
"""Ending of the name of a stamp; the outlet's name stands before it."""


def stamped(folder: Path, output: Path, task: Settle, version: str) -> dict[str, Any] | None:
    """Return what an earlier rebuild noted of an outlet; None when the outlet is to be settled.

    Args:
        folder: The folder of the stamps.
        output: The output folder with the outlet's corpus.
        task: The settling that would make the corpus again.
        version: What decides about settling besides.
    """
    if not all(part.made_of for parts in task.archives.values() for part in parts):
        return None
    try:
        found = json.loads((folder / f"{task.outlet}{ENDING}").read_bytes())
    except (OSError, ValueError):
        return None
    same = found.get("made_of") == _made_of(task, version) and found.get("corpus") == _corpus(output, task.outlet)
    return found if same else None


def stamp(folder: Path, output: Path, task: Settle, version: str, noted: dict[str, Any]) -> None:
    """Note that an outlet's corpus is settled.

    Args:
        folder: As for `stamped`.
        output: The output folder with the outlet's corpus, which nobody has open.
        task: The settling that made it.
        version: As for `stamped`.
        noted: What to note beside.

    Raises:
        OSError: The note cannot be written.
    """
    content = {"made_of": _made_of(task, version), "corpus": _corpus(output, task.outlet), **noted}
    write_whole(folder / f"{task.outlet}{ENDING}", json.dumps(content).encode())


def _made_of(task: Settle, version: str) -> str:
    """Return a digest of all that an outlet's corpus is made of."""
    parts = [part.made_of for warc in sorted(task.archives) for part in task.archives[warc]]
    return _digest([version, sorted(task.own.items()), parts])


def _corpus(output: Path, outlet: str) -> str:
    """Return a digest of what changes with the files of an outlet's corpus: their names, sizes and times of change."""
    folder = output / "text" / outlet
    texts = sorted(_stat(entry) for entry in os.scandir(folder)) if folder.is_dir() else []
    states = [_stat(path) for path in files_of(output, outlet) if not path.name.endswith(_INDEX)]
    return _digest([texts, [one for one in states if one[1]]])


def files_of(output: Path, outlet: str) -> list[Path]:
    """Return the files of an outlet's state: SQLite's database, and what it keeps beside it."""
    path = state_path(output, outlet)
    return [one for one in (path.with_name(path.name + end) for end in ("", "-wal", _INDEX)) if one.exists()]


def _stat(file: Path | os.DirEntry[str]) -> tuple[str, int, int]:
    found = file.stat()
    return file.name, found.st_size, found.st_mtime_ns


def _digest(value: object) -> str:
    return blake2b(json.dumps(value).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
