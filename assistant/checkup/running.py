"""Lets a language model do the tasks of the check-up and counts what it gets right."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answers import AnswerMode, Passage
from assistant.checkup.scores import CheckupScores
from assistant.checkup.tasks import JudgeTask, MapTask, RewriteTask, Task, WriteTask, tasks
from assistant.drafts.drafting import Draft
from assistant.drafts.model_tasks import complete, judge
from assistant.drafts.picking import pick
from assistant.drafts.prompting import build_prompt
from assistant.drafts.writing import SentenceStream
from assistant.evaluation.answer_metrics import contains
from assistant.terms import fold
from indexer.sentences import split_sentences
from models.errors import ModelError
from models.interfaces import GenerationOptions, LanguageModel

ANSWER_TOKENS = 64
MOST_SENTENCES = 2
LONGEST_QUESTION = 120
"""Characters; what is longer is an answer, or several tries."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Checked:
    """One task is done."""

    done: int
    total: int
    task: str
    right: bool
    said: str


@dataclass(slots=True)
class _Tally:
    """How often something was right."""

    right: int = 0
    total: int = 0

    def count(self, *, right: bool) -> None:
        self.right += right
        self.total += 1

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 0.0


@dataclass(slots=True)
class Checkup:
    """A check-up in progress; `scores` holds once `run` has ended."""

    model: LanguageModel
    should_stop: Callable[[], bool] = lambda: False
    _right: _Tally = field(default_factory=_Tally)
    _kept: _Tally = field(default_factory=_Tally)
    _numbers: _Tally = field(default_factory=_Tally)
    _declines: _Tally = field(default_factory=_Tally)
    _judged: _Tally = field(default_factory=_Tally)
    _completed: _Tally = field(default_factory=_Tally)
    _mapped: _Tally = field(default_factory=_Tally)
    _passed_over: _Tally = field(default_factory=_Tally)
    _read: list[tuple[int, float]] = field(default_factory=list)
    """Tokens of each prompt, and seconds to the first word."""
    _written: list[tuple[int, float]] = field(default_factory=list)

    def run(self, given: Sequence[Task] | None = None) -> Iterator[Checked]:
        """Do the tasks one by one; stops early, and then `scores` count what was done.

        Raises `ModelError` when the model fails in every one of the first three.
        """
        chosen = tasks() if given is None else given
        failures = 0
        for done, task in enumerate(chosen, start=1):
            if self.should_stop():
                return
            try:
                right, said = self._do(task)
            except ModelError as error:
                failures += 1
                if failures == done == 3:
                    raise
                right, said = False, str(error)
            yield Checked(done, len(chosen), task.id, right, said)

    def scores(self) -> CheckupScores:
        """What has been counted so far."""
        return CheckupScores(
            right=self._right.share,
            right_kept=self._kept.share,
            numbers=self._numbers.share if self._numbers.total else 1.0,
            declines=self._declines.share,
            judged=self._judged.share,
            completed=self._completed.share,
            mapped=self._mapped.share,
            passed_over=self._passed_over.share,
            tokens_read=_speed(self._read),
            tokens_written=_speed(self._written),
        )

    def _do(self, task: Task) -> tuple[bool, str]:
        match task:
            case WriteTask():
                return self._write(task)
            case JudgeTask():
                return self._judge(task)
            case RewriteTask():
                return self._complete(task)
            case MapTask():
                return self._pick(task)

    def _judge(self, task: JudgeTask) -> tuple[bool, str]:
        self._judged.total += 1
        said = judge(task.source, task.claim, self.model, self.should_stop)
        self._judged.right += said is task.holds
        return said is task.holds, "yes" if said else "no"

    def _complete(self, task: RewriteTask) -> tuple[bool, str]:
        self._completed.total += 1
        said = complete(task.before, task.question, self.model, self.should_stop)
        is_question = "?" in said and len(said) <= LONGEST_QUESTION
        right = is_question and all(fold(word) in fold(said) for word in task.words)
        self._completed.right += right
        return right, said

    def _pick(self, task: MapTask) -> tuple[bool, str]:
        tally = self._mapped if task.sentence else self._passed_over
        tally.total += 1
        said = pick(task.question, task.sentences, self.model, self.should_stop).reply
        if said is None or not said.found:
            right = not task.sentence
        else:
            is_there = said.sentence == task.sentence and contains(said.value, task.value)
            right = bool(task.sentence) and is_there
        tally.right += right
        return right, said.value if said is not None and said.found else ""

    def _write(self, task: WriteTask) -> tuple[bool, str]:
        passages = [_passage(number, text) for number, text in enumerate(task.passages, 1)]
        tallies = (self._right, self._kept) if task.gold else (self._declines,)
        for tally in tallies:
            tally.total += 1
        draft = self._draft(task.question, passages)
        said = " ".join(sentence.text for sentence, _ in draft.checked)
        kept = " ".join(sentence.text for sentence in draft.kept)
        self._count_numbers(said, f"{task.question} {' '.join(task.passages)}")
        if not task.gold:
            self._declines.right += not kept
            return not kept, said
        right = any(contains(said, gold) for gold in task.gold)
        self._right.right += right
        self._kept.right += any(contains(kept, gold) for gold in task.gold)
        return right, said

    def _draft(self, question: str, passages: Sequence[Passage]) -> Draft:
        """What the model writes, stopped where a short answer would be."""
        prompt = build_prompt(question, passages, self.model, AnswerMode.SHORT, ANSWER_TOKENS)
        draft, stream = Draft(question, prompt.used, []), SentenceStream()
        options = GenerationOptions(max_tokens=ANSWER_TOKENS)
        began = first = time.perf_counter()
        pieces = 0
        for piece in self.model.generate(prompt.messages, options, self.should_stop):
            if not pieces:
                first = time.perf_counter()
                self._read.append((prompt.tokens, first - began))
            pieces += 1
            for sentence in stream.feed(piece):
                draft.check(sentence)
            if draft.repeats or len(draft.checked) >= MOST_SENTENCES or stream.is_looping():
                break
        else:
            for sentence in stream.finish():
                draft.check(sentence)
        self._written.append((pieces - 1, time.perf_counter() - first))
        return draft

    def _count_numbers(self, said: str, source: str) -> None:
        known = set(_numbers_of(source))
        for number in _numbers_of(said):
            self._numbers.count(right=number in known)


def _numbers_of(text: str) -> list[str]:
    return [number.replace(",", "") for number in _NUMBER.findall(text)]


def _passage(number: int, text: str) -> Passage:
    return Passage(
        path=f"/checkup/{number}.txt",
        revision="checkup",
        page=None,
        start=0,
        end=len(text),
        label=f"text {number}",
        text=text,
        score=1.0,
        sentences=tuple((each.start, each.end) for each in split_sentences(text)),
    )


def _speed(measured: Sequence[tuple[int, float]]) -> float | None:
    """Per second over all; None where nothing was measured."""
    count = sum(each for each, _ in measured)
    seconds = sum(each for _, each in measured)
    return round(count / seconds, 1) if count > 0 and seconds > 0 else None
