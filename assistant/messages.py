"""Everything the window and the engine say to each other: one JSON object a line, declared here.

A `Request`, whose kinds are in `assistant.requests`, goes to the engine's standard input; an
`EngineEvent` comes from its standard output. Every request ends with exactly one `RequestDone` or
`RequestFailed` that carries its id.
"""

import msgspec

from assistant.answers import (
    AnswerSentence,
    AnyAnswer,
    Citation,
    Coverage,
    Passage,
    TableRow,
)
from assistant.conversation import ConversationEntry, KeptTurn, PassageChange
from assistant.requests import AnyRequest
from assistant.search.explaining import FileExplanation
from assistant.trace import AnswerTrace, TraceEntry
from indexer.documents import FileMark, FileStatus, Reason
from indexer.events import AnyIngestionEvent

PROTOCOL = 1


class Request(msgspec.Struct, frozen=True):
    """A request and the number its events will carry; numbers grow and are used once."""

    id: int
    body: AnyRequest


class EventBody(msgspec.Struct, frozen=True, tag_field="event", kw_only=True):
    """Base of what the engine says beside the ingestion events."""


class EngineReady(EventBody, frozen=True, tag="engine-ready"):
    """The engine has opened the library and takes requests; sent once, without a request."""

    library: str
    files: int
    chunks: int
    embedding_model: str
    language_model: str | None
    read_only: bool = False
    """True when another process writes this library: searching works, indexing does not."""
    embedding: str = ""
    """What computes the embedding model's vectors on this machine; empty where it is missing."""
    protocol: int = PROTOCOL


class FileEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the ledger."""

    path: str
    status: FileStatus
    reason: Reason | None = None
    pages: int = 0
    chunks: int = 0
    size: int = 0
    seconds: float = 0.0
    """What reading and embedding it took."""
    marks: tuple[FileMark, ...] = ()


class TagEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A tag and what carries it; what is below a tagged folder has it too."""

    name: str
    paths: tuple[str, ...]


class LibraryListed(EventBody, frozen=True, tag="library"):
    """The sources and the whole ledger."""

    sources: tuple[str, ...]
    files: tuple[FileEntry, ...]
    away: tuple[str, ...] = ()
    """Sources whose drive is not connected."""
    polled: tuple[str, ...] = ()
    """Sources that are looked at now and then, because their file system tells of no changes."""
    tags: tuple[TagEntry, ...] = ()
    hidden: int = 0
    """Files and folders that are not listed because they are hidden or made by programs."""
    excluded: int = 0
    """Folders that rules leave out; files that rules leave out are listed."""
    more: bool = False
    """True when more files follow in another `LibraryListed`: a large ledger comes in parts."""


class FormatShare(msgspec.Struct, frozen=True, kw_only=True):
    """Files of one kind in a folder."""

    name: str
    """The format's name, or an ending such as ".mov" for files that cannot be read."""
    files: int
    size: int
    """Bytes together."""


class SourcePreviewed(EventBody, frozen=True, tag="source-previewed"):
    """What indexing a folder would bring."""

    path: str
    readable: tuple[FormatShare, ...]
    """By size, largest first."""
    skipped: tuple[FormatShare, ...]
    excluded: int
    """Files and folders that a rule, a hidden name or the system leaves out."""
    seconds: float | None
    """An estimate of how long indexing takes on this machine, where there is ground for one."""
    complete: bool = True
    """False when counting was cut short because the folder is very large."""
    by_git: int = 0
    """What of the excluded ones a `.gitignore` leaves out."""


class LedgerExported(EventBody, frozen=True, tag="ledger-exported"):
    """The ledger was written."""

    target: str
    files: int


class SearchResults(EventBody, frozen=True, tag="search-results"):
    """Passages for a search, best first."""

    query: str
    passages: tuple[Passage, ...]
    seconds: float
    hint: str = ""
    """A sentence for the person: which filter left nothing over, or that the language is none of
    the documents'."""


class PassagesFound(EventBody, frozen=True, tag="passages"):
    """The passages the answer will stand on; sent before anything is written."""

    passages: tuple[Passage, ...]
    hint: str = ""
    """As in `SearchResults`."""
    searched: str = ""
    """The query that was searched for, where it is not the question: a follow-up completed."""


class FileExplained(EventBody, frozen=True, tag="file-explained"):
    """What became of a file in a search."""

    explanation: FileExplanation


class EvidenceFound(EventBody, frozen=True, tag="evidence"):
    """The sentences that bear on the question, quoted; the answer if nothing better is written."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


class AnswerDelta(EventBody, frozen=True, tag="delta"):
    """More of what the model writes, not yet checked."""

    text: str


class SentenceChecked(EventBody, frozen=True, tag="sentence"):
    """The oldest unchecked sentence of the deltas is complete, and this is the verdict.

    A sentence without support has `sentence.support` unsupported and is not part of the answer.
    """

    sentence: AnswerSentence
    citations: tuple[Citation, ...]
    """Citations this sentence adds to those already known."""


class AnswerFinished(EventBody, frozen=True, tag="answer-finished"):
    """The answer as it stands from now on; replaces everything sent before."""

    answer: AnyAnswer
    trace: str = ""
    """Id of its trace; empty when none is kept."""


class RowFound(EventBody, frozen=True, tag="row"):
    """One more document, or section, was read for a question that asks all of them."""

    row: TableRow
    citations: tuple[Citation, ...]
    """Those of this row."""
    coverage: Coverage
    """So far."""


class ConversationKept(EventBody, frozen=True, tag="conversation-kept"):
    """Question and answer are kept."""

    conversation: int
    turn: int
    title: str


class ConversationsListed(EventBody, frozen=True, tag="conversations"):
    """Conversations, the one that was used last first."""

    conversations: tuple[ConversationEntry, ...]
    search: str = ""


class ConversationOpened(EventBody, frozen=True, tag="conversation"):
    """A whole conversation."""

    conversation: int
    title: str
    turns: tuple[KeptTurn, ...]


class ConversationExported(EventBody, frozen=True, tag="conversation-exported"):
    """A conversation was written."""

    target: str


class TurnCompared(EventBody, frozen=True, tag="turn-compared"):
    """What of a kept answer's sources has changed; empty when all quotes still stand there."""

    conversation: int
    turn: int
    changes: tuple[PassageChange, ...]


class TracesListed(EventBody, frozen=True, tag="traces"):
    """The traces that are kept, newest first."""

    traces: tuple[TraceEntry, ...]


class TraceRead(EventBody, frozen=True, tag="trace"):
    """One trace; None when it is gone."""

    trace: AnswerTrace | None


class PageText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one page, as its locators count it."""

    number: int | None
    text: str
    scanned: bool = False


class DocumentText(EventBody, frozen=True, tag="document"):
    """A document for the viewer; `changed` when the file is no longer what was indexed."""

    path: str
    media_type: str
    title: str
    pages: tuple[PageText, ...]
    changed: bool = False


class Notice(EventBody, frozen=True, tag="notice"):
    """Something the person should know that belongs to no request."""

    code: str
    detail: str = ""


class RequestDone(EventBody, frozen=True, tag="done"):
    """The request ended as asked, or was cancelled."""

    cancelled: bool = False


class RequestFailed(EventBody, frozen=True, tag="failed"):
    """The request could not be done; `message` is a sentence for the person."""

    code: str
    message: str


AnyEvent = (
    AnyIngestionEvent
    | EngineReady
    | LibraryListed
    | SourcePreviewed
    | LedgerExported
    | SearchResults
    | PassagesFound
    | FileExplained
    | EvidenceFound
    | AnswerDelta
    | SentenceChecked
    | AnswerFinished
    | RowFound
    | ConversationKept
    | ConversationsListed
    | ConversationOpened
    | ConversationExported
    | TurnCompared
    | TracesListed
    | TraceRead
    | DocumentText
    | Notice
    | RequestDone
    | RequestFailed
)


class EngineEvent(msgspec.Struct, frozen=True):
    """An event and the request it belongs to; None for what the engine says unasked."""

    request: int | None
    body: AnyEvent


_encoder = msgspec.json.Encoder()
_request_decoder = msgspec.json.Decoder(Request)
_event_decoder = msgspec.json.Decoder(EngineEvent)


def encode_line(message: Request | EngineEvent) -> bytes:
    """One line, newline included."""
    return _encoder.encode(message) + b"\n"


def decode_request(line: bytes) -> Request:
    """Raises `msgspec.ValidationError` or `msgspec.DecodeError` for a line that is no request."""
    return _request_decoder.decode(line)


def decode_event(line: bytes) -> EngineEvent:
    """Raises `msgspec.ValidationError` or `msgspec.DecodeError` for a line that is no event."""
    return _event_decoder.decode(line)
