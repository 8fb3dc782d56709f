"""Makes an output folder from the pages of the demo's site, without a crawl, and releases it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from corpus.export.choices import Choices
from corpus.export.folder import MANIFEST
from corpus.release.check import opened
from corpus.release.citation import CITATION, citation
from corpus.release.freeze import Corpus, release
from corpus.release.manifest import File, Manifest
from corpus.release.verify import Verification
from crawler.archive.read.pages import PageReader, read_archive
from crawler.demo import STORIES, answers
from crawler.state import State
from pipelines.article import article_of
from pipelines.documents.corpus import Corpus as Texts
from pipelines.profile.file import read_profile
from tests.support.output import OUTLET, archive, exchange

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.release.freeze import Released
    from crawler.archive.exchange import Exchange

SITE = "https://akhbar.example/"
SHARD = "data/train/akhbar.example/2024"


class Inline:
    """Extracts in this process: starting another one takes longer than all pages of the demo."""

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call the function."""
        return function(*arguments)


def pages() -> list[Exchange]:
    """Return an exchange for each story of the demo."""
    found, site = [], answers(SITE)
    for number, story in enumerate(STORIES):
        answer = site[story.path]
        body = answer.encoded()
        lines = [*answer.headers, ("Content-Length", str(len(body)))]
        lines += [("Content-Encoding", answer.coding)] if answer.coding else []
        head = "".join(f"{name}: {value}\r\n" for name, value in lines)
        one = exchange(number, b"HTTP/1.1 200 OK\r\n%b\r\n%b" % (head.encode(), body))
        one.url = SITE.rstrip("/") + quote(story.path)
        found.append(one)
    return found


def settle(output: Path, warc: Path) -> None:
    """Extract and store the pages of an archive, as a replay does."""
    reader = PageReader(get_crawler())
    with State(output, OUTLET.name) as state:
        corpus = Texts(output, state)
        for archived in read_archive(warc, (OUTLET,), print):
            (capture,) = state.add_captures([archived.capture])
            page = reader.page(archived._replace(capture=capture))
            corpus.settle([article_of(page, read_profile(output / "profiles", OUTLET.name)).article])
        corpus.close()


def make(output: Path) -> Path:
    """Make an output folder with the demo's five documents; return its only archive."""
    warc = archive(output, *pages())
    settle(output, warc)
    return warc


def freeze(output: Path, target: Path, **choices: Any) -> Released:
    """Release an output folder."""
    return release(Corpus(output, output / "profiles", (), {}), target, Choices(**choices))


def check(folder: Path, archives: list[Path] | None, **options: Any) -> tuple[list[str], Verification]:
    """Verify a release; return its defects as lines, the folder's path left out, and the verification."""
    verification = Verification(opened(folder), (), Settings(), Inline())  # type: ignore[arg-type]  # see `Inline`
    lines = [str(defect).replace(f"{folder}/", "") for defect in verification.run(archives, **options)]
    return lines, verification


def signed(folder: Path) -> None:
    """Write manifest and citation anew for the files as they are, as a forger would."""
    manifest = Manifest.of((folder / MANIFEST).read_bytes())
    record = json.loads((folder / "export.json").read_bytes())
    for part in (part for shard in record["shards"] for part in shard["files"]):
        part["sha256"] = hashlib.sha256((folder / part["path"]).read_bytes()).hexdigest()
    (folder / "export.json").write_text(json.dumps(record), "utf-8")
    files = []
    for file in manifest.files:
        content = (folder / file.path).read_bytes() if (folder / file.path).exists() else b""
        files.append(File(file.path, len(content), hashlib.sha256(content).hexdigest()))
    content = Manifest(**{**manifest.__dict__, "files": tuple(files)}).content()
    (folder / MANIFEST).write_bytes(content)
    (folder / CITATION).write_bytes(citation("one", hashlib.sha256(content).hexdigest(), manifest))
