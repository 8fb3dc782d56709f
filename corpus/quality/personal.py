"""Addresses of the web, of people and of machines, and telephone numbers: counted, or replaced by fixed marks."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

EMAIL, PHONE, ADDRESS = "email@example.com", "+000000000000", "192.0.2.1"
"""Marks for an e-mail address, a telephone number and an IP address. The addresses are kept for examples (RFC 2606,
RFC 5737), and no country has the code 0: a mark is nobody's."""
_INTERNATIONAL = range(8, 16)
"""Digits of an international telephone number; E.164 allows 15."""
_NATIONAL = range(9, 12)
"""Digits of a national one, with its leading 0."""
_NAMES = (
    *("هاتف", "تليفون", "تلفون", "جوال", "موبايل", "محمول", "واتساب", "واتس آب", "فاكس", "الخط الساخن"),
    *("phone", "Phone", "tel", "Tel", "TEL", "whatsapp", "Whatsapp", "WhatsApp", "fax", "Fax"),
)
"""Words after which a shorter number is a telephone's."""

_URL = re.compile(r"(?:https?://|www\.)[^\s<>«»\"]+")
_EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9_][a-z0-9_.+-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_IP = re.compile(r"[0-9](?<![\w.][0-9])[0-9]{0,2}(?:\.[0-9]{1,3}){3}(?!\.?\w)")
_DOTTED = re.compile(r"\.[0-9]{1,3}\.[0-9]")
"""A part of each IP address. It is found faster than a digit, and most texts have none."""
_DIALLED = re.compile(r"[+0٠۰](?<![\w.,:/+\-][+0٠۰])(?:[ .\-]?\(?\d\)?){7,17}(?!\w)")
_NAMED = re.compile(
    rf"(?<![a-zA-Z])(?:{'|'.join(_NAMES)})(?:\s(?:رقم|الرقم|على))?\s?:?\s?(\+?\d(?:[ -]?\d){{4,14}})(?!\d)"
)
_DAY = re.compile(r"\d{1,2}[ .\-]\d{1,2}[ .\-]\d{2,4}(?!\d)")
_LONG = re.compile(r"[0-9٠-٩۰-۹](?:[ .\-]?\(?[0-9٠-٩۰-۹]\)?){4}")
"""Digits that each telephone number has. Most texts have no such run, and are not searched further."""
_HIDDEN = "\0"
_NO_DIGIT = re.compile(r"\D+")


class Personal(NamedTuple):
    """Counts of a text's addresses and telephone numbers."""

    urls: int
    """Addresses of the web."""
    emails: int
    """E-mail addresses."""
    phones: int
    """Telephone numbers: international, national with a leading 0, or after a word like «هاتف»."""
    addresses: int
    """IP addresses (version 4) of the public internet."""


def personal_of(text: str) -> Personal:
    """Return the counts of a text."""
    marks = [mark for _, _, mark in _found(text)]
    return Personal(len(_urls(text)), marks.count(EMAIL), marks.count(PHONE), marks.count(ADDRESS))


def masked(text: str) -> str:
    """Return a text with its e-mail addresses, telephone numbers and IP addresses replaced by marks.

    Addresses of the web stay. A masked text is masked no further.
    """
    pieces, end = [], 0
    for first, last, mark in sorted(_found(text)):
        if first >= end:
            pieces += [text[end:first], mark]
            end = last
    return "".join([*pieces, text[end:]]) if pieces else text


def _found(text: str) -> list[tuple[int, int, str]]:
    """Return begin, end and mark of each; none lies in another one."""
    emails = list(_spans(_EMAIL, text)) if "@" in text else []
    dotted = _spans(_IP, text) if _DOTTED.search(text) else ()
    addresses = [span for span in dotted if _is_public(text[slice(*span)])]
    phones: list[tuple[int, int]] = []
    if _LONG.search(text):
        text = _hidden(text, [*_urls(text), *emails, *addresses])  # no telephone number stands in them
        dialled = list(_dialled(text))
        begun = {first for first, _ in dialled}
        phones = [*dialled, *(span for span in _named(text) if span[0] not in begun)]
    marks = ((EMAIL, emails), (ADDRESS, addresses), (PHONE, phones))
    return [(*span, mark) for mark, spans in marks for span in spans]


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _hidden(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text of the same length with nothing to find in these spans."""
    pieces, end = [], 0
    for first, last in sorted(spans):
        begin = max(first, end)
        pieces += [text[end:begin], _HIDDEN * (last - begin)]
        end = max(last, end)
    return "".join([*pieces, text[end:]])


def _urls(text: str) -> list[tuple[int, int]]:
    return list(_spans(_URL, text)) if "://" in text or "www." in text else []


def _is_public(address: str) -> bool:
    try:
        return ipaddress.IPv4Address(address).is_global
    except ValueError:
        return False


def _dialled(text: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of numbers that begin as telephone numbers do; of two that a space parts, the first."""
    for match in _DIALLED.finditer(text):
        number = match[0]
        while number and not _is_telephone(number):
            number = number[: max(map(number.rfind, " .-"))] if set(number) & set(" .-") else ""
        if number:
            yield match.start(), match.start() + len(number)


def _is_telephone(number: str) -> bool:
    """Return whether a number has a country's code, or a leading 0, and the digits of a telephone number."""
    digits = "".join(str(int(digit)) for digit in _NO_DIGIT.sub("", number))
    is_coded = number[0] == "+" or digits.startswith("00")
    code = digits.removeprefix("00") if number[0] != "+" else digits
    if is_coded:
        return len(code) in _INTERNATIONAL and code[0] != "0"
    return len(digits) in _NATIONAL and "." not in number and not _DAY.match(number)


def _named(text: str) -> Iterator[tuple[int, int]]:
    if any(name in text for name in _NAMES):
        for match in _NAMED.finditer(text):
            if not _DAY.match(match[1]):
                yield match.span(1)
