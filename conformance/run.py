"""Checks that other programs read, verify and replay Warraq's archives: `make conformance`.

Each program has an environment of its own under `.conformance/`, installed by name and version from PyPI or npm.
The archives are those of `scrapy demo`, of the byte tests (tests/archive/write/test_handler.py), and a set of revisits.
It prints a line for each check: PASS, FAIL with the reason, or SKIP with the reason; exit code 1 when a check failed.
"""

# ruff: noqa: INP001, S603 - a script, which runs our own commands

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import shutil
import socket
import subprocess
import sys
import time
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from conformance.peers import browsed, configured  # noqa: E402 - this script is not run as a module
from crawler.archive.exchange import FINAL, NOT_MODIFIED, Exchange, divide_response  # noqa: E402 - the same
from crawler.archive.index.cdxj import Entry, cdxj_line  # noqa: E402 - the same
from crawler.archive.index.segments import list_segments  # noqa: E402 - the same
from crawler.archive.index.writing import add_segment  # noqa: E402 - the same
from crawler.archive.write.warc import WarcFile  # noqa: E402 - the same
from crawler.outlet import Outlet  # noqa: E402 - the same
from tests.support.project import archives, article, records  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.items import Capture

WORK = ROOT / ".conformance"
UV = ROOT / ".tools" / "bin" / "uv"
LINT = ROOT.parent / "shared" / "kit" / "warc_lint.py"
CHROMIUM = "chromium"
ENVIRONMENTS = {
    # warcio fails on Brotli payloads where brotli 1.1 or newer is installed, and fastwarc brings that.
    "warcio": ("warcio==1.8.1",),
    "fastwarc": ("fastwarc==2.0.0",),
    "cdxj-indexer": ("cdxj-indexer==1.5.0",),
    "wacz": ("wacz==0.6.0",),
    "pywb": ("pywb==2.10.0", "setuptools<81"),
}
PACKAGES = ("warcio@2.4.11", "@webrecorder/wabac@2.27.1", "playwright-core@1.65.1")
PLAYER = "replaywebpage@2.5.3"
"""Unpacked, not installed: its package has all that its pages load, and its dependency wabac 2.27.3 cannot install."""


REDIRECTS = frozenset((301, 302, 303, 307, 308))


class Fault(Exception):  # noqa: N818 - a failed check is no error of this script
    """Raised when a check fails; the message holds the difference or the cause."""


class Skip(Exception):  # noqa: N818 - it is no error
    """Raised when a check cannot run here; the message holds the cause."""


class Archives(NamedTuple):
    """A set of archives, and the output folder with their indexes."""

    name: str
    output: Path
    warcs: list[Path]


class Expected(NamedTuple):
    """The result that a replay of a capture must have."""

    url: str
    timestamp: str
    status: int
    body: bytes
    """The entity body, content-decoded."""
    zstd: bytes
    """The entity body in zstd, if the server sent it so, because pywb does not decode zstd; else empty."""


def run(*words: str | Path, cwd: Path = ROOT) -> str:
    """Run a program and return its stdout.

    Raises:
        Fault: It failed; the message has the end of its output.
    """
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, timeout=600, check=False
    )
    said = " ".join((done.stderr + done.stdout).split())[-400:]
    if done.returncode:
        raise Fault(f"{Path(words[0]).name} {words[1]}: exit code {done.returncode}: {said}")
    return done.stdout


def tool(environment: str, program: str = "") -> Path:
    """Return a program of an environment; a missing environment is made first."""
    folder = WORK / environment
    wanted = "\n".join(ENVIRONMENTS[environment])
    mark = folder / ".installed"
    if not mark.exists() or mark.read_text() != wanted:
        run(UV, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, folder)
        run(UV, "pip", "install", "--quiet", "--python", folder / "bin" / "python", *ENVIRONMENTS[environment])
        mark.write_text(wanted)
    return folder / "bin" / (program or environment)


def node_modules() -> Path:
    """Return the folder of the npm packages; missing ones are installed first."""
    folder = WORK / "npm"
    wanted = "\n".join((*PACKAGES, PLAYER))
    mark = folder / ".installed"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "player").mkdir(parents=True)
        (folder / "package.json").write_text('{"private": true}')
        run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *PACKAGES, cwd=folder)
        (packed,) = json.loads(run("npm", "pack", "--json", PLAYER, cwd=folder))
        run("tar", "xzf", folder / packed["filename"], "--strip-components=1", "-C", folder / "player")
        mark.write_text(wanted)
    return folder / "node_modules"


def make_archives() -> list[Archives]:
    """Run the demo and the byte tests, and return their archives."""
    shutil.rmtree(WORK / "made", ignore_errors=True)
    (WORK / "made").mkdir(parents=True)
    run(sys.executable, "-m", "scrapy", "demo", "-s", f"OUTPUT={WORK / 'made'}")
    demo = WORK / "made" / "demo"
    wire = WORK / "made" / "wire"
    run(
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n0",
        "-p",
        "no:randomly",
        f"--basetemp={wire}",
        "tests/archive/write/test_handler.py",
    )
    outputs = sorted(folder.parent for folder in wire.glob("*/archive") if not folder.parent.is_symlink())
    sets = [Archives("demo", demo, archives(demo))]
    sets += [Archives(f"wire {output.name}", output, archives(output)) for output in outputs]
    if not all(made.warcs for made in sets):
        raise Fault(f"{WORK / 'made'}: an output folder holds no WARC")
    return sets


def make_revisits() -> Archives:
    """Write both kinds of revisit, the first in a later file than its original, as a later run does.

    Each file has a segment of the index, so that other programs meet an index of several.
    """
    outlet = Outlet.of_site("http://example.com/")
    folder = WORK / "made" / "revisits" / "archive" / outlet.name
    folder.mkdir(parents=True)
    page = article(1).encode()
    whole = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (
        len(page),
        page,
    )
    unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    captures: list[Capture] = []

    def originals(payload_digest: str, url: str) -> Capture | None:
        same = ((one.payload_digest == payload_digest if payload_digest else one.url == url) for one in captures)
        return next((one for one, found in zip(captures, same, strict=True) if found), None)

    days = iter(range(1, 9))
    for serial, served_now in enumerate(([("/a", whole)], [("/a", unchanged), ("/b", whole), ("/a", whole)])):
        file = WarcFile(folder / f"{outlet.name}-{serial:017}-00000.warc.gz", {"software": "Warraq"})
        for path, answer in served_now:
            began = datetime(2026, 1, next(days), tzinfo=UTC)
            exchange = Exchange(url=f"http://example.com{path}", began=began, ip="127.0.0.1")
            exchange.request += b"GET %b HTTP/1.1\r\nHost: example.com\r\n\r\n" % path.encode()
            exchange.received += answer
            captures += filter(None, [file.append(exchange, outlet, originals)])
        file.sync()
        file.close()
        add_segment(folder, (cdxj_line(one) for one in captures if one.warc == file.path.name))
    return Archives("revisits", folder.parent.parent, archives(folder.parent.parent))


def expectations(made: Archives) -> list[Expected]:
    """Read the archives with zlib alone, and return the expected replay of each capture."""
    found = [record for warc in made.warcs for record in records(warc)]
    by_id = {record.fields["WARC-Record-ID"]: record for record in found}
    wanted = []
    for record in found:
        fields = record.fields
        if fields["WARC-Type"] not in ("response", "revisit"):
            continue
        parts = divide_response(record.block)
        if parts is None:
            continue  # without a whole head nobody can replay it
        original = by_id.get(fields.get("WARC-Refers-To", ""))
        holder = divide_response(original.block) if original else parts
        if holder is None:
            raise Fault(f"{fields['WARC-Refers-To']} holds no response")
        timestamp = "".join(filter(str.isdigit, fields["WARC-Date"]))[:14]
        coding = holder.header(b"content-encoding").decode("latin-1")
        served = holder.body if "zstd" in coding else b""
        body = decoded(holder.body, coding)
        wanted.append(Expected(fields["WARC-Target-URI"], timestamp, parts.status, body, served))
    return wanted


def decoded(body: bytes, coding: str) -> bytes:
    """Undo content-codings; a body that is cut or broken stays in the coding that cannot be undone."""
    for name in reversed([name.strip().lower() for name in coding.split(",")]):
        try:
            if name in ("gzip", "x-gzip"):
                body = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body)
            elif name == "deflate":
                body = zlib.decompressobj(zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS).decompress(body)
            elif name == "br":
                body = brotli.Decompressor().process(body)
            elif name == "zstd":
                body = zstd.ZstdDecompressor().decompress(body)
        except (zlib.error, brotli.error, zstd.ZstdError):
            return body
    return body


def compare(made: Archives, answers: list[tuple[Expected, int, bytes]], *, redirects: bool) -> None:
    """Compare a player's answers with the expected ones.

    Args:
        made: The archives that were replayed.
        answers: Expectation, status and decoded body of each replay.
        redirects: Whether the player shows a redirect's status and body (a browser does not).

    Raises:
        Fault: Answers differ, or some are missing.
    """
    wanted = expectations(made)
    # A replay's address does not distinguish captures of one URL in one second.
    accepted: dict[tuple[str, str], set[tuple[int, bytes]]] = {}
    for expected in wanted:
        accepted.setdefault(expected[:2], set()).add((expected.status, expected.body))
        if expected.zstd:
            accepted[expected[:2]].add((expected.status, expected.zstd))
        if expected.status == NOT_MODIFIED:  # the empty 304 itself, or the unchanged page
            accepted[expected[:2]] |= {(NOT_MODIFIED, b""), (FINAL, expected.body)}
    faults = []
    for expected, status, body in answers:
        if not redirects and expected.status in REDIRECTS:
            continue
        if (status, body) not in accepted[expected[:2]]:
            faults.append(
                f"{expected.url}: {status} with {len(body)} bytes, not {expected.status} with {len(expected.body)}"
            )
    if len(answers) != len(wanted):
        raise Fault(f"{len(answers)} of {len(wanted)} captures were replayed")
    if faults:
        raise Fault(f"{len(faults)} of {len(wanted)}: {'; '.join(faults[:8])}")


def own_entries(made: Archives) -> list[Entry]:
    """Return the entries of our own indexes."""
    return [Entry.of_line(line) for line in own_lines(made)]


def own_lines(made: Archives) -> list[str]:
    """Return the lines of our own indexes, segment by segment."""
    found = []
    for folder in sorted({warc.parent for warc in made.warcs}):
        segments = list_segments(folder).counted
        if not segments:
            raise Fault(f"{folder}: the index is missing")
        found += [line for segment in segments for line in segment.path.read_text().splitlines()]
    return found


def check_warcio(made: Archives) -> None:
    """`warcio check` accepts block and payload digests."""
    run(tool("warcio"), "check", *made.warcs)


def check_fastwarc(made: Archives) -> None:
    """`fastwarc check` accepts block and payload digests of every record.

    It compares a revisit's payload digest with the revisit's own, empty payload; by WARC 1.1 (section 6.7.2) it is the
    digest of the original's payload. Only that verdict is ignored.
    """
    for warc in made.warcs:
        verdicts = made.output / "fastwarc.txt"
        run(tool("fastwarc"), "check", "--quiet", warc)
        with contextlib.suppress(Fault):
            run(tool("fastwarc"), "check", "--verify-payloads", "--quiet", "--output", verdicts, warc)
        said = dict(line.rsplit(": ", 1) for line in verdicts.read_text().splitlines())
        for record in records(warc):
            verdict = said.pop(record.fields["WARC-Record-ID"], "no verdict")
            if record.fields["WARC-Type"] == "revisit":
                verdict = verdict.replace("OK, PAYLOAD_FAIL", "OK")
            if not verdict.startswith("OK") or "FAIL" in verdict:
                raise Fault(f"{warc.name}: {record.fields['WARC-Record-ID']}: {verdict}")


def check_cdxj(made: Archives) -> None:
    """cdxj-indexer writes the same lines as our index."""
    said = run(tool("cdxj-indexer"), "--sort", *made.warcs)
    ours = sorted(own_lines(made))
    theirs = sorted(said.splitlines())
    unlike = Counter(ours)
    unlike.subtract(Counter(theirs))
    faults = [f"{'only ours' if count > 0 else 'only theirs'}: {line}" for line, count in unlike.items() if count]
    if faults:
        raise Fault(f"{len(faults)} lines differ: {' | '.join(faults[:4])}")


def check_py_wacz(made: Archives) -> None:
    """`wacz create` accepts our WARCs, and `wacz validate` accepts its package."""
    target = made.output / "theirs.wacz"
    run(tool("wacz"), "create", "--detect-pages", "-o", target, *made.warcs)
    run(tool("wacz"), "validate", "-f", target)


def own_wacz(made: Archives) -> Path:
    """Return our own package of the archives; a missing one is made first."""
    target = made.output / "ours.wacz"
    if not target.exists():
        run(sys.executable, "-m", "scrapy", "wacz", *made.warcs, "-o", target, "-s", f"OUTPUT={made.output}")
    return target


def check_own_wacz(made: Archives) -> None:
    """`wacz validate` accepts the package of `scrapy wacz`."""
    run(tool("wacz"), "validate", "-f", own_wacz(made))


def check_node_warcio(made: Archives) -> None:
    """The npm package's warcio finds the captures of our index: URL, status, offset and length."""
    program = node_modules() / ".bin" / "warcio"
    said = run(program, "cdx-index", *made.warcs)
    lines = (json.loads(line.split(" ", 2)[2]) for line in said.splitlines())
    theirs = Counter((line["url"], int(line["status"]), int(line["offset"]), int(line["length"])) for line in lines)
    ours = Counter((entry.url, entry.status, entry.offset, entry.length) for entry in own_entries(made))
    if theirs != ours:
        raise Fault(f"only theirs {list(theirs - ours)[:3]}, only ours {list(ours - theirs)[:3]}")


def check_lint(made: Archives) -> None:
    """The strict linter finds nothing."""
    if not LINT.exists():
        raise Skip(f"{LINT} is missing")
    done = subprocess.run(
        [sys.executable, str(LINT), *map(str, made.warcs)], capture_output=True, text=True, check=False
    )
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAIL", "WARN"))]
    if done.returncode or failed:
        raise Fault("; ".join(failed) or done.stderr[-300:])


def check_pywb(made: Archives) -> None:
    """Through pywb's server, every capture comes back byte for byte."""
    folder = made.output / "pywb"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run(tool("pywb", "wb-manager"), "init", "made", cwd=folder)
    run(tool("pywb", "wb-manager"), "add", "made", *made.warcs, cwd=folder)
    compare(made, replayed(folder, "made", expectations(made)), redirects=True)


def check_pywb_index(made: Archives) -> None:
    """Through pywb's server on our own folders, with the segments of our own index, every capture comes back."""
    for place, archive in enumerate(sorted({warc.parent for warc in made.warcs})):
        folder = made.output / f"pywb-index-{place}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        collection = {"index": f"{archive}/", "archive_paths": f"{archive}/"}
        (folder / "config.yaml").write_text(json.dumps({"collections": {"own": collection}}))  # JSON is YAML
        part = made._replace(warcs=[warc for warc in made.warcs if warc.parent == archive])
        compare(part, replayed(folder, "own", expectations(part)), redirects=True)


def check_pywb_memento(made: Archives) -> None:
    """Through pywb's server, which reads our browse page as a Memento peer, every capture comes back."""
    _check_pywb_peer(made, "memento")


def check_pywb_cdx(made: Archives) -> None:
    """Through pywb's server, which reads our browse page by its CDX server, every capture comes back."""
    _check_pywb_peer(made, "cdx")


def _check_pywb_peer(made: Archives, collection: str) -> None:
    with browsed(made.output) as page:
        folder = made.output / "pywb-peer"
        configured(folder, page)
        compare(made, replayed(folder, collection, expectations(made)), redirects=True)


def replayed(folder: Path, collection: str, wanted: list[Expected]) -> list[tuple[Expected, int, bytes]]:
    """Ask pywb's server for captures; return the status and decoded body of each answer.

    Args:
        folder: The folder in which the server runs.
        collection: The collection's name.
        wanted: The expected replays.
    """
    answers = []
    with served(tool("pywb", "wayback"), folder) as port:
        for expected in wanted:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            address = f"/{collection}/{expected.timestamp}id_/{expected.url}"
            try:
                connection.putrequest("GET", address, skip_accept_encoding=True)
                connection.endheaders()
                response = connection.getresponse()
                body = b""
                # pywb keeps the connection open after a cut body, which is shorter than its Content-Length.
                with contextlib.suppress(TimeoutError):
                    while piece := response.read1():
                        body += piece
                answers.append((expected, response.status, decoded(body, response.headers.get("Content-Encoding", ""))))
            finally:
                connection.close()
    return answers


@contextlib.contextmanager
def served(program: Path, folder: Path) -> Iterator[int]:
    """Run pywb's server on loopback, and yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([program, "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=log, stderr=log)
        try:
            for _ in range(150):
                time.sleep(0.2)  # pywb logs its start, not when it listens: only a connection shows that
                if server.poll() is not None:
                    raise Fault(f"wayback ended: {(folder / 'log').read_text()[-300:]}")
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
            yield port
        finally:
            server.terminate()
            server.wait(timeout=10)


def browse(task: str, **order: Any) -> Any:
    """Run a task of browser.mjs in Chromium, and return its answer.

    Raises:
        Skip: Chromium is missing, and Debian's cannot be installed.
    """
    chromium = shutil.which(CHROMIUM)
    if chromium is None:
        subprocess.run(["apt-get", "install", "-y", "chromium", "fonts-noto-core"], capture_output=True, check=False)  # noqa: S607 - Debian's
        chromium = shutil.which(CHROMIUM)
    if chromium is None:
        raise Skip("chromium is missing, and apt-get install chromium failed")
    modules = node_modules()
    script = modules.parent / "browser.mjs"  # Node looks for modules from the script's folder
    shutil.copy(Path(__file__).parent / "browser.mjs", script)
    order |= {"task": task, "chromium": chromium, "modules": str(modules), "player": str(modules.parent / "player")}
    order["profile"] = str(WORK / "made" / "profile")
    path = WORK / "made" / "order.json"
    path.write_text(json.dumps(order))
    return json.loads(run("node", script, path))


def check_wabac(made: Archives) -> None:
    """wabac, in Chromium, replays every capture of our package byte for byte."""
    wanted = expectations(made)
    captures = [{"url": expected.url, "timestamp": expected.timestamp} for expected in wanted]
    answers = browse("wabac", wacz=str(own_wacz(made)), captures=captures)
    bodies = [
        (expected, answer["status"], decoded(base64.b64decode(answer["body"]), answer["encoding"]))
        for expected, answer in zip(wanted, answers, strict=True)
    ]
    compare(made, bodies, redirects=False)


def check_player(made: Archives) -> None:
    """ReplayWeb.page, in Chromium, shows each document with its text; it keeps a screenshot of the first."""
    manifests = sorted(made.output.glob("text/*/manifest.jsonl"))
    rows = [json.loads(line) for path in manifests for line in path.read_text("utf-8").splitlines()]
    if made.name != "demo":
        raise Skip("one package is enough to look at")
    pages = []
    for row in rows:
        lines = (made.output / "text" / row["outlet"] / row["name"]).read_text("utf-8").splitlines()
        pages.append({"url": row["url"], "ts": "".join(filter(str.isdigit, row["captured"]))[:14], "line": lines[-1]})
    screenshot = WORK / "replaywebpage.png"
    shown = browse("player", wacz=str(own_wacz(made)), pages=pages, screenshot=str(screenshot))
    unshown = [page["url"] for page, text in zip(pages, shown, strict=True) if plain(page["line"]) not in plain(text)]
    if unshown:
        raise Fault(f"{len(unshown)} of {len(pages)} are shown without their text: {unshown}")
    print(f"     look at {screenshot}")


def plain(text: str) -> str:
    """Return a text's letters and digits, because a browser shows spaces and marks in its own way."""
    return "".join(character for character in text if character.isalnum())


CHECKS: dict[str, Callable[[Archives], None]] = {
    "warc_lint": check_lint,
    "warcio check": check_warcio,
    "fastwarc check": check_fastwarc,
    "cdxj-indexer": check_cdxj,
    "wacz create and validate": check_py_wacz,
    "wacz validate ours": check_own_wacz,
    "npm warcio": check_node_warcio,
    "pywb raw replay": check_pywb,
    "pywb on our index": check_pywb_index,
    "pywb by Memento": check_pywb_memento,
    "pywb by our CDX server": check_pywb_cdx,
    "wabac raw replay": check_wabac,
    "ReplayWeb.page": check_player,
}


def main() -> int:
    """Make the archives, run every check on each set of them, and return the exit code."""
    WORK.mkdir(exist_ok=True)
    failed = 0
    for made in [*make_archives(), make_revisits()]:
        for name, check in CHECKS.items():
            try:
                check(made)
            except Skip as skip:
                print(f"SKIP {name} ({made.name}): {skip}", flush=True)
            except (Fault, OSError, ValueError, subprocess.SubprocessError) as error:
                failed += 1
                print(f"FAIL {name} ({made.name}): {error}", flush=True)
            else:
                print(f"PASS {name} ({made.name})", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
