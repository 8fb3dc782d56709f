"""Cites an article: as a sentence, for BibTeX, and as CSL-JSON (citationstyles.org), which Zotero and pandoc read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "{}%#&_$"},
}
_SPECIAL = re.compile(r"[\\~^{}%#&_$]")
_IN_URL = re.compile(r"[\\{}\s]")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


@dataclass(frozen=True)
class Cited:
    """What a citation states."""

    id: str
    """The document's `id`, which no rebuild changes (docs/schema.md)."""
    publication: str
    """The outlet's name in its own spelling."""
    title: str
    authors: list[str]
    published: str | None
    """ISO 8601."""
    captured: str
    """WARC-Date."""
    url: str
    archived: str
    """Address of the archived page."""
    language: str
    digest: str
    """SHA-256 of the text, hexadecimal."""


@dataclass(frozen=True)
class Citation:
    """An article, cited in several forms."""

    text: str
    """One sentence."""
    bibtex: str
    csl: list[dict[str, Any]]
    """CSL-JSON: a list of one item."""


def citation_of(cited: Cited) -> Citation:
    """Return the citations of an article."""
    return Citation(_text(cited), _bibtex(cited), [_csl(cited)])


def _text(cited: Cited) -> str:
    day = (cited.published or cited.captured)[:10]
    authors = f"{'، '.join(cited.authors)}. " if cited.authors else ""
    title = f"«{cited.title}». " if cited.title else ""
    return (
        f"{authors}{title}{cited.publication}, {day}. {cited.url} "
        f"[{cited.captured}: {cited.archived}; id {cited.id}; sha256 {cited.digest}]"
    )


def _bibtex(cited: Cited) -> str:
    day = _DATE.match(cited.published or cited.captured)
    fields = {
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in cited.authors),
        "title": f"{{{_escaped(cited.title)}}}" if cited.title else "",
        "journal": _escaped(cited.publication),
        "year": day[1] if day else "",
        "month": str(int(day[2])) if day else "",
        "day": str(int(day[3])) if day else "",
        "url": _IN_URL.sub("", cited.url),
        "urldate": cited.captured[:10],
        "langid": _escaped(cited.language),
        "note": _escaped(f"Archived {cited.captured}, document {cited.id}, SHA-256 {cited.digest}"),
        "archive": _IN_URL.sub("", cited.archived),
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    body = ",\n".join(lines)
    return f"@misc{{warraq-{cited.id[:12]},\n{body}\n}}\n"


def _escaped(text: str) -> str:
    """Return a text in which TeX takes no letter for a command."""
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], " ".join(text.split()))


def _csl(cited: Cited) -> dict[str, Any]:
    item = {
        "id": f"warraq-{cited.id}",
        "type": "article-newspaper",
        "title": cited.title,
        "container-title": cited.publication,
        "author": [{"literal": author} for author in cited.authors],
        "issued": _date(cited.published),
        "accessed": _date(cited.captured),
        "URL": cited.url,
        "archive_location": cited.archived,
        "language": cited.language,
        "note": f"captured: {cited.captured}; document: {cited.id}; sha256: {cited.digest}",
    }
    return {name: value for name, value in item.items() if value}


def _date(stated: str | None) -> dict[str, Any] | None:
    """Return a date as CSL has it; None without one."""
    day = _DATE.match(stated or "")
    return {"date-parts": [[int(part) for part in day.groups()]]} if day else None
