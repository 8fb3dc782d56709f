"""`scrapy outlets --probe`: what it prints of start points that answer, are gone, moved, or changed their links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from crawler.state import read_state
from tests.support.mirror import Mirror, place_of
from tests.support.mirror_site import SITES
from tests.support.project import FAST, archives, records, scrapy

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

WELL = "hespress.com"
HARMED = "arabic.cnn.com"
CNN = "https://arabic.cnn.com"
ELSEWHERE = "https://news.other.example/rss"
HTML = "text/html; charset=utf-8"


def probe(mirror: Mirror, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    options = ("-s", f"OUTPUT={output}", *FAST)
    return scrapy("outlets", "--probe", *arguments, *options, **mirror.environment)


def harmed() -> Mirror:
    """Return both outlets' mirrors; of the second, start points are gone, moved and have links of another shape."""
    pages = dict(SITES[WELL].answers) | SITES[HARMED].answers
    links = [f"/stories/{number}/harbour-news-of-day-{number}" for number in range(701, 712)]
    named = "Sitemap: https://arabic.cnn.com/new-map.xml\nUser-agent: *\nDisallow: /style\n"
    pages[f"{CNN}/robots.txt"] = ("text/plain", named.encode())
    pages[f"{CNN}/world"] = (HTML, "".join(f"<a href='{link}'>x</a>" for link in [*links, "/about"]).encode())
    pages[f"{CNN}/middleeast-news"] = (HTML, b"<a href='/world/article/2026/11/02/harbour-opens'>x</a>")
    pages[f"{CNN}/business"] = (HTML, b"<p>Nothing here.</p>")
    pages[f"{CNN}/sport"] = (HTML, b"<a href='/sport/2014/01/26/harbour'>x</a>")
    pages.pop(f"{CNN}/travel", None)
    moved = {f"{CNN}/middle-east": "/middleeast-news", f"{CNN}/api/v1/rss/rss.xml": ELSEWHERE}
    return Mirror(pages, moved=moved)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    output = tmp_path_factory.mktemp("probe")
    with harmed() as mirror:
        run = probe(mirror, output, WELL, HARMED, "--json")
        text = probe(mirror, output / "text", HARMED)
    assert (run.returncode, run.stderr) == (1, "")
    answers = {one["address"]: one for one in json.loads(run.stdout)}
    return {"output": output, "answers": answers, "asked": mirror.asked, "text": text}


def test_each_start_point_and_robots_txt_are_asked_once_and_archived(found: dict[str, Any]) -> None:
    wanted = {place_of(url) for name in (WELL, HARMED) for url in SITES[name].outlet.start_points}
    wanted -= {place_of(f"{CNN}/style")}  # robots.txt forbids it
    for place in wanted:
        assert found["asked"].count(place) == (1 if place.startswith("www.hespress") else 2), place  # probed twice
    told = {place_of(url) for url in found["answers"]}
    assert wanted < told
    archived = [one for path in archives(found["output"]) for one in records(path)]
    kept = {one.fields.get("WARC-Target-URI") for one in archived if one.fields["WARC-Type"] == "response"}
    assert {f"https://{place}" for place in wanted} <= kept
    assert f"{CNN}/robots.txt" in kept


def test_a_start_point_that_fits_is_well(found: dict[str, Any]) -> None:
    well = [one for one in found["answers"].values() if one["outlet"] == WELL and one["links"]]
    assert len(well) >= 2
    assert all(one["articles"] > 0 and not one["fault"] and not one["shapes"] for one in well)
    assert any(one["newest"] for one in well)


@pytest.mark.parametrize(
    ("path", "fault", "moved"),
    [
        ("/travel", "HTTP status 404", ""),
        ("/style", "robots.txt forbids it", ""),
        ("/business", "neither a sitemap nor a feed nor a page with links", ""),
        ("/api/v1/rss/rss.xml", f"moved to {ELSEWHERE}, which is not the outlet's", ELSEWHERE),
        ("/middle-east", "", f"{CNN}/middleeast-news"),
    ],
)
def test_a_start_point_that_is_gone_or_moved_is_told(found: dict[str, Any], path: str, fault: str, moved: str) -> None:
    answer = found["answers"][CNN + path]
    assert (answer["fault"], answer["moved"]) == (fault, moved)
    assert not any(place.startswith("news.other.example") for place in found["asked"])


def test_links_of_another_shape_are_told_by_their_shapes(found: dict[str, Any]) -> None:
    world = found["answers"][f"{CNN}/world"]
    assert (world["links"], world["articles"], world["earlier"]) == (12, 0, 0)
    assert world["shapes"][0] == {
        "pattern": r"^/stories/\d+/(?:[^/_-]+[_-]+){3}[^/]*/?$",
        "count": 11,
        "example": f"{CNN}/stories/701/harbour-news-of-day-701",
    }
    sport = found["answers"][f"{CNN}/sport"]
    assert (sport["links"], sport["articles"], sport["earlier"]) == (1, 0, 1)
    moved = found["answers"][f"{CNN}/middle-east"]
    assert (moved["links"], moved["articles"], moved["newest"]) == (1, 1, "2026-11-02")


def test_people_get_a_table_and_a_sentence_for_each_list_that_does_not_fit(found: dict[str, Any]) -> None:
    run = found["text"]
    assert (run.returncode, run.stderr) == (1, "")
    head, *lines = run.stdout.splitlines()
    assert head.split() == ["outlet", "kind", "answer", "links", "articles", "newest", "address"]
    assert any(f"moved to {CNN}/middleeast-news " in line for line in lines)
    assert f"{CNN}/world: none of its links has the shape of an article. Their shapes:" in lines
    assert any(line.split()[:1] == ["11"] and line.endswith("/stories/701/harbour-news-of-day-701") for line in lines)
    assert f"{CNN}/robots.txt names sitemaps that the outlet's file does not: {CNN}/new-map.xml" in lines


def test_a_probe_is_no_run_and_stores_no_document(found: dict[str, Any]) -> None:
    with read_state(found["output"], HARMED) as state:
        assert state is not None
        assert list(state.last_runs(1)) == []
        assert state.count_documents() == 0


def test_an_outlet_that_does_not_answer_is_told_at_each_start_point(tmp_path: Path) -> None:
    with Mirror({}) as mirror:
        pass
    run = probe(mirror, tmp_path, WELL)
    assert run.returncode == 1
    lines = run.stdout.splitlines()[1:]
    assert len(lines) == len(SITES[WELL].outlet.start_points)
    assert all("is not available" in line for line in lines)


def test_an_unknown_name_is_wrong_usage(tmp_path: Path) -> None:
    run = scrapy("outlets", "--probe", "hespres.com", "-s", f"OUTPUT={tmp_path}")
    assert (run.returncode, "did you mean hespress.com?" in run.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
