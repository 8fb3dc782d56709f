"""Runs a command in the process of the test: it takes milliseconds, where a process of its own takes seconds."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from scrapy.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.commands import ScrapyCommand


def run_here(command: ScrapyCommand, output: Path, *words: str, **settings: Any) -> int:
    """Run a command with arguments and return its exit code.

    Args:
        command: The command.
        output: The output folder.
        words: Options and arguments.
        settings: Further settings.
    """
    loader = "crawler.loader.OutletLoader"
    own = {"OUTPUT": str(output), "SPIDER_MODULES": ["crawler.spiders"], "SPIDER_LOADER_CLASS": loader}
    command.settings = Settings({**own, **settings})
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(list(words))
    command.run(args, opts)
    return command.exitcode
