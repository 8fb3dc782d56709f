"""The mark of the run that writes an outlet, for machines whose locks do not reach each other.

On a network file system without working locks, `flock` succeeds on each machine, and so do SQLite's locks: two runs
would write one state. A link to a name that exists fails on each machine (RFC 1813, section 3.3.15).
"""

from __future__ import annotations

import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

from crawler.errors import LockedError
from crawler.files import PART

_FOLDER = Path(".locks", ".owners")
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_MACHINE = Path("/etc/machine-id")
_MOST = 10_000
"""Bytes of a mark that are read."""
_DEAD = ("Z", "X")
"""States of a process that has ended, in /proc/PID/stat (proc(5))."""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A process that writes an outlet."""

    id: str
    """A random name: no two marks have the same."""
    host: str
    """The machine's name."""
    machine: str
    """The machine's random name, since two machines may have one name; empty where the system gives none."""
    boot: str
    """The random name of the machine's last start; empty where the system gives none."""
    pid: int
    """The process's number on that machine."""
    started: str
    """When the process began, in the system's own unit; two processes of one number differ in it."""
    since: str
    """When it began to write, ISO 8601 in UTC."""

    @classmethod
    def this_process(cls) -> Owner:
        """Return this process, which begins to write now."""
        pid = os.getpid()
        return cls(
            id=uuid4().hex,
            host=platform.node(),
            machine=_content(_MACHINE),
            boot=_content(_BOOT),
            pid=pid,
            started=_started(pid),
            since=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    @property
    def is_here(self) -> bool:
        """Whether it is, or was, a process of this machine since its last start."""
        return self.boot == _content(_BOOT) and (bool(self.boot) or self.host == platform.node())

    @property
    def may_write(self) -> bool:
        """Whether it may still be writing.

        A process of this machine does not that has ended, or was there before the machine's last start. Nobody here
        knows about the processes of another machine.
        """
        if self.is_here:
            return self.started == _started(self.pid)
        return (self.host, self.machine) != (platform.node(), _content(_MACHINE))


class Mark:
    """The mark of this process at an outlet.

    Args:
        output: The output folder; the mark lies in its folder `.locks/.owners/`.
        outlet: The outlet's name.

    Raises:
        LockedError: Another process has marked the outlet, and may still be writing it.
        OSError: The mark cannot be written.
    """

    def __init__(self, output: Path, outlet: str) -> None:
        self._path = _path(output, outlet)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._owner = Owner.this_process()
        refuse_owned(output, outlet)
        try:
            self._write()
        except FileExistsError:
            raise _owned(output, outlet, self._path, _read(self._path)) from None

    def _write(self) -> None:
        """Write the mark, whole or not at all: a kill at any moment leaves none that nobody can read.

        A mark that is there is that of a process that has ended. The outlet's lock keeps other processes of this
        machine from replacing it too, and those of other machines never do.

        Raises:
            FileExistsError: Another process has been quicker.
            OSError: The mark cannot be written.
        """
        said = f"{self._path.name} {self._owner.host} {self._owner.machine}".encode()
        name = blake2b(said, digest_size=8).hexdigest()
        temporary = self._path.with_name(f".{name}{PART}")  # what a killed process left of it is overwritten
        try:
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(asdict(self._owner), file)
                file.flush()
                os.fsync(file.fileno())
            if self._path.exists():
                temporary.replace(self._path)
            else:
                _link(temporary, self._path)
        finally:
            temporary.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the mark, unless somebody has put another in its place."""
        if _read(self._path) == self._owner:
            self._path.unlink(missing_ok=True)


def refuse_owned(output: Path, outlet: str) -> None:
    """Accept an outlet that no process writes, by its mark.

    Raises:
        LockedError: A process has marked it, and may still be writing it.
    """
    path = _path(output, outlet)
    if not path.exists():
        return
    owner = _read(path)
    if owner is None or owner.may_write:
        raise _owned(output, outlet, path, owner)


def _owned(output: Path, outlet: str, path: Path, owner: Owner | None) -> LockedError:
    """Return the error that names the process which marked an outlet."""
    who, remedy = "unknown", f" If that process is gone, remove {path}."
    if owner is not None and owner.is_here and owner.may_write:
        who, remedy = f"process {owner.pid}", ""
    elif owner is not None:
        who = f"process {owner.pid} on {owner.host}, since {owner.since}"
    return LockedError(f"{outlet}: another run ({who}) is writing it in {output}; wait until it ends.{remedy}")


def _path(output: Path, outlet: str) -> Path:
    return output / _FOLDER / outlet


def _link(temporary: Path, path: Path) -> None:
    """Give a file a second name that does not exist yet, or where there are no second names, another one.

    Raises:
        FileExistsError: The name exists.
        OSError: The folder cannot be written.
    """
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # FAT has no links, and is not shared by machines
        temporary.replace(path)


def _read(path: Path) -> Owner | None:
    """Return the process that a mark names; None for a mark that is gone or was not written whole."""
    with suppress(OSError, ValueError, TypeError), path.open(encoding="utf-8") as file:
        return Owner(**json.loads(file.read(_MOST)))
    return None


def _content(path: Path) -> str:
    """Return what a file of the system holds; empty without the file."""
    with suppress(OSError):
        return path.read_text("ascii", "replace").strip()
    return ""


def _started(pid: int) -> str:
    """Return when a process of this machine began; empty for one that has ended.

    It is field 22 of /proc/PID/stat; the process's name, field 2, may hold any sign. Without /proc, a process that runs
    has the answer `running`.
    """
    if _BOOT.exists():
        with suppress(OSError, IndexError):
            fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            return "" if fields[0] in _DEAD else fields[19]
        return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:  # another user's
        pass
    return "running"
