"""Where a storage has the files of an outlet, and where a run on this machine works on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from crawler.archive.stored import RECORDS
from crawler.errors import SettingError
from crawler.files import make_folder, write_whole
from crawler.storage.place import RemoteFile

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

SCHEMES = ("s3", "memory")
"""The kinds of storage whose objects can be created by one writer alone, which a lease is made of; `memory` is fsspec's
own, within one process, for trials."""
LEASES = "leases/"
"""The prefix of the leases of all outlets."""
_FOLDER = "folder"
"""Name of the file with the random name of a local folder."""
_PATTERN = frozenset("*[]")
"""What makes a pattern of a URL, beside the question mark: a lease under it would be written and never be found."""
_PORT = re.compile(r"^[^:]*:\d*$")
_UNSAFE = re.compile(r"[^\w.-]")


@dataclass(frozen=True)
class Place:
    """A storage, and the folder of this machine in which runs work on its outlets."""

    url: str
    """The storage's URL, without a slash at the end: `s3://bucket/prefix`."""
    local: Path
    """The local folder, which looks as OUTPUT does on a machine without a storage."""

    @classmethod
    def of(cls, url: str, settings: BaseSettings) -> Place:
        """Return the place of the storage that OUTPUT names; its local folder lies in LOCAL_OUTPUT.

        Raises:
            SettingError: No run can write to such a URL.
        """
        if not _PATTERN.isdisjoint(url):
            raise SettingError("OUTPUT: its URL holds * or a bracket, as a pattern does; write a prefix without them.")
        url = url.rstrip("/")
        parts = urlsplit(url)
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise SettingError(
                "OUTPUT: its URL holds more than a bucket and a prefix; credentials belong where the storage's own "
                "tools look for them, as in AWS_ACCESS_KEY_ID or ~/.aws/credentials."
            )
        if parts.scheme not in SCHEMES or not parts.netloc:
            raise SettingError(
                f"OUTPUT={url[:200]} is no storage that a run can write to; write s3://BUCKET/PREFIX, or the path of a "
                "folder."
            )
        if _PORT.search(parts.netloc):
            raise SettingError(
                f"OUTPUT={url[:200]}: a bucket has no port; the address of a store belongs in AWS_ENDPOINT_URL."
            )
        steps = [_UNSAFE.sub("_", step) for step in (parts.scheme, parts.netloc, *parts.path.split("/")) if step]
        return cls(url, Path(settings["LOCAL_OUTPUT"], *("_" if set(step) == {"."} else step for step in steps)))

    def object(self, name: str) -> RemoteFile:
        """Return an object of the storage, by its name under the prefix."""
        return RemoteFile.of(f"{self.url}/{name}")

    def folder_name(self) -> str:
        """Return the random name of the local folder; it gets one when it has none.

        Raises:
            OSError: The folder cannot be written.
        """
        path = self.local / RECORDS / _FOLDER
        if not path.exists():
            make_folder(path.parent)
            write_whole(path, uuid4().hex.encode())
        return path.read_text("ascii").strip()


def leases_of(outlet: str) -> str:
    """Return the prefix of an outlet's leases."""
    return f"{LEASES}{outlet}"


def archive_name(outlet: str, warc: str) -> str:
    """Return the name of an archive, or of a segment of the index, in the storage: that of its path in OUTPUT."""
    return f"archive/{outlet}/{warc}"


def snapshot_name(outlet: str, snapshot: str) -> str:
    """Return the name of a snapshot of an outlet's state in the storage."""
    return f"state/{outlet}/{snapshot}.sqlite.gz"


def text_name(outlet: str, name: str) -> str:
    """Return the name of a file of an outlet's corpus in the storage: that of its path in OUTPUT."""
    return f"text/{outlet}/{name}"


def profile_name(outlet: str) -> str:
    """Return the name of an outlet's profile in the storage."""
    return f"profiles/{outlet}.json"
