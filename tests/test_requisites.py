"""A crawl with REQUISITES archives the style sheets and images of stored articles, once, and no text depends on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from crawler.archive.index.look_up import look_up
from crawler.state import read_state
from tests.growth.crawls import NOON, crawl, crawled, rows
from tests.support.newsroom import HOUR, Answer, Newsroom
from tests.support.project import archives, records, scrapy, texts

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(3_000)
SHEETS = {
    "/site.css": b'@import "more.css"; @import "http://10.0.0.1/private.css"; p { background: url(/no.png) }',
    "/more.css": b'@import "deep.css"; p { color: red }',
}


class Illustrated(Newsroom):
    """A newsroom whose pages have style sheets and images."""

    refusing = False
    """Whether it refuses to send them."""

    def illustrate(self, handler: BaseHTTPRequestHandler, answer: Answer) -> Answer:
        """Answer a request for a style sheet or image, and add the elements to the pages of stories."""
        path = handler.path
        if path.endswith((".css", ".png")):
            if self.refusing:
                return Answer(403, [], b"")
            if path == "/long.png":
                return Answer(200, [("Content-Type", "image/png")], IMAGE * 10)
            if path == "/away.png":
                return Answer(302, [("Location", f"{self.url}{self.stories[0].path}?from=image")], b"")
            if path in SHEETS:
                return Answer(200, [("Content-Type", "text/css")], SHEETS[path])
            return Answer(200, [("Content-Type", "image/png")], IMAGE) if "lost" not in path else Answer(404, [], b"")
        if path.startswith("/news/") and answer.status == 200:
            told = (
                '<link rel="stylesheet" href="/site.css"><img src="/logo.png"><img src="/away.png">'
                '<img src="/lost.png">'
                f'<img src="http://127.0.0.1:9/other-host.png"><img src="{self.stories[-1].path}">'
                f'<img src="/long.png"><img src="{path}.png"><img src="/ninth.png"></body>'
            )
            answer.body = answer.body.replace(b"</body>", told.encode())
        return answer


@pytest.fixture
def room() -> Illustrated:
    room = Illustrated(NOON)
    room.meddler = room.illustrate
    for days in range(2):
        room.publish(NOON - (10 + days) * 24 * HOUR)
    return room


def asked_of(room: Illustrated, output: Path, *options: str) -> Counter[str]:
    """Crawl, and return how often style sheets and images were requested, by path."""
    return Counter(path for path in crawl(room, output, *options) if path.endswith((".css", ".png")))


def test_style_sheets_and_images_are_archived_once_and_change_no_text(room: Illustrated, tmp_path: Path) -> None:
    output = tmp_path / "output"
    options = ("-s", "REQUISITES=6", "-s", "REQUISITE_MAXSIZE=10000")
    with room:
        asked = asked_of(room, output, *options)
        pictures = [f"{story.path}.png" for story in room.stories]
        shared = ("/site.css", "/more.css", "/logo.png", "/away.png", "/lost.png", "/long.png")
        assert asked == Counter([*shared, *pictures])  # the seventh of a page's own is one too many
        assert not any("from=image" in path for path in room.asked)  # an image must not lead to an article

        room.now += 3 * HOUR
        new = room.publish()
        assert asked_of(room, output, *options) == Counter([f"{new.path}.png"])

    name = next(output.glob("archive/*")).name
    served = {}
    for path in archives(output):
        for record in records(path):
            url = record.fields.get("WARC-Target-URI", "").removeprefix(room.url)
            if record.fields["WARC-Type"] in ("response", "revisit") and url.endswith(("css", "png")):
                served[url] = record
    assert served["/site.css"].block.endswith(SHEETS["/site.css"])
    assert served["/logo.png"].block.endswith(IMAGE)
    assert served["/long.png"].fields["WARC-Truncated"] == "length"
    assert served[pictures[0]].fields["WARC-Type"] == "revisit"  # of the logo: the same bytes
    indexed = {entry.url.removeprefix(room.url) for entry in look_up(output / "archive" / name)}
    assert served.keys() <= indexed

    with read_state(output, name) as state:
        assert state is not None
        assert state.unsettled_captures() == []
        assert [run["requisites"] for run in state.last_runs(2)] == [1, 5]
        assert [run["requisites_missed"] for run in state.last_runs(2)] == [0, 3]  # led to an article, lost, too long
    before = texts(output)
    assert len(rows(output, "manifest.jsonl")) == 3
    replay = scrapy("replay", "-s", f"OUTPUT={output}", "-s", "WORKERS=1")
    assert replay.returncode == 0, replay.stderr
    assert texts(output) == before
    verified = scrapy("verify", "-s", f"OUTPUT={output}")
    assert verified.returncode == 0, verified.stdout
    packed = scrapy("wacz", name, "-o", str(tmp_path / "a.wacz"), "-s", f"OUTPUT={output}")
    assert packed.returncode == 0, packed.stderr


def test_refused_images_do_not_close_the_host_to_articles(room: Illustrated, tmp_path: Path) -> None:
    room.refusing = True
    for hours in range(12):
        room.publish(NOON - (300 + hours) * HOUR)
    with room:
        run = crawled(room, tmp_path, "-s", "REQUISITES=6", "-s", "BLOCKED_PAUSE=0.01", "-L", "INFO")
    assert run.returncode == 0, run.stderr
    assert "refused 5 style sheets or images in a row" in run.stderr
    assert "14 new" in run.stderr
    assert "requisites missed" in run.stderr
    assert sum(path.endswith((".css", ".png")) for path in room.asked) < 10


def test_a_run_asks_for_what_a_stopped_one_left(room: Illustrated, tmp_path: Path) -> None:
    with room:
        assert not asked_of(room, tmp_path)  # by default none is requested
        assert "/logo.png" in asked_of(room, tmp_path, "-s", "REQUISITES=6")
