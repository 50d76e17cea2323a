"""Each sentence that a model wrote, held against the passages it cites.

Numbers, dates, names, negation and opposites must agree with the source; then enough of the words
must stand together in one place of it. Supported is only what is one sentence of the source
trimmed (see `assistant.checks.alignment`). These rules need no model, and what they refuse can be
explained; where an entailment model is installed it judges what they let pass (`entailing.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Passage, Support
from assistant.checks.alignment import align, left_out, may_turn
from assistant.checks.contradiction import contradictions, missing_names
from assistant.checks.entailing import judged
from assistant.checks.facts import fact_objections
from assistant.checks.links import other_links
from assistant.checks.sentence_reading import Reading, Token, read
from assistant.checks.table_cells import CELL, Cell, cell_of
from assistant.checks.verdicts import Verdict
from assistant.quotes.citing import context_of, sentence_spans, visible_text
from assistant.terms import readable, words
from models.interfaces import EntailmentModel

PARTLY_COVERED = 0.6
"""Share of a sentence's words from which a place of the source may carry it in part.

To be supported, all of them must stand there, in order: see "Verdicts" in docs/answers.md.
"""
_WINDOW = 2
"""Sentences of the source that may stand for one written sentence together."""
_FEWEST_TOKENS = 2
_FACTS_COUNT = 0.3
"""What all numbers and dates of a claim are worth beside all of its words."""
_VERY_WORDS = 3
"""Words from which a sentence is known again, so that its numbers and names must be those."""
_SPREAD = 0.85
"""What coverage by two sentences is worth beside that by one."""


@dataclass(frozen=True, slots=True)
class _Window:
    """A few sentences in a row of one passage, and how much of a claim they cover."""

    passage: int
    start: int
    end: int
    text: str
    coverage: float
    """Share of the claim's words."""
    rank: float
    """The same with the share of its numbers and dates, to choose between windows."""
    is_single: bool = True


def verify(
    claim: str,
    passages: Sequence[Passage],
    question: str = "",
    entailment: EntailmentModel | None = None,
) -> Verdict:
    """The verdict on one written sentence against the passages that it cites.

    `entailment` judges in addition to the rules; see `assistant.checks.entailing`.
    """
    verdict = _by_rules(claim, passages, question)
    return verdict if entailment is None else judged(verdict, claim, passages, entailment)


def _by_rules(claim: str, passages: Sequence[Passage], question: str) -> Verdict:
    reading = read(readable(claim))
    if not passages or not _words(reading):
        return Verdict(Support.UNSUPPORTED, objections=("nothing to hold it against",))
    if odd := _no_statement(claim, reading):
        return Verdict(Support.UNSUPPORTED, objections=(odd,))
    window = _best_window(reading, passages)
    passage = passages[window.passage]
    cell = cell_of(reading, passage, window.start, window.end) if CELL in window.text else None
    refused, doubted = _objections(reading, passage, window, cell, question)
    if refused:
        return Verdict(Support.UNSUPPORTED, objections=tuple(refused + doubted))
    wording: list[str] = []
    if not (cell and cell.is_whole):
        if exchanged := _exchanged(reading, window, frozenset(words(question))):
            return Verdict(Support.UNSUPPORTED, objections=(exchanged, *doubted))
        wording = [] if doubted else _trimming(reading, window, passage)
    return Verdict(
        Support.PARTLY if doubted or wording else Support.SUPPORTED,
        window.passage,
        window.start,
        window.end,
        tuple(doubted + wording),
        is_prose=cell is None,
        is_worded_otherwise=bool(wording) and _is_worded_otherwise(reading, window, passage),
    )


def _no_statement(claim: str, reading: Reading) -> str | None:
    """Why it is nothing that could be true: a question, a scrap, signs run wild."""
    if claim.rstrip().endswith("?"):
        return "a question is not a statement"
    if len(reading.tokens) < _FEWEST_TOKENS:
        return "a single word is not a statement"
    if any(claim.count(one) != claim.count(other) for one, other in ("[]", "{}", "<>")):
        return "it is cut off, or not text at all"
    return None


def _objections(
    claim: Reading, passage: Passage, window: _Window, cell: Cell | None, question: str
) -> tuple[list[str], list[str]]:
    """What refuses the claim and what only casts doubt on it."""
    source = read(readable(context_of(passage)))
    nearby = read(cell.text if cell else window.text)
    refused, doubted = fact_objections(claim, nearby, source, is_row=cell is not None)
    asked = set(words(question))
    for name in missing_names(claim, source):
        known_from_question = set(words(name)) <= asked
        (doubted if known_from_question else refused).append(f"the name {name}")
    refused += contradictions(claim, nearby)
    if cell is not None:
        (refused if cell.is_refused else doubted).extend(cell.objections)
    elif window.coverage < PARTLY_COVERED:
        refused.append("its words do not stand together in the source")
    return refused, doubted


def _trimming(claim: Reading, window: _Window, passage: Passage) -> list[str]:
    """What keeps the claim from being one sentence of the source with parts left out."""
    if not window.is_single:
        return ["its words are from two sentences"]
    source = read(window.text)
    headings = {token.key for token in read(" ".join(passage.heading_path)).tokens}
    said = {token.key for token in source.tokens}
    if absent := [each.text for each in claim.tokens if each.key not in said | headings]:
        return [f"“{' '.join(absent)}” does not stand there"]
    tokens = [token for token in claim.tokens if token.key in said]
    keys = [token.key for token in tokens]
    alignment = align(keys, [each.key for each in source.tokens], turns=may_turn(claim, source))
    if not alignment.is_whole:
        return ["its words stand in another order there"]
    few = len(tokens) <= _FEWEST_TOKENS and not any(token.is_fact for token in tokens)
    if few and " ".join(words(claim.text)) not in " ".join(words(window.text)):
        return ["two words are too few to know a sentence by"]
    return left_out(claim, source, alignment) or other_links(claim, source, alignment)


def _is_worded_otherwise(claim: Reading, window: _Window, passage: Passage) -> bool:
    """Whether one sentence of the source may say the same, only with some other words.

    Both must have the same words that change a statement, and whatever the claim shares with the
    source must stand there in its order. What it does not share may be no number, name or unit.
    """
    if not window.is_single:
        return False
    source = read(window.text)
    said = {token.key for token in source.tokens}
    said |= {token.key for token in read(" ".join(passage.heading_path)).tokens}
    other = [token for token in claim.tokens if token.key not in said]
    shared = [token.key for token in claim.tokens if token.key in said]
    if not other or any(token.is_particular or token.is_telling for token in other):
        return False
    kept = {token.key for token in claim.tokens}
    if any(token.is_telling and token.key not in kept for token in source.tokens):
        return False
    keys = [token.key for token in source.tokens]
    return align(shared, keys, turns=may_turn(claim, source)).is_whole


def _exchanged(claim: Reading, window: _Window, asked: frozenset[str]) -> str | None:
    """What the claim says in the very words of a sentence, but with another number or name."""
    source = read(window.text)
    plain = [token for token in claim.tokens if not token.is_particular]
    if not window.is_single or len(plain) < _VERY_WORDS or len(plain) == len(claim.tokens):
        return None
    keys = [token.key for token in source.tokens]
    if not align([token.key for token in plain], keys, turns=False).is_whole:
        return None
    alignment = align([token.key for token in claim.tokens], keys, turns=may_turn(claim, source))
    places = zip(claim.tokens, alignment.places, strict=True)
    other = [token.text for token, place in places if place is None]
    other = [text for text in other if text not in asked]
    return f"the same words, but not with “{', '.join(other)}”" if other else None


def _words(reading: Reading) -> list[Token]:
    return [token for token in reading.tokens if not token.is_fact]


def _best_window(claim: Reading, passages: Sequence[Passage]) -> _Window:
    windows = [
        window
        for index, passage in enumerate(passages)
        for window in _windows(index, passage, claim)
    ]
    # of windows that cover as much, the shortest
    return max(windows, key=lambda each: (round(each.rank, 3), each.start - each.end))


def _gap(passage: Passage, start: int, end: int) -> str:
    return passage.text[start - passage.start : end - passage.start].strip()


def _windows(index: int, passage: Passage, claim: Reading) -> list[_Window]:
    spans = sentence_spans(passage)
    headings = {token.key for token in read(" ".join(passage.heading_path)).tokens}
    facts = {token.key for token in claim.tokens if token.is_fact}
    worded = {token.key for token in _words(claim)}
    found = []
    for first in range(len(spans)):
        for last in range(first, min(first + _WINDOW, len(spans))):
            start, end = spans[first][0], spans[last][1]
            if last > first and _gap(passage, spans[last - 1][1], spans[last][0]):
                break  # what is between them is hidden, or an order
            raw = passage.text[start - passage.start : end - passage.start]
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
            if start >= end:
                continue
            text = readable(raw)
            held = {token.key for token in read(text).tokens} | headings
            spread = _SPREAD if last > first else 1.0
            coverage = len(worded & held) / len(worded) * spread
            rank = coverage + _FACTS_COUNT * len(facts & held) / max(1, len(facts)) * spread
            found.append(_Window(index, start, end, text, coverage, rank, last == first))
    return found or [
        _Window(index, passage.start, passage.end, readable(visible_text(passage)), 0.0, 0.0, False)
    ]
