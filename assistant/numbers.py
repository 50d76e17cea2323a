"""Numbers and dates in running text, brought to one form so that they can be compared exactly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.terms import fold

NUMBER_WORDS = {
    word: Decimal(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
# "one" is a pronoun more often than a number
_REQUIRED_WORDS = frozenset(NUMBER_WORDS) - {"one", "zero"}

_UNIT_SPELLINGS = {
    "%": "% percent percentage pct per-cent prozent",
    "percentage point": "pp",
    "thousand": "thousand k tausend",
    "million": "million millions mn m mio millionen millones",
    "billion": "billion billions bn b milliarden",
    "trillion": "trillion trillions tn",
    "metre": "metre metres meter meters",
    "kilometre": "km kilometre kilometres kilometer kilometers",
    "centimetre": "cm centimetre centimetres centimeter centimeters",
    "millimetre": "mm millimetre millimetres millimeter millimeters",
    "foot": "ft foot feet",
    "inch": "inch inches",
    "mile": "mile miles mi",
    "yard": "yard yards",
    "gram": "g gram grams",
    "kilogram": "kg kilogram kilograms",
    "tonne": "tonne tonnes ton tons",
    "pound weight": "lb lbs",
    "litre": "litre litres liter liters",
    "second": "second seconds sec s",
    "minute": "minute minutes min",
    "hour": "hour hours h hrs",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years yr yrs",
    "degree": "degree degrees °",
    "celsius": "°c celsius",
    "fahrenheit": "°f fahrenheit",
    "watt": "w watt watts",
    "kilowatt": "kw kilowatt kilowatts",
    "volt": "v volt volts",
    "byte": "byte bytes",
    "kilobyte": "kb",
    "megabyte": "mb",
    "gigabyte": "gb",
    "dollar": "$ us$ usd dollar dollars",
    "euro": "€ eur euro euros",
    "pound sterling": "£ gbp pound pounds",
    "yen": "¥ jpy yen",
    "franc": "chf franc francs",
}
_UNITS = {
    spelling: unit for unit, spellings in _UNIT_SPELLINGS.items() for spelling in spellings.split()
}
_MAGNITUDES = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
_MONTHS = {
    name[:length]: month
    for month, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
    for length in {3, len(name)}
} | {"sept": 9}

_DIGITS = r"\d+(?:[.,'’]\d+)*"
_NUMBER = re.compile(
    rf"(?P<currency>us\$|[$€£¥])?\s?(?P<sign>(?<![\w)])[-−](?=[$€£\d]))?(?P<money>[$€£¥])?"
    rf"(?P<digits>{_DIGITS})(?:st|nd|rd|th)?"
    rf"(?P<rest>[\s\u00a0-]{{0,2}}(?:°[cf]\b|[%°€£$]|us\$|[a-z]+)(?:\s[a-z]+)?)?"
)
_WORD_NUMBER = re.compile(rf"\b({'|'.join(NUMBER_WORDS)})\b(?:[\s-]([a-z]+))?")
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s({_MONTH})\b\.?")
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)")
_ISO_DATE = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")
# a single dot with three digits after it is a decimal point: 1.234 is not 1,234
_GROUPED = re.compile(r"^\d{1,3}(?:(?:[,'’]\d{3})+|(?:\.\d{3}){2,})$")
_GROUPED_HEAD = re.compile(r"^\d{1,3}(?:[,.'’]\d{3})+$")
_SPACED_GROUP = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")


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
            amount *= _MAGNITUDES.get(unit, 1)
        return amount

    @property
    def measure(self) -> frozenset[str]:
        """The units without "million" and the like."""
        return self.units.difference(_MAGNITUDES)


def numbers_in(text: str, *, every_word: bool = True) -> set[Number]:
    """All numbers of a text; number words too, those with other meanings only on `every_word`."""
    folded = fold(_SPACED_GROUP.sub(",", text))
    return set(_written_in_digits(folded)) | set(_written_in_words(folded, every_word))


def is_quantity(word: str) -> bool:
    """Whether a lower-case word is a number or a unit, which are compared by `numbers_in`."""
    return word in _UNITS or word in _REQUIRED_WORDS or any(sign.isdigit() for sign in word)


def dates_in(text: str) -> set[tuple[int, int]]:
    """All (month, day) pairs of a text."""
    folded = fold(text)
    found = {(_MONTHS[month], int(day)) for day, month in _DAY_MONTH.findall(folded)}
    found |= {(_MONTHS[month], int(day)) for month, day in _MONTH_DAY.findall(folded)}
    return found | {(int(month), int(day)) for month, day in _ISO_DATE.findall(folded)}


def _written_in_digits(folded: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(folded):
        units = {
            _UNITS[word]
            for word in (
                match["currency"],
                match["money"],
                *re.split(r"[\s-]+", match["rest"] or ""),
            )
            if word in _UNITS
        }
        for value in _values(match["digits"]):
            yield Number(-value if match["sign"] else value, frozenset(units))


def _written_in_words(folded: str, every_word: bool) -> Iterator[Number]:
    for match in _WORD_NUMBER.finditer(folded):
        if every_word or match[1] in _REQUIRED_WORDS:
            unit = _UNITS.get(match[2] or "")
            yield Number(NUMBER_WORDS[match[1]], frozenset({unit} if unit else ()))


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
