"""What each document says as a language model finds it among the document's best sentences.

The model only picks: a sentence, and words that stand in it. What it picks is checked, and whatever
is wrong with it, the row is the one that is found without a model. It can add a row that was
missed, or put a better one; it takes none away, because a document that was found to answer by its
own words hardly ever does not (docs/answers.md), while models overlook things.
"""

from collections.abc import Sequence

from assistant.drafts.picking import MAP_VERSION, Pick, pick
from assistant.mapping.facts import FactReader, ReadDocument
from assistant.mapping.findings import Finding, quote
from assistant.mapping.model_work import ModelWork
from assistant.mapping.reading import ReadSentence, as_question
from assistant.mapping.value_words import ValueKind
from assistant.mapping.values import has_value, value_in
from indexer.ledger_records import FileRecord

SENTENCES_SHOWN = 5
"""Of each document, the best; the right one is nearly always among them."""
ALL_ASKED = 60
"""Documents that are all put to the model; of more only those without a value, for the time it
takes."""
MOST_OF_A_SENTENCE = 0.7
"""Share of a sentence from which a value only says it again."""
_LOOSE = (None, ValueKind.NAME, ValueKind.COUNT)
"""Kinds that values alone do not show."""
_TIMES = (ValueKind.PERIOD, ValueKind.DATE)
"""A question after one is often answered by the other."""


class ModelFactReader:
    """Reads as `FactReader` does, then has a model pick."""

    def __init__(self, reader: FactReader, topic: str, work: ModelWork, documents: int) -> None:
        """`documents` is how many will be read."""
        self._reader = reader
        self._topic = topic
        self._work = work
        self._asks_of_all = documents <= ALL_ASKED
        work.prompt = MAP_VERSION

    @property
    def asks_for(self) -> tuple[str, ...]:
        """What its findings depend on: the model and the prompt, too."""
        way = "all" if self._asks_of_all else "open"
        return *self._reader.asks_for, self._work.model.id, MAP_VERSION, way

    def read(self, records: Sequence[FileRecord]) -> list[Finding]:
        """What each document says; ends before the one at which it was stopped."""
        findings: list[Finding] = []
        for document in self._reader.read_closely(records):
            finding = self._finding(document)
            if self._work.should_stop():
                break
            findings.append(finding)
        return findings

    def _finding(self, document: ReadDocument) -> Finding:
        shown = document.sentences[:SENTENCES_SHOWN]
        is_open = self._asks_of_all or not document.finding.value
        if not (shown and is_open and self._work.is_able):
            return document.finding
        picked: Pick | None = None
        with self._work.asking():
            texts = [each.text for each in shown]
            question = as_question(self._topic)
            came = pick(question, texts, self._work.model, self._work.should_stop, self._objection)
            picked = came.reply
            self._work.tokens += came.tokens
            self._work.refused += picked is None and not self._work.should_stop()
        if picked is None or not picked.found:
            return document.finding
        return self._picked(shown[picked.sentence - 1], picked.value, document.finding)

    def _picked(self, sentence: ReadSentence, value: str, known: Finding) -> Finding:
        """The row of that sentence; a second sentence that stands in the known row stays."""
        chosen = quote(sentence.passage, sentence.start, sentence.end)
        short = self._shortened(value, sentence.text)
        if known.said and known.said[0].text == chosen.text:
            is_longer = bool(known.value) and known.value in short
            found = known.value if is_longer else short or known.value
            return Finding(known.said, found, by_model=True)
        found = short or value_in(self._reader.kind, sentence.text, self._topic)
        return Finding((chosen,), found, by_model=True)

    def _shortened(self, value: str, sentence: str) -> str:
        """The fact of the kind asked for in what was picked; nothing for most of a sentence."""
        if self._reader.kind not in _LOOSE:
            value = value_in(self._reader.kind, value, self._topic) or value
        return value if len(value) <= MOST_OF_A_SENTENCE * len(sentence) else ""

    def _objection(self, said: Pick) -> str:
        kind = self._reader.kind
        if not said.value or kind in _LOOSE:
            return ""
        kinds = _TIMES if kind in _TIMES else (kind,)
        if any(has_value(each, said.value) for each in kinds):
            return ""
        return f"the value is no {kind}"
