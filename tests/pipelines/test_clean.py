"""The text steps for a text without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipelines.clean import clean
from pipelines.rejected import Rejected
from tests.support.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GOLDENS = ROOT / "tests/goldens/clean"


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_reference_documents_come_out_as_reviewed(seed: Path) -> None:
    assert clean(seed.read_bytes().decode()).encode() == (GOLDENS / seed.name).read_bytes()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_what_is_clean_stays_as_it_is(seed: Path) -> None:
    text = clean(seed.read_bytes().decode())
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The council opened a park this morning, and many residents came to see it. " * 5, "not-arabic"),
        ("تسجيل الدخول", "too-short"),
        ("", "too-short"),
        ("١٢٣٤", "too-short"),
        ("عاد التيار الكهربائي إلى أحياء المدينة. " * 20_000, "too-long"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        clean(text)
    assert rejected.value.reason == reason
