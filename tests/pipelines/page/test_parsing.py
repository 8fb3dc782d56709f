"""The tree of a page is trafilatura's, whether or not trafilatura repairs the page first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trafilatura

from pipelines.page.parsing import parsed
from tests.support.project import ROOT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BODY = "<head><title>وصول القطار</title></head><body><p>وصل القطار إلى المحطة<!-- في موعده --> مساء.</p></body></html>"
OLD = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
AT_ONCE = {
    "html5": f"<!doctype html>\n<html lang=ar>{BODY}",
    "one line": f"<!DOCTYPE html><html>{BODY}",
    "no document type": f"<html>{BODY}",
    "white space first": f"\r\n\t <!DOCTYPE html>\n<html>{BODY}",
    "address in the document type": f'{OLD}\n<html xmlns="http://www.w3.org/1999/xhtml">{BODY}',
    "another declared charset": f'<!doctype html>\n<html><meta charset="windows-1256">{BODY}',
    "references": f"<!doctype html>\n<html>&#0;&#x80;&nbsp;&unknown;&#x202b;{BODY}",
    "two bodies": f"<!doctype html>\n<html><body><p>وصلت الحافلة.</p></body>{BODY}",
    "separators": f"<!doctype html>\n<html>\N{LINE SEPARATOR}\N{NEXT LINE}\N{FORM FEED}{BODY}".replace("\f", " "),
}
REPAIRED = {
    "empty": "",
    "a document type alone": "<!doctype html>",
    "plain text": "وصل القطار إلى المحطة.",
    "a fragment": "<p>وصل القطار.</p><p>وغادر.</p>",
    "an empty root": f"<!doctype html>\n<html lang=ar />\n{BODY}",
    "a null character": f"<!doctype html>\n<html>{BODY}".replace("القطار", "القط\0ار"),
    "a vertical tab": f"<!doctype html>\n<html>{BODY}".replace("القطار", "القط\vار"),
    "no character": f"<!doctype html>\n<html>{BODY}".replace("القطار", "القط\uffffار"),
    "half of a pair": f"<!doctype html>\n<html>{BODY}".replace("القطار", "القط\ud800ار"),
    "xml declaration": f'<?xml version="1.0" encoding="windows-1256"?>\n<html>{BODY}',
}


def nodes(tree: HtmlElement | None) -> list[object] | None:
    if tree is None:
        return None
    return [(str(one.tag), dict(one.attrib), one.text, one.tail) for one in tree.iter()]


@pytest.mark.parametrize("name", [*AT_ONCE, *REPAIRED])
def test_the_tree_is_the_one_of_trafilatura(name: str) -> None:
    text = (AT_ONCE | REPAIRED)[name]
    assert nodes(parsed(text)) == nodes(trafilatura.load_html(text))


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_page_without_faults_is_parsed_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("trafilatura.load_html")
    tree = parsed(AT_ONCE[name])
    assert tree is not None
    assert tree.findtext(".//title") == "وصول القطار"


def test_our_own_pages_give_the_same_tree() -> None:
    for path in sorted((ROOT / "tests/goldens/pages").glob("*.html")):
        text = path.read_bytes().decode("utf-8", "replace")
        assert nodes(parsed(text)) == nodes(trafilatura.load_html(text)), path.name
