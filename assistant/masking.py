"""Personal data in a text: found by its form and its check digits, and masked.

E-mail addresses, telephone numbers, bank accounts, payment cards and numbers that states give to
people. Names and postal addresses have no form of their own and are left. Imports nothing heavy.
"""

import logging
import re
from collections.abc import Callable, Iterator
from copy import copy
from enum import StrEnum
from functools import cache
from types import TracebackType

import msgspec

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class PersonalKind(StrEnum):
    """A kind of personal data; its value is what the mask says."""

    EMAIL = "e-mail"
    ACCOUNT = "IBAN"
    CARD = "card number"
    ID = "id number"
    PHONE = "phone"


class Found(msgspec.Struct, frozen=True):
    """Personal data at characters `start` to `end` of a text."""

    kind: PersonalKind
    start: int
    end: int


_AT = re.compile(r"[(\[]\s*at\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\d\D*){6}")


def personal_data(text: str) -> tuple[Found, ...]:
    """What personal data the text holds, in its order; no two places overlap."""
    found: list[Found] = []
    for kind, places in _finders():
        for start, end in places(text):
            if all(end <= other.start or other.end <= start for other in found):
                found.append(Found(kind, start, end))
    return tuple(sorted(found, key=lambda each: each.start))


def mask(text: str) -> str:
    """The text with `[e-mail]`, `[phone]`, `[IBAN]` … in place of personal data."""
    pieces, place = [], 0
    for found in personal_data(text):
        pieces += [text[place : found.start], f"[{found.kind.value}]"]
        place = found.end
    return "".join((*pieces, text[place:]))


class MaskingFormatter(logging.Formatter):
    """A log's line with personal data masked in what is said and in the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole line; what another formatter has left in the record is not used."""
        own = copy(record)
        own.exc_text = None
        return super().format(own)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line without a traceback."""
        record.message = _masked_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: "ExceptionInfo") -> str:  # noqa: N802 - logging's name
        """The traceback."""
        return _masked_line(super().formatException(ei))


def _masked_line(line: str) -> str:
    """Most lines hold too few digits for a number, and then nothing need be looked for."""
    return mask(line) if "@" in line or _AT.search(line) or _DIGITS.search(line) else line


@cache
def _finders() -> tuple[tuple[PersonalKind, Callable[[str], Iterator[tuple[int, int]]]], ...]:
    """What finds each kind; what is found earlier is not looked into again.

    Made when first used: compiling the patterns takes a tenth of a second, which a window that
    opens does not have.
    """
    from assistant.personal.bank_accounts import bank_accounts, payment_cards
    from assistant.personal.emails import emails
    from assistant.personal.national_ids import national_ids
    from assistant.personal.phone_numbers import phone_numbers

    return (
        (PersonalKind.EMAIL, emails),
        (PersonalKind.ACCOUNT, bank_accounts),
        (PersonalKind.CARD, payment_cards),
        (PersonalKind.ID, national_ids),
        (PersonalKind.PHONE, phone_numbers),
    )
