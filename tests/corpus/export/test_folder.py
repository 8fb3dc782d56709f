"""An export's folder: all of the new files or none, wherever a kill came."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.export.folder import RECORD, Folder
from corpus.export.record import Record
from crawler.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable


class KilledError(Exception):
    """Stands for a kill: nothing that follows it happens."""


def fill(path: Path, *, at: int = -1, calls: list[str] | None = None) -> None:
    """Replace file a by b and c; be killed at the call with this number that moves or removes a file."""
    seen = [] if calls is None else calls

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: Path, *arguments: Any, **options: Any) -> Any:
            seen.append(name)
            if len(seen) - 1 == at:
                raise KilledError
            return real(self, *arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "unlink", "rename"):
            patch.setattr(Path, name, counted(name, getattr(Path, name)))
        folder = Folder(path)
        try:
            for name in ("b", "c"):
                new = folder.new / "data/train/x" / name
                new.parent.mkdir(parents=True, exist_ok=True)
                new.write_text(name)
            folder.write(RECORD, b"{}")
            folder.commit({"data/train/x/a"})
        finally:
            folder.release()  # as the kernel does


def held(path: Path) -> set[str]:
    return {found.name for found in path.rglob("*") if found.is_file()}


def start(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    (path / "data/train/x").mkdir(parents=True)
    (path / "data/train/x/a").write_text("a")
    (path / RECORD).write_text('{"old": 1}')


def test_a_kill_at_any_moment_leaves_the_old_files_or_the_next_start_completes_the_new_ones(tmp_path: Path) -> None:
    calls: list[str] = []
    start(tmp_path / "x")
    fill(tmp_path / "x", calls=calls)
    assert held(tmp_path / "x") == {"b", "c", RECORD}
    outcomes = []
    for at in range(len(calls)):
        start(tmp_path / "x")
        with pytest.raises(KilledError):
            fill(tmp_path / "x", at=at)
        with Folder(tmp_path / "x"):
            pass
        outcomes.append(held(tmp_path / "x"))
        assert (tmp_path / "x" / RECORD).read_text() == ('{"old": 1}' if "a" in outcomes[-1] else "{}")
    assert outcomes[0] == {"a", RECORD}
    assert outcomes[1:] == [{"b", "c", RECORD}] * (len(calls) - 1)


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("نص")
    with pytest.raises(ExportError, match=r"holds thesis\.txt and is no export; name a new or empty folder"):
        Folder(tmp_path)
    assert held(tmp_path) == {"thesis.txt"}
    with pytest.raises(ExportError, match="is not a folder"):
        Folder(tmp_path / "thesis.txt")


def test_a_git_clone_of_a_data_set_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with Folder(tmp_path) as folder:
        assert folder.read(RECORD) == {}
    assert [found.name for found in tmp_path.iterdir()] == [".git"]


def test_one_export_at_a_time(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(ExportError, match="another export is writing it"):
        Folder(tmp_path)


def test_a_record_that_names_files_elsewhere_counts_as_none() -> None:
    part = {"path": "data/train/x/2026.parquet", "bytes": 1, "sha256": "", "documents": 1}
    figures = Record().figures().plain()
    shard = {"outlet": "x", "span": "2026", "basis": "", "files": [part], "figures": figures}
    assert Record.of({"choices": {}, "shards": [shard]}).parts()
    for path in (
        "../../.bashrc",
        "/etc/passwd",
        "data/train/../../../x",
        "data/train/x/../y",
        "README.md",
        "data/train/x/.a",
    ):
        named = {**shard, "files": [{**part, "path": path}]}
        assert Record.of({"choices": {}, "shards": [named]}).shards == {}
    damages: tuple[dict[str, Any], ...] = (
        {},
        {"shards": 1},
        {"choices": {"format": "x"}, "shards": []},
        {"choices": {}, "shards": [{}]},
    )
    for damaged in damages:
        assert Record.of(damaged).shards == {}
