"""`scrapy crawl`: the output and exit code of runs that succeed, and of runs that fail."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest

from crawler.commands.crawl import Command
from crawler.run.failure import STOPPED
from crawler.state import known_outlets, read_state, state_path
from crawler.state.lock import OutletLock
from crawler.state.schema import SCHEMA_VERSION
from tests.support.mirror import SETTINGS, Mirror
from tests.support.project import FAST, ROOT, archives, article, front, paragraphs, records, scrapy, texts, wait_for
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path


def paths(count: int) -> list[str]:
    return [f"/news/{number + 1000}" for number in range(count)]


def site(count: int) -> dict[str, bytes | list[bytes]]:
    answers: dict[str, bytes | list[bytes]] = {path: html(article(number)) for number, path in enumerate(paths(count))}
    return answers | {"/": html(front(*paths(count)))}


def crawl(wire: Wire, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST, *arguments)


def manifest(output: Path) -> list[dict[str, str]]:
    (path,) = output.glob("text/*/manifest.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]


def stored_urls(output: Path) -> list[str]:
    return [row["url"] for row in manifest(output)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["aljazera.net"], "There is no outlet 'aljazera.net'; did you mean aljazeera.net?"),
        (["nothing-like-it"], "There is no outlet 'nothing-like-it'; scrapy list names those that have a file."),
        ([], "scrapy crawl needs one outlet; scrapy list names them."),
        (["site"], "site needs an address: scrapy crawl site -a url=https://…"),
        (["site", "-a", "url=ftp://a.example/"], "'ftp://a.example/' is not an http(s) URL."),
        (["alroya.om", "-a", "since=2999-01-01"], "since (2999-01-01) is in the future; is the clock right?"),
        (["alroya.om", "-a", "since=yesterday"], "since=yesterday is not a day; write it as YYYY-MM-DD."),
        (
            ["alroya.om", "-a", "since=2024-02-01", "-a", "until=2024-01-01"],
            "since (2024-02-01) is after until (2024-01-01).",
        ),
        (["alroya.om", "-a", "limit=0"], "limit=0 is not a number above 0."),
        (["alroya.om", "-a", "limits=5"], "alroya.om has no argument limits; it has since, until and limit."),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    run = scrapy("crawl", *arguments, "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 2
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
    assert not list(tmp_path.iterdir())


def test_an_outlets_file_that_is_wrong_stops_no_other_outlet_and_no_page_is_taken_by_a_guess(tmp_path: Path) -> None:
    (tmp_path / "wrong_outlets.py").write_text(
        "from crawler.outlet import Outlet\nfrom crawler.spider import OutletSpider\n\n\n"
        'class AExample(OutletSpider):\n    outlet = Outlet(name="a.example", feedz=())\n'
    )
    (tmp_path / "wrong_settings.py").write_text(
        'from crawler.settings import *\nSPIDER_MODULES = ["crawler.spiders", "wrong_outlets", "crawler.site"]\n'
    )
    environment = {"SCRAPY_SETTINGS_MODULE": "wrong_settings", "PYTHONPATH": str(tmp_path)}
    said = f"{tmp_path}/wrong_outlets.py, line 6: an outlet has no field 'feedz'; did you mean 'feeds'?\n"
    listed = scrapy("list", **environment)
    assert (listed.returncode, listed.stderr) == (0, said)
    assert "alroya.om" in listed.stdout.splitlines()
    table = scrapy("outlets", "-s", f"OUTPUT={tmp_path}", **environment)
    assert (table.returncode, table.stderr) == (1, said)
    site = scrapy("crawl", "site", "-a", "url=https://a.example/", "-s", f"OUTPUT={tmp_path}", **environment)
    assert site.returncode == 2
    assert site.stderr.startswith(said)
    assert "Correct that file first: the site may be its outlet's." in site.stderr
    verified = scrapy("verify", "-s", f"OUTPUT={tmp_path}", **environment)
    assert (verified.returncode, verified.stdout) == (2, "")
    assert verified.stderr.startswith(f"{said}Correct the outlet's file first: ")


def test_a_site_that_is_down_is_one_clear_sentence_and_exit_1(tmp_path: Path) -> None:
    with Wire({}) as wire:
        port = wire.port
    run = scrapy("crawl", "site", "-a", f"url=http://127.0.0.1:{port}/", "-s", f"OUTPUT={tmp_path}", *FAST)
    assert run.returncode == 1
    assert f"127.0.0.1_{port}: no start point can be used: http://127.0.0.1:{port}/ (" in run.stderr
    assert "Traceback" not in run.stderr
    assert not texts(tmp_path)


def test_a_start_point_that_is_dead_is_reported_and_the_others_are_used(tmp_path: Path) -> None:
    url = "https://www.lbcgroup.tv/news/lebanon/900001/اجتماع-في-بيروت-لبحث-خطة-الكهرباء-الجديدة/ar"
    feed = f"<rss version='2.0'><channel><item><link>{url}</link></item></channel></rss>".encode()
    pages = {url: ("text/html", article(1).encode())}
    with Mirror(pages) as mirror:
        first = scrapy("crawl", "lbcgroup.tv", "-s", f"OUTPUT={tmp_path / 'a'}", "-L", "INFO", **mirror.environment)
    assert first.returncode == 1
    assert first.stderr.count("HTTP status 404") == 1  # one cause of all start points
    starts = [place for place in mirror.asked if not place.endswith("robots.txt")]
    assert len(starts) > 1
    pages["https://" + starts[-1]] = ("application/xml", feed)
    with Mirror(pages) as mirror:
        run = scrapy("crawl", "lbcgroup.tv", "-s", f"OUTPUT={tmp_path / 'b'}", **mirror.environment)
    assert run.returncode == 0, run.stderr
    assert f"Start point https://{starts[0]} cannot be used: HTTP status 404." in run.stderr
    assert len(manifest(tmp_path / "b")) == 1
    assert mirror.environment["SCRAPY_SETTINGS_MODULE"] == SETTINGS


def test_limit_bounds_the_articles_that_are_fetched(tmp_path: Path) -> None:
    with Wire(site(8)) as wire:
        run = crawl(wire, tmp_path, "-a", "limit=3")
    assert run.returncode == 0, run.stderr
    assert sum(wire.count(path) for path in paths(8)) == 3
    assert len(manifest(tmp_path)) == 3


def test_an_index_of_many_sitemaps_is_not_read_on_once_the_limit_is_reached_and_the_newest_come_first(
    tmp_path: Path,
) -> None:
    answers: dict[str, bytes | list[bytes]] = {"/": html(front("/about"))}
    children = ""
    for number, path in enumerate(paths(9)):
        children += f"<sitemap><loc>{{base}}/map{number}.xml</loc><lastmod>2024-01-0{number + 1}</lastmod></sitemap>"
        child = f"<urlset><url><loc>{{base}}{path}</loc></url></urlset>"
        answers[f"/map{number}.xml"] = f"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n{child}".encode()
        answers[path] = html(article(number))
    index = f"<sitemapindex>{children}</sitemapindex>"
    answers["/index.xml"] = f"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n{index}".encode()
    with Wire(answers, hang_up={"/index.xml", *(f"/map{number}.xml" for number in range(9))}) as wire:
        url = f"url={wire.url}/index.xml"
        run = scrapy("crawl", "site", "-a", url, "-a", "limit=2", "-s", f"OUTPUT={tmp_path}", *FAST)
    assert run.returncode == 0, run.stderr
    assert sorted(stored_urls(tmp_path)) == [f"{wire.url}{path}" for path in paths(9)[7:]]
    assert [number for number in range(9) if wire.count(f"/map{number}.xml")] == [7, 8]


def test_since_and_until_choose_by_the_day_that_a_sitemap_gives(tmp_path: Path) -> None:
    entries = "".join(
        f"<url><loc>{{base}}{path}</loc><lastmod>2024-0{number + 1}-15</lastmod></url>"
        for number, path in enumerate(paths(6))
    )
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    answers = site(6)
    answers["/sitemap.xml"] = f"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n{sitemap}".encode()
    answers["/robots.txt"] = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nSitemap: {base}/sitemap.xml\n"
    answers["/"] = html("<html><body><a href='/about'>من نحن</a></body></html>")
    with Wire(answers, hang_up={"/sitemap.xml", "/robots.txt"}) as wire:
        run = crawl(wire, tmp_path, "-a", "since=2024-02-15", "-a", "until=2024-04-15")
    assert run.returncode == 0, run.stderr
    assert sorted(stored_urls(tmp_path)) == [f"{wire.url}{path}" for path in paths(6)[1:4]]


def test_a_second_run_asks_for_no_article_again_and_stores_nothing_twice(tmp_path: Path) -> None:
    with Wire(site(4)) as wire:
        crawl(wire, tmp_path)
        before = texts(tmp_path)
        wire.answers |= {"/news/2000": html(article(50)), "/": html(front(*paths(4), "/news/2000"))}
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert [wire.count(path) for path in paths(4)] == [1] * 4
    after = texts(tmp_path)
    assert {name: after[name] for name in before if name.endswith(".txt")} == {
        name: content for name, content in before.items() if name.endswith(".txt")
    }
    assert [row["name"][:3] for row in manifest(tmp_path)] == ["000", "001", "002", "003", "004"]


def test_the_same_text_at_two_addresses_is_stored_once(tmp_path: Path) -> None:
    answers = site(2) | {"/news/3000": html(article(0))}
    answers["/"] = html(front(*paths(2), "/news/3000"))
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert len(manifest(tmp_path)) == 2
    assert "1 duplicate" in run.stderr


def test_a_run_that_was_killed_is_finished_by_the_next_with_nothing_lost_or_twice(tmp_path: Path) -> None:
    count = 30
    with Wire(site(count)) as wire:
        command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={wire.url}/"]
        options = [
            "-s",
            f"OUTPUT={tmp_path}",
            *FAST,
            "-s",
            "CONCURRENT_REQUESTS_PER_DOMAIN=2",
            "-s",
            "DOWNLOAD_DELAY=0.05",
        ]
        run = subprocess.Popen([*command, *options], cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for(lambda: sum(map(wire.count, paths(count))) >= 12, run)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        assert list(tmp_path.glob("archive/*/*.open"))
        again = crawl(wire, tmp_path)
        assert again.returncode == 0, again.stderr
    assert sorted(stored_urls(tmp_path)) == [f"{wire.url}{path}" for path in paths(count)]
    assert not list(tmp_path.rglob("*.open"))
    assert len([name for name in texts(tmp_path) if name.endswith(".txt")]) == count
    assert sum(map(wire.count, paths(count))) <= count + 4
    assert all(records(warc) for warc in archives(tmp_path))
    replayed = tmp_path / "replayed"
    assert scrapy("replay", *map(str, archives(tmp_path)), "-s", f"OUTPUT={replayed}").returncode == 0
    assert texts(replayed) == texts(tmp_path)


def test_what_robots_txt_forbids_is_not_asked_for_even_while_it_is_on_its_way(tmp_path: Path) -> None:
    answers = site(6)
    answers["/robots.txt"] = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /news/\n"
    with Wire(answers, hang_up={"/robots.txt"}) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert sum(map(wire.count, paths(6))) == 0


def test_an_archive_that_cannot_be_written_stops_the_run_and_nothing_is_stored(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with Wire(site(3)) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr
    assert not texts(tmp_path)


def test_documents_are_feed_items(tmp_path: Path) -> None:
    feed = tmp_path / "articles.jl"
    with Wire(site(2)) as wire:
        crawl(wire, tmp_path / "output", "-o", str(feed))
    items = {item["url"]: item for item in map(json.loads, feed.read_text().splitlines())}
    item = items[f"{wire.url}/news/1000"]
    (row,) = [row for row in manifest(tmp_path / "output") if row["url"] == item["url"]]
    assert item["title"] == row["title"]
    assert f"{item['title']}\n{item['text']}".encode() in texts(tmp_path / "output").values()


def test_the_user_agent_says_how_to_reach_the_operator(tmp_path: Path) -> None:
    with Wire(site(1)) as wire:
        crawl(wire, tmp_path, "-s", "CONTACT=https://library.example/crawl")
    assert b"User-Agent: Warraq/0.1.0 (+https://library.example/crawl)\r\n" in wire.request_for("/news/1000")


def test_a_second_run_of_the_same_outlet_says_so_and_exits_2(tmp_path: Path) -> None:
    with Wire(site(1)) as wire:
        lock = OutletLock(tmp_path, f"127.0.0.1_{wire.port}")
        run = crawl(wire, tmp_path)
        lock.release()
    assert run.returncode == 2
    assert f"another run (process {os.getpid()}) is writing it in {tmp_path}" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "state").exists()  # on a machine without locks, opening it would already be too much
    assert wire.requests == []


def test_sigint_stops_though_a_server_does_not_answer_and_nothing_is_lost(tmp_path: Path) -> None:
    answers = site(6)
    answers["/news/1003"] = html(article(3))[:300]
    with Wire(answers) as wire:
        command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={wire.url}/"]
        run = subprocess.Popen(
            [*command, "-s", f"OUTPUT={tmp_path}", *FAST], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        wait_for(lambda: sum(map(wire.count, paths(6))) >= 6, run)
        run.send_signal(signal.SIGINT)
        _, log = run.communicate(timeout=120)
        assert run.returncode == STOPPED, log
        assert "Traceback" not in log
        (warc,) = archives(tmp_path)
        cut = [record for record in records(warc) if record.fields.get("WARC-Truncated") == "disconnect"]
        assert [record.fields["WARC-Target-URI"] for record in cut] == [f"{wire.url}/news/1003"]
        answers["/news/1003"] = html(article(3))
        assert crawl(wire, tmp_path).returncode == 0
    assert sorted(stored_urls(tmp_path)) == [f"{wire.url}{path}" for path in paths(6)]


def test_a_redirect_to_another_port_is_not_followed(tmp_path: Path) -> None:
    with Wire({"/secret-1000": html(article(9))}) as other:
        answers = site(1)
        answers["/news/1000"] = (
            f"HTTP/1.1 302 Found\r\nLocation: {other.url}/secret-1000\r\nContent-Length: 0\r\n\r\n".encode()
        )
        with Wire(answers) as wire:
            run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert other.requests == []
    with read_state(tmp_path, known_outlets(tmp_path)[0]) as state:
        assert state is not None
        (summary,) = state.last_runs(1)
    assert (summary["led_away"], summary["missed"]) == (1, 0)


def test_a_page_that_robots_txt_leads_to_is_stored_as_a_replay_stores_it(tmp_path: Path) -> None:
    answers = site(2) | {"/error/404": html(article(7))}
    answers["/robots.txt"] = b"HTTP/1.1 302 Found\r\nLocation: /error/404\r\nContent-Length: 0\r\n\r\n"
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path / "a")
    assert run.returncode == 0, run.stderr
    replay = scrapy("replay", *map(str, archives(tmp_path / "a")), "-s", f"OUTPUT={tmp_path / 'b'}")
    assert replay.returncode == 0, replay.stderr
    assert texts(tmp_path / "b") == texts(tmp_path / "a")
    assert len(manifest(tmp_path / "a")) == 3


def test_a_page_with_a_senseless_charset_does_not_stop_the_run(tmp_path: Path) -> None:
    answers = site(2)
    answers["/news/1001"] = html(article(1)).replace(b"charset=utf-8", b"charset=hex", 1)
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert len(manifest(tmp_path)) == 2


def test_an_article_is_a_start_point_too(tmp_path: Path) -> None:
    with Wire({"/news/1000": html(article(1))}) as wire:
        url = f"url={wire.url}/news/1000"
        run = scrapy("crawl", "site", "-a", url, "-s", f"OUTPUT={tmp_path}", *FAST)
    assert run.returncode == 0, run.stderr
    assert stored_urls(tmp_path) == [f"{wire.url}/news/1000"]


def test_a_site_that_has_a_file_is_crawled_by_it(tmp_path: Path) -> None:
    run = scrapy("crawl", "site", "-a", "url=https://www.aljazeera.net/", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 2
    assert "aljazeera.net has a file: scrapy crawl aljazeera.net" in run.stderr


def test_a_state_that_is_none_of_ours_is_one_sentence(tmp_path: Path) -> None:
    state = state_path(tmp_path, "alroya.om")
    state.parent.mkdir()
    state.write_text("هذا ليس قاعدة بيانات" * 100)
    run = scrapy("crawl", "alroya.om", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 1
    assert run.stderr == f"{state}: the state cannot be opened: file is not a database; scrapy replay makes it again.\n"


def test_scrapys_own_commands_fetch_without_an_archive(tmp_path: Path) -> None:
    with Wire(site(1)) as wire:
        run = scrapy("fetch", "--nolog", f"{wire.url}/news/1000", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 0
    assert paragraphs(0)[0] in run.stdout
    assert not archives(tmp_path)


def test_texts_are_archived_beside_their_captures_when_asked_for_also_those_of_earlier_runs(tmp_path: Path) -> None:
    with Wire(site(3)) as wire:
        assert crawl(wire, tmp_path, "-a", "limit=2").returncode == 0
        run = crawl(wire, tmp_path, "-s", "ARCHIVE_TEXT=True")
        assert run.returncode == 0, run.stderr
        assert crawl(wire, tmp_path, "-s", "ARCHIVE_TEXT=True").returncode == 0
    found = [record for warc in archives(tmp_path) for record in records(warc)]
    conversions = [record for record in found if record.fields["WARC-Type"] == "conversion"]
    captured = {record.fields["WARC-Record-ID"]: record.fields.get("WARC-Target-URI") for record in found}
    assert sorted(record.block for record in conversions) == sorted(
        content for name, content in texts(tmp_path).items() if name.endswith(".txt")
    )
    for record in conversions:
        assert captured[record.fields["WARC-Refers-To"]] == record.fields["WARC-Target-URI"]


def test_articles_that_only_their_query_tells_apart_are_stored(tmp_path: Path) -> None:
    places = [
        "/news.php?id=41",
        "/details.aspx?ID=5523",
        "/index.php?option=com_content&view=article&id=77:a",
        "/?p=991",
    ]
    slugs = ["/news/توسعة،المرفأ،القديم،غدا", "/أخبار/توسعة المرفأ القديم غدا"]
    answers: dict[str, bytes | list[bytes]] = {
        quote(place, safe="/?=&:،%"): html(article(number))
        for number, place in enumerate([*places, *map(quote, slugs)])
    }
    with Wire(answers | {"/": html(front(*places, *slugs, "/contact.php", "/?cat=5"))}) as wire:
        run = crawl(wire, tmp_path)
        assert run.returncode == 0, run.stderr
    assert sorted(urlsplit(url).query for url in stored_urls(tmp_path)) == sorted(
        [*(place.partition("?")[2] for place in places), "", ""]
    )
    assert wire.count("/contact.php") + wire.count("/?cat=5") == 0


def test_a_run_that_reads_lists_and_finds_no_article_names_the_way_to_find_out_why(tmp_path: Path) -> None:
    told = "no link in them has the shape of an article's address"
    with Wire({"/": html(front("/contact", "/about"))}) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert told in run.stderr
    with Wire(site(1)) as wire:
        assert told not in crawl(wire, tmp_path / "other").stderr


def test_a_redirect_to_another_spelling_of_its_address_is_followed(tmp_path: Path) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
    answers: dict[str, bytes | list[bytes]] = {
        "/": html(front("/news/5002?b=2&a=1", "/news/%d8%ae-5003")),
        "/news/5002?b=2&a=1": moved % b"/news/5002?a=1&b=2",
        "/news/5002?a=1&b=2": html(article(2)),
        "/news/%d8%ae-5003": moved % b"/news/%D8%AE-5003",
        "/news/%D8%AE-5003": html(article(3)),
    }
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert [url.removeprefix(wire.url) for url in sorted(stored_urls(tmp_path))] == [
        "/news/%D8%AE-5003",
        "/news/5002?a=1&b=2",
    ]


def test_a_damaged_state_is_one_sentence_and_exit_1(tmp_path: Path) -> None:
    with Wire(site(1)) as wire:
        path = state_path(tmp_path, f"127.0.0.1_{wire.port}")
        path.parent.mkdir()
        with closing(sqlite3.connect(path)) as db:
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")  # it opens, and then lacks its tables
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    opened = f"{path}: the state cannot be opened"
    assert run.stderr == f"{opened}: no such table: main.events; scrapy replay makes it again.\n"
    assert "Traceback" not in run.stderr


def test_a_front_page_without_links_leads_to_the_usual_sitemap(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {"/": html("<title>x</title><script src=a.js></script>")}
    with Wire(answers | {"/news/1000": html(article(1))}) as wire:
        wire.answers["/sitemap.xml"] = html(f"<urlset><url><loc>{wire.url}/news/1000</loc></url></urlset>")
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert stored_urls(tmp_path) == [f"{wire.url}/news/1000"]


def test_help_names_arguments_settings_and_exit_codes() -> None:
    told = Command().long_desc()
    for name in ("url=URL", "since=DAY", "until=DAY", "limit=N", "CONTACT=", "OUTPUT=DIR", "0 all", "1 the", "2 wrong"):
        assert name in told, name
    assert f"{STOPPED} a signal" in told


def test_articles_that_a_server_refuses_for_a_day_are_named_and_asked_for_again(tmp_path: Path) -> None:
    refused = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
    answers = site(8)
    front_page = answers["/"]
    with Wire({"/": front_page} | dict.fromkeys(paths(8), refused)) as wire:
        bad = crawl(wire, tmp_path)
        told = scrapy("health", "-s", f"OUTPUT={tmp_path}")
        wire.answers.update(answers)
        crawl(wire, tmp_path)
    assert " 8 not fetched (8 missed, to be asked for again)" in bad.stderr
    assert " 8 of 8 pages were not to be had; later runs ask for them again." in bad.stderr
    assert told.returncode == 1
    assert " 8 of 8 pages were not to be had, since " in told.stdout
    assert len(stored_urls(tmp_path)) == 8


def test_addresses_that_are_none_are_refused_before_the_first_request(tmp_path: Path) -> None:
    with Wire(site(1)) as wire:
        run = crawl(wire, tmp_path, "-s", "ADDRESSES_ALLOWED=10.0.0.0/33")
    assert run.returncode == 2
    assert run.stderr.startswith("ADDRESSES_ALLOWED: '10.0.0.0/33' is neither an address nor a network")
    assert not wire.requests
