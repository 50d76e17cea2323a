"""What is kept of a conversation. Imports nothing heavy."""

import msgspec

from assistant.answers import AnyAnswer


class ConversationEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in the list."""

    id: int
    title: str
    turns: int
    changed_at: float
    """When its last question was asked, in seconds since 1970."""
    found: str = ""
    """Where a search found it: the words around the first match."""


class KeptTurn(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its answer, as it was given."""

    id: int
    asked_at: float
    """Seconds since 1970."""
    question: str
    scope: str
    within: str = ""
    """The folder or file that it was asked within; empty for the whole library."""
    searched: str = ""
    """The query that was searched for, where it is not the question: a follow-up completed."""
    answer: AnyAnswer
    trace: str
    """Id of the answer's trace, which may be gone."""
    changed: tuple[str, ...] = ()
    """Cited files whose content is not what was cited any more."""
    missing: tuple[str, ...] = ()
    """Cited files that are not there any more."""


class PassageChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a cited passage was and what stands nearest to its place today."""

    marker: int
    path: str
    page: int | None
    before: str
    after: str
    """Empty when nothing like it is left."""
    page_after: int | None
