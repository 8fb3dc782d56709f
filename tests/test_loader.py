"""The loader of outlets' files: it names each one that cannot be loaded, and loads the others."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from scrapy.settings import Settings

from crawler.loader import OutletLoader

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '        timezone="Africa/Cairo",\n'
CASES = [
    (
        f'{GOOD}        feedz=("https://a.example/feed",),',
        "line 6: an outlet has no field 'feedz'; did you mean 'feeds'?",
    ),
    (
        '        timezone="Mars/Olympus",',
        "line 6: Outlet 'a.example': timezone 'Mars/Olympus' is not an IANA time zone.",
    ),
    (f"{GOOD}        feeds=(", "line 6: '(' was never closed"),
    (f"{GOOD}        feeds=missing,", "line 9: name 'missing' is not defined"),
    (f"{GOOD}    )\n    import nothing_like_it\n    tuple(", "line 10: No module named 'nothing_like_it'"),
]


def outlet_file(name: str, lines: str = GOOD) -> str:
    """Return an outlet's file with the given lines after its first facts."""
    return (
        "from crawler.outlet import Outlet\nfrom crawler.spider import OutletSpider\n\n\n"
        "class Example(OutletSpider):\n    outlet = Outlet(\n"
        f'        name="{name}", title="أ", country="EG", domains=("{name}",), evidence="assumed",\n{lines}\n    )\n'
    )


def load(folder: Path, monkeypatch: pytest.MonkeyPatch, bad: str, **settings: object) -> OutletLoader:
    """Load a package of a wrong file and two others."""
    package = folder / f"outlets_{uuid4().hex}"
    package.mkdir()
    for name, content in (
        ("__init__", ""),
        ("a", bad),
        ("b", outlet_file("b.example")),
        ("c", outlet_file("c.example")),
    ):
        (package / f"{name}.py").write_text(content)
    monkeypatch.syspath_prepend(folder)
    return OutletLoader(Settings({"SPIDER_MODULES": [package.name], "SPIDER_LOADER_WARN_ONLY": True, **settings}))


@pytest.mark.parametrize(("lines", "sentence"), CASES)
def test_a_wrong_file_is_one_sentence_and_the_others_are_loaded(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: str,
    sentence: str,
) -> None:
    loader = load(tmp_path, monkeypatch, outlet_file("a.example", lines))
    assert [outlet.name for outlet in loader.outlets()] == ["b.example", "c.example"]
    (fault,) = loader.faults
    assert fault.endswith(f"/a.py, {sentence}")
    assert capsys.readouterr() == ("", f"{fault}\n")


def test_a_file_without_a_line_to_name_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = load(tmp_path, monkeypatch, "\0").faults
    assert "/a.py" in fault
    assert "null bytes" in fault


def test_a_run_of_a_round_names_no_file_since_the_round_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loader = load(tmp_path, monkeypatch, "1/0", OUTCOME_LOGGED=False)
    assert loader.faults[0].endswith("/a.py, line 1: division by zero")
    assert capsys.readouterr() == ("", "")


def test_scrapys_setting_makes_a_wrong_file_end_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        load(tmp_path, monkeypatch, "1/0", SPIDER_LOADER_WARN_ONLY=False)
    assert raised.value.code == 2
    assert capsys.readouterr().err.endswith("/a.py, line 1: division by zero\n")
