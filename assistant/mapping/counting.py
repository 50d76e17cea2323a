"""How many documents there are, counted in the ledger: exact, and no model has a say in it."""

from time import perf_counter

from assistant.answers import Answer, AnswerMode, AnswerSentence, Support
from assistant.mapping import map_words as say
from assistant.mapping.intent import Intent
from assistant.mapping.scope import DocumentsInScope, is_named
from indexer.documents import FileStatus


def count_documents(
    question: str, intent: Intent, documents: DocumentsInScope, place: str
) -> Answer | None:
    """The number of documents in scope; None when only their texts could tell.

    "How many contracts" is counted by names, and said to be; where no name has the word, the
    ledger knows nothing of it. `place` names the scope in words.
    """
    started = perf_counter()
    sentence = _sentence(intent, documents, place)
    if sentence is None:
        return None
    return Answer(
        question=question,
        sentences=(AnswerSentence(text=sentence, support=Support.SUPPORTED, counted=True),),
        citations=(),
        mode=AnswerMode.QUOTES,
        model=None,
        timings={"total": round(perf_counter() - started, 4)},
    )


def _sentence(intent: Intent, documents: DocumentsInScope, place: str) -> str | None:
    total = documents.total
    what = say.documents_called(total, intent.noun.type, place)
    waiting = sum(record.status is FileStatus.WAITING for record in documents.unreadable)
    unread = len(documents.unreadable) - waiting
    if intent.only_failed:
        return say.unread_sentence(unread, total, what)
    if intent.noun.kind:
        records = (*documents.readable, *documents.unreadable)
        named = sum(is_named(record, intent.noun.stem) for record in records)
        return say.named_sentence(named, intent.noun.kind, total) if named else None
    return say.count_sentence(total, what, unread, waiting)
