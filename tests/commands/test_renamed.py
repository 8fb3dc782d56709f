"""An outlet whose file got another name: nothing is fetched again in silence, and a rebuild takes all of it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.state import known_outlets, read_state
from tests.support.project import FAST, ROOT, article, front, scrapy, texts
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

PATHS = ("/news/1000", "/news/1001")
SPIDER = """
from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Renamed(OutletSpider):
    outlet = Outlet(
        name="new.example",
        earlier_names={earlier},
        title="x",
        country="EG",
        timezone="UTC",
        domains=("{host}",),
        sections=("http://{host}/",),
        evidence="made up",
    )
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    modules = ("-s", "SPIDER_MODULES=renamed,crawler.site", "-s", f"OUTPUT={folder / 'output'}")
    return scrapy(*arguments, *modules, *FAST, PYTHONPATH=f"{folder}:{ROOT}")


def test_a_renamed_outlet_fetches_nothing_again(tmp_path: Path) -> None:
    output, spider = tmp_path / "output", tmp_path / "renamed.py"
    answers: dict[str, bytes | list[bytes]] = {path: html(article(number)) for number, path in enumerate(PATHS)}
    with Wire(answers | {"/": html(front(*PATHS))}) as wire:
        host, old = wire.url.removeprefix("http://"), f"127.0.0.1_{wire.port}"
        spider.write_text("")
        assert run(tmp_path, "crawl", "site", "-a", f"url={wire.url}/").returncode == 0
        before = sorted(texts(output).values())

        spider.write_text(SPIDER.format(host=host, earlier=f'("{old}",)'))
        refused = run(tmp_path, "crawl", "new.example")
        assert refused.returncode == 1
        sentence = f"Move {output / 'archive' / old} to {output / 'archive' / 'new.example'}, then run scrapy replay."
        assert sentence in refused.stderr
        assert wire.count("/") == 1

        (output / "archive" / old).rename(output / "archive" / "new.example")
        rebuilt = run(tmp_path, "replay")
        assert rebuilt.returncode == 0, rebuilt.stderr
        assert known_outlets(output) == ["new.example"]
        assert [name.split("/")[0] for name in texts(output)] == ["new.example"] * len(texts(output))
        with read_state(output, "new.example") as state:
            assert state is not None
            assert state.count_documents() == len(PATHS)
            assert len(state.last_runs(5)) == 1

        again = run(tmp_path, "crawl", "new.example")
        assert again.returncode == 0, again.stderr
        assert [wire.count(path) for path in PATHS] == [1, 1]
    assert len(before) == len(texts(output))


def test_captures_under_a_name_that_no_file_has_are_reported(tmp_path: Path) -> None:
    spider = tmp_path / "renamed.py"
    with Wire({"/": html(front(PATHS[0])), PATHS[0]: html(article(1))}) as wire:
        host, old = wire.url.removeprefix("http://"), f"127.0.0.1_{wire.port}"
        spider.write_text("")
        assert run(tmp_path, "crawl", "site", "-a", f"url={wire.url}/").returncode == 0
        spider.write_text(SPIDER.format(host=host, earlier="()"))
        told = f"its hosts have captures under the name {old}, which no file has"
        first = run(tmp_path, "crawl", "new.example")
        assert (first.returncode, told in first.stderr) == (0, True)
        assert told not in run(tmp_path, "crawl", "new.example").stderr
