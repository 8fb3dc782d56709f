"""The citation of a release: CITATION.cff (Citation File Format 1.2.0), which names the manifest's digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.export.card import TITLE

if TYPE_CHECKING:
    from corpus.release.manifest import Manifest

CITATION = "CITATION.cff"
"""The file's name. It names the digest, so it is the one file that the manifest cannot list."""
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?", re.ASCII)
"""Names of releases: they are names of folders, and versions in citations."""
MOST = 10_000
"""Bytes of a citation that are read, at most."""
_VERSION = re.compile(r'^version: "([^"]*)"$', re.MULTILINE)
_DIGEST = re.compile(r'^    value: "sha256:([0-9a-f]{64})"$', re.MULTILINE)


def citation(name: str, digest: str, manifest: Manifest) -> bytes:
    """Return the file's bytes.

    Args:
        name: The release's name.
        digest: SHA-256 of its manifest, in hexadecimal.
        manifest: Its manifest.
    """
    counts = f"{manifest.documents:,} documents with {manifest.words:,} words"
    outlets = ", ".join(source.name for source in manifest.outlets[:5])
    more = f" and {len(manifest.outlets) - 5} more" if len(manifest.outlets) > 5 else ""  # noqa: PLR2004 - those shown
    return (
        "cff-version: 1.2.0\n"
        'message: "Cite the release by its name and digest, and a document by its id, url and captured."\n'
        "type: dataset\n"
        f'title: "{TITLE}"\n'
        f'version: "{name}"\n'
        "authors:\n"
        f'  - name: "Warraq, from the archives of {outlets}{more}"\n'
        f'abstract: "{counts}, made by rules {manifest.rules} and {manifest.extractor}."\n'
        "identifiers:\n"
        "  - type: other\n"
        f'    value: "sha256:{digest}"\n'
        '    description: "SHA-256 of MANIFEST.json, which names every file and archive"\n'
    ).encode()


def cited(content: bytes) -> tuple[str, str] | None:
    """Return the name and the digest that a citation states; None where it lacks one."""
    text = content.decode("utf-8", "replace")
    name, digest = _VERSION.search(text), _DIGEST.search(text)
    if name is None or digest is None or not NAME.fullmatch(name[1]):
        return None
    return name[1], digest[1]
