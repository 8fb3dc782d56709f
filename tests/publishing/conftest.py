"""A storage for each test: a prefix of its own in the bucket of one object store."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from crawler.publishing.place import Place
from tests.support.object_store import BUCKET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.object_store import ObjectStore


@pytest.fixture
def s3_place(s3: ObjectStore, tmp_path: Path) -> Place:  # noqa: ARG001 - it must run
    """Return an empty storage in an object store, and the local folder of one machine."""
    return Place(f"s3://{BUCKET}/{uuid4().hex}", tmp_path / "one")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return an empty storage in this process's memory, and the local folder of one machine."""
    return Place(f"memory://{BUCKET}/{uuid4().hex}", tmp_path / "one")
