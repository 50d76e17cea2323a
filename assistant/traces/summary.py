"""What the kept traces say together: how long answers take, how often none is given."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from assistant.answers import AnswerMode
from assistant.trace import AnswerTrace, PassageFate

TO_FIRST_QUOTE = ("retrieve", "quote")
IN_BETWEEN = ("compare",)
"""What not every answer has, and those that have it before the first quote is shown."""
TO_FIRST_WORD = (*TO_FIRST_QUOTE, "first_token")


class Spread(msgspec.Struct, frozen=True):
    """Seconds: half of the answers took no longer than `median`, 95 % no longer than `p95`."""

    median: float
    p95: float


class TraceSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Figures over the traces; a spread is None where no answer had that stage."""

    answers: int
    declined: int
    """Questions that the documents did not answer."""
    modes: dict[AnswerMode, int]
    """Answers by mode, declined ones left out."""
    models: dict[str, int]
    """How often each language model was given a question."""
    first_quote: Spread | None
    """From the question to the quotes."""
    first_word: Spread | None
    """From the question to the first word that a model wrote."""
    whole: Spread | None
    """From the question to the finished answer."""
    no_room: int
    """Answers for which a passage did not fit the prompt."""
    sentences: int
    """Sentences that models wrote."""
    refused: int
    """Of those, how many the check refused."""
    since: float | None
    """When the oldest of them was asked, in seconds since 1970."""

    @property
    def declined_share(self) -> float:
        """Of all questions, 0 to 1."""
        return self.declined / self.answers if self.answers else 0.0


def summary_of(traces: Sequence[AnswerTrace]) -> TraceSummary:
    """The figures over these traces."""
    answered = [trace for trace in traces if trace.abstained is None]
    written = [each for trace in traces for each in trace.sentences if not each.quoted]
    return TraceSummary(
        answers=len(traces),
        declined=len(traces) - len(answered),
        modes=dict(Counter(trace.mode for trace in answered)),
        models=dict(Counter(trace.model for trace in traces if trace.model)),
        first_quote=_spread(_sum_of(trace, TO_FIRST_QUOTE) for trace in answered),
        first_word=_spread(_sum_of(trace, TO_FIRST_WORD) for trace in answered),
        whole=_spread(trace.timings.get("total") for trace in traces),
        no_room=sum(_lacked_room(trace) for trace in traces),
        sentences=len(written),
        refused=sum(not each.shown for each in written),
        since=min((trace.asked_at for trace in traces), default=None),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed; one of them, not between two."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def _lacked_room(trace: AnswerTrace) -> bool:
    return any(passage.fate is PassageFate.NO_ROOM for passage in trace.passages)


def _sum_of(trace: AnswerTrace, stages: Iterable[str]) -> float | None:
    """Seconds of these stages together, None unless the answer had all of them."""
    if any(stage not in trace.timings for stage in stages):
        return None
    return sum(trace.timings.get(stage, 0.0) for stage in (*stages, *IN_BETWEEN))


def _spread(seconds: Iterable[float | None]) -> Spread | None:
    values = [each for each in seconds if each is not None]
    return Spread(percentile(values, 0.5), percentile(values, 0.95)) if values else None
