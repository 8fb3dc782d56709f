"""Rights: the machine-readable statements of outlets, and their effect."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.network.robotstxt import signals_of
from crawler.rights import headers_of, reserved, rights_of
from pipelines.rights import rights_statements

OURS = b"Content-Signal: ai-train=yes\n"
SIGNALS = b"User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n"


@pytest.mark.parametrize(
    ("headers", "page", "robots", "rights", "reserves"),
    [
        ([], "", b"", {}, False),
        ([(b"Content-Type", b"text/html")], "<meta name=viewport content=noarchive>", b"User-agent: *\n", {}, False),
        ([(b"X-Robots-Tag", b"noarchive, nofollow")], "", b"", {"robots": ["noarchive"]}, True),
        ([(b"x-robots-tag", b"NoAI"), (b"X-Robots-Tag", b"nocache")], "", b"", {"robots": ["noai", "nocache"]}, True),
        ([(b"X-Robots-Tag", b"otherbot: noarchive")], "", b"", {}, False),
        ([(b"X-Robots-Tag", b"Warraq: noarchive")], "", b"", {"robots": ["noarchive"]}, True),
        ([(b"X-Robots-Tag", b"unavailable_after: 25 Jun 2010 15:00:00 PST")], "", b"", {}, False),
        ([(b"X-Robots-Tag", b"max-snippet:-1, noarchive")], "", b"", {"robots": ["noarchive"]}, True),
        ([], "<meta name=ROBOTS content='index, noarchive'>", b"", {"robots": ["noarchive"]}, True),
        ([], "<meta name=warraq content=none>", b"", {"robots": ["none"]}, False),
        ([], "<meta name=googlebot content=noarchive>", b"", {}, False),
        ([], "<meta name=robots content='index, follow, max-snippet:-1'>", b"", {}, False),
        ([(b"TDM-Reservation", b" 1 ")], "", b"", {"tdm": "1"}, True),
        ([(b"tdm-reservation", b"0")], "", b"", {"tdm": "0"}, False),
        ([(b"tdm-reservation", b"yes")], "", b"", {}, False),
        (
            [(b"tdm-reservation", b"0")],
            "<meta name=tdm-reservation content=1><meta name=tdm-policy content=https://a.example/p.json>",
            b"",
            {"tdm": "1", "tdm_policy": "https://a.example/p.json"},
            True,
        ),
        ([(b"tdm-reservation", b"1"), (b"tdm-policy", b"javascript:x")], "", b"", {"tdm": "1"}, True),
        ([], "", SIGNALS, {"signals": {"ai-train": "no", "search": "yes"}}, True),
        ([], "", b"User-agent: *\nContent-signal: ai-train=yes,x=maybe\n", {"signals": {"ai-train": "yes"}}, False),
        ([], "", b"User-agent: other\nContent-Signal: ai-train=no\n\nUser-agent: *\nAllow: /\n", {}, False),
        ([], "", SIGNALS + b"User-agent: Warraq\n" + OURS, {"signals": {"ai-train": "yes"}}, False),
        ([], "", SIGNALS + OURS, {"signals": {"ai-train": "no", "search": "yes"}}, True),
    ],
)  # fmt: skip
def test_what_is_said_and_what_it_comes_to(
    headers: list[tuple[bytes, bytes]], page: str, robots: bytes, rights: dict[str, Any], *, reserves: bool
) -> None:
    tree = html.fromstring(f"<html><head>{page}</head><body>نص</body></html>")
    assert rights_of(headers, rights_statements(tree), signals_of(robots)) == rights
    assert reserved(rights) is reserves


@given(st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=60))), st.binary(max_size=200))
def test_any_bytes_say_something_or_nothing(headers: list[tuple[bytes, bytes]], robots: bytes) -> None:
    named = [(b"X-Robots-Tag", value) for _, value in headers] + [(b"tdm-reservation", value) for _, value in headers]
    assert set(rights_of(headers + named, (), signals_of(b"User-agent: *\nContent-Signal: " + robots))) <= {
        "robots",
        "tdm",
        "tdm_policy",
        "signals",
    }


# --- Both sides of each limit ----------------------------------------------------------------------------------


def directives(headers: list[tuple[bytes, bytes]], metas: list[tuple[str, str]] | None = None) -> list[str]:
    found: list[str] = rights_of(headers, metas or ()).get("robots", [])
    return found


@pytest.mark.parametrize(("end", "read"), [(2_083, ["noarchive"]), (2_084, [])])
def test_two_thousand_and_eighty_three_characters_of_a_value_are_read(end: int, read: list[str]) -> None:
    value = ",noarchive".rjust(end, "x")
    header = (b"X-Robots-Tag", value.encode())
    assert directives([header]) == read
    assert directives(list(headers_of([header]))) == read
    assert directives([], [("robots", value)]) == read


@pytest.mark.parametrize(("place", "read"), [(500, ["noarchive"]), (501, [])])
def test_five_hundred_meta_tags_are_looked_at(place: int, read: list[str]) -> None:
    before = "<meta name=viewport content=x>" * (place - 1)
    tree = html.fromstring(f"<html><head>{before}<meta name=robots content=noarchive></head><body>نص</body></html>")
    assert directives([], rights_statements(tree)) == read


@pytest.mark.parametrize(("lines", "kept"), [(19, 19), (20, 20), (21, 20)])
def test_twenty_header_lines_are_kept(lines: int, kept: int) -> None:
    assert len(headers_of([(b"Server", b"x"), *[(b"X-Robots-Tag", b"noai")] * lines])) == kept


@pytest.mark.parametrize(("length", "read"), [(61, []), (62, ["noai"])])
def test_the_name_of_another_crawler_has_sixty_one_characters(length: int, read: list[str]) -> None:
    assert directives([(b"X-Robots-Tag", b"b" * length + b": noarchive, noai")]) == read
