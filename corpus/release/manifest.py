"""The manifest of a release: all files, archives and versions, in one file whose SHA-256 names the release."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from corpus.export.folder import MANIFEST
from crawler.errors import ReleaseError

if TYPE_CHECKING:
    from pathlib import Path

FORM = 1
"""Raised when a key of the manifest is added, removed or gets another meaning."""
LARGEST = 256_000_000
"""Most bytes of a manifest that is read: a million files need as many."""
_SHA256 = re.compile("[0-9a-f]{64}")


class File(NamedTuple):
    """A file of the release."""

    path: str
    """Its path in the release, with slashes."""
    bytes: int
    """Its size."""
    sha256: str
    """SHA-256 of its bytes, in hexadecimal."""


class Archive(NamedTuple):
    """An archive that a rebuild needs."""

    name: str
    """Its file name: the column `warc`."""
    outlets: tuple[str, ...]
    """The outlets whose documents name it."""
    documents: int
    """Number of the release's documents in it; 0 for one that holds only originals of revisits."""
    bytes: int
    """Its size."""
    sha256: str
    """SHA-256 of its bytes, in hexadecimal."""


class Source(NamedTuple):
    """An outlet of the release."""

    name: str
    """Its name."""
    documents: int
    """Number of its documents."""
    decides: str
    """Digest of what decides about its pages beside their bytes: the facts of its file, and its profile."""
    profile: str | None
    """Digest of its profile; None for an outlet without one."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a release holds. It states no name, time or machine: equal corpora have equal manifests."""

    schema: int
    """Version of the export's columns."""
    choices: dict[str, Any]
    """The choices of the export that are not the default."""
    rules: str
    """Version of the rules that made all texts."""
    extractor: str
    """Extraction library and its version."""
    documents: int
    """Number of documents."""
    words: int
    """Words of their texts."""
    outlets: tuple[Source, ...]
    """The outlets, by name."""
    archives: tuple[Archive, ...]
    """The archives, by name and digest."""
    files: tuple[File, ...]
    """All files of the release but the manifest and the citation, by path."""

    def content(self) -> bytes:
        """Return the file's bytes: canonical JSON (RFC 8785; keys are ASCII, numbers whole) and a line end."""
        plain = {**asdict(self), "format": FORM}
        for name in ("outlets", "archives", "files"):
            plain[name] = [one._asdict() for one in getattr(self, name)]
        return (
            json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
            + b"\n"
        )

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Return the manifest in a file's bytes.

        Raises:
            ValueError: They are no canonical manifest of this form; the message completes a sentence.
        """
        try:
            plain = json.loads(content)
            form = plain.pop("format")
            if form != FORM:
                raise ValueError(f"has the form {form!r}, and this Warraq reads {FORM}")
            made = cls(
                **{
                    **plain,
                    "outlets": tuple(Source(**one) for one in plain["outlets"]),
                    "archives": tuple(
                        Archive(**{**one, "outlets": tuple(one["outlets"])}) for one in plain["archives"]
                    ),
                    "files": tuple(File(**one) for one in plain["files"]),
                }
            )
            _check(made)
            if made.content() != content:
                raise ValueError("is not in the canonical form that a release writes")
        except (AttributeError, KeyError, RecursionError, TypeError, UnicodeError, json.JSONDecodeError):
            raise ValueError("is no manifest of a release") from None
        return made


def digest_in(folder: Path) -> tuple[str, bytes]:
    """Return the digest of a release's manifest, and its bytes.

    Raises:
        ReleaseError: The folder has no manifest, or one that is longer than `LARGEST`.
        OSError: It cannot be read.
    """
    path = folder / MANIFEST
    if path.is_symlink() or not path.is_file():
        raise ReleaseError(f"{folder}: holds no {MANIFEST}, so it is no release; name the folder of one.")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ReleaseError(f"{path}: has more than {LARGEST:,} bytes, which no release needs.")
    return hashlib.sha256(content).hexdigest(), content


def _check(made: Manifest) -> None:
    """Accept values of the right types, and paths that stay in the folder.

    Raises:
        ValueError: There are others.
    """
    named: list[Any] = [*made.outlets, *made.archives, *made.files]
    numbers: list[Any] = [made.schema, made.documents, made.words]
    numbers += [value for one in named for name, value in one._asdict().items() if name in ("documents", "bytes")]
    words: list[Any] = [made.rules, made.extractor, *(source.decides for source in made.outlets)]
    words += [source.profile or "" for source in made.outlets]
    words += [one[0] for one in named] + [outlet for archive in made.archives for outlet in archive.outlets]
    digests: list[Any] = [*(one.sha256 for one in made.archives), *(one.sha256 for one in made.files)]
    if (
        any(type(one) is not int or one < 0 for one in numbers)
        or not all(isinstance(one, str) for one in words)
        or not isinstance(made.choices, dict)
    ):
        raise ValueError("has a value of a wrong type")
    if not all(isinstance(one, str) and _SHA256.fullmatch(one) for one in digests):
        raise ValueError("has a digest that is no SHA-256")
    if wrong := [file.path for file in made.files if not stays_inside(file.path)]:
        raise ValueError(f"names the file {wrong[0][:200]!r}, which leaves the folder")
    if wrong := [one.name for one in made.archives if "/" in one.name or not stays_inside(one.name)]:
        raise ValueError(f"names the archive {wrong[0][:200]!r}, which is no file name")


def stays_inside(path: str) -> bool:
    """Return whether a relative path names a file inside its folder, and none that is hidden."""
    parts = PurePosixPath(path).parts
    plain = path == "/".join(parts) and "\\" not in path and "\0" not in path
    return plain and bool(parts) and not any(part.startswith((".", "/")) for part in parts)
