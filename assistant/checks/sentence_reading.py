"""A sentence read for comparing: its words, numbers and dates in order, each in one form."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.dates import PlacedDate, placed_dates
from assistant.checks.numbers import PlacedNumber, codes_in, comparable, lowered, placed_numbers
from assistant.checks.telling_words import is_telling, telling_class
from assistant.checks.units import UNITS
from assistant.terms import STOP_WORDS, fold, stem, words

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$|['’]s\b")


@dataclass(frozen=True, slots=True)
class Token:
    """A word that says something, a number with its units, a date, or a code."""

    key: str
    """Equal for what means the same."""
    text: str
    """As it stands, in lower case."""
    start: int
    end: int
    is_name: bool = False
    number: PlacedNumber | None = None
    date: PlacedDate | None = None

    @property
    def is_telling(self) -> bool:
        """Whether leaving it out would make another statement."""
        return self.number is None and self.date is None and is_telling(self.text)

    @property
    def is_fact(self) -> bool:
        """Whether it is a number, a date or a code."""
        return self.key[:1] in "#@:"

    @property
    def is_particular(self) -> bool:
        """Whether it is a fact, a name or a unit: what sentences of the same words differ in."""
        return self.is_fact or self.is_name or self.key.startswith("unit ")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its tokens in order; places are those of `text`."""

    text: str
    """In the form for comparing, upper case kept."""
    folded: str
    tokens: tuple[Token, ...]
    numbers: tuple[PlacedNumber, ...]
    """All of them, those of dates and codes too."""
    dates: tuple[PlacedDate, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The part numbers, versions and times."""
        return frozenset(token.key for token in self.tokens if token.key.startswith(":"))


@lru_cache(2048)
def read(text: str) -> Reading:
    """The sentence, or several, read for comparing."""
    whole = comparable(text)
    folded = lowered(whole)
    numbers, dates = tuple(placed_numbers(folded)), tuple(placed_dates(folded))
    facts = _facts(folded, numbers, dates)
    tokens = sorted([*facts, *_words(whole, folded, facts)], key=lambda token: token.start)
    return Reading(whole, folded, tuple(tokens), numbers, dates)


def number_key(number: PlacedNumber) -> str:
    """Equal for equal amounts, whatever the units."""
    return f"#{number.number.amount.normalize():f}"


def _facts(
    folded: str, numbers: tuple[PlacedNumber, ...], dates: tuple[PlacedDate, ...]
) -> list[Token]:
    """Dates, then codes, then numbers that are part of neither."""
    found: list[Token] = []
    for date in dates:
        text = folded[date.start : date.end]
        found.append(Token(date.key, text, date.start, date.end, date=date))
        if date.year is not None:
            found.append(Token(f"#{date.year}", text, date.start, date.end, date=date))
    for code, start, end in codes_in(folded):
        if not _within(found, start, end):
            found.append(Token(f":{code}", code, start, end))
    for number in numbers:
        if not _within(found, number.start, number.end):
            text = folded[number.start : number.end]
            found.append(Token(number_key(number), text, number.start, number.end, number=number))
    return found


def _within(found: list[Token], start: int, end: int) -> bool:
    return any(token.start < end and start < token.end for token in found)


def _words(whole: str, folded: str, facts: list[Token]) -> list[Token]:
    shouted = whole.isupper()
    taken = [False] * (len(folded) + 1)
    for fact in facts:
        taken[fact.start : fact.end] = [True] * (fact.end - fact.start)
    found: list[Token] = []
    for match in _WORD.finditer(whole):
        if not taken[match.start()]:
            found.extend(_tokens_of(match, shouted=shouted, opens=_opens(whole, match.start())))
    return found


def _opens(whole: str, start: int) -> bool:
    before = whole[:start].rstrip(" \"'“„«‘([")
    return not before or before[-1] in ".!?:;•|"


def _tokens_of(match: re.Match[str], *, shouted: bool, opens: bool) -> list[Token]:
    written = match[0]
    plain = _POSSESSIVE.sub("", written)
    lower = fold(plain)
    is_acronym = len(plain) > 1 and plain.isupper() and not shouted
    is_name = is_acronym or (plain[:1].isupper() and not opens and not shouted)
    if not is_acronym and not is_telling(lower) and lower in STOP_WORDS:
        return []
    pairs = words(plain)
    if len(pairs) > 1 and not plain.isascii():  # writing without spaces
        return [Token(pair, pair, match.start(), match.end()) for pair in pairs]
    return [Token(_key(lower, is_acronym), lower, match.start(), match.end(), is_name)]


def _key(lower: str, is_acronym: bool) -> str:
    if is_acronym:
        return stem(lower)
    if is_telling(lower):
        return f"!{telling_class(lower)}"
    return f"unit {UNITS[lower]}" if lower in UNITS else stem(lower)
