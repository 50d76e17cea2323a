"""The small words before a word that say what part it plays: "by Anna", "to Anna", "was sold".

Without them "Anna was hired by Boris" and "Anna hired Boris" would be the same.
"""

import re

from assistant.checks.alignment import Alignment
from assistant.checks.sentence_reading import Reading
from assistant.terms import word_list

_ROLES = word_list(
    """by to from for with against before after than under over above below into off up down
    through until since or will used more less too towards across behind beyond despite except
    von zu für gegen bis vor nach seit oder wird werden mehr weniger por para desde hasta par pour
    contre ou"""
)
_IS = word_list("is are was were be been being am wird wurde wurden werden es fue fut est")
_PARTICIPLE = re.compile(
    r"(?:ed|en|sold|bought|paid|won|lost|held|made|built|sent|told|found|led|met|kept|left|"
    r"brought|caught|taught|sought|hit|cut|shot|lent|hurt|hung)$"
)
_COMMA = re.compile(r"[,;:]")
_WORD = re.compile(r"[^\W\d_]+")


def other_links(claim: Reading, source: Reading, alignment: Alignment) -> list[str]:
    """The words of the claim that play another part in the source."""
    tokens = [token for token in claim.tokens if any(token.key == s.key for s in source.tokens)]
    objections = []
    for token, place in zip(tokens, alignment.places, strict=True):
        if place is None or token.is_fact:
            continue
        said = _before(claim, claim.tokens.index(token))
        known = _before(source, place)
        if said & _ROLES != known & _ROLES:
            objections.append(f"another part for “{token.text}”")
        elif _PARTICIPLE.search(token.text) and bool(said & _IS) != bool(known & _IS):
            objections.append(f"“{token.text}” done or suffered")
    return objections


def _before(reading: Reading, place: int) -> set[str]:
    """The words between a token and the one before it, or the last comma."""
    start = reading.tokens[place - 1].end if place else 0
    between = reading.folded[start : reading.tokens[place].start]
    return set(_WORD.findall(_COMMA.split(between)[-1]))
