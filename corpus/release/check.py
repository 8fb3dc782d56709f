"""Compares a release with itself: its files with the manifest, and each row with its text, its digest and its `id`."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.export.folder import MANIFEST, RECORD, digest_of
from corpus.export.record import Record
from corpus.export.rows import document_id
from corpus.release.citation import CITATION, MOST, citation, cited
from corpus.release.manifest import Manifest, digest_in
from corpus.release.rows import rows_in
from crawler.defect import Defect
from crawler.errors import ProfileError, ReleaseError
from pipelines.profile.file import FOLDER, path_of_profile, read_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.profile.model import Profile

LARGEST_RECORD = 1_000_000_000
"""Most bytes of a record that is read."""
LARGEST_PROFILE = 10_000_000
"""Most bytes of a profile that is read."""


class Opened(NamedTuple):
    """A release whose manifest was read."""

    folder: Path
    """Its folder."""
    name: str
    """The name in its citation; empty where that cannot be read."""
    digest: str
    """SHA-256 of its manifest as it is, in hexadecimal."""
    manifest: Manifest
    """The manifest."""


class Row(NamedTuple):
    """A row of a release that agrees with itself."""

    path: Path
    """The file with it."""
    values: dict[str, Any]
    """Its columns."""


def opened(folder: Path) -> Opened:
    """Read the manifest of a release.

    Raises:
        OSError: It cannot be read.
        ReleaseError: The folder holds no release, or its manifest can no longer be read.
    """
    digest, content = digest_in(folder)
    try:
        manifest = Manifest.of(content)
    except ValueError as error:
        raise ReleaseError(f"{folder / MANIFEST}: {error}; get the release again.") from None
    told = cited(_citation(folder))
    return Opened(folder, told[0] if told else "", digest, manifest)


def check_digest(release: Opened, expected: str) -> Iterator[Defect]:
    """Compare the manifest's digest with the one that a reader knows, if any, and with the citation."""
    if expected and expected != release.digest:
        sentence = f"its SHA-256 is {release.digest}, and not {expected}"
        yield Defect(path=release.folder / MANIFEST, rule="digest", sentence=sentence)
    path, content = release.folder / CITATION, _citation(release.folder)
    told = cited(content)
    if told is None:
        yield Defect(path=path, rule="digest", sentence="it is missing, or names no release and digest")
    elif told[1] != release.digest:
        sentence = f"its SHA-256 is {release.digest}, and {CITATION} names {told[1]}: one of them was changed"
        yield Defect(path=release.folder / MANIFEST, rule="digest", sentence=sentence)
    elif content != citation(*told, release.manifest):
        yield Defect(path=path, rule="digest", sentence="it is not the citation that this manifest gives")


def check_files(release: Opened) -> Iterator[Defect]:
    """Compare all files with the manifest; nothing outside the folder is read, and no link is followed."""
    expected = {file.path: file for file in release.manifest.files}
    for path, is_file in _entries(release.folder):
        name = path.relative_to(release.folder).as_posix()
        file = expected.pop(name, None)
        if not is_file:
            yield Defect(
                path=path, rule="file", sentence="it is a link or no plain file, and a release holds only such"
            )
        elif file is None and name not in (MANIFEST, CITATION):
            yield Defect(path=path, rule="file", sentence=f"{MANIFEST} does not name it")
        elif file is not None and (found := digest_of(path)) != file.sha256:
            sentence = f"its bytes have the SHA-256 {found}, and {MANIFEST} names {file.sha256}"
            yield Defect(path=path, rule="file", sentence=sentence)
    for name in sorted(expected):
        yield Defect(path=release.folder / name, rule="file", sentence=f"{MANIFEST} names it, and it is missing")


def check_rows(release: Opened, profiles: dict[str, Profile]) -> Iterator[Defect | Row]:
    """Yield each row that agrees with itself and with the manifest, and a defect for each that does not.

    Args:
        release: The release.
        profiles: Its profiles, by outlet.
    """
    record = _record(release.folder)
    listed = {file.path: file.sha256 for file in release.manifest.files}
    known = _Known(release.manifest, {outlet: profile.digest for outlet, profile in profiles.items()})
    count = 0
    for part in record.parts():
        path = release.folder / part.path
        if listed.get(part.path) != part.sha256:
            yield Defect(path=path, rule="row", sentence=f"{RECORD} names it, and {MANIFEST} not, or by another digest")
        if part.path not in listed or not path.is_file() or _is_linked(release.folder, path):
            continue
        try:
            for row in rows_in(release.folder, part.path, record.form):
                count += 1
                wrong = known.wrong(row)
                yield Defect(path=path, rule="row", sentence=wrong) if wrong else Row(path, row)
        except ReleaseError as error:
            yield Defect(path=path, rule="row", sentence=str(error))
    if count != release.manifest.documents:
        sentence = f"it counts {release.manifest.documents:,} documents, and {count:,} can be read"
        yield Defect(path=release.folder / MANIFEST, rule="row", sentence=sentence)


def profiles_of(release: Opened) -> Iterator[tuple[str, Profile] | Defect]:
    """Yield the profile of each outlet that has one, by the outlet's name; a defect for one that cannot be used."""
    folder = release.folder / FOLDER
    for source in release.manifest.outlets:
        path = path_of_profile(folder, source.name)
        if source.profile is None or path.name != f"{source.name}.toml":
            continue
        try:
            too_large = path.stat().st_size > LARGEST_PROFILE or _is_linked(release.folder, path)
            profile = None if too_large else read_profile(folder, source.name)
        except (OSError, ProfileError, RecursionError, ValueError) as error:
            yield Defect(path=path, rule="profile", sentence=f"it cannot be read ({error})")
            continue
        if profile is None or profile.digest != source.profile:
            yield Defect(path=path, rule="profile", sentence=f"it is not the profile {source.profile} of the manifest")
        else:
            yield source.name, profile


class _Known:
    """What a manifest states of rows."""

    def __init__(self, manifest: Manifest, profiles: dict[str, str]) -> None:
        self._made = {source.name: (manifest.rules, manifest.extractor, source.profile) for source in manifest.outlets}
        self._warcs = {(outlet, archive.name) for archive in manifest.archives for outlet in archive.outlets}
        self._is_masked = manifest.choices.get("mask") is True
        self._profiles = profiles

    def wrong(self, row: dict[str, Any]) -> str:
        """Return what is wrong in a row, as a clause; empty for a row that agrees with itself and the manifest."""
        document, outlet = f"document {row['id'][:40]}", row["outlet"]
        content = f"{row['title']}\n{row['text']}" if row["title"] else row["text"]
        # The digest is that of the text without marks, which only the record gives.
        digest = row["sha256"] if self._is_masked else hashlib.sha256(content.encode()).hexdigest()
        if digest != row["sha256"]:
            return f"the text of {document} has the SHA-256 {digest}, and its row states {row['sha256'][:64]}"
        if not row["name"].endswith(f"_{digest[:16]}.txt"):
            return f"the name of {document} is {row['name'][:60]!r}, which its text does not give"
        if document_id(outlet, row["article"], row["captured"]) != row["id"]:
            return f"the id of {document} is not that of its outlet, article and time of capture"
        made = row["rules"], row["extractor"], row["profile"]
        if made != self._made.get(outlet):
            return f"{document} was made by rules, an extractor or a profile that {MANIFEST} does not name"
        if (outlet, row["warc"]) not in self._warcs:
            return f"{document} came from {row['warc'][:200]}, which {MANIFEST} does not name"
        return ""


def _entries(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Yield what lies in a folder at any depth, and whether it is a plain file; hidden names are passed over."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*folders, *sorted(names)):
            path = Path(parent, name)
            if path.is_symlink() or (name not in folders and not name.startswith(".")):
                yield path, path.is_file() and not path.is_symlink()


def _is_linked(folder: Path, path: Path) -> bool:
    """Return whether a path in a folder leads through a link."""
    return any(one.is_symlink() for one in (path, *path.parents) if one != folder and folder in one.parents)


def _record(folder: Path) -> Record:
    """Return the record of an export; an empty one where it cannot be read."""
    path = folder / RECORD
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST_RECORD:
            return Record()
        record = Record.of(json.loads(path.read_bytes()))
        record.parts()  # sorts them
    except (ArithmeticError, AttributeError, OSError, RecursionError, TypeError, ValueError):
        return Record()
    return record


def _citation(folder: Path) -> bytes:
    """Return the citation; empty without one."""
    path = folder / CITATION
    if path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(MOST)
