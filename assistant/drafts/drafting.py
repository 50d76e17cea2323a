"""A written answer as it grows: each sentence checked as soon as it is complete."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answers import AnswerSentence, Citation, Passage, Support
from assistant.checks.verdicts import Verdict
from assistant.checks.verification import verify
from assistant.drafts.prompting import NOT_FOUND
from assistant.drafts.writing import read_sentence
from assistant.messages import SentenceChecked
from assistant.quotes.citing import cite, support_of
from assistant.terms import content_terms, words
from models.interfaces import EntailmentModel

REPEATED = "said before"
PART_ONLY = "supported in part only, and this model guesses the other part"
NOT_QUOTED = "stands on none of the quotes, and this model wanders off"


@dataclass(slots=True)
class Draft:
    """Sentences of a model with their verdicts; citations go on from those of the evidence."""

    question: str
    passages: Sequence[Passage]
    """Marker n of the prompt is `passages[n - 1]`."""
    citations: list[Citation]
    is_trusted: bool = True
    """Whether a sentence may stay that is supported in part, or stands on none of the quotes.

    A small model guesses the other part, and wanders off to what is true but was not asked.
    """
    entailment: EntailmentModel | None = None
    """Judges whether sentences follow from their source, in addition to the rules."""
    kept: list[AnswerSentence] = field(default_factory=list)
    dropped: list[AnswerSentence] = field(default_factory=list)
    checked: list[tuple[AnswerSentence, tuple[str, ...]]] = field(default_factory=list)
    """Kept and dropped in the order they were written, with what spoke against each."""
    upheld: set[str] = field(default_factory=set)
    """Kept sentences supported in part, which the model's own judgement found to be true."""
    _said: set[tuple[str, ...]] = field(default_factory=set)
    repeats: bool = False
    """The model has begun to say again what it said; more of it is not worth waiting for."""

    def check(self, raw: str) -> SentenceChecked | None:
        """The verdict on the next sentence; None for what is no sentence at all."""
        written = read_sentence(raw)
        said = tuple(words(written.text))
        if not said or written.text.rstrip(".") == NOT_FOUND:
            return None
        if said in self._said:
            self.repeats = True
            return self._refuse(written.text, (REPEATED,))
        self._said.add(said)
        verdict = self._verdict(written.text, written.markers)
        if verdict.passage is None or not self._is_kept(verdict):
            return self._refuse(written.text, verdict.objections or (self._why_not(verdict),))
        citation, is_new = self._citation(verdict)
        support = support_of(self.passages[verdict.passage], verdict.support)
        sentence = AnswerSentence(text=written.text, support=support, citations=(citation.marker,))
        self.kept.append(sentence)
        self.checked.append((sentence, verdict.objections))
        return SentenceChecked(sentence=sentence, citations=(citation,) if is_new else ())

    def withdraw(self, sentence: AnswerSentence, objection: str) -> None:
        """Take a kept sentence back."""
        self.kept.remove(sentence)
        refused = AnswerSentence(text=sentence.text, support=Support.UNSUPPORTED)
        self.dropped.append(refused)
        places = [place for place, (known, _) in enumerate(self.checked) if known is sentence]
        for place in places:
            self.checked[place] = (refused, (*self.checked[place][1], objection))

    def says_something(self) -> bool:
        """Whether a kept sentence holds more than the words of the question."""
        asked = set(content_terms(self.question))
        return any(
            (sentence.support is not Support.PARTLY or sentence.text in self.upheld)
            and set(content_terms(sentence.text)) - asked
            for sentence in self.kept
        )

    def _is_kept(self, verdict: Verdict) -> bool:
        if self.is_trusted:
            return True
        return verdict.support is Support.SUPPORTED and self._known_place(verdict) is not None

    def _why_not(self, verdict: Verdict) -> str:
        return PART_ONLY if verdict.support is Support.PARTLY else NOT_QUOTED

    def _refuse(self, text: str, objections: tuple[str, ...]) -> SentenceChecked:
        sentence = AnswerSentence(text=text, support=Support.UNSUPPORTED)
        self.dropped.append(sentence)
        self.checked.append((sentence, objections))
        return SentenceChecked(sentence=sentence, citations=())

    def _verdict(self, text: str, markers: Sequence[int]) -> Verdict:
        """Held against the cited passages; where they do not carry it, against all of them.

        Small models often put the wrong number. What is shown as the citation is where the
        sentence was verified, so a wrong marker does no harm, and one that means nothing none.
        """
        cited = [number - 1 for number in markers if 1 <= number <= len(self.passages)]
        if cited:
            own = [self.passages[index] for index in cited]
            verdict = verify(text, own, self.question, self.entailment)
            if verdict.passage is not None:
                return _at(verdict, cited[verdict.passage])
        return verify(text, self.passages, self.question, self.entailment)

    def _citation(self, verdict: Verdict) -> tuple[Citation, bool]:
        """The citation of the place a sentence stands on, and whether it is a new one."""
        assert verdict.passage is not None
        known = self._known_place(verdict)
        if known is not None:
            return known, False
        passage = self.passages[verdict.passage]
        marker = max((known.marker for known in self.citations), default=0) + 1
        citation = cite(passage, verdict.start, verdict.end, marker)
        self.citations.append(citation)
        return citation, True

    def _known_place(self, verdict: Verdict) -> Citation | None:
        """The citation that holds the place already."""
        assert verdict.passage is not None
        passage = self.passages[verdict.passage]
        for known in self.citations:
            same_text = (known.path, known.page) == (passage.path, passage.page)
            if same_text and known.start <= verdict.start and verdict.end <= known.end:
                return known
        return None


def _at(verdict: Verdict, passage: int) -> Verdict:
    return replace(verdict, passage=passage)
