"""Keeps the index of search up to date while the page is served."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from corpus.search.update import update_search
from crawler.errors import LockedError, WarraqError

if TYPE_CHECKING:
    from pathlib import Path

PAUSE = 60.0
"""Seconds between two updates."""


class Keeper:
    """Updates the index at the start, and again after each pause, in a thread of its own.

    The thread may be killed at any moment: each transaction of an update is whole.

    Args:
        output: The output folder.
        pause: Seconds between two updates.
    """

    def __init__(self, output: Path, pause: float = PAUSE) -> None:
        self.is_busy = False
        """Whether an update is at work."""
        self.added = 0
        """Documents that the update has added."""
        self.unread: tuple[str, ...] = ()
        """Why the last update could not read or write something, a sentence each."""
        self._output = output
        self._pause = pause
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin the first update."""
        threading.Thread(target=self._keep, name="index", daemon=True).start()

    def end(self) -> None:
        """Begin no further update."""
        self._ended.set()

    def update(self) -> None:
        """Update the index now."""
        self.added, self.is_busy = 0, True
        try:
            self.unread = tuple(update_search(self._output, self._count).values())
        except LockedError:
            pass  # another process does it
        except (WarraqError, OSError) as error:
            self.unread = (str(error),)
        finally:
            self.is_busy = False

    def _keep(self) -> None:
        while not self._ended.is_set():
            self.update()
            self._ended.wait(self._pause)

    def _count(self, added: int) -> None:
        self.added += added
