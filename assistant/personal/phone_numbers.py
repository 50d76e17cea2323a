"""Telephone numbers in running text.

With a country code in front, in the forms that countries write them in, or after a word such as
“Tel.”. Part numbers, dates and amounts look much alike, so a bare row of digits is none: what is
missed here is less harm than a text in which every second figure is masked. (The library
phonenumbers, in its usual setting, took 13 table cells of six annual reports for numbers, found two
more that are some, and took five times as long.)
"""

import re
from collections.abc import Iterator

from assistant.personal.check_digits import plain

_GAP = "[ \u00a0\u202f\u2009]"
_DASH = "[-\u2010\u2011\u2013]"
_SIGN = "[ \u00a0\u202f\u2009./\u2010\u2011\u2013-]"
_NOTHING_BEFORE = r"(?<![\w$€£¥#+])(?<!\d[.,/:-])"
_NO_ROW = r"(?<!\d[ ])"
"""Not within a row of figures; brackets are clear enough without."""
_NOTHING_AFTER = r"(?![\w%€$£¥])(?![.,/:-]\d)"

_CALLING_CODES = re.compile(
    r"1|7|2[07]|3[0123469]|4[013456789]|5[1-8]|6[0-6]|8[1246]|9[0123458]"
    r"|2[1234569]\d|3[578]\d|42\d|5[09]\d|6[789]\d|8[058]\d|9[679]\d"
)

_INTERNATIONAL = re.compile(
    rf"(?<![\w+=<>±)\]])(?:\+|\(\+|00(?=[1-9])){_GAP}?[1-9]\d{{0,3}}\)?"
    rf"(?:{_SIGN}{{0,2}}\(0?\d{{0,5}}\))?(?:(?:{_SIGN}|{_GAP}[-\u2013/]{_GAP})?\d){{5,13}}{_NOTHING_AFTER}"
)

_NATIONAL = re.compile(
    _NOTHING_BEFORE
    + "(?:"
    + "|".join(
        (
            # North America: (555) 123-4567
            rf"(?:1[-. ])?\([2-9]\d\d\){_GAP}?[2-9]\d\d(?:{_DASH}|[. ])\d{{4}}",
            # The area in brackets: (030) 123 456, (11) 91234-5678, 8 (495) 123-45-67
            rf"\(0\d{{1,5}}\){_GAP}?\d{{2,8}}(?:{_SIGN}\d{{2,6}}){{0,4}}",
            rf"\(\d\d\){_GAP}?9?\d{{4}}{_DASH}\d{{4}}",
            rf"8{_GAP}?\(\d{{3}}\){_GAP}?\d{{3}}-\d\d-\d\d",
        )
    )
    + f"|{_NO_ROW}(?:"
    + "|".join(
        (
            # North America: 555-123-4567, 555.123.4567, 888 440 4149
            rf"(?:1[-. ])?[2-9]\d\d{_DASH}[2-9]\d\d{_DASH}\d{{4}}",
            r"(?:1[-. ])?[2-9]\d\d\.[2-9]\d\d\.\d{4}",
            rf"(?:1{_GAP})?8(?:00|33|44|55|66|77|88){_GAP}[2-9]\d\d{_GAP}\d{{4}}",
            # France: 01 23 45 67 89
            rf"0[1-9](?:(?:{_GAP}\d\d){{4}}|(?:\.\d\d){{4}}|(?:-\d\d){{4}})",
            # Switzerland: 044 123 45 67
            rf"0\d\d{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d",
            # United Kingdom: 020 7946 0958, 0161 496 0000, 07700 900123
            rf"02\d{_GAP}\d{{4}}{_GAP}\d{{4}}",
            rf"01\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}",
            rf"0[17]\d{{3}}{_GAP}\d{{6}}",
            rf"0(?:3\d\d|500|8[0-7]\d){_GAP}\d{{3}}{_GAP}\d{{3,4}}",
            # Germany, Austria: 0151/12345678, 030 - 1234567, 089 123456-0
            rf"0[1-9]\d{{1,4}}{_GAP}?/{_GAP}?\d{{2,4}}(?:[ -]?\d{{2,4}}){{1,3}}",
            rf"0[1-9]\d{{1,3}}{_GAP}\d{{5,8}}(?:-\d{{1,4}})?",
            # Japan, India, the Netherlands: 03-1234-5678, 022-1234 5678, 020-1234567
            rf"0[1-9]\d{{0,3}}{_DASH}\d{{2,4}}{_DASH}\d{{4}}",
            rf"0[1-9]\d{{1,3}}{_DASH}\d{{3,4}}{_GAP}\d{{4}}",
            rf"0[1-9]\d{{0,2}}{_DASH}\d{{7,8}}",
            # Australia: 02 9876 5432
            rf"0[2378]{_GAP}\d{{4}}{_GAP}\d{{4}}",
            # German and British mobiles in one piece
            r"01[5-7]\d{8,9}|07[1-9]\d{8}",
            # Chinese mobiles: 138 1234 5678
            rf"1[3-9]\d(?:{_GAP}|{_DASH})\d{{4}}(?:{_GAP}|{_DASH})\d{{4}}",
        )
    )
    + "))"
    + _NOTHING_AFTER
)

_ANNOUNCED = re.compile(
    r"(?:(?<!\w)(?:(?:tele)?phone|telephone|(?:tele)?fax|facsimile|tel|mobile|cell|telefon|handy|mobil|"
    r"hotline|téléphone|tél|portable|teléfono|móvil|telefono|cellulare|telefone|telefoon|"
    r"телефон|тел|whatsapp)|☎|📞|电话|手机|联系方式|電話|携帯)"
    r"(?:[ -]?(?:numbers?|nos?|nr|num|nummer|номер|号码|n°|nº))?(?:\W{0,3}(?:is|at|lautet|:|：))?"
    rf"[\s:.：(]{{0,4}}(?P<number>\+?\(?\d(?:(?:{_SIGN}|[()]|{_GAP}[-\u2013/(]{_GAP}?|\){_GAP})?\d){{5,14}})"
    rf"{_NOTHING_AFTER}",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)?\d\d")
_YEARS = re.compile(rf"(?:19|20)\d\d{_SIGN}(?:19|20)\d\d")

FEWEST_WITH_CODE = 9
MOST_DIGITS = 15
"""Of a number with its country code, by E.164."""


def phone_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand, as (start, end); places may lie in one another."""
    for match in _INTERNATIONAL.finditer(text):
        if _is_international(match.group()):
            yield match.span()
    for match in _NATIONAL.finditer(text):
        if _is_long_enough(match.group()):
            yield match.span()
    for match in _ANNOUNCED.finditer(text):
        if not _is_date(match["number"]):
            yield match.span("number")


def _is_international(written: str) -> bool:
    digits = plain(written, " \u00a0\u202f\u2009-\u2010\u2011\u2013./()+").removeprefix("00")
    code = _CALLING_CODES.match(digits)
    if code is None or not FEWEST_WITH_CODE <= len(digits) <= MOST_DIGITS:
        return False
    area = digits[code.end() :]
    if code.group() == "1":
        return len(area) == 10 and area[0] in "23456789" and area[3] in "23456789"
    # The 0 that a call from inside the country begins with is written in brackets; Italy keeps it.
    return not area.startswith("00") and (area[0] != "0" or code.group() == "39" or "(0" in written)


def _is_long_enough(written: str) -> bool:
    return sum(sign.isdigit() for sign in written) >= 8


def _is_date(written: str) -> bool:
    return bool(_DATE.fullmatch(written) or _YEARS.fullmatch(written))
