"""Conversations in the command line's contract, and how a change is shown to a person."""

import msgspec
from rich.text import Text

from assistant.command_line.answer_records import AnswerRecord, answer_record
from assistant.command_line.output import Output
from assistant.command_line.places import place
from assistant.conversation import KeptTurn, PassageChange


class TurnRecord(msgspec.Struct, frozen=True):
    """A kept question."""

    conversation: int
    turn: int
    asked_at: float
    """Seconds since 1970."""
    scope: str
    within: str
    searched: str
    """What was searched for where the question follows another; empty where that was itself."""
    answer: AnswerRecord
    changed: tuple[str, ...]
    """Cited files that are not as they were."""
    missing: tuple[str, ...]


class RenamedRecord(msgspec.Struct, frozen=True):
    """A conversation with its new title."""

    conversation: int
    title: str


class DeletedRecord(msgspec.Struct, frozen=True):
    """Conversations that are gone."""

    deleted: tuple[int, ...]


class ChangeRecord(msgspec.Struct, frozen=True):
    """A quote that does not stand any more, and what is nearest to it."""

    conversation: int
    turn: int
    marker: int
    path: str
    page: int | None
    before: str
    after: str
    """Empty when nothing like it is left."""
    page_after: int | None


def turn_record(conversation: int, turn: KeptTurn) -> TurnRecord:
    """The contract's form of a kept question."""
    return TurnRecord(
        conversation=conversation,
        turn=turn.id,
        asked_at=turn.asked_at,
        scope=turn.scope,
        within=turn.within,
        searched=turn.searched,
        answer=answer_record(turn.id, turn.answer),
        changed=turn.changed,
        missing=turn.missing,
    )


def change_record(conversation: int, turn: int, change: PassageChange) -> ChangeRecord:
    """The contract's form of a change."""
    return ChangeRecord(conversation, turn, **msgspec.structs.asdict(change))


def show_change(output: Output, change: PassageChange) -> None:
    """The words before and now, one below the other."""
    output.show(Text(f"[{change.marker}] {place(change.path, change.page, '')}", style="cyan"))
    output.show(Text(f"  − {' '.join(change.before.split())}", style="red"))
    after = " ".join(change.after.split()) or "Nothing like it is left."
    output.show(Text(f"  + {after}", style="green" if change.after else "dim"), "")
