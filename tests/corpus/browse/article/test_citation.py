"""Citations hold what the page states, and no letter of it is a command."""

from __future__ import annotations

from dataclasses import replace

from corpus.browse.article.citation import Cited, citation_of

CITED = Cited(
    id="0123456789abcdef" * 2,
    publication="وكالة الأنباء",
    title="خطة جديدة",
    authors=["مازن شعيب", "هدى علي"],
    published="2026-10-13T19:40:00+03:00",
    captured="2026-10-14T08:00:00Z",
    url="https://akhbar.example/1?a=b&c_d",
    archived="http://localhost/archived/20261014080000/https://akhbar.example/1?a=b&c_d",
    language="ar",
    digest="ab" * 32,
)


def test_the_forms_of_a_citation() -> None:
    found = citation_of(CITED)
    assert found.text.startswith("مازن شعيب، هدى علي. «خطة جديدة». وكالة الأنباء, 2026-10-13. https://akhbar.example/1")
    assert found.bibtex.startswith("@misc{warraq-0123456789ab,\n  author = {{مازن شعيب} and {هدى علي}},\n")
    assert (
        "  year = {2026},\n  month = {10},\n  day = {13},\n  url = {https://akhbar.example/1?a=b&c_d},\n"
        in found.bibtex
    )
    (item,) = found.csl
    assert item["author"] == [{"literal": "مازن شعيب"}, {"literal": "هدى علي"}]
    assert item["accessed"] == {"date-parts": [[2026, 10, 14]]}


def test_a_hostile_title_stays_in_its_field() -> None:
    found = citation_of(replace(CITED, title="a}, note={b \\input{x} 1% #1 $&_~^", url="https://a.example/}{\\x"))
    (title,) = (line for line in found.bibtex.split("\n") if line.startswith("  title"))
    assert title == (
        r"  title = {{a\}, note=\{b \textbackslash{}input\{x\} 1\% \#1 \$\&\_\textasciitilde{}\textasciicircum{}}},"
    )
    assert "  url = {https://a.example/x},\n" in found.bibtex


def test_what_is_not_known_is_left_out() -> None:
    found = citation_of(replace(CITED, title="", authors=[], published=None))
    assert found.text.startswith("وكالة الأنباء, 2026-10-14. ")
    assert "author" not in found.bibtex
    assert "title" not in found.csl[0]
    assert "issued" not in found.csl[0]
