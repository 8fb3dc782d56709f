"""Archived pages, raw bodies, images, style sheets and records, as a browser gets them."""

from __future__ import annotations

import gzip
import re
import socket
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from corpus.browse.app import application
from tests.corpus.browse.archived.conftest import CANARY, LATER, PAGE, PNG, SITE, moment
from tests.support.output import OUTLET

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.browse.place import Place

FENCE = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'"
AT = moment(1)


def test_a_page_is_shown_in_a_sandbox_that_reaches_the_archive_alone(archive: TestClient, held: Place) -> None:
    answer = archive.get(f"/archived/{AT}/{SITE}/news/1")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    source = f"http://localhost/archived/~{held.key}/"
    assert answer.headers["content-security-policy"] == (
        f"{FENCE}; img-src {source}; style-src {source} 'unsafe-inline'; frame-ancestors 'self'"
    )
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "خطة جديدة لتطوير الخدمات رقم 1" in answer.text
    assert f'<a href="/archived/{AT}/{SITE}/">' in answer.text


def test_a_raw_body_equals_the_served_one_and_is_stored_by_a_browser(archive: TestClient) -> None:
    answer = archive.get(f"/archived/{AT}id_/{SITE}/news/1")
    assert answer.content == PAGE
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == FENCE
    assert answer.headers["content-disposition"] == "attachment"
    assert archive.head(f"/archived/{AT}id_/{SITE}/news/1").headers["content-length"] == str(len(PAGE))


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("2026", 1), ("20260802103000", 1), ("20260802103001", 3), ("20260804103001", 5), ("20990101000000", 5)],
)
def test_another_moment_leads_to_the_nearest_capture(archive: TestClient, asked: str, nearest: int) -> None:
    for form in ("", "id_"):
        answer = archive.get(f"/archived/{asked}{form}/http://www.akhbar.example/news/1")
        assert answer.status_code == 302
        assert answer.headers["location"] == f"/archived/{moment(nearest)}{form}/{SITE}/news/1"


def test_a_page_in_the_sandbox_gets_its_parts_by_a_key(held: Place) -> None:
    secret = "t" * 16
    guarded = TestClient(application(held, hosts=frozenset(), token=secret), follow_redirects=False)
    assert guarded.get(f"/archived/{AT}/{SITE}/attack").status_code == 401
    page = guarded.get(f"/archived/{AT}/{SITE}/attack", headers={"authorization": f"Bearer {secret}"})
    beginning = f"/archived/~{held.key}/{AT}"
    assert f'src="{beginning}im_/' in page.text
    image = guarded.get(f"{beginning}im_/{SITE}/logo.png")
    assert (image.content, image.headers["cross-origin-resource-policy"]) == (PNG, "cross-origin")
    assert f'url("{beginning}im_/{SITE}/logo.png")' in guarded.get(f"{beginning}cs_/{SITE}/style.css?v=1").text
    for form in ("", "id_"):
        assert guarded.get(f"{beginning}{form}/{SITE}/news/1").status_code == 404
    for key in ("x", f"{held.key}x", held.key[:-1]):
        assert guarded.get(f"/archived/~{key}/{AT}im_/{SITE}/logo.png").status_code == 401


def test_an_archive_that_is_being_written_is_shown_and_revisits_have_their_body(
    archive: TestClient, output: Path
) -> None:
    (latest,) = output.glob("archive/*/*-00000000000000001-*.warc.gz")
    being_written = latest.with_name(f"{latest.name}.open")
    latest.rename(being_written)
    try:
        for path, day in (("/news/1", 3), ("/news/1", 5), ("/copy", 6)):
            answer = archive.get(f"/archived/{moment(day)}id_/{SITE}{path}")
            assert (answer.status_code, answer.content) == (200, LATER)
    finally:
        being_written.rename(latest)


def test_images_and_style_sheets_come_from_the_nearest_capture(archive: TestClient) -> None:
    image = archive.get(f"/archived/20261231000000im_/{SITE}/logo.png")
    assert (image.content, image.headers["content-type"]) == (PNG, "image/png")
    assert image.headers["cross-origin-resource-policy"] == "same-origin"
    assert image.headers["content-security-policy"] == FENCE
    drawing = archive.get(f"/archived/{AT}im_/{SITE}/logo.svg")
    assert drawing.headers["content-disposition"] == "attachment"
    assert drawing.headers["content-security-policy"] == FENCE
    css = archive.get(f"/archived/2027cs_/{SITE}/style.css?v=1")
    assert css.headers["content-type"] == "text/css; charset=utf-8"
    assert css.text == (
        f'@import url("/archived/{AT}cs_/{SITE}/more.css") ;a{{background:url("/archived/{AT}im_/{SITE}/logo.png")}}'
    )


@pytest.mark.parametrize(
    ("form", "path"),
    [
        *(("im_", "/news/1"), ("im_", "/script.js"), ("im_", "/style.css?v=1"), ("im_", "/gone"), ("im_", "/none")),
        *(("cs_", "/news/1"), ("cs_", "/script.js"), ("cs_", "/logo.png"), ("", "/none"), ("id_", "/none")),
    ],
)
def test_nothing_else_is_an_image_or_a_style_sheet(archive: TestClient, form: str, path: str) -> None:
    assert archive.get(f"/archived/{AT}{form}/{SITE}{path}").status_code == 404


def test_other_answers_keep_status_and_target_and_become_harmless(archive: TestClient) -> None:
    moved = archive.get(f"/archived/{AT}/{SITE}/old")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/archived/{AT}/{SITE}/news/1?x=%D8%A7")
    gone = archive.get(f"/archived/{AT}/{SITE}/gone")
    assert (gone.status_code, "nothing" in gone.text) == (404, True)
    assert gone.headers["memento-datetime"] == "Sat, 01 Aug 2026 10:30:00 GMT"
    for path, text in (("/feed", "<rss>خبر</rss>"), ("/script.js", "alert(1)")):
        shown = archive.get(f"/archived/{AT}/{SITE}{path}")
        assert (shown.text, shown.headers["content-type"]) == (text, "text/plain; charset=utf-8")
    assert archive.get(f"/archived/{AT}/{SITE}/file.pdf").headers["content-disposition"] == "attachment"
    assert archive.get(f"/archived/{AT}/{SITE}/logo.png").headers["content-type"] == "image/png"
    assert archive.get(f"/archived/{AT}/{SITE}/%D8%AE%D8%A8%D8%B1").status_code == 200


def test_a_redirect_to_the_same_url_in_another_spelling_leads_in_no_circle(archive: TestClient) -> None:
    for path in ("/circle", "/circle/"):
        answer = archive.get(f"/archived/{AT}/{SITE}{path}", follow_redirects=True)
        assert (answer.status_code, "arrived" in answer.text) == (200, True)
    assert archive.get(f"/archived/{AT}/{SITE}/circle/2").status_code == 404
    assert archive.get(f"/archived/{AT}id_/{SITE}/circle/2").status_code == 301


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"/archived/{AT}/ftp://akhbar.example/",
            f"/archived/{AT}/javascript:alert(1)",
            f"/archived/{AT}/file:///etc",
        ),
        *(
            "/archived/20261301000000/https://akhbar.example/",
            "/archived/99/x",
            f"/archived/{AT}/http://[",
            "/archived/",
        ),
        *(
            f"/archived/{AT}/https://akhbar.example/{'a' * 3_000}",
            "/timegate/",
            "/timemap/link/",
            "/timegate/file:///etc",
        ),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(archive: TestClient, path: str) -> None:
    assert archive.get(path).status_code in (400, 404)


def test_urls_are_read_in_the_spellings_that_clients_make_of_them(archive: TestClient) -> None:
    for written in (
        f"{SITE}/news/1".replace("//", "/"),
        "https%3A%2F%2Fakhbar.example%2Fnews%2F1",
        "akhbar.example/news/1",
    ):
        answer = archive.get(f"/archived/{AT}id_/{written}")
        assert answer.status_code in (200, 302)
        assert answer.headers.get("location", f"{SITE}/news/1").endswith(f"{SITE}/news/1")


def test_a_page_of_attacks_is_fenced_and_its_canary_stays_silent(archive: TestClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)  # noqa: FBT003 - Python's own signature
        answer = archive.get(f"/archived/{AT}/{SITE}/attack")
        assert answer.headers["content-security-policy"].startswith(FENCE)
        for reference in re.findall(r'(?:href|src|background)="([^"]*)"', answer.text):
            assert reference.startswith(("/archived/", "#"))
            if reference.startswith("/archived/"):
                assert archive.get(reference.replace("&amp;", "&")).status_code == 404
        assert CANARY in answer.text  # as a part of addresses in the archive
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_record_is_its_gzip_member_as_it_stands(archive: TestClient, output: Path) -> None:
    lines = archive.get("/cdx", params={"url": f"{SITE}/news/1", "fl": "filename,offset,length"}).text.splitlines()
    name, offset, length = lines[0].split()
    answer = archive.get(f"/record/{OUTLET.name}/{name}/{offset}")
    content = (output / "archive" / OUTLET.name / name).read_bytes()
    assert answer.content == content[int(offset) : int(offset) + int(length)]
    assert answer.headers["content-type"] == "application/gzip"
    assert b"WARC-Type: response" in gzip.decompress(answer.content)
    for path in (
        f"{OUTLET.name}/{name}/{int(offset) + 1}",
        f"{OUTLET.name}/{name}/{10**17}",
        f"..%2F{OUTLET.name}/{name}/{offset}",
        f"../{name}/{offset}",
        f"{OUTLET.name}/..%2F{OUTLET.name}%2F{name}/{offset}",
        f"{OUTLET.name}/%2E%2E/{offset}",
        f"none.example/{name}/{offset}",
    ):
        assert archive.get(f"/record/{path}").status_code == 404
