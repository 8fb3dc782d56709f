"""Loads the outlets' files, and describes an error in one of them in one sentence."""

from __future__ import annotations

import ast
import difflib
import gc
import sys
import traceback
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from crawler import outlet

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_FIELDS = tuple(field.name for field in fields(outlet.Outlet))


class OutletLoader(SpiderLoader):
    """Scrapy's spider loader; a file that cannot be loaded ends the command with one sentence and exit code 2."""

    def __init__(self, settings: BaseSettings) -> None:
        was_enabled = gc.isenabled()
        gc.disable()  # loaded modules stay; the collector would search all of Scrapy several times in vain
        try:
            super().__init__(settings)
        except Exception as error:  # noqa: BLE001 - a file can fail in any way
            sys.stderr.write(f"{_sentence(error)}\n")
            raise SystemExit(2) from None
        finally:
            if was_enabled:
                gc.enable()

    def outlets(self) -> tuple[outlet.Outlet, ...]:
        """Return the facts of every outlet that has a file, sorted by name."""
        found = (outlet.outlet_of_spider(self.load(name)) for name in sorted(self.list()))
        return tuple(facts for facts in found if facts is not None)


def _sentence(error: Exception) -> str:
    """Return the sentence for an error in an outlet's file: the file, the line and the error."""
    own = Path(outlet.__file__)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".py")]
    frame = next(frame for frame in reversed(frames) if Path(frame.filename) != own)
    path, line = (
        (error.filename or "", error.lineno) if isinstance(error, SyntaxError) else (frame.filename, frame.lineno)
    )
    root = own.parent.parent
    place = Path(path).relative_to(root) if Path(path).is_relative_to(root) else Path(path)
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, TypeError) and (misspelt := _misspelt(frame)):
        near = difflib.get_close_matches(misspelt, _FIELDS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(_FIELDS)}."
        text = f"an outlet has no field {misspelt!r}; {hint}"
    return f"{place}, line {line}: {text}"


def _misspelt(frame: traceback.FrameSummary) -> str:
    """Return the first unknown field of the `Outlet(…)` at a frame's line; empty without one."""
    tree = ast.parse(Path(frame.filename).read_bytes())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.lineno == frame.lineno)
    outlets = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == outlet.Outlet.__name__)
    given = (keyword.arg for call in outlets for keyword in call.keywords if keyword.arg is not None)
    return next((name for name in given if name not in _FIELDS), "")
