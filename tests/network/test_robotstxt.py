"""Parsing of robots.txt: the examples of RFC 9309, and both sides of each limit."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from crawler.network.robotstxt import MAX_BYTES, RobotsTxt, product_token, signals_of

HOST = "https://a.example"
SIMPLE = """\
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
"""
"""The example of RFC 9309, section 5.1."""
LONGEST = """\
User-Agent: foobot
Allow: /example/page/
Disallow: /example/page/disallowed.gif
"""
"""The example of RFC 9309, section 5.2."""


def allowed(text: str | bytes, path: str, agent: str = "Warraq/1.0 (+https://bot.example/)") -> bool:
    return RobotsTxt(text.encode() if isinstance(text, str) else text).allowed(HOST + path, agent)


@pytest.mark.parametrize(
    ("agent", "path", "may"),
    [
        ("otherbot", "/a.gif", False),
        ("otherbot", "/a.gif?x", True),
        ("otherbot", "/example/page.html", False),
        ("otherbot", "/publications/1", True),
        ("otherbot", "/elsewhere", True),
        ("foobot", "/elsewhere", False),
        ("foobot", "/publications/1", False),
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("FooBot/2.1", "/example/allowed.gif", True),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("bazbot", "/a.gif", True),
        ("quxbot", "/example/page.html", True),
        ("quxbot", "/a.gif", True),
    ],
)
def test_section_5_1(agent: str, path: str, *, may: bool) -> None:
    assert allowed(SIMPLE, path, agent) is may


@pytest.mark.parametrize(("path", "may"), [("/example/page/a.gif", True), ("/example/page/disallowed.gif", False)])
def test_section_5_2(path: str, *, may: bool) -> None:
    assert allowed(LONGEST, path, "foobot") is may


@pytest.mark.parametrize(
    ("groups", "path", "may"),
    [
        ("User-agent: ExampleBot\nDisallow: /foo\n\nUser-agent: ExampleBot\nDisallow: /baz", "/baz", False),
        ("User-agent: Warraq\nDisallow: /a\nUser-agent: *\nDisallow: /\nUser-agent: WARRAQ\nDisallow: /b", "/b", False),
        ("User-agent: Warraq\nDisallow: /a\nUser-agent: *\nDisallow: /\nUser-agent: WARRAQ\nDisallow: /b", "/c", True),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: other\nAllow: /\n\nUser-agent: *\nDisallow: /b", "/b", False),
        ("User-agent: War\nDisallow: /", "/", True),
        ("User-agent: bot\nDisallow: /", "/", True),
        ("User-agent: Warraq/2.0\nDisallow: /", "/", False),
        ("User-agent: Warraq\nUser-agent: other\nDisallow: /", "/", False),
        ("Disallow: /", "/", True),
        ("", "/", True),
    ],
)  # fmt: skip
def test_groups_are_matched_by_the_product_token_and_merged(groups: str, path: str, *, may: bool) -> None:
    agent = "ExampleBot/1" if "ExampleBot" in groups else "Warraq/1.0 (+https://bot.example/)"
    assert allowed(groups, path, agent) is may


@pytest.mark.parametrize(
    "record", ["Sitemap: /map.xml", "Crawl-delay: 3", "Content-Signal: ai-train=no", "Host: a", "x"]
)
def test_other_records_end_no_group(record: str) -> None:
    text = f"User-agent: Warraq\n{record}\nUser-agent: other\n{record}\nDisallow: /a\n{record}\nDisallow: /b\n"
    assert not allowed(text, "/a")
    assert not allowed(text, "/b")


@pytest.mark.parametrize(
    ("lines", "path", "may"),
    [
        ("Disallow: /", "/robots.txt", True),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Allow: /a\nDisallow: /ab", "/abc", False),
        ("Allow: /*\nDisallow: /a", "/a", True),
        ("Disallow: /\nAllow: /$", "/", True),
        ("Disallow: /\nAllow: /$", "/a", False),
        ("Disallow: /\nAllow: /index.html", "/", False),
        ("Disallow: *.gif$", "/a.gif", False),
        ("Disallow: *.gif$", "/a.gifs", True),
        ("Disallow: /this/*/exactly", "/this/is/exactly/it", False),
        ("Disallow: /this/*/exactly", "/this/exactly", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /*/feed/", "/a/feed/", False),
        ("Disallow: /*?", "/a?", False),
        ("Disallow: /a$b", "/a$b/c", False),
        ("Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-*.html", False),
        ("Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-b.html", True),
        ("Disallow: /path/foo-%24", "/path/foo-$", False),
        ("Disallow: /path/foo-%24", "/path/foo-", True),
        ("Disallow: /a # b", "/a", False),
        ("Disallow:", "/a", True),
        ("disallow : /a", "/a", False),
        ("Disallow /a", "/a", False),
        ("Dissallow: /a", "/a", False),
    ],
)
def test_the_longest_match_decides_and_allow_wins_a_tie(lines: str, path: str, *, may: bool) -> None:
    assert allowed(f"User-agent: *\n{lines}\n", path) is may


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz"),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar"),
        ("/foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar"),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84"),
        ("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84"),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
        ("/أخبار/", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1"),
        ("/a:b", "/a%3Ab"),
    ],
)
def test_section_2_2_2_compares_octets_whatever_their_form(pattern: str, path: str) -> None:
    assert not allowed(f"User-agent: *\nDisallow: {pattern}\n", path)
    assert allowed(f"User-agent: *\nDisallow: {pattern}x\n", path)


def test_an_encoded_slash_is_not_a_slash_in_a_path() -> None:
    assert allowed("User-agent: *\nDisallow: /a/b\n", "/a%2Fb")


def test_octets_that_are_not_utf_8_are_octets() -> None:
    text = "User-agent: *\nDisallow: /أخبار\n".encode("windows-1256")
    path = "".join(f"%{octet:02X}" for octet in "أخبار".encode("windows-1256"))
    assert not allowed(text, f"/{path}")
    assert allowed(text, "/أخبار")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_order_mark_and_every_line_end_are_understood(end: bytes) -> None:
    assert not allowed(b"\xef\xbb\xbfUser-agent: *" + end + b"Disallow: /a" + end, "/a")


@pytest.mark.parametrize("separator", ["\N{LINE SEPARATOR}", "\x85", "\x0c"])
def test_other_separators_end_no_line(separator: str) -> None:
    assert not allowed(f"User-agent: *\nDisallow: /a # so{separator}Allow: /ab\n", "/ab")


def test_half_a_mebibyte_is_read_and_a_line_that_is_cut_there_is_not() -> None:
    head = b"User-agent: *\nDisallow: /within\n"
    filler = b"#" * (MAX_BYTES - len(head) - len(b"\nDisallow: /")) + b"\n"
    text = head + filler + b"Disallow: /beyond\nDisallow: /far\n"
    assert not allowed(text, "/within")
    assert allowed(text, "/beyond")
    assert allowed(text, "/far")
    assert not allowed(text.replace(b"####", b"", 5), "/beyond")


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("Crawl-delay: 10", 10.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 2\nCrawl-delay: 7\nCrawl-delay: 3", 7.0),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: nan", None),
        ("Disallow: /", None),
        ("Disallow: /\n\nUser-agent: warraq\nDisallow: /a", None),
        ("Crawl-delay: 9\n\nUser-agent: warraq\nCrawl-delay: 2\nDisallow: /a", 2.0),
    ],
)
def test_crawl_delay(lines: str, delay: float | None) -> None:
    text = f"User-agent: other\nCrawl-delay: 99\n\nUser-agent: *\n{lines}\n"
    assert RobotsTxt(text.encode()).crawl_delay("Warraq") == delay


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{n}\n" for n in range(20_000)) + "".join(f"Disallow: /{n}\n" for n in range(15_000)),
        "User-agent: *\n" + "".join(f"Disallow: /*{n}*x\n" for n in range(25_000)),
        "User-agent: *\nDisallow: /" + "*a" * 200_000,
        " " * MAX_BYTES,
        "User-agent: *\nDisallow: /" + "%" * 400_000,
    ],
)
def test_a_hostile_file_costs_little(text: str) -> None:
    began = time.process_time()
    RobotsTxt(text.encode()).allowed(f"{HOST}/{'a' * 1_500}b", "Warraq")
    assert time.process_time() - began < 2


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_are_a_robots_txt(body: bytes, path: str) -> None:
    text = RobotsTxt(b"User-agent: *\nDisallow: /" + body)
    assert isinstance(text.allowed(Request(f"{HOST}/{path}").url, "Warraq"), bool)


def test_a_product_token_is_what_a_user_agent_begins_with() -> None:
    assert product_token("Warraq/0.1 (+mailto:me@a.example)") == "warraq"
    assert product_token("*") == ""


# --- Both sides of each limit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "path", "may"),
    [
        ("Allow: /a\nDisallow: /a$", "/a", False),
        ("Allow: /a\nDisallow: /a$", "/ab", True),
        ("Allow: /a*\nDisallow: /a$", "/a", True),
        ("Disallow: /a**\nAllow: /a*", "/ab", True),
        ("Disallow: /a*b\nAllow: /a*", "/ab", False),
        ("Disallow: /ت\nAllow: /%D8%AA", "/ت", True),
        ("Disallow: /ت\nAllow: /*******", "/ت", False),
        ("Disallow: /a*a$", "/aa", False),
        ("Disallow: /a*b*b$", "/abb", False),
        ("Disallow: /a*b*b$", "/ab", True),
        ("Disallow: /a*b*b$", "/abbc", True),
        ("Disallow: /a*$", "/ab", False),
        ("Disallow: /a$$", "/a$", False),
        ("Disallow: /a$$", "/a", True),
    ],
)
def test_the_dollar_ends_a_rule_and_counts_for_its_length(lines: str, path: str, *, may: bool) -> None:
    assert allowed(f"User-agent: *\n{lines}\n", path) is may


@pytest.mark.parametrize(("size", "may"), [(511_999, False), (512_000, True)])
def test_five_hundred_kibibytes_are_read(size: int, *, may: bool) -> None:
    head, last = b"User-agent: *\n#", b"\nDisallow: /last"
    text = head + b"x" * (size - len(head) - len(last)) + last
    assert len(text) == size
    assert allowed(text, "/last") is may


@pytest.mark.parametrize(
    ("value", "delay"),
    [("999999", 999_999.0), ("1000000", None), ("0.123456", 0.123456), ("0.1234567", None), (".5", 0.5)],
)
def test_a_crawl_delay_has_six_digits_on_each_side(value: str, delay: float | None) -> None:
    assert RobotsTxt(f"User-agent: *\nCrawl-delay: {value}\n".encode()).crawl_delay("Warraq") == delay


def test_twenty_content_signals_are_kept() -> None:
    def signals(count: int) -> int:
        lines = "".join(f"Content-Signal: {'a' * (number + 1)}=no\n" for number in range(count))
        return len(signals_of(f"User-agent: *\n{lines}".encode()))

    assert [signals(count) for count in (19, 20, 21)] == [19, 20, 20]


@pytest.mark.parametrize(("length", "kept"), [(41, 1), (42, 0)])
def test_a_content_signal_has_a_name_of_forty_one_letters(length: int, kept: int) -> None:
    assert len(signals_of(f"User-agent: *\nContent-Signal: {'a' * length}=no\n".encode())) == kept


@pytest.mark.parametrize(("end", "kept"), [(2_083, 1), (2_084, 0)])
def test_two_thousand_and_eighty_three_octets_of_a_content_signal_are_read(end: int, kept: int) -> None:
    value = ",ai-train=no".rjust(end, "x")
    assert len(signals_of(f"User-agent: *\nContent-Signal: {value}\n".encode())) == kept
