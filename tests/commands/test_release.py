"""`scrapy release`: makes and verifies a release, as a user does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.release import Command
from tests.corpus.release.demo import make
from tests.support.command import run_here

if TYPE_CHECKING:
    from pathlib import Path


def command(output: Path, *words: str) -> int:
    """Run the command in this process and return its exit code."""
    return run_here(Command(), output, *words, PROFILES="", WORKER_TIMEOUT=60, WORKERS=1)


def test_a_user_makes_a_release_and_proves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "output"
    warc = make(output)
    assert command(output, "2026-11") == 0
    held, digest, _ = capsys.readouterr().out.splitlines()
    folder = output / "releases" / "2026-11"
    assert held.startswith(f"{folder}: documents 5, words 1,864, outlets 1, archives 1, files ")
    digest = digest.removeprefix("digest: ")
    assert command(output, "--verify", str(folder), "--digest", digest) == 0
    told = "files 7, archives 1, documents 5, proven by their records 5, defects 0"
    assert capsys.readouterr().out == f"2026-11 {digest}: {told}\n"

    assert command(tmp_path / "elsewhere", "--verify", str(folder)) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith(
        f"{folder}: not proven is what came from {warc.name}: no such archive is there; name the"
    )
    assert "archives 0, documents 5, proven by their records 0, defects 0" in shown.out
    assert command(tmp_path / "elsewhere", "--verify", str(folder), "--without-archives") == 0
    assert command(tmp_path / "elsewhere", "--verify", str(folder), "--archives", str(tmp_path / "no")) == 1
    assert f"{tmp_path / 'no'}: there is no such file or folder; name the archives" in capsys.readouterr().err
    assert command(output, "2026-11") == 1
    assert capsys.readouterr().err == f"{folder}: exists, and a release never changes; choose another name.\n"
    assert command(output, "--verify", str(output)) == 1
    assert "holds no MANIFEST.json, so it is no release; name the folder of one." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name the release: scrapy release NAME"),
        (("a", "b"), "Name the release"),
        (("../a",), "../a: a name has Latin letters, digits, dots and dashes"),
        (("a b",), "a b: a name has Latin letters"),
        (("a", "--archives", "x"), "--archives, --without-archives and --digest need --verify DIR"),
        (("a", "--sample", "5"), "--sample 5: is not a share between 0 and 1"),
        (("a", "--verify", "x"), "Name no release with --verify DIR"),
        (("--verify", "x", "--sample", "0.1"), "--sample 0.1: with --verify it is a number of documents above 0"),
        (("--verify", "x", "--digest", "abc"), "--digest abc: is no SHA-256, which has 64 hexadecimal digits"),
        (("--verify", "x", "--digest", ""), "--digest : is no SHA-256"),
        (("--verify", "x", "--digest", f"sha256:{'a' * 63}g"), "is no SHA-256"),
        (("--verify", "x", "--without-archives", "--sample", "3"), "--without-archives reads no archive"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    make(tmp_path)
    with pytest.raises(UsageError) as refused:
        command(tmp_path, *words)
    assert sentence in str(refused.value)
