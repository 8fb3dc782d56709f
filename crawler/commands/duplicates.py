"""`scrapy duplicates`: finds the documents with nearly the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands import Checked, add_json, fail, has_states, output_of, print_json, uncrawled, unwritable
from crawler.errors import CorpusError, DerivedError, LockedError, StateError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from corpus.duplicates import Place


class Command(Checked, ScrapyCommand):
    """Find the documents with nearly the same text."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments, for the usage line."""
        return "[--json]"

    def short_desc(self) -> str:
        """Return the line for `scrapy -h`."""
        return "Find the documents with nearly the same text, and keep them in OUTPUT/derived/duplicates.sqlite"

    def long_desc(self) -> str:
        """Return the description for `scrapy duplicates -h`."""
        return (
            "Brings OUTPUT/derived/duplicates.sqlite up to date: near-duplicates, as wire copy, rewrites, and an "
            "article with its longer form, in clusters around the one that was published first. It reads only "
            "documents that are new since the last time; scrapy grow does the same at its end. Prints how many there "
            "are. Exit codes: 0 all well, 1 something could not be read or written, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json."""
        super().add_options(parser)
        add_json(
            parser, "print each cluster as a JSON object: its representative, and the others with kind and similarity"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Update the store, and print its figures or its clusters.

        Raises:
            UsageError: The command was given an argument.
        """
        from corpus.duplicates import duplicates_of, update_duplicates

        if args:
            raise UsageError("scrapy duplicates takes no arguments.", print_help=False)
        output = output_of(self)
        try:
            if not has_states(output):
                fail(self, uncrawled(output))
                return
            self._update(output, update_duplicates)
            with duplicates_of(output) as duplicates:
                if opts.json:
                    for cluster in duplicates.clusters():
                        print_json(_row(cluster))
                else:
                    documents, clusters, others = duplicates.count()
                    print(f"{documents} documents; {others} of them are near-duplicates of {clusters} that came first")
        except StateError as error:
            fail(self, str(error))
        except BrokenPipeError:
            raise  # of stdout
        except (DerivedError, OSError) as error:
            fail(self, unwritable(output, error))

    def _update(self, output: Path, update: Callable[[Path, Callable[[int], None]], None]) -> None:
        """Update the store; what could not be read is told, and the rest was taken."""
        from crawler.run.meter import counter

        try:
            with counter("documents compared") as advance:
                update(output, advance)
        except (CorpusError, LockedError, StateError) as error:
            fail(self, str(error))


def _row(cluster: list[Place]) -> dict[str, Any]:
    """Return a cluster as `--json` prints it. Its documents have the names that `scrapy diff` takes."""
    representative, *others = cluster
    return {
        "representative": "{}/{}".format(*representative.document),
        "documents": [
            {"document": "{}/{}".format(*one.document), "kind": one.kind, "similarity": one.similarity}
            for one in others
        ],
    }
