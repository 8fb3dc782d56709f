"""A real object store on loopback: SeaweedFS with its S3 interface, started once a session."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.project import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

WEED = shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
"""The server's program; None where it is not installed."""
BUCKET = "corpus"
"""The bucket of tests."""
KEY, SECRET = "warraq", "a-secret-of-tests"
_SERVERS = ("master", "volume", "filer", "s3")


class ObjectStore(NamedTuple):
    """A running store."""

    environment: dict[str, str]
    """The variables by which every S3 client finds it."""
    pid: int
    """The server's process."""


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """Run a store whose objects lie in a folder; the block begins when it answers."""
    assert WEED is not None
    ports = _free_ports(2 * len(_SERVERS))
    named = [f"-{one}.port{kind}={ports.pop()}" for one in _SERVERS for kind in ("", ".grpc")]
    endpoint = f"http://127.0.0.1:{named[-2].rpartition('=')[2]}"
    config = folder / "s3.json"
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    config.write_text(json.dumps({"identities": [{"name": KEY, "credentials": credentials, "actions": actions}]}))
    options = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", "-filer", "-s3", f"-s3.config={config}"]
    small = [
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-volume.max=100",
        "-master.volumeSizeLimitMB=32",
        "-master.telemetry=false",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([WEED, "server", *options, *small, *named], stdout=log, stderr=log, cwd=folder)
        try:
            wait_for(lambda: _answers(endpoint), process)
            environment = {
                "AWS_ACCESS_KEY_ID": KEY,
                "AWS_SECRET_ACCESS_KEY": SECRET,
                "AWS_ENDPOINT_URL": endpoint,
                "AWS_REGION": "us-east-1",
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_CONFIG_FILE": os.devnull,
                "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            }
            yield ObjectStore(environment, process.pid)
        finally:
            process.kill()
            process.wait()


def _answers(endpoint: str) -> bool:
    try:
        urllib.request.urlopen(f"{endpoint}/healthz", timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
        return error.code < 500
    except OSError:
        return False
    return True


def _free_ports(count: int) -> list[int]:
    """Return ports that are free now."""
    with ExitStack() as opened:
        ports = []
        for _ in range(count):
            one = opened.enter_context(socket.socket())
            one.bind(("127.0.0.1", 0))
            ports.append(one.getsockname()[1])
        return ports
