"""All exceptions of ours have one base, and the tree in the docstring names each."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from crawler import errors
from crawler.errors import WarraqError
from pipelines.rejected import Rejected

ROOT = Path(__file__).parent.parent
ENDINGS = ("Error", "Exception", "Item")
"""Endings of the names of bases that make a class an exception."""
MENTIONED = re.compile(rf"class\s+\w+\([^:]*(?:{'|'.join(ENDINGS)})\b".encode())
"""Stands in each file with such a class: only those are worth parsing."""


@cache
def defined(folder: str) -> dict[str, list[str]]:
    """Return the exception classes in a folder's files, with their bases."""
    sources = [path.read_bytes() for path in sorted((ROOT / folder).rglob("*.py"))]
    trees = [ast.parse(source) for source in sources if MENTIONED.search(source)]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {node.name: [ast.unparse(base) for base in node.bases] for node in classes}
    return {name: of for name, of in bases.items() if any(base.endswith(ENDINGS) for base in of)}


def test_every_exception_has_the_base() -> None:
    found = defined("crawler") | defined("pipelines")
    assert set(found) >= {"WarraqError", "LockedError", "Rejected"}
    assert {name for name, bases in found.items() if bases[0] not in found} == {"WarraqError"}
    assert issubclass(Rejected, WarraqError)


def test_the_tree_names_every_exception() -> None:
    assert errors.__doc__ is not None
    named = {line.split("── ")[1].split()[0] for line in errors.__doc__.splitlines() if "── " in line}
    assert named | {"WarraqError"} == set(defined("crawler") | defined("pipelines"))
