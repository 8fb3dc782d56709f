"""Derived stores are made when they are written, and made again when they are of another version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.derived import Form, opened_derived, transaction
from crawler.errors import DerivedError

if TYPE_CHECKING:
    from pathlib import Path

FORM = Form("words.sqlite", "CREATE TABLE words (word TEXT NOT NULL);", 1, "scrapy words")
INSERT = "INSERT INTO words VALUES ('خبر')"


def count(output: Path, form: Form = FORM) -> int:
    with opened_derived(output, form, write=True) as db:
        return int(db.execute("SELECT count(*) FROM words").fetchone()[0])


def test_a_store_keeps_what_was_written_until_its_version_changes(tmp_path: Path) -> None:
    with opened_derived(tmp_path, FORM, write=True) as db:
        db.execute(INSERT)
    assert FORM.path(tmp_path) == tmp_path / "derived" / "words.sqlite"
    assert count(tmp_path) == 1
    assert count(tmp_path, FORM._replace(version=2)) == 0


def test_a_reader_makes_none(tmp_path: Path) -> None:
    sentence = r"words\.sqlite: does not exist, or is of another version; scrapy words makes it"
    with pytest.raises(DerivedError, match=sentence), opened_derived(tmp_path, FORM):
        pass
    assert not (tmp_path / "derived").exists()


def test_a_transaction_is_done_as_a_whole(tmp_path: Path) -> None:
    def interrupted() -> None:
        with opened_derived(tmp_path, FORM, write=True) as db, transaction(db):
            db.execute(INSERT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert count(tmp_path) == 0


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    FORM.path(tmp_path).parent.mkdir()
    FORM.path(tmp_path).write_text("هذا ليس قاعدة بيانات" * 100)
    with pytest.raises(
        DerivedError, match=r"words\.sqlite: file is not a database; delete the file and run scrapy words"
    ):
        count(tmp_path)
