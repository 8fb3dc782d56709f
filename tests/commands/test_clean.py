"""`scrapy clean`, run as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.archive.check.agreement import check_output
from crawler.state import read_state
from pipelines.brought import HTML, read_brought
from tests.support.project import ROOT, archives, article, scrapy, texts
from tests.support.starter import starter

SEEDS = ROOT / "seeds"
GOLDENS = ROOT / "tests/goldens/clean"
(SEED,) = SEEDS.glob("000_*.txt")
ARTICLE = (
    "أعادت بلدية طرابلس صباح الثلاثاء افتتاح الميناء القديم أمام مراكب الصيد بعد أعمال ترميم استمرت ثلاث سنوات.\n"
    "وقال رئيس البلدية إن المشروع أعاد إلى المدينة واجهتها البحرية، وإن مئتي مركب سجلت للعودة."
)


class Ran(NamedTuple):
    """The result of a run."""

    code: int
    out: bytes
    err: str


def clean(*arguments: str | Path, cwd: Path = ROOT) -> Ran:
    environment = {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    run = starter().run("scrapy", "clean", *map(str, arguments), environment=environment, cwd=cwd)
    return Ran(run.returncode, run.stdout.encode(), run.stderr)


def write(path: Path, text: str = ARTICLE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("number", ["000", "001", "003"])
def test_a_reference_document_without_appendix_comes_out_byte_identical(number: str) -> None:
    (seed,) = SEEDS.glob(f"{number}_*.txt")
    assert clean(f"seeds/{seed.name}") == Ran(0, seed.read_bytes(), "")


def test_several_files_are_parted_by_a_blank_line() -> None:
    names = sorted(path.name for path in SEEDS.glob("*.txt"))
    expected = b"\n\n".join((GOLDENS / name).read_bytes() for name in names)
    assert clean(*(f"seeds/{name}" for name in names)) == Ran(0, expected, "")


def test_texts_go_under_their_own_names_into_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "new/folder"
    seeds = sorted(SEEDS.glob("*.txt"))
    assert clean(*seeds, "-o", folder) == Ran(0, b"", "")
    assert {path.name: path.read_bytes() for path in folder.glob("*.txt")} == {
        seed.name: (GOLDENS / seed.name).read_bytes() for seed in seeds
    }
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    assert [row["name"] for row in rows] == [seed.name for seed in seeds]
    for row in rows:
        assert row["sha256"] == sha256((folder / row["name"]).read_bytes()).hexdigest()
        assert row["source"] == str(SEEDS / row["name"])
    assert any(row["cut"] for row in rows)


def test_a_run_can_be_repeated(tmp_path: Path) -> None:
    source = write(tmp_path / "in/a.txt")
    assert clean(source, "-o", tmp_path / "out").code == 0
    write(source, ARTICLE + "\n\nوحضر الافتتاح وزير الأشغال.")
    assert clean(source, "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out/a.txt").read_text(encoding="utf-8").endswith("وزير الأشغال.")


def test_files_of_other_systems_are_text_too(tmp_path: Path) -> None:
    bom = "\N{ZERO WIDTH NO-BREAK SPACE}"
    source = write(tmp_path / "a.txt", f"{bom}{ARTICLE}\n\n".replace("\n", "\r\n").replace(" ", "\N{NULL} ", 3))
    assert clean(source) == Ran(0, ARTICLE.encode(), "")


def test_one_bad_file_does_not_keep_the_others(tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"abc\xe9")
    english = write(tmp_path / "english.txt", "The council opened a park this morning. " * 9)
    large = tmp_path / "large.txt"
    large.write_bytes(b" " * (16 * 1024 * 1024 + 1))
    (tmp_path / "empty").mkdir()
    run = clean(tmp_path / "none.txt", tmp_path / "empty", latin, english, large, SEED)
    assert run.code == 1
    assert run.out == SEED.read_bytes()
    folder, missing, encoding, language, size = run.err.splitlines()
    assert missing == f"{tmp_path / 'none.txt'}: does not exist; check the name."
    assert folder == f"{tmp_path / 'empty'}: holds no .txt or .html file; name the files in it."
    assert encoding.startswith(f"{latin}: is rejected (")
    assert language.startswith(f"{english}: is rejected (not-arabic: ")
    assert size.startswith(f"{large}: has more than 16,777,216 bytes; ")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859-6"])
def test_a_text_in_any_encoding_of_arabic_is_read(tmp_path: Path, charset: str) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(ARTICLE.encode(charset))
    assert clean(source) == Ran(0, ARTICLE.encode(), "")


@pytest.mark.parametrize("lead", ["<!DOCTYPE html>\n<html>", "\ufeff\n<HTML lang=ar>", "<!-- a -->\n<p>", "<div>"])
def test_html_is_a_page_whatever_its_name(tmp_path: Path, lead: str) -> None:
    found = read_brought(write(tmp_path / "a.txt", f"{lead}{ARTICLE}"))
    assert (found.media, found.text) == (HTML, "")


def test_a_page_gives_its_article_and_its_row_title_and_date(tmp_path: Path) -> None:
    (page,) = (ROOT / "tests/goldens/pages").glob("a-arc-fusion-lead.html")
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / page.name).write_bytes(page.read_bytes())
    assert clean(tmp_path / "in", "-o", tmp_path / "out") == Ran(0, b"", "")
    (row,) = (json.loads(line) for line in (tmp_path / "out/manifest.jsonl").read_text().splitlines())
    golden = json.loads(page.with_suffix(".json").read_text())
    assert (row["title"], row["published"]) == (golden["title"], golden["published"])
    assert row["name"] == f"deep/{page.name}.txt"
    assert (tmp_path / "out" / row["name"]).read_bytes() == page.with_suffix(".txt").read_bytes()


def test_a_text_with_a_sign_of_less_is_no_html(tmp_path: Path) -> None:
    text = f"<5 في المئة من السكان> {ARTICLE}"
    assert clean(write(tmp_path / "a.txt", text)) == Ran(0, text.encode(), "")


def test_a_later_run_keeps_the_rows_of_other_texts(tmp_path: Path) -> None:
    one, two = write(tmp_path / "in/a.txt"), write(tmp_path / "in/b.txt")
    for source in (one, two, one):
        assert clean(source, "-o", tmp_path / "out").code == 0
    rows = (tmp_path / "out/manifest.jsonl").read_text().splitlines()
    assert [json.loads(row)["name"] for row in rows] == ["b.txt", "a.txt"]


def test_a_rejected_file_leaves_nothing_in_the_folder(tmp_path: Path) -> None:
    run = clean(write(tmp_path / "a.txt", "عاجل"), "-o", tmp_path / "out")
    assert run.code == 1
    assert "too-short" in run.err
    assert list((tmp_path / "out").iterdir()) == []


def test_two_files_of_one_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    first, second = write(tmp_path / "1/a.txt"), write(tmp_path / "2/a.txt")
    run = clean(first, second, "-o", tmp_path / "out")
    assert run.code == 2
    assert f"{first} and {second} have the same name" in run.err
    assert not (tmp_path / "out").exists()


def test_two_files_of_one_name_may_go_to_stdout(tmp_path: Path) -> None:
    run = clean(write(tmp_path / "1/a.txt"), write(tmp_path / "2/a.txt"))
    assert run == Ran(0, f"{ARTICLE}\n\n{ARTICLE}".encode(), "")


def test_a_file_is_not_overwritten_with_its_own_text(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", f"{ARTICLE}\n\n")
    run = clean(source, "-o", tmp_path)
    assert run.code == 1
    assert run.err == f"{source}: would overwrite itself; name another folder with -o.\n"
    assert source.read_text(encoding="utf-8") == f"{ARTICLE}\n\n"


def test_a_file_that_is_clean_may_stay_where_it_is(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt")
    before = source.stat().st_mtime_ns
    assert clean(source, "-o", tmp_path) == Ran(0, b"", "")
    assert source.stat().st_mtime_ns == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    run = clean(SEED, "-o", write(tmp_path / "file") / "out")
    assert run.code == 1
    assert run.err == f"{tmp_path / 'file/out'}: cannot be created (Not a directory); name another folder with -o.\n"


def test_a_folder_names_the_text_files_in_it(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a" / "1.txt")
    write(tmp_path / "in" / "manifest.jsonl", "{}")
    run = clean(tmp_path / "in", "-o", tmp_path / "out")
    assert (run.code, run.err) == (0, "")
    assert [path.name for path in (tmp_path / "out/a").glob("*")] == ["1.txt"]
    (tmp_path / "empty").mkdir()
    run = clean(tmp_path / "empty")
    assert (run.code, run.err) == (1, f"{tmp_path / 'empty'}: holds no .txt or .html file; name the files in it.\n")


def test_a_name_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out" / SEED.name).mkdir(parents=True)
    run = clean(SEED, "-o", tmp_path / "out")
    assert run.code == 1
    assert run.err.startswith(f"{SEED}: cannot be written to {tmp_path / 'out' / SEED.name} (Is a directory); ")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [SEED.name]


def test_a_full_stdout_is_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "scrapy", "clean", str(SEED)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr.decode() == (
        f"{SEED}: cannot be written to stdout (No space left on device); name a folder with -o.\n"
    )


def join(folder: Path, output: Path, *arguments: str) -> Ran:
    run = scrapy("clean", str(folder), "--outlet", "akhbar.example", "-s", f"OUTPUT={output}", *arguments)
    return Ran(run.returncode, run.stdout.encode(), run.stderr)


def test_files_join_a_corpus_and_its_archive_so_that_a_replay_takes_them_again(tmp_path: Path) -> None:
    mine, output = tmp_path / "mine", tmp_path / "output"
    text, short = write(mine / "2019" / "خبر.txt"), write(mine / "short.txt", "عاجل")
    page = write(mine / "page.html", article(1))
    (mine / "bad.txt").symlink_to("nowhere")
    first = join(mine, output)
    assert first.code == 1
    assert f"{mine}/bad.txt: does not exist; check the name.\n" in first.err
    name = "akhbar.example"
    assert (
        f"\n{name}: 2 new, 0 changed, 1 rejected (1 too-short) (finished)\ntexts in {output}/text/{name}" in first.err
    )
    (mine / "bad.txt").unlink()
    write(text, f"{ARTICLE}\n\nوحضر الافتتاح وزير الأشغال.")
    assert f"{name}: 0 new, 1 changed, 2 unchanged (finished)\n" in join(mine, output).err
    rows = [json.loads(row) for row in (output / "text" / name / "manifest.jsonl").read_text().splitlines()]
    url = f"file://{name}/2019/%D8%AE%D8%A8%D8%B1.txt"
    assert [(row["url"], row["version"]) for row in rows] == [(f"file://{name}/page.html", 1), (url, 1), (url, 2)]
    assert (output / "text" / name / rows[1]["name"]).read_text() == ARTICLE
    assert (page.exists(), short.exists()) == (True, True)
    assert list(check_output(output, (), lambda _: None)) == []
    with read_state(output, name) as state:
        assert state is not None
        assert state.last_runs(1) == []  # health judges crawls alone
    replayed = tmp_path / "replayed"
    assert scrapy("replay", *map(str, archives(output)), "-s", f"OUTPUT={replayed}").returncode == 0
    assert texts(replayed) == texts(output)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-o", "out"), "--outlet writes into OUTPUT, and goes with neither -o nor --learn"),
        (("--learn",), "--outlet writes into OUTPUT, and goes with neither -o nor --learn"),
        (("--outlet", "Akhbar"), "--outlet Akhbar: is no outlet's name; write one of scrapy list, or a domain"),
    ],
)
def test_wrong_usage_of_an_outlet_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    run = join(SEED, tmp_path / "output", *arguments)
    assert run.code == 2
    assert sentence in run.err
    assert not (tmp_path / "output").exists()


def test_no_file_is_wrong_usage() -> None:
    run = clean()
    assert run.code == 2
    assert "Name at least one text file: scrapy clean FILE... [-o DIR]" in run.err
