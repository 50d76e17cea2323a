"""Units, currencies and words such as "million", each brought to one spelling."""

import re
from decimal import Decimal

_UNIT_SPELLINGS = {
    "%": "% percent percentage pct per-cent prozent",
    "percentage point": "pp ppoint ppoints",
    "basis point": "bp bps bpoint bpoints",
    "thousand": "thousand k tausend mille mil",
    "million": "million millions mn mio millionen millones milliones",
    "billion": "billion billions bn milliarden milliards",
    "trillion": "trillion trillions tn",
    "metre": "m metre metres meter meters metros",
    "square metre": "sqm sqmetre sqmetres",
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
    "second": "second seconds sec s sekunden",
    "minute": "minute minutes min minuten",
    "hour": "hour hours h hrs stunde stunden",
    "day": "day days tag tage tagen jours días",
    "week": "week weeks woche wochen semaines semanas",
    "month": "month months monat monate monaten mois meses",
    "year": "year years yr yrs jahr jahre jahren ans années años",
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
    "cent": "cent cents",
}
UNITS = {
    spelling: unit for unit, spellings in _UNIT_SPELLINGS.items() for spelling in spellings.split()
}
"""Every spelling, in lower case, with its unit."""
MAGNITUDES = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
CURRENCIES = frozenset({"dollar", "euro", "pound sterling", "yen", "franc"})

_CODES = (
    "usd eur gbp jpy chf sek nok dkk pln czk huf cny rmb inr rs aud cad nzd hkd sgd brl mxn zar krw"
)
CURRENCY_CODE = "|".join(_CODES.split())
"""Codes that stand before an amount, for use in patterns."""
# "m" after money, and "5m" without a space, are millions more often than metres
_GLUED = {"m": "million", "b": "billion"}

_PHRASES = [
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"\bper\s+cents?\b", "percent"),
        (r"\bpercentage\s+points?\b", "ppoints"),
        (r"\bbasis\s+points?\b", "bpoints"),
        (r"\b(?:square|sq\.?)\s+met(?:re|er)s?\b|\bm²|\bsq\.?\s?m\b|\bquadratmetern?\b", "sqm"),
        (r"\bkm²", "sqkm"),
        (r"\bpounds?\s+sterling\b", "pounds"),
        (r"\bU\.?S\.?\s+dollars?\b", "usd"),
    )
]


def spelled_in_one_word(text: str) -> str:
    """The text with units of two words ("per cent", "square metres") written as one."""
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    return text


def currency_of(spelling: str) -> str:
    """The unit of a sign or code before an amount; a foreign dollar stays one of its own."""
    spelling = spelling.strip().rstrip(".")
    return UNITS.get(spelling, spelling)


def unit_of(word: str, *, glued: bool, is_money: bool) -> str | None:
    """The unit that a word after a number is; None where it is an ordinary word."""
    if word in _GLUED and (is_money or glued):
        return _GLUED[word]
    return UNITS.get(word)
