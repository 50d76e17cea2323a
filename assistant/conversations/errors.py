"""Errors of the conversations, each a sentence that says what to do.

ConversationError
  NoSuchConversation        it was deleted, here or in another window
  ConversationsLocked       another window is writing them and does not end
  ConversationsUnusable     the file cannot be written, or was made by a newer version
  ConversationNotExported   it could not be written where it was wanted
"""

from pathlib import Path


class ConversationError(Exception):
    """Anything of the conversations that the person can act on."""


class NoSuchConversation(ConversationError):
    """There is no conversation, or no turn, of that number."""

    def __init__(self, conversation: int, turn: int | None = None) -> None:
        what = "conversation" if turn is None else f"question {turn} in conversation"
        super().__init__(
            f"there is no {what} {conversation}; it may have been deleted in another window"
        )


class ConversationsLocked(ConversationError):
    """Another process holds the file for longer than anybody should wait."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"the conversations in {database} are being written by another Footnote; "
            "try again in a moment"
        )


class ConversationsUnusable(ConversationError):
    """Conversations cannot be kept, or not be read."""

    def __init__(self, database: Path, detail: str) -> None:
        super().__init__(f"{database} cannot be used: {detail}")


class ConversationNotExported(ConversationError):
    """A conversation could not be written to a file."""

    def __init__(self, target: Path, detail: str) -> None:
        super().__init__(f"the conversation was not written to {target}: {detail}")


class LettersNotSet(ConversationNotExported):
    """A letter of the conversation cannot be set in a PDF without a window."""

    def __init__(self, target: Path, letter: str) -> None:
        super().__init__(
            target,
            f"it holds “{letter}”, which cannot be set in a PDF here; "
            "export it as Word or HTML, or as PDF from the window",
        )
