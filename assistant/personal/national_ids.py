"""Numbers that a state gives to a person: each with its form and the sum that tells it apart.

Those without a check digit of much worth count only after a word that announces them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.personal.check_digits import (
    cpf,
    ean_13,
    ends_with_weighted,
    is_date,
    luhn,
    mod_11_2,
    mod_11_10,
    plain,
    verhoeff,
    weighted,
)

GAP = "[ \u00a0\u202f\u2009]"
_DASH = "[-\u2010\u2011\u2013]"
_ANY = f"(?:{GAP}|{_DASH}|\\.)"

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_HETU_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_REST_OF_ODD_PLACES = (2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_ODD_PLACES = {
    sign: value
    for signs, value in zip(
        "0A 1B 2C 3D 4E 5F 6G 7H 8I 9J K L M N O P Q R S T U V W X Y Z".split(),  # noqa: SIM905
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, *_REST_OF_ODD_PLACES),
        strict=True,
    )
    for sign in signs
}
"""What a sign in an odd place of a codice fiscale counts; the decree gives no rule, but a table."""


def _german_tax(number: str) -> bool:
    """Of the first ten digits exactly one comes twice or three times."""
    repeated = [digit for digit in set(number[:10]) if number[:10].count(digit) > 1]
    often = len(repeated) == 1 and number[:10].count(repeated[0]) <= 3
    return number[0] != "0" and often and mod_11_10(number)


def _german_card(number: str) -> bool:
    values = [int(sign, 36) for sign in number[:-1]]
    total = sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values))
    return total % 10 == int(number[-1])


def _french(number: str) -> bool:
    """Corsica's departments 2A and 2B count as 19 and 18."""
    digits = number.replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and int(digits[:13]) % 97 == 97 - int(digits[13:])


def _spanish(number: str) -> bool:
    digits = number[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return _DNI_LETTERS[int(digits) % 23] == number[-1]


def _italian(number: str) -> bool:
    odd = sum(_ODD_PLACES[sign] for sign in number[0:15:2])
    even = sum(int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in number[1:15:2])
    return chr(ord("A") + (odd + even) % 26) == number[15]


def _polish(number: str) -> bool:
    """Months of this century are those of the last one plus 20."""
    month = int(number[2:4]) % 20
    born = int(number[2:4]) <= 32 and is_date(number[:2], str(month), number[4:6])
    return born and ends_with_weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3), 10)


def _dutch(number: str) -> bool:
    return weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _belgian(number: str) -> bool:
    """Who was born in this century counts with a 2 in front."""
    check = int(number[9:])
    return check in (97 - int(number[:9]) % 97, 97 - int("2" + number[:9]) % 97)


def _chinese(number: str) -> bool:
    is_born = number[6:8] in ("18", "19", "20") and is_date(
        number[6:10], number[10:12], number[12:14]
    )
    return is_born and mod_11_2(number)


def _finnish(number: str) -> bool:
    digits = number[:6] + number[-4:-1]
    is_born = is_date(digits[4:6], digits[2:4], digits[:2])
    return is_born and _HETU_SIGNS[int(digits) % 31] == number[-1]


def _swedish(number: str) -> bool:
    digits = number[-10:]
    return is_date(digits[:2], digits[2:4], digits[4:6]) and luhn(digits)


def _indian(number: str) -> bool:
    """Not a row of years, such as a table has over its columns."""
    groups = (number[:4], number[4:8], number[8:])
    return not all(group[:2] in ("19", "20") for group in groups) and verhoeff(number)


def _korean(number: str) -> bool:
    return is_date(number[:2], number[2:4], number[4:6])


def _russian(number: str) -> bool:
    return weighted(number[:9], range(9, 0, -1)) % 101 % 100 == int(number[9:])


def _yes(number: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class IdForm:
    """One kind of number: how it is written, its check, and a word that must come before it."""

    pattern: re.Pattern[str]
    fits: Callable[[str], bool] = _yes
    """Asked of the number without spaces and signs."""
    announced: re.Pattern[str] | None = None

    def accepts(self, number: str, before: str) -> bool:
        """Whether this is such a number; `before` is the text just in front of it."""
        if self.announced is not None and not self.announced.search(before):
            return False
        return self.fits(plain(number))


def _form(pattern: str, fits: Callable[[str], bool] = _yes, announced: str = "") -> IdForm:
    """Nothing of a longer number or word counts."""
    whole = rf"(?<![\w$€£¥#])(?<!\d[.,/-])(?:{pattern})(?![\w%])(?![.,/-]\d)"
    word = re.compile(announced, re.IGNORECASE) if announced else None
    return IdForm(re.compile(whole), fits, word)


ID_FORMS: tuple[IdForm, ...] = (
    # United States: no check digit, but numbers that were never given out.
    _form(rf"(?!000|666|9)\d{{3}}{_DASH}(?!00)\d\d{_DASH}(?!0000)\d{{4}}"),
    _form(r"(?!000|666|9)\d{3} ?(?!00)\d\d ?(?!0000)\d{4}", announced=r"\bSSN\b|social.security"),
    # United Kingdom
    _form(
        rf"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]{GAP}?(?:\d\d{GAP}?){{3}}[A-D]"
    ),
    # Germany
    _form(rf"[1-9]\d{GAP}?\d{{3}}{GAP}?\d{{3}}{GAP}?\d{{3}}", _german_tax),
    _form(
        r"[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{8}\d",
        _german_card,
        r"ausweis|passport|reisepass|identity|\bID\b|\bpass\b",
    ),
    # France
    _form(
        rf"[12]{_ANY}?\d\d{_ANY}?(?:0[1-9]|1[0-2]|[2-9]\d){_ANY}?(?:\d\d|2[AB]){_ANY}?"
        rf"\d{{3}}{_ANY}?\d{{3}}{_ANY}?\d\d",
        _french,
    ),
    # Spain
    _form(rf"(?:\d{{8}}|[XYZ]{_DASH}?\d{{7}}){_ANY}?[A-HJ-NP-TV-Z]", _spanish),
    _form(rf"\d\d\.\d{{3}}\.\d{{3}}{_ANY}?[A-HJ-NP-TV-Z]", _spanish),
    # Italy; where two people would have the same number, letters stand for digits
    _form(
        r"[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]",
        _italian,
    ),
    # Poland
    _form(r"\d{11}", _polish),
    # Switzerland
    _form(rf"756{_ANY}?\d{{4}}{_ANY}?\d{{4}}{_ANY}?\d\d", ean_13),
    # The Netherlands
    _form(
        rf"\d{{9}}|\d{{4}}{_ANY}\d\d{_ANY}\d{{3}}", _dutch, r"\bBSN\b|burgerservice|sofi.?nummer"
    ),
    # Belgium
    _form(rf"\d\d\.[0-5]\d\.[0-3]\d{_DASH}\d{{3}}[.-]\d\d", _belgian),
    # China
    _form(r"[1-9]\d{16}[\dXx]", _chinese),
    # India
    _form(rf"[2-9]\d{{3}}(?:{GAP}|{_DASH})\d{{4}}(?:{GAP}|{_DASH})\d{{4}}", _indian),
    _form(r"[2-9]\d{11}", verhoeff, r"aadhaa?r|UIDAI|आधार"),
    # Brazil
    _form(rf"\d{{3}}\.\d{{3}}\.\d{{3}}{_DASH}\d\d", cpf),
    _form(r"\d{11}", cpf, r"\bCPF\b"),
    # Finland, Sweden, Korea, Russia
    _form(r"[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]", _finnish),
    _form(r"(?:19|20)?\d{6}[-+]\d{4}", _swedish),
    _form(rf"\d{{6}}{_DASH}[1-8]\d{{6}}", _korean),
    _form(rf"\d{{3}}{_DASH}\d{{3}}{_DASH}\d{{3}}{GAP}\d\d", _russian),
)

READ_BEFORE = 32
"""Characters in front of a number in which the word that announces it may stand."""


def national_ids(text: str) -> Iterator[tuple[int, int]]:
    """Where such numbers stand, as (start, end); places may lie in one another."""
    for form in ID_FORMS:
        for match in form.pattern.finditer(text):
            before = text[max(0, match.start() - READ_BEFORE) : match.start()]
            if form.accepts(match.group(), before):
                yield match.span()
