"""Loads the outlets' files, and says in one sentence what is wrong with one."""

from __future__ import annotations

import difflib
import re
import sys
import traceback
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from crawler import outlet

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_UNEXPECTED = re.compile(r"unexpected keyword argument '(\w+)'")


class OutletLoader(SpiderLoader):
    """Scrapy's spider loader; a file that cannot be loaded ends the command with one sentence and exit code 2."""

    def __init__(self, settings: BaseSettings) -> None:
        try:
            super().__init__(settings)
        except Exception as error:  # noqa: BLE001 - a file can fail in any way
            sys.stderr.write(f"{_sentence(error)}\n")
            raise SystemExit(2) from None

    def outlets(self) -> tuple[outlet.Outlet, ...]:
        """Return the facts of every outlet that has a file, sorted by name."""
        found = (outlet.outlet_of_spider(self.load(name)) for name in sorted(self.list()))
        return tuple(facts for facts in found if facts is not None)


def _sentence(error: Exception) -> str:
    """Return what is wrong, led by the file and the line where it stands."""
    own = Path(outlet.__file__)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".py")]
    frame = next(frame for frame in reversed(frames) if Path(frame.filename) != own)
    path, line = (
        (error.filename or "", error.lineno) if isinstance(error, SyntaxError) else (frame.filename, frame.lineno)
    )
    root = own.parent.parent
    place = Path(path).relative_to(root) if Path(path).is_relative_to(root) else Path(path)
    text = " ".join(str(error).split()) or type(error).__name__
    if match := _UNEXPECTED.search(text):
        names = [field.name for field in fields(outlet.Outlet)]
        near = difflib.get_close_matches(match[1], names, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(names)}."
        text = f"an outlet has no field {match[1]!r}; {hint}"
    return f"{place}, line {line}: {text}"
