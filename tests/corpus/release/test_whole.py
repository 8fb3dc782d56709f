"""A release is written whole or not at all, wherever a kill came."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.release import freeze as freezing
from corpus.release.archives import archives_of
from crawler.errors import ExportError
from crawler.files import sync_file
from tests.corpus.release.demo import check, freeze, make

if TYPE_CHECKING:
    from collections.abc import Callable


class KilledError(Exception):
    """Stands for a kill: nothing that follows it happens."""


def die(output: Path, target: Path, at: int) -> int:
    """Release, and be killed at the call with this number that changes the disk; return the number of all calls."""
    seen = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen > at:
                raise KilledError
            return real(*arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("mkdir", "rename", "replace", "unlink", "write_bytes"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        patch.setattr(shutil, "rmtree", counted(shutil.rmtree))
        patch.setattr(freezing, "sync_file", counted(sync_file))
        with suppress(KilledError):
            freeze(output, target)
    return seen


def test_a_kill_at_any_moment_leaves_all_or_nothing_and_the_next_try_succeeds(tmp_path: Path) -> None:
    warc = make(tmp_path / "output")
    whole = die(tmp_path / "output", tmp_path / "whole", 10_000)
    made = {path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole").rglob("*")}
    folder, late = tmp_path / "releases", 0
    for at in range(whole + 2):  # a try after a killed one has to remove what that left
        die(tmp_path / "output", folder / "one", at)
        if (folder / "one").exists():
            assert {path.relative_to(folder / "one") for path in (folder / "one").rglob("*")} == made
            (folder / "one").rename(tmp_path / f"{at}")
            late += 1
    assert late, "a kill after the release got its name"
    freeze(tmp_path / "output", folder / "one")
    assert [path.name for path in folder.iterdir()] == ["one"]
    assert check(folder / "one", [warc])[0] == []


def test_one_process_makes_a_release_at_a_time(tmp_path: Path) -> None:
    make(tmp_path / "output")

    def second(*words: Any) -> Any:
        with pytest.raises(ExportError, match="another process is writing it; wait until it ends"):
            freeze(tmp_path / "output", tmp_path / "one")
        met.append(True)
        return archives_of(*words)

    met: list[bool] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(freezing, "archives_of", second)
        freeze(tmp_path / "output", tmp_path / "one")
    assert met == [True]
