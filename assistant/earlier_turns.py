"""A conversation as it was kept, in the form in which the next question can follow it."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeVar

from assistant.answers import NoAnswer
from assistant.conversation import KeptTurn
from assistant.conversations.rows import answer_text, citations_of
from assistant.following_up import CompletedQuestion, EarlierTurn
from assistant.messages import PassagesFound

Event = TypeVar("Event")

TURNS = 1
"""Turns that a question can follow; what the last one followed is part of what it searched for."""
MOST_CITED = 5
"""Documents of an answer that are preferred; one that stands on more prefers none."""


def earlier_turns(kept: Iterable[KeptTurn]) -> tuple[EarlierTurn, ...]:
    """The turns with their words and the documents that they stand on."""
    return tuple(_earlier(turn) for turn in kept)


def _earlier(turn: KeptTurn) -> EarlierTurn:
    answered = not isinstance(turn.answer, NoAnswer)
    cited = tuple(dict.fromkeys(each.path for each in citations_of(turn.answer)))
    return EarlierTurn(
        question=turn.question,
        answer=answer_text(turn.answer),
        searched=turn.searched,
        cited=cited if answered and len(cited) <= MOST_CITED else (),
    )


def telling(
    completed: CompletedQuestion, events: Iterator[Event]
) -> Iterator[Event | PassagesFound]:
    """The events of a question that every document is asked, told first what was made of it."""
    if not completed.follows:
        return iter(events)
    return chain([PassagesFound(passages=(), searched=completed.searched)], events)
