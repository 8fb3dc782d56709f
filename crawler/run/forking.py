"""Starts the process that forks workers, so that signals to the whole process group do not reach them."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing import forkserver, resource_tracker
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

_QUIET = "ignore:resource_tracker:UserWarning"
"""A warning option (`-W`) of the process that removes what a killed run left: it would print that it did."""


def worker_context(*modules: str) -> BaseContext:
    """Return the context in which workers are started.

    Forking a process that has threads (the archive's writer, the reactor's pool) can deadlock the child, so workers are
    forked from a process without any, which has SIGTERM blocked: a signal to the whole process group is meant for the
    run, which ends its workers itself. Workers that obeyed it would die on their pages, which are not at fault.

    Args:
        modules: What the process imports before it forks, when this call starts it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(modules))
    sys.warnoptions.append(_QUIET)
    try:
        resource_tracker.ensure_running()  # else its start, inside the next one, would unblock the signal
    finally:
        sys.warnoptions.remove(_QUIET)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # one that came meanwhile is delivered now
    return context
