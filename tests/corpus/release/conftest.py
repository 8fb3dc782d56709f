"""The demo's corpus, and a release of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.corpus.release.demo import freeze, make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [make(tmp_path_factory.mktemp("demo") / "output")]


@pytest.fixture
def release(archives: list[Path], tmp_path: Path) -> Path:
    freeze(archives[0].parents[2], tmp_path / "one")
    return tmp_path / "one"
