"""The strict check of archives: for each rule, an archive that breaks this rule alone."""

from __future__ import annotations

import base64
import gzip
import hashlib
import sys
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive.check.standard import ArchiveCheck
from crawler.archive.read.records import read_records
from tests.support.output import archive, exchange
from tests.support.project import article

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.defect import Defect

BODY = article(1).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
RESPONSE = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def sha1(content: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()}"


def plain(
    kind: str = "response",
    block: bytes = RESPONSE,
    /,
    *,
    number: str = "1",
    version: str = "WARC/1.1",
    extra: str = "",
    **changes: str,
) -> bytes:
    """Return a valid record, with the changed fields of `changes` and the added lines of `extra`."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": f"https://akhbar.example/{number}",
        "WARC-Date": "2026-11-22T10:00:00Z",
        "WARC-Block-Digest": sha1(block),
        "WARC-Payload-Digest": sha1(block.partition(b"\r\n\r\n")[2]),
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": str(len(block)),
    }
    if kind not in ("response", "request"):
        del fields["WARC-Payload-Digest"]
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"{version}\r\n{head}{extra}\r\n".encode() + block + b"\r\n\r\n"


def response(lines: bytes, body: bytes, **changes: str) -> bytes:
    block = HEAD + lines + b"\r\n" + body
    return plain("response", block, **changes)


def check(path: Path, *records: bytes, own: bool = False) -> list[Defect]:
    path.write_bytes(b"".join(gzip.compress(record, mtime=0) for record in records))
    found = ArchiveCheck(own=own)
    return [*found.check(path), *found.finish()]


def rules(defects: list[Defect]) -> list[str]:
    return [f"note: {defect.rule}" if defect.note else defect.rule for defect in defects]


GZIP = gzip.compress(BODY, mtime=0)
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
SOUND = {
    "response": plain(),
    "without optional fields": plain(WARC_Block_Digest="", WARC_Payload_Digest=""),
    "sha256 in hexadecimal": plain(WARC_Block_Digest=f"sha256:{hashlib.sha256(RESPONSE).hexdigest()}"),
    "md5": plain(WARC_Block_Digest=f"md5:{hashlib.md5(RESPONSE, usedforsecurity=False).hexdigest()}"),
    "a folded line": plain().replace(b"WARC-Type: response", b"WARC-Type:\r\n response"),
    "an IPv4 address": plain(WARC_IP_Address="192.0.2.1"),
    "an IPv6 address": plain(WARC_IP_Address="2001:db8::1"),
    "an early version": plain(version="WARC/0.18"),
    "a short date": plain(WARC_Date="2026-11"),
    "gzip": response(b"Content-Encoding: gzip\r\n", GZIP),
    "deflate": response(b"Content-Encoding: deflate\r\n", zlib.compress(BODY)),
    "raw deflate": response(b"Content-Encoding: deflate\r\n", zlib.compress(BODY, wbits=-15)),
    "brotli": response(b"Content-Encoding: br\r\n", brotli.compress(BODY)),
    "zstd": response(b"Content-Encoding: zstd\r\n", zstd.compress(BODY)),
    "gzip, then brotli": response(b"Content-Encoding: gzip, br\r\n", brotli.compress(GZIP)),
    "an unknown coding": response(b"Content-Encoding: exi\r\n", BODY),
    "chunked, digest of the body": response(b"Transfer-Encoding: chunked\r\n", CHUNKED, WARC_Payload_Digest=sha1(BODY)),
    "chunked, digest of the chunks": response(b"Transfer-Encoding: chunked\r\n", CHUNKED),
    "truncated": response(b"Content-Length: 99999\r\n", BODY, WARC_Truncated="time"),
    "no body": plain("response", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"),
    "request": plain("request", b"GET / HTTP/1.1\r\nHost: akhbar.example\r\n\r\n"),
    "repeated Concurrent-To": plain(extra="WARC-Concurrent-To: <urn:uuid:1>\r\nWARC-Concurrent-To: <urn:uuid:1>\r\n"),
    "warcinfo": plain("warcinfo", b"software: x\r\n", WARC_Target_URI="", Content_Type="application/warc-fields"),
    "an unknown type": plain("future", b"text", Content_Type="text/plain"),
}


@pytest.mark.parametrize("kind", SOUND)
def test_what_is_sound_has_no_defect(kind: str, tmp_path: Path) -> None:
    assert check(tmp_path / "a.warc.gz", SOUND[kind]) == []


UNSOUND = {
    "duplicate-field": plain(extra="WARC-Date: 2026-11-22T10:00:00Z\r\n"),
    "missing-field": plain(WARC_Date=""),
    "missing-field ": plain(WARC_Target_URI=""),
    "missing-field  ": plain("resource", BODY, Content_Type=""),
    "forbidden-field": plain("conversion", b"text", Content_Type="text/plain", WARC_Concurrent_To="<urn:uuid:1>"),
    "forbidden-field ": plain(WARC_Refers_To="<urn:uuid:1>"),
    "forbidden-field  ": plain("request", b"GET / HTTP/1.1\r\n\r\n", WARC_Refers_To="<urn:uuid:1>"),
    "record-id": plain(WARC_Record_ID="urn:uuid:1"),
    "target-uri": plain(WARC_Target_URI="/news/1"),
    "truncated-reason": plain(WARC_Truncated="boredom"),
    "date": plain(WARC_Date="2026-02-30T10:00:00Z"),
    "date ": plain(WARC_Date="2026-11-22 10:00:00"),
    "date  ": plain(WARC_Date="2026-11-22T10:00:00.5Z", version="WARC/1.0"),
    "digest-form": plain(WARC_Block_Digest="AAAA"),
    "digest-form ": plain(WARC_Payload_Digest="sha1:1234"),
    "block-digest": plain(WARC_Block_Digest=sha1(b"")),
    "payload-digest": plain(WARC_Payload_Digest=sha1(b"")),
    "payload-digest ": plain("resource", BODY, Content_Type="text/html", WARC_Payload_Digest=sha1(b"")),
    "http": plain("response", b"no response at all", WARC_Payload_Digest=""),
    "http ": plain("request", b"no request at all"),
    "http-length": response(b"Content-Length: 99999\r\n", BODY),
    "http-length ": response(b"Content-Length: 9\r\n", BODY),
    "transfer-encoding": response(b"Transfer-Encoding: chunked\r\n", BODY),
    "transfer-encoding ": response(b"Transfer-Encoding: chunked\r\n", CHUNKED[:-9], WARC_Payload_Digest=""),
    "revisit": plain("revisit", HEAD + b"\r\n", WARC_Refers_To="<urn:uuid:1>"),
    "revisit ": plain("revisit", HEAD + b"\r\n", WARC_Profile=PROFILE, WARC_Refers_To="<urn:uuid:1>"),
    "revisit  ": plain("revisit", HEAD + b"\r\n", WARC_Profile=PROFILE, WARC_Payload_Digest=sha1(BODY)),
    "length": plain(Content_Length="9"),
    "header": plain(extra="X-Odd: a\x00b\r\n"),
    "digest-algorithm": plain(WARC_Block_Digest="blake3:abc"),
    "version": plain(version="WARC/9.9"),
    "version ": plain(version="WARC/1.2"),
    "ip": plain(WARC_IP_Address="999.1.2.3"),
    "ip ": plain(WARC_IP_Address="akhbar.example"),
    "padding": b"\0" * 9 + plain(),
    "header ": plain(extra="no field\r\n"),
    "record-end": plain()[:-2],
    "framing": b"no record\r\n" + plain(),
    "truncated": plain()[:-200],
}


OF_SERVER = {
    "content-length": response(b"Content-Length: many\r\n", BODY),
    "content-length ": response(b"Content-Length: %d\r\nContent-Length: 9\r\n" % len(BODY), BODY),
    "content-encoding": response(b"Content-Encoding: gzip\r\n", BODY),
    "content-encoding ": response(b"Content-Encoding: gzip\r\n", GZIP[:-9]),
    "content-encoding  ": response(b"Content-Encoding: br\r\n", BODY),
    "content-encoding   ": response(b"Content-Encoding: zstd\r\n", zstd.compress(BODY)[:-9]),
    "content-encoding    ": response(b"Content-Encoding: deflate\r\n", BODY),
}


@pytest.mark.parametrize("rule", OF_SERVER)
def test_what_the_server_sent_wrong_is_a_note(rule: str, tmp_path: Path) -> None:
    for own in (False, True):
        defects = check(tmp_path / "a.warc.gz", OF_SERVER[rule], own=own)
        assert rules([defect for defect in defects if defect.rule != "warcinfo"]) == [f"note: {rule.strip()}"]


def test_a_name_that_belies_the_compression_is_named(tmp_path: Path) -> None:
    packed = gzip.compress(plain())
    for name, content in (("a.warc.gz", plain()), ("a.warc.zst.open", plain()), ("a.warc", packed)):
        assert rules(_check_plain(tmp_path / name, content)) == ["name"], name
    for name, content in (("a.warc", plain()), ("a.WARC.GZ", packed), ("a.warc.gz.open", packed), ("a", packed)):
        assert rules(_check_plain(tmp_path / name, content)) == [], name


def test_what_lies_between_members_is_named(tmp_path: Path) -> None:
    one, two, three = (plain(number=number) for number in "123")
    packed = [gzip.compress(record) for record in (one, two, three)]
    mixed = packed[0] + two + packed[2]
    assert rules(_check_plain(tmp_path / "a.warc.gz", mixed)) == ["mixed"]
    assert rules(_check_plain(tmp_path / "a.warc", one + packed[1] + three)) == ["mixed"]
    for count in (1, 511, 512, 70_000):
        for padded in (packed[0] + bytes(count) + packed[1], packed[0] + packed[1] + bytes(count)):
            assert rules(_check_plain(tmp_path / "a.warc.gz", padded)) == ["padding"], count
    together = gzip.compress(one + two)
    assert rules(_check_plain(tmp_path / "a.warc.gz", together)) == ["member"]
    over = gzip.compress(one[:300]) + gzip.compress(one[300:])
    assert rules(_check_plain(tmp_path / "a.warc.gz", over)) == ["member"]


@pytest.mark.parametrize("rule", UNSOUND)
def test_each_defect_is_named_and_it_alone(rule: str, tmp_path: Path) -> None:
    changed = UNSOUND[rule]
    defects = (
        check(tmp_path / "a.warc.gz", changed) if rule != "truncated" else _check_plain(tmp_path / "a.warc", changed)
    )
    assert rules([defect for defect in defects if defect.rule != "member"]) == [rule.strip()]
    assert str(defects[0]).startswith(f"{defects[0].path}, byte ")


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("WARC_Concurrent_To", "warcinfo conversion continuation"),
        ("WARC_Refers_To", "warcinfo response resource request continuation"),
        ("WARC_Warcinfo_ID", "warcinfo"),
        ("WARC_Target_URI", "warcinfo"),
    ],
)
def test_a_field_is_forbidden_for_some_types_and_for_no_others(tmp_path: Path, field: str, kinds: str) -> None:
    for kind in ("warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"):
        block = {"response": RESPONSE, "request": b"GET / HTTP/1.1\r\n\r\n"}.get(kind, b"")
        record = plain(kind, block, **{"WARC_Target_URI": "", field: "<urn:uuid:1>"})
        found = any(defect.rule == "forbidden-field" for defect in check(tmp_path / "a.warc.gz", record))
        assert found is (kind in kinds.split()), kind


def _check_plain(path: Path, content: bytes) -> list[Defect]:
    path.write_bytes(content)
    return list(ArchiveCheck(own=False).check(path))


def test_identifiers_are_unique_and_references_resolve(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    assert rules(check(path, plain(), plain())) == ["duplicate-id"]
    for name in ("WARC_Concurrent_To", "WARC_Warcinfo_ID"):
        lost = plain(**{name: "<urn:uuid:404>"})
        rule = name.removeprefix("WARC_").replace("_", "-").lower()
        assert rules(check(path, lost)) == [rule]
        assert rule in rules(check(path, lost, own=True))
        later = plain("metadata", b"", number="404", Content_Type="")
        assert check(path, lost, later) == []


def test_what_a_revisit_refers_to_by_address_and_date_is_looked_for(tmp_path: Path) -> None:
    known = {"WARC_Refers_To_Target_URI": "https://akhbar.example/1", "WARC_Refers_To_Date": "2026-11-22T10:00:00Z"}
    common = {"WARC_Profile": PROFILE, "WARC_Payload_Digest": sha1(BODY)}
    again = plain("revisit", HEAD + b"\r\n", number="2", **common, **known)
    assert check(tmp_path / "a.warc.gz", plain(), again) == []
    assert rules(check(tmp_path / "a.warc.gz", again)) == ["note: refers-to"]
    named = {"WARC_Refers_To": "<urn:uuid:1>"}
    by_name = plain("revisit", HEAD + b"\r\n", number="2", **common, **named)
    assert rules(check(tmp_path / "a.warc.gz", by_name)) == ["refers-to"]
    by_both = plain("revisit", HEAD + b"\r\n", number="2", **common, **known, **named)
    assert rules(check(tmp_path / "a.warc.gz", by_both)) == ["note: refers-to"]
    text = plain("conversion", b"text", number="2", Content_Type="text/plain", **named)
    assert rules(check(tmp_path / "a.warc.gz", text)) == ["note: refers-to"]


def test_an_answer_to_head_needs_no_body(tmp_path: Path) -> None:
    asked = plain("request", b"HEAD / HTTP/1.1\r\n\r\n", number="2", WARC_Concurrent_To="<urn:uuid:1>")
    answer = response(b"Content-Length: 99\r\n", b"")
    assert check(tmp_path / "a.warc.gz", asked, answer) == []
    assert rules(check(tmp_path / "a.warc.gz", answer)) == ["http-length"]


def test_our_own_archives_are_held_to_our_rules(tmp_path: Path) -> None:
    assert rules(check(tmp_path / "a.warc.gz", plain(), own=True)) == ["warcinfo"]
    info = plain(
        "warcinfo",
        b"software: x\r\n",
        WARC_Target_URI="",
        Content_Type="application/warc-fields",
        WARC_Filename="b.warc.gz",
    )
    assert rules(check(tmp_path / "a.warc.gz", info, own=True)) == ["warcinfo"]
    assert check(tmp_path / "b.warc.gz", info, own=True) == []
    together = [info + plain(number="2")]
    assert rules(check(tmp_path / "b.warc.gz", *together, own=True)) == ["member"]
    assert rules(check(tmp_path / "b.warc.gz", *together)) == ["member"]


def test_an_archive_that_a_crawl_wrote_is_sound_and_any_flipped_byte_is_found(tmp_path: Path) -> None:
    cut = exchange(2)
    cut.received = cut.received[:-50]
    cut.truncated = "time"
    head = exchange(3, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n", b"HEAD")
    again = exchange(4)
    again.received = exchange(0).received
    path = archive(
        tmp_path, exchange(0), exchange(1), cut, head, again, exchange(0, b"HTTP/1.1 304 Not Modified\r\n\r\n")
    )
    found = ArchiveCheck(own=True)
    assert [*found.check(path), *found.finish()] == []
    whole = path.read_bytes()
    before = list(read_records(path, print))

    @settings(max_examples=120)
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    def flip(at: int, bits: int) -> None:
        damaged = bytearray(whole)
        damaged[at] ^= bits
        path.write_bytes(damaged)
        again = ArchiveCheck(own=True)
        if not [*again.check(path), *again.finish()]:
            assert list(read_records(path, print)) == before  # no reader checks the time in a gzip header

    flip()
