"""The store grows by what is new, and is what it would be if it were made at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from corpus.duplicates import Document, Kind, duplicates_of, postings, update, update_duplicates
from corpus.duplicates.store import store_path
from crawler.errors import CorpusError, DerivedError, LockedError, StateError
from crawler.state import state_path
from crawler.state.lock import OutletLock
from tests.corpus.duplicates.stored import report, store

if TYPE_CHECKING:
    from pathlib import Path

WIRE = report(1, 2, 3)


def clusters(output: Path) -> list[list[str]]:
    """Bring the store up to date, and return its clusters, the representative first."""
    update_duplicates(output)
    return listed(output)


def listed(output: Path) -> list[list[str]]:
    with duplicates_of(output) as duplicates:
        return [["{}/{}".format(*place.document) for place in cluster] for cluster in duplicates.clusters()]


def lose(output: Path, outlet: str) -> None:
    """Remove an outlet's state and texts."""
    for path in state_path(output, outlet).parent.glob(f"{outlet}*"):
        path.unlink()
    for path in (output / "text" / outlet).iterdir():
        path.unlink()


def test_texts_with_a_few_other_words_are_a_cluster_and_others_are_not(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", report(4, 5, 6), WIRE)
    assert clusters(tmp_path) == []
    store(tmp_path, "alhurra.com", report(7, 8), f"{WIRE}\nوكالات", hour=1)
    assert clusters(tmp_path) == [["alroya.om/1", "alhurra.com/1"]]


def test_the_first_published_document_represents_the_others_though_it_was_crawled_last(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE, published="2026-11-20T10:00:00+04:00")
    store(tmp_path, "wafa.ps", WIRE, hour=1)
    assert clusters(tmp_path) == [["alroya.om/0", "wafa.ps/0"]]
    store(tmp_path, "alhurra.com", f"{WIRE}\nوكالات", hour=2, published="2026-11-20T08:00:00+03:00")
    assert clusters(tmp_path) == [["alhurra.com/0", "alroya.om/0", "wafa.ps/0"]]


def test_a_text_that_stands_in_a_longer_one_is_found(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", report(1))
    store(tmp_path, "alhurra.com", report(4, 5, 1, 6, 7, 8), hour=1)
    update_duplicates(tmp_path)
    with duplicates_of(tmp_path) as duplicates:
        (link,) = duplicates.links_of(Document("alroya.om", 0))
    assert (link.longer, link.shorter, link.kind) == (
        Document("alhurra.com", 0),
        Document("alroya.om", 0),
        Kind.CONTAINS,
    )


@pytest.mark.parametrize("most", [postings.MOST_DOCUMENTS, 2])
def test_a_store_that_grew_equals_one_that_is_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(update, "BATCH", 2)
    monkeypatch.setattr(postings, "MOST_DOCUMENTS", most)
    for hour in range(4):
        for outlet in OUTLETS[hour % 2 :]:
            own = 1000 * hour + len(outlet)
            texts = report(100 * hour, 100 * hour + 1, own), report(100 * hour, 100 * hour + 1), report(7, 8, 9, own)
            store(tmp_path, outlet, *texts, hour=hour, published=f"2026-11-2{3 - hour}")
        update_duplicates(tmp_path)
    grown, links = listed(tmp_path), all_links(tmp_path)
    assert len(links) > len(grown) > 1
    store_path(tmp_path).unlink()
    assert clusters(tmp_path) == grown
    assert all_links(tmp_path) == links


OUTLETS = ("wafa.ps", "alroya.om", "alhurra.com")


def all_links(output: Path) -> set[object]:
    with duplicates_of(output) as duplicates:
        return {
            link for outlet in OUTLETS for number in range(12) for link in duplicates.links_of(Document(outlet, number))
        }


def test_only_new_documents_are_read_and_those_that_are_like_them(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE, report(4, 5))
    update_duplicates(tmp_path)
    next((tmp_path / "text" / "alroya.om").glob("001_*")).unlink()
    store(tmp_path, "alhurra.com", WIRE, hour=1)
    assert clusters(tmp_path) == [["alroya.om/0", "alhurra.com/0"]]
    before = store_path(tmp_path).read_bytes()
    update_duplicates(tmp_path)
    assert store_path(tmp_path).read_bytes() == before


def test_a_rebuilt_outlet_is_taken_anew_and_a_lost_one_is_forgotten(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE)
    store(tmp_path, "alhurra.com", f"{WIRE}\nوكالات", hour=1)
    store(tmp_path, "wafa.ps", WIRE, hour=2)
    assert clusters(tmp_path) == [["alroya.om/0", "alhurra.com/0", "wafa.ps/0"]]
    lose(tmp_path, "alroya.om")
    store(tmp_path, "alroya.om", report(4, 5), report(6, 7), hour=3)
    assert clusters(tmp_path) == [["alhurra.com/0", "wafa.ps/0"]]
    lose(tmp_path, "alhurra.com")
    assert clusters(tmp_path) == []
    store(tmp_path, "alroya.om", WIRE, hour=4)
    assert clusters(tmp_path) == [["wafa.ps/0", "alroya.om/2"]]


def test_an_update_that_was_killed_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "BATCH", 1)
    store(tmp_path, "alroya.om", WIRE, report(4, 5))
    store(tmp_path, "alhurra.com", WIRE, hour=1)
    taken: list[int] = []

    def kill(documents: int) -> None:
        taken.append(documents)
        raise KeyboardInterrupt

    for _ in range(2):
        with suppress(KeyboardInterrupt):
            update_duplicates(tmp_path, kill)
    update_duplicates(tmp_path, taken.append)
    assert taken == [1, 1, 1]
    assert listed(tmp_path) == [["alroya.om/0", "alhurra.com/0"]]


def test_what_cannot_be_read_is_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    store(tmp_path, "alhurra.com", WIRE, report(4, 5))
    store(tmp_path, "alroya.om", WIRE, hour=1)
    text = next((tmp_path / "text" / "alhurra.com").glob("001_*"))
    content = text.read_bytes()
    text.unlink()
    state_path(tmp_path, "wafa.ps").write_text("هذا ليس قاعدة بيانات" * 100)
    with pytest.raises(StateError, match=r"wafa\.ps\.sqlite: the state cannot be read"):
        update_duplicates(tmp_path)
    state_path(tmp_path, "wafa.ps").unlink()
    with pytest.raises(CorpusError, match=r"001_.*cannot be read.*scrapy verify"):
        update_duplicates(tmp_path)
    assert listed(tmp_path) == [["alhurra.com/0", "alroya.om/0"]]
    text.write_bytes(content)
    store(tmp_path, "alroya.om", report(4, 5), hour=2)
    assert len(clusters(tmp_path)) == len(("WIRE", "4, 5"))


def test_an_earlier_text_that_is_gone_keeps_no_new_one_out(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE)
    update_duplicates(tmp_path)
    next((tmp_path / "text" / "alroya.om").glob("000_*")).unlink()
    store(tmp_path, "alhurra.com", WIRE, hour=1)
    store(tmp_path, "wafa.ps", WIRE, report(7, 8), hour=2)
    with pytest.raises(CorpusError, match=r"000_.*cannot be read.*scrapy verify"):
        update_duplicates(tmp_path)
    assert clusters(tmp_path) == [["alhurra.com/0", "wafa.ps/0"]]


def test_a_store_that_is_none_is_named_and_one_of_another_version_is_made_again(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE)
    store(tmp_path, "alhurra.com", WIRE)
    with pytest.raises(DerivedError, match=r"duplicates\.sqlite: does not exist.*scrapy duplicates makes it"):
        listed(tmp_path)
    before = clusters(tmp_path)
    with closing(sqlite3.connect(store_path(tmp_path))) as db:
        db.execute("PRAGMA user_version = 99")
    assert clusters(tmp_path) == before
    store_path(tmp_path).write_text("هذا ليس قاعدة بيانات" * 100)
    with pytest.raises(DerivedError, match=r"file is not a database; delete the file"):
        update_duplicates(tmp_path)


def test_one_update_runs_at_a_time(tmp_path: Path) -> None:
    lock = OutletLock(tmp_path, update.LOCK)
    with pytest.raises(LockedError, match="duplicates: another run"):
        update_duplicates(tmp_path)
    lock.release()
    update_duplicates(tmp_path)


def test_texts_of_one_transaction_are_compared_though_few_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "_KEPT", 1)
    store(tmp_path, "alroya.om", WIRE, report(4, 5))
    update_duplicates(tmp_path)
    store(tmp_path, "alhurra.com", WIRE, report(6, 7), report(4, 5), hour=1)
    store(tmp_path, "wafa.ps", WIRE, report(6, 7), report(4, 5), hour=2)
    assert [len(cluster) for cluster in clusters(tmp_path)] == [2, 3, 3]
