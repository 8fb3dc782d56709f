"""`scrapy diff ID [ID2]`: what changed between versions of an article."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import UNREADABLE, Checked, add_json, fail, has_states, output_of, print_json, unreadable
from crawler.errors import UnknownDocumentError
from crawler.state import read_state
from pipelines.documents.differences import ADDED, CHANGED, REMOVED, SAME, changes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rich.text import Text

    from pipelines.documents.differences import Change

_ID = re.compile(r"^(?P<outlet>[^/]+)/(?P<number>\d{3,12})(?:_(?P<hex>[0-9a-f]{16})(?:\.txt)?)?$", re.ASCII)
CONTEXT = 1
"""Unchanged paragraphs shown on either side of a change."""
_STYLES = {SAME: "", REMOVED: "red strike", ADDED: "green"}
_LEADS = {SAME: " ", REMOVED: "-", ADDED: "+", CHANGED: "~"}
_MARKS = {SAME: ("", ""), REMOVED: ("[-", "-]"), ADDED: ("{+", "+}")}


class Command(Checked, ScrapyCommand):
    """Compare versions."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "OUTLET/NUMBER [OUTLET/NUMBER] [--json]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Show what changed between the versions of an article"

    def long_desc(self) -> str:
        """Return the description for `scrapy diff -h`."""
        return (
            "Name a document by its outlet and its number or file: aawsat.com/017, or aawsat.com/017_<hex>.txt. With "
            "one document it compares all versions of the article, each with the previous one; with two documents, "
            "which must be versions of one article, it compares these two. A terminal shows the changes in colour. "
            "Without colour, removed paragraphs begin with -, added ones with +, changed ones with ~, and changed "
            "words are marked [-removed-] and {+added+}. Exit codes: 0 all well, 1 a document does not exist or "
            "cannot be read, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json."""
        super().add_options(parser)
        add_json(parser, "print one JSON object")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Compare the versions and print the changes.

        Raises:
            UsageError: The arguments name no document, or documents of different articles.
        """
        if len(args) not in (1, 2):
            raise UsageError("Name one document or two: scrapy diff OUTLET/NUMBER [OUTLET/NUMBER]", print_help=False)
        matches = [_parsed(arg) for arg in args]
        output = output_of(self)
        outlet = matches[0]["outlet"]
        try:
            versions = _versions(output, args, matches)
            texts = [(output / "text" / outlet / row["name"]).read_text("utf-8").split("\n") for row in versions]
        except UnknownDocumentError as error:
            fail(self, str(error))
            return
        except UNREADABLE as error:
            fail(self, unreadable(error))
            return
        steps = [
            (one, two, changes(before, after))
            for (one, before), (two, after) in pairwise(zip(versions, texts, strict=True))
        ]
        if opts.json:
            print_json(_described(outlet, versions, steps))
        elif not steps:
            print(f"{_headed(outlet, versions[0])}: the only version of its article.")
        else:
            _show(outlet, steps)


def _parsed(arg: str) -> re.Match[str]:
    """Return the outlet, number and hex of a document's name.

    Raises:
        UsageError: The argument is not a document's name.
    """
    match = _ID.match(arg)
    if match is None:
        raise UsageError(
            f"{arg}: is not a document's name; write OUTLET/NUMBER or OUTLET/NUMBER_<hex>.txt.", print_help=False
        )
    return match


def _versions(output: Path, args: list[str], matches: list[re.Match[str]]) -> list[dict[str, Any]]:
    """Return the manifest rows of the versions to compare, in order.

    Raises:
        StateError: The state cannot be read.
        UnknownDocumentError: One of the documents does not exist.
        UsageError: The documents are versions of different articles.
    """
    if not has_states(output):
        raise UnknownDocumentError(f"{args[0]}: there is no such document: {output} has no state; crawl first.")
    found = [_versions_beside(output, match["outlet"], int(match["number"])) for match in matches]
    named = []
    for arg, match, rows in zip(args, matches, found, strict=True):
        own = [row for row in rows if _is_named(row["name"], match)]
        if not own:
            manifest = output / "text" / match["outlet"] / "manifest.jsonl"
            raise UnknownDocumentError(f"{arg}: there is no such document; {manifest} lists the existing ones.")
        named += own
    if found[0] != found[-1]:
        raise UsageError(f"{args[0]} and {args[1]} are versions of different articles.", print_help=False)
    return named if len(args) > 1 else found[0]


def _versions_beside(output: Path, outlet: str, number: int) -> list[dict[str, Any]]:
    """Return the manifest rows of all versions of a document's article; none without such a document."""
    with read_state(output, outlet) as state:
        return [] if state is None else state.versions_beside(number)


def _is_named(name: str, match: re.Match[str]) -> bool:
    """Return whether a document's file name fits the number and, if given, the hex."""
    number, _, rest = name.partition("_")
    return int(number) == int(match["number"]) and (match["hex"] is None or rest == f"{match['hex']}.txt")


def _shown(found: list[Change]) -> Iterator[Change | None]:
    """Yield the changes with `CONTEXT` paragraphs around them; None for each run of paragraphs left out."""
    places = [at for at, change in enumerate(found) if change.kind != SAME]
    near = {at + step for at in places for step in range(-CONTEXT, CONTEXT + 1)}
    for shown, group in groupby(range(len(found)), near.__contains__):
        yield from (found[at] for at in group) if shown else (None,)


def _headed(outlet: str, row: dict[str, Any]) -> str:
    """Return a version's name and dates, for display."""
    dates = [f"{name} {row[name]}" for name in ("captured", "published", "modified") if row[name]]
    return f"{outlet}/{row['name']} (version {row['version']}, {', '.join(dates)})"


def _show(outlet: str, steps: list[tuple[dict[str, Any], dict[str, Any], list[Change]]]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True)
    coloured = console.is_terminal and console.color_system is not None and not console.no_color
    for one, two, found in steps:
        lines = [Text(f"--- {_headed(outlet, one)}", style="bold"), Text(f"+++ {_headed(outlet, two)}", style="bold")]
        if all(change.kind == SAME for change in found):
            lines.append(Text("the same text"))
        else:
            lines += [Text("…") if change is None else _line(change, coloured) for change in _shown(found)]
        for line in lines:
            if coloured:
                console.print(line)
            else:
                print(line.plain)


def _line(change: Change, coloured: bool) -> Text:  # noqa: FBT001 - private, and called once
    """Return a paragraph for display; its changed words are coloured, or else marked."""
    from rich.text import Text

    pieces: Iterable[tuple[str, str]] = ((words, _STYLES[kind]) for kind, words in change.words)
    if change.kind == CHANGED and not coloured:
        pieces = ((f"{_MARKS[kind][0]}{words}{_MARKS[kind][1]}", "") for kind, words in change.words)
    return Text.assemble(f"{_LEADS[change.kind]} ", Text(" ").join(Text(words, style) for words, style in pieces))


def _described(
    outlet: str, versions: list[dict[str, Any]], steps: list[tuple[dict[str, Any], dict[str, Any], list[Change]]]
) -> dict[str, Any]:
    keys = ("name", "version", "url", "captured", "published", "modified", "sha256")
    return {
        "outlet": outlet,
        "article": versions[0]["canonical_url"],
        "versions": [{key: row[key] for key in keys} for row in versions],
        "changes": [
            {
                "from": one["name"],
                "to": two["name"],
                "paragraphs": [
                    {"kind": change.kind, "words": [{"kind": kind, "text": text} for kind, text in change.words]}
                    for change in found
                ],
            }
            for one, two, found in steps
        ],
    }
