"""The columns of an export: one fixed schema, whose types never change with the documents."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from corpus.quality.columns import SIGNALS

SCHEMA_VERSION = 3
"""Raised when a column is added, removed or renamed, or gets another type or meaning."""


class Column(NamedTuple):
    """A column."""

    name: str
    """Its name."""
    kind: str
    """Its type: a key of `_ARROW`."""
    meaning: str
    """One line for people."""
    nulls: bool = False
    """Whether a value may be null: what is not known is null, never an empty string."""


COLUMNS = (
    Column("id", "string", "32 hexadecimal digits made of outlet, article and time of capture; it never moves"),
    Column("outlet", "string", "the outlet's name: its main domain"),
    Column("number", "int32", "number within the outlet; a back-fill may move it"),
    Column("version", "int32", "version of the article, from 1"),
    Column("name", "string", "file name under `text/<outlet>/`"),
    Column("article", "string", "canonical URL of the article, which all its versions share"),
    Column("title", "string", "the headline", nulls=True),
    Column("text", "string", "the body without the title, one paragraph a line"),
    Column("words", "int32", "words of `text`: what stands between spaces and line ends"),
    Column("day", "date32", "day of publication; of the capture where the page states none"),
    Column("published", "string", "publication as the page states it: a date, or a time with its offset", nulls=True),
    Column("published_utc", "timestamp", "the same in UTC; null for a date without a time", nulls=True),
    Column("modified", "string", "last change after publication, as the page states it", nulls=True),
    Column("modified_utc", "timestamp", "the same in UTC; null for a date without a time", nulls=True),
    Column("captured", "string", "time of the capture, as exact as the archive has it (WARC-Date)"),
    Column("captured_utc", "timestamp", "the same, to the microsecond", nulls=True),
    Column("url", "string", "the address that was requested"),
    Column("canonical_url", "string", "one form for all spellings of `url`"),
    Column("declared_url", "string", "the address that the page declares", nulls=True),
    Column("next_page", "string", "address of the article's next page: the text is the first of several", nulls=True),
    Column(
        "publication", "string", "the outlet's name in its own spelling; null for a site without a file", nulls=True
    ),
    Column("land", "string", "country of publication, ISO 3166-1 alpha-2; null where it is not known", nulls=True),
    Column("section", "string", "the outlet's name for the section", nulls=True),
    Column("authors", "strings", "as the page names them"),
    Column("tags", "strings", "keywords as the page gives them"),
    Column("description", "string", "the page's own summary", nulls=True),
    Column("image", "string", "address of the article's picture", nulls=True),
    Column("language", "string", "ISO 639-1 code of the text", nulls=True),
    Column("language_score", "float64", "how sure the detector is, 0 to 1"),
    Column("credit", "string", "source that a credit line of the text names", nulls=True),
    Column("rights", "rights", "the outlet's statements for machines about archiving and mining the page"),
    Column("reserved", "bool", "whether these reserve archiving or text and data mining"),
    Column("cut", "strings", "paragraphs that the rules removed from the text"),
    Column("page_characters", "int32", "characters of the page that holds the text, markup included", nulls=True),
    Column("copy_of", "string", "`id` of the first document here with the same text; null for that one", nulls=True),
    Column("copies", "int32", "documents here with the same text, with this one"),
    Column("story", "string", "16 digits that documents of one article, and copies of each other, share"),
    Column("near_of", "string", "`id` of the first published of its near-duplicates here; null for that", nulls=True),
    Column("near_kind", "string", "`same`, `contains` or `edited`: how it differs from `near_of`", nulls=True),
    Column("near_similarity", "float64", "share of three-word sequences that both have, 0 to 1", nulls=True),
    Column("warc", "string", "file name of the archive with the page"),
    Column("offset", "int64", "first byte of its record there"),
    Column("record_id", "string", "WARC-Record-ID", nulls=True),
    Column("payload_digest", "string", "WARC-Payload-Digest", nulls=True),
    Column("sha256", "string", "SHA-256 of the document's file: title, line end, text"),
    Column("rules", "string", "version of Warraq's rules"),
    Column("extractor", "string", "extraction library and its version"),
    Column("profile", "string", "digest of the outlet's profile", nulls=True),
    *(Column(f"quality_{name}", kind, meaning, nulls=True) for name, kind, meaning in SIGNALS),
)
"""All columns, in their order."""

NAMES = tuple(column.name for column in COLUMNS)
FEW_VALUES = (
    *("outlet", "version", "day", "publication", "land", "section", "authors", "tags", "language", "credit", "warc"),
    *("rules", "extractor", "profile", "rights.robots.list.element", "rights.tdm", "reserved", "copies", "near_kind"),
)
"""Leaves whose values recur in a file, so that a dictionary makes it smaller."""
LONG = frozenset({"text", "cut", "description", "title"})
"""Columns whose smallest and largest values help no filter."""
_RIGHTS = (("robots", "strings"), ("tdm", "string"), ("tdm_policy", "string"), ("signals", "signals"))
_SIGNALS = (("name", "string"), ("value", "string"))
_SHOWN = {
    "strings": "list of strings",
    "rights": "struct of `robots` (list of strings), `tdm`, `tdm_policy` (strings), `signals` (list of name and value)",
    "timestamp": "timestamp, microseconds, UTC",
    "date32": "date",
    "float64": "float64",
}


@cache
def arrow_schema() -> Any:
    """Return the schema as a `pyarrow.Schema`, with its version as metadata."""
    import pyarrow as pa  # noqa: PLC0415 - what only names columns needs no library

    kinds: dict[str, Any] = {
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "date32": pa.date32(),
        "timestamp": pa.timestamp("us", tz="UTC"),
        "strings": pa.list_(pa.string()),
    }
    kinds["signals"] = pa.list_(pa.struct([(name, kinds[kind]) for name, kind in _SIGNALS]))
    kinds["rights"] = pa.struct([(name, kinds[kind]) for name, kind in _RIGHTS])
    fields = [pa.field(column.name, kinds[column.kind], nullable=column.nulls) for column in COLUMNS]
    return pa.schema(fields, metadata={"warraq.schema": str(SCHEMA_VERSION)})


def features() -> list[str]:
    """Return the columns as YAML lines of a dataset card: `features` of Hugging Face's `dataset_info`."""
    kinds: dict[str, list[str]] = {
        "strings": ["list: string"],
        "timestamp": ["dtype: timestamp[us, tz=UTC]"],
        "signals": ["list:", *_members(_SIGNALS, {})],
    }
    kinds["rights"] = ["struct:", *_members(_RIGHTS, kinds)]
    return _members([(column.name, column.kind) for column in COLUMNS], kinds)


def _members(members: Any, kinds: dict[str, list[str]]) -> list[str]:
    lines = []
    for name, kind in members:
        lines += [f"- name: {name}", *(f"  {line}" for line in kinds.get(kind, [f"dtype: {kind}"]))]
    return lines


def described() -> str:
    """Return the columns as a table in Markdown."""
    lines = ["| column | type | null | meaning |", "| --- | --- | --- | --- |"]
    for name, kind, meaning, nulls in COLUMNS:
        lines.append(f"| `{name}` | {_SHOWN.get(kind, kind)} | {'yes' if nulls else 'never'} | {meaning} |")
    return "\n".join(lines) + "\n"
