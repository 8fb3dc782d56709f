"""The index grows while the page is served."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from corpus.browse.app import application
from corpus.browse.keeper import Keeper
from corpus.browse.place import Place
from corpus.search.update import LOCK
from crawler.state.lock import OutletLock
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from pathlib import Path


class Told(Keeper):
    """A keeper whose updates can be waited for."""

    def __init__(self, output: Path) -> None:
        super().__init__(output, pause=0.001)
        self._updated = threading.Event()

    def update(self) -> None:
        """Update the index now."""
        super().update()
        self._updated.set()

    def wait(self) -> None:
        """Wait for the end of an update that began after this moment."""
        for _ in range(2):
            self._updated.clear()
            assert self._updated.wait(60)


def test_what_a_crawl_adds_is_found_without_a_new_start(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    place, keeper = Place(output=tmp_path, facts={}), Told(tmp_path)
    object.__setattr__(place, "keeper", keeper)
    with TestClient(application(place), "http://localhost") as page:
        keeper.wait()
        assert page.get("/api/search").json()["matched"] == 1
        stock(tmp_path, "alroya.om", piece(1))
        keeper.wait()
        assert page.get("/api/search").json()["matched"] == 2


def test_a_search_before_the_index_is_there_is_answered(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    page = TestClient(application(Place(output=tmp_path, facts={})), "http://localhost")
    assert page.get("/api/search").status_code == 503
    assert page.get("/").status_code == 503


def test_an_update_beside_another_process_waits_for_the_next_time(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    keeper, lock = Keeper(tmp_path), OutletLock(tmp_path, LOCK)
    keeper.update()
    assert (keeper.added, keeper.unread) == (0, ())
    lock.release()
    keeper.update()
    assert (keeper.added, keeper.is_busy) == (1, False)


def test_what_cannot_be_read_is_told_on_the_page(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0), piece(1))
    next((tmp_path / "text/alroya.om").glob("001_*.txt")).unlink()
    place = Place(output=tmp_path, facts={})
    place.keeper.update()
    answer = TestClient(application(place), "http://localhost").get("/")
    assert answer.status_code == 200
    assert "001_" in answer.text
    assert 'role="alert"' in answer.text
