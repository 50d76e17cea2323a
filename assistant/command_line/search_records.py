"""The JSON objects of `footnote search`, field by field in the contract's order."""

from collections.abc import Sequence

import msgspec

from assistant.answers import (
    Passage,
)
from assistant.command_line.questions import QuestionId
from assistant.search.explaining import (
    FileExplanation,
    PassageExplanation,
    WhyNot,
    explain_passage,
)
from assistant.search.explanation_words import passage_sentence


class Hit(msgspec.Struct, frozen=True):
    """A passage found."""

    path: str
    page: int | None
    start: int
    end: int
    label: str
    text: str
    score: float


class ExplainedHit(Hit, frozen=True):
    """A passage found, and how."""

    found_by: dict[str, float]
    """Scores and ranks in each search, and what else counted."""
    words: tuple[str, ...]
    """Words of the query as they stand in the passage."""
    explanation: str


class WhyRecord(msgspec.Struct, frozen=True):
    """Why a file is, or is not, among the results of a query."""

    id: QuestionId
    query: str
    path: str
    cause: WhyNot
    sentence: str
    place: int | None
    """Of its best passage among all, from 1."""
    hit: Hit | ExplainedHit | None
    """Its best passage."""
    parts: tuple[str, ...]
    """What of the query keeps it out."""


class SearchRecord(msgspec.Struct, frozen=True):
    """The result of one query."""

    id: QuestionId
    query: str
    hits: tuple[Hit | ExplainedHit, ...]
    seconds: float


def search_record(
    id: QuestionId,
    query: str,
    passages: Sequence[Passage],
    seconds: float,
    *,
    explain: bool = False,
) -> SearchRecord:
    """The contract's form of a search's result; with `explain`, every hit says how it was found."""
    hits = tuple(
        _explained(passage, explain_passage(query, passage, place)) if explain else _hit(passage)
        for place, passage in enumerate(passages, start=1)
    )
    return SearchRecord(id=id, query=query, hits=hits, seconds=round(seconds, 4))


def why_record(id: QuestionId, explained: FileExplanation) -> WhyRecord:
    """The contract's form of what became of a file in a search."""
    passage, how = explained.passage, explained.how
    hit = None if passage is None else _explained(passage, how) if how else _hit(passage)
    return WhyRecord(
        id=id,
        query=explained.query,
        path=explained.path,
        cause=explained.cause,
        sentence=explained.sentence,
        place=explained.place,
        hit=hit,
        parts=explained.parts,
    )


def _hit(passage: Passage) -> Hit:
    return Hit(
        path=passage.path,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        label=passage.label,
        text=passage.text,
        score=passage.score,
    )


def _explained(passage: Passage, how: PassageExplanation) -> ExplainedHit:
    return ExplainedHit(
        **msgspec.structs.asdict(_hit(passage)),
        found_by=passage.found_by,
        words=how.words,
        explanation=passage_sentence(how),
    )
