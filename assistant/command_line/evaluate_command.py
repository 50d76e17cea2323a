"""`footnote evaluate`: measures search, or answers, against questions with known answers."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.table import Table

from assistant.command_line.evaluate_answers import (
    NO_MODEL,
    AnswersWanted,
    Measure,
    measure_answers,
    measure_follow_ups,
    measure_injection,
    read_or_refuse,
)
from assistant.command_line.index_command import run_index
from assistant.command_line.options import (
    Invocation,
    JsonOption,
    LibraryOption,
    check_saving,
    invocation,
)
from assistant.command_line.output import Output
from assistant.command_line.pair_models import (
    NoEntailmentOption,
    NoRerankerOption,
    chosen_reranker,
)
from indexer.library import Library

if TYPE_CHECKING:
    from assistant.evaluation.golden import GoldenQuestion
    from assistant.evaluation.reports import EvaluationReport
    from models.interfaces import EmbeddingModel

SHOWN_METRICS = (
    "hit@1", "recall@5", "mrr@10", "ndcg@10", "span_recall@5", "page_recall@5",
    "quotes_hold@2_of_found", "answer_holds", "citation_precision", "answered", "declined",
    "answered_plainly", "declined_or_told", "resists", "right", "still_right",
)  # fmt: skip
SHOWN_RUNS = 20


def evaluate(
    context: typer.Context,
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Questions, as JSON Lines or as a CSV table.")
    ],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="The documents.")],
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Keep the figures as a baseline.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE", help="A baseline to be held to.")
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option("--history", metavar="FILE", help="Add this run to a file, show all of them."),
    ] = None,
    answers: Annotated[
        bool, typer.Option("--answers", help="Measure answers, not search alone.")
    ] = False,
    injection: Annotated[
        bool,
        typer.Option("--injection", help="GOLD lists files with planted instructions."),
    ] = False,
    follow_ups: Annotated[
        bool,
        typer.Option("--follow-ups", help="GOLD holds pairs of questions; the second follows."),
    ] = False,
    model: Annotated[
        str, typer.Option("--model", metavar="ID", help="What writes answers; none for quotes.")
    ] = NO_MODEL,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="So many questions, chosen by chance.")
    ] = None,
    without_gold: Annotated[
        bool,
        typer.Option("--without-gold", help="Ask again with the gold documents hidden."),
    ] = False,
    no_reranker: NoRerankerOption = False,
    no_entailment: NoEntailmentOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index the documents, ask every question and print the figures by type.

    Search alone is measured unless --answers, --injection or --follow-ups is given. Without
    --library a new one is made for the occasion and removed again.
    """
    from assistant.evaluation.follow_ups import load_pairs
    from assistant.evaluation.golden import load_golden
    from assistant.evaluation.injection import load_planted
    from assistant.evaluation.reports import save_report
    from models.loading import load_embedding_model

    if not docs.is_dir():
        raise typer.BadParameter(f"{docs} is no folder; --docs names the folder of the documents")
    for file in (save, history):
        if file is not None:
            check_saving(file)
    known = _read_baseline(baseline)
    wanted = AnswersWanted(model, limit, without_gold, no_reranker, no_entailment)
    if injection:
        measure = measure_injection(read_or_refuse(load_planted, gold), wanted)
    elif follow_ups:
        measure = measure_follow_ups(read_or_refuse(load_pairs, gold))
    elif answers:
        measure = measure_answers(read_or_refuse(load_golden, gold), wanted)
    else:
        measure = _measure_search(read_or_refuse(load_golden, gold), no_reranker)
    call = invocation(context, library, as_json)
    with _library(call) as opened:
        embedder = load_embedding_model()
        run_index(call.output, opened, [docs.resolve()], embedder, events_shown=False)
        report = measure(call.output, opened, docs.resolve(), embedder)
    call.output.line(msgspec.structs.replace(report, rows=()))
    _show(call.output, report)
    if history is not None:
        _keep(call.output, report, gold, history)
    if save is not None:
        save_report(report, save)
    if known is not None and _is_worse(call.output, report, known):
        raise typer.Exit(1)


def _read_baseline(file: Path | None) -> "EvaluationReport | None":
    from assistant.evaluation.reports import read_report

    if file is None:
        return None
    try:
        return read_report(file)
    except (OSError, msgspec.DecodeError) as error:
        raise typer.BadParameter(f"{file} is no saved evaluation: {error}") from error


@contextmanager
def _library(call: Invocation) -> Iterator[Library]:
    """The library that was named, or one that lasts as long as the evaluation."""
    if call.library_was_named:
        with Library.open(call.library_folder, create=True, write=True) as opened:
            yield opened
        return
    with (
        tempfile.TemporaryDirectory(prefix="footnote-evaluate-", ignore_cleanup_errors=True) as at,
        Library.open(Path(at), create=True, write=True) as opened,
    ):
        yield opened


def _measure_search(questions: "Sequence[GoldenQuestion]", no_reranker: bool) -> Measure:
    def measure(
        output: Output, library: Library, docs: Path, embedder: "EmbeddingModel"
    ) -> "EvaluationReport":
        from assistant.evaluation.runner import evaluate as measured
        from indexer.parsing.pool import ParserProcess

        with ParserProcess() as parser:
            return measured(
                questions,
                docs,
                library,
                embedder,
                parse=parser.parse,
                reranker=chosen_reranker(output, unwanted=no_reranker),
            )

    return measure


def _show(output: Output, report: "EvaluationReport") -> None:
    kinds = list(report.by_type)
    table = Table("", "all", "95 % between", *kinds, box=None)
    counts = (str(report.counts[kind]) for kind in kinds)
    table.add_row("questions", str(report.questions), "", *counts)
    for metric, value in report.overall.items():
        cells = (report.by_type[kind].get(metric) for kind in kinds)
        low, high = report.intervals[metric]
        table.add_row(metric, f"{value:.3f}", f"{low:.3f}–{high:.3f}", *map(_figure, cells))
    output.show(table)
    if report.reranker:
        output.show(f"First results ordered by {report.reranker}.")
    if report.entailment_model:
        output.show(f"Sentences checked by rules and {report.entailment_model}.")
    if report.seconds:
        output.show(
            "", ", ".join(f"{name} {value:.3f} s" for name, value in report.seconds.items())
        )
    if report.slices:
        _show_slices(output, report)


def _show_slices(output: Output, report: "EvaluationReport") -> None:
    """The same by other facts of the questions, one line each."""
    shown = [metric for metric in SHOWN_METRICS if metric in report.overall]
    table = Table("", "questions", *shown, box=None)
    for name, part in report.slices.items():
        cells = (part.metrics.get(metric) for metric in shown)
        table.add_row(name, str(part.questions), *map(_figure, cells))
    output.show("", table)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _keep(output: Output, report: "EvaluationReport", gold: Path, history: Path) -> None:
    """Add the run to the history and show how quality went over time."""
    from assistant.evaluation.history import append_run, read_runs, run_of

    run = run_of(report, gold)
    append_run(history, run)
    table = Table("run", "settings", *SHOWN_METRICS, title=run.golden, box=None)
    for past in read_runs(history, run.golden)[-SHOWN_RUNS:]:
        values = (past.overall.get(metric) for metric in SHOWN_METRICS)
        table.add_row(f"{past.at:%Y-%m-%d %H:%M}", past.settings, *map(_figure, values))
    output.show(table)


def _is_worse(output: Output, report: "EvaluationReport", known: "EvaluationReport") -> bool:
    from assistant.evaluation.reports import compare

    regressions = compare(report, known)
    for worse in regressions:
        change = f"{worse.before:.3f} before, {worse.now:.3f} now"
        if worse.interval is not None:
            low, high = worse.interval
            change += f", the change lies between {low:+.3f} and {high:+.3f}"
        output.note(f"{worse.metric} is worse for {worse.type}: {change}")
    return bool(regressions)
