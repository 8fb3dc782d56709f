"""Starts Python programs from a process that has imported the project: this saves most of a short command's time.

`python -m tests.support.starter` reads a JSON object from each line (see `Starter.run`), forks, runs the module like
`python -m` with its output in two files, and answers with a line: the exit code. The process from which
`multiprocessing` forks a program's workers is forked here too: as a new interpreter, it would import all steps of the
text again, which takes longer than most crawls in tests.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import multiprocessing.util
import os
import pickle
import pkgutil
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOT = Path(__file__).parents[2]
_SCRAPYS = ("commands", "downloadermiddlewares", "extensions", "spidermiddlewares")
_PACKAGES = ("crawler", "pipelines", "corpus", *(f"scrapy.{one}" for one in _SCRAPYS))
"""What is imported; of Scrapy, what a crawl imports by names in its settings. No module of them imports a reactor."""
_DEPRECATED = "scrapy.extensions.statsmailer"
"""A module that warns when it is imported."""


class Starter:
    """A process that starts others, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        command = [sys.executable, "-m", "tests.support.starter"]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, process_group=0
        )
        atexit.register(self._process.kill)

    def run(
        self, module: str, *arguments: str, environment: dict[str, str], cwd: Path = _ROOT, timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """Run `python -m module` and return its result like `subprocess.run`; its output is UTF-8.

        Args:
            module: The module; `sys.path` has the project's folder for any `cwd`.
            arguments: The arguments of the command line.
            environment: The variables that differ from this process's environment.
            cwd: The working directory.
            timeout: Most seconds that it may take.

        Raises:
            subprocess.TimeoutExpired: It took more than `timeout` seconds. This starter cannot be used after that.
        """
        assert self._process.stdin
        assert self._process.stdout
        command = [sys.executable, "-m", module, *arguments]
        with self._lock, tempfile.TemporaryDirectory() as folder, selectors.DefaultSelector() as answers:
            out, err = Path(folder, "out"), Path(folder, "err")
            asked = {
                "module": module,
                "arguments": arguments,
                "environment": {**os.environ, **environment},
                "cwd": str(cwd),
                "out": str(out),
                "err": str(err),
            }
            self._process.stdin.write(json.dumps(asked) + "\n")
            answers.register(self._process.stdout, selectors.EVENT_READ)
            if not answers.select(timeout):
                os.killpg(self._process.pid, 9)
                starter.cache_clear()
                raise subprocess.TimeoutExpired(command, timeout, out.read_text(), err.read_text())
            code = int(self._process.stdout.readline())
            return subprocess.CompletedProcess(command, code, *(path.read_bytes().decode() for path in (out, err)))


@cache
def starter() -> Starter:
    """Return this process's starter."""
    return Starter()


def _serve() -> None:
    """Answer requests until standard input ends."""
    for package in _PACKAGES:
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if module.name != _DEPRECATED:
                import_module(module.name)
    import_module("scrapy.pqueues")
    import_module("scrapy.squeues")
    gc.collect()
    gc.freeze()  # else the collector of each program would walk, and so copy, all that was imported
    for line in sys.stdin:
        asked = json.loads(line)
        if (child := os.fork()) == 0:
            _become(asked)
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(asked: dict[str, Any]) -> None:
    """Run the requested program in this process, which ends with it."""
    for number, path in enumerate((os.devnull, asked["out"], asked["err"])):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.path[1:1] = filter(None, asked["environment"].get("PYTHONPATH", "").split(os.pathsep))
    sys.argv[1:] = asked["arguments"]
    _keep_a_fork_server()
    runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)


def _keep_a_fork_server() -> None:
    """Fork a process, while this one has no threads, which `multiprocessing` gets when it starts a fork server."""
    ours, its = socket.socketpair()
    if (server := os.fork()) == 0:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        ours.close()
        _become_a_fork_server(its)
    its.close()
    launch = multiprocessing.util.spawnv_passfds

    def start(path: bytes, args: Sequence[Any], passfds: Sequence[int]) -> int:
        if "multiprocessing.forkserver" not in args[-1] or ours.fileno() < 0:
            return launch(path, args, passfds)
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        asked = pickle.dumps((args[-1], passfds, dict(os.environ), Path.cwd(), blocked))
        with ours:
            socket.send_fds(ours, [b"fork"], passfds)
            ours.sendall(asked)
        return server

    multiprocessing.util.spawnv_passfds = start


def _become_a_fork_server(program: socket.socket) -> NoReturn:
    """Wait until the program starts its fork server and be that, or until the program ends without one; then end."""
    head, received, *_ = socket.recv_fds(program, 4, 8)
    if head:
        with program, program.makefile("rb") as told:
            code, numbers, environment, folder, blocked = pickle.loads(told.read())  # noqa: S301 - from this file
        spare = [fcntl.fcntl(one, fcntl.F_DUPFD, 1 + max(*numbers, *received)) for one in received]
        for one in received:
            os.close(one)
        for one, number in zip(spare, numbers, strict=True):
            os.dup2(one, number)
            os.close(one)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        with suppress(SystemExit):
            exec(code, {})  # noqa: S102 - the code that the new interpreter would run
    os._exit(0)


if __name__ == "__main__":
    _serve()
