"""Rows of the manifest and the history as lines of JSON: in the state and in the files with the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def json_line(row: Mapping[str, Any]) -> str:
    """Return a row as a line of a .jsonl file, with its line end."""
    return json.dumps(row, ensure_ascii=False) + "\n"
