"""Bank accounts (IBAN) and payment cards in running text, told by their check digits."""

import re
from collections.abc import Iterator

from assistant.personal.check_digits import luhn, mod_97, plain

_COUNTRIES_BY_LENGTH = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_LENGTHS = {
    country: length
    for length, countries in _COUNTRIES_BY_LENGTH.items()
    for country in countries.split()
}
"""Signs of an account, by the registry of IBANs."""

_ACCOUNT_BEGINS = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?=[ \u00a0\u202f-]?[\dA-Za-z])")
_BETWEEN = " \u00a0\u202f-"

_CARD = re.compile(
    r"(?<![\w.,$€£¥+-])(?:\d{13,19}|\d{4}(?:[ \u00a0-]\d{4}){3}(?:[ \u00a0-]\d{1,3})?"
    r"|\d{4}[ \u00a0-]\d{6}[ \u00a0-]\d{4,5})(?![\w%])(?![.,-]\d)"
)
_ISSUERS = re.compile(
    r"(?:4\d{12}(?:\d{3}){0,2}"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[689]\d)\d{11}"  # Diners
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}"  # Discover, UnionPay
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|(?:50|5[6-8]|6[37])\d{14,17})"  # Maestro
)


def bank_accounts(text: str) -> Iterator[tuple[int, int]]:
    """Where account numbers stand, as (start, end); in groups or in one piece."""
    for begin in _ACCOUNT_BEGINS.finditer(text):
        length = _LENGTHS.get(begin.group()[:2].upper())
        end = length and _end_of(text, begin.start(), length)
        if end and mod_97(plain(text[begin.start() : end])):
            yield begin.start(), end


def _end_of(text: str, start: int, length: int) -> int | None:
    """Where the account ends that begins there; None where there are too few letters and digits."""
    signs, place = 0, start
    while signs < length and place < len(text):
        sign = text[place]
        if sign.isascii() and sign.isalnum():
            signs += 1
        elif sign not in _BETWEEN or text[place - 1] in _BETWEEN:
            return None
        place += 1
    is_whole = signs == length and not (place < len(text) and text[place].isalnum())
    return place if is_whole else None


def payment_cards(text: str) -> Iterator[tuple[int, int]]:
    """Where card numbers stand, as (start, end): an issuer's first digits, and a check digit."""
    for match in _CARD.finditer(text):
        number = plain(match.group())
        if _ISSUERS.fullmatch(number) and luhn(number):
            yield match.span()
