"""What the window asks of the engine: one type for each kind of request."""

import msgspec


class RequestBody(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """Base of all requests."""


class AddSource(RequestBody, frozen=True, tag="add-source"):
    """Remember a folder or file and index it; answered by ingestion events."""

    path: str


class RemoveSource(RequestBody, frozen=True, tag="remove-source"):
    """Forget a folder or file and everything read from it; nothing on disk is touched."""

    path: str


class UpdateIndex(RequestBody, frozen=True, tag="update-index"):
    """Look at every source again and index what changed."""

    retry_failed: bool = False


class RetryFiles(RequestBody, frozen=True, tag="retry-files"):
    """Read these files again whatever the ledger says; answered by ingestion events."""

    paths: tuple[str, ...]


class PauseIndexing(RequestBody, frozen=True, tag="pause-indexing"):
    """Begin no further file until resumed; questions are answered meanwhile."""


class ResumeIndexing(RequestBody, frozen=True, tag="resume-indexing"):
    """Go on, even on battery."""


class PreviewSource(RequestBody, frozen=True, tag="preview-source"):
    """What a folder would bring, without indexing it; answered by one `SourcePreviewed`."""

    path: str


class ExportLedger(RequestBody, frozen=True, tag="export-ledger"):
    """Write every file with its status to `target`, as CSV or JSON by the name's ending.

    Answered by one `LedgerExported`.
    """

    target: str


class ListLibrary(RequestBody, frozen=True, tag="list-library"):
    """Answered by one `LibraryListed`, or by several where the ledger is large."""


class Search(RequestBody, frozen=True, tag="search"):
    """Find passages, without a language model; answered by one `SearchResults`."""

    query: str
    limit: int = 20
    within: str | None = None
    """A folder or file to stay within, or None for the whole library."""
    scope: str = ""
    """Further filters, as in the query itself."""


class Ask(RequestBody, frozen=True, tag="ask"):
    """Answer a question; answered by `PassagesFound` … `AnswerFinished` and `ConversationKept`.

    Where every document is asked, by `RowFound` … `AnswerFinished` and `ConversationKept`.
    """

    question: str
    within: str | None = None
    scope: str = ""
    """Filters as in a query, such as `tag:contracts type:pdf after:2024`."""
    model: str | None = None
    conversation: int | None = None
    """The conversation that it goes on; None begins another, whose number `ConversationKept`
    tells."""
    thread: str = ""
    """A name for the conversation that is begun: questions of one name are kept together, though
    the number is not known yet when the second is asked."""
    keep: bool = True
    """Whether question and answer are kept in a conversation."""
    every_document: bool | None = None
    """Whether each document in scope is asked; None lets the question decide."""
    as_typed: bool = False
    """Whether the question is searched for as it stands, though it may follow an earlier one."""


class ExplainFile(RequestBody, frozen=True, tag="explain-file"):
    """Why a file or folder is not among the results; answered by one `FileExplained`."""

    query: str
    path: str
    within: str | None = None
    scope: str = ""
    """As in `Search`."""


class ReadDocument(RequestBody, frozen=True, tag="read-document"):
    """The text of a file as it was indexed, for the viewer; answered by one `DocumentText`."""

    path: str
    revision: str


class ListConversations(RequestBody, frozen=True, tag="list-conversations"):
    """Answered by one `ConversationsListed`; with a search only those that hold its words."""

    search: str = ""


class OpenConversation(RequestBody, frozen=True, tag="open-conversation"):
    """Answered by one `ConversationOpened`."""

    conversation: int


class RenameConversation(RequestBody, frozen=True, tag="rename-conversation"):
    """Answered by one `ConversationsListed` of all."""

    conversation: int
    title: str


class DeleteConversation(RequestBody, frozen=True, tag="delete-conversation"):
    """Delete it for good; answered by one `ConversationsListed` of all."""

    conversation: int


class ExportConversation(RequestBody, frozen=True, tag="export-conversation"):
    """Write a conversation to `target`, as Markdown, HTML, PDF or Word by the name's ending.

    Answered by one `ConversationExported`.
    """

    conversation: int
    target: str
    mask: bool = False
    """Whether personal data is masked."""


class CompareTurn(RequestBody, frozen=True, tag="compare-turn"):
    """What of a kept answer's sources has changed since; answered by one `TurnCompared`."""

    conversation: int
    turn: int


class ListTraces(RequestBody, frozen=True, tag="list-traces"):
    """Answered by one `TracesListed`, the newest first."""


class ReadTrace(RequestBody, frozen=True, tag="read-trace"):
    """Answered by one `TraceRead`."""

    trace: str


class DeleteTraces(RequestBody, frozen=True, tag="delete-traces"):
    """Delete all traces for good; answered by one `TracesListed`."""


class TagPaths(RequestBody, frozen=True, tag="tag-paths"):
    """Put a tag on files and folders, or take it off; answered by `LibraryListed`."""

    paths: tuple[str, ...]
    tag: str
    remove: bool = False


class Cancel(RequestBody, frozen=True, tag="cancel"):
    """Stop another request at its next safe place; that request ends as cancelled."""

    request: int


class Shutdown(RequestBody, frozen=True, tag="shutdown"):
    """Finish the step in hand and exit."""


AnyRequest = (
    AddSource
    | RemoveSource
    | UpdateIndex
    | RetryFiles
    | PauseIndexing
    | ResumeIndexing
    | PreviewSource
    | ExportLedger
    | ListLibrary
    | Search
    | Ask
    | ExplainFile
    | ReadDocument
    | ListConversations
    | OpenConversation
    | RenameConversation
    | DeleteConversation
    | ExportConversation
    | CompareTurn
    | ListTraces
    | ReadTrace
    | DeleteTraces
    | TagPaths
    | Cancel
    | Shutdown
)
