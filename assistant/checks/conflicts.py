"""Documents that do not say the same: found beside the quotes, the newest document put first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from msgspec import structs

from assistant.answers import (
    Answer,
    AnswerSentence,
    Citation,
    Conflict,
    OlderVersion,
    Passage,
    Support,
)
from assistant.checks.conflict_words import conflict_sentence
from assistant.checks.disagreement import FEWEST_WORDS, Disagreement, disagreement
from assistant.checks.document_dates import Modified, newest_first, standing_of, stem_of
from assistant.checks.sentence_reading import Reading, read
from assistant.checks.table_cells import CELL
from assistant.quotes.citing import cite, sentence_spans, support_of
from assistant.quotes.evidence import Evidence
from assistant.terms import content_terms, readable

MOST_CONFLICTS = 2
_ASKS_TIME = re.compile(
    r"\b(?:when|dates?|deadline|until|expires?|expiry|begins?|starts?|ends?|due|latest|"
    r"valid|wann|bis|cuándo|quand)\b",
    re.IGNORECASE,
)
_FEW_NAMES = 3
"""Names up to which a passage does not say what it is about by them."""
_SAME_NAMES = 0.34
"""Share of the names of the passage that has fewer which the other must have, too."""
_PLAUSIBLE = 0.55
"""Share of the words that two sentences must have in common to be looked at closely."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of a passage."""

    passage: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    quoted: _Place
    other: _Place
    what: Disagreement


def with_conflicts(
    question: str, passages: Sequence[Passage], evidence: Evidence, modified: Modified
) -> tuple[Evidence, tuple[Conflict, ...]]:
    """The evidence with the newest document's words first, and where documents disagree.

    The places of both sides are among the citations; a newer sentence that was not quoted is now.
    """
    conflicts: list[Conflict] = []
    for found in _found(question, passages, evidence):
        if len(conflicts) == MOST_CONFLICTS:
            break
        quoted, other = passages[found.quoted.passage], passages[found.other.passage]
        standings = [standing_of(each.path, passages, modified) for each in (quoted, other)]
        newest = newest_first(standings)
        evidence, known = _cited(evidence, passages, found.quoted)
        evidence, rival = _cited(evidence, passages, found.other)
        markers = (known, rival) if newest[0].path == quoted.path else (rival, known)
        said = (found.what.one, found.what.other)
        if newest[0].path != quoted.path:
            said = (found.what.other, found.what.one)
            evidence = _led_by(evidence, passages[found.other.passage], rival, known)
        text = conflict_sentence(found.what.difference, newest, said)
        conflicts.append(Conflict(text=text, citations=markers))
    return evidence, tuple(conflicts)


def told_in(
    answer: Answer,
    conflicts: Sequence[Conflict],
    older: Sequence[OlderVersion],
    citations: Sequence[Citation],
) -> Answer:
    """The answer with the conflicts and older versions, their places among its citations.

    `citations` are those by whose markers they are told. Of older versions only those of quotes
    that are still in the answer are told.
    """
    known = {_place_of(each): each.marker for each in answer.citations}
    by_marker = {citation.marker: citation for citation in citations}
    added: list[Citation] = []

    def marker_here(marker: int) -> int:
        citation = by_marker[marker]
        place = _place_of(citation)
        if place not in known:
            known[place] = len(known) + 1
            added.append(structs.replace(citation, marker=known[place]))
        return known[place]

    told = tuple(
        structs.replace(each, citations=tuple(map(marker_here, each.citations)))
        for each in conflicts
    )
    named = tuple(
        structs.replace(
            each, citations=(marker_here(each.citations[0]), marker_here(each.citations[1]))
        )
        for each in older
        if _place_of(by_marker[each.citations[0]]) in known
    )
    citations = (*answer.citations, *added)
    return structs.replace(answer, citations=citations, conflicts=told, older=named)


def _place_of(citation: Citation) -> tuple[str, int | None, int, int]:
    return citation.path, citation.page, citation.start, citation.end


def _found(question: str, passages: Sequence[Passage], evidence: Evidence) -> Iterator[_Found]:
    """Pairs of a quoted sentence and one of another document, each document once."""
    asks_date = _ASKS_TIME.search(question) is not None
    told: set[str] = set()
    for quoted in _quoted(passages, evidence):
        mine = read(quoted.text)
        for other in _others(quoted, passages):
            path = passages[other.passage].path
            if path in told:
                continue
            theirs = read(other.text)
            what = disagreement(mine, theirs, wants_date=asks_date)
            if (
                what
                and _is_asked(question, mine, theirs)
                and _same_subject(quoted, other, passages)
            ):
                told |= {path, passages[quoted.passage].path}
                yield _Found(quoted, other, what)


def _same_subject(quoted: _Place, other: _Place, passages: Sequence[Passage]) -> bool:
    """Whether the passages speak of some of the same, as far as they name anything."""
    one, two = passages[quoted.passage], passages[other.passage]
    if stem_of(one.path) == stem_of(two.path):
        return True
    names, others = _names(one), _names(two)
    fewer = min(len(names), len(others))
    return fewer < _FEW_NAMES or len(names & others) >= max(1, _SAME_NAMES * fewer)


def _names(passage: Passage) -> set[str]:
    text = readable(" ".join((*passage.heading_path, passage.text)))
    return {token.key for token in read(text).tokens if token.is_name}


def _is_asked(question: str, one: Reading, other: Reading) -> bool:
    """Whether the question speaks of what the two have in common, and of neither side alone."""
    shared = {token.key for token in one.tokens} & {token.key for token in other.tokens}
    asked = {token.key for token in read(question).tokens}
    apart = {token.key for token in (*one.tokens, *other.tokens) if token.is_fact} - shared
    return bool(asked & shared) and not asked & apart


def _quoted(passages: Sequence[Passage], evidence: Evidence) -> Iterator[_Place]:
    """The sentences within the quotes, in their order."""
    for citation in evidence.citations:
        for index, passage in enumerate(passages):
            if (passage.path, passage.page) != (citation.path, citation.page):
                continue
            for place in _sentences(index, passage):
                if citation.start <= place.start and place.end <= citation.end:
                    yield place


def _others(quoted: _Place, passages: Sequence[Passage]) -> Iterator[_Place]:
    """Sentences of other documents that have many words of it.

    Rows of tables have the same words in the reports of all companies: only versions of one
    document disagree in them.
    """
    mine = _terms(quoted.text)
    own = passages[quoted.passage]
    stem = stem_of(own.path)
    if len(mine) < FEWEST_WORDS:
        return
    for index, passage in enumerate(passages):
        if passage.path == own.path or passage.revision == own.revision:
            continue
        is_version = stem_of(passage.path) == stem
        if CELL in quoted.text and not is_version:
            continue
        for place in _sentences(index, passage):
            if CELL in place.text and not is_version:
                continue
            theirs = _terms(place.text)
            if len(mine & theirs) >= _PLAUSIBLE * min(len(mine), len(theirs)):
                yield place


@lru_cache(4096)
def _terms(text: str) -> frozenset[str]:
    return frozenset(content_terms(text))


def _sentences(index: int, passage: Passage) -> Iterator[_Place]:
    for start, end in sentence_spans(passage):
        raw = passage.text[start - passage.start : end - passage.start]
        first = start + len(raw) - len(raw.lstrip())
        last = end - len(raw) + len(raw.rstrip())
        if first < last:
            yield _Place(index, first, last, readable(raw))


def _cited(evidence: Evidence, passages: Sequence[Passage], place: _Place) -> tuple[Evidence, int]:
    """The evidence with a citation that holds the place, and its marker."""
    passage = passages[place.passage]
    for known in evidence.citations:
        same_text = (known.path, known.page) == (passage.path, passage.page)
        if same_text and known.start <= place.start and place.end <= known.end:
            return evidence, known.marker
    marker = max((known.marker for known in evidence.citations), default=0) + 1
    citation = cite(passage, place.start, place.end, marker)
    return replace(evidence, citations=(*evidence.citations, citation)), marker


def _led_by(evidence: Evidence, passage: Passage, newer: int, older: int) -> Evidence:
    """The evidence with the newer words before the older ones."""
    by_marker = {citation.marker: citation for citation in evidence.citations}
    leading = [each for each in evidence.sentences if newer in each.citations]
    sentence = leading[0] if leading else _sentence(by_marker[newer], passage)
    others = [each for each in evidence.sentences if each is not sentence]
    place = next((i for i, each in enumerate(others) if older in each.citations), 0)
    return replace(evidence, sentences=(*others[:place], sentence, *others[place:]))


def _sentence(citation: Citation, passage: Passage) -> AnswerSentence:
    return AnswerSentence(
        text=readable(citation.quote),
        support=support_of(passage, Support.SUPPORTED),
        citations=(citation.marker,),
        quoted=True,
    )
