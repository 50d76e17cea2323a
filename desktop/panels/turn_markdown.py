"""An answer with its sources as Markdown, as an export of the whole conversation writes it."""

import time

from assistant.conversation import KeptTurn
from desktop.turn import Turn


def markdown_answer(turn: Turn) -> str:
    """Question, answer and sources; nothing while there is no answer."""
    # What an export needs is only loaded where somebody exports.
    from assistant.conversations.export.markdown import turn_markdown

    kept = turn.kept or _as_kept(turn)
    return turn_markdown(kept) if kept is not None else ""


def _as_kept(turn: Turn) -> KeptTurn | None:
    if turn.outcome is None:
        return None
    return KeptTurn(
        id=0,
        asked_at=time.time(),
        question=turn.question,
        scope=turn.scope.filters,
        within=turn.scope.within or "",
        answer=turn.outcome,
        trace=turn.trace,
    )
