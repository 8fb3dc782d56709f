"""`scrapy clean`: applies the text steps to text files."""

from __future__ import annotations

import json
import re
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, abandon_stdout, fail
from crawler.errors import ProfileError, TextFileError
from crawler.files import files_under, write_whole
from crawler.state.rows import json_line
from pipelines.page.charset import check_text, decode
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    import argparse

    from pipelines.profile.model import Profile
    from pipelines.strip import Stripped

MANIFEST = "manifest.jsonl"
"""File name of the table of texts, beside them."""
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|article|main|p)\b",
    re.IGNORECASE | re.DOTALL,
)
"""The beginning of an HTML page, or of a piece of one."""
LARGEST = 16 * 1024 * 1024
"""Bytes of a file, at most. An article of the corpus has a few thousand; a step holds several copies in memory."""


class Command(Checked, ScrapyCommand):
    """Apply the text steps to text files; write the texts to stdout or into a folder."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "FILE|DIR... [-o DIR] [--learn]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Clean text files: normalize, strip appendices and inserts, judge"

    def long_desc(self) -> str:
        """Return the description for `scrapy clean -h`."""
        return (
            "Applies the text steps of a crawl to each FILE, and to each .txt file in a folder, in any encoding of "
            "Arabic; HTML is for scrapy extract. "
            "Writes the texts to stdout, with a blank line between them, or into DIR under the files' names, with a "
            "manifest.jsonl that names each text's source and what was cut. With --learn, lines that most of the texts "
            "repeat are removed too: name texts of one outlet only. Exit codes: 0 all well, 1 a file could not be read "
            "or written, or was rejected, or there are too few files to learn from, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add -o and --learn."""
        super().add_options(parser)
        parser.add_argument("-o", dest="folder", metavar="DIR", help="write the texts into DIR (made if missing)")
        parser.add_argument("--learn", action="store_true", help="learn from these files what their outlet repeats")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Clean the files that `args` names.

        An older text of the same name in DIR is replaced, so that a run can be repeated. A FILE itself is never
        overwritten.

        Raises:
            UsageError: No file is named, or two files with the same name would go into one folder.
        """
        if not args:
            raise UsageError("Name at least one text file: scrapy clean FILE... [-o DIR]", print_help=False)
        paths = [path for arg in args for path in self._files(Path(arg))]
        folder = None if opts.folder is None else Path(opts.folder)
        if folder is not None:
            _check_names(paths)
            if not self._make(folder):
                return
        try:
            profile = _learned(paths) if opts.learn else None
        except ProfileError as error:
            fail(self, str(error))
            return
        written = False
        rows: list[dict[str, Any]] = []
        for path in paths:
            try:
                found = _cleaned(path, profile)
                text = found.text.encode()
                if folder is not None:
                    _save(folder / path.name, text, path)
                    rows.append(_row(path, found))
                    continue
            except TextFileError as error:
                fail(self, f"{path}: {error}.")
                continue
            if not self._print(path, b"\n\n" * written + text):
                return
            written = True
        if folder is not None:
            self._save_manifest(folder, rows)

    def _files(self, path: Path) -> list[Path]:
        """Return a file, or the text files in a folder; a folder without one is named, and fails the command."""
        if not path.is_dir():
            return [path]
        found = [file for file in files_under(path) if file.suffix == ".txt"]
        if not found:
            fail(self, f"{path}: holds no .txt file; name the files in it.")
        return found

    def _print(self, path: Path, text: bytes) -> bool:
        """Write a text to stdout; return whether that was possible."""
        try:
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
        except OSError as error:
            fail(self, f"{path}: cannot be written to stdout ({error.strerror}); name a folder with -o.")
            abandon_stdout()
            return False
        return True

    def _make(self, folder: Path) -> bool:
        """Make the folder of the texts; return whether it exists now."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(self, f"{folder}: cannot be created ({error.strerror}); name another folder with -o.")
            return False
        return True

    def _save_manifest(self, folder: Path, rows: list[dict[str, Any]]) -> None:
        """Write the manifest of the folder's texts: rows of this run, and those of an earlier one for other names."""
        path = folder / MANIFEST
        try:
            kept = _rows_of(path, {row["name"] for row in rows})
            if rows:
                write_whole(path, "".join(map(json_line, [*kept, *rows])).encode())
        except (OSError, ValueError) as error:
            fail(self, f"{path}: cannot be written ({error}); check the file, or name another folder with -o.")


def _cleaned(path: Path, profile: Profile | None) -> Stripped:
    """Return a file's text after all steps.

    Raises:
        TextFileError: It cannot be read, or is rejected.
    """
    from pipelines.clean import judged_text

    try:
        return judged_text(_read(path), profile)
    except Rejected as rejected:
        raise TextFileError(f"is rejected ({rejected}); leave it out") from None


def _row(source: Path, found: Stripped) -> dict[str, Any]:
    """Return the manifest's row of a text."""
    from pipelines.extract import RULES

    return {
        "name": source.name,
        "sha256": sha256(found.text.encode()).hexdigest(),
        "source": str(source),
        "rules": RULES,
        "cut": list(found.cut),
    }


def _rows_of(path: Path, without: set[str]) -> list[dict[str, Any]]:
    """Return the rows of an earlier manifest, without those of some names and of texts that are no longer there.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not a manifest of this command.
    """
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if any(not isinstance(row, dict) or "source" not in row for row in rows):
        raise ValueError("it is not a manifest of scrapy clean")
    return [row for row in rows if row["name"] not in without and (path.parent / row["name"]).exists()]


def _learned(paths: list[Path]) -> Profile:
    """Return the profile of a batch of files; a file that cannot be read is left out, and named later.

    Raises:
        ProfileError: There are too few.
    """
    from pipelines.profile.learning import learn
    from pipelines.sheet import sheet_of_text

    sheets = []
    for path in paths:
        with suppress(TextFileError):
            sheets.append(sheet_of_text(_read(path)))
    return learn(sheets)


def _check_names(paths: list[Path]) -> None:
    """Refuse two files with the same name, and one with the manifest's.

    Raises:
        UsageError: There are such files.
    """
    first: dict[str, Path] = {}
    for path in paths:
        if path.name == MANIFEST:
            raise UsageError(f"{path}: the folder's table has this name; rename the file.", print_help=False)
        if path.name in first:
            raise UsageError(
                f"{first[path.name]} and {path} have the same name, so one would overwrite the other in the "
                "folder; clean them in two runs, with two folders.",
                print_help=False,
            )
        first[path.name] = path


def _read(path: Path) -> str:
    """Return a file's text.

    Raises:
        TextFileError: It cannot be read, is too large, is HTML, or has no encoding of Arabic text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise TextFileError("does not exist; check the name") from None
    except (OSError, ValueError) as error:
        raise TextFileError(f"cannot be read ({error}); check its permissions") from None
    if len(content) > LARGEST:
        raise TextFileError(f"has more than {LARGEST:,} bytes; split it, one article a file")
    try:
        text = decode(content, "text/plain")
        check_text(text)
    except Rejected as rejected:
        raise TextFileError(f"has no encoding that makes it Arabic text ({rejected.detail}); convert it") from None
    if _HTML.match(text):
        raise TextFileError("is HTML and not text; scrapy extract takes HTML")
    return text


def _save(target: Path, text: bytes, source: Path) -> None:
    """Write a text, but never over its source file.

    Raises:
        TextFileError: The target is the source file and would change, or it cannot be written.
    """
    try:
        if target.exists() and target.samefile(source):
            if target.read_bytes() == text:
                return
            raise TextFileError("would overwrite itself; name another folder with -o")
        write_whole(target, text)
    except OSError as error:
        raise TextFileError(
            f"cannot be written to {target} ({error.strerror}); check the folder, or name another"
        ) from None
