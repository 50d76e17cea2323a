"""The way in: questions to all documents are answered here, all others are not.

The engine and the command line ask here first; None sends them on to `answer_question`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.answers import AbstentionReason, NoAnswer
from assistant.mapping import map_words as say
from assistant.mapping.counting import count_documents
from assistant.mapping.documents import FindingReader, map_documents
from assistant.mapping.facts import FactReader
from assistant.mapping.findings import FindingsMemory
from assistant.mapping.intent import Intent, IntentKind, asked_of_each, intent_of
from assistant.mapping.named_document import called, summarised
from assistant.mapping.scope import DocumentsInScope, documents_in_scope
from assistant.mapping.sections import map_sections
from assistant.mapping.summaries import SummaryReader
from assistant.messages import AnswerFinished, RowFound
from assistant.quotes.instructions import with_instructions_marked
from assistant.search.naming import best_named, named_files, spoken_names
from assistant.search.query import SearchQuery, parse_query
from assistant.search.retrieval import passages_of
from indexer.ledger_records import FileRecord
from indexer.library import Library
from models.interfaces import EmbeddingModel

MapEvent = RowFound | AnswerFinished
"""What a question to all documents is answered by; the last is always `AnswerFinished`."""


@dataclass(slots=True)
class Shelves:
    """Where documents are read, and what was found in them before."""

    library: Library
    embedder: EmbeddingModel
    memory: FindingsMemory = field(default_factory=FindingsMemory)


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    query: SearchQuery
    intent: Intent
    documents: DocumentsInScope
    place: str


def answer_from_all(
    question: str,
    shelves: Shelves,
    *,
    within: Path | None = None,
    scope: str = "",
    every_document: bool | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[MapEvent] | None:
    """The answer from every document in scope, from one by its sections, or from the ledger.

    None for a question that a search answers. `every_document` True asks each document whatever
    the question sounds like, False none. Raises NotAScope.
    """
    if every_document is False:
        return None
    query = parse_query(question)
    intent = asked_of_each(query.text) if every_document else intent_of(query.text)
    if intent is None and summarised(query.text):
        intent = Intent(IntentKind.SUMMARY_OF_ONE)
    if intent is None:
        return None
    ledger = shelves.library.ledger
    documents = documents_in_scope(ledger, intent, query, within, scope)
    said = intent.scope
    place = say.place_words(said.folder, said.tag, within.name if within else "", said.year)
    asked = _Asked(question, query, intent, documents, place)
    match intent.kind:
        case IntentKind.COUNT:
            return _counted(asked)
        case IntentKind.SUMMARY_OF_ONE:
            return _of_one(asked, shelves, should_stop)
        case _:
            return _of_each(asked, shelves, should_stop)


def _counted(asked: _Asked) -> Iterator[MapEvent] | None:
    answer = count_documents(asked.question, asked.intent, asked.documents, asked.place)
    return None if answer is None else iter([AnswerFinished(answer=answer)])


def _of_one(
    asked: _Asked, shelves: Shelves, should_stop: Callable[[], bool]
) -> Iterator[MapEvent] | None:
    """By sections, where the scope or the question names a single document."""
    record = _the_one(asked, shelves.library)
    if record is None:
        return None
    found = passages_of(shelves.library, shelves.embedder, record.revision)
    passages = [with_instructions_marked(passage, asked.question) for passage in found]
    return map_sections(asked.question, record.path, passages, shelves.embedder, should_stop)


def _of_each(
    asked: _Asked, shelves: Shelves, should_stop: Callable[[], bool]
) -> Iterator[MapEvent]:
    documents, intent = asked.documents, asked.intent
    if not documents.total:
        reason = AbstentionReason.NOTHING_INDEXED
        return iter([AnswerFinished(answer=NoAnswer(question=asked.question, reason=reason))])
    store = shelves.library.searched(shelves.embedder)
    reader: FindingReader
    if intent.kind is IntentKind.SUMMARY_OF_EACH:
        reader = SummaryReader(store, shelves.embedder, intent, documents.readable)
    else:
        reader = FactReader(store, shelves.embedder, intent)
    way = (intent.kind, intent.topic, *reader.asks_for, shelves.embedder.fingerprint)
    known = shelves.memory.of(way)
    return map_documents(asked.question, documents, reader, known, should_stop)


def _the_one(asked: _Asked, library: Library) -> FileRecord | None:
    """The single document in scope, or the only one that the question names."""
    readable = asked.documents.readable
    if len(readable) == 1:
        return readable[0]
    said = [record for record in readable if _is_called(record, asked.question)]
    said = said or called(readable, summarised(asked.query.text))
    if len(said) == 1:
        return said[0]
    named = set(best_named(named_files(library.ledger, spoken_names(asked.query.text))))
    found = [record for record in readable if record.revision in named]
    return found[0] if len(found) == 1 else None


def _is_called(record: FileRecord, question: str) -> bool:
    """Whether the question has the file's own name, ending and all."""
    return Path(record.path).name.casefold() in question.casefold()
