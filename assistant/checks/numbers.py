"""Numbers and codes in running text, brought to one form so that they can be compared exactly."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.checks.number_words import ORDINAL_WORDS, PRONOUNS, written_numbers
from assistant.checks.units import (
    CURRENCIES,
    CURRENCY_CODE,
    MAGNITUDES,
    UNITS,
    currency_of,
    spelled_in_one_word,
    unit_of,
)

ORDINAL = "ordinal"
"""The unit of "3rd" and "third"."""
DECADE = "decade"
"""The unit of "1990s"."""

_DIGITS = r"\d+(?:[.,'’]\d+)*"
_SIGN = rf"[a-z]{{0,3}}\$|[€£¥]|\b(?:{CURRENCY_CODE})\b\.?"
_NUMBER = re.compile(
    rf"(?P<currency>{_SIGN})?\s?(?P<sign>(?<![\w)])[-−–](?=[$€£\d]))?(?P<money>[$€£¥])?"
    rf"(?P<digits>{_DIGITS})(?P<kind>st\b|nd\b|rd\b|th\b|s\b)?"
    r"(?P<rest>(?P<gap>[\s\u00a0-]{0,2})(?:°[cf]\b|[%°€£$¥]|us\$|[^\W\d_]+\b(?!\$))"
    r"(?:\s[^\W\d_]+\b(?!\$))?)?"
)
_RATE_WORDS = ("per", "a", "an", "each", "every", "pro", "par", "por")
_RATE = re.compile(rf"\s?(?:/|\b(?:{'|'.join(_RATE_WORDS)})\b)\s?([^\W\d_]+)")
_FOLLOWING = re.compile(r"(?P<gap>[\s-]{1,2})(?:[^\W\d_]+)(?:\s[^\W\d_]+)?")
_WORDS = re.compile(r"[^\W\d_]+|°[cf]?|[%€£$¥]")
# a single dot with three digits after it is a decimal point: 1.234 is not 1,234
_GROUPED = re.compile(r"^\d{1,3}(?:(?:[,'’]\d{3})+|(?:\.\d{3}){2,})$")
_GROUPED_HEAD = re.compile(r"^\d{1,3}(?:[,.'’]\d{3})+$")
_SPACED_GROUP = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_CODE = re.compile(
    r"(?<![\w.])(?:[^\W\d_]+[-/.]?\d[\w./-]*\w|[^\W\d_]\d|\d+[^\W\d_]+\d\w*|\d+(?:[:/]\d+)+"
    r"|\d+(?:\.\d+){2,}|\d+(?:-\d+){2,}|\d+[^\W\d_]|10\^\d+)(?!\w)"
)
_PLAIN_CODE = re.compile(
    rf"(?:{_DIGITS}(?:st|nd|rd|th|s|[{''.join(w for w in UNITS if len(w) == 1 and w.isalpha())}])"
    r"|\d{1,3}(?:\.\d{3}){2,})"
)
_FRACTION = re.compile(r"(\d*)([¼½¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚])")
_SUPERSCRIPT = re.compile(r"(\d*)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


@dataclass(frozen=True, slots=True)
class Number:
    """A value and the units that stand beside it, in one spelling each."""

    value: Decimal
    units: frozenset[str] = frozenset()

    @property
    def amount(self) -> Decimal:
        """The value with "million" and the like multiplied in."""
        amount = self.value
        for unit in self.units:
            amount *= MAGNITUDES.get(unit, 1)
        return amount

    @property
    def measure(self) -> frozenset[str]:
        """The units without "million" and the like."""
        return self.units.difference(MAGNITUDES)


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number with its first and last character, its units included, in a text for comparing."""

    number: Number
    start: int
    end: int


def comparable(text: str) -> str:
    """The text with compatible characters unified, and fractions, powers and units in one form.

    Upper case stays. All places that this module speaks of are places in such a text.
    """
    text = spelled_in_one_word(text)
    text = _FRACTION.sub(_fraction, _SUPERSCRIPT.sub(_power, text))
    return _SPACED_GROUP.sub(",", unicodedata.normalize("NFKC", _SPACED_GROUP.sub(",", text)))


def lowered(text: str) -> str:
    """The text in lower case, of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def numbers_in(text: str, *, every_word: bool = True) -> set[Number]:
    """All numbers of a text; number words too, those with other meanings only on `every_word`."""
    placed = placed_numbers(lowered(comparable(text)), every_word=every_word)
    return {each.number for each in placed}


def placed_numbers(folded: str, *, every_word: bool = True) -> list[PlacedNumber]:
    """All numbers of a lower-case text for comparing, with their places, in order."""
    found = [*_written_in_digits(folded), *_written_in_words(folded, every_word)]
    return sorted(found, key=lambda each: each.start)


def codes_in(folded: str) -> list[tuple[str, int, int]]:
    """Part numbers, versions, times: figures that only mean something as a whole, with places."""
    return [
        (match[0].strip("./-"), match.start(), match.end())
        for match in _CODE.finditer(folded)
        if not _PLAIN_CODE.fullmatch(match[0])
    ]


def _fraction(match: re.Match[str]) -> str:
    value = Decimal(unicodedata.numeric(match[2])).quantize(Decimal("0.001")).normalize()
    return f"{Decimal(match[1] or 0) + value}"


def _power(match: re.Match[str]) -> str:
    """A power of ten as a code of its own; other raised digits are footnotes and fall away."""
    raised = unicodedata.normalize("NFKC", match[2])
    return f"{match[1]}^{raised}" if match[1] == "10" else f"{match[1]} "


def _written_in_digits(folded: str) -> Iterator[PlacedNumber]:
    for match in _NUMBER.finditer(folded):
        money = [currency_of(sign) for sign in (match["currency"], match["money"]) if sign]
        units, end = _units_after(folded, match, match.end("digits"), bool(money))
        kind = match["kind"]
        if kind:
            units.add(DECADE if kind == "s" and _is_decade(match["digits"]) else ORDINAL)
            if kind == "s" and not _is_decade(match["digits"]):
                units = {*units - {ORDINAL}, "second"}
        found = frozenset(units.union(money))
        values = _values(match["digits"])
        starts = [match.start(name) for name in ("currency", "money", "digits") if match[name]]
        for value in values:
            signed = -value if match["sign"] else value
            yield PlacedNumber(Number(signed, found), min(starts), max(end, match.end("digits")))


def _is_decade(digits: str) -> bool:
    return len(digits) == 4 and digits.endswith("0") and digits[0] in "12"


def _units_after(
    folded: str, match: re.Match[str], end: int, is_money: bool
) -> tuple[set[str], int]:
    """The units after a number, at most two of them and a rate, and where they end."""
    units: set[str] = set()
    rest = match["rest"]
    if rest:
        glued = not match["gap"]
        offset = match.start("rest")
        for word in _WORDS.finditer(rest):
            unit = unit_of(word[0], glued=glued, is_money=is_money)
            if unit is None and not units and word[0] not in _RATE_WORDS:
                continue  # "working days"
            if unit is None:
                break
            units.add(unit)
            end = offset + word.end()
            is_money = is_money or unit in CURRENCIES
    rate = _RATE.match(folded, end)
    if rate and rate[1] in UNITS:
        units.add(f"per {UNITS[rate[1]]}")
        end = rate.end()
    return units, end


def _written_in_words(folded: str, every_word: bool) -> Iterator[PlacedNumber]:
    for value, start, end in written_numbers(folded):
        word = folded[start:end]
        if not every_word and word in PRONOUNS:
            continue
        match = _FOLLOWING.match(folded, end)
        units: set[str] = set()
        if match:
            units, end = _units_of_words(folded, end)
        yield PlacedNumber(Number(value, frozenset(units)), start, end)
    for match in re.finditer(rf"\b({'|'.join(ORDINAL_WORDS)})\b", folded):
        if every_word or match[1] not in ("first", "second"):
            number = Number(ORDINAL_WORDS[match[1]], frozenset({ORDINAL}))
            yield PlacedNumber(number, match.start(), match.end())


def _units_of_words(folded: str, end: int) -> tuple[set[str], int]:
    units: set[str] = set()
    for word in re.finditer(r"[^\W\d_]+", folded[end : end + 40]):
        if word[0] not in UNITS or len(units) == 2:
            break
        units.add(UNITS[word[0]])
        last = end + word.end()
    if not units:
        return units, end
    rate = _RATE.match(folded, last)
    if rate and rate[1] in UNITS:
        return {*units, f"per {UNITS[rate[1]]}"}, rate.end()
    return units, last


def _values(digits: str) -> list[Decimal]:
    """The value of digits with separators; a list of numbers ("3,4,5") gives each of them."""
    if _GROUPED.match(digits) and not digits.startswith("0"):
        return [Decimal(re.sub(r"\D", "", digits))]
    head, separator, tail = _last_separated(digits)
    whole = re.sub(r"\D", "", head)
    if separator in ".," and (head.isdigit() or _GROUPED_HEAD.match(head)):
        return [_decimal(f"{whole}.{tail}")]
    return [_decimal(part) for part in re.split(r"\D", digits) if part]


def _last_separated(digits: str) -> tuple[str, str, str]:
    for index in range(len(digits) - 1, -1, -1):
        if not digits[index].isdigit():
            return digits[:index], digits[index], digits[index + 1 :]
    return digits, ".", "0"


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text).normalize()
    except InvalidOperation:  # digits of another script that Decimal does not take
        return Decimal(0)
