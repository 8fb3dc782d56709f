"""A text is read whole, and only as its manifest names it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from crawler.errors import CorpusError
from pipelines.documents import texts
from pipelines.documents.texts import read_document

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = "العنوان\nالنص".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_a_text_is_read_and_compared_with_its_digest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(CONTENT)
    assert read_document(tmp_path, "a.txt", SHA256) == CONTENT
    with pytest.raises(CorpusError, match=r"a\.txt: has other bytes than its manifest states; run scrapy verify"):
        read_document(tmp_path, "a.txt", "0" * 64)
    with pytest.raises(CorpusError, match=r"b\.txt: cannot be read \(No such file"):
        read_document(tmp_path, "b.txt", SHA256)


def test_no_more_than_the_largest_text_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_BYTES", len(CONTENT))
    (tmp_path / "a.txt").write_bytes(CONTENT)
    assert read_document(tmp_path, "a.txt", SHA256) == CONTENT
    (tmp_path / "a.txt").write_bytes(CONTENT + b"x" * 100)
    read = len(CONTENT) + 1
    with pytest.raises(CorpusError, match="has other bytes"):
        read_document(tmp_path, "a.txt", SHA256)
    assert read_document(tmp_path, "a.txt", hashlib.sha256((CONTENT + b"x" * 100)[:read]).hexdigest())[-1:] == b"x"
