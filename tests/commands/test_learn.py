"""`scrapy learn`, and the profiles that crawls, replays, `extract` and `clean` use."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from crawler.archive.read.pages import PageReader, read_archive
from crawler.commands.grow import Learning, Round
from crawler.state import State
from pipelines.article import article_of
from pipelines.documents.corpus import Corpus
from pipelines.profile.file import FOLDER, path_of_profile, read_profile, save_profile
from pipelines.profile.model import Line, Place, Profile
from tests.pipelines.profile.outlet import INSERT, LABEL, POLICY, PROMPT, SHELF, furnished, page, story
from tests.support.mirror import Mirror
from tests.support.mirror_site import FOLDER as SITE_FOLDER
from tests.support.mirror_site import SITES
from tests.support.output import OUTLET, archive, exchange
from tests.support.project import FAST, scrapy, texts

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

NAME = OUTLET.name


def make(output: Path, count: int) -> Path:
    """Make an output folder with the invented outlet's pages, as a crawl without a profile leaves it."""
    exchanges = []
    for number in range(count):
        body = page(number).body
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body)
        exchanges.append(exchange(number, head + body))
    warc = archive(output, *exchanges)
    reader = PageReader(get_crawler())
    with State(output, OUTLET.name) as state:
        corpus = Corpus(output, state)
        for archived in read_archive(warc, (OUTLET,), print):
            (capture,) = state.add_captures([archived.capture])
            corpus.settle([article_of(reader.page(archived._replace(capture=capture))).article])
        state.add_run("2026-11-22T10:00:00+00:00", {"outlet": NAME, "reason": "finished"})
    return warc


def run(command: str, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy(command, *arguments, "-s", f"OUTPUT={output}", "-s", "WORKERS=2")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder with the archive of 30 pages and their profile."""
    output = tmp_path_factory.mktemp("made")
    make(output, 30)
    learned = run("learn", output, NAME)
    assert learned.returncode == 0, learned.stderr
    return output


def test_learn_prints_and_writes_what_repeats(made: Path) -> None:
    again = run("learn", made, NAME)
    assert again.returncode == 0
    first, *rows, last = again.stdout.splitlines()
    assert first == f"{NAME}: 30 articles, captured 2026-11-22 to 2026-11-22"
    assert last == f"  written to {path_of_profile(made / FOLDER, NAME)}"
    for text in (PROMPT, POLICY, INSERT, SHELF, LABEL):
        assert any(f"«{text[:80]}" in row for row in rows)
    assert not any("new: " in row for row in rows)
    profile = read_profile(made / FOLDER, NAME)
    assert profile is not None
    assert {line.text for line in profile.lines} == {PROMPT, POLICY}


def test_a_replay_uses_the_profile_and_names_it_and_two_give_the_same_bytes(made: Path) -> None:
    before = texts(made)
    assert all(PROMPT in text.decode() for name, text in before.items() if name.endswith(".txt"))
    assert run("replay", made).returncode == 0
    after = texts(made)
    profile = read_profile(made / FOLDER, NAME)
    assert profile is not None
    rows = [json.loads(line) for line in after[f"{NAME}/manifest.jsonl"].splitlines()]
    assert {row["profile"] for row in rows} == {profile.digest}
    assert [after[f"{NAME}/{row['name']}"].decode() for row in rows] == [
        "\n".join((story(number).title, *story(number).lines)) for number in range(30)
    ]
    assert run("replay", made).returncode == 0
    assert texts(made) == after


def test_extract_uses_the_profile_of_the_output_folder(made: Path) -> None:
    (warc,) = made.glob("archive/*/*.warc.gz")
    found = [json.loads(line) for line in run("extract", made, str(warc)).stdout.splitlines()]
    assert [one["text"] for one in found] == ["\n".join(story(number).lines) for number in range(30)]
    assert len({one["profile"] for one in found}) == 1


def test_extract_learns_from_the_archives_that_it_is_given(made: Path, tmp_path: Path) -> None:
    (warc,) = made.glob("archive/*/*.warc.gz")
    plain = [json.loads(line) for line in run("extract", tmp_path, str(warc)).stdout.splitlines()]
    learned = [json.loads(line) for line in run("extract", tmp_path, str(warc), "--learn").stdout.splitlines()]
    assert all(one["profile"] is None and PROMPT in one["text"] for one in plain)
    assert [one["text"] for one in learned] == ["\n".join(story(number).lines) for number in range(30)]
    assert not (tmp_path / FOLDER).exists()


def test_extract_has_nothing_to_learn_from_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page(1).body)
    wrong = run("extract", tmp_path, str(file), "--learn")
    assert wrong.returncode == 2
    assert "--learn learns from archives; name at least one." in wrong.stderr


def test_a_dry_run_writes_nothing(made: Path, tmp_path: Path) -> None:
    profiles = tmp_path / "profiles"
    dry = run("learn", made, NAME, "--dry-run", "-s", f"PROFILES={profiles}")
    assert dry.returncode == 0
    assert PROMPT in dry.stdout
    assert not profiles.exists()


def test_what_a_person_deleted_or_marked_stays_kept(made: Path, tmp_path: Path) -> None:
    profiles = tmp_path / "profiles"
    profile = read_profile(made / FOLDER, NAME)
    assert profile is not None
    lines = tuple(replace(line, keep=True) for line in profile.lines if line.text != PROMPT)
    save_profile(profiles, replace(profile, lines=lines))
    again = run("learn", made, NAME, "-s", f"PROFILES={profiles}")
    assert again.returncode == 0
    assert again.stdout.count("(kept)") == 2
    assert "new: " not in again.stdout
    found = read_profile(profiles, NAME)
    assert found is not None
    assert {line.text: line.keep for line in found.lines} == {PROMPT: True, POLICY: True}
    (warc,) = made.glob("archive/*/*.warc.gz")
    kept = run("extract", made, str(warc), "-s", f"PROFILES={profiles}").stdout.splitlines()
    assert all(PROMPT in json.loads(line)["text"] and INSERT not in json.loads(line)["text"] for line in kept)


def test_nineteen_articles_are_refused(tmp_path: Path) -> None:
    make(tmp_path, 19)
    few = run("learn", tmp_path, NAME)
    assert few.returncode == 1
    assert few.stderr == (
        f"{NAME}: 19 articles can be read, and a profile needs 20; crawl more of the outlet, then learn.\n"
    )
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name at least one outlet: scrapy learn OUTLET..."),
        (["nowhere.example"], "There is no outlet 'nowhere.example'"),
        ([NAME, "--from-pages", "19"], "--from-pages 19 is not a number from 20 to 2000."),
        ([NAME, "--from-pages", "2001"], "--from-pages 2001 is not a number from 20 to 2000."),
    ],
)
def test_wrong_usage_is_one_sentence(made: Path, arguments: list[str], sentence: str) -> None:
    wrong = run("learn", made, *arguments)
    assert wrong.returncode == 2
    assert sentence in wrong.stderr
    assert "Traceback" not in wrong.stderr


@pytest.mark.parametrize("command", [["replay"], ["extract", "none.html"], ["learn", NAME]])
def test_a_broken_profile_is_refused_before_anything_starts(made: Path, tmp_path: Path, command: list[str]) -> None:
    path = path_of_profile(tmp_path, NAME)
    path.write_text("version = 1\noutlet = [\n")
    before = texts(made)
    name, *arguments = command
    refused = run(name, made, *arguments, "-s", f"PROFILES={tmp_path}")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{path}: the profile is broken (")
    assert len(refused.stderr.splitlines()) == 1
    assert texts(made) == before


def test_a_crawl_refuses_a_broken_profile(tmp_path: Path) -> None:
    path = path_of_profile(tmp_path / FOLDER, "alyaum.com")
    path.parent.mkdir()
    path.write_text("version = 7\n")
    refused = run("crawl", tmp_path, "alyaum.com")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{path}: the profile is broken (its version is 7, and this Warraq reads 1)")
    assert not (tmp_path / "archive").exists()


def test_a_crawl_uses_the_profile_and_its_replay_gives_the_same_bytes(tmp_path: Path) -> None:
    outlet = "lbcgroup.tv"
    plain = (SITE_FOLDER / outlet / "first.txt").read_text().split("\n")
    line = Line(text=plain[2], pages=30, share=1.0, place=Place.INSIDE)
    profile = Profile(outlet=outlet, pages=30, first="2026-09-01", last="2026-09-30", lines=(line,))
    save_profile(tmp_path / FOLDER, profile)
    with Mirror(SITES[outlet].answers) as mirror:
        crawled = scrapy("crawl", outlet, "-s", f"OUTPUT={tmp_path}", "-s", "WORKERS=1", *FAST, **mirror.environment)
    assert crawled.returncode == 0, crawled.stderr
    before = texts(tmp_path)
    rows = [json.loads(row) for row in before[f"{outlet}/manifest.jsonl"].splitlines()]
    assert {row["profile"] for row in rows} == {profile.digest}
    assert plain[2] in [cut for row in rows for cut in row["cut"]]
    assert not any(plain[2] in text.decode() for name, text in before.items() if name.endswith(".txt"))
    assert run("replay", tmp_path).returncode == 0
    assert texts(tmp_path) == before


def test_health_and_outlets_name_what_was_learned_anew(made: Path, tmp_path: Path) -> None:
    profile = read_profile(made / FOLDER, NAME)
    assert profile is not None
    known = tuple(line for line in profile.lines if line.text != PROMPT)
    save_profile(tmp_path, replace(profile, lines=known, written=(), headings=profile.headings))
    assert run("learn", made, NAME, "-s", f"PROFILES={tmp_path}").returncode == 0
    unwell = run("health", made, NAME, "-s", f"PROFILES={tmp_path}")
    assert unwell.returncode == 1
    assert (
        f"its pages repeat 1 new line («{PROMPT[:40]}…»), as after a change of layout, since 2026-11-22"
        in unwell.stdout
    )
    listed = {
        folder: [fault["word"] for one in json.loads(told) if one["name"] == NAME for fault in one["faults"]]
        for folder in (tmp_path, made / FOLDER)
        if (told := run("outlets", made, "--json", "-s", f"PROFILES={folder}").stdout)
    }
    assert "layout" in listed[tmp_path]
    assert "layout" not in listed[made / FOLDER]


def test_grow_learns_a_stale_profile_anew(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = read_profile(made / FOLDER, NAME)
    assert profile is not None
    save_profile(tmp_path, replace(profile, lines=(), written=(), last="2026-10-23"))
    passed = ["-s", f"OUTPUT={made}", "-s", f"PROFILES={tmp_path}"]
    round_ = Round(made, timedelta(hours=20), [])
    assert not round_.is_stale(NAME, Learning(tmp_path, 31, passed))
    assert not round_.is_stale(NAME, Learning(tmp_path, 0, passed))
    assert not round_.is_stale("none.example", Learning(tmp_path, 30, passed))
    assert round_.is_stale(NAME, Learning(tmp_path, 30, passed))
    asyncio.run(round_.learn(NAME, Learning(tmp_path, 30, passed)))
    printed = capsys.readouterr().out
    assert printed.startswith(f"{NAME}: its profile was learned anew: new: «")
    assert PROMPT in printed


def test_clean_learns_from_the_files_that_it_is_given(tmp_path: Path) -> None:
    files = [tmp_path / f"{number:02}.txt" for number in range(20)]
    for number, file in enumerate(files):
        file.write_text("\n".join(furnished(number)))
    learned = run("clean", tmp_path, *map(str, files), "--learn", "-o", str(tmp_path / "out"))
    assert learned.returncode == 0
    assert [(tmp_path / "out" / file.name).read_text() for file in files] == [
        "\n".join(story(number).lines) for number in range(20)
    ]
    few = run("clean", tmp_path, *map(str, files[1:]), "--learn")
    assert few.returncode == 1
    assert few.stdout == ""
    assert (
        few.stderr
        == "the batch: 19 articles can be read, and a profile needs 20; give more of one outlet, then learn.\n"
    )
