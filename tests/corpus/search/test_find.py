"""Queries find documents by words, phrases and fields, in an order that people expect."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from corpus.search import find
from corpus.search.find import Order, ask, search
from corpus.search.forms import folded
from corpus.search.query import parsed
from corpus.search.store import Store, opened_store
from corpus.search.update import update_search
from crawler.errors import SearchError
from pipelines.normalize import normalize
from tests.corpus.export.stock import piece, stock
from tests.corpus.search.variants import CASES

if TYPE_CHECKING:
    from pathlib import Path

LANDS = {"alroya.om": "OM", "wafa.ps": "PS"}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder with an index of five documents of two outlets."""
    folder = tmp_path_factory.mktemp("output")
    stock(
        folder,
        "alroya.om",
        text(0, "يعلن وزير الخارجية خطة", "نص أول عن الميناء", section="السياسة", tags=["ميناء صحار", "نقل"]),
        text(1, "خطة للتعليم", "قال الوزير إن المدارس تفتح غدا", authors=["مازن شعيب"], credit="رويترز"),
        text(2, "أسعار النفط ترتفع", "نص عن النفط", day="2026-04-10", language="en"),
    )
    stock(
        folder,
        "wafa.ps",
        text(3, "الخارجية وزير", "نص ثالث", day="2026-03-07", url="https://wafa.ps/post/3"),
        text(3, "الخارجية وزير", "نص ثالث صححه المحرر", day="2026-05-07", url="https://wafa.ps/post/3"),
    )
    update_search(folder)
    return folder


def text(number: int, title: str, body: str, **fields: Any) -> dict[str, Any]:
    return piece(number, **{"title": title, "text": body, **fields})


def names(output: Path, query: str, order: Order = Order.RELEVANCE) -> list[str]:
    """Return what a query finds, as `a0` for document 0 of the first outlet."""
    return [f"{result.row['outlet'][0]}{result.number}" for result in search(output, query, LANDS, order=order).results]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("الوزير", "a0 a1 w0 w1"),
        ('"وزير الخارجية"', "a0"),
        ("«وزير الخارجيّة»", "a0"),
        ("وزير -التعليم", "a0 w0 w1"),
        ('وزير -"وزير الخارجية"', "a1 w0 w1"),
        ("-وزير", "a2"),
        ("مدار*", "a1"),
        ("إن-مدار*", "a1"),
        ("غدا-خطة-مدار*", ""),
        ("tag:مين*", "a0"),
        ("خطة مدرسة", ""),
        ("section:سياسة", "a0"),
        ('tag:"ميناء صحار"', "a0"),
        ("tag:صحار", "a0"),
        ("صحار", ""),
        ("author:شعيب", "a1"),
        ("credit:رويترز", "a1"),
        ("language:en", "a2"),
        ("outlet:wafa.ps", "w0 w1"),
        ("outlet:wafa.ps,alroya.om language:ar خطه", "a0 a1"),
        ("-outlet:wafa.ps وزير", "a0 a1"),
        ("land:om وزير", "a0 a1"),
        ("published:2026-04", "a2"),
        ("published:2026-04..", "a2 w1"),
        ("published:..2026-03-05", "a0 a1"),
        ("published:٢٠٢٦-٠٣-٠٦..2026-04", "a2 w0"),
        ("-published:2026-03", "a2 w1"),
        ("captured:2026-05", "w1"),
        ("version:2..", "w1"),
        ("version:1 وزير", "a0 a1 w0"),
        ("NEAR(", ""),
        ("وزير AND", ""),
        ("OR NOT ^ + {text}", ""),
    ],
)
def test_a_query_finds(output: Path, query: str, expected: str) -> None:
    assert sorted(names(output, query)) == expected.split()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "has no word"),
        ("\0", "has no word"),
        ("- ؟", "has no word"),
        ("ا" * 1_001, "1000 are the most"),
        ("ا" * 1_000_000, "1000000 characters"),
        ("كلمة " * 33, "33 parts"),
        ('"وزير', "not closed"),
        ("ال*", "needs 3 letters"),
        ("م" * 41 + "*", "at most 40 letters"),
        ("مدا* " * 5, "more than 4 words with an asterisk"),
        ("*", "has no word"),
        ("colour:x", "There is no field colour"),
        ("section:؟", "section: needs a word"),
        ("outlet:", "outlet: needs a word"),
        ("outlet:nowhere.example", "no document of it"),
        ("land:EG", "no document of it"),
        ("published:2026-13", "is no date"),
        ("published:yesterday", "is no date"),
        ("published:..", "needs a value"),
        ("version:x", "is no number"),
        ("version:" + "9" * 30, "is no number"),
    ],
)
def test_a_query_that_cannot_be_used_ends_in_a_sentence(output: Path, query: str, sentence: str) -> None:
    with pytest.raises(SearchError, match=sentence) as raised:
        search(output, query, LANDS)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("query", ["x OR y", "NEAR(x y)", "a\0b", "');--", "{text}", "ا^2", "\ud800", "%_"])
def test_signs_of_other_languages_are_no_syntax(output: Path, query: str) -> None:
    assert names(output, f"{query} خطة") == names(output, f"{folded(query)} خطة")


def test_the_written_form_stands_first(tmp_path: Path) -> None:
    other = "ورد ذكر وزير و وزير و وزير"
    stock(
        tmp_path,
        "alroya.om",
        text(0, "أول", f"قال الوزير كلمة {'أخرى ' * 30}"),
        text(1, "ثان", other),
        text(2, "ثالث", f"{other} أيضا"),
        *(text(number, f"غيره {number}", "نص آخر") for number in range(3, 12)),
    )
    update_search(tmp_path)
    assert names(tmp_path, "الوزير")[0] == "a0"
    assert names(tmp_path, "وزير")[-1] == "a0"


def test_the_newest_stand_first_in_the_order_of_time(output: Path) -> None:
    assert names(output, "نص", Order.TIME) == ["w1", "a2", "w0", "a0"]


def test_all_are_counted_of_which_the_first_are_shown(output: Path) -> None:
    found = search(output, "وزير", LANDS, limit=2, skip=1)
    assert [result.row["outlet"][0] + str(result.number) for result in found.results] == names(output, "وزير")[1:3]
    assert found.matched == 4


def test_a_query_without_words_shows_the_newest_first(output: Path) -> None:
    assert names(output, "outlet:alroya.om") == ["a2", "a0", "a1"]


def test_a_query_that_takes_too_long_is_stopped(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Event()
    monkeypatch.setattr(find, "SECONDS", 0.01)
    monkeypatch.setattr(Store, "first", lambda *_, **__: held.wait(60))
    try:
        with pytest.raises(SearchError, match="make it narrower"):
            search(output, "وزير", LANDS)
    finally:
        held.set()


def test_variants_find_their_document_and_are_found_by_it(tmp_path: Path) -> None:
    written = list(dict.fromkeys(word for case in CASES for word in case))
    pieces = [piece(at, title=normalize(word), text=f"نص رقم {at}") for at, word in enumerate(written)]
    stock(tmp_path, "alroya.om", *pieces)
    update_search(tmp_path)
    with opened_store(tmp_path) as store:
        found = {word: {hit.number for hit in ask(store, parsed(word, {}, {}), Order.TIME, 500)[0]} for word in written}
    places = {word: at for at, word in enumerate(written)}
    assert [(word, other) for word, other in CASES if places[other] not in found[word]] == []
    assert [(word, other) for word, other in CASES if places[word] not in found[other]] == []


def test_a_document_without_its_text_is_named(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0), piece(1))
    update_search(tmp_path)
    next((tmp_path / "text" / "alroya.om").glob("001_*")).unlink()
    found = search(tmp_path, "خطة", LANDS)
    assert [result.number for result in found.results] == [0]
    assert "001_" in found.unread[0]
