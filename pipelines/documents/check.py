"""Checks that the corpus's files, manifests and histories agree with the state, and repairs them."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import re
from typing import TYPE_CHECKING

from crawler.defect import Defect
from crawler.errors import StateError
from crawler.files import PART, write_whole
from crawler.state import outlets_with_state, read_state, refuse_lost_state, state_path
from crawler.state.lock import OutletLock
from pipelines.documents.corpus import HISTORY, MANIFEST
from pipelines.normalize import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.state import ReadOnlyState, StoredDocument

_NAME = re.compile(r"(\d{3,})_([0-9a-f]{16})\.txt$")


def check_corpus(output: Path) -> Iterator[Defect]:
    """Yield the defects of the documents under an output folder.

    An outlet whose state cannot be read is passed over: its archive's check names the state. A state that was lost is
    one defect, not one for each document.

    Raises:
        OSError: A file cannot be read.
    """
    for folder in _folders(output):
        try:
            refuse_lost_state(output, folder.name)
        except StateError as error:
            path = state_path(output, folder.name)
            yield Defect(path=path, rule="state", sentence=str(error).removeprefix(f"{path}: ").rstrip("."))
            continue
        with contextlib.suppress(StateError), read_state(output, folder.name) as state:
            yield from _check_outlet(folder, state)
    for part in sorted(output.glob(f".*{PART}")):
        yield Defect(path=part, rule="stray", sentence="a killed process left this temporary file")


def _check_outlet(folder: Path, state: ReadOnlyState | None) -> Iterator[Defect]:
    """Compare an outlet's files with its state."""
    names = set()
    for number, document in enumerate(_documents(state)):
        names.add(document.name)
        yield from _check_row(folder, document, number)
        yield from _check_text(folder / document.name, document.sha256)
    yield from _check_manifest(folder / MANIFEST, _documents(state))
    yield from _check_history(folder / HISTORY, state)
    yield from _check_strays(folder, names)


def _folders(output: Path) -> list[Path]:
    """Return the folder of each outlet that has texts or a state, sorted."""
    found = {path.name for path in output.glob("text/*") if path.is_dir()}
    return [output / "text" / outlet for outlet in sorted(found.union(outlets_with_state(output)))]


def _documents(state: ReadOnlyState | None) -> Iterator[StoredDocument]:
    """Yield the outlet's documents in the state, in the order of their numbers."""
    return iter(()) if state is None else state.stored_documents()


def _check_row(folder: Path, document: StoredDocument, number: int) -> Iterator[Defect]:
    """Compare a document's row with its number, name and capture in the state."""
    path = folder / document.name
    if document.number != number:
        sentence = f"its number is {document.number}, where {number} was expected"
        yield Defect(path=path, rule="number", sentence=sentence)
    row = json.loads(document.row)
    expected = {"name": document.name, "sha256": document.sha256, "outlet": folder.name}
    if document.warc is None:
        yield Defect(path=path, rule="provenance", sentence="the state does not have the document's capture")
    else:
        place = {"warc": document.warc, "offset": document.offset, "record_id": document.record_id, "url": document.url}
        expected |= {name: value for name, value in place.items() if value is not None}  # type: ignore[misc]
    for name, value in expected.items():
        if row.get(name) != value:
            sentence = f"the {name} in its row is {row.get(name)!r}, and in the state {value!r}"
            yield Defect(path=path, rule="provenance", sentence=sentence)


def _check_text(path: Path, sha256: str) -> Iterator[Defect]:
    """Compare a document's bytes with the state, and check that they are in the text format."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        yield Defect(path=path, rule="missing", sentence="the state has the document, but the file does not exist")
        return
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        yield Defect(path=path, rule="sha256", sentence=f"its bytes have the SHA-256 {found}, and not {sha256}")
        return
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        yield Defect(path=path, offset=error.start, rule="format", sentence="it is not UTF-8")
        return
    if normalize(text) != text:
        yield Defect(path=path, rule="format", sentence="it is not in the text format: normalizing would change it")


def _check_manifest(path: Path, documents: Iterator[StoredDocument]) -> Iterator[Defect]:
    """Compare the manifest with the rows of the state, line by line; yield the first difference."""
    at = 0
    with contextlib.ExitStack() as stack:
        lines = stack.enter_context(path.open("rb")) if path.exists() else iter(())
        for line, document in itertools.zip_longest(lines, documents):
            if line is None:
                sentence = f"the row of {document.name} is missing, with all rows after it"
            elif document is None:
                sentence = "it has a row that the state does not have"
            elif line != document.row.encode():
                sentence = f"the row differs from the state's row of {document.name}"
            else:
                at += len(line)
                continue
            yield Defect(path=path, offset=at, rule="manifest", sentence=sentence)
            return


def _check_history(path: Path, state: ReadOnlyState | None) -> Iterator[Defect]:
    """Compare the history with the events of the state."""
    if (path.read_bytes() if path.exists() else b"") != _history(state):
        yield Defect(path=path, rule="history", sentence="its rows differ from the events in the state")


def _history(state: ReadOnlyState | None) -> bytes:
    """Return the history that the outlet's events in the state make."""
    return b"" if state is None else b"".join(row.encode() for row in state.event_rows())


def _check_strays(folder: Path, names: set[str]) -> Iterator[Defect]:
    """Yield the files that do not belong to a document."""
    for path in sorted(folder.glob("*")):
        if path.name in (MANIFEST, HISTORY) or path.name in names:
            continue
        if path.name.endswith(PART):
            yield Defect(path=path, rule="stray", sentence="a killed process left this temporary file")
            continue
        yield Defect(path=path, rule="stray", sentence="the state has no document of this name")
        match = _NAME.match(path.name)
        if match and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest()[:16] != match[2]:
            yield Defect(path=path, rule="sha256", sentence="its bytes do not have the SHA-256 of its name")


def repair_corpus(output: Path) -> Iterator[str]:
    """Repair the files of the corpus from the state alone; yield a sentence for each repair.

    A manifest is written again from the state, unless it names documents that the state does not have; a history is
    written again; temporary files are removed.

    Raises:
        LockedError: A run is writing one of the outlets.
        OSError: A file cannot be read, written or removed.
        StateError: A state cannot be read.
    """
    for folder in _folders(output):
        lock = OutletLock(output, folder.name)
        try:
            with read_state(output, folder.name) as state:
                yield from _remove_parts(folder)
                yield from _repair_manifest(folder / MANIFEST, list(_documents(state)))
                yield from _repair_history(folder / HISTORY, state)
        finally:
            lock.release()
    yield from _remove_parts(output)


def _remove_parts(folder: Path) -> Iterator[str]:
    for part in sorted(folder.glob(f".*{PART}")):
        part.unlink()
        yield f"{part}: removed; a killed process had left it"


def _repair_manifest(path: Path, documents: list[StoredDocument]) -> Iterator[str]:
    """Write a manifest again that differs from the state, unless it names other documents; yield a sentence."""
    manifest = "".join(document.row for document in documents).encode()
    old = path.read_bytes() if path.exists() else b""
    if old == manifest or not path.parent.is_dir():
        return
    if _named(old) - {document.name for document in documents}:
        yield f"{path}: unchanged, since it names documents that the state lacks; run scrapy replay to rebuild both"
        return
    write_whole(path, manifest)
    yield f"{path}: rebuilt from the state, {len(documents)} rows"


def _repair_history(path: Path, state: ReadOnlyState | None) -> Iterator[str]:
    if state is not None and any(_check_history(path, state)) and path.parent.is_dir():
        write_whole(path, _history(state))
        yield f"{path}: rebuilt from the state"


def _named(manifest: bytes) -> set[str]:
    """Return the names of documents in a manifest, without those of damaged lines."""
    names = set()
    for line in manifest.splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            names.add(str(json.loads(line)["name"]))
    return names
