"""Gives outlets old documents, and copies outlets, for benchmarks/scale.py."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.archive.index.surt import surt
from crawler.state import state_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_BATCH = 10_000
"""Names of one file, at most: a file system allows some 65,000."""
_CACHE = -1_000_000
"""Size of the cache with which a state is filled, in KiB, negative as SQLite wants it: its indexes have random keys."""
_NAMED = (".jsonl", ".cdxj")
"""Endings of the files that hold the outlet's name."""
_NAMING = {"captures": "warc", "archives": "warc", "documents": "row", "events": "row", "runs": "summary"}
"""The columns of the state that hold the outlet's name, by table."""


def old_rows(count: int, first: int, template: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the manifest rows of old documents, and their lines."""
    host = template["url"].split("/news/")[0]
    for number in range(first, first + count):
        sha256 = hashlib.sha256(f"{host}{number}".encode()).hexdigest()
        url = f"{host}/news/2019/01/{number % 28 + 1:02}/{number + 5_000_000}"
        row = {
            **template,
            "name": f"{number:03}_{sha256[:16]}.txt",
            "url": url,
            "canonical_url": url,
            "captured": f"2019-01-{number % 28 + 1:02}T05:00:00.000000Z",
            "published": f"2019-01-{number % 28 + 1:02}T04:00:00+00:00",
            "offset": 10_000_000 + number * 3000,
            "record_id": f"urn:uuid:{sha256[:32]}",
            "payload_digest": f"sha1:{sha256[:32].upper()}",
            "sha256": sha256,
            "previous": None,
            "version": 1,
        }
        yield row, json.dumps(row, ensure_ascii=False) + "\n"


def inflate(output: Path, outlet: str, count: int) -> None:
    """Give an outlet old documents: rows of the state, lines of the manifest and the index, and texts."""
    folder = output / "text" / outlet
    with closing(sqlite3.connect(state_path(output, outlet), isolation_level=None)) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute(f"PRAGMA cache_size={_CACHE}")
        capture = _row(db, "SELECT * FROM captures WHERE page AND status = 200 LIMIT 1")
        document = _row(db, "SELECT * FROM documents ORDER BY number DESC LIMIT 1")
        (seq,) = db.execute("SELECT max(seq) + 1 FROM captures").fetchone()
        first, end, text = document["number"] + 1, document["end"], folder / json.loads(document["row"])["name"]
        index = []
        db.execute("BEGIN")
        with (folder / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
            for place, (row, line) in enumerate(old_rows(count, first, json.loads(document["row"]))):
                end += len(line.encode())
                shared = {"url": row["url"], "canonical_url": row["url"], "date": row["captured"]}
                _insert(db, "captures", {**capture, **shared, **_keys(row, capture), "seq": seq + place, "settled": 1})
                added = {"number": first + place, "seq": seq + place, "row": line, "end": end, "article": row["url"]}
                dated = {"published": row["published"], "day": row["published"][:10]}
                _insert(db, "documents", {**document, **added, **dated, "sha256": row["sha256"], "body": row["sha256"]})
                manifest.write(line)
                if place % _BATCH == 0:
                    shutil.copy(text, folder / row["name"])
                    text = folder / row["name"]
                else:
                    os.link(text, folder / row["name"])
                index.append(_index_line(row))
        db.execute("COMMIT")
    (output / "archive" / outlet / f"{outlet}.cdxj").write_text("".join(sorted(index)))


def _row(db: sqlite3.Connection, query: str) -> dict[str, Any]:
    rows = db.execute(query)
    return dict(zip((column[0] for column in rows.description), rows.fetchone(), strict=True))


def _keys(row: dict[str, Any], capture: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in capture.keys() & {"offset", "record_id", "payload_digest"}}


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))  # noqa: S608 - our own names


def _index_line(row: dict[str, Any]) -> str:
    fields = {
        "url": row["url"],
        "mime": "text/html",
        "status": "200",
        "digest": row["payload_digest"],
        "length": "3000",
        "offset": str(row["offset"]),
        "filename": row["warc"],
    }
    return f"{surt(row['url'])} 20190101050000 {json.dumps(fields)}\n"


def copy_outlet(source: Path, outlet: str, target: Path, name: str) -> None:
    """Copy an outlet to an output folder, under another name there and wherever its name is stored."""
    (target / "state").mkdir(parents=True, exist_ok=True)
    path = state_path(target, name)
    shutil.copy(state_path(source, outlet), path)
    for folder in ("archive", "text"):
        (target / folder / name).mkdir(parents=True)
        inodes: dict[int, Path] = {}
        for file in os.scandir(source / folder / outlet):
            copy = target / folder / name / file.name.replace(outlet, name)
            if file.name.endswith(_NAMED) and name != outlet:
                copy.write_text(Path(file).read_text("utf-8").replace(outlet, name), "utf-8")
            elif (same := inodes.setdefault(file.inode(), copy)) is copy:
                shutil.copy(file, copy)
            else:
                os.link(same, copy)
    if name == outlet:
        return
    with closing(sqlite3.connect(path)) as db, db:
        for table, column in _NAMING.items():
            db.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (outlet, name))  # noqa: S608 - our own names
        db.execute(
            "UPDATE documents SET end = found.end FROM (SELECT number, sum(length(CAST(row AS BLOB))) "
            "OVER (ORDER BY number) AS end FROM documents) AS found WHERE found.number = documents.number"
        )
