"""Where an export goes: into a folder, into one archive file, or to an object store."""

from __future__ import annotations

import hashlib
import json
import tarfile
from typing import TYPE_CHECKING, BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.export.export import export
from corpus.export.folder import POSITIONS, RECORD, hidden_beside
from corpus.export.formats import texts_in
from corpus.export.record import PATH, Record
from crawler.errors import ExportError
from crawler.files import files_under, make_folder, sync_file, sync_folder, write_whole
from crawler.storage.place import remote
from crawler.storage.stores import WEB

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from corpus.export.choices import Choices
    from corpus.export.export import Changes
    from corpus.export.rows import Facts
    from crawler.storage.place import RemoteFile

ENDINGS = (".tar", ".zip")
"""Endings of archives' names."""
_PACKED = (".7z", ".bz2", ".gz", ".rar", ".tgz", ".xz", ".zst")
"""Endings of names that a user gives to archives which an export cannot be."""
MIRRORS = "derived/exports"
"""The folder, in the output folder, with a copy of each export that lies elsewhere."""
MARK = ".export.json"
"""The object that lists the files which a transfer is changing: one that was interrupted leaves it."""
LARGEST = 1_000_000_000
"""Most bytes of a record in a store that is read."""
_PIECE = 1 << 20


def export_to(
    output: Path,
    target: Path,
    choices: Choices,
    facts: Mapping[str, Facts],
    advance: Callable[[int], object] = lambda _: None,
    processes: int = 1,
) -> Changes:
    """Bring an export up to date with the corpus, wherever it lies; else as `corpus.export.export.export`.

    An archive (`.tar`, `.zip`) is written anew, whole or not at all; equal exports give equal archives. To an object
    store only the files go that differ there, those that describe the export last.

    Raises:
        ExportError: The target holds something else, or takes no files.
        StorageError: A store cannot be read or written.
    """
    if (store := remote(target)) is not None:
        if store.scheme in WEB or store.is_pattern:
            raise ExportError(f"{target}: takes no files; name a folder, an archive, or a prefix in a store (s3://…).")
        mirror = output / MIRRORS / hashlib.sha256(store.identity.encode()).hexdigest()[:16]
        changes = export(output, mirror, choices, facts, advance, processes)
        _transfer(mirror, store)
        return changes
    if target.suffix.lower() in _PACKED and not target.is_dir():
        raise ExportError(f"{target}: an export can be a folder, a .tar or a .zip; give it another name.")
    if target.suffix.lower() not in ENDINGS or target.is_dir():
        return export(output, target, choices, facts, advance, processes)
    _refuse_other(target)
    make_folder(target.parent)
    with hidden_beside(target) as hidden:
        changes = export(output, hidden / "export", choices, facts, advance, processes)
        packed = hidden / target.name
        with packed.open("xb") as file:
            pack(file, hidden / "export", target.suffix.lower())
        sync_file(packed)
        packed.replace(target)
        sync_folder(target.parent)
    return changes


def pack(file: BinaryIO, folder: Path, ending: str) -> None:
    """Write the files of an export into an archive, in the order of their paths, without time and owner.

    Nothing is compressed: a shard is already, and equal files give equal bytes with any version of a library.

    Raises:
        OSError: A file cannot be read or written.
    """
    paths = sorted(
        (path.relative_to(folder).as_posix(), path) for path in files_under(folder) if path.name != POSITIONS
    )
    if ending == ".zip":
        with ZipFile(file, "w", allowZip64=True) as package:
            for name, path in paths:
                member = ZipInfo(name)  # its time is the first that the form has, 1980
                member.create_system, member.external_attr = 3, 0o644 << 16
                member.file_size = path.stat().st_size
                with path.open("rb") as content, package.open(member, "w") as entry:
                    while piece := content.read(_PIECE):
                        entry.write(piece)
        return
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, path in paths:
            found = tarfile.TarInfo(name)  # no time, no owner
            found.size = path.stat().st_size
            with path.open("rb") as content:
                archive.addfile(found, content)


def _refuse_other(target: Path) -> None:
    """Refuse a file that exists and is no archive of an export.

    Raises:
        ExportError: It is another file.
    """
    if not target.exists():
        return
    try:
        if target.suffix.lower() == ".zip":
            with ZipFile(target) as package:
                holds = RECORD in package.namelist()
        else:
            with tarfile.open(target, "r:") as archive:
                holds = any(member.name == RECORD for member in archive)
    except (BadZipFile, tarfile.TarError, EOFError, ValueError):
        holds = False
    if not holds:
        raise ExportError(f"{target}: is no archive of an export; name a new file.")


def _transfer(mirror: Path, target: RemoteFile) -> None:
    """Bring an export in a store up to date with its copy here.

    The files that are to change are listed first, in `MARK`; so a transfer that was interrupted is seen, and the next
    one does not trust them.

    Raises:
        ExportError: The store has other files there.
        OSError: A file cannot be read.
        StorageError: The store cannot be read or written.
    """
    begins = len(str(target).rstrip("/")) + 1
    there = {str(file)[begins:]: file for file in target.files()}
    others = sorted(name for name in there if name not in (MARK, RECORD))
    if others and MARK not in there and RECORD not in there:
        raise ExportError(f"{target}: holds {others[0][:200]} and is no export; name a new or empty prefix.")
    before = Record.of(object_in(there.get(RECORD)))
    doubtful = object_in(there.get(MARK)).get("files")
    sums = {part.path: part.sha256 for part in before.parts()}
    for name in doubtful if isinstance(doubtful, list) else ():
        sums.pop(name, None)
    now = Record.of(json.loads((mirror / RECORD).read_bytes()))
    paths = {path.relative_to(mirror).as_posix(): path for path in files_under(mirror)}
    changed = []
    for part in now.parts():
        texts = sorted(text.relative_to(mirror).as_posix() for text in texts_in(mirror / part.path, now.form))
        is_same = sums.get(part.path) == part.sha256
        changed += [name for name in (*texts, part.path) if not is_same or name not in there]
    tops = sorted((name for name in paths if not PATH.fullmatch(name)), key=lambda name: (name == RECORD, name))
    described = [name for name in tops if name not in there or not _equal(paths[name], there[name])]
    gone = sorted(name for name in there if PATH.fullmatch(name) and name not in paths)
    if not (changed or described or gone or MARK in there):
        return
    mark = mirror / MARK
    write_whole(mark, json.dumps({"files": changed}).encode())
    (target / MARK).put(mark)
    for name in (*changed, *described):
        (target / name).put(paths[name])
    for name in gone:
        there[name].unlink(missing_ok=True)
    (target / MARK).unlink(missing_ok=True)
    mark.unlink()


def object_in(file: Path | RemoteFile | None) -> dict[str, object]:
    """Return the JSON object in a file of a store; an empty object when the file is absent or holds something else.

    Raises:
        StorageError: The store cannot be read.
    """
    if file is None or file.stat().st_size > LARGEST:
        return {}
    try:
        found = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _equal(local: Path, file: Path) -> bool:
    """Return whether a file in a store has the bytes of a local one.

    Raises:
        OSError: The local file cannot be read.
        StorageError: The store cannot be read.
    """
    return file.stat().st_size == local.stat().st_size and file.read_bytes() == local.read_bytes()
