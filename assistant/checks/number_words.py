"""Numbers written in English words: "twelve", "twenty-five", "one hundred and twenty"."""

import re
from collections.abc import Iterator
from decimal import Decimal

_SMALL = [
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
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * tens for tens, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000}
PRONOUNS = frozenset({"one", "zero"})
"""Those that mean something else more often than a number."""
ORDINAL_WORDS = {
    word: Decimal(value)
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}

_UNIT = "|".join(sorted(_VALUES, key=len, reverse=True))
_ONES = "|".join(_SMALL[1:10])
_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONES}))?|(?:{_UNIT}))"
_NUMBER = re.compile(
    rf"\b(?:(?:{_BELOW_HUNDRED}|a)[\s-](?:hundred|thousand)(?:[\s-]thousand)?"
    rf"(?:(?:[\s-]and)?[\s-]{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})\b"
)
_WORD = re.compile(r"[a-z]+")


def written_numbers(folded: str) -> Iterator[tuple[Decimal, int, int]]:
    """Each number written in words with its first and last character, in lower-case text."""
    for match in _NUMBER.finditer(folded):
        yield Decimal(_value(_WORD.findall(match[0]))), match.start(), match.end()


def _value(parts: list[str]) -> int:
    total = 0
    for part in parts:
        if part in _SCALES:
            total = (total or 1) * _SCALES[part]
        elif part in _VALUES:
            total += _VALUES[part]
    return total
