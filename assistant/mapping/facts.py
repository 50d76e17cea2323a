"""Whether a document answers a question that is put to each, and by which sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.mapping.findings import NOTHING, Finding, quote
from assistant.mapping.intent import Intent, IntentKind
from assistant.mapping.reading import DocumentReader, ReadSentence
from assistant.mapping.value_words import ValueKind
from assistant.mapping.values import value_in
from indexer.ledger_records import FileRecord
from indexer.rebuilding import SearchableChunks
from models.interfaces import EmbeddingModel

# Chosen on the contracts and subjects `TRIED_ON` of benchmarks/made_contracts.py; what they give on
# other subjects is in docs/answers.md.
ANSWERS = 0.36
"""Fit from which a sentence that holds a fact of the kind asked for answers."""
ANSWERS_WITHOUT_WORDS = 0.41
"""The same for one that has none of the words asked for, nor what may stand for them."""
ANSWERS_WITHOUT_KIND = 0.42
"""The same where the question does not tell which kind of fact it wants."""
ANSWERS_BESIDE_KIND = 0.75
"""The same for a sentence without such a fact: "The rent is set out in Annex 2."."""
MENTIONS = 0.6
"""Similarity from which a sentence mentions what was asked for by other words."""
MENTIONS_TRANSLATED = 0.85
"""Share of the words asked for that a sentence in another language must say."""
SECOND_BEHIND = 0.05
"""How far behind the best sentence a second one may be."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a document says, found without a model, and what else of it came near."""

    finding: Finding
    sentences: tuple[ReadSentence, ...]
    """The best first, whether they answer or not."""


class FactReader:
    """Finds the sentence of each document that answers."""

    def __init__(self, store: SearchableChunks, embedder: EmbeddingModel, intent: Intent) -> None:
        self._reader = DocumentReader(store, embedder, intent.topic, intent.scope.year)
        self._topic, self._year = intent.topic, intent.scope.year
        self._wants_mention = intent.kind is IntentKind.MENTION

    @property
    def kind(self) -> ValueKind | None:
        """What kind of fact is asked for, where the question tells."""
        return self._reader.kind

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The year that documents are to be of."""
        return (self._year,)

    def read(self, records: Sequence[FileRecord]) -> list[Finding]:
        """What each document says; their contents must be distinct."""
        return [document.finding for document in self.read_closely(records)]

    def read_closely(self, records: Sequence[FileRecord]) -> list[ReadDocument]:
        """The same with the sentences that were weighed."""
        return [
            ReadDocument(self._finding(sentences), tuple(sentences))
            for sentences in self._reader.read(records)
        ]

    def _finding(self, sentences: Sequence[ReadSentence]) -> Finding:
        ranked = _mentions(sentences) if self._wants_mention else sentences
        answering = [each for each in ranked if self._answers(each)]
        if not answering:
            return NOTHING
        best = answering[0]
        chosen = [best, *(each for each in answering[1:2] if self._adds(best, each))]
        return Finding(
            tuple(quote(each.passage, each.start, each.end) for each in chosen),
            "" if self._wants_mention else value_in(self._reader.kind, best.text, self._topic),
        )

    def _answers(self, sentence: ReadSentence) -> bool:
        if self._wants_mention:
            translated = sentence.is_translated and sentence.coverage >= MENTIONS_TRANSLATED
            return sentence.holds_all or translated or sentence.similarity >= MENTIONS
        return sentence.fit >= _threshold(self._reader.kind, sentence)

    def _adds(self, best: ReadSentence, other: ReadSentence) -> bool:
        """Whether the second sentence answers as well, and with another fact."""
        if self._wants_mention or other.score < best.score - SECOND_BEHIND:
            return False
        one, two = (value_in(self._reader.kind, each.text, self._topic) for each in (best, other))
        return bool(two) and one != two


def _threshold(kind: ValueKind | None, sentence: ReadSentence) -> float:
    if kind is None:
        return ANSWERS_WITHOUT_KIND
    if not sentence.has_kind:
        return ANSWERS_BESIDE_KIND
    return ANSWERS if sentence.coverage else ANSWERS_WITHOUT_WORDS


def _mentions(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Those with the very words first."""
    return sorted(sentences, key=lambda each: (not each.holds_all, -each.fit))
