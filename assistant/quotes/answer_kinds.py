"""What kind of thing would answer a question, and whether a sentence has one.

"How many" wants a number, "when" a date, "who" and "where" a name that the question does not know.
Languages whose words for it are not listed have no kind, and lose nothing but the help.
"""

import re
from collections.abc import Set as AbstractSet
from enum import StrEnum

from assistant.terms import content_terms


class AnswerKind(StrEnum):
    """What answers a question."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    PLACE = "place"


_ASKS = {
    AnswerKind.DATE: re.compile(
        r"\b(?:when|(?:what|which) (?:year|date|day|month|century|decade)|cuándo|(?:en )?qué (?:año"
        r"|fecha|día)|wann|welche[ms] (?:jahr|datum|tag)|quand|quelle (?:année|date)|quando)\b"
        r"|когда|в каком году|何时|哪一年|什么时候|いつ",
        re.IGNORECASE,
    ),
    AnswerKind.NUMBER: re.compile(
        r"\b(?:how (?:many|much|old|long|far|tall|high|often|large|big|fast|heavy|deep|wide)|"
        r"(?:what|which)(?: \w+){0,2} (?:percentage|percent|number|age|amount|time|share|rate|"
        r"average|total|value|price|cost|ratio|change|difference)|cuánt[oa]s?|wie ?viele?|"
        r"wie (?:hoch|lange?|oft|alt|groß|weit|teuer)|combien|quant[oiae])\b"
        r"|сколько|多少|几|いくら",
        re.IGNORECASE,
    ),
    AnswerKind.NAME: re.compile(
        r"\b(?:who|whom|whose|quién(?:es)?|wer|wem|wen|wessen|qui)\b|кто|кого|кому|谁|誰",
        re.IGNORECASE,
    ),
    AnswerKind.PLACE: re.compile(
        r"\b(?:where|(?:what|which) (?:city|country|place|state|town|region)|dónde|wo|où|dove)\b"
        r"|где|哪里|在哪|どこ",
        re.IGNORECASE,
    ),
}
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"\b1\d{3}\b|\b20\d\d\b|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zé]*\b\.?\s"
    r"|\bmay \d|\b(?:enero|abril|mayo|agosto|diciembre|märz|mai|january|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|century|siglo|jahrhundert)\b|年|月|века?\b|год[уа]?\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![^\W_])[^\W\d_a-zß-öø-ÿа-я][\w’'-]+")
_HAS_CASE = re.compile(r"[A-Za-zÀ-ÿА-я]")


def kind_of(question: str) -> AnswerKind | None:
    """The kind of thing that would answer; None where the question does not tell."""
    return next((kind for kind, asks in _ASKS.items() if asks.search(question)), None)


def has_kind(kind: AnswerKind, sentence: str, asked: AbstractSet[str]) -> bool:
    """Whether the sentence has such a thing; `asked` are the terms of the question."""
    if kind is AnswerKind.NUMBER:
        return _DIGIT.search(sentence) is not None
    if kind is AnswerKind.DATE:
        return _DATE.search(sentence) is not None
    return has_new_name(sentence, asked)


def has_new_name(sentence: str, asked: AbstractSet[str]) -> bool:
    """Whether a name stands in the sentence, not only as its first word, that was not asked about.

    Where writing has no capital letters, anything may be a name.
    """
    if not _HAS_CASE.search(sentence):
        return True
    return any(
        not set(content_terms(match.group())) <= asked
        for match in _NAME.finditer(sentence)
        if match.start() > 0
    )
