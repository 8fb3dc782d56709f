"""A user's own steps in ITEM_PIPELINES: they get the same articles in a crawl and in a replay, whatever their place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crawler.settings import ITEM_PIPELINES
from tests.support.project import FAST, archives, article, front, paragraphs, scrapy, texts
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path

MODULE = """
from pathlib import Path
from scrapy.exceptions import DropItem

class Notes:
    def process_item(self, item):
        with Path(__file__).with_name("seen").open("a") as file:
            print(type(self).__name__, type(item).__name__, item.title, len(item.text.splitlines()), item.language,
                  item.credit, len(item.cut), file=file)
        return self.judged(item)

class First(Notes):
    def judged(self, item):
        item.section = "own"
        return item

class Middle(Notes):
    def judged(self, item):
        if item.title.endswith("2"):
            raise DropItem("it ends\\nwith 2")
        return item

class Last(Notes):
    def judged(self, item):
        item.text += "\\nand a line of mine"
        return item

class Forgetful:
    def process_item(self, item):
        pass

class Broken:
    def process_item(self, item):
        raise RuntimeError("no such table")
"""


def test_own_steps_see_finished_articles_in_a_crawl_and_in_a_replay(tmp_path: Path) -> None:
    (tmp_path / "own_steps.py").write_text(MODULE)
    places = {"own_steps.First": 101, "own_steps.Middle": 450, "own_steps.Last": 899}
    steps = ("-s", f"ITEM_PIPELINES={json.dumps({**ITEM_PIPELINES, **places})}")
    extra = "<p>المصدر: رويترز</p><p>اقرأ أيضا</p><p>خبر آخر لا شأن له بالمقال</p>"
    answers: dict[str, bytes | list[bytes]] = {f"/news/{n + 1000}": html(article(n, extra)) for n in range(3)}
    path, output, replayed = str(tmp_path), tmp_path / "output", tmp_path / "replayed"
    with Wire({"/": html(front(*answers)), **answers}) as wire:
        url = f"url={wire.url}/"
        run = scrapy("crawl", "site", "-a", url, "-s", f"OUTPUT={output}", *FAST, *steps, PYTHONPATH=path)
    assert run.returncode == 0, run.stderr
    seen = (tmp_path / "seen").read_text().splitlines()
    article_seen = "Article خطة جديدة لتطوير الخدمات رقم {} 5 ar رويترز 2"
    assert sorted(seen) == sorted(
        f"{step} {article_seen.format(n)}"
        for step, numbers in (("First", range(3)), ("Middle", range(3)), ("Last", range(2)))
        for n in numbers
    )
    (stored,) = output.glob("text/*/manifest.jsonl")
    rows = [json.loads(line) for line in stored.read_text().splitlines()]
    assert [row["section"] for row in rows] == ["own", "own"]
    kept = {tuple((stored.parent / row["name"]).read_text().splitlines()[1:]) for row in rows}
    assert kept == {(*paragraphs(n), "المصدر: رويترز", "and a line of mine") for n in range(2)}
    (tmp_path / "seen").unlink()
    run = scrapy("replay", *map(str, archives(output)), "-s", f"OUTPUT={replayed}", *steps, PYTHONPATH=path)
    assert run.returncode == 0, run.stderr
    assert sorted((tmp_path / "seen").read_text().splitlines()) == sorted(seen)
    assert texts(replayed) == texts(output)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("Forgetful", "a step in ITEM_PIPELINES returned no item; let it return the item, then run the command again."),
        ("Broken", "a pipeline failed: RuntimeError('no such table')"),
    ],
)
def test_a_step_that_returns_nothing_or_raises_fails_the_run_and_costs_no_page(
    tmp_path: Path, step: str, sentence: str
) -> None:
    (tmp_path / "own_steps.py").write_text(MODULE)
    steps = ("-s", f"ITEM_PIPELINES={json.dumps({**ITEM_PIPELINES, f'own_steps.{step}': 450})}")
    answers: dict[str, bytes | list[bytes]] = {f"/news/{n + 1000}": html(article(n)) for n in range(3)}
    output = tmp_path / "output"
    with Wire({"/": html(front(*answers)), **answers}) as wire:
        run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST)
    assert run.returncode == 0, run.stderr
    before = texts(output)
    run = scrapy("replay", "-s", f"OUTPUT={output}", *steps, PYTHONPATH=str(tmp_path))
    assert run.returncode == 1
    assert run.stderr.count(sentence) == 1
    assert texts(output) == before
