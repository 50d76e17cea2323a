"""What is said of how an answer came about, beside `assistant.trace_words`; plain text."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from assistant.trace import AnswerTrace
from assistant.trace_words import outcome_words, signal_words, writing_words


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("trace", text)


STAGES = ("follow", "retrieve", "quote", "compare", "first_token", "write", "verify", "judge")
"""In the order in which they happen."""


def stages_of(timings: dict[str, float]) -> list[tuple[str, float]]:
    """Every stage with its seconds, in their order; the total is none."""
    order = {stage: number for number, stage in enumerate(STAGES)}
    found = [(stage, seconds) for stage, seconds in timings.items() if stage != "total"]
    return sorted(found, key=lambda each: order.get(each[0], len(order)))


def asked_words(trace: AnswerTrace) -> str:
    """When it was asked, and where was looked."""
    said = time_words(trace.asked_at)
    return tr("{0} · only in {1}").format(said, trace.scope) if trace.scope else said


def time_words(seconds: float) -> str:
    """A moment, given in seconds since 1970."""
    when = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def facts_of(trace: AnswerTrace) -> list[tuple[str, str]]:
    """What it was made with, as names and values."""
    facts = [
        (tr("Outcome"), outcome_words(trace)),
        (tr("Writing"), writing_words(trace)),
        (tr("Language model"), trace.model or tr("none")),
        (tr("Embedding model"), trace.embedding_model),
        (tr("Reranker"), trace.reranker),
        (tr("Model that checks sentences"), trace.entailment_model),
        *((sentence_case(signal_words(name)), f"{n:.2f}") for name, n in trace.signals.items()),
    ]
    return [(name, value) for name, value in facts if value]


def seconds_words(seconds: float) -> str:
    """Seconds as precisely as they say something."""
    if seconds < 1:
        return tr("{0} ms").format(round(seconds * 1_000))
    return tr("{0} s").format(f"{seconds:.1f}")


def sentence_case(words: str) -> str:
    """The words with a capital in front, all else as it is."""
    return words[:1].upper() + words[1:]
