"""Runs Scrapy commands in a network of their own: `unshare -rnm python -m tests.network.enclosed FOLDER`.

In this network every address is at hand: 127/8, 10/8, link-local and unique local ones, and one of the Internet. A name
server gives the names below. A listener at all addresses answers at the public address, and counts connections to the
others. The result is JSON: each run's exit code and output, and the addresses and ports that got connections, except
port 80 of the public address.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.support.project import FAST, ROOT, article, front

PUBLIC = "93.184.216.34"
SERVED = ("127.0.0.1", 8080)
"""A server of the machine itself."""
NAME_SERVER = "127.0.0.53"
PORTS = (80, 443, 6379, 8080)
ADDRESSES = (
    f"{PUBLIC}/32",
    "10.0.0.7/8",
    "169.254.169.254/16",
    "172.16.0.7/12",
    "192.168.0.7/16",
    "100.64.0.7/10",
    "fd00::7/8",
    "fe80::7/64",
    "64:ff9b::7f00:1/128",
    "64:ff9b:1::7/48",
    "2002:7f00:1::1/128",
)
NAMES = {
    "news.example": [[PUBLIC]],
    "robots.example": [[PUBLIC]],
    "m.news.example": [["10.0.0.7"]],
    "amp.news.example": [["fd00::7", "127.0.0.9"]],
    "inner.example": [["10.0.0.9"]],
    "www.inner.example": [["10.0.0.9"]],
    "loop.example": [["127.0.0.1", "::1"]],
    "zero.example": [["0.0.0.0"]],  # noqa: S104 - a client takes it for loopback
    "meta.example": [["169.254.169.254"]],
    "carrier.example": [["100.64.0.7"]],
    "mapped.example": [["::ffff:10.0.0.7"]],
    "nat64.example": [["64:ff9b::7f00:1"]],
    "local64.example": [["64:ff9b:1::7"]],
    "sixtofour.example": [["2002:7f00:1::1"]],
    "both.example": [["10.0.0.7", PUBLIC]],
    "rebound.example": [[PUBLIC], ["127.0.0.1"]],
}
"""The addresses of each name, by query; the last ones repeat."""
HOSTS = (
    *(name for name in NAMES if name not in ("news.example", "robots.example", "both.example", "rebound.example")),
    "inner.example.",
    "127.1",
    "127.0.0.1.",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "2130706433",
    "0",
    "10.0.0.7",
    "0xa.7",
    "172.16.0.7",
    "192.168.0.7",
    "100.64.0.7",
    "169.254.169.254",
    "0xa9fea9fe",
    "localhost",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[fd00::7]",
)
"""Hosts that are not public, however they are written."""
TARGETS = (*(f"http://{host}{port}/x" for host in HOSTS for port in ("", ":6379")), "https://inner.example/x")
REDIRECTED = (
    *(f"{target}y" for target in TARGETS),
    *("http://127.0.0.1/x", "http://127.0.0.1:6379/x", "http://[::1]/x", "http://news.example:6379/x"),
)
"""A user may name a loopback address in plain form, so only a redirect shows that it is refused."""

_OWN = ("m.news.example", "amp.news.example")
_NO_RULES = ("-s", "ROBOTSTXT_OBEY=False")
_reached: list[tuple[str, int]] = []
_asked: dict[str, int] = {}


def main(folder: Path) -> None:
    """Make the network, run the commands, and print the results."""
    _do("ip", "link", "set", "lo", "up")
    for address in ADDRESSES:
        _do("ip", "address", "add", address, "dev", "lo")
    (folder / "resolv.conf").write_text(f"nameserver {NAME_SERVER}\n")
    _do("mount", "--bind", str(folder / "resolv.conf"), "/etc/resolv.conf")
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind((NAME_SERVER, 53))
    threading.Thread(target=_tell_names, args=(names,), daemon=True).start()
    for port in PORTS:
        server = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
        threading.Thread(target=_listen, args=(server,), daemon=True).start()
    print(json.dumps({"runs": _run_all(folder / "output"), "reached": sorted(set(_reached))}))


def _do(*command: str) -> None:
    subprocess.run(command, check=True)


def _run_all(output: Path) -> dict[str, dict[str, Any]]:
    """Run the commands side by side, and return the exit code and the output of each."""
    whole = ("-s", "TWISTED_DNS_RESOLVER=scrapy.resolver.CachingHostnameResolver")
    redirects = [f"http://news.example/news/{1000 + number}-moved" for number in range(len(REDIRECTED))]
    site = ("crawl", "site", "-s", f"OUTPUT={output}", *FAST)
    commands: dict[str, tuple[str, ...]] = {
        "extract": ("extract", "http://news.example/a", *TARGETS, *redirects, *FAST),
        "without robots": ("extract", "http://both.example/a", *TARGETS, *redirects, *FAST, *whole, *_NO_RULES),
        "rebound": ("extract", "http://rebound.example/a", *FAST, "-s", "DNSCACHE_ENABLED=False"),
        "named": ("extract", "http://127.0.0.1:8080/a", *FAST),
        "crawl": (*site, "-a", "url=http://news.example/", *whole),
        "robots": (*site, "-a", "url=http://robots.example/"),
        "addoutlet": ("addoutlet", "inner.example", "inner.example", "-s", f"OUTPUT={output}", *FAST),
    }
    with ThreadPoolExecutor(3) as pool:
        return dict(zip(commands, pool.map(_run, commands.values()), strict=True))


def _run(command: tuple[str, ...]) -> dict[str, Any]:
    program = [sys.executable, "-m", "scrapy", *command]
    done = subprocess.run(program, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    return {"code": done.returncode, "stdout": done.stdout, "stderr": done.stderr}


def _tell_names(names: socket.socket) -> None:
    """Answer queries for addresses (RFC 1035, section 4)."""
    while True:
        query, client = names.recvfrom(512)
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        (kind,) = struct.unpack_from("!H", query, at + 1)
        name, family = ".".join(labels), {1: socket.AF_INET, 28: socket.AF_INET6}.get(kind)
        turns = NAMES.get(name, [])
        turn = turns[min(_asked.get(name, 0), len(turns) - 1)] if turns else []
        _asked[name] = _asked.get(name, 0) + 1
        found = [a for a in turn if family == (socket.AF_INET6 if ":" in a else socket.AF_INET)]
        answers = b""
        for address in found:
            packed = socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
            answers += struct.pack("!HHHIH", 0xC00C, kind, 1, 0, len(packed)) + packed
        flags = 0x8180 if turns else 0x8183
        head = query[:2] + struct.pack("!HHHHH", flags, 1, len(found), 0, 0)
        names.sendto(head + query[12 : at + 5] + answers, client)


def _listen(server: socket.socket) -> None:
    while True:
        connection, _ = server.accept()
        threading.Thread(target=_serve, args=(connection,), daemon=True).start()


def _serve(connection: socket.socket) -> None:
    """Answer at the public address and at the machine's own server; count any other connection."""
    address, port = connection.getsockname()[:2]
    address = address.removeprefix("::ffff:")
    if (address, port) != (PUBLIC, 80):
        _reached.append((address, port))
    with connection:
        received = b""
        while (address, port) in ((PUBLIC, 80), SERVED):
            while b"\r\n\r\n" not in received:
                piece = connection.recv(65536)
                if not piece:
                    return
                received += piece
            head, _, received = received.partition(b"\r\n\r\n")
            host = head.lower().partition(b"\r\nhost: ")[2].partition(b"\r\n")[0].decode()
            connection.sendall(_answer(host, head.split(b" ")[1].decode()))
            if host == "rebound.example":  # the next request needs a connection, and finds another address
                return


def _answer(host: str, path: str) -> bytes:
    """Return the response for a path at the public address."""
    stories = [f"http://{place}/news/90{number}-a" for number, place in enumerate(_OWN)]
    if path == "/robots.txt" and host == "robots.example":
        return _redirect("http://127.1:6379/robots.txt")
    if path == "/robots.txt":
        named = ("http://news.example/map.xml", "http://127.0.0.1:6379/map.xml", "http://m.news.example/map.xml")
        return _whole("\n".join(("User-agent: *", *(f"Sitemap: {url}" for url in named))), "text/plain")
    if path == "/map.xml":
        return _whole(
            f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in stories)}</urlset>", "application/xml"
        )
    if path.endswith("-moved"):
        return _redirect(REDIRECTED[int(path.removeprefix("/news/").removesuffix("-moved")) - 1000])
    if path == "/":
        moved = [f"/news/{1000 + number}-moved" for number in range(len(REDIRECTED))]
        return _whole(front(*stories, *moved), "text/html")
    return _whole(article(1), "text/html")


def _redirect(target: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


def _whole(body: str, kind: str) -> bytes:
    content = body.encode()
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content


if __name__ == "__main__":
    main(Path(sys.argv[1]))
