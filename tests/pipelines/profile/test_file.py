"""A profile's file: what is written is read again, what a person breaks is refused with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.errors import ProfileError
from pipelines.profile.file import check_profiles, path_of_profile, read_profile, save_profile, written
from pipelines.profile.model import Block, Change, Container, Heading, Line, Place, Profile

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = Profile(
    outlet="rawabi.example",
    pages=30,
    first="2026-09-01",
    last="2026-09-30",
    lines=(
        Line(text='قولوا لنا "رأيكم" \\ في روابي', pages=30, share=1.0, place=Place.BOTTOM),
        Line(text="مقاعدكم محجوزة", pages=27, share=0.9, place=Place.TOP, keep=True),
    ),
    headings=(Heading(text="على رفّ القارئ", pages=30, share=1.0, titles=3, closes=True, stops=False),),
    blocks=(Block(path="div.vorn > div.quel", pages=30, share=1.0, letters=27, text="روابي"),),
    container=Container(path="div.mirt > div.zuli", pages=30, share=1.0),
    change=Change(day="2026-09-30", appeared=("مقاعدكم محجوزة",)),
    written=("0123456789ab",),
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert save_profile(tmp_path / "profiles", PROFILE) == tmp_path / "profiles" / "rawabi.example.toml"
    assert read_profile(tmp_path / "profiles", "rawabi.example") == PROFILE
    check_profiles(tmp_path / "profiles")


def test_a_person_reads_the_text_as_it_is_spelled() -> None:
    text = written(PROFILE)
    assert 'text = "على رفّ القارئ"' in text
    assert text.count("keep = true\n") == 1
    assert "keep = false" not in text


def test_an_outlet_without_a_file_has_no_profile(tmp_path: Path) -> None:
    assert read_profile(tmp_path, "rawabi.example") is None
    check_profiles(tmp_path / "none")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("version = 1", "version = 2", "its version is 2, and this Warraq reads 1"),
        ("pages = 30\nfirst", "first", "the field 'pages' is missing"),
        ("pages = 30\nfirst", 'pages = "30"\nfirst', "pages is '30', which is no int"),
        ("pages = 30\nfirst", "pages = true\nfirst", "pages is True, which is no int"),
        ("first =", "frist =", "there is no field 'frist'"),
        ("titles = 3\n", "", "[[heading]] 1 lacks the field 'titles'"),
        ("titles = 3\n", "titles = 3\nbold = true\n", "[[heading]] 1 has no field 'bold'"),
        ("[[heading]]", "[heading]", "heading must be written as [[heading]]"),
        ('place = "bottom"', 'place = "below"', "'below' is not a valid Place"),
        ("div.mirt > div.zuli", "div.mirt div", "[container] path is 'div.mirt div', and must be two elements"),
        ('["0123456789ab"]', "[7]", "written is 7, which is no str"),
        ("share = 1.0", "share = ", "Invalid value"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_reason(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = path_of_profile(tmp_path, "rawabi.example")
    content = written(PROFILE)
    assert old in content
    path.write_text(content.replace(old, new, 1))
    with pytest.raises(ProfileError) as raised:
        check_profiles(tmp_path)
    assert str(raised.value).startswith(f"{path}: the profile is broken (")
    assert why in str(raised.value)
    assert "scrapy learn rawabi.example" in str(raised.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path_of_profile(tmp_path, "rawabi.example").write_bytes(b"version = 1\n# \xff\n")
    with pytest.raises(ProfileError, match="the profile is broken"):
        read_profile(tmp_path, "rawabi.example")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    path_of_profile(tmp_path, "rawabi.example").mkdir()
    with pytest.raises(ProfileError, match="cannot be read"):
        read_profile(tmp_path, "rawabi.example")


def test_the_digest_counts_what_extraction_uses_and_nothing_else() -> None:
    same = replace(PROFILE, pages=31, last="2026-10-01", change=None, written=(), lines=PROFILE.lines[:1])
    assert same.digest == PROFILE.digest
    assert len(PROFILE.digest) == 16
    others = (
        replace(PROFILE, lines=()),
        replace(PROFILE, lines=tuple(replace(line, keep=False) for line in PROFILE.lines)),
        replace(PROFILE, headings=tuple(replace(one, titles=4) for one in PROFILE.headings)),
        replace(PROFILE, blocks=()),
        replace(PROFILE, container=None),
    )
    assert len({PROFILE.digest, *(one.digest for one in others)}) == 6


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    save_profile(tmp_path, PROFILE)
    before = path_of_profile(tmp_path, "rawabi.example").read_bytes()
    with pytest.raises(OSError, match="File name too long"):
        save_profile(tmp_path, replace(PROFILE, outlet="x" * 300))
    assert path_of_profile(tmp_path, "rawabi.example").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1
