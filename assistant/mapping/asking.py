"""The way in: questions to all documents are answered here, all others are not.

The engine and the command line ask here first; None sends them on to `answer_question`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.answers import AbstentionReason, NoAnswer
from assistant.mapping import map_words as say
from assistant.mapping.counting import count_documents
from assistant.mapping.documents import FindingReader, map_documents
from assistant.mapping.facts import FactReader
from assistant.mapping.findings import Finding
from assistant.mapping.intent import Intent, IntentKind, asked_of_each, intent_of
from assistant.mapping.known_findings import FindingsMemory
from assistant.mapping.model_facts import ModelFactReader
from assistant.mapping.model_summaries import ModelSummaryReader, SectionWriter
from assistant.mapping.model_work import MapModels, ModelWork
from assistant.mapping.named_document import called, summarised
from assistant.mapping.reading import passages_read
from assistant.mapping.scope import DocumentsInScope, documents_in_scope, is_folder
from assistant.mapping.sections import Findings, Section, map_sections, sections_of
from assistant.mapping.summaries import SummaryReader, summarise
from assistant.messages import AnswerFinished, RowFound
from assistant.quotes.instructions import with_instructions_marked
from assistant.search.naming import best_named, named_files, spoken_names
from assistant.search.query import SearchQuery, parse_query
from assistant.search.retrieval import passages_of
from indexer.ledger import Ledger
from indexer.ledger_records import FileRecord
from indexer.library import Library
from indexer.rebuilding import SearchableChunks
from models.interfaces import EmbeddingModel, LanguageModel

MapEvent = RowFound | AnswerFinished
"""What a question to all documents is answered by; the last is always `AnswerFinished`."""


@dataclass(slots=True)
class Shelves:
    """Where documents are read, and what was found in them before."""

    library: Library
    embedder: EmbeddingModel
    memory: FindingsMemory = field(default_factory=FindingsMemory)
    models: MapModels = field(default_factory=MapModels)


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
            return _counted(asked, ledger)
        case IntentKind.SUMMARY_OF_ONE:
            return _of_one(asked, shelves, should_stop)
        case _:
            return _of_each(asked, shelves, should_stop)


def _counted(asked: _Asked, ledger: Ledger) -> Iterator[MapEvent] | None:
    if asked.intent.scope.is_guess and not is_folder(ledger, asked.intent.scope):
        return None
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
    sections = sections_of([with_instructions_marked(each, asked.question) for each in found])
    work = _work(shelves.models.writing, should_stop)

    def quoted(some: Sequence[Section], first: int) -> Sequence[Finding]:
        return summarise([each.passages for each in some], shelves.embedder)

    said: Findings = quoted
    if work is not None:
        said = SectionWriter(work, record, shelves.embedder, shelves.memory).findings
    return map_sections(asked.question, record.path, sections, said, should_stop, work)


def _of_each(
    asked: _Asked, shelves: Shelves, should_stop: Callable[[], bool]
) -> Iterator[MapEvent]:
    documents, intent = asked.documents, asked.intent
    if not documents.total:
        reason = AbstentionReason.NOTHING_INDEXED
        return iter([AnswerFinished(answer=NoAnswer(question=asked.question, reason=reason))])
    store = shelves.library.searched(shelves.embedder)
    reader, work = _reader(asked, shelves, store, should_stop)
    way = (intent.kind, intent.topic, *reader.asks_for, shelves.embedder.fingerprint)
    known = shelves.memory.of(way)
    known.read_by(lambda record: passages_read(store, record, intent.topic))
    return map_documents(asked.question, documents, reader, known, should_stop, work)


def _reader(
    asked: _Asked,
    shelves: Shelves,
    store: SearchableChunks,
    should_stop: Callable[[], bool],
) -> tuple[FindingReader, ModelWork | None]:
    """What reads the documents, and the model that has a say in it, where one is good enough."""
    intent, embedder = asked.intent, shelves.embedder
    if intent.kind is IntentKind.SUMMARY_OF_EACH:
        summaries = SummaryReader(store, embedder, intent, asked.documents.readable)
        work = _work(shelves.models.writing, should_stop)
        return (summaries if work is None else ModelSummaryReader(summaries, embedder, work)), work
    facts = FactReader(store, embedder, intent)
    if intent.kind is not IntentKind.EACH:  # whether a word stands there needs no model
        return facts, None
    work, documents = _work(shelves.models.picking, should_stop), len(asked.documents.readable)
    return (facts if work is None else ModelFactReader(facts, intent.topic, work, documents)), work


def _work(
    chosen: Callable[[], LanguageModel | None], should_stop: Callable[[], bool]
) -> ModelWork | None:
    model = chosen()
    return None if model is None else ModelWork(model, should_stop=should_stop)


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
