"""What an exported conversation shows, in order, as plain text; the formats only set it.

All texts are on one line, without control characters and without signs that turn the direction of
writing around: what stands in a document is data and must not change how the export looks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from assistant.answers import (
    Answer,
    AnswerSentence,
    AnswerTable,
    AnyAnswer,
    Citation,
    Conflict,
    NoAnswer,
    Support,
)
from assistant.conversation import KeptTurn
from assistant.conversations.export import words
from assistant.conversations.rows import citations_of
from assistant.wording import abstention_sentence, closest_sentence, mode_words, support_words

_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its markers and the verdict on it."""

    text: str
    markers: tuple[int, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one document, or section, says."""

    title: str
    value: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered place with the words that stand there."""

    marker: int
    place: str
    quote: str
    link: str
    """Opens the file on its page; empty where there is nothing to open."""
    remark: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with everything that was answered."""

    question: str
    remark: str
    """When and where it was asked, and how it was answered."""
    stale: str
    """What has changed since; empty when nothing has."""
    message: str
    """What is said instead of an answer, or how many documents were read."""
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    heads: tuple[str, str, str]
    """Of the three columns of the rows."""
    conflicts: tuple[Line, ...]
    sources_heading: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A whole conversation."""

    title: str
    remark: str
    turns: tuple[Turn, ...]


def content_of(title: str, turns: Sequence[KeptTurn], mask: Clean | None = None) -> Content:
    """What to show of a conversation; `mask` takes personal data out of a text.

    Then there are no links either: a path often tells whose computer it is.
    """

    def clean(text: str) -> str:
        line = " ".join(_UNSHOWN.sub("", text).split())
        return mask(line) if mask else line

    return Content(
        title=clean(title),
        remark=words.EXPORTED_MASKED if mask else words.EXPORTED,
        turns=tuple(_turn(turn, clean, linked=mask is None) for turn in turns),
    )


def _turn(turn: KeptTurn, clean: Clean, *, linked: bool) -> Turn:
    answer = turn.answer
    table = answer if isinstance(answer, AnswerTable) else None
    told = answer if isinstance(answer, Answer) else None
    return Turn(
        question=clean(turn.question),
        remark=" · ".join(_remarks(turn, clean)),
        stale=_stale(turn, clean),
        message=_message(answer, clean),
        lines=tuple(_line(each, clean) for each in told.sentences) if told else (),
        rows=tuple(_rows(table, clean)) if table else (),
        heads=words.SECTION_HEADS if table and table.sections else words.DOCUMENT_HEADS,
        conflicts=tuple(_conflict(each, clean) for each in told.conflicts) if told else (),
        sources_heading=words.NEAREST if isinstance(answer, NoAnswer) else words.SOURCES,
        sources=tuple(_source(each, turn, clean, linked=linked) for each in _sources(answer)),
    )


def _sources(answer: AnyAnswer) -> list[Citation]:
    """The places, without those in older versions, which a remark names."""
    older = answer.older if isinstance(answer, Answer) else ()
    aside = {each.citations[1] for each in older}
    return [each for each in citations_of(answer) if each.marker not in aside]


def _remarks(turn: KeptTurn, clean: Clean) -> Iterator[str]:
    yield datetime.fromtimestamp(turn.asked_at).strftime("%Y-%m-%d %H:%M")
    if turn.within:
        yield words.WITHIN.format(name=clean(PurePath(turn.within).name or turn.within))
    if turn.scope:
        yield clean(turn.scope)
    if not isinstance(turn.answer, NoAnswer):
        yield mode_words(turn.answer.mode)
        if turn.answer.model:
            yield clean(turn.answer.model)


def _stale(turn: KeptTurn, clean: Clean) -> str:
    changed = [words.CHANGED.format(name=clean(PurePath(path).name)) for path in turn.changed]
    missing = [words.MISSING.format(name=clean(PurePath(path).name)) for path in turn.missing]
    return " ".join(changed + missing)


def _message(answer: AnyAnswer, clean: Clean) -> str:
    if isinstance(answer, NoAnswer):
        return clean(abstention_sentence(answer.reason, answer.unmet))
    if isinstance(answer, AnswerTable):
        return words.coverage_sentence(
            answer.coverage,
            [clean(PurePath(path).name) for path in answer.coverage.failed],
            sections=answer.sections,
        )
    return clean(closest_sentence(answer.unmet)) if answer.sentences else words.NOTHING_SAID


def _line(sentence: AnswerSentence, clean: Clean) -> Line:
    return Line(clean(sentence.text), sentence.citations, _verdict(sentence))


def _verdict(sentence: AnswerSentence) -> str:
    if sentence.counted:
        return words.COUNTED
    if sentence.quoted and sentence.support is Support.SUPPORTED:
        return words.QUOTED
    return support_words(sentence.support)


def _conflict(conflict: Conflict, clean: Clean) -> Line:
    return Line(clean(conflict.text), conflict.citations, "")


def _rows(table: AnswerTable, clean: Clean) -> Iterator[Row]:
    for row in table.rows:
        lines = tuple(_line(sentence, clean) for sentence in row.sentences)
        yield Row(clean(row.title), clean(row.value), lines)


def _source(citation: Citation, turn: KeptTurn, clean: Clean, *, linked: bool) -> Source:
    where = citation.label or (f"p. {citation.page}" if citation.page is not None else "")
    name = PurePath(citation.path).name
    remarks = []
    if citation.scanned:
        remarks.append(words.SCANNED)
    if citation.hidden:
        remarks.append(words.HIDDEN)
    if citation.instructions:
        remarks.append(words.INSTRUCTIONS)
    if citation.path in turn.changed:
        remarks.append(words.CHANGED_SINCE)
    if citation.path in turn.missing:
        remarks.append(words.GONE)
    if isinstance(turn.answer, Answer):
        told = (each for each in turn.answer.older if each.citations[0] == citation.marker)
        remarks += [clean(each.text[0].lower() + each.text[1:].rstrip(".")) for each in told]
    return Source(
        marker=citation.marker,
        place=clean(f"{name}, {where}" if where else name),
        quote=clean(citation.quote),
        link=_link(citation) if linked and citation.path not in turn.missing else "",
        remark=", ".join(remarks),
    )


def _link(citation: Citation) -> str:
    """To the file on this computer."""
    try:
        uri = Path(citation.path).as_uri()
    except ValueError:  # no absolute path here: it was indexed on another system
        return ""
    return uri if citation.page is None else f"{uri}#page={citation.page}"
