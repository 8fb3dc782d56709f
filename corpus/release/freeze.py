"""Makes a release: an export, what a rebuild needs, and the manifest whose digest names all of it."""

from __future__ import annotations

import hashlib
import json
import os
from array import array
from collections import Counter, defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.export.export import Changes, export
from corpus.export.folder import MANIFEST, POSITIONS, RECORD, digest_of, hidden_beside
from corpus.export.record import Record
from corpus.export.schema import SCHEMA_VERSION
from corpus.release.archives import archives_of
from corpus.release.citation import CITATION, citation
from corpus.release.manifest import File, Manifest, Source
from corpus.release.rows import rows_in
from crawler.archive.read.named import NamedArchives
from crawler.errors import OutletError, ReleaseError
from crawler.files import files_under, make_folder, sync_file, sync_folder
from crawler.outlet import outlet_of
from pipelines.extract import EXTRACTOR, RULES
from pipelines.profile.file import FOLDER, path_of_profile, profiles_in
from pipelines.replayed import decides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from corpus.export.choices import Choices, Format
    from corpus.export.rows import Facts
    from crawler.outlet import Outlet
    from pipelines.profile.model import Profile

_COLUMNS = ("id", "outlet", "url", "warc", "offset", "rules", "extractor", "profile")


class Corpus(NamedTuple):
    """What a release is made of."""

    output: Path
    """The output folder."""
    profiles: Path
    """The folder of profiles."""
    outlets: tuple[Outlet, ...]
    """The outlets that have a file."""
    facts: Mapping[str, Facts]
    """What these files state, by name."""


class Released(NamedTuple):
    """A release that was made."""

    digest: str
    """SHA-256 of its manifest, in hexadecimal."""
    manifest: Manifest
    """The manifest."""
    changes: Changes
    """What the export counted."""


class _Contents(NamedTuple):
    """What the rows of a release name."""

    offsets: dict[tuple[str, str], array[int]]
    """By outlet and archive: the places of its documents' records."""
    documents: Counter[str]
    """Documents by outlet."""
    urls: dict[str, str]
    """The address of each outlet's first document."""


def release(
    corpus: Corpus,
    target: Path,
    choices: Choices,
    advance: Callable[[int], object] = lambda _: None,
    hashed: Callable[[int], object] = lambda _: None,
) -> Released:
    """Make a release: all of it, or nothing.

    Equal corpora, choices and answers give equal digests.

    Args:
        corpus: The corpus.
        target: The folder of the release, which must not exist; its name is that of the release.
        choices: Which documents enter, and how.
        advance: Is called with the number of documents that were read since its last call.
        hashed: Is called with the number of bytes of archives that were read since its last call.

    Raises:
        CorpusError, DerivedError, ExportError, LockedError, StateError: As `corpus.export.export.export`.
        OSError: The folder, or an archive, cannot be read or written.
        ProfileError: A profile cannot be read.
        ReleaseError: The name exists, or a rebuild would not give these documents.
        WaczError: A package cannot be read.
    """
    with _staged(target) as stage:
        changes = export(corpus.output, stage, choices, corpus.facts, advance)
        (stage / POSITIONS).unlink()  # they name the states of this machine
        record = Record.of(json.loads((stage / RECORD).read_bytes()))
        profiles = profiles_in(corpus.profiles)
        digests = {outlet: profile.digest for outlet, profile in profiles.items()}
        contents = _contents(stage, record, choices.format, digests)
        for outlet in sorted(set(contents.documents) & set(profiles)):
            copy = path_of_profile(stage / FOLDER, outlet)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path_of_profile(corpus.profiles, outlet).read_bytes())
        with NamedArchives() as named:
            archives = archives_of(corpus.output, contents.offsets, named, hashed)
        sources = [
            Source(name, documents, decided_by(contents.urls[name], corpus.outlets, profiles), digests.get(name))
            for name, documents in sorted(contents.documents.items())
        ]
        paths = sorted((path.relative_to(stage).as_posix(), path) for path in files_under(stage))
        manifest = Manifest(
            schema=SCHEMA_VERSION,
            choices=record.choices,
            rules=RULES,
            extractor=EXTRACTOR,
            documents=changes.figures.documents.total(),
            words=changes.figures.words,
            outlets=tuple(sources),
            archives=archives,
            files=tuple(File(name, path.stat().st_size, digest_of(path)) for name, path in paths),
        )
        content = manifest.content()
        digest = hashlib.sha256(content).hexdigest()
        (stage / MANIFEST).write_bytes(content)
        (stage / CITATION).write_bytes(citation(target.name, digest, manifest))
    return Released(digest, manifest, changes)


def decided_by(url: str, outlets: tuple[Outlet, ...], profiles: Mapping[str, Profile]) -> str:
    """Return the digest of what decides about an outlet's pages, by the address of one; empty for no outlet's."""
    try:
        outlet = outlet_of(url, outlets)
    except OutletError:
        return ""
    return decides(outlet, profiles.get(outlet.name))


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """Open a hidden folder that gets the target's name when the block has ended well, and is removed otherwise.

    Raises:
        ExportError: Another process is making the release.
        ReleaseError: The name exists.
    """
    taken = f"{target}: exists, and a release never changes; choose another name."
    if target.exists() or target.is_symlink():
        raise ReleaseError(taken)
    make_folder(target.parent)
    with hidden_beside(target) as hidden:
        stage = hidden / "release"
        yield stage
        for path in files_under(stage):
            sync_file(path)
        for parent, _, _ in os.walk(stage):
            sync_folder(Path(parent))
        try:
            stage.rename(target)
        except OSError:
            raise ReleaseError(taken) from None
        sync_folder(target.parent)


def _contents(stage: Path, record: Record, form: Format, profiles: Mapping[str, str]) -> _Contents:
    """Return what the rows of an export name, if a rebuild gives them.

    Raises:
        ReleaseError: A document was made by other rules, another extractor or another profile than a rebuild would use.
    """
    found = _Contents(defaultdict(lambda: array("q")), Counter(), {})
    for part in record.parts():
        for row in rows_in(stage, part.path, form, _COLUMNS):
            outlet = row["outlet"]
            made, now = [(row[name]) for name in ("rules", "extractor", "profile")], profiles.get(outlet)
            if made != [RULES, EXTRACTOR, now]:
                how = f"rules {made[0]}, {made[1]} and profile {made[2] or 'none'}"
                today = f"rules {RULES}, {EXTRACTOR} and profile {now or 'none'}"
                raise ReleaseError(
                    f"{outlet}: document {row['id']} was made by {how}, and a rebuild would use {today}; run scrapy "
                    "replay first, so that all texts are made by the same."
                )
            found.offsets[outlet, row["warc"]].append(row["offset"])
            found.documents[outlet] += 1
            found.urls.setdefault(outlet, row["url"])
    return found
