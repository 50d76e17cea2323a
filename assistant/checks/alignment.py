"""How a sentence follows its source: the same words in order, and what was left out on the way.

A sentence says what its source says when it is the source trimmed: parts may be missing where the
rest still means the same, one part may have moved to the other end, and nothing is added.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.checks.sentence_reading import Reading, Token
from assistant.checks.telling_words import BOUNDARIES, OPENERS, SUBJECT_PRONOUNS
from assistant.terms import word_list

_LONGEST_GAP = 3
"""Words that may be left out in the middle without a mark around them."""
_CLAUSE_MARK = re.compile(r"[,;:.!?()\[\]–—|\"“”„«»]|\s-\s")
_CONJUNCTION = re.compile(rf"\b(?:{'|'.join(sorted(BOUNDARIES))})\b")
_PARENTHESIS = re.compile(r"\s*[,(–—]|\s+-\s")
_PARENTHESIS_END = re.compile(r"[,)–—]|\s-\s")
_NEVER_LAST = OPENERS | word_list(
    """to of could can will would so very not the a an and or but as is are was were be been has
    have had that which who whose their its our your than into between if when because
    der die das und oder von mit el la los las de del y le les du des et"""
)
"""After these a sentence goes on, unless its source ends there, too."""
_FULL_STOPS = (".", "!", "?", ":", ";")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_PHRASE = re.compile(
    r"\s+(?:in|on|at|by|for|from|under|during|within|with|near|of)\s[\w\s'’-]*"
    r"\b(?:in|on|at|by|for|from|to|under|since|during|within|until)\s+(?:the |a |an )?"
)
"""“ in Oslo on the ”: one phrase with a preposition, and the beginning of the next."""
_NEXT_STATEMENT = re.compile(r";|:|,?\s\b(?:and|while|whereas|und|während)\b")
_INSTEAD = re.compile(r"\b(?:rather|other|more|less|fewer|later|earlier)?\s?than\b|\binstead\b")


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which token of the source stands for each token of the claim; None where none does."""

    places: tuple[int | None, ...]
    turned: bool = False
    """Whether the claim begins with what stands at the end of the source."""

    @property
    def is_whole(self) -> bool:
        """Whether every token of the claim has its place."""
        return all(place is not None for place in self.places)


def align(claim: Sequence[str], source: Sequence[str], *, turns: bool) -> Alignment:
    """The most tokens of the claim that follow each other in the source."""
    straight = Alignment(_in_order(tuple(claim), tuple(source)))
    if straight.is_whole or not turns:
        return straight
    for cut in _breaks(claim, source):
        turned = _in_order((*claim[cut:], *claim[:cut]), tuple(source))
        if all(place is not None for place in turned):
            back = len(claim) - cut
            return Alignment((*turned[back:], *turned[:back]), turned=True)
    return straight


def may_turn(claim: Reading, source: Reading) -> bool:
    """Whether one of the two begins with a part that may as well stand at the end."""
    openings = [_FIRST_WORD.search(reading.folded) for reading in (claim, source)]
    return any(opening is not None and opening[0] in OPENERS for opening in openings)


@lru_cache(4096)
def _in_order(claim: tuple[str, ...], source: tuple[str, ...]) -> tuple[int | None, ...]:
    """The longest common subsequence, of several the one that lies closest together."""
    rows, columns = len(claim), len(source)
    best = [[(0, 0)] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            skip = max(best[row + 1][column], best[row][column + 1])
            if claim[row] == source[column]:
                matched, follow = best[row + 1][column + 1]
                near = (
                    row + 1 < rows
                    and column + 1 < columns
                    and (claim[row + 1] == source[column + 1])
                )
                skip = max(skip, (matched + 1, follow + near))
            best[row][column] = skip
    return _walk(claim, source, best)


def _walk(
    claim: tuple[str, ...], source: tuple[str, ...], best: list[list[tuple[int, int]]]
) -> tuple[int | None, ...]:
    """The places of a longest common subsequence, from the table of how long it can be."""
    places: list[int | None] = []
    row = column = 0
    while row < len(claim):
        taken = False
        if column < len(source) and claim[row] == source[column]:
            taken = best[row][column][0] == best[row + 1][column + 1][0] + 1
            taken = taken and best[row][column] != best[row][column + 1]
        if taken:
            places.append(column)
            row, column = row + 1, column + 1
        elif column < len(source) and best[row][column] == best[row][column + 1]:
            column += 1
        else:
            places.append(None)
            row += 1
    return tuple(places)


def _breaks(claim: Sequence[str], source: Sequence[str]) -> Iterator[int]:
    """Places of the claim where the next token does not follow the one before in the source."""
    last = {key: place for place, key in enumerate(source)}
    first = {key: place for place, key in reversed(list(enumerate(source)))}
    for cut, (one, other) in enumerate(pairwise(claim), start=1):
        if one in first and other in last and first[one] >= last[other]:
            yield cut


def left_out(claim: Reading, source: Reading, alignment: Alignment) -> list[str]:
    """What the claim leaves out of its source that it may not leave out, in words."""
    places = sorted(place for place in alignment.places if place is not None)
    if not places:
        return ["none of its words"]
    objections = [
        objection
        for one, other in pairwise(places)
        if other > one + 1 and (objection := _gap(source, one, other))
    ]
    if front := _front(claim, source, places[0]):
        objections.append(front)
    if tail := _tail(source, places[-1]):
        objections.append(tail)
    if _breaks_off(claim, source, alignment.places[-1]):
        objections.append("it breaks off")
    return objections


def _breaks_off(claim: Reading, source: Reading, last: int | None) -> bool:
    """Whether the claim ends in small words after which the source goes on: "… due in the"."""
    trailing = _FIRST_WORD.findall(claim.folded[claim.tokens[-1].end :])
    if last is None or not trailing or trailing[-1] not in _NEVER_LAST:
        return False
    rest = source.folded[source.tokens[last].end :]
    return not re.match(r"\W+".join(["", *trailing]) + r"\s*(?:[^\w\s]|$)", f" {rest.lstrip()}")


def _gap(source: Reading, one: int, other: int) -> str | None:
    """What is wrong with leaving out the tokens between two places."""
    tokens = source.tokens[one + 1 : other]
    end = source.tokens[other].start
    if tokens[-1].date is not None and tokens[-1].date == source.tokens[other].date:
        tokens, end = tokens[:-1], tokens[-1].start  # only the year of a date was taken
    between = source.folded[source.tokens[one].end : end]
    words = " ".join(token.text for token in tokens)
    if any(token.is_telling for token in tokens):
        return f"left out “{words}”"
    if _is_head_left_out(source, one, between):
        return f"left out “{words}”"
    if not tokens:
        return None
    after = source.folded[tokens[-1].end : end]
    if _PARENTHESIS.match(between) and _PARENTHESIS_END.search(after):
        return None
    has_number = any(token.is_fact for token in tokens)
    if not has_number and len(tokens) <= _LONGEST_GAP and _PHRASE.fullmatch(between):
        return None
    joins = _CLAUSE_MARK.search(between) or _CONJUNCTION.search(between)
    is_much = joins or len(tokens) > _LONGEST_GAP
    if is_much or any(token.is_fact or token.is_name for token in tokens):
        return f"left out “{words}”"
    return None


def _is_head_left_out(source: Reading, one: int, between: str) -> bool:
    """Whether "Anna's lawyer" became "Anna", or "the tenant association" "the tenant"."""
    token = source.tokens[one]
    following = source.tokens[one + 1]
    if source.folded[token.start : token.end].endswith(("'s", "’s", "s'", "s’")):
        return True
    is_beside = source.folded[token.end : following.start].isspace()
    return is_beside and not token.is_fact and not following.text.endswith("ly")


def _front(claim: Reading, source: Reading, first: int) -> str | None:
    """What is wrong with beginning at this token of the source."""
    before = source.folded[: source.tokens[first].start]
    skipped = source.tokens[:first]
    for token in skipped:
        if token.is_telling:
            return f"left out “{token.text}”"
    opening = _FIRST_WORD.search(claim.folded)
    said = _FIRST_WORD.search(source.folded)
    if opening and opening[0] in SUBJECT_PRONOUNS:
        same = said is not None and opening[0] in (said[0], *_CLAUSE_MARK.split(before)[-1].split())
        if not same:
            return f"“{opening[0]}” is not said of what the source speaks of"
    marks = [*_CLAUSE_MARK.finditer(before), *_CONJUNCTION.finditer(before)]
    begins = max((mark.end() for mark in marks), default=0)
    dropped = [token for token in skipped if token.start >= begins]
    if not dropped or _is_light(source, dropped, begins):
        return None
    return f"left out “{' '.join(token.text for token in dropped)}”"


def _is_light(source: Reading, dropped: Sequence[Token], begins: int) -> bool:
    """Whether what the claim begins after is "the harbour" of "the harbour bridge", or "in May"."""
    if begins > 0 and source.folded[begins - 1 : begins] not in _FULL_STOPS:
        return False
    if len(dropped) > _LONGEST_GAP:
        return False
    opening = _FIRST_WORD.match(source.folded[begins:].lstrip(" \"'“„«‘(["))
    if opening and opening[0] in OPENERS:
        return True
    first = source.tokens.index(dropped[0])
    following = source.tokens[first : first + len(dropped) + 1]
    between = [source.folded[one.end : other.start] for one, other in pairwise(following)]
    return all(not gap.strip("- ") for gap in between)


def _tail(source: Reading, last: int) -> str | None:
    """What is wrong with ending at this token of the source."""
    rest = source.folded[source.tokens[last].end :]
    following = source.tokens[last + 1 :]
    if not following:
        return None
    ending = source.tokens[last].end
    if not rest[: following[0].start - ending].strip("'’s "):
        return f"ends before “{following[0].text}”"
    stop = _NEXT_STATEMENT.search(rest)
    within = ending + stop.start() if stop else len(source.folded)
    for token in following:
        if token.start < within and token.is_telling:
            return f"left out “{token.text}”"
    if _INSTEAD.match(rest.strip()):
        return "left out a comparison"
    return None
