"""robots.txt: RFC 9309's own examples, and what a run asks for."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.errand import errand_of
from crawler.network import robots
from crawler.network.robots import MAX_BYTES, RobotsMiddleware, RobotsTxt, product_token, signals_of
from tests.support.project import FAST, archives, article, front, records, scrapy
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

HOST = "https://a.example"
PATHS = [f"/news/{number}" for number in range(1000, 1005)]
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
"""RFC 9309, section 5.1."""
LONGEST = """\
User-Agent: foobot
Allow: /example/page/
Disallow: /example/page/disallowed.gif
"""
"""RFC 9309, section 5.2."""


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


# --- What a run asks for ---------------------------------------------------------------------------------------


def plain(body: str, status: str = "200 OK", header: str = "") -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\n{header}Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def redirect(target: str) -> bytes:
    return plain("", "302 Found", f"Location: {target}\r\n")


def site(robots_txt: bytes, **more: bytes) -> dict[str, bytes | list[bytes]]:
    pages: dict[str, bytes | list[bytes]] = {path: html(article(number)) for number, path in enumerate(PATHS)}
    return {**pages, "/": html(front(*PATHS)), "/robots.txt": robots_txt, **more}


def crawl(wire: Wire, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST, *arguments)


def asked(wire: Wire) -> int:
    return sum(map(wire.count, ["/", *PATHS]))


def test_where_all_is_disallowed_nothing_is_asked_for_at_concurrency_16(tmp_path: Path) -> None:
    many = ["-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"]
    with Wire(site(plain("User-agent: *\nAllow: /$\nDisallow: /\n"))) as wire:
        run = crawl(wire, tmp_path, *many)
    assert run.returncode == 0, run.stderr
    assert wire.count("/") == 1
    assert sum(map(wire.count, PATHS)) == 0


def test_a_robots_txt_that_forbids_everything_is_one_sentence(tmp_path: Path) -> None:
    with Wire(site(plain("User-agent: *\nDisallow: /\nSitemap: {base}/sitemap.xml\n"))) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    assert asked(wire) == 0
    assert run.stderr.count(f"no start point can be used: {wire.url}/ ({wire.url}/robots.txt forbids it).") == 1
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("status", ["500 Internal Server Error", "429 Too Many Requests"])
def test_a_robots_txt_that_cannot_be_had_means_no_and_is_one_sentence(tmp_path: Path, status: str) -> None:
    with Wire(site(plain("", status))) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    assert asked(wire) == 0
    why = f"{wire.url}/robots.txt cannot be had: HTTP status {status[:3]}; nothing is asked of its host before it can"
    assert run.stderr.count(f"no start point can be used: {wire.url}/ ({why}).") == 1
    assert "Traceback" not in run.stderr


def test_a_host_that_hangs_up_on_robots_txt_is_asked_for_nothing(tmp_path: Path) -> None:
    with Wire(site(b""), hang_up={"/robots.txt"}) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    assert asked(wire) == 0
    assert run.stderr.count(f"no start point can be used: {wire.url}/ ({wire.url}/robots.txt cannot be had: ") == 1
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden"])
def test_a_robots_txt_that_is_not_there_means_yes_whatever_its_body_says(tmp_path: Path, status: str) -> None:
    with Wire(site(plain("User-agent: *\nDisallow: /\n", status))) as wire:
        run = crawl(wire, tmp_path, "-s", "BLOCKED_PAUSE=0.01")
    assert run.returncode == 0, run.stderr
    assert asked(wire) == 6


@pytest.mark.parametrize(("hops", "pages"), [(5, 1), (6, 6)])
def test_five_redirects_are_followed_and_archived_and_a_sixth_means_that_there_is_none(
    tmp_path: Path, hops: int, pages: int
) -> None:
    answers = site(redirect("/hop1"))
    for hop in range(1, hops):
        answers[f"/hop{hop}"] = redirect(f"/hop{hop + 1}")
    answers[f"/hop{hops}"] = plain("User-agent: *\nDisallow: /news/\n")
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert wire.count(f"/hop{hops}") == (hops == 5)
    assert asked(wire) == pages
    (warc,) = archives(tmp_path)
    kept = [record.fields["WARC-Target-URI"] for record in records(warc) if record.fields["WARC-Type"] == "response"]
    assert [url for url in kept if "hop" in url] == [f"{wire.url}/hop{hop}" for hop in range(1, 6)]


def test_a_redirect_to_another_host_is_followed_for_robots_txt_alone(tmp_path: Path) -> None:
    with Wire({"/rules": plain("User-agent: *\nDisallow: /news/1001\n")}) as other:
        answers = site(redirect(f"{other.url}/rules"))
        answers["/news/1000"] = redirect(f"{other.url}/news/1000")
        with Wire(answers) as wire:
            run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert [request.split(b" ")[1] for request in other.requests] == [b"/rules"]
    assert asked(wire) == 5


def test_crawl_delay_is_kept_with_autothrottle_off(tmp_path: Path) -> None:
    answers = site(plain("User-agent: *\nCrawl-delay: 0.4\nDisallow: /news/1003\nDisallow: /news/1004\n"))
    with Wire(answers) as wire:
        began = time.monotonic()
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert asked(wire) == 4
    assert time.monotonic() - began > 4 * 0.4


# --- How long an answer holds ----------------------------------------------------------------------------------


class Engine:
    """Answers each request for robots.txt with what comes next."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def download_async(self, request: Request) -> Response:
        """Answer."""
        self.asked.append(request.url)
        assert errand_of(request).for_robots_txt
        status, body = self.answers.pop(0)
        headers = {"Location": body} if status == 302 else {}
        return Response(request.url, status=status, headers=headers, body=body)


def middleware(monkeypatch: pytest.MonkeyPatch, engine: Engine, clock: list[float]) -> RobotsMiddleware:
    crawler: Any = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "USER_AGENT": "Warraq/1"})
    crawler.engine = engine
    monkeypatch.setattr(robots, "monotonic", lambda: clock[0])
    return RobotsMiddleware(crawler)


NO, YES = b"User-agent: *\nDisallow: /a\n", b""


async def may(rules: RobotsMiddleware, url: str = f"{HOST}/a") -> bool:
    try:
        await rules.process_request(Request(url))
    except IgnoreRequest:
        return False
    return True


def test_an_answer_holds_a_day_and_longer_only_when_a_newer_one_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, clock = Engine((200, NO), (500, YES), (404, YES)), [0.0]
    rules = middleware(monkeypatch, engine, clock)

    async def days() -> list[tuple[bool, int]]:
        seen = []
        for moment in (0.0, 86_399.0, 86_401.0, 88_000.0, 90_002.0):
            clock[0] = moment
            seen.append((await may(rules), len(engine.asked)))
        return seen

    assert asyncio.run(days()) == [(False, 1), (False, 1), (False, 2), (False, 2), (True, 3)]


def test_all_who_wait_hear_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine((200, NO), (200, NO))
    rules = middleware(monkeypatch, engine, [0.0])

    async def many() -> list[bool]:
        return await asyncio.gather(*(may(rules) for _ in range(16)), may(rules, "http://a.example/a"))

    assert asyncio.run(many()) == [False] * 17
    assert engine.asked == [f"{HOST}/robots.txt", "http://a.example/robots.txt"]


@pytest.mark.parametrize(
    "target", [b"http://169.254.169.254/latest", b"http://localhost/x", b"http://db.internal/", b"file:///etc/passwd", b"http://[x"]
)  # fmt: skip
def test_a_redirect_leads_neither_inside_the_network_nor_out_of_http(
    monkeypatch: pytest.MonkeyPatch, target: bytes
) -> None:
    engine = Engine((302, target))
    assert asyncio.run(may(middleware(monkeypatch, engine, [0.0])))
    assert engine.asked == [f"{HOST}/robots.txt"]


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


@pytest.mark.parametrize(
    ("status", "body", "passes"),
    [
        (199, YES, False),
        (200, YES, True),
        (200, NO, False),
        (299, YES, True),
        (299, NO, False),
        (300, YES, False),
        (399, YES, False),
        (400, NO, True),
        (428, NO, True),
        (429, YES, False),
        (430, NO, True),
        (499, NO, True),
        (500, YES, False),
    ],
)
def test_a_status_gives_rules_or_none_or_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, *, passes: bool
) -> None:
    assert asyncio.run(may(middleware(monkeypatch, Engine((status, body)), [0.0]))) is passes


def test_an_answer_ends_with_its_day_and_an_older_one_with_its_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, clock = Engine((200, NO), (500, YES), (500, YES), (404, YES)), [0.0]
    rules = middleware(monkeypatch, engine, clock)

    async def asked_at() -> list[int]:
        counts = []
        for moment in (0.0, 86_399.9, 86_400.0, 89_999.9, 90_000.0, 93_599.9, 93_600.0):
            clock[0] = moment
            await may(rules)
            counts.append(len(engine.asked))
        return counts

    assert asyncio.run(asked_at()) == [1, 1, 2, 2, 3, 3, 4]
