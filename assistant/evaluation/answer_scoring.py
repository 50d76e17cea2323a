"""The metrics of one answer: what it says and cites, held against what is known to be right.

All of them are better when higher, and a question has only those that mean something for it: one
that the documents do not answer can only be declined.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.answers import (
    Answer,
    AnswerSentence,
    AnyAnswer,
    Citation,
    NoAnswer,
    Passage,
    Support,
)
from assistant.evaluation.answer_metrics import holds_answer, token_f1
from assistant.evaluation.golden import GoldenQuestion, GoldTarget, relevant
from assistant.evaluation.metrics import recall_at
from assistant.evaluation.scoring import CHARACTERS_QUOTED, Row
from assistant.terms import fold
from indexer.documents import Span

QUOTES_COUNTED = 2
"""A person reads the first two; what they hold decides whether quotes alone answer."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def score_answer(
    answer: AnyAnswer,
    quotes: Sequence[AnswerSentence],
    question: GoldenQuestion,
    targets: Sequence[GoldTarget],
    passages: Sequence[Passage],
) -> Row:
    """All metrics of one answer.

    `quotes` are those shown before anything was written, `passages` those that were found.
    """
    declined = isinstance(answer, NoAnswer)
    if not question.answerable:
        told = declined or _names_what_is_missing(answer)
        return {"declined": float(declined), "declined_or_told": float(told)}
    plain = not declined and not _names_what_is_missing(answer)
    row: Row = {"answered": float(not declined), "answered_plainly": float(plain)}
    is_found = any(_reaches(passage, targets) for passage in passages)
    row["found"] = float(is_found)
    row |= _by_quotes(quotes, question, is_found)
    if isinstance(answer, Answer):
        row |= _by_answer(answer, question, is_found)
        row |= _by_citation(answer.citations, targets)
        row |= _by_support(answer, passages)
    elif question.answers:
        row |= {"answer_holds": 0.0, "f1": 0.0}
    return row


def _names_what_is_missing(answer: AnyAnswer) -> bool:
    return isinstance(answer, Answer) and bool(answer.unmet)


def _by_quotes(quotes: Sequence[AnswerSentence], question: GoldenQuestion, is_found: bool) -> Row:
    if not question.answers:
        return {}
    first = [quote.text for quote in quotes[:QUOTES_COUNTED]]
    held = float(holds_answer(" \n ".join(first), question))
    row = {f"quotes_hold@{QUOTES_COUNTED}": held}
    if is_found:
        row[f"quotes_hold@{QUOTES_COUNTED}_of_found"] = held
    if first:
        row[CHARACTERS_QUOTED] = float(sum(map(len, first)))
    return row


def _by_answer(answer: Answer, question: GoldenQuestion, is_found: bool) -> Row:
    if not question.answers:
        return {}
    said = " \n ".join(sentence.text for sentence in answer.sentences)
    row = {
        "answer_holds": float(holds_answer(said, question)),
        "f1": token_f1(said, question.answers),
    }
    written = " ".join(each.text for each in answer.sentences if not each.quoted)
    if written:
        row["written_holds"] = float(holds_answer(written, question))
        row["written_f1"] = token_f1(written, question.answers)
    return row


def _by_citation(citations: Sequence[Citation], targets: Sequence[GoldTarget]) -> Row:
    """Share of the citations that open a gold place, and of the gold places that are cited."""
    if not targets or not citations:
        return {}
    reached = [relevant(_placed(citation), targets) for citation in citations]
    found = set().union(*reached)
    return {
        "citation_precision": sum(map(bool, reached)) / len(citations),
        "citation_recall": recall_at([True] * len(found), len(targets), len(targets)),
    }


def _by_support(answer: Answer, passages: Sequence[Passage]) -> Row:
    """Share of the sentences shown that are supported, and whose numbers their sources have."""
    shown = answer.sentences
    if not shown:
        return {}
    supported = [each for each in shown if each.support is Support.SUPPORTED]
    row = {"faithful": sum(each.counted or each in supported for each in shown) / len(shown)}
    if supported:
        by_marker = {citation.marker: citation for citation in answer.citations}
        exact = [
            numbers_stand(each, [by_marker[marker] for marker in each.citations], passages)
            for each in supported
        ]
        row["numbers_from_source"] = sum(exact) / len(exact)
    return row


def numbers_stand(
    sentence: AnswerSentence, citations: Iterable[Citation], passages: Sequence[Passage]
) -> bool:
    """Whether every number written in digits stands in a passage that the sentence cites.

    Deliberately cruder than the verification it checks: the very digits have to be there.
    """
    known: set[str] = set()
    for citation in citations:
        known |= _digits(citation.quote)
        for passage in passages:
            if _holds(passage, citation):
                known |= _digits(" ".join((*passage.heading_path, passage.text)))
    return _digits(sentence.text) <= known


def _digits(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(fold(text))}


def _holds(passage: Passage, citation: Citation) -> bool:
    return (
        (passage.revision, passage.page) == (citation.revision, citation.page)
        and passage.start <= citation.start
        and citation.end <= passage.end
    )


def _reaches(passage: Passage, targets: Sequence[GoldTarget]) -> bool:
    return bool(relevant(((passage.path, passage.page), Span(passage.start, passage.end)), targets))


def _placed(citation: Citation) -> tuple[tuple[str, int | None], Span]:
    return (citation.path, citation.page), Span(citation.start, citation.end)
