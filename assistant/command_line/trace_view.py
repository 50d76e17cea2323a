"""Shows a trace, and figures over many, to a person."""

import time

from rich.table import Table
from rich.text import Text

from assistant.command_line.output import Output
from assistant.command_line.places import place
from assistant.trace import AnswerTrace, PassageFate
from assistant.trace_words import (
    NO_TRACES,
    fate_words,
    outcome_words,
    pair_models_words,
    signal_words,
    stage_words,
    verdict_words,
    why_found,
    writing_words,
)
from assistant.traces.summary import Spread, TraceSummary

BAR = 30
"""Columns of the longest bar."""


def show_trace(output: Output, trace: AnswerTrace) -> None:
    """The whole of one: passages, sentences with their verdicts, and times."""
    output.show(Text(trace.question, style="bold"))
    asked = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(trace.asked_at))
    output.show(f"Trace {trace.id}, asked {asked}")
    if trace.searched != trace.question:
        output.show(f"Searched for: {trace.searched}")
    if trace.scope:
        output.show(f"Within: {trace.scope}")
    output.show(outcome_words(trace))
    if writing := writing_words(trace):
        output.show(writing)
    if others := pair_models_words(trace):
        output.show(others)
    _show_passages(output, trace)
    _show_sentences(output, trace)
    if trace.signals:
        _show_figures(output, _title_of_signals(trace), _signals(trace))
    _show_figures(output, "Seconds", _timings(trace))


def show_summary(output: Output, summary: TraceSummary) -> None:
    """Times and shares, as a small table with bars."""
    if not summary.answers:
        output.show(NO_TRACES)
        return
    since = time.strftime("%Y-%m-%d", time.localtime(summary.since))
    output.show(f"{summary.answers:,} questions since {since}")
    shares = Table("", "Questions", "", box=None)
    for mode, count in sorted(summary.modes.items(), key=lambda each: -each[1]):
        shares.add_row(f"answered: {mode.value}", *_share(count, summary.answers))
    shares.add_row("declined", *_share(summary.declined, summary.answers))
    if summary.no_room:
        shares.add_row("with a passage left out", *_share(summary.no_room, summary.answers))
    output.show(shares, "")
    output.show(_times(summary))
    if summary.sentences:
        share = summary.refused / summary.sentences
        output.show(
            "",
            f"Models wrote {summary.sentences:,} sentences; {summary.refused:,} were refused "
            f"({share:.0%}).",
        )


def summary_words(summary: TraceSummary) -> str:
    """The figures on one line."""
    said = [f"{summary.answers:,} traces"]
    if summary.first_quote is not None:
        said.append(f"first quote {_seconds(summary.first_quote)}")
    if summary.whole is not None:
        said.append(f"whole answer {_seconds(summary.whole)}")
    return "; ".join([*said, f"{summary.declined_share:.0%} declined"])


def _seconds(spread: Spread) -> str:
    return f"{spread.median:.2f} s, 95 % within {spread.p95:.2f} s"


def _share(count: int, total: int) -> tuple[str, Text]:
    share = count / total
    bar = "█" * round(share * BAR) or ("▏" if count else "")
    return f"{count:,}", Text(f"{bar} {share:.0%}", style="cyan")


def _times(summary: TraceSummary) -> Table:
    table = Table("Seconds", "half within", "95 % within", box=None)
    rows = (
        ("to the first quote", summary.first_quote),
        ("to a model's first word", summary.first_word),
        ("to the whole answer", summary.whole),
    )
    for words, spread in rows:
        if spread is not None:
            table.add_row(words, f"{spread.median:.2f}", f"{spread.p95:.2f}")
    return table


def _show_passages(output: Output, trace: AnswerTrace) -> None:
    if not trace.passages:
        return
    table = Table("", "Passage", "Found", "What became of it", box=None)
    for number, passage in enumerate(trace.passages, start=1):
        where = place(passage.path, passage.page, passage.label)
        marks = [fate_words(passage.fate)]
        marks += ["has hidden text"] if passage.hidden else []
        marks += ["from a scan"] if passage.scanned else []
        style = "dim" if passage.fate is PassageFate.NOT_USED else ""
        table.add_row(str(number), where, why_found(passage), ", ".join(marks), style=style)
    output.show("", table)


def _show_sentences(output: Output, trace: AnswerTrace) -> None:
    shown = [sentence for sentence in trace.sentences if sentence.shown]
    refused = [sentence for sentence in trace.sentences if not sentence.shown]
    for title, sentences in (("In the answer", shown), ("Not in the answer", refused)):
        if not sentences:
            continue
        output.show("", Text(title, style="bold"))
        for sentence in sentences:
            output.show(f"  {sentence.text}")
            output.show(Text(f"      {verdict_words(sentence)}", style="dim"))


def _title_of_signals(trace: AnswerTrace) -> str:
    is_table = "documents_read" in trace.signals
    return "What was read" if is_table else "What the decision to answer stood on"


def _signals(trace: AnswerTrace) -> dict[str, float]:
    return {signal_words(signal): value for signal, value in trace.signals.items()}


def _timings(trace: AnswerTrace) -> dict[str, float]:
    return {stage_words(stage): seconds for stage, seconds in trace.timings.items()}


def _show_figures(output: Output, title: str, figures: dict[str, float]) -> None:
    table = Table(show_header=False, box=None)
    for words, value in figures.items():
        table.add_row(words, f"{value:,.0f}" if value == int(value) > 1 else f"{value:.3f}")
    output.show("", Text(title, style="bold"), table)
