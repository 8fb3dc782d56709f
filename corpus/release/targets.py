"""Where a release goes: into a folder, or to an object store."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from corpus.export.folder import MANIFEST, hidden_beside
from corpus.export.targets import object_in
from corpus.release.citation import CITATION
from corpus.release.freeze import release
from crawler.errors import ReleaseError
from crawler.files import files_under, make_folder
from crawler.storage.place import remote
from crawler.storage.stores import WEB

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.export.choices import Choices
    from corpus.release.freeze import Corpus, Released
    from crawler.storage.place import RemoteFile

STAGES = "derived/releases"
"""The folder, in the output folder, in which a release is made that goes elsewhere."""
MARK = ".release.json"
"""The object that lists the files of a transfer: one that was interrupted leaves it."""


def release_to(
    corpus: Corpus,
    target: Path,
    choices: Choices,
    advance: Callable[[int], object] = lambda _: None,
    hashed: Callable[[int], object] = lambda _: None,
) -> Released:
    """Make a release, wherever it is to lie; else as `corpus.release.freeze.release`.

    A release for an object store is made here first; its manifest and citation arrive last. A transfer that was
    interrupted is no release, and the next one of the same name does it anew.

    Raises:
        ReleaseError: The name exists there, or the target takes no files.
        StorageError: The store cannot be read or written.
    """
    if (store := remote(target)) is None:
        return release(corpus, target, choices, advance, hashed)
    if store.scheme in WEB or store.is_pattern:
        raise ReleaseError(f"{target}: takes no files; name a folder, or a prefix in a store (s3://…).")
    _there(store)  # before the work
    stage = corpus.output / STAGES / hashlib.sha256(store.identity.encode()).hexdigest()[:16]
    make_folder(stage.parent)
    with hidden_beside(stage) as hidden:
        made = release(corpus, hidden / store.name, choices, advance, hashed)
        _send(hidden / store.name, hidden / MARK, store)
    return made


def _there(store: RemoteFile) -> dict[str, Path]:
    """Return what an interrupted transfer left, by names; nothing in a new prefix.

    Raises:
        ReleaseError: The prefix holds a release, or something else.
        StorageError: The store cannot be read.
    """
    begins = len(str(store).rstrip("/")) + 1
    there = {str(file)[begins:]: file for file in store.files()}
    if not there or MARK in there:
        return there
    if MANIFEST in there:
        raise ReleaseError(f"{store}: exists, and a release never changes; choose another name.")
    raise ReleaseError(f"{store}: holds {min(there)[:200]} and is no release; name a new or empty prefix.")


def _send(folder: Path, mark: Path, store: RemoteFile) -> None:
    """Send a release. Files are listed first, so that a later transfer knows which of them are its own.

    Raises:
        OSError: A file cannot be read.
        ReleaseError: Somebody else wrote there meanwhile.
        StorageError: The store cannot be read or written.
    """
    there = _there(store)
    sent = object_in(there.get(MARK)).get("files")
    last = (MANIFEST, CITATION)
    names = [path.relative_to(folder).as_posix() for path in files_under(folder)]
    names.sort(key=lambda name: (name in last, name == CITATION, name))
    listed = sorted({*names, *(name for name in (sent if isinstance(sent, list) else ()) if isinstance(name, str))})
    mark.write_text(json.dumps({"files": listed}), "utf-8")
    (store / MARK).put(mark)
    for name in sorted(there.keys() & set(listed) - set(names)):
        there[name].unlink(missing_ok=True)
    for name in names:
        (store / name).put(folder / name)
    (store / MARK).unlink(missing_ok=True)
