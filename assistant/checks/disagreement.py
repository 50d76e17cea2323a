"""Whether two sentences speak of the same and do not say the same.

They do when nearly all of their words are the same and one thing differs: a number of the same kind
in the same place, a date, "not", or a word and its opposite. Sentences about other people, periods
or things are no contradiction, so whatever else differs makes them two subjects.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.checks.contradiction import are_opposites
from assistant.checks.sentence_reading import Reading, Token
from assistant.checks.telling_words import telling_class
from assistant.terms import word_list

FEWEST_WORDS = 3
"""Words that both sentences must have in common."""
SHARED = 0.75
"""Share of the words of the one that has fewer which the other must have, too."""
_MOST_OTHER_WORDS = 2
"""Words that only the one with fewer words has."""
_MOST_EXTRA = 2.2
"""How many times as long as the shorter the longer may be."""
_YEARS = (1800, 2100)

_OF_CHANGES = word_list(
    """clause section article paragraph schedule amendment replac read now amend delet chang new
    old follow agreement hereby accordingly instead henceforth effective revis updat version
    annex appendix word figur !instead"""
)
"""Stems of words in which amendments say that they change something."""
_REFERENCE = re.compile(
    r"(?:\b(?:clause|section|article|paragraph|schedule|no\.?|number|page|figure|table|chapter|"
    r"part|item|annex|appendix|step|version|edition|§|art\.|sec\.)\s*|^\W*)$"
)

_LABELLED = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w-]*\s$")


class Difference(StrEnum):
    """What two sentences differ in."""

    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What differs, and how each of the two says it."""

    difference: Difference
    one: str
    other: str


def disagreement(one: Reading, other: Reading, *, wants_date: bool) -> Disagreement | None:
    """What two sentences about the same thing differ in; None where they are not at odds.

    `wants_date`: whether the question asks for a time, so that another year is another answer and
    not another period.
    """
    if not _speak_of_the_same(one, other):
        return None
    mine, theirs = _only(one, other), _only(other, one)
    if mine or theirs:
        return _other_fact(one, other, mine, theirs, wants_date=wants_date)
    return _other_word(one, other)


def _speak_of_the_same(one: Reading, other: Reading) -> bool:
    all_mine, all_theirs = _all_words(one), _all_words(other)
    common = all_mine & all_theirs
    if len(common) < FEWEST_WORDS - (all_mine == all_theirs):
        return False
    mine, theirs = _words(all_mine), _words(all_theirs)
    shared = mine & theirs
    fewer, more = sorted((len(mine), len(theirs)))
    if not shared or len(common) < SHARED * fewer or more > _MOST_EXTRA * fewer + 1:
        return False
    if len(mine - shared) > 1 and len(theirs - shared) > 1:
        return False
    if min(len(mine - shared), len(theirs - shared)) > _MOST_OTHER_WORDS:
        return False
    names, others = _names(one), _names(other)
    return names <= others or others <= names


def _all_words(reading: Reading) -> set[str]:
    return {token.key for token in reading.tokens if not token.is_fact}


def _words(keys: set[str]) -> set[str]:
    """Those that say what a sentence is about."""
    return {key for key in keys if not key.startswith("!") and key not in _OF_CHANGES}


def _names(reading: Reading) -> set[str]:
    return {
        token.key
        for token in reading.tokens
        if token.is_name and not token.is_telling and token.key not in _OF_CHANGES
    }


def _facts(reading: Reading) -> list[Token]:
    """Numbers, dates and codes, without those that only point to a place of a document."""
    return [
        token
        for token in reading.tokens
        if token.is_fact and not _REFERENCE.search(reading.folded[: token.start])
    ]


def _only(one: Reading, other: Reading) -> list[Token]:
    known = {token.key for token in other.tokens}
    return [token for token in _facts(one) if token.key not in known]


def _other_fact(
    one: Reading, other: Reading, mine: list[Token], theirs: list[Token], *, wants_date: bool
) -> Disagreement | None:
    """A number or a date in the place of another, with nothing else that differs."""
    if any(word.is_telling for word in (*_odd_words(one, other), *_odd_words(other, one))):
        return None
    mine, theirs = _without_year_of_date(mine), _without_year_of_date(theirs)
    if len(mine) != len(theirs) or not 1 <= len(mine) <= 2:
        return None
    if not all(_same_kind(a, b) for a, b in zip(mine, theirs, strict=True)):
        return None
    if any(_is_label(one, token) for token in mine) or any(
        _is_label(other, token) for token in theirs
    ):
        return None
    a, b = mine[0], theirs[0]
    if not _same_place(one, a, other, b):
        return None
    is_time = a.date is not None or _is_year(a)
    if is_time and not wants_date:
        return None
    if is_time and len(mine) > 1:
        return None
    if any(each.date is not None or _is_year(each) for each in mine[1:]):
        return None
    kind = Difference.DATE if is_time else Difference.NUMBER
    return Disagreement(kind, _spelled(one, a), _spelled(other, b))


def _without_year_of_date(tokens: list[Token]) -> list[Token]:
    """A date and its year are one thing."""
    dates = {token.date for token in tokens if token.key.startswith("@")}
    return [
        token
        for token in tokens
        if token.key.startswith("@") or token.date is None or token.date not in dates
    ]


def _is_label(reading: Reading, token: Token) -> bool:
    """Whether it tells which thing is meant: "Unit 7", "TX-200"; a time of day does not."""
    if token.key.startswith(":"):
        return not re.search(r"\d:\d", token.key)
    bare = token.number is not None and not token.number.number.units
    return bare and _LABELLED.search(reading.text[: token.start]) is not None


def _same_kind(a: Token, b: Token) -> bool:
    if a.number is not None and b.number is not None:
        if _is_year(a) != _is_year(b):
            return False
        mine, theirs = a.number.number.measure, b.number.number.measure
        return mine == theirs
    if a.date is not None and b.date is not None:
        return True
    return a.key[0] == b.key[0] == ":" and _shape(a.key) == _shape(b.key)


def _shape(code: str) -> str:
    """The code with its digits made alike, so that a time is told from a part number."""
    return re.sub(r"\d+", "0", code) if re.search(r"\d:\d", code) else code


def _is_year(token: Token) -> bool:
    if token.date is not None and token.number is None and token.key.startswith("#"):
        return True
    if token.number is None or token.number.number.units:
        return False
    value = token.number.number.value
    return _YEARS[0] <= value <= _YEARS[1] and value == value.to_integral_value()


def _same_place(one: Reading, a: Token, other: Reading, b: Token) -> bool:
    """Whether a word before or after is the same: the rent of one is not the deposit of other."""
    return bool(
        set(_neighbours(one, a, -1)) & set(_neighbours(other, b, -1))
        or set(_neighbours(one, a, 1)) & set(_neighbours(other, b, 1))
    )


def _neighbours(reading: Reading, token: Token, step: int) -> list[str]:
    place = reading.tokens.index(token) + step
    keys: list[str] = []
    while 0 <= place < len(reading.tokens) and len(keys) < 2:
        if not reading.tokens[place].is_fact:
            keys.append(reading.tokens[place].key)
        place += step
    return keys


def _other_word(one: Reading, other: Reading) -> Disagreement | None:
    """The same facts, and "not" or an opposite in one of the two alone."""
    mine, theirs = _odd_words(one, other), _odd_words(other, one)
    negations = [
        sum(token.is_telling and telling_class(token.text) == "not" for token in reading.tokens)
        for reading in (one, other)
    ]
    rest = [
        token
        for token in (*mine, *theirs)
        if not (token.is_telling and telling_class(token.text) == "not")
    ]
    if negations[0] != negations[1] and 0 in negations and not rest:
        denied = one if negations[0] else other
        words = next(token.text for token in denied.tokens if token.key == "!not")
        said, plain = f"“{words}”", "the contrary"
        return Disagreement(
            Difference.NEGATION, *((said, plain) if negations[0] else (plain, said))
        )
    if len(mine) == len(theirs) == 1:
        pair = mine[0].text, theirs[0].text
        contrary = are_opposites(*pair) or _are_contrary_duties(*mine, *theirs)
        if contrary:
            return Disagreement(Difference.WORD, f"“{pair[0]}”", f"“{pair[1]}”")
    return None


def _are_contrary_duties(a: Token, b: Token) -> bool:
    duties = {telling_class(each.text) for each in (a, b) if each.is_telling}
    return duties in ({"must", "may"}, {"all", "some"}, {"only", "all"})


def _odd_words(one: Reading, other: Reading) -> list[Token]:
    known = {token.key for token in other.tokens}
    return [
        token
        for token in one.tokens
        if not token.is_fact and token.key not in known and token.key not in _OF_CHANGES
    ]


def _spelled(reading: Reading, token: Token) -> str:
    return " ".join(reading.text[token.start : token.end].split())
