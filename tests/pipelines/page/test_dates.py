"""The dates of pages: one moment or day that is certain, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page.dates import (
    AFTER_CLOCK,
    EARLIEST,
    MAX_TEXT,
    contradicts_itself,
    iso_of,
    iso_of_epoch,
    only_tells_when,
)

CAIRO = ZoneInfo("Africa/Cairo")
CAPTURED = datetime(2024, 8, 25, 9, 0, tzinfo=UTC)
RLM = "\N{RIGHT-TO-LEFT MARK}"


def told(text: str) -> str | None:
    return iso_of(text, CAIRO, CAPTURED)


@pytest.mark.parametrize(
    "text",
    [
        "2024-08-24T15:30:00+03:00",
        "2024-08-24T15:30+0300",
        "2024-08-24T15:30:00.123+03",
        "2024-08-24 15:30",
        "20240824T153000",
        "٢٠٢٤-٠٨-٢٤T١٥:٣٠:٠٠+0300",
        "۲۰۲۴-۰۸-۲۴ ۱۵:۳۰",
        "Sat, 24 Aug 2024 15:30:00 +0300",
        "Sat Aug 24 2024 15:30:00 GMT+0300 (Arabian Standard Time)",
        "August 24, 2024 3:30 PM",
        "24 août 2024, 15:30",
        "24/8/2024 3:30 م",
        f"{RLM}24{RLM}/8/{RLM}2024 {RLM}03:30 مساءً",
        "م 03:30 2024/08/24",
        "24-8-2024 | 15:30",
        "24.08.2024 15:30",
        "السبت، 24 أغسطس 2024 - 03:30 م",
        "السبت ٢٤ آب/أغسطس ٢٠٢٤م ٠٣:٣٠ مَساءً",
        "24 اغسطس/آب 2024 الساعة 15:30",
        "24 غشت 2024 على الساعة 15:30",
        "24 أوت 2024 - 15:30",
        "24 هانيبال 2024 15:30",
        "سبت, 08/24/2024 - 15:30",
        "20 صفر 1446هـ - 24 أغسطس 2024م 15:30",
        "24 أغسطس 2024 15:30 بتوقيت القاهرة",
        "24 أغسطس 2024 15:30 (توقيت مكة المكرمة)",
        "24 أغسطس 2024 15:30 بالتوقيت المحلي",
        "أمس الساعة 03:30 م",
    ],
)
def test_a_moment_is_read_however_it_is_written(text: str) -> None:
    assert told(text) == "2024-08-24T15:30:00+03:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-08-24T12:30:00Z", "2024-08-24T12:30:00+00:00"),
        ("24 أغسطس 2024 الساعة 10:15 ص بتوقيت غرينتش", "2024-08-24T10:15:00+00:00"),
        ("24/08/2024 - 6:00 غرينتش+1", "2024-08-24T06:00:00+01:00"),
        ("24/08/2024 - 6:00 جرينتش +01:00", "2024-08-24T06:00:00+01:00"),
        ("24/08/2024 6:00 GMT-3", "2024-08-24T06:00:00-03:00"),
        ("السبت 20 صفر 1446هـ - 24 أغسطس 2024م - 06:00", "2024-08-24T06:00:00+03:00"),
        ("2024-08-24 15:30:00 GST", "2024-08-24T15:30:00+04:00"),
        ("24 أغسطس 2024 12:05 ص", "2024-08-24T00:05:00+03:00"),
        ("24 أغسطس 2024 12:05 ظهرًا", "2024-08-24T12:05:00+03:00"),
        ("24 أغسطس 2024 م 10:15", "2024-08-24T10:15:00+03:00"),
        ("24 يناير 2024 10:15", "2024-01-24T10:15:00+02:00"),
        ("24 أغسطس 2024 15:30 بتوقيت عمان", "2024-08-24T15:30:00"),
    ],
)
def test_the_zone_and_the_half_of_the_day_are_the_texts_own(text: str, moment: str) -> None:
    assert told(text) == moment


@pytest.mark.parametrize(
    ("names", "month"),
    [
        ("يناير، كانون الثاني، جانفي", 1),
        ("فبراير، شباط، فيفري، النوار", 2),
        ("مارس، آذار", 3),
        ("أبريل، إبريل، ابريل، نيسان، أفريل، الطير", 4),
        ("مايو، أيار، ماي", 5),
        ("يونيو، يونيه، حزيران، جوان", 6),
        ("يوليو، يوليوز، تموز، جويلية، ناصر", 7),
        ("أغسطس، آب، غشت، أوت", 8),
        ("سبتمبر، شتنبر، أيلول، الفاتح", 9),
        ("أكتوبر، تشرين الأول، التمور", 10),
        ("نوفمبر، نونبر، تشرين الثاني، الحرث", 11),
        ("ديسمبر، دجنبر، كانون الأول، الكانون", 12),
    ],
)
def test_every_region_names_its_months(names: str, month: int) -> None:
    for name in names.split("، "):
        assert told(f"الصادر 3 {name} 2021") == f"2021-{month:02}-03", name
        assert told(f"{name} 3، 2021") == f"2021-{month:02}-03", name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11 شوال 1441هـ", "2020-06-03"),
        ("١١/١٠/١٤٤١ هـ", "2020-06-03"),
        ("1 محرم 1446", "2024-07-07"),
        ("24 ذو القعدة 1445 هـ", "2024-06-01"),
        ("3/4/2024", "2024-04-03"),
        ("الأربعاء 3/4/2024", "2024-04-03"),
        ("إثنين, 03/04/2024", "2024-03-04"),
        ("04 تشرين1/أكتوير 2021", "2021-10-04"),
        ("كانون2/يناير 5, 2021", "2021-01-05"),
        ("26 تشرين 2 2021", "2021-11-26"),
        ("12 كانون 2 2021", "2021-01-12"),
        ("الأحد ٥ كانون ١ ٢٠٢١", "2021-12-05"),
        ("26 تشرين 2/نوفمبر 2021", "2021-11-26"),
        ("26 تشرين (1) 2021", "2021-10-26"),
        ("تشرين 2/نوفمبر 26، 2021", "2021-11-26"),
        ("9 ك2 2021", "2021-01-09"),
        ("تشرين الثاني 2، 2021", "2021-11-02"),
        ("السبت 24 أغسطس 2024", "2024-08-24"),
        ("24 أغسطس 2024 (السبت)", "2024-08-24"),
        ("الاثنين 15 رمضان 1445", "2024-03-25"),
        ("Sat, 24 Aug 2024", "2024-08-24"),
        ("24 أغسطس 2024، لقاء يوم الأحد", "2024-08-24"),
        ("24 أغسطس 2024 12:30 ليلا", "2024-08-24"),
        ("24 أغسطس 2024، 10:15 - 11:20", "2024-08-24"),
        ("2024-08-24T24:00:00Z", "2024-08-24"),
        ("أمس", "2024-08-24"),
        ("اليوم", "2024-08-25"),
        ("منذ ٣ ساعات", "2024-08-25"),
        ("قبل 5 دقائق", "2024-08-25"),
        ("منذ ساعتين", "2024-08-25"),
        ("منذ 20 ساعة", "2024-08-24"),
    ],
)
def test_a_day_is_told_where_no_time_is_certain(text: str, day: str) -> None:
    assert told(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "الأحد 24 أغسطس 2024",
        "24 أغسطس 2024 - الجمعة",
        "الثلاثاء 15 رمضان 1445",
        "Mon, 19 Mar 2024 10:00:00 GMT",
        "الجمعة 2024-08-24",
        "24 آب/سبتمبر 2021",
        "تشرين 2 2021",
        "8/24/2024",
        "الجمعة 3/4/2024",
        "31/2/2024",
        "30 فبراير 2024",
        "0000-00-00 00:00:00",
        "1970-01-01T00:00:00Z",
        "1446-13-45",
        "2024-08-27",
        "27 أغسطس 2024",
        "24 أغسطس",
        "أغسطس 2024",
        "24 أغسطس 2024 - 23 أغسطس 2024",
        "192.168.10.2024",
        "15:30",
        "اليوم السابع",
        "وصل الوفد قبل 3 ساعات",
        "منذ يومين",
        "منذ 12 ساعة",
        "منذ 3",
        "حقوق النشر 2024",
    ],
)
def test_what_is_not_certain_is_not_told(text: str) -> None:
    assert told(text) is None


def test_an_offset_that_puts_the_moment_after_the_capture_gives_way_to_the_outlets_zone() -> None:
    assert told("2024-08-25T11:30:00Z") == "2024-08-25T11:30:00+03:00"
    assert told("2024-08-25T08:30:00Z") == "2024-08-25T08:30:00+00:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1995-01-01", "1995-01-01"),
        ("1994-12-31", None),
        ("2024-08-26", "2024-08-26"),
        ("2024-08-26T12:00:00+03:00", "2024-08-26T12:00:00+03:00"),
        ("2024-08-26T12:00:01+03:00", None),
    ],
)
def test_the_first_day_and_the_last_moment_that_are_believed(text: str, moment: str | None) -> None:
    assert told(text) == moment


def test_clocks_may_stand_ten_minutes_apart_and_no_more() -> None:
    assert told("2024-08-25T09:10:00Z") == "2024-08-25T09:10:00+00:00"
    assert told("2024-08-25T09:10:01Z") == "2024-08-25T09:10:01+03:00"
    # The same tolerance holds for the clock in the outlet's zone.
    eastern = datetime(2024, 8, 25, 6, 0, tzinfo=UTC)
    assert iso_of("2024-08-25T09:10:00Z", CAIRO, eastern) == "2024-08-25T09:10:00+03:00"
    assert iso_of("2024-08-25T09:10:01Z", CAIRO, eastern) == "2024-08-25T09:10:01+00:00"


def test_what_lies_behind_two_hundred_characters_is_not_looked_at() -> None:
    date_text = "24 August 2024"
    assert told(" " * (MAX_TEXT - len(date_text)) + date_text) == "2024-08-24"
    assert told(" " * (MAX_TEXT - len(date_text) + 1) + date_text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-08-24", "2024-08-24"),
        ("2024 August 24", "2024-08-24"),
        ("August 24 2024 03:30 PM", "2024-08-24T15:30:00+03:00"),
        ("2024-08-24 15:30 بتوقيت غرينتش", "2024-08-24T15:30:00+00:00"),
    ],
)
def test_a_date_is_read_whole_or_not_at_all_at_two_hundred_characters(text: str, moment: str) -> None:
    assert told(text.rjust(MAX_TEXT)) == moment
    for lost in range(1, len(text) + 1):
        assert told(text.rjust(MAX_TEXT + lost)) in {None, moment[:10]}, text[:-lost]


def test_a_day_before_the_two_hundredth_character_is_read_when_its_word_ends_there() -> None:
    line = "2024-08-24".rjust(MAX_TEXT)
    assert told(f"{line} القاهرة") == "2024-08-24"
    assert told(f"{line}-القاهرة") is None
    assert told(f" {line} القاهرة") is None


@pytest.mark.parametrize(
    ("after", "moment"), [(AFTER_CLOCK, "2024-08-24"), (AFTER_CLOCK + 1, "2024-08-24T15:30:00+03:00")]
)
def test_a_clock_time_counts_when_its_zone_cannot_lie_after_the_cut(after: int, moment: str) -> None:
    line = "2024-08-24 15:30".rjust(MAX_TEXT + 1 - after)
    assert told(line.ljust(MAX_TEXT + 1) + " بتوقيت غرينتش") == moment


def test_a_machines_count_is_read_whole_or_not_at_all() -> None:
    count = "1724502600000"
    assert iso_of_epoch(count.rjust(MAX_TEXT), CAIRO, CAPTURED) == "2024-08-24T15:30:00+03:00"
    assert iso_of_epoch(f"{count}0".rjust(MAX_TEXT + 1), CAIRO, CAPTURED) is None


def test_a_dateline_has_four_words_beside_its_date() -> None:
    assert only_tells_when("القاهرة وكالات رويترز أخبار 24 أغسطس 2024")
    assert not only_tells_when("القاهرة وكالات رويترز أخبار محلية 24 أغسطس 2024")


def test_without_a_zone_or_a_capture_nothing_is_made_up() -> None:
    assert iso_of("24/8/2024 15:30", None, CAPTURED) == "2024-08-24T15:30:00"
    assert iso_of("أمس", None, CAPTURED) is None
    assert iso_of("أمس", CAIRO, None) is None
    assert iso_of("2090-01-01", CAIRO, None) == "2090-01-01"


def test_hours_ago_are_a_day_without_a_zone_where_they_are_in_every_arab_one() -> None:
    assert iso_of("منذ 3 ساعات", None, CAPTURED) == "2024-08-25"
    assert iso_of("منذ 9 ساعات", None, CAPTURED) is None
    assert iso_of("منذ 3 ساعات", None, datetime(2024, 8, 25, 23, 30, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1724502600", "2024-08-24T15:30:00+03:00"),
        (" 1724502600000 ", "2024-08-24T15:30:00+03:00"),
        ("0", None),
        ("0000000000", None),
        ("4943459", None),
    ],
)
def test_a_machine_counts_seconds(text: str, moment: str | None) -> None:
    assert iso_of_epoch(text, CAIRO, CAPTURED) == moment
    assert told(text) is None


@pytest.mark.parametrize(
    ("line", "is_dateline"),
    [
        ("السبت، 24 أغسطس 2024 - 12:09 م", True),
        ("كتب: محمد سالم - 24/8/2024", True),
        ("القاهرة - وكالات: 24 آب/أغسطس 2024", True),
        ("افتتح الوزير الجسر الجديد يوم 24 أغسطس 2024 أمام السيارات", False),
    ],
)
def test_a_dateline_holds_little_beside_its_date(line: str, *, is_dateline: bool) -> None:
    assert only_tells_when(line) is is_dateline


_PIECES = st.sampled_from("0124,-/.:T+ ") | st.sampled_from(
    ["2024", "1446", "٢٤", "،", "Z", "م", "ص", "هـ", "أغسطس", "آب", "صفر", "منذ", "ساعة", "أمس", "بتوقيت"]
)


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=MAX_TEXT))
def test_any_text_tells_a_believable_moment_or_none(text: str) -> None:
    moment = told(text)
    if moment is not None:
        assert EARLIEST <= date.fromisoformat(moment[:10]) <= date(2024, 8, 26)


@given(st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2024, 8, 24)))  # noqa: DTZ001 - naive, as printed
def test_what_is_told_is_told_again(moment: datetime) -> None:
    first = told(moment.replace(microsecond=0).isoformat())
    assert first is not None
    assert told(first) == first


@pytest.mark.parametrize("piece", [" ", "1/", "24 ", "ذو ", "م ", "1", "12:30 ", "-", "آخر ", "\N{ARABIC FATHA}"])
def test_a_million_characters_are_cut_before_they_are_read(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert told(text) is None
    assert only_tells_when(text) in {True, False}


def test_a_text_contradicts_itself_only_by_its_weekday() -> None:
    assert contradicts_itself("الأحد 24 أغسطس 2024")
    assert not contradicts_itself("السبت 24 أغسطس 2024")
    assert not contradicts_itself("24 أغسطس 2024")
    assert not contradicts_itself("الأحد المقبل")
    assert not contradicts_itself("الأحد 24 أغسطس 2024، السبت 31 أغسطس 2024")
