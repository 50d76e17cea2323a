"""Sentences of documents made into claims about them: some that stay true, some that do not.

Each change is a function from a sentence to the changed one, or None where it does not apply. The
false ones make another statement of the sentence; whether it happens to be true of the world does
not matter, the document does not say it.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(MONTHS)
_NUMBER = re.compile(r"(?<![\w.,/:-])\d+(?:[.,]\d+)*(?![\w/:-])")
_NAME = re.compile(r"(?<![.!?:;|] )(?<!^)(?<=\s)[A-Z][a-zà-ÿ]{2,}(?:\s[A-Z][a-zà-ÿ]{2,})*\b")
_UNIT_SWAPS = {
    "metres": "feet", "kilometres": "miles", "days": "weeks", "weeks": "months",
    "months": "years", "years": "months", "hours": "minutes", "%": " euros", "percent": "points",
    "£": "€", "$": "€", "€": "$", "euros": "dollars", "per cent": "points", "day": "week",
    "month": "year",
}  # fmt: skip
_SCALES = {"million": "billion", "billion": "million", "thousand": "million"}
_OPPOSITES = {
    "increased": "decreased", "decreased": "increased", "higher": "lower", "lower": "higher",
    "more": "fewer", "before": "after", "after": "before", "largest": "smallest", "first": "last",
    "north": "south", "south": "north", "east": "west", "west": "east", "won": "lost",
    "lost": "won", "rose": "fell", "above": "below", "up to": "at least", "at least": "at most",
    "more than": "less than", "less than": "more than", "north of": "south of",
}  # fmt: skip
_QUANTIFIERS = {
    "all": "some", "some": "all", "most": "all", "many": "all", "every": "some", "each": "one",
    "may": "must", "must": "may", "should": "must", "only": "also", "both": "neither",
    "usually": "always", "often": "always", "several": "all", "can": "must",
}  # fmt: skip
_VERB = re.compile(r"\b(is|are|was|were|has|have|had|can|will|must|may|shall|should)\b(?! not)")
_NOT = re.compile(r"\b(?:not|never|no)\b\s?")
_CODE = re.compile(r"\b[A-Z]{1,4}[- ]?\d+\b")


@dataclass(frozen=True)
class Change:
    """A kind of change and the function that makes it."""

    kind: str
    is_true: bool
    make: Callable[[str, Sequence[str], random.Random], str | None]
    """From the sentence, other sentences of its document, and chance."""


def _swap_word(table: dict[str, str], sentence: str, chance: random.Random) -> str | None:
    found = [word for word in table if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence)]
    found += [sign for sign in table if not sign[0].isalpha() and sign in sentence]
    if not found:
        return None
    word = chance.choice(found)
    edge = r"(?<!\w)" if word[0].isalpha() else ""
    after = r"(?!\w)" if word[-1].isalpha() else ""
    return re.sub(edge + re.escape(word) + after, lambda _: table[word], sentence, count=1)


def _number(sentence: str, chance: random.Random) -> re.Match[str] | None:
    found = list(_NUMBER.finditer(sentence))
    return chance.choice(found) if found else None


def _replaced(sentence: str, match: re.Match[str], text: str) -> str:
    return sentence[: match.start()] + text + sentence[match.end() :]


def change_digit(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """One digit of one number exchanged."""
    match = _number(sentence, chance)
    if match is None:
        return None
    place = chance.choice([i for i, sign in enumerate(match[0]) if sign.isdigit()])
    digit = str((int(match[0][place]) + chance.randint(1, 8)) % 10)
    changed = match[0][:place] + (digit if digit != "0" or place else "9") + match[0][place + 1 :]
    return _replaced(sentence, match, changed) if changed != match[0] else None


def foreign_number(sentence: str, others: Sequence[str], chance: random.Random) -> str | None:
    """A number from another sentence of the document in the place of one."""
    own = set(_NUMBER.findall(sentence))
    known = [number for other in others for number in _NUMBER.findall(other) if number not in own]
    match = _number(sentence, chance)
    return _replaced(sentence, match, chance.choice(known)) if match and known else None


def swap_numbers(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """Two numbers of the sentence in each other's place."""
    found = list(_NUMBER.finditer(sentence))
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a[0] != b[0]]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    return (
        sentence[: one.start()] + other[0] + sentence[one.end() : other.start()] + one[0]
        + sentence[other.end() :]
    )  # fmt: skip


def swap_names(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """Two names of the sentence in each other's place."""
    found = [match for match in _NAME.finditer(sentence) if match[0] not in MONTHS]
    pairs = [
        (a, b) for i, a in enumerate(found) for b in found[i + 1 :]
        if a[0] not in b[0] and b[0] not in a[0]
        and not re.fullmatch(r"(?:, and|,| and| or|, or) ", sentence[a.end() : b.start()])
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    return (
        sentence[: one.start()] + other[0] + sentence[one.end() : other.start()] + one[0]
        + sentence[other.end() :]
    )  # fmt: skip


def foreign_name(sentence: str, others: Sequence[str], chance: random.Random) -> str | None:
    """A name from another sentence in the place of one."""
    found = [match for match in _NAME.finditer(sentence) if match[0] not in MONTHS]
    known = {name for other in others for name in _NAME.findall(other) if name not in sentence}
    known -= set(MONTHS)
    if not found or not known:
        return None
    return _replaced(sentence, chance.choice(found), chance.choice(sorted(known)))


def negate(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """“not” after the first auxiliary verb, or out where it stands."""
    if _NOT.search(sentence):
        return _NOT.sub("", sentence, count=1)
    match = _VERB.search(sentence)
    return _replaced(sentence, match, f"{match[0]} not") if match else None


def put_bound(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """“more than” or the like before a number that has nothing of the kind."""
    match = _number(sentence, chance)
    if match is None or re.search(r"(?:than|over|about|least|most|under|to)\W*$",
                                  sentence[: match.start()]):  # fmt: skip
        return None
    start = match.start() - (sentence[match.start() - 1 : match.start()] in "£$€")
    bound = chance.choice(["more than", "less than", "up to", "at least"])
    return f"{sentence[:start]}{bound} {sentence[start:]}"


def change_month(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """Another month."""
    match = re.search(rf"\b(?:{_MONTH})\b", sentence)
    other = chance.choice([month for month in MONTHS if not match or month != match[0]])
    return _replaced(sentence, match, other) if match and match[0] != "May" else None


def change_code(sentence: str, _others: Sequence[str], chance: random.Random) -> str | None:
    """Another letter in a part number."""
    match = _CODE.search(sentence)
    letter = chance.choice("ABCDEFGHJKLMNP")
    if match is None or match[0][0] == letter:
        return None
    return _replaced(sentence, match, letter + match[0][1:])


def swap_sides(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """Subject and object in each other's place, around a verb of one word."""
    match = re.fullmatch(r"(The \w+) (\w+(?:ed|es|s)) (the \w+)\b(.*)", sentence, flags=re.DOTALL)
    if match is None or match[1].lower() == match[3].lower():
        return None
    return f"{match[3].capitalize()} {match[2]} {match[1].lower()}{match[4]}"


def swap_ends(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """The first and the last word of some length in each other's place."""
    found = list(re.finditer(r"\b[a-z]{5,}\b", sentence))
    if len(found) < 4 or found[0][0] == found[-1][0]:
        return None
    one, other = found[0], found[-1]
    return (
        sentence[: one.start()] + other[0] + sentence[one.end() : other.start()] + one[0]
        + sentence[other.end() :]
    )  # fmt: skip


def unchanged(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """The sentence itself."""
    return sentence


def respell(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """Numbers and dates in another spelling."""
    changed = re.sub(r"(?<=\d),(?=\d{3}\b)", "", sentence)
    changed = re.sub(r"(?<=\d)\s?%", " percent", changed)
    changed = re.sub(rf"\b(\d{{1,2}}) ({_MONTH}) (\d{{4}})\b", r"\2 \1, \3", changed)
    return changed if changed != sentence else None


def drop_brackets(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """Without what stands in brackets."""
    changed = re.sub(r"\s\([^()]*\)", "", sentence, count=1)
    return changed if changed != sentence else None


def drop_beginning(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """Without “In 1998,” at the beginning."""
    match = re.match(r"(?:In|On|At|During|After|From|For) [^,.]{3,30}, (?=\w)", sentence)
    rest = sentence[match.end() :] if match else ""
    return rest[:1].upper() + rest[1:] if len(rest) > 30 else None


def drop_end(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """Without the second of two statements."""
    match = re.search(r"(?:;|, and (?=(?:the|it|he|she|they|this)\b))", sentence)
    return sentence[: match.start()] + "." if match and match.start() > 30 else None


def turn(sentence: str, _others: Sequence[str], _chance: random.Random) -> str | None:
    """“In 1998, it closed” as “It closed in 1998”."""
    match = re.match(r"((?:In|On|At|During|After) [^,.]{3,30}), ([^,;]{20,})\.$", sentence)
    if match is None:
        return None
    return f"{match[2][:1].upper()}{match[2][1:]} {match[1][:1].lower()}{match[1][1:]}."


TRUE_CHANGES = [
    Change(kind, True, make)
    for kind, make in (
        ("unchanged", unchanged), ("respelled", respell), ("brackets left out", drop_brackets),
        ("beginning left out", drop_beginning), ("end left out", drop_end), ("turned", turn),
    )
]  # fmt: skip
FALSE_CHANGES = [
    Change(kind, False, make)
    for kind, make in (
        ("digit", change_digit), ("number of another sentence", foreign_number),
        ("numbers swapped", swap_numbers), ("names swapped", swap_names),
        ("name of another sentence", foreign_name), ("negated", negate), ("bound", put_bound),
        ("month", change_month), ("code", change_code), ("sides swapped", swap_sides),
        ("words swapped", swap_ends),
        ("unit", lambda s, _o, c: _swap_word(_UNIT_SWAPS, s, c)),
        ("scale", lambda s, _o, c: _swap_word(_SCALES, s, c)),
        ("opposite", lambda s, _o, c: _swap_word(_OPPOSITES, s, c)),
        ("quantifier", lambda s, _o, c: _swap_word(_QUANTIFIERS, s, c)),
    )
]  # fmt: skip
