"""The Croissant description of an export (MLCommons, Croissant 1.0): its files with their digests, and its columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus.export.card import TITLE
from corpus.export.choices import Format
from corpus.export.schema import COLUMNS, SCHEMA_VERSION

if TYPE_CHECKING:
    from corpus.export.record import Record

_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "string": "sc:Text",
    "strings": "sc:Text",
    "int32": "cr:Int32",
    "int64": "cr:Int64",
    "float64": "cr:Float64",
    "bool": "sc:Boolean",
    "date32": "sc:Date",
    "timestamp": "sc:DateTime",
}
_MEDIA = {
    Format.PARQUET: "application/x-parquet",
    Format.JSONL_GZ: "application/gzip",
    Format.JSONL_ZST: "application/zstd",
}
_FILES = "documents"
"""The identifier of the set of files."""


def croissant(record: Record) -> bytes:
    """Return the description of an export as JSON-LD. Its day is that of the last capture.

    A Parquet export describes its columns, without `rights`, whose parts Croissant 1.0 cannot name in Parquet.
    """
    total = record.figures()
    days = total.captured
    media = _MEDIA.get(record.form, "application/jsonlines")
    files = [_file(part.path, media, part.bytes, part.sha256) for part in record.parts()]
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": TITLE,
        "description": "Texts of Arabic news with their metadata, and the place of each page in a web archive.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": f"{TITLE}, {total.documents.total()} documents, captured {' to '.join(days)}",
        "datePublished": days[-1],
        "inLanguage": "ar",
        "license": "https://schema.org/CreativeWork",
        "version": f"{SCHEMA_VERSION}.0.0",
        "distribution": files,
    }
    if record.form is Format.PARQUET:
        described["distribution"] = [*files, _set()]
        described["recordSet"] = [{"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": _fields()}]
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _file(path: str, media: str, size: int, sha256: str) -> dict[str, Any]:
    named = {"@type": "cr:FileObject", "@id": path, "name": path, "contentUrl": path}
    return {**named, "contentSize": f"{size} B", "encodingFormat": media, "sha256": sha256}


def _set() -> dict[str, Any]:
    media = _MEDIA[Format.PARQUET]
    named = {"@type": "cr:FileSet", "@id": _FILES, "name": _FILES}
    return {**named, "encodingFormat": media, "includes": "data/*/*/*.parquet"}


def _fields() -> list[dict[str, Any]]:
    fields = []
    for name, kind, meaning, _ in COLUMNS:
        if kind not in _TYPES:
            continue
        field: dict[str, Any] = {"@type": "cr:Field", "@id": f"rows/{name}", "name": name, "description": meaning}
        if kind == "strings":
            field["repeated"] = True
        source = {"fileSet": {"@id": _FILES}, "extract": {"column": name}}
        fields.append({**field, "dataType": _TYPES[kind], "source": source})
    return fields
