"""A profile's file: TOML that a person can read and mend, `OUTPUT/profiles/<outlet>.toml`."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crawler.errors import ProfileError
from crawler.files import make_folder, write_whole
from pipelines.profile.model import (
    VERSION,
    Block,
    Change,
    Container,
    Heading,
    Line,
    Place,
    Profile,
    fields_of,
    is_path,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "profiles"
"""Name of the folder in the output folder."""
_HEAD = """\
# What the pages of {outlet} repeat, learned by `scrapy learn` from {pages} articles; docs/profiles.md explains it.
# To let an entry stay in texts, delete it or add the line `keep = true` to it; the next `scrapy learn` heeds both.

"""
_TYPES: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "Place": str,
    "tuple[str, ...]": list,
}
_TABLES = {"container": Container, "change": Change}
_ARRAYS = {"lines": ("line", Line), "headings": ("heading", Heading), "blocks": ("block", Block)}
R = TypeVar("R", Line, Heading, Block, Container, Change)


def profiles_folder(settings: Mapping[str, Any]) -> Path:
    """Return the folder of profiles: the setting `PROFILES`, or the one in the output folder."""
    return Path(settings["PROFILES"] or Path(settings["OUTPUT"]) / FOLDER)


def path_of_profile(folder: Path, outlet: str) -> Path:
    """Return the file of an outlet's profile in the folder of profiles."""
    return folder / f"{outlet}.toml"


def read_profile(folder: Path, outlet: str) -> Profile | None:
    """Return the profile of an outlet; None when the folder has none.

    Raises:
        ProfileError: The file cannot be read, or is no profile.
    """
    path = path_of_profile(folder, outlet)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ProfileError(f"{path}: the profile cannot be read ({error.strerror}); check its permissions.") from None
    try:
        return parsed(content.decode())
    except (ValueError, TypeError) as error:  # TOMLDecodeError and UnicodeDecodeError are values' errors
        raise ProfileError(
            f"{path}: the profile is broken ({error}); mend the file, or delete it and run scrapy learn {outlet}."
        ) from None


def profiles_in(folder: Path) -> dict[str, Profile]:
    """Return all profiles of a folder, by their outlets' names.

    Raises:
        ProfileError: One of them cannot be read, or is no profile.
    """
    found = ((path.stem, read_profile(folder, path.stem)) for path in sorted(folder.glob("*.toml")))
    return {outlet: profile for outlet, profile in found if profile is not None}


def check_profiles(folder: Path) -> None:
    """Read all profiles of a folder, so that a broken one is named before anything starts.

    Raises:
        ProfileError: One of them cannot be read, or is no profile.
    """
    profiles_in(folder)


def save_profile(folder: Path, profile: Profile) -> Path:
    """Write an outlet's profile, whole or not at all, and return its path.

    Raises:
        OSError: The folder cannot be written; the old file then stays.
    """
    make_folder(folder)
    path = path_of_profile(folder, profile.outlet)
    write_whole(path, written(profile).encode())
    return path


def written(profile: Profile) -> str:
    """Return the text of a profile's file."""
    parts = [_HEAD.format(outlet=json.dumps(profile.outlet, ensure_ascii=False)[1:-1], pages=profile.pages)]
    parts += [
        f"{name} = {_value(getattr(profile, name))}\n"
        for name in ("version", "outlet", "pages", "first", "last", "written")
    ]
    for name in _TABLES:
        if (table := getattr(profile, name)) is not None:
            parts.append(_table(f"[{name}]", fields_of(table)))
    for name, (word, _) in _ARRAYS.items():
        parts += [_table(f"[[{word}]]", fields_of(entry)) for entry in getattr(profile, name)]
    return "".join(parts)


def _table(head: str, values: dict[str, object]) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in values.items() if name != "keep" or value]
    return "\n".join(("", head, *lines, ""))


def _value(value: object) -> str:
    """Return a value in TOML, whose strings, numbers and lists without nulls are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def parsed(text: str) -> Profile:
    """Return the profile in the text of a file.

    Raises:
        ValueError: It is no TOML, or no profile; the message names the reason.
    """
    found = tomllib.loads(text)
    if found.get("version") != VERSION:
        raise ValueError(f"its version is {found.get('version')!r}, and this Warraq reads {VERSION}")
    values: dict[str, Any] = {}
    for name, kind in _TABLES.items():
        if name in found:
            values[name] = _record(kind, found.pop(name), f"[{name}]")
    for name, (word, entry) in _ARRAYS.items():
        entries = found.pop(word, [])
        if not isinstance(entries, list):
            raise ValueError(f"{word} must be written as [[{word}]]")  # noqa: TRY004 - callers expect one kind
        values[name] = tuple(_record(entry, one, f"[[{word}]] {at}") for at, one in enumerate(entries, 1))
    plain = {
        one.name: one for one in fields(Profile) if one.name not in values and one.name not in (*_TABLES, *_ARRAYS)
    }
    for name, value in found.items():
        if name not in plain:
            raise ValueError(f"there is no field {name!r}")
        values[name] = _checked(value, str(plain[name].type), name)
    if missing := [name for name in ("outlet", "pages", "first", "last") if name not in values]:
        raise ValueError(f"the field {missing[0]!r} is missing")
    if (container := values.get("container")) and not is_path(container.path):
        raise ValueError(f"[container] path is {container.path!r}, and must be two elements: div.a > div.b")
    return Profile(**values)


def _record(kind: type[R], found: Any, where: str) -> R:
    """Return an entry.

    Raises:
        ValueError: A field is unknown, missing or of another type.
    """
    if not isinstance(found, dict):
        raise ValueError(f"{where} is no table")  # noqa: TRY004 - callers expect one kind
    known = {one.name: str(one.type) for one in fields(kind)}
    for name in found:
        if name not in known:
            raise ValueError(f"{where} has no field {name!r}")
    optional = ("keep", "label", "appeared", "vanished")
    if missing := [name for name in known if name not in found and name not in optional]:
        raise ValueError(f"{where} lacks the field {missing[0]!r}")
    values = {name: _checked(value, known[name], f"{where} {name}") for name, value in found.items()}
    return kind(**values)


def _checked(value: Any, kind: str, where: str) -> Any:
    """Return a value of a field.

    Raises:
        ValueError: It has another type.
    """
    fits: bool = isinstance(value, _TYPES[kind])
    if not fits or (kind != "bool" and isinstance(value, bool)):
        raise ValueError(f"{where} is {value!r}, which is no {kind}")
    if kind == "tuple[str, ...]":
        return tuple(_checked(one, "str", where) for one in value)
    return Place(value) if kind == "Place" else value
