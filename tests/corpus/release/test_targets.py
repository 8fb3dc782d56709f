"""Releases in object stores: whole or none, and never changed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from corpus.export.choices import Choices, Format
from corpus.export.folder import MANIFEST
from corpus.release.freeze import Corpus
from corpus.release.targets import MARK, STAGES, release_to
from crawler.errors import ReleaseError
from crawler.storage.place import RemoteFile, place_of
from tests.corpus.export.test_targets import KilledError, content, stored
from tests.corpus.release.demo import freeze

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> RemoteFile:
    """Return an empty prefix of a store in memory."""
    place = RemoteFile.of(f"memory://bucket/{tmp_path.name}/one")
    for file in place.files():
        file.unlink()
    return place


def sent(output: Path, store: RemoteFile, at: int = 1_000, **choices: Any) -> list[str]:
    """Release to a store, be killed at the transfer with this number, and return the names that were sent."""
    names: list[str] = []
    put = RemoteFile.put

    def counted(self: RemoteFile, file: Path) -> Any:
        if len(names) >= at:
            raise KilledError
        names.append(str(self)[len(str(store)) + 1 :])
        return put(self, file)

    with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
        patch.setattr(RemoteFile, "put", counted)
        release_to(Corpus(output, output / "profiles", (), {}), place_of(store.url), Choices(**choices))
    return names


def test_a_release_in_a_store_is_that_of_a_folder_and_never_changes(
    archives: list[Path], store: RemoteFile, tmp_path: Path
) -> None:
    output = archives[0].parents[2]
    names = sent(output, store)
    assert (names[0], names[-2:]) == (MARK, [MANIFEST, "CITATION.cff"])
    freeze(output, tmp_path / "one")
    assert stored(store) == content(tmp_path / "one")
    assert list((output / STAGES).iterdir()) == []
    with pytest.raises(ReleaseError, match="one: exists, and a release never changes; choose another name"):
        sent(output, store, with_reserved=True)
    assert stored(store) == content(tmp_path / "one")


def test_an_interrupted_transfer_is_no_release_and_is_done_anew(
    archives: list[Path], store: RemoteFile, tmp_path: Path
) -> None:
    output = archives[0].parents[2]
    for at, form in ((6, Format.TEXT), (4, Format.PARQUET)):  # other files than those of the next try
        sent(output, store, at=at, format=form)
        assert MARK in stored(store)
        assert MANIFEST not in stored(store)
    sent(output, store)
    freeze(output, tmp_path / "one")
    assert stored(store) == content(tmp_path / "one")


def test_what_takes_no_release_is_left_alone(archives: list[Path], store: RemoteFile) -> None:
    output = archives[0].parents[2]
    (store / "thesis.txt").put(archives[0])
    with pytest.raises(ReleaseError, match=r"one: holds thesis.txt and is no release; name a new or empty prefix"):
        sent(output, store)
    assert list(stored(store)) == ["thesis.txt"]
    corpus = Corpus(output, output / "profiles", (), {})
    with pytest.raises(ReleaseError, match="takes no files; name a folder, or a prefix"):
        release_to(corpus, place_of("https://akhbar.example/x"), Choices())
