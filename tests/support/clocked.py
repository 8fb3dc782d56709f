"""Runs a Scrapy command at another time: `python -m tests.support.clocked 2026-03-01T06:00:00+00:00 crawl OUTLET`."""

from __future__ import annotations

import sys
from datetime import datetime

import time_machine
from scrapy.cmdline import execute

if __name__ == "__main__":
    _, moment, *arguments = sys.argv
    with time_machine.travel(datetime.fromisoformat(moment), tick=True):
        execute(["scrapy", *arguments])
