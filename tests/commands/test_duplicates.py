"""`scrapy duplicates` tells how many documents have nearly the text of another, and lists them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.corpus.duplicates.stored import report, store
from tests.support.project import scrapy

if TYPE_CHECKING:
    from pathlib import Path


def test_clusters_are_counted_and_listed(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", report(1, 2), report(3, 4))
    store(tmp_path, "alhurra.com", report(1, 2), hour=1)
    store(tmp_path, "wafa.ps", report(1, 2, 5), hour=2)
    run = scrapy("duplicates", "-s", f"OUTPUT={tmp_path}")
    assert run.stdout == "4 documents; 2 of them are near-duplicates of 1 that came first\n"
    run = scrapy("duplicates", "--json", "-s", f"OUTPUT={tmp_path}")
    (cluster,) = map(json.loads, run.stdout.splitlines())
    assert cluster["representative"] == "alroya.om/0"
    assert [(one["document"], one["kind"]) for one in cluster["documents"]] == [
        ("alhurra.com/0", "edited"),
        ("wafa.ps/0", "contains"),
    ]
    assert all(0.5 < one["similarity"] < 1 for one in cluster["documents"])
