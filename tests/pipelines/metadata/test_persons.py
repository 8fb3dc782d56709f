"""Names of persons and agencies in the text in an author's place."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import beside, ld, meta, read


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (ld(author={"@type": "Person", "name": "كتبت: منى الشريف"}), ["منى الشريف"]),
        (ld(author=[{"name": "منى الشريف"}, "وليد وهبة"]), ["منى الشريف", "وليد وهبة"]),
        (ld(author={"name": ["منى الشريف", "منى الشريف"]}), ["منى الشريف"]),
        (meta("author", "بقلم / منى الشريف، وليد وهبة"), ["منى الشريف", "وليد وهبة"]),
        (meta("author", "منى الشريف / وليد وهبة; رويترز"), ["منى الشريف", "وليد وهبة", "رويترز"]),
        (meta("article:author", "https://social.example/mona"), []),
        (meta("author", "admin"), []),
        (meta("author", "@mona"), []),
        (meta("author", "mona@almadina.example"), []),
        (ld(author="بواسطة منى الشريف"), ["منى الشريف"]),
        (ld(author="منى الشريف - الحوطة"), ["منى الشريف"]),
        (ld(author="رأس الخيمة - منى الشريف"), ["منى الشريف"]),
        (ld(author="المدينة - منى الشريف"), ["منى الشريف"]),
        (ld(author="منى الشريف - مراسلة الشؤون العلمية"), ["منى الشريف"]),
        (ld(author="كفر الدوار: منى الشريف"), ["منى الشريف"]),
        (ld(author="منى الشريف: القاهرة"), ["منى الشريف"]),
        (ld(author="الجزائر: ك. بن يحيى"), ["ك. بن يحيى"]),
        (ld(author="منى الشريف (جدة) @mona"), ["منى الشريف"]),
        (ld(author="منى الشريف من القاهرة"), ["منى الشريف"]),
        (ld(author="القاهرة"), []),
        (ld(author="القاهرة ـ منى الشريف"), ["منى الشريف"]),
        (ld(author="القاهرة/ رويترز"), ["رويترز"]),
        (ld(author="واشنطن - رويترز"), ["رويترز"]),
        (ld(author="منى الشريف - رويترز"), ["منى الشريف"]),
        (ld(author="منى الشريف ووليد وهبة"), ["منى الشريف", "وليد وهبة"]),
        (ld(author="منى الشريف مراسلة المدينة"), ["منى الشريف"]),
        (ld(author="منى الشريف، تصوير: وليد وهبة"), ["منى الشريف"]),
        (ld(author="إعداد / منى الشريف"), ["منى الشريف"]),
        (ld(author="رئيس التحرير: وليد وهبة"), []),
        (ld(author="عمّان - وكالات"), []),
        (ld(author="المحرر السياسي"), []),
        (ld(author="بواسطة admin"), []),
    ],
)
def test_authors_are_named_persons(head: str, authors: list[str]) -> None:
    assert read(head, beside("")).authors == authors


def authors(*names: str) -> list[str]:
    return read(ld(author=list(names)), beside("")).authors


def test_a_name_has_eighty_characters_and_eight_words() -> None:
    assert authors("ب" * 80) == ["ب" * 80]
    assert authors("ب" * 81) == []
    assert authors("هدى بنت سعد بن زيد بن علي الحربي") == ["هدى بنت سعد بن زيد بن علي الحربي"]
    assert authors("هدى بنت سعد بن زيد بن علي الحربي المكي") == []


def test_an_article_has_twenty_authors() -> None:
    names = [f"منى {letter * 3}" for letter in "بتثجحخدذرزسشصضطظعغفقك"]
    assert authors(*names) == names[:20]
