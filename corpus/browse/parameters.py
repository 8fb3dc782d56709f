"""Parameters of requests: each reads and bounds its value, and describes itself in `/openapi.json`.

A parameter stands in the path or in the query. A value that cannot be used raises `BrowseError`, which is answered 400.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from crawler.errors import BrowseError

if TYPE_CHECKING:
    from enum import StrEnum

    from starlette.requests import Request

LONGEST = 1_000
"""Characters of a value, at most, where nothing else is stated."""
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_Choice = TypeVar("_Choice", bound="StrEnum")


@dataclass(frozen=True)
class Text:
    """A text; empty without one."""

    name: str
    about: str
    """One sentence for `/openapi.json`."""
    longest: int = LONGEST
    """Characters, at most."""

    def of(self, request: Request) -> str:
        """Return the request's value.

        Raises:
            BrowseError: It is too long.
        """
        return _bounded(self.name, _value(request, self.name), self.longest)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True)
class Texts:
    """A text that may be given several times; those that are empty do not count."""

    name: str
    about: str
    """One sentence for `/openapi.json`."""
    most: int
    """Number of values, at most."""
    longest: int = LONGEST
    """Characters of each, at most."""

    def of(self, request: Request) -> list[str]:
        """Return the request's values, each once.

        Raises:
            BrowseError: There are too many, or one is too long.
        """
        values = list(dict.fromkeys(filter(None, request.query_params.getlist(self.name))))
        if len(values) > self.most:
            raise BrowseError(f"{self.name}: is given {len(values)} times; {self.most} are the most.")
        return [_bounded(self.name, value, self.longest) for value in values]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the values."""
        return {"type": "array", "maxItems": self.most, "items": {"type": "string", "maxLength": self.longest}}


@dataclass(frozen=True)
class Number:
    """A whole number."""

    name: str
    about: str
    """One sentence for `/openapi.json`."""
    least: int
    most: int
    default: int

    def of(self, request: Request) -> int:
        """Return the request's value, or the default without one.

        Raises:
            BrowseError: It is no number, or out of bounds.
        """
        written = _value(request, self.name)
        if not written:
            return self.default
        if not _NUMBER.fullmatch(written) or not self.least <= int(written) <= self.most:
            raise BrowseError(f"{self.name}={written[:80]}: is not a number from {self.least} to {self.most}.")
        return int(written)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most, "default": self.default}


@dataclass(frozen=True)
class Day:
    """A day; empty without one."""

    name: str
    about: str
    """One sentence for `/openapi.json`."""

    def of(self, request: Request) -> str:
        """Return the request's value, `2026-08-05`.

        Raises:
            BrowseError: It is no day.
        """
        written = _value(request, self.name)
        if written and not _is_day(written):
            raise BrowseError(f"{self.name}={written[:80]}: is no day; write it like 2026-08-05.")
        return written

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Choice(Generic[_Choice]):
    """One of several words."""

    name: str
    about: str
    """One sentence for `/openapi.json`."""
    default: _Choice

    def of(self, request: Request) -> _Choice:
        """Return the request's value, or the default without one.

        Raises:
            BrowseError: It is none of the words.
        """
        written = _value(request, self.name)
        words = type(self.default)
        try:
            return words(written) if written else self.default
        except ValueError:
            raise BrowseError(f"{self.name}={written[:80]}: is none of {', '.join(words)}.") from None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "string", "enum": [str(word) for word in type(self.default)], "default": str(self.default)}


Parameter = Text | Texts | Number | Day | Choice[Any]
"""Any parameter."""


def _value(request: Request, name: str) -> str:
    """Return the value in the path, else the first one in the query; empty without one."""
    return str(request.path_params.get(name, request.query_params.get(name, "")))


def _is_day(written: str) -> bool:
    try:
        return bool(_DAY.fullmatch(written) and date.fromisoformat(written))
    except ValueError:
        return False


def _bounded(name: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise BrowseError(f"{name}: has {len(value)} characters; {longest} are the most.")
    return value
