"""Each sentence that a model wrote, held against the passages it cites.

Numbers, dates, names, negation and opposites must agree with the source; then enough of the words
must stand together in one place of it. No model judges here: what is refused can be explained.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answers import Passage, Support
from assistant.citing import context_of, sentence_spans, visible_text
from assistant.numbers import Number, dates_in, is_quantity, numbers_in
from assistant.terms import STOP_WORDS, content_terms, fold, readable, stem, word_list, words

WELL_COVERED = 0.9
"""Share of a sentence's terms from which one sentence of the source supports it."""
PARTLY_COVERED = 0.6
SAME_ORDER = 0.6
"""Share of neighbouring terms that follow each other in the source, too: who did what to whom."""
_NEAR = 5
"""Terms further on that still count as following."""
_WINDOW = 2
"""Sentences of the source that may stand for one written sentence together."""
_SPREAD = 0.85
"""What coverage by two sentences is worth beside that by one."""
_REACH = 5
"""Words after a negation that it may be about."""

_NEGATIONS = word_list(
    """no not never none nor neither without cannot nobody nothing nowhere lacks lacked lack
    unable kein keine keinen nicht nie niemals ohne ne pas jamais sans nunca sin nada ni"""
)
_NEGATED_VERB = re.compile(r"n['’]t$")
_OPPOSITES = [
    pair.split("/")
    for pair in word_list("""increased/decreased increase/decrease rose/fell rise/fall higher/lower
    highest/lowest more/fewer more/less most/least above/below before/after won/lost gain/loss
    gained/lost profit/loss first/last older/younger larger/smaller largest/smallest up/down
    maximum/minimum best/worst early/late earlier/later accepted/rejected allowed/forbidden
    allowed/prohibited included/excluded including/excluding open/closed success/failure
    always/never all/none north/south east/west northern/southern eastern/western true/false
    approved/rejected import/export buy/sell bought/sold inside/outside""")
]
_OPPOSITE_OF: dict[str, set[str]] = {}
for _one, _other in _OPPOSITES:
    _OPPOSITE_OF.setdefault(_one, set()).add(_other)
    _OPPOSITE_OF.setdefault(_other, set()).add(_one)

_NAME = re.compile(r"(?<![\w'’])([^\W\d_a-zß-öø-ÿ][\w.&'’-]*\w|[A-Z])")
_FIRST_WORD = re.compile(r"^\W*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence stands in its passages, where, and what speaks against it."""

    support: Support
    passage: int | None = None
    """Index of the passage that carries it, None when unsupported."""
    start: int = 0
    end: int = 0
    """The words of that passage's page which it stands on."""
    objections: tuple[str, ...] = ()
    """What was not found, for the trace."""


@dataclass(frozen=True, slots=True)
class _Window:
    """A few sentences in a row of one passage, and how much of a claim they cover."""

    passage: int
    start: int
    end: int
    text: str
    coverage: float


def verify(claim: str, passages: Sequence[Passage], question: str = "") -> Verdict:
    """The verdict on one written sentence against the passages that it cites."""
    if not passages or not (terms := _plain_terms(claim)):
        return Verdict(Support.UNSUPPORTED, objections=("nothing to hold it against",))
    if claim.rstrip().endswith("?"):
        return Verdict(Support.UNSUPPORTED, objections=("a question is not a statement",))
    window = _best_window(frozenset(terms), passages)
    source = readable(context_of(passages[window.passage]))
    refused, doubted = _objections(claim, source, window.text, question)
    if window.coverage < PARTLY_COVERED:
        refused.append("its words do not stand together in the source")
    if refused:
        return Verdict(Support.UNSUPPORTED, objections=tuple(refused + doubted))
    in_order = share_in_order(terms, _plain_terms(window.text)) >= SAME_ORDER
    whole = not doubted and in_order and window.coverage >= WELL_COVERED
    return Verdict(
        Support.SUPPORTED if whole else Support.PARTLY,
        window.passage,
        window.start,
        window.end,
        tuple(doubted),
    )


def _plain_terms(text: str) -> list[str]:
    """Stems of the words that say something, numbers and units apart."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and not is_quantity(word)]


def _objections(claim: str, source: str, nearby: str, question: str) -> tuple[list[str], list[str]]:
    """What refuses the claim and what only casts doubt on it."""
    refused, doubted = _number_objections(claim, source, nearby)
    absent = missing_names(claim, source)
    asked = set(words(question))
    for name in absent:
        known_from_question = set(words(name)) <= asked
        (doubted if known_from_question else refused).append(f"the name {name}")
    refused += [f"the date {day}.{month}." for month, day in dates_in(claim) - dates_in(source)]
    if negation_differs(claim, nearby):
        refused.append("one says “not”, the other does not")
    refused += [f"“{word}” where the source has its opposite" for word in reversed_(claim, nearby)]
    return refused, doubted


def _number_objections(claim: str, source: str, nearby: str) -> tuple[list[str], list[str]]:
    known, close = numbers_in(source), numbers_in(nearby)
    refused, doubted = [], []
    for number in sorted(numbers_in(claim, every_word=False), key=lambda each: each.value):
        if any(_equal(number, other) for other in close):
            continue
        if any(_equal(number, other) or _compatible(number, other) for other in known):
            doubted.append(f"the number {number.value:f} stands elsewhere or without its unit")
        else:
            refused.append(f"the number {number.value:f}")
    return refused, doubted


def _equal(claimed: Number, other: Number) -> bool:
    return claimed.amount == other.amount and claimed.measure <= other.measure


def _compatible(claimed: Number, other: Number) -> bool:
    """The same value where one of the two leaves out the unit, as tables do."""
    return claimed.value == other.value and (
        not (claimed.units and other.units) or claimed.units <= other.units
    )


def missing_names(claim: str, source: str) -> list[str]:
    """Capitalised words of the claim that the source does not have in any form."""
    known = set(words(source))
    stems = {stem(word) for word in known}
    first = _FIRST_WORD.match(claim)
    beginning = first.end() if first else 0
    absent = []
    for match in _NAME.finditer(claim):
        name_words = [word for word in words(match[1]) if word not in STOP_WORDS]
        opens_sentence = match.start() == beginning
        if opens_sentence and not _looks_like_name(match[1]):
            continue
        if any(word not in known and stem(word) not in stems for word in name_words):
            absent.append(match[1])
    return absent


def _looks_like_name(word: str) -> bool:
    """Whether a word is capitalised for more than opening a sentence: "USA", "McCoy"."""
    return any(letter.isupper() for letter in word[1:])


def negation_differs(claim: str, source: str) -> bool:
    """Whether the claim denies what the source states, or states what the source denies."""
    denied_in_source, denied_in_claim = _denied(source), _denied(claim)
    if denied_in_claim:
        return len(denied_in_claim & denied_in_source) <= len(denied_in_claim) / 2
    return len(denied_in_source & frozenset(content_terms(claim))) > len(denied_in_source) / 2


def _denied(text: str) -> frozenset[str]:
    """Terms within reach after a negation."""
    denied: set[str] = set()
    tokens = re.findall(r"[\w'’]+|[.;:!?,]", fold(text))
    for index, token in enumerate(tokens):
        if token not in _NEGATIONS and not _NEGATED_VERB.search(token):
            continue
        for following in tokens[index + 1 : index + 1 + _REACH]:
            if not following[0].isalnum():
                break
            denied.update(content_terms(following))
    return frozenset(denied)


def reversed_(claim: str, source: str) -> list[str]:
    """Words of the claim whose opposite the source has in their stead."""
    said, known = set(words(claim)), set(words(source))
    return sorted(
        word
        for word in said & _OPPOSITE_OF.keys()
        if word not in known and _OPPOSITE_OF[word] & known - said
    )


def share_in_order(claim: Sequence[str], source: Sequence[str]) -> float:
    """Share of the claim's neighbouring terms that stand in the same order, near, in the source."""
    pairs = list(pairwise(claim))
    following = {
        (source[place], other)
        for place in range(len(source))
        for other in source[place : place + 1 + _NEAR]
    }
    return sum(pair in following for pair in pairs) / len(pairs) if pairs else 1.0


def _best_window(terms: frozenset[str], passages: Sequence[Passage]) -> _Window:
    windows = [
        window
        for index, passage in enumerate(passages)
        for window in _windows(index, passage, terms)
    ]
    # of windows that cover as much, the shortest
    return max(windows, key=lambda each: (round(each.coverage, 3), each.start - each.end))


def _windows(index: int, passage: Passage, terms: frozenset[str]) -> list[_Window]:
    spans = sentence_spans(passage)
    headings = frozenset(content_terms(" ".join(passage.heading_path)))
    found = []
    for first in range(len(spans)):
        for last in range(first, min(first + _WINDOW, len(spans))):
            start, end = spans[first][0], spans[last][1]
            raw = passage.text[start - passage.start : end - passage.start]
            held = frozenset(_plain_terms(readable(raw))) | headings
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
            if start < end:
                coverage = len(terms & held) / len(terms) * (_SPREAD if last > first else 1.0)
                found.append(_Window(index, start, end, readable(raw), coverage))
    return found or [
        _Window(index, passage.start, passage.end, readable(visible_text(passage)), 0.0)
    ]
