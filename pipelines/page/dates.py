"""Parses the dates of pages: the result is one moment or day that is certain, or nothing.

Forms: ISO 8601 and RFC 3339 with their usual misspellings, RFC 2822, JavaScript's dates; Arabic, English and French
dates in words with the month names of every region, one name or two («أغسطس/آب»); day/month/year and year/month/day in
figures, also in Arabic-Indic and Persian digits; Hijri dates; clock times of 12 and 24 hours with the zone beside them;
and times counted from the moment of reading («أمس», «منذ ٣ ساعات»).

Rules:

- 3/4/2024 is the third of April: no Arab country writes the month first. So 8/24/2024 is not a date. Only a weekday
  beside it shows another order: Drupal prints «أحد, 05/10/2026» for a Sunday in May.
- A date contradicts itself when its weekday is another day's, or when its month has two names of two months: then no
  day is certain.
- Of a Hijri and a Gregorian day in one text the Gregorian one counts. A Hijri day alone is converted by the Umm al-Qura
  calendar, the civil calendar of Saudi Arabia, whose pages may give only that day.
- Two different days in one text give no certain day; two different clock times give the day without a time.
- A text longer than `MAX_TEXT` is cut there. A word at the cut is not read, and neither is a clock time shortly before
  it: «م», «PM» or a zone may follow after the cut.
- A time without zone is in the outlet's zone. When that is unknown, or the text names an unknown zone, the time has no
  offset.
- An offset is wrong when it puts the moment after the page's capture although the same clock in the outlet's zone was
  before it (`Z` is often printed after local times): then the outlet's zone counts.
- «منذ 3 ساعات» gives a day, and only when all moments from four to two hours before the capture are in that day of the
  outlet's zone, since pages round up, down and to the nearest. When the zone is unknown, they must be in that day in
  every zone of the Arab countries. «منذ يومين» is therefore never certain.
- A date before `EARLIEST` or more than a day after the capture is wrong: 1970-01-01 and the like.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from hijridate import Hijri

from pipelines.normalize import normalize_line
from pipelines.words.folding import fold
from pipelines.words.headings import DATED
from pipelines.words.months import HIJRI_MONTHS, MONTHS

EARLIEST = date(1995, 1, 1)
"""The earliest day of publication: the first Arab daily went online in September of that year."""
MAX_TEXT = 200
"""Characters of a text that are read: a dateline has less than a hundred."""
AFTER_CLOCK = 40
"""Characters after a clock time that may hold its half of the day and its zone."""
MAX_WORDS = 4
"""Most words of a dateline beside the date: a city and an agency, or a reporter's name."""
TOLERANCE = timedelta(minutes=10)
"""Largest difference between the clocks of an outlet and of its archive."""
_ONE_DAY = timedelta(days=1)
_WESTERNMOST = UTC
_EASTERNMOST = timezone(timedelta(hours=4))
"""The zones of the Arab countries, from Mauritania to Oman."""

_WEEKDAYS = {
    fold(name): number
    for number, names in enumerate(
        (
            "الاثنين، الإثنين، اثنين، إثنين، monday، mon، lundi",
            "الثلاثاء، ثلاثاء، tuesday، tue، mardi",
            "الأربعاء، أربعاء، wednesday، wed، mercredi",
            "الخميس، خميس، thursday، thu، jeudi",
            "الجمعة، جمعة، friday، fri، vendredi",
            "السبت، سبت، saturday، sat، samedi",
            "الأحد، أحد، sunday، sun، dimanche",
        )
    )
    for name in names.split("،")
}
_HIJRI_YEARS = range(1343, 1501)
"""The years of the Umm al-Qura table."""

_ZONES = {
    fold(name): zone
    for names, zone in (
        ("z، gmt، utc، غرينتش، غرينيتش، جرينتش، جرينيتش، غرينتش العالمي", "UTC"),
        ("مكة، مكة المكرمة، السعودية، الرياض، ast، ksa", "Asia/Riyadh"),
        ("القاهرة، مصر", "Africa/Cairo"),
        ("بيروت، لبنان", "Asia/Beirut"),
        ("القدس، القدس المحتلة، فلسطين", "Asia/Hebron"),
        ("دمشق، سوريا", "Asia/Damascus"),
        ("بغداد، العراق", "Asia/Baghdad"),
        ("الإمارات، أبوظبي، أبو ظبي، دبي، gst", "Asia/Dubai"),
        ("الدوحة، قطر", "Asia/Qatar"),
        ("الكويت", "Asia/Kuwait"),
        ("صنعاء، اليمن، عدن", "Asia/Aden"),
        ("الخرطوم، السودان", "Africa/Khartoum"),
        ("طرابلس، ليبيا", "Africa/Tripoli"),
        ("تونس", "Africa/Tunis"),
        ("الجزائر", "Africa/Algiers"),
        ("المغرب، الرباط", "Africa/Casablanca"),
        ("cet، cest", "Europe/Paris"),
        ("est، edt", "America/New_York"),
    )
    for name in names.split("،")
}
"""Zones by the names that follow a time. «عمان» is left out: it names both Amman and Oman. AST is Arabia's time."""
_AT_HOME = frozenset(map(fold, ("المحلي", "محلي")))

_HALVES = {
    half: noon
    for halves, noon in (
        ("ص، صباحا، صباح، فجرا، am، a.m، a.m.", False),
        ("م، مساء، مسا، ظهرا، عصرا، pm، p.m، p.m.", True),
    )
    for half in (fold(half) if half[0] > "z" else half for half in halves.split("، "))
}
_NOON = 12
_NIGHT = fold("ليلا")
"""A word for both halves of a day."""

_UNITS = {
    fold(name): (count, unit)
    for names, count, unit in (
        ("دقيقة، دقائق، دقيقه", 1, timedelta(minutes=1)),
        ("دقيقتين، دقيقتان", 2, timedelta(minutes=1)),
        ("ساعة، ساعات", 1, timedelta(hours=1)),
        ("ساعتين، ساعتان", 2, timedelta(hours=1)),
    )
    for name in names.split("،")
}
_DAYS = {fold("اليوم"): 0, fold("أمس"): 1, fold("امس الأول"): 2, fold("أول أمس"): 2}
_AGO = frozenset(map(fold, ("منذ", "قبل")))

_MARKED_WORD = re.compile(r"[\w\u064b-\u065f\u0670]+")
_LABELS = (
    frozenset(word for phrase in DATED for word in phrase.split())
    | frozenset(
        fold(
            """
        الساعة في تم يوم نشر نشرت كتب بتاريخ التاريخ تاريخ النشر منشور بواسطة توقيت بتوقيت updated posted on at
        published date time by
        """
        ).split()
    )
    | frozenset(_WEEKDAYS)
)
"""Words around a date that add nothing to it."""


_FIGURE = re.compile(r"[12]\Z")


def _names(numbered: dict[str, int]) -> str:
    """Return a regular expression of names of months, the longest first.

    Their spaces may be missing; before the figure of «تشرين2» a space, a dash or brackets may stand.
    """
    spaced = (re.escape(name).replace(r"\ ", " ?") for name in sorted(numbered, key=len, reverse=True))
    return "|".join(_FIGURE.sub(r"[ (-]{0,2}\g<0>\\)?(?!\\d)", name) for name in spaced)


_GAP = r"[\s,،.\-/|]{0,3}"
_SECOND_NAME = rf"(?:\s?[/\-(]\s?(?P<second>{_names(MONTHS)})\)?)?"
_NOT_INSIDE = r"(?<![\d/.:\-])"
_FIGURES_FIRST = re.compile(rf"{_NOT_INSIDE}(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?!\d|[-/.]\d)")
_FIGURES_LAST = re.compile(rf"{_NOT_INSIDE}(\d{{1,2}})\s?([-/.\\])\s?(\d{{1,2}})\s?\2\s?(\d{{4}})(?!\d|[-/.]\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?=t\d{4})")


def _worded(numbered: dict[str, int], second: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of dates in words: day month year, month day year, year month day.

    Args:
        numbered: The names of months.
        second: A regular expression of a second name after the month's first.
    """
    month = rf"(?P<month>{_names(numbered)}){second}"
    day, year = r"(?<!\d)(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
    return (
        re.compile(rf"{day}(?:st|nd|rd|th|er)?{_GAP}(?:من |of )?{month}{_GAP}(?:(?:عام|سنه) )?{year}"),
        re.compile(rf"(?<!\w){month}{_GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:){_GAP}{year}"),
        re.compile(rf"(?<!\d){year}{_GAP}{month}{_GAP}(?P<day>\d{{1,2}})(?!\d|:)"),
    )


_WORDED = _worded(MONTHS, _SECOND_NAME)
_HIJRI_WORDED = _worded(HIJRI_MONTHS, "")
_HALF = "|".join(re.escape(half) for half in sorted([*_HALVES, _NIGHT], key=len, reverse=True))
_CLOCK = re.compile(
    rf"""(?:(?<!\w)(?P<before>{_HALF})\s?)?
    (?<![\d:.])(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?(?!\d|:\d)
    (?:\s?(?P<after>{_HALF})(?!\w))?
    (?:\s?(?:gmt|utc|[غج]ريني?تش)?\s?(?P<sign>[+-])(?P<hours>0\d|1[0-4])(?::?(?P<minutes>[0-5]\d))?(?![\d/.:-])
      |\s?\(?(?:gmt|utc|[غج]ريني?تش)\s?(?P<apart>[+-]\s?\d)(?![\d/.:])
      |\s?\(?(?P<zone>[a-z]{{1,4}})(?!\w)
      |\s?\(?(?:حسب )?(?:ب?توقيت|بالتوقيت)\s(?P<place>\w+(?:\s\w+)?))?""",
    re.VERBOSE,
)
_COMPACT_CLOCK = re.compile(r"(?<=\dt)(\d\d)(\d\d)(\d\d)?(?!\d)")
_WITH_CALENDAR = tuple(
    re.compile(rf"(?:{pattern.pattern})(?:\s?(?:ميلاديه?|هجريه?|[مه])(?!\w))?")
    for pattern in (*_WORDED, *_HIJRI_WORDED, _FIGURES_FIRST, _FIGURES_LAST)
)
"""Days with the «م» or «هـ» that names a year's calendar; that «م» does not mean "after noon"."""
_YEAR = re.compile(r"\d{4}")
"""Each pattern of a day needs four figures in a row."""
_NAME = re.compile(r"[^\W\d_]{2}|(?<!\w)[تك]\s?[12]")
"""Two letters side by side. A line without them names no month, like most dates, which are written for machines: such a
line needs fewer patterns."""
_UNFINISHED = re.compile(rf"(?:\d{{1,2}}:\d\d.{{0,{AFTER_CLOCK}}}|\S*)\Z", re.DOTALL)
"""The end of a cut text that may have lost its rest: a clock time with a few words after it, or a word."""
_UNSPACED = re.compile(r"[ ()-]")
_BESIDE = 25
"""Characters on each side of a date that are searched for its weekday."""
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_COUNTED = re.compile(r"\d{1,3}")


def iso_of(text: str, zone: ZoneInfo | None, captured: datetime | None) -> str | None:
    """Return the moment or day that a text gives.

    Args:
        text: A date as a page prints it, with or without the rest of its line.
        zone: The outlet's zone, for times without a zone; None when it is unknown.
        captured: The moment of the page's capture, with an offset. With None, times counted from the moment of reading
            give no date, and any future date is accepted.

    Returns:
        ISO 8601: `2024-08-24T15:30:00+03:00`, without offset when that is unknown, or `2024-08-24` when the text gives
        only a day; None when nothing is certain.
    """
    return _iso_of(_folded(_finished(text)), zone, captured)


@lru_cache(maxsize=256)
def _iso_of(line: str, zone: ZoneInfo | None, captured: datetime | None) -> str | None:
    """Return the moment or day that a folded line gives, as `iso_of`; pages tell a date to several readers."""
    day, rest = _day_in(line)
    if day is None:
        return _from_reading(rest, zone, captured) if rest else None
    clock = _clock_in(rest, day, zone)
    if clock is None:
        return _believed(day, captured)
    return _believed(_plausible(clock, zone, captured), captured)


def iso_of_epoch(text: str, zone: ZoneInfo | None, captured: datetime | None) -> str | None:
    """Return the moment of a count since 1970, in seconds (10 digits) or milliseconds (13); None for other texts."""
    figures = _folded(_finished(text)).strip()
    if not _EPOCH.fullmatch(figures):
        return None
    return _believed(datetime.fromtimestamp(int(figures[:10]), zone or UTC), captured)


def moment_of(text: str, zone: ZoneInfo | None, captured: datetime | None) -> str | None:
    """Return the moment or day of a text (`iso_of`) or of a count since 1970 (`iso_of_epoch`), for a list's dates."""
    return iso_of(text, zone, captured) or iso_of_epoch(text, zone, captured)


def contradicts_itself(text: str) -> bool:
    """Return whether a text gives a day that its weekday makes uncertain."""
    line = _folded(_finished(text))
    if _day_in(line)[0] is not None or not _NAME.search(line):
        return False
    without = " ".join(word for word in line.split() if fold(word) not in _WEEKDAYS)
    return without != line and _day_in(without)[0] is not None


def only_tells_when(text: str) -> bool:
    """Return whether a line has at most `MAX_WORDS` words beside dates, times and their labels."""
    return _only_tells_when(_folded(text))


@lru_cache(maxsize=256)
def _only_tells_when(line: str) -> bool:
    if _YEAR.search(line):
        for pattern in (*_WORDED, *_HIJRI_WORDED, _FIGURES_FIRST, _FIGURES_LAST):
            line = pattern.sub(" ", line, count=4)
    if ":" in line:
        line = _CLOCK.sub(" ", line, count=4)
    left = [word for word in fold(line).split() if word not in _LABELS and len(word) > 1]
    return len(left) <= MAX_WORDS


def _finished(text: str) -> str:
    """Return a text cut at `MAX_TEXT`, without the unfinished end of a longer one: «2024-08-24» may end «2024-08-2»."""
    return text if len(text) <= MAX_TEXT else _UNFINISHED.sub("", text[: MAX_TEXT + 1])


def _folded(text: str) -> str:
    """Return the text with folded words (`pipelines.words.folding`) and ASCII digits, its punctuation kept."""
    return _folded_line(text[:MAX_TEXT])


@lru_cache(maxsize=256)
def _folded_line(text: str) -> str:
    line = normalize_line(text)
    line = "".join(str(int(char)) if char.isdecimal() else char for char in line)
    return _MARKED_WORD.sub(lambda word: fold(word[0]), line).casefold().replace("\N{MINUS SIGN}", "-")


@lru_cache(maxsize=256)
def _day_in(line: str) -> tuple[date | None, str]:
    """Return the only day in a line, and the line without it.

    Returns:
        None and the line when it has no day; None and an empty line when it has several days or an impossible one.
    """
    if not _YEAR.search(line):
        return None, line
    gregorian: set[date | None] = set()
    hijri: set[date | None] = set()
    beside: set[int] = set()
    named = _NAME.search(line) is not None
    for pattern in (_FIGURES_FIRST, _FIGURES_LAST, _COMPACT):
        for found in pattern.finditer(line):
            figures = [int(part) for part in found.groups() if part.isdigit()]
            year, month, day = reversed(figures) if pattern is _FIGURES_LAST else figures
            read = _day_first(day, month, year, line) if pattern is _FIGURES_LAST else _day(year, month, day)
            beside |= _weekdays_beside(line, found) if named else set()
            (hijri if year in _HIJRI_YEARS else gregorian).add(read)
    worded = ((_WORDED, MONTHS), (_HIJRI_WORDED, HIJRI_MONTHS)) if named else ()
    for patterns, names in worded:
        for pattern in patterns:
            for found in pattern.finditer(line):
                beside |= _weekdays_beside(line, found)
                (hijri if names is HIJRI_MONTHS else gregorian).add(_day_in_words(found, names))
    told = gregorian or hijri
    if not told:
        return None, line
    if len(told) > 1 or None in told or _contradicts(beside, told):
        return None, ""
    # Only a clock time is looked for in the rest.
    return told.pop(), _without_days(line) if ":" in line or "t" in line else line


def _day_in_words(found: re.Match[str], names: dict[str, int]) -> date | None:
    """Return the day of a match of a date in words; None when it does not exist or its two names are two months."""
    month, second = _number(found["month"], names), found.groupdict().get("second")
    if second is not None and _number(second, names) != month:
        return None
    return _day(int(found["year"]), month, int(found["day"]))


def _weekdays_beside(line: str, found: re.Match[str]) -> set[int]:
    """Return the weekdays within two words before a date, and right after it."""
    before = fold(line[max(found.start() - _BESIDE, 0) : found.start()]).split()[-2:]
    after = fold(line[found.end() : found.end() + _BESIDE]).split()[:1]
    return {_WEEKDAYS[word] for word in (*before, *after) if word in _WEEKDAYS}


def _contradicts(weekdays: set[int], told: set[date | None]) -> bool:
    """Return whether the weekday beside a day is another day's; several weekdays are no evidence."""
    return len(weekdays) == 1 and all(day is not None and day.weekday() not in weekdays for day in told)


def _number(name: str, names: dict[str, int]) -> int:
    """Return the number of a month by its name, with or without its spaces and brackets."""
    written = _UNSPACED.sub("", name)
    return names.get(name) or next(number for known, number in names.items() if _UNSPACED.sub("", known) == written)


def _day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day, of a Hijri or a Gregorian year; None when it does not exist."""
    try:
        if year in _HIJRI_YEARS:
            return Hijri(year, month, day).to_gregorian()
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _day_first(day: int, month: int, year: int, line: str) -> date | None:
    """Return the day of figures in the order day, month, year, or month, day, year when only that fits the weekday."""
    told = _day(year, month, day)
    weekdays = {_WEEKDAYS[word] for word in fold(line).split() if word in _WEEKDAYS} if _NAME.search(line) else set()
    if year in _HIJRI_YEARS or len(weekdays) != 1:
        return told
    readings = [reading for reading in (told, _day(year, day, month)) if reading is not None]
    agreeing = [reading for reading in readings if reading.weekday() in weekdays]
    return agreeing[0] if agreeing else None


def _without_days(line: str) -> str:
    """Return a line without its days and their calendars."""
    for pattern in _WITH_CALENDAR if _NAME.search(line) else _WITH_CALENDAR[-2:]:
        line = pattern.sub(" ", line)
    return line


def _clock_in(line: str, day: date, zone: ZoneInfo | None) -> datetime | None:
    """Return the only time in a line, on a day; None when the line has no time or several."""
    if compact := _COMPACT_CLOCK.search(line):
        line = f"{compact[1]}:{compact[2]}:{compact[3] or '00'}{line[compact.end() :]}"
    clocks = {_time(found, day, zone) for found in _CLOCK.finditer(line)} if ":" in line else set()
    return clocks.pop() if len(clocks) == 1 else None


def _time(found: re.Match[str], day: date, zone: ZoneInfo | None) -> datetime | None:
    """Return the time of a match of `_CLOCK`; None when it does not exist or its half of the day is uncertain."""
    hour, half = int(found["hour"]), found["after"] or found["before"]
    if half == _NIGHT:
        return None
    if half is not None and _HALVES[half] and hour < _NOON:
        hour += 12
    elif half is not None and not _HALVES[half] and hour == _NOON:
        hour = 0
    try:
        naive = datetime(day.year, day.month, day.day, hour, int(found["minute"]), int(found["second"] or 0))  # noqa: DTZ001
    except ValueError:
        return None
    return naive.replace(tzinfo=_zone(found, zone))


def _zone(found: re.Match[str], zone: ZoneInfo | None) -> tzinfo | None:
    """Return the zone that a match of `_CLOCK` names, else the outlet's; None when the named one is unknown."""
    if found["sign"]:
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return timezone(offset if found["sign"] == "+" else -offset)
    if found["apart"]:
        return timezone(timedelta(hours=int(found["apart"].replace(" ", ""))))
    named = fold(found["zone"] or found["place"] or "")
    if not named:
        return zone
    if named.partition(" ")[0] in _AT_HOME:
        return zone
    name = _ZONES.get(named) or _ZONES.get(named.partition(" ")[0])
    return ZoneInfo(name) if name else None


def _plausible(moment: datetime, zone: ZoneInfo | None, captured: datetime | None) -> datetime:
    """Return a moment, in the outlet's zone when only that puts it before the capture."""
    if zone is None or captured is None or moment.tzinfo is None or moment <= captured + TOLERANCE:
        return moment
    at_home = moment.replace(tzinfo=zone)
    return at_home if at_home <= captured + TOLERANCE else moment


def _from_reading(line: str, zone: ZoneInfo | None, captured: datetime | None) -> str | None:
    """Return the date of a line that counts from the moment of reading; None when the line has other words too."""
    if captured is None:
        return None
    words = [word for word in fold(_CLOCK.sub(" ", line)).split() if word not in _LABELS]
    if (back := _DAYS.get(" ".join(words))) is not None:
        if zone is None:
            return None
        day = captured.astimezone(zone).date() - back * _ONE_DAY
        return _believed(_clock_in(line, day, zone) or day, captured)
    match words:
        case [ago, unit_name]:
            count = 1
        case [ago, figures, unit_name] if _COUNTED.fullmatch(figures):
            count = int(figures)
        case _:
            return None
    if ago not in _AGO or unit_name not in _UNITS:
        return None
    each, unit = _UNITS[unit_name]
    count *= each
    first = (captured - (count + 1) * unit).astimezone(zone or _WESTERNMOST).date()
    last = (captured - max(count - 1, 0) * unit).astimezone(zone or _EASTERNMOST).date()
    return _believed(first, captured) if first == last else None


def _believed(told: date | datetime, captured: datetime | None) -> str | None:
    """Return a date in ISO 8601; None when it is before `EARLIEST` or more than a day after the capture."""
    day = told.date() if isinstance(told, datetime) else told
    if day < EARLIEST:
        return None
    if captured is not None:
        latest = captured + _ONE_DAY
        if isinstance(told, datetime) and told.tzinfo is not None:
            if told > latest:
                return None
        elif day > latest.date():
            return None
    return told.isoformat()
