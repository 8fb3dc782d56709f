"""Small objects that several writers share: each is written whole, and one of several who create it succeeds."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, TypeVar

from crawler.errors import StorageError
from crawler.storage.stores import SharedStore, ask_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from crawler.storage.place import RemoteFile
    from crawler.storage.stores import Store

A = TypeVar("A")


def create(file: RemoteFile, content: bytes) -> bool:
    """Write an object where none is; return whether it is there with these bytes, which no other writer has.

    Raises:
        StorageError: The store does not answer, or refuses.
    """
    return _asked(file, lambda store: store.create(file.url, content))


def write(file: RemoteFile, content: bytes) -> None:
    """Write an object, in place of one that is there.

    Raises:
        StorageError: The store does not answer, or refuses.
    """
    _asked(file, lambda store: store.write(file.url, content))


def content_of(file: RemoteFile) -> bytes:
    """Return an object's bytes as one writer left them.

    Raises:
        StorageError: There is no such object, or the store does not answer.
    """
    return _asked(file, lambda store: store.content(file.url))


def modified(file: RemoteFile) -> datetime:
    """Return when an object was written, by the store's clock.

    Raises:
        StorageError: There is no such object, or the store does not answer.
    """
    return _asked(file, lambda store: store.modified(file.url))


def _asked(file: RemoteFile, ask: Callable[[SharedStore], A]) -> A:
    def asked(store: Store) -> A:
        if not isinstance(store, SharedStore):
            raise StorageError(errno.ENOTSUP, "is no object store", str(file))
        return ask(store)

    return ask_store(file.url, str(file), (), asked)
