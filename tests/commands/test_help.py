"""What `-h` prints, beside the words of each command."""

from __future__ import annotations

from argparse import ArgumentParser

from scrapy.commands import ScrapyHelpFormatter
from scrapy.settings import Settings

from crawler.commands.verify import Command


def test_a_line_of_an_options_help_is_no_heading_whatever_it_ends_with() -> None:
    command = Command()
    command.settings = Settings()
    parser = ArgumentParser(formatter_class=ScrapyHelpFormatter)
    command.add_options(parser)
    parser.add_argument("--one", help="what is told here:")
    shown = parser.format_help()
    assert "what is told here:" in shown
    assert "Global Options\n--------------\n" in shown
