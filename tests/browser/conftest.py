"""The browse page, served on loopback, and Debian's Chromium, which Playwright drives.

The browser ends with each file of tests: while it lives, Playwright's event loop counts as running in its thread, and
tests that follow could run none of their own.
"""

from __future__ import annotations

import shutil
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

from corpus.browse.app import application
from corpus.browse.place import Place
from tests.browser.attacked import ATTACKED, attacked
from tests.corpus.browse import news
from tests.corpus.export.stock import piece, stock
from tests.support.output import OUTLET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
MILLISECONDS = 60_000
"""Time of each step in a browser, at most."""
expect.set_options(timeout=MILLISECONDS)  # Playwright's own: five seconds


class Served(NamedTuple):
    """The browse page as it is served."""

    address: str
    """Where, without a slash at the end."""
    canary: Canary
    """What the page of attacks tries to reach."""


class Canary:
    """A server that nobody should reach: it counts connections."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(MILLISECONDS / 1000)
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def heard(self) -> bool:
        """Return whether a connection came since the last call; it may still wait."""
        self._listening.setblocking(False)  # noqa: FBT003 - Python's own signature
        try:
            self._listening.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def wait(self) -> None:
        """Wait for a connection.

        Raises:
            TimeoutError: None came.
        """
        self._listening.settimeout(MILLISECONDS / 1000)
        self._listening.accept()[0].close()

    def close(self) -> None:
        """Listen no more."""
        self._listening.close()


@contextmanager
def serving(place: Place) -> Iterator[str]:
    """Serve a place on loopback, and yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            application(place),
            log_level="warning",
            access_log=False,
            ws="none",
            loop="asyncio",
            http="h11",
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the news, a page of attacks among them, and an outlet of five months."""
    output = tmp_path_factory.mktemp("browser") / "output"
    canary = Canary()
    news.make(output, news.got(ATTACKED, "2026-08-05T06:00:00", attacked(canary.address)))
    months = (piece(number, f"2026-{number:02}-10", title=f"خطة المياه في الشهر {number}") for number in range(3, 8))
    stock(output, "alroya.om", *months)
    place = Place(output=output, facts={OUTLET.name: OUTLET})
    place.keeper.update()
    with serving(place) as address:
        yield Served(address, canary)
    canary.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium): no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Return what opens a path of the page in a new window; the options are those of `Browser.new_context`."""
    contexts = []

    def open_(path: str, **options: object) -> Page:
        context = browser.new_context(base_url=served.address, **options)  # type: ignore[arg-type]  # Playwright's own
        contexts.append(context)
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
