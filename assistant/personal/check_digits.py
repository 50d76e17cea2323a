"""The sums that numbers carry so that a mistyped one is noticed.

They tell an account or an identity number from any other row of digits. Each takes the number
without spaces and signs, and says whether its check digits fit.
"""

from collections.abc import Sequence

# Verhoeff, Error Detecting Decimal Codes (1969): the multiplication of the symmetries of a pentagon
# and the permutation, each written as its rows.
_PRODUCT = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_PERMUTATION = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)
SIGNS_BETWEEN = " \u00a0\u202f\u2009\u2007-\u2010\u2011\u2013./"
"""What stands between the digits of a number that is written in groups."""


def luhn(number: str) -> bool:
    """Payment cards: every second digit from the right doubled."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mod_97(number: str) -> bool:
    """Bank accounts, by ISO 7064: country and check digits moved to the end leave 1."""
    moved = number[4:] + number[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def mod_11_10(number: str) -> bool:
    """ISO 7064 with two moduli, as in the German tax number."""
    product = 10
    for digit in number[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(number[-1])


def mod_11_2(number: str) -> bool:
    """ISO 7064 with X for ten, as in the Chinese resident number."""
    total = 0
    for sign in number:
        total = (total * 2 + (10 if sign in "Xx" else int(sign))) % 11
    return total == 1


def verhoeff(number: str) -> bool:
    """The Indian resident number."""
    state = 0
    for place, digit in enumerate(reversed(number)):
        state = int(_PRODUCT[state][int(_PERMUTATION[place % 8][int(digit)])])
    return state == 0


def weighted(number: str, weights: Sequence[int]) -> int:
    """The sum of the digits, each times its weight; digits beyond the weights do not count."""
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))


def ends_with_weighted(number: str, weights: Sequence[int], modulus: int) -> bool:
    """Whether the last digit is what the others, weighted, lack to a multiple of the modulus."""
    return (weighted(number[:-1], weights) + int(number[-1])) % modulus == 0


def ean_13(number: str) -> bool:
    """The Swiss insurance number, which is summed like a bar code."""
    return ends_with_weighted(number, (1, 3) * 6, 10)


def cpf(number: str) -> bool:
    """The Brazilian tax number: two digits, each over all before it."""
    return len(set(number)) > 1 and all(
        weighted(number[:length], range(length + 1, 1, -1)) * 10 % 11 % 10 == int(number[length])
        for length in (9, 10)
    )


def is_date(year: str, month: str, day: str) -> bool:
    """Whether month and day can be those of a date; the year may have two digits."""
    del year  # every year has been
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def plain(text: str, without: str = SIGNS_BETWEEN) -> str:
    """The number without what stands between its digits, in capitals."""
    return text.translate(dict.fromkeys(map(ord, without))).upper()
