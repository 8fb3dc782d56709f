"""The record of an export: which files it has, what they were made of, and what they hold."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from corpus.export.choices import Choices, Format
from corpus.export.figures import Figures
from corpus.export.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

PATH = re.compile(r"data/(?:train|test)/(?!\.)[^/\0]+/(?!\.)[^/\0]+")
"""Paths of our files: a record that came with somebody's data set can name no other file of this machine."""


class Part(NamedTuple):
    """A file of a shard."""

    path: str
    """Its path in the export."""
    bytes: int
    """Its size."""
    sha256: str
    """SHA-256 of its bytes."""
    documents: int
    """Number of its documents."""


@dataclass(frozen=True)
class Written:
    """A shard that was written."""

    basis: str
    """Digest of all that its files were made of, beside the outlet's state."""
    parts: tuple[Part, ...]
    """Its files: one for each side of the split that has documents."""
    figures: Figures
    """What is counted of its documents."""


@dataclass
class Record:
    """All shards of an export."""

    choices: dict[str, Any] = field(default_factory=dict)
    """The choices that are not the default."""
    shards: dict[tuple[str, str], Written] = field(default_factory=dict)
    """By outlet and shard's name."""

    @property
    def form(self) -> Format:
        """The format of its files."""
        return Format(self.choices.get("format", Choices().format))

    def parts(self) -> list[Part]:
        """Return all files, in the order of their paths."""
        return sorted(part for written in self.shards.values() for part in written.parts)

    def figures(self, outlet: str = "") -> Figures:
        """Return what is counted of an outlet's documents; of all without one."""
        total = Figures()
        for (name, _), written in self.shards.items():
            if outlet in ("", name):
                total.merge(written.figures)
        return total

    def content(self) -> bytes:
        """Return the record as JSON; equal exports have equal records."""
        shards = [
            {
                "outlet": outlet,
                "span": span,
                "basis": written.basis,
                "files": [part._asdict() for part in written.parts],
                "figures": written.figures.plain(),
            }
            for (outlet, span), written in sorted(self.shards.items())
        ]
        plain = {"schema": SCHEMA_VERSION, "choices": self.choices, "shards": []}
        # A line a shard: Python writes indented JSON twenty times as slowly.
        lines = ",\n".join(json.dumps(shard, ensure_ascii=False) for shard in shards)
        return (json.dumps(plain, ensure_ascii=False)[:-2] + f"\n{lines}\n]}}\n").encode()

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """Return the record that `content` made; an empty one for anything else, so that all is written anew."""
        try:
            shards = {(one["outlet"], one["span"]): _written(one) for one in plain["shards"]}
            found = cls(choices=dict(plain["choices"]), shards=shards)
            Format(found.form)
        except (KeyError, TypeError, ValueError):
            return cls()
        return found


def is_whole(path: Path, part: Part) -> bool:
    """Return whether a file of an export is there with its size."""
    try:
        return (path / part.path).stat().st_size == part.bytes
    except OSError:
        return False


def _written(plain: dict[str, Any]) -> Written:
    parts = tuple(Part(**part) for part in plain["files"])
    if any(not PATH.fullmatch(part.path) for part in parts):
        raise ValueError("a path leaves the export")
    return Written(basis=plain["basis"], parts=parts, figures=Figures.of(plain["figures"]))
