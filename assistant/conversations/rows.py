"""How a kept answer becomes rows, and rows an answer: JSON, and a row for each citation."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from assistant.answers import (
    AnswerSentence,
    AnswerTable,
    AnyAnswer,
    Citation,
    NoAnswer,
)

CITATION_COLUMNS = "turn, place, marker, path, revision, page, first, end, label, quote, reading"

_LOCATOR = ("marker", "path", "revision", "page", "start", "end", "label", "quote")
"""Fields of a citation that have a column each; whatever else it has is JSON in the last one."""


_answers = msgspec.json.Decoder(AnyAnswer)


def citations_of(answer: AnyAnswer) -> tuple[Citation, ...]:
    """What an answer cites; where there is none, the places nearest to the question."""
    return answer.nearest if isinstance(answer, NoAnswer) else answer.citations


def with_citations(answer: AnyAnswer, citations: tuple[Citation, ...]) -> AnyAnswer:
    """The same answer with these citations."""
    if isinstance(answer, NoAnswer):
        return replace(answer, nearest=citations)
    return replace(answer, citations=citations)


def answer_text(answer: AnyAnswer) -> str:
    """What of an answer is searched: the words of its sentences, without markers."""
    if isinstance(answer, NoAnswer):
        return ""
    if isinstance(answer, AnswerTable):
        parts = [f"{row.title}: {_plain(row.sentences)}" for row in answer.rows if row.sentences]
        return "\n".join(parts)
    return "\n".join([_plain(answer.sentences), *(each.text for each in answer.conflicts)])


def _plain(sentences: Sequence[AnswerSentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def answer_json(answer: AnyAnswer) -> str:
    """The answer without its citations."""
    return msgspec.json.encode(with_citations(answer, ())).decode()


def citation_rows(turn: int, answer: AnyAnswer) -> Iterator[tuple[object, ...]]:
    """A row of `CITATION_COLUMNS` for each citation."""
    for place, citation in enumerate(citations_of(answer)):
        fields: dict[str, object] = msgspec.to_builtins(citation)
        located = [fields.pop(name) for name in _LOCATOR]
        yield (turn, place, *located, msgspec.json.encode(fields).decode())


def answer_of(text: str, rows: Sequence[tuple[Any, ...]]) -> AnyAnswer:
    """The answer with its citations, from its JSON and its rows without the turn, in order.

    Raises `msgspec.ValidationError` or `msgspec.DecodeError` for what is no answer.
    """
    return with_citations(_answers.decode(text), tuple(_citation(*row) for row in rows))


def _citation(place: int, *columns: object) -> Citation:
    *located, reading = columns
    fields = dict(zip(_LOCATOR, located, strict=True))
    return msgspec.convert(fields | msgspec.json.decode(str(reading)), Citation)
