"""What the kept traces say of answering as a whole: how many, how often none, how fast. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.trace import TraceEntry
from assistant.traces.summary import Spread, percentile


@dataclass(frozen=True, slots=True)
class Quality:
    """Numbers over all traces that are kept."""

    answers: int
    unanswered: int
    quotes: Spread | None
    """Until the first quotes stood there; None where that is not known."""
    whole: Spread | None

    @property
    def share_unanswered(self) -> float:
        """Of all questions, 0 to 1."""
        return self.unanswered / self.answers if self.answers else 0.0


def quality_of(entries: Sequence[TraceEntry]) -> Quality:
    """The numbers over these traces."""
    quotes = [each.seconds_to_quotes for each in entries if each.seconds_to_quotes is not None]
    return Quality(
        answers=len(entries),
        unanswered=sum(each.abstained for each in entries),
        quotes=_spread(quotes),
        whole=_spread([each.seconds for each in entries]),
    )


def _spread(seconds: Sequence[float]) -> Spread | None:
    return Spread(percentile(seconds, 0.5), percentile(seconds, 0.95)) if seconds else None
