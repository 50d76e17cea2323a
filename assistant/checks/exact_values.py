"""Whether a short value is exactly what its sentence has: no number, date or name spoilt or cut."""

import re

from assistant.checks.sentence_reading import Token, read

_IN_NUMBERS = ".,'’"
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af]")
"""A letter of a writing that puts no spaces between words."""
_RATE = "per "
"""How a unit begins that says for how long: "per month"; a value may leave that out."""


def inexact(value: str, sentence: str) -> str:
    """What is not as in the sentence, for the trace and the model; empty when nothing is."""
    said, source = " ".join(value.split()), " ".join(sentence.split())
    places = _places(said, source)
    if not places:
        return "the value does not stand in that sentence word for word"
    if all(_cuts_name(source, start, start + len(said)) for start in places):
        return "a name in the value is cut off"
    known = read(source).tokens
    for token in read(said).tokens:
        if token.is_fact and not any(_is_same(token, other) for other in known):
            return f"“{token.text}” in the value lacks its unit or its year"
    return ""


def _places(said: str, source: str) -> list[int]:
    """Where the words stand as they are, not beginning or ending within one."""
    if not said:
        return []
    found = (match.start() for match in re.finditer(re.escape(said), source))
    return [
        start for start in found if not (_cuts(source, start) or _cuts(source, start + len(said)))
    ]


def _cuts(text: str, place: int) -> bool:
    """Whether a word or a number goes on across a place."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if before.isalnum() and after.isalnum():
        return not (_UNSPACED.match(before) or _UNSPACED.match(after))
    if before in _IN_NUMBERS:
        return text[place - 2 : place - 1].isdigit() and after.isdigit()
    return after in _IN_NUMBERS and before.isdigit() and text[place + 1 : place + 2].isdigit()


def _cuts_name(text: str, start: int, end: int) -> bool:
    """Whether capitalised words go on before or behind; any word may open a sentence so."""
    value = text[start:end].split()
    behind = text[end:].split(" ")[1:2] if text[end : end + 1] == " " else []
    before = text[:start].split(" ")[-2:-1] if text[:start].endswith(" ") else []
    opens = " " not in text[:start].strip()
    goes_on = bool(behind) and _is_name(value[-1]) and _is_name(behind[0].rstrip(".,;:!?"))
    began = bool(before) and not opens and _is_name(value[0]) and _is_name(before[0])
    return goes_on or began


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word[-1:].isalpha() and not word.isupper()


def _is_same(token: Token, other: Token) -> bool:
    """Whether the sentence's fact is this one with its unit, and its year if it is a date."""
    if token.key != other.key:
        return False
    if token.number is not None and other.number is not None:
        return _units(token) == _units(other)
    if token.date is not None and other.date is not None:
        return token.date.year == other.date.year
    return True


def _units(token: Token) -> frozenset[str]:
    known = token.number.number.units if token.number is not None else frozenset[str]()
    return frozenset(unit for unit in known if not unit.startswith(_RATE))
