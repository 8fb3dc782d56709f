"""`scrapy duplicates`: lists the texts that several outlets have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, fail, has_states, output_of, uncrawled, unwritable
from crawler.errors import DerivedError, StateError

if TYPE_CHECKING:
    import argparse


class Command(Checked, ScrapyCommand):
    """List the texts that several outlets have."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "List the texts that several outlets have, in OUTPUT/derived/copies.jsonl"

    def long_desc(self) -> str:
        """Return the description for `scrapy duplicates -h`."""
        return (
            "Brings OUTPUT/derived/copies.jsonl up to date: texts (without title) that several outlets have, as wire "
            "copy. It reads only documents that are new since the last time; scrapy grow does the same at its end. "
            "Exit codes: 0 all well, 1 something could not be read or written, 2 wrong usage."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        """Update the list, and print its number of texts.

        Raises:
            UsageError: The command was given an argument.
        """
        from corpus.copies import COPIES, DERIVED, update_copies

        if args:
            raise UsageError("scrapy duplicates takes no arguments.", print_help=False)
        output = output_of(self)
        try:
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            print(f"{output / DERIVED / COPIES}: {update_copies(output)} texts that several outlets have")
        except StateError as error:
            fail(self, str(error))
        except DerivedError as error:
            fail(self, unwritable(output, error))
