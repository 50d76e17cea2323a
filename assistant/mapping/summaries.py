"""The sentences that stand for a whole document, or for one of its sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Passage
from assistant.mapping.centrality import central, promising
from assistant.mapping.document_nouns import DocumentNoun
from assistant.mapping.findings import NOTHING, Finding, quote
from assistant.mapping.intent import Intent
from assistant.mapping.reading import passages_read
from assistant.mapping.scope import is_named, path_words
from assistant.quotes.citing import sentence_spans
from assistant.terms import content_terms, fold, readable
from indexer.ledger_records import FileRecord
from indexer.rebuilding import SearchableChunks
from models.interfaces import EmbeddingModel

SENTENCES_COMPARED = 16
"""Of one document or section; more takes longer and changes little."""
SENTENCES_QUOTED = 2
OPENING = 600
"""Characters at the start of a text that say of when it is."""
HEAD = 120
"""Characters at the start of a text that say what kind of document it is."""
CHUNKS_OF_AN_OPENING = 3
HITS_LOOKED_AT = 100
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    start: int
    end: int
    text: str


def summarise(
    parts: Sequence[Sequence[Passage]], embedder: EmbeddingModel, wanted: int = SENTENCES_QUOTED
) -> list[Finding]:
    """The most central sentences of each part, in the order of its text; embedded together."""
    chosen = [_chosen(part) for part in parts]
    texts = list(dict.fromkeys(each.text for part in chosen for each in part))
    if not texts:
        return [NOTHING] * len(parts)
    vectors = embedder.embed_documents(texts)
    places = {text: place for place, text in enumerate(texts)}
    findings = []
    for part in chosen:
        rows = vectors[[places[each.text] for each in part]]
        best = sorted(central([each.text for each in part], rows, wanted))
        said = (part[place] for place in best)
        findings.append(Finding(tuple(quote(each.passage, each.start, each.end) for each in said)))
    return findings


class SummaryReader:
    """Summarises each document by its own sentences."""

    def __init__(
        self,
        store: SearchableChunks,
        embedder: EmbeddingModel,
        intent: Intent,
        records: Sequence[FileRecord],
    ) -> None:
        """`records` are all that will be read: a kind that none of them is narrows nothing."""
        self._store = store
        self._embedder = embedder
        self._kind = intent.noun.stem if self._any_is(intent.noun, records) else ""
        self._year = intent.scope.year

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The kind and the year of documents."""
        return self._kind, self._year

    def read(self, records: Sequence[FileRecord]) -> list[Finding]:
        """What each document says of itself; nothing where it is not what was asked for."""
        parts = [self.passages(record) for record in records]
        return summarise(parts, self._embedder)

    def passages(self, record: FileRecord) -> list[Passage]:
        """The passages of a document; none where it is not what was asked for."""
        passages = passages_read(self._store, record, "")
        opening = " ".join(passage.text for passage in passages[:CHUNKS_OF_AN_OPENING])[:OPENING]
        named = path_words(record)
        head = f"{named} {fold(readable(opening[:HEAD]))}"
        of_kind = not self._kind or self._kind in content_terms(head)
        of_year = not self._year or self._year in _YEAR.findall(f"{named} {opening}")
        return passages if of_kind and of_year else []

    def _any_is(self, noun: DocumentNoun, records: Sequence[FileRecord]) -> bool:
        """Whether any document is of the kind asked for: "minutes" may be called otherwise."""
        if not noun.kind:
            return False
        if any(is_named(record, noun.stem) for record in records):
            return True
        revisions = list({record.revision for record in records})
        hits = self._store.search_text(noun.kind, HITS_LOOKED_AT, revisions)
        return any(hit.chunk.ordinal < CHUNKS_OF_AN_OPENING for hit in hits)


def _chosen(passages: Sequence[Passage]) -> list[_Sentence]:
    """The sentences of a text worth comparing, each wording once."""
    sentences = list({each.text: each for each in _sentences(passages)}.values())
    places = promising([each.text for each in sentences], SENTENCES_COMPARED)
    return [sentences[place] for place in places]


def _sentences(passages: Sequence[Passage]) -> Iterator[_Sentence]:
    for passage in passages:
        for first, last in sentence_spans(passage):
            raw = passage.text[first - passage.start : last - passage.start]
            start = first + len(raw) - len(raw.lstrip())
            end = last - (len(raw) - len(raw.rstrip()))
            if start < end:
                yield _Sentence(passage, start, end, readable(raw))
