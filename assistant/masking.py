"""Personal data in a text: found by its form and its check digits, and masked.

E-mail addresses, telephone numbers, bank accounts, payment cards and numbers that states give to
people. Names and postal addresses have no form of their own and are left. Imports nothing heavy.
"""

import logging
import re
from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from assistant.personal.bank_accounts import bank_accounts, payment_cards
from assistant.personal.national_ids import ID_FORMS
from assistant.personal.phone_numbers import phone_numbers

READ_BEFORE = 32
"""Characters in front of a number in which the word that announces it may stand."""


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


_LOCAL = r"[\w.!#$%&'*+^`~-]"
"""Some more signs are allowed, but what stands before them is mostly a path or the like."""
_EMAIL = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}++(?:@|[ ]?[(\[][ ]?at[ ]?[)\]][ ]?)"
    r"[^\W_][\w-]*(?:(?:\.|[ ]?[(\[][ ]?dot[ ]?[)\]][ ]?)[\w-]+)*"
    r"(?:\.|[ ]?[(\[][ ]?dot[ ]?[)\]][ ]?)(?!(?:png|jpe?g|gif|svg|webp)\b)[^\W\d_][\w-]*[^\W_]",
    re.IGNORECASE,
)


def personal_data(text: str) -> tuple[Found, ...]:
    """What personal data the text holds, in its order; no two places overlap."""
    found: list[Found] = []
    for kind, places in _FINDERS:
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
    """A log's line with personal data masked, traceback and all."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole line, masked last, so that nothing put into it escapes."""
        return mask(super().format(record))


def _emails(text: str) -> Iterator[tuple[int, int]]:
    if "@" in text or "at" in text.casefold():
        yield from (match.span() for match in _EMAIL.finditer(text))


def _ids(text: str) -> Iterator[tuple[int, int]]:
    for form in ID_FORMS:
        for match in form.pattern.finditer(text):
            before = text[max(0, match.start() - READ_BEFORE) : match.start()]
            if form.accepts(match.group(), before):
                yield match.span()


_FINDERS: tuple[tuple[PersonalKind, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (PersonalKind.EMAIL, _emails),
    (PersonalKind.ACCOUNT, bank_accounts),
    (PersonalKind.CARD, payment_cards),
    (PersonalKind.ID, _ids),
    (PersonalKind.PHONE, phone_numbers),
)
"""What is found earlier is not looked into again: a card number holds no telephone number."""
