"""The sentences that people read, made from codes and facts; imports nothing heavy.

Every sentence names the file and the next step. The rooms below send codes, never sentences.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath

from assistant.answers import AbstentionReason, AnswerMode, Support
from indexer.documents import FileMark, FileStatus, Reason, ReasonCode


class NoticeCode(StrEnum):
    """What the engine says unasked, as `Notice.code`."""

    BAD_REQUEST = "bad-request"
    MODEL_CRASHED = "model-crashed"
    MODEL_UNUSABLE = "model-unusable"
    RERANKER_UNUSABLE = "reranker-unusable"
    ENTAILMENT_UNUSABLE = "entailment-unusable"
    READ_ONLY = "read-only"
    SETTINGS_BROKEN = "settings-broken"
    WATCHING_STOPPED = "watching-stopped"
    SOURCE_MISSING = "source-missing"
    INDEX_UPDATED = "index-updated"
    POLLING_FILE_SYSTEM = "polling-file-system"
    POLLING_TOO_MANY_FOLDERS = "polling-too-many-folders"
    POLLING_REFUSED = "polling-refused"
    INDEX_MISSING = "index-missing"
    INDEX_OLD = "index-old"
    WRITING_NOW = "writing-now"
    CONVERSATIONS_SET_ASIDE = "conversations-set-aside"
    CONVERSATIONS_NOT_KEPT = "conversations-not-kept"


class FailureCode(StrEnum):
    """Why a request failed, as `RequestFailed.code`."""

    LIBRARY_MISSING = "library-missing"
    LIBRARY_LOCKED = "library-locked"
    LIBRARY_TOO_NEW = "library-too-new"
    LIBRARY_DAMAGED = "library-damaged"
    STORAGE_FULL = "storage-full"
    MODEL_NOT_INSTALLED = "model-not-installed"
    MODEL_UNLOADABLE = "model-unloadable"
    CONTEXT_TOO_LONG = "context-too-long"
    UNREADABLE = "unreadable"
    NO_SUCH_PATH = "no-such-path"
    NO_SUCH_CONVERSATION = "no-such-conversation"
    CONVERSATIONS_UNUSABLE = "conversations-unusable"
    LETTERS_NOT_SET = "letters-not-set"
    """The window sets such a PDF itself."""
    WRONG_USE = "wrong-use"
    INTERNAL = "internal"


_REASON_SENTENCES = {
    ReasonCode.EMPTY: "{name} is empty. Add it again once something is in it.",
    ReasonCode.NO_TEXT: (
        "{name} holds no text, only pictures perhaps. "
        "Save a copy with recognised text and add that."
    ),
    ReasonCode.UNSUPPORTED: (
        "{name} is of a kind that Footnote does not read. "
        "Save it as PDF or plain text and add that."
    ),
    ReasonCode.TOO_LARGE: "{name} is too large. Split it into smaller files and add those.",
    ReasonCode.NOT_A_FILE: (
        "{name} is a pipe, socket or device, so it was left out. "
        "Save what comes from it as a file and add that."
    ),
    ReasonCode.EXCLUDED: (
        "{name} is left out by one of your rules. Change the rule to have it read."
    ),
    ReasonCode.NEEDS_LIBREOFFICE: (
        "{name} is in an old format that needs LibreOffice. Install LibreOffice, or save the file "
        "in a newer format, then update the index."
    ),
    ReasonCode.ENCRYPTED: (
        "{name} is protected by a password. Save a copy without the password and add that."
    ),
    ReasonCode.DAMAGED: (
        "{name} is damaged. Open it in its program, save it again, then update the index."
    ),
    ReasonCode.WRONG_FORMAT: (
        "{name} is not what its name says. Give it the right ending, then update the index."
    ),
    ReasonCode.NOT_READABLE: (
        "{name} could not be opened. Check that you may read it, then update the index."
    ),
    ReasonCode.VANISHED: (
        "{name} disappeared while it was being read. Put it back and update the index."
    ),
    ReasonCode.PARSER_CRASHED: (
        "{name} made its reader stop. Open it in its program, save it again, then update the index."
    ),
    ReasonCode.PARSER_TIMEOUT: (
        "{name} took too long to read. Split it into smaller files and add those."
    ),
    ReasonCode.PARSER_MEMORY: (
        "{name} needs more memory than allowed. Split it into smaller files and add those."
    ),
    ReasonCode.PAGES_UNREADABLE: (
        "Some of {name} could not be read. Open it in its program, save it again, "
        "then update the index."
    ),
    ReasonCode.PAGES_WITHOUT_TEXT: (
        "Some pages of {name} hold no text, only pictures perhaps. "
        "Save a copy with recognised text and add that."
    ),
    ReasonCode.NOT_YET: "{name} is waiting for its turn. Nothing needs to be done.",
    ReasonCode.STOPPED: "Indexing was stopped before {name}. Update the index to go on.",
}

_SHORT_REASONS = {
    ReasonCode.EMPTY: "Empty file",
    ReasonCode.NO_TEXT: "No text in it",
    ReasonCode.UNSUPPORTED: "Kind of file that is not read",
    ReasonCode.TOO_LARGE: "Too large",
    ReasonCode.NOT_A_FILE: "Not an ordinary file",
    ReasonCode.EXCLUDED: "Left out by your rules",
    ReasonCode.NEEDS_LIBREOFFICE: "Needs LibreOffice",
    ReasonCode.ENCRYPTED: "Protected by a password",
    ReasonCode.DAMAGED: "Damaged",
    ReasonCode.WRONG_FORMAT: "Not what its name says",
    ReasonCode.NOT_READABLE: "Could not be opened",
    ReasonCode.VANISHED: "Disappeared while being read",
    ReasonCode.PARSER_CRASHED: "Its reader stopped",
    ReasonCode.PARSER_TIMEOUT: "Took too long to read",
    ReasonCode.PARSER_MEMORY: "Needs too much memory",
    ReasonCode.PAGES_UNREADABLE: "Some pages not readable",
    ReasonCode.PAGES_WITHOUT_TEXT: "Some pages without text",
    ReasonCode.NOT_YET: "Waiting",
    ReasonCode.STOPPED: "Stopped before this file",
}

_COUNTED_REASONS = {
    ReasonCode.EMPTY: "empty",
    ReasonCode.NO_TEXT: "without text",
    ReasonCode.UNSUPPORTED: "of kinds not read yet",
    ReasonCode.TOO_LARGE: "too large",
    ReasonCode.NOT_A_FILE: "not ordinary files",
    ReasonCode.EXCLUDED: "left out by rules",
    ReasonCode.NEEDS_LIBREOFFICE: "needing LibreOffice",
    ReasonCode.ENCRYPTED: "protected by a password",
    ReasonCode.DAMAGED: "damaged",
    ReasonCode.WRONG_FORMAT: "not what their names say",
    ReasonCode.NOT_READABLE: "not to be opened",
    ReasonCode.VANISHED: "gone while being read",
    ReasonCode.PARSER_CRASHED: "stopping their reader",
    ReasonCode.PARSER_TIMEOUT: "taking too long to read",
    ReasonCode.PARSER_MEMORY: "needing too much memory",
    ReasonCode.PAGES_UNREADABLE: "with pages that are not readable",
    ReasonCode.PAGES_WITHOUT_TEXT: "with pages without text",
    ReasonCode.NOT_YET: "not yet their turn",
    ReasonCode.STOPPED: "not reached before the stop",
}
"""After a number of files."""

_ABSTENTIONS = {
    AbstentionReason.NOTHING_INDEXED: (
        "Nothing is indexed here yet. Add a folder with documents, then ask again."
    ),
    AbstentionReason.NOTHING_FOUND: (
        "No passage has anything to do with this question. "
        "Try other words, or add the documents that deal with it."
    ),
    AbstentionReason.NOT_IN_DOCUMENTS: (
        "Your documents do not answer this. The passages nearest to the question are listed."
    ),
}

_NOTICES = {
    NoticeCode.BAD_REQUEST: "A message to the engine could not be understood and was left out.",
    NoticeCode.MODEL_CRASHED: (
        "The language model “{detail}” made the engine stop while it was loading. Answers are "
        "quotes until you choose another model in the settings."
    ),
    NoticeCode.MODEL_UNUSABLE: (
        "No language model could be loaded, so answers are quotes. {detail}"
    ),
    NoticeCode.RERANKER_UNUSABLE: (
        "The reranker could not be used, so results stay in the order in which they were found. "
        "{detail} Remove it and install it again, or choose another in the settings."
    ),
    NoticeCode.ENTAILMENT_UNUSABLE: (
        "The model that checks sentences could not be used, so they are checked by rules alone. "
        "{detail} Remove it and install it again, or choose another in the settings."
    ),
    NoticeCode.READ_ONLY: (
        "Another Footnote is writing this library. Searching and asking work; "
        "close the other one to add documents here."
    ),
    NoticeCode.SETTINGS_BROKEN: (
        "The settings file could not be read, so the settings are as they were at first. "
        "The old file was kept as {detail}."
    ),
    NoticeCode.WATCHING_STOPPED: (
        "Changes in your folders are no longer noticed at once. Update the index to pick them up."
    ),
    NoticeCode.SOURCE_MISSING: (
        "“{detail}” cannot be reached. Its passages are kept; reconnect it and update the index."
    ),
    NoticeCode.POLLING_FILE_SYSTEM: (
        "Changes in “{detail}” are looked for every minute, because it lies on a network drive or "
        "in a shared folder, which tells of no changes."
    ),
    NoticeCode.POLLING_TOO_MANY_FOLDERS: (
        "Changes in “{detail}” are looked for every minute, because your system watches no more "
        "folders at once. Remove folders you do not need, or raise the system's limit."
    ),
    NoticeCode.POLLING_REFUSED: (
        "Changes in “{detail}” are looked for every minute, because your system does not tell of "
        "them."
    ),
    NoticeCode.INDEX_MISSING: (
        "The search index is missing from the library and is being made again. "
        "Until that is done, searches find only a part."
    ),
    NoticeCode.INDEX_OLD: (
        "The search index was made by another version and is made anew when you update the index. "
        "Until that is done, searches may find only a part."
    ),
    NoticeCode.WRITING_NOW: ("The other Footnote has closed. Documents can be added here again."),
    NoticeCode.CONVERSATIONS_SET_ASIDE: (
        "The kept conversations could not be read, so new ones are begun. "
        "The old file was kept as {detail}."
    ),
    NoticeCode.CONVERSATIONS_NOT_KEPT: ("Answers are given but not kept at the moment. {detail}"),
    NoticeCode.INDEX_UPDATED: "The index was brought up to date. {detail}",
}

_FAILURES = {
    FailureCode.LIBRARY_MISSING: "There is no library there. Add a folder to make one.",
    FailureCode.LIBRARY_LOCKED: (
        "Another Footnote is writing this library. Close its window or wait until it has finished."
    ),
    FailureCode.LIBRARY_TOO_NEW: "This library was made by a newer Footnote. Update Footnote.",
    FailureCode.LIBRARY_DAMAGED: (
        "The library is damaged. Move its folder away and index your documents again."
    ),
    FailureCode.STORAGE_FULL: "The disk is full. Free some space, then update the index.",
    FailureCode.MODEL_NOT_INSTALLED: (
        "That model is not installed. Choose another one in the settings."
    ),
    FailureCode.MODEL_UNLOADABLE: (
        "That model could not be loaded. Choose another one in the settings."
    ),
    FailureCode.CONTEXT_TOO_LONG: (
        "The question is too long for this model. Shorten it, or choose a model that reads more."
    ),
    FailureCode.UNREADABLE: "The document could not be read. Update the index to see why.",
    FailureCode.NO_SUCH_PATH: "There is nothing at that place. Check the name and try again.",
    FailureCode.NO_SUCH_CONVERSATION: "That conversation is not there any more.",
    FailureCode.CONVERSATIONS_UNUSABLE: (
        "The conversations cannot be read or written. Free some space and try again."
    ),
    FailureCode.WRONG_USE: "That cannot be done. Check what was asked for.",
    FailureCode.INTERNAL: (
        "Something went wrong inside Footnote. Try again; the details are in the log file."
    ),
}

_STATUS_WORDS = {
    FileStatus.WAITING: "waiting",
    FileStatus.INDEXED: "indexed",
    FileStatus.PARTLY: "partly indexed",
    FileStatus.SKIPPED: "skipped",
    FileStatus.FAILED: "failed",
}

_MARK_WORDS = {
    FileMark.HIDDEN_TEXT: "hidden text",
    FileMark.SCANNED: "scan",
    FileMark.ENCLOSES: "holds files",
}

_MARK_SENTENCES = {
    FileMark.HIDDEN_TEXT: (
        "Part of its text is not visible on the page. Passages with such text carry a shield."
    ),
    FileMark.SCANNED: (
        "Some of its text was read off a picture, so single words may be wrong. "
        "Quotes from it are never called verified."
    ),
    FileMark.ENCLOSES: "It holds files of its own. They were read with it.",
}

_SUPPORT_WORDS = {
    Support.SUPPORTED: "supported by the passage",
    Support.PARTLY: "partly supported by the passage",
    Support.UNSUPPORTED: "not supported by the passage",
    Support.UNVERIFIED: "from a scan, not checked",
}

_MODE_WORDS = {
    AnswerMode.QUOTES: "quotes from your documents",
    AnswerMode.SHORT: "a short answer, checked against your documents",
    AnswerMode.FULL: "written and checked against your documents",
}


GIT_SENTENCE = (
    "{name} is left out by a .gitignore of its project. "
    "To have it read, write its name with a “!” before it into a file .footnoteignore beside it."
)


CLOSEST = "These passages come closest, and may be about something else."


def sentence_for(reason: Reason, path: str) -> str:
    """Why a file is not, or not wholly, indexed, and what to do; the facts follow in brackets."""
    words = GIT_SENTENCE if reason.is_from_git else _REASON_SENTENCES[reason.code]
    sentence = words.format(name=_named(path))
    return f"{sentence} ({reason.detail.rstrip('.')})" if reason.detail else sentence


def short_reason(reason: Reason) -> str:
    """A few words for a table's cell."""
    if reason.is_from_git:
        return "Left out by a .gitignore"
    return _SHORT_REASONS[reason.code]


def counted_reason(code: ReasonCode, count: int) -> str:
    """How many files have that reason: “9 protected by a password”."""
    return f"{count:,} {_COUNTED_REASONS[code]}"


def next_step(code: ReasonCode) -> str:
    """What to do about files that are not, or not wholly, indexed for this reason."""
    return _REASON_SENTENCES[code].partition(". ")[2]


def abstention_sentence(reason: AbstentionReason, unmet: Sequence[str] = ()) -> str:
    """What to say instead of an answer; `unmet` are the words of the question that are missing."""
    return " ".join(part for part in (_ABSTENTIONS[reason], unmet_sentence(unmet)) if part)


def unmet_sentence(words: Sequence[str]) -> str:
    """Which words of the question are missing from all that was found; empty without any."""
    if not words:
        return ""
    quoted = [f"“{word}”" for word in words]
    named = " or ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)
    return f"Nothing that was found has {named} or a word like it."


def closest_sentence(words: Sequence[str]) -> str:
    """The same above an answer that may be about something else; empty without any."""
    return f"{CLOSEST} {unmet_sentence(words)}" if words else ""


def notice_sentence(code: str, detail: str = "") -> str:
    """What a `Notice` means; an unknown code is shown with its detail."""
    if code not in _NOTICES:
        return f"{code}: {detail}" if detail else code
    return _NOTICES[NoticeCode(code)].replace("{detail}", detail).strip()


def failure_sentence(code: str, detail: str = "") -> str:
    """What a failure means and what to do; the facts follow in brackets."""
    known = code in _FAILURES
    sentence = _FAILURES[FailureCode(code) if known else FailureCode.INTERNAL]
    return f"{sentence} ({detail.rstrip('.')})" if detail else sentence


def status_words(status: FileStatus) -> str:
    """A file's status in plain words."""
    return _STATUS_WORDS[status]


def mark_words(mark: FileMark) -> str:
    """A file's mark in a word or two."""
    return _MARK_WORDS[mark]


def mark_sentence(mark: FileMark) -> str:
    """What a file's mark means for whoever reads or cites it."""
    return _MARK_SENTENCES[mark]


def support_words(support: Support) -> str:
    """The verdict on a sentence in plain words."""
    return _SUPPORT_WORDS[support]


def mode_words(mode: AnswerMode) -> str:
    """How an answer came about, in plain words."""
    return _MODE_WORDS[mode]


def _named(path: str) -> str:
    """The file's own name in quotation marks, by either kind of slash."""
    slashes = path if path.startswith("/") else path.replace("\\", "/")
    name = PurePath(slashes).name or path
    return f"“{name}”"
