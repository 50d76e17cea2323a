"""The numbers, dates and codes of a claim, held against those of its source."""

from collections.abc import Sequence

from assistant.checks.bounds import setting_objection, setting_of
from assistant.checks.dates import PlacedDate
from assistant.checks.numbers import Number
from assistant.checks.sentence_reading import Reading, Token

Objections = tuple[list[str], list[str]]
"""What refuses a claim, and what only casts doubt on it."""


def fact_objections(claim: Reading, near: Reading, source: Reading, *, is_row: bool) -> Objections:
    """What of the claim's facts is not the source's; `near` is the place that carries it.

    In a row of a table another row's number refuses a claim; in prose it is a doubt.
    """
    refused: list[str] = []
    doubted: list[str] = []
    for token in claim.tokens:
        if not token.is_fact:
            continue
        candidates = [other for other in near.tokens if other.key == token.key]
        if candidates:
            worst, best = _compared(claim, token, near, candidates)
            (refused if worst else doubted).extend(best)
        elif _is_elsewhere(token, near if is_row else source):
            doubted.append(f"{token.text} stands elsewhere or without its unit")
        else:
            refused.append(f"the number {_spelled(token)}")
    return refused, doubted


def _spelled(token: Token) -> str:
    return f"{token.number.number.value:f}" if token.number else token.text


def _compared(
    claim: Reading, token: Token, near: Reading, candidates: Sequence[Token]
) -> tuple[bool, list[str]]:
    """Whether every one of the candidates refuses it, and the least of what speaks against it."""
    least: tuple[bool, list[str]] | None = None
    for candidate in candidates:
        objection = (
            _unit_objection(token, candidate)
            or _date_objection(token.date, candidate.date)
            or _setting_objection(claim, token, near, candidate)
        )
        if objection is None:
            return False, []
        words, refuses = objection
        if least is None or (least[0] and not refuses):
            least = refuses, [f"the number {_spelled(token)}: {words}"]
    return least or (False, [])


def _setting_objection(
    claim: Reading, token: Token, near: Reading, candidate: Token
) -> tuple[str, bool] | None:
    return setting_objection(
        setting_of(claim.folded, token.start, token.end),
        setting_of(near.folded, candidate.start, candidate.end),
    )


def _unit_objection(token: Token, candidate: Token) -> tuple[str, bool] | None:
    """Units that differ refuse, a unit that one of the two lacks leaves a doubt."""
    if token.number is None or candidate.number is None:
        return None
    said, known = token.number.number.measure, candidate.number.number.measure
    if said == known:
        return None
    lacking = not said or not known or said < known or known < said
    return f"{_units(said)} where it is {_units(known)}", not lacking


def _units(measure: frozenset[str]) -> str:
    return " ".join(sorted(measure)) or "no unit"


def _date_objection(
    claimed: PlacedDate | None, known: PlacedDate | None
) -> tuple[str, bool] | None:
    if claimed is None or known is None or claimed.year == known.year:
        return None
    if claimed.year is None:
        return None
    return "of another year", known.year is not None


def _is_elsewhere(token: Token, source: Reading) -> bool:
    """Whether the source has it in another place, or a part of it."""
    if any(other.key == token.key for other in source.tokens):
        return True
    if token.date is not None:
        return _is_part_of_date(token.date, source.dates)
    if token.number is None:
        return False
    known = [other.number for other in source.numbers]
    return any(_is_compatible(token.number.number, other) for other in known)


def _is_part_of_date(date: PlacedDate, known: Sequence[PlacedDate]) -> bool:
    readings = {(other.month, other.day) for other in known}
    readings |= {(other.day, other.month) for other in known if other.swapped}  # type: ignore[misc]
    if date.day is None:
        return any(month == date.month for month, _ in readings)
    return (date.month, date.day) in readings or (
        date.swapped is not None and (date.day, date.month) in readings
    )


def _is_compatible(claimed: Number, other: Number) -> bool:
    """The same value where one of the two leaves out the unit, as tables do."""
    if claimed.amount == other.amount:
        return not (claimed.measure and other.measure) or bool(claimed.measure & other.measure)
    return claimed.value == other.value and (
        not (claimed.units and other.units) or claimed.units <= other.units
    )
