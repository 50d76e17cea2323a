"""Documents and sections summarised by a model trusted with whole answers, else by their sentences.

Each sentence of the model is held against the passages, as in an answer, and cites one of them.
Where none is left that says something, the sentences that stand for the text are quoted instead.
"""

from collections.abc import Sequence

from assistant.answers import AnswerSentence, Citation, Passage
from assistant.drafts.drafting import Draft
from assistant.drafts.summarising import SUMMARY_VERSION, written_summary
from assistant.mapping.findings import Finding, Said
from assistant.mapping.known_findings import FindingsMemory, PassagesOf
from assistant.mapping.model_work import ModelWork
from assistant.mapping.sections import Section
from assistant.mapping.summaries import SummaryReader, summarise
from indexer.ledger_records import FileRecord
from models.interfaces import EmbeddingModel

SENTENCES_WEIGHED = 6
"""Of each text, those that stand for it; the model reads the passages that they are in."""


class ModelSummaryReader:
    """Reads as `SummaryReader` does, then has a model write."""

    def __init__(self, reader: SummaryReader, embedder: EmbeddingModel, work: ModelWork) -> None:
        self._reader = reader
        self._embedder = embedder
        self._work = work

    @property
    def asks_for(self) -> tuple[str, ...]:
        """What its findings depend on: the model and the prompt, too."""
        return *self._reader.asks_for, *written_by(self._work)

    def read(self, records: Sequence[FileRecord]) -> list[Finding]:
        """What each document says of itself; ends before the one at which it was stopped."""
        findings: list[Finding] = []
        for record in records:
            finding = summarised_by(self._work, self._reader.passages(record), self._embedder)
            if self._work.should_stop():
                break
            findings.append(finding)
        return findings


class SectionWriter:
    """Has a model write what each section of one document says, and remembers it."""

    def __init__(
        self,
        work: ModelWork,
        record: FileRecord,
        embedder: EmbeddingModel,
        memory: FindingsMemory,
    ) -> None:
        self._work = work
        self._record = record
        self._embedder = embedder
        self._memory = memory
        self._way = ("section", *written_by(work), embedder.fingerprint)

    def findings(self, sections: Sequence[Section], first: int) -> list[Finding]:
        """What neighbouring sections say; ends before the one at which it was stopped."""
        findings: list[Finding] = []
        for number, section in enumerate(sections, start=first):
            known = self._memory.of((*self._way, str(number), section.title))
            known.read_by(_passages_of(section))
            finding = known.finding(self._record)
            if finding is None:
                finding = summarised_by(self._work, section.passages, self._embedder)
                if self._work.should_stop():
                    break
                known.add({self._record.revision: finding})
            findings.append(finding)
        return findings


def _passages_of(section: Section) -> PassagesOf:
    return lambda record: section.passages


def written_by(work: ModelWork) -> tuple[str, str]:
    """The model and the prompt, which is noted for the trace."""
    work.prompt = SUMMARY_VERSION
    return work.model.id, SUMMARY_VERSION


def summarised_by(
    work: ModelWork, passages: Sequence[Passage], embedder: EmbeddingModel
) -> Finding:
    """What the model says of a text, or what the text says of itself."""
    (weighed,) = summarise([passages], embedder, SENTENCES_WEIGHED)
    if weighed.said and work.is_able:
        with work.asking():
            read = list(dict.fromkeys(map(_place, (each.passage for each in weighed.said))))
            places = {_place(each.passage): each.passage for each in weighed.said}
            shown = [places[each] for each in read]
            draft, tokens = written_summary(shown, work.model, work.should_stop)
            work.tokens += tokens
            if draft.says_something() and not work.should_stop():
                return Finding(tuple(_said(draft, each) for each in draft.kept), by_model=True)
            work.refused += 1
    (quoted,) = summarise([passages], embedder)
    return quoted


def _place(passage: Passage) -> tuple[int | None, int, int]:
    return passage.page, passage.start, passage.end


def _said(draft: Draft, sentence: AnswerSentence) -> Said:
    cited = {citation.marker: citation for citation in draft.citations}[sentence.citations[0]]
    passage = next(each for each in draft.passages if _holds(each, cited))
    return Said(passage, cited.start, cited.end, sentence.text, sentence.support, quoted=False)


def _holds(passage: Passage, cited: Citation) -> bool:
    inside = passage.start <= cited.start and cited.end <= passage.end
    return inside and passage.page == cited.page
