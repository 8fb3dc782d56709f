"""TimeGate, TimeMap and mementos (RFC 7089)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.browse.archived import memento
from tests.corpus.browse.archived.conftest import SITE, moment

if TYPE_CHECKING:
    from starlette.testclient import TestClient

URL = f"{SITE}/news/1"
HERE = "http://localhost"
DATES = {day: f"{name}, 0{day} Aug 2026 10:30:00 GMT" for day, name in ((1, "Sat"), (3, "Mon"), (5, "Wed"))}
FIRST = f'<{HERE}/archived/{moment(1)}/{URL}>; rel="first memento"; datetime="{DATES[1]}"'
LAST = f'<{HERE}/archived/{moment(5)}/{URL}>; rel="last memento"; datetime="{DATES[5]}"'
OTHERS = (
    f'<{URL}>; rel="original", <{HERE}/timemap/link/{URL}>; rel="timemap"; type="application/link-format", '
    f'<{HERE}/timegate/{URL}>; rel="timegate"'
)


@pytest.mark.parametrize(
    ("accepted", "day"),
    [(None, 5), (DATES[1], 1), ("Sun, 02 Aug 2026 12:00:00 GMT", 3), ("Thu, 01 Jan 1970 00:00:00 GMT", 1)],
)
@pytest.mark.parametrize("gate", ["timegate", "archived"])
def test_a_time_gate_redirects_to_the_nearest_memento(
    archive: TestClient, gate: str, accepted: str | None, day: int
) -> None:
    answer = archive.get(f"/{gate}/{URL}", headers={"accept-datetime": accepted} if accepted else {})
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{HERE}/archived/{moment(day)}/{URL}"
    assert answer.headers["vary"] == "accept-datetime"
    assert "memento-datetime" not in answer.headers
    chosen = f'<{HERE}/archived/{moment(day)}/{URL}>; rel="memento"; datetime="{DATES[day]}"'
    wanted = [FIRST, *([chosen] if day == 3 else []), LAST]
    assert answer.headers["link"] == ", ".join((OTHERS, *wanted))


def test_a_memento_states_its_moment_and_its_links(archive: TestClient) -> None:
    for form in ("", "id_"):
        answer = archive.get(f"/archived/{moment(1)}{form}/{URL}")
        assert answer.headers["memento-datetime"] == DATES[1]
        assert answer.headers["link"] == f"{OTHERS}, {FIRST}, {LAST}"


def test_a_date_that_is_none_and_a_url_without_captures_are_refused(archive: TestClient) -> None:
    assert archive.get(f"/timegate/{URL}", headers={"accept-datetime": "yesterday"}).status_code == 400
    assert archive.get(f"/timegate/{SITE}/none").status_code == 404
    assert archive.get(f"/timemap/link/{SITE}/none").status_code == 404


def test_a_time_map_lists_all_mementos(archive: TestClient) -> None:
    answer = archive.get(f"/timemap/link/{URL}")
    assert answer.headers["content-type"].startswith("application/link-format")
    assert answer.text == (
        f'<{URL}>; rel="original",\n<{HERE}/timemap/link/{URL}>; rel="self"; type="application/link-format",\n'
        f'<{HERE}/timegate/{URL}>; rel="timegate"'
        + "".join(
            f',\n<{HERE}/archived/{moment(day)}/{URL}>; rel="memento"; datetime="{date}"' for day, date in DATES.items()
        )
        + "\n"
    )
    assert archive.get(f"/archived/timemap/link/{URL}").text == answer.text


def test_a_long_time_map_links_to_a_further_one(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memento, "MOST", 1)
    first = archive.get(f"/timemap/link/{URL}").text
    address = f"/timemap/link/{moment(3)}/{URL}"
    assert first.splitlines()[-1] == (
        f'<{HERE}{address}>; rel="timemap"; type="application/link-format"; from="{DATES[3]}"'
    )
    assert f"/archived/{moment(3)}/" in archive.get(address).text
