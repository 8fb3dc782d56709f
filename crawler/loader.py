"""Loads the outlets' files, and describes an error in one of them in one sentence."""

from __future__ import annotations

import ast
import difflib
import gc
import pkgutil
import sys
import traceback
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from crawler import outlet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from scrapy.settings import BaseSettings

_FIELDS = tuple(field.name for field in fields(outlet.Outlet))


class OutletLoader(SpiderLoader):
    """Scrapy's spider loader, which passes over a file that cannot be loaded, and prints one sentence about it.

    With SPIDER_LOADER_WARN_ONLY=False such a file ends the command with exit code 2.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.faults: list[str] = []
        """A sentence for each file that cannot be loaded."""
        self._silent = not settings.getbool("OUTCOME_LOGGED", default=True)
        was_enabled = gc.isenabled()
        gc.disable()  # loaded modules stay; the collector would search all of Scrapy several times in vain
        try:
            super().__init__(settings)
        finally:
            if was_enabled:
                gc.enable()

    def _load_all_spiders(self) -> None:
        """Load the spiders of each module that can be imported, where Scrapy's loader stops at the first other one."""
        for name in self.spider_modules:
            for module in self._modules(name):
                self._load_spiders(module)
        self._check_name_duplicates()

    def _modules(self, name: str) -> Iterator[ModuleType]:
        """Yield a module and the modules in it, without those that cannot be imported."""
        try:
            module = import_module(name)
        except Exception as error:  # noqa: BLE001 - a file can fail in any way
            self.faults.append(_sentence(error, name))
            if not (self._silent and self.warn_only):
                sys.stderr.write(f"{self.faults[-1]}\n")
            if not self.warn_only:
                raise SystemExit(2) from None
            return
        yield module
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            yield from self._modules(f"{name}.{found.name}")

    def outlets(self) -> tuple[outlet.Outlet, ...]:
        """Return the facts of every outlet that has a file, sorted by name."""
        found = (outlet.outlet_of_spider(self.load(name)) for name in sorted(self.list()))
        return tuple(facts for facts in found if facts is not None)


def _sentence(error: Exception, name: str) -> str:
    """Return the sentence for an error in the module of an outlet: the file, the line and the error."""
    spec = find_spec(name)
    path = spec.origin if spec is not None and spec.origin is not None else name
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    line = error.lineno if isinstance(error, SyntaxError) else frames[-1].lineno if frames else None
    root = Path(outlet.__file__).parent.parent
    place = Path(path).relative_to(root) if Path(path).is_relative_to(root) else Path(path)
    words = error.msg if isinstance(error, SyntaxError) else str(error)
    text = " ".join(words.split()) or type(error).__name__
    if isinstance(error, TypeError) and frames and (misspelt := _misspelt(frames[-1])):
        near = difflib.get_close_matches(misspelt, _FIELDS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(_FIELDS)}."
        text = f"an outlet has no field {misspelt!r}; {hint}"
    return f"{place}{'' if line is None else f', line {line}'}: {text}"


def _misspelt(frame: traceback.FrameSummary) -> str:
    """Return the first unknown field of the `Outlet(…)` at a frame's line; empty without one."""
    tree = ast.parse(Path(frame.filename).read_bytes())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.lineno == frame.lineno)
    outlets = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == outlet.Outlet.__name__)
    given = (keyword.arg for call in outlets for keyword in call.keywords if keyword.arg is not None)
    return next((name for name in given if name not in _FIELDS), "")
