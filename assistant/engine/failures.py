"""What an error means to the person: a code, and a sentence with the next step."""

from assistant.conversations.errors import (
    ConversationError,
    ConversationNotExported,
    LettersNotSet,
    NoSuchConversation,
)
from assistant.messages import RequestFailed
from assistant.search.scope import NotAScope
from assistant.tagging import NotInLibrary
from assistant.wording import FailureCode, failure_sentence, sentence_for
from indexer.errors import (
    LibraryDamaged,
    LibraryError,
    LibraryLocked,
    LibraryMissing,
    LibraryTooNew,
    NotExported,
    StorageFull,
    UnreadableDocument,
)
from indexer.ledger_tags import NoTag
from models.errors import ContextTooLong, ModelError, ModelNotInstalled, ModelUnloadable

_LIBRARY_CODES: dict[type[LibraryError], FailureCode] = {
    LibraryMissing: FailureCode.LIBRARY_MISSING,
    LibraryLocked: FailureCode.LIBRARY_LOCKED,
    LibraryTooNew: FailureCode.LIBRARY_TOO_NEW,
    LibraryDamaged: FailureCode.LIBRARY_DAMAGED,
    StorageFull: FailureCode.STORAGE_FULL,
}

_MODEL_CODES: dict[type[ModelError], FailureCode] = {
    ModelNotInstalled: FailureCode.MODEL_NOT_INSTALLED,
    ModelUnloadable: FailureCode.MODEL_UNLOADABLE,
    ContextTooLong: FailureCode.CONTEXT_TOO_LONG,
}


class NoSuchPath(Exception):
    """The request names a file or folder that is not there."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class DocumentUnreadable(Exception):
    """The document asked for cannot be read any more."""

    def __init__(self, path: str, cause: UnreadableDocument) -> None:
        super().__init__(f"{path}: {cause}")
        self.path = path
        self.cause = cause


def failure_of(error: Exception) -> RequestFailed | None:
    """The failure to report, or None when the error is a fault of Footnote itself."""
    match error:
        case LibraryError():
            code = _LIBRARY_CODES.get(type(error), FailureCode.LIBRARY_DAMAGED)
            return RequestFailed(code=code, message=_as_sentence(str(error)))
        case NoSuchConversation():
            code = FailureCode.NO_SUCH_CONVERSATION
            return RequestFailed(code=code, message=_as_sentence(str(error)))
        case LettersNotSet():
            return RequestFailed(code=FailureCode.LETTERS_NOT_SET, message=_as_sentence(str(error)))
        case ConversationNotExported():
            return RequestFailed(code=FailureCode.WRONG_USE, message=_as_sentence(str(error)))
        case ConversationError():
            code = FailureCode.CONVERSATIONS_UNUSABLE
            return RequestFailed(code=code, message=_as_sentence(str(error)))
        case NotExported() | NotAScope() | NoTag() | NotInLibrary():
            return RequestFailed(code=FailureCode.WRONG_USE, message=_as_sentence(str(error)))
        case ModelError():
            code = _MODEL_CODES.get(type(error), FailureCode.MODEL_UNLOADABLE)
            return RequestFailed(code=code, message=failure_sentence(code, str(error)))
        case DocumentUnreadable():
            message = sentence_for(error.cause.reason, error.path)
            return RequestFailed(code=FailureCode.UNREADABLE, message=message)
        case NoSuchPath():
            message = f"There is nothing at “{error.path}”. Check the name and try again."
            return RequestFailed(code=FailureCode.NO_SUCH_PATH, message=message)
    return None


def _as_sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."
