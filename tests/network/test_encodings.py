"""A crawl asks for the encodings that every reader of archives can undo, and decodes the others too."""

from __future__ import annotations

import gzip

import brotli
import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.project import get_project_settings
from scrapy.utils.test import get_crawler

from crawler.network.encodings import EncodingsMiddleware

URL = "https://akhbar.example/news/1"
DEFAULT = get_project_settings()["ACCEPT_ENCODING"]


def middleware(**settings: str) -> EncodingsMiddleware:
    return EncodingsMiddleware.from_crawler(get_crawler(settings_dict={"ACCEPT_ENCODING": DEFAULT, **settings}))


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        ({}, b"gzip, deflate"),
        ({"ACCEPT_ENCODING": "gzip, deflate, br, zstd"}, b"gzip, deflate, br, zstd"),
        ({"ACCEPT_ENCODING": ""}, b"identity"),
    ],
)
def test_a_request_asks_for_the_encodings_of_the_setting(settings: dict[str, str], asked: bytes) -> None:
    request = Request(URL)
    middleware(**settings).process_request(request)
    assert request.headers[b"Accept-Encoding"] == asked


def test_a_request_with_its_own_wish_keeps_it() -> None:
    request = Request(URL, headers={"Accept-Encoding": "br"})
    middleware().process_request(request)
    assert request.headers[b"Accept-Encoding"] == b"br"


def test_an_encoding_that_was_not_asked_for_is_undone() -> None:
    response = Response(URL, headers={"Content-Encoding": "br"}, body=brotli.compress("نص".encode()))
    decoded = middleware().process_response(Request(URL), response)
    assert decoded.body.decode() == "نص"


WHOLE = gzip.compress("نص طويل من سطر واحد. ".encode() * 9_000, mtime=0)


@pytest.mark.parametrize("lost", [1, 8, 9, len(WHOLE) // 2])
@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_a_gzip_body_that_was_cut_is_no_body(encoding: str, lost: int) -> None:
    response = Response(URL, headers={"Content-Encoding": encoding}, body=WHOLE[:-lost])
    with pytest.raises(EOFError):
        middleware().process_response(Request(URL), response)


@pytest.mark.parametrize("rest", [b"", b"\0" * 9, WHOLE])
def test_a_gzip_body_with_an_end_is_decoded_whatever_follows(rest: bytes) -> None:
    response = Response(URL, headers={"Content-Encoding": "gzip"}, body=WHOLE + rest)
    assert middleware().process_response(Request(URL), response).body.startswith(gzip.decompress(WHOLE))


def test_a_crawl_uses_this_middleware_and_not_scrapys() -> None:
    used = get_project_settings().getwithbase("DOWNLOADER_MIDDLEWARES")
    assert used["crawler.network.encodings.EncodingsMiddleware"] == 590
    assert used["scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware"] is None
