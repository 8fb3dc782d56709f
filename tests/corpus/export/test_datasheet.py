"""The datasheet: figures where the program knows, the publisher's answers where there are some, else an empty place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from corpus.export import datasheet
from corpus.export.choices import Choices
from corpus.export.datasheet import ANSWERS, SECTIONS
from corpus.export.datasheet_words import ARABIC, ENGLISH
from corpus.export.export import export
from crawler.errors import ExportError
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from pathlib import Path

FIGURE = re.compile(r"\{(\w+)\}")
"""A place for a figure in an answer."""


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    stock(folder, "alroya.om", piece(0), piece(1, rights={"tdm": "1"}))
    return folder


def made(output: Path, target: Path, file: str = ENGLISH.file) -> str:
    export(output, target, Choices(), {})
    return (target / file).read_text("utf-8")


def test_it_has_figures_answers_and_empty_places(output: Path, tmp_path: Path) -> None:
    text = made(output, tmp_path / "x")
    assert "1 documents with 57 words, of 1 outlets" in text
    assert "Left out of what is stored: 1 reserved." in text
    assert "_Not answered yet: `funding` under `[motivation]` in datasheet.toml._" in text
    assert all(question.text in text for questions in SECTIONS.values() for question in questions)
    (output / ANSWERS).write_text('[motivation]\nfunding = "مؤسسة"\n[uses]\nunfit = "Not for x."\n', "utf-8")
    text = made(output, tmp_path / "x")
    assert "**Who paid for it?**\n\nمؤسسة\n" in text
    assert "Not for x.\n\nTo find out facts" in text


def test_the_arabic_one_has_the_same_questions_figures_and_answers(output: Path, tmp_path: Path) -> None:
    keys = {f"{section}.{question.key}": question for section, questions in SECTIONS.items() for question in questions}
    assert set(ARABIC.sections) == set(SECTIONS)
    assert set(ARABIC.questions) == set(keys)
    for key, (text, answer) in ARABIC.questions.items():
        assert text.endswith("؟"), key
        assert sorted(FIGURE.findall(answer)) == sorted(FIGURE.findall(keys[key].answer)), key
        assert bool(answer) == bool(keys[key].answer), key
    (output / ANSWERS).write_text('[motivation]\nfunding = "مؤسسة"\n', "utf-8")
    text = made(output, tmp_path / "x", ARABIC.file)
    assert text.startswith('<div dir="rtl">\n\n# صحيفة بيانات')
    assert text.endswith("\n\n</div>\n")
    assert "عدد الوثائق 1، وعدد كلماتها 57، وعدد المنابر 1، وعدد البلدان 0." in text
    assert "واستُبعد مما هو مخزون: `reserved`: 1." in text
    assert "**من موّلها؟**\n\nمؤسسة\n" in text
    assert "_لم يُجب عنه بعد: `purpose` في القسم `[motivation]` من الملف datasheet.toml._" in text
    assert FIGURE.findall(text) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[motivation", r"datasheet.toml: cannot be read \("),
        ('[motivation]\nfunds = "x"', "motivation.funds is no question of DATASHEET.md"),
        ("[motivation]\nfunding = 1", "motivation.funding is no question of DATASHEET.md, or its answer no string"),
        ('[other]\nx = "x"', "other.x is no question"),
        ('motivation = "x"', r"motivation\. is no question"),
        ("# " + "x" * 100, "has more than 100 bytes; shorten the answers"),
    ],
)
def test_answers_of_another_form_are_refused(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, sentence: str
) -> None:
    monkeypatch.setattr(datasheet, "LARGEST", 100)
    (output / ANSWERS).write_text(content, "utf-8")
    with pytest.raises(ExportError, match=sentence):
        made(output, tmp_path / "x")
    assert not (tmp_path / "x").exists()
