"""Reads a document's text from the corpus."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from crawler.errors import CorpusError
from pipelines.length import MOST_LETTERS

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 8 * MOST_LETTERS
"""Bytes read of a text, at most: letters have up to four, and marks and spaces stand beside them."""


def read_document(folder: Path, name: str, sha256: str) -> bytes:
    """Return a document's text, with its title, as UTF-8.

    Args:
        folder: The folder of its outlet's texts.
        name: Its file name.
        sha256: SHA-256 of its bytes, in hexadecimal, or its beginning: 16 digits are in its name.

    Raises:
        CorpusError: It is missing, or is not the text that the manifest names.
    """
    path = f"{folder}/{name}"
    try:
        # A file object costs as much again as the reading, and space for the largest text ten times as much.
        descriptor = os.open(path, os.O_RDONLY)
        try:
            content = os.read(descriptor, min(os.fstat(descriptor).st_size, MOST_BYTES + 1))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror}); run scrapy verify.") from error
    if not hashlib.sha256(content).hexdigest().startswith(sha256):
        raise CorpusError(f"{path}: has other bytes than its manifest states; run scrapy verify.")
    return content
