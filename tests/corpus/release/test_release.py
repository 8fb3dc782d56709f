"""A release: the same corpus gives the same digest, and what a rebuild would not give is refused."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from corpus.export.choices import Choices
from corpus.export.export import export
from corpus.export.folder import MANIFEST
from corpus.release import freeze as freezing
from crawler.errors import ExportError, ReleaseError
from tests.corpus.release.demo import check, freeze, make, settle
from tests.support.output import OUTLET, archive, exchange

if TYPE_CHECKING:
    from pathlib import Path


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_corpus_gives_the_same_bytes_also_after_a_rebuild(tmp_path: Path) -> None:
    warc = make(tmp_path / "output")
    one = freeze(tmp_path / "output", tmp_path / "one")
    shutil.copytree(warc.parent, tmp_path / "again/archive" / OUTLET.name)
    settle(tmp_path / "again", tmp_path / "again/archive" / OUTLET.name / warc.name)
    other = freeze(tmp_path / "again", tmp_path / "two/one")
    assert one.digest == other.digest
    assert content(tmp_path / "one") == content(tmp_path / "two/one")
    manifest = one.manifest
    assert (manifest.documents, manifest.archives[0].name, manifest.archives[0].documents) == (5, warc.name, 5)
    listed = {file.path for file in manifest.files}
    assert listed | {MANIFEST, "CITATION.cff"} == set(content(tmp_path / "one"))
    assert f'value: "sha256:{one.digest}"' in (tmp_path / "one/CITATION.cff").read_text("utf-8")
    third = freeze(tmp_path / "output", tmp_path / "three", min_words=300)
    assert third.digest != one.digest


def test_a_name_that_exists_is_refused_and_an_export_changes_no_release(tmp_path: Path) -> None:
    make(tmp_path / "output")
    freeze(tmp_path / "output", tmp_path / "one")
    before = content(tmp_path / "one")
    with pytest.raises(ReleaseError, match="one: exists, and a release never changes; choose another name"):
        freeze(tmp_path / "output", tmp_path / "one", with_reserved=True)
    with pytest.raises(ExportError, match="is a release, which never changes"):
        export(tmp_path / "output", tmp_path / "one", Choices(with_reserved=True), {})
    assert content(tmp_path / "one") == before
    assert {path.name for path in tmp_path.iterdir()} == {"output", "one"}


def test_documents_that_a_rebuild_would_not_give_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warc = make(tmp_path / "output")
    monkeypatch.setattr(freezing, "RULES", "0")
    with pytest.raises(ReleaseError, match=r"was made by rules \d+, .* would use rules 0, .*; run scrapy replay first"):
        freeze(tmp_path / "output", tmp_path / "one")
    monkeypatch.undo()
    warc.rename(f"{warc}.open")
    with pytest.raises(
        ReleaseError, match=r"came from .*, which is not where it was; put it into archive/akhbar\.example/"
    ):
        freeze(tmp_path / "output", tmp_path / "one")
    assert not (tmp_path / "one").exists()


def test_a_revisit_needs_the_archive_of_its_original(tmp_path: Path) -> None:
    first, second = exchange(0), exchange(1)
    second.url = first.url
    again = exchange(2)
    again.url, again.received = first.url, bytearray(first.received)
    output = tmp_path / "output"
    whole = archive(output, first)
    settle(output, whole)
    later = archive(output, second, again)
    settle(output, later)
    made = freeze(output, tmp_path / "one")
    assert [(one.name, one.documents) for one in made.manifest.archives] == [(whole.name, 0), (later.name, 1)]
    assert check(tmp_path / "one", [whole, later])[0] == []
