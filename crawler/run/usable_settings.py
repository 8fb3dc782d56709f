"""Refuses settings that cannot be used, before anything starts.

One table holds the settings that a user may change, each with the values that it takes. Without the check a wrong value
would show late: in the middle of a run, or as an exception in a component's start.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.utils.misc import load_object

from crawler import settings as defaults
from crawler.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.settings import BaseSettings

ENGINES = ("processes", "inline", "ray")
"""The values of REPLAY_ENGINE."""
MOST = 1e9
"""The largest number of seconds, hours or days: three decades of seconds. More is no time span to Python."""
_HALF_URL = re.compile(r"[a-z][a-z0-9+.-]+:/(?!/)", re.IGNORECASE)
"""A URL that lacks a slash; as a path it would be a folder named `s3:`."""
_EVER = 2**62
"""The largest size or count; SQLite and C libraries take no larger one."""


@dataclass(frozen=True)
class Number:
    """A number between two bounds, both included."""

    least: float
    most: float
    whole: bool = False
    """Whether it must be whole."""

    def fault(self, value: Any) -> str:
        """Return what is wrong with a value, to follow `NAME=value`; empty for a value that can be used."""
        try:
            number = (int if self.whole and isinstance(value, str) else float)(value)
        except (TypeError, ValueError, OverflowError):
            return f"is no {self._kind}"
        if isinstance(value, bool) or (self.whole and number != int(number)):
            return f"is no {self._kind}"
        if not self.least <= number <= self.most:
            return f"is not between {self.least:,g} and {self.most:,g}"
        return ""

    @property
    def _kind(self) -> str:
        return "whole number" if self.whole else "number"


def _count(least: int = 0, most: int = _EVER) -> Number:
    return Number(least, most, whole=True)


def _switch(value: Any) -> str:
    """Accept what Scrapy's `getbool` accepts."""
    return "" if str(value) in ("0", "1", "True", "False", "true", "false") else "is neither True nor False"


def _folder(value: Any) -> str:
    """Accept the path of a folder; it need not exist."""
    return "holds a NUL byte, which no path can hold" if "\0" in str(value) else ""


def _output(value: Any) -> str:
    """Accept the path of a folder that is named, or a URL: the empty one would be the current folder."""
    if _HALF_URL.match(str(value)):
        return "has one slash after its scheme; a URL has two, as in s3://BUCKET/PREFIX"
    return _folder(value) if str(value or "").strip() else "names no folder"


def _local(value: Any) -> str:
    """Accept the path of a folder on this machine."""
    return "is a URL, and no folder of this machine" if "://" in str(value) else _output(value)


def _profiles(value: Any) -> str:
    """Accept the path of a folder; `check_profiles_exist` asks whether it exists, since `scrapy learn` may make it."""
    fault = _folder(value)
    return fault or ("is no folder" if value and Path(value).exists() and not Path(value).is_dir() else "")


def _function(value: Any) -> str:
    """Accept the path of a function. Our own is not looked for: that would import what the command may not need."""
    if value == defaults.DATE_READER:
        return ""
    try:
        found = load_object(value)
    except Exception as error:  # noqa: BLE001 - a module of the user's may fail with any exception
        return f"cannot be loaded: {type(error).__name__}: {' '.join(str(error).split())}"
    return "" if callable(found) else "is no function"


def _line(value: Any) -> str:
    """Accept text without control characters, since it becomes a header of requests and records."""
    return "" if str(value).isprintable() else "holds a control character, such as a line end"


def _engine(value: Any) -> str:
    """Accept the names of the engines of a replay."""
    return "" if value in ENGINES else f"is none of {', '.join(ENGINES)}"


def _level(value: Any) -> str:
    """Accept a level of Python's logging."""
    known = isinstance(value, int) or str(value) in logging.getLevelNamesMapping()
    return "" if known else f"is none of {', '.join(logging.getLevelNamesMapping())}"


TABLE: Mapping[str, Callable[[Any], str]] = {
    "OUTPUT": _output,
    "LOCAL_OUTPUT": _local,
    "LOCAL_ARCHIVES": _count().fault,
    "LEASE_SECONDS": Number(3, 86_400).fault,
    "STORAGE_WAIT": Number(0, MOST).fault,
    "PROFILES": _profiles,
    "WORKERS": _count(1, 512).fault,
    "REPLAY_ENGINE": _engine,
    "RAY_ADDRESS": _line,
    "WORKER_TIMEOUT": Number(0.001, MOST).fault,
    "OPERATOR": _line,
    "CONTACT": _line,
    "USER_AGENT": _line,
    "ARCHIVE_MAX_SIZE": _count(1).fault,
    "ARCHIVE_MAX_AGE": Number(0, MOST).fault,
    "DATE_READER": _function,
    "RECHECK_HOURS": Number(0, 1e6).fault,
    "REQUISITES": _count(0, 1_000).fault,
    "REQUISITE_MAXSIZE": _count(1).fault,
    "LEARN_DAYS": Number(0, 1e6).fault,
    "BLOCKED_LIMIT": _count(1).fault,
    "BLOCKED_PAUSE": Number(0, MOST).fault,
    "AUTOTHROTTLE_START_DELAY": Number(0, MOST).fault,
    "AUTOTHROTTLE_MAX_DELAY": Number(0, MOST).fault,
    "DOWNLOAD_DELAY": Number(0, MOST).fault,
    "DOWNLOAD_TIMEOUT": Number(0.001, MOST).fault,
    "FIRST_TIMEOUT": Number(0.001, MOST).fault,
    "ACCEPT_ENCODING": _line,
    "DOWNLOAD_MAXSIZE": _count().fault,
    "DOWNLOAD_WARNSIZE": _count().fault,
    "CONCURRENT_REQUESTS": _count(1).fault,
    "CONCURRENT_REQUESTS_PER_DOMAIN": _count(1).fault,
    "CONCURRENT_ITEMS": _count(1).fault,
    "REDIRECT_MAX_TIMES": _count().fault,
    "RETRY_TIMES": _count().fault,
    "CLOSESPIDER_TIMEOUT": Number(0, MOST).fault,
    "CLOSESPIDER_ITEMCOUNT": _count().fault,
    "CLOSESPIDER_PAGECOUNT": _count().fault,
    "CLOSESPIDER_ERRORCOUNT": _count().fault,
    "RIGHTS_HONOURED": _switch,
    "SPIDER_LOADER_WARN_ONLY": _switch,
    "ARCHIVE_TEXT": _switch,
    "OUTCOME_LOGGED": _switch,
    "ROBOTSTXT_OBEY": _switch,
    "AUTOTHROTTLE_ENABLED": _switch,
    "COOKIES_ENABLED": _switch,
    "RETRY_ENABLED": _switch,
    "WARN_ON_GENERATOR_RETURN_VALUE": _switch,
    "REDIRECT_ENABLED": _switch,
    "METAREFRESH_ENABLED": _switch,
    "TELNETCONSOLE_ENABLED": _switch,
    "REMOTE_CONTROL_ENABLED": _switch,
    "STATS_DUMP": _switch,
    "LOG_ENABLED": _switch,
    "LOG_LEVEL": _level,
    "LOGSTATS_INTERVAL": Number(0, MOST).fault,
}
"""Settings, each with the function that returns what is wrong with a value; empty for a value that can be used."""
COMPONENTS = ("ITEM_PIPELINES", "EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES")
"""Settings that name classes, each with its place in the order, or None to leave it out."""
_NEEDED = ("OUTPUT",)
"""Settings that may not be None."""


def check_settings(settings: BaseSettings) -> None:
    """Accept settings that can be used.

    Raises:
        SettingError: One cannot.
    """
    for name, fault in TABLE.items():
        value = settings.get(name)
        if (value is not None or name in _NEEDED) and (found := fault(value)):
            raise SettingError(f"{name}={_shown(value)} {found}; see crawler/settings.py.")
    for name in COMPONENTS:
        _check_components(settings, name)


def check_profiles_exist(settings: BaseSettings) -> None:
    """Accept a folder of profiles that exists: with a misspelt one, texts would be made without profiles.

    Raises:
        SettingError: The setting names one that does not exist.
    """
    if (value := settings.get("PROFILES")) and not Path(value).is_dir():
        raise SettingError(f"PROFILES={_shown(value)} does not exist; make the folder, or correct the setting.")


def _shown(value: Any) -> str:
    """Return a value in one line of bounded length."""
    text = "" if value is None else str(value)
    return (text if text.isprintable() else repr(text))[:200]


def _check_components(settings: BaseSettings, name: str) -> None:
    """Accept components that exist. Our own are not looked for: that would import what the command may not need.

    Raises:
        SettingError: The setting is no dictionary, a class cannot be imported, or a place is no number.
    """
    try:
        components = settings.getdict(name)
    except (TypeError, ValueError) as error:
        raise SettingError(f"{name} is no dictionary of classes and places ({error}).") from None
    for component, place in components.items():
        if place is not None and (isinstance(place, bool) or not isinstance(place, int | float)):
            raise SettingError(f"{name}: the place of {component} is {place!r}, which is neither a number nor None.")
        if place is None or component in getattr(defaults, name, ()):
            continue
        try:
            load_object(component)
        except Exception as error:  # noqa: BLE001 - a module of the user's may fail with any exception
            raise SettingError(f"{name}: {component} cannot be loaded: {type(error).__name__}: {error}.") from None
