"""`footnote evaluate`: measures retrieval against questions with known places."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.table import Table

from assistant.command_line.index_command import run_index
from assistant.command_line.options import Invocation, JsonOption, LibraryOption, invocation
from assistant.command_line.output import Output
from indexer.library import Library

if TYPE_CHECKING:
    from assistant.evaluation.golden import GoldenQuestion
    from assistant.evaluation.runner import EvaluationReport


def evaluate(
    context: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="JSON Lines of questions.")],
    docs: Annotated[Path, typer.Option("--docs", metavar="DIR", help="The documents.")],
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", help="Keep the figures as a baseline.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE", help="A baseline to be held to.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Index the documents, search for every question and print the figures by type.

    Without --library a new one is made for the occasion and removed again.
    """
    from assistant.evaluation.runner import save_report

    if not docs.is_dir():
        raise typer.BadParameter(f"{docs} is no folder; --docs names the folder of the documents")
    if save is not None and not save.absolute().parent.is_dir():
        raise typer.BadParameter(f"{save} cannot be saved: there is no folder {save.parent}")
    known = _read_baseline(baseline)
    questions = _read_questions(gold)
    call = invocation(context, library, as_json)
    with _library(call) as opened:
        report = _measure(call.output, opened, docs.resolve(), questions)
    call.output.line(report)
    _show(call.output, report)
    if save is not None:
        save_report(report, save)
    if known is not None and _is_worse(call.output, report, known):
        raise typer.Exit(1)


def _read_questions(gold: Path) -> "list[GoldenQuestion]":
    from assistant.evaluation.runner import load_golden

    try:
        return load_golden(gold)
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error)) from error


def _read_baseline(file: Path | None) -> "EvaluationReport | None":
    from assistant.evaluation.runner import read_report

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


def _measure(
    output: Output, library: Library, docs: Path, questions: "Sequence[GoldenQuestion]"
) -> "EvaluationReport":
    from assistant.evaluation.runner import evaluate as measure
    from indexer.parsing.pool import ParserProcess
    from models.loading import load_embedding_model

    embedder = load_embedding_model()
    run_index(output, library, [docs], embedder, events_shown=False)
    with ParserProcess() as parser:
        return measure(questions, docs, library, embedder, parse=parser.parse)


def _show(output: Output, report: "EvaluationReport") -> None:
    kinds = list(report.by_type)
    table = Table("", "all", *kinds, box=None)
    table.add_row("questions", str(report.questions), *(str(report.counts[kind]) for kind in kinds))
    for metric, value in report.overall.items():
        cells = (report.by_type[kind].get(metric) for kind in kinds)
        row = ["" if cell is None else f"{cell:.3f}" for cell in cells]
        table.add_row(metric, f"{value:.3f}", *row)
    output.show(table)


def _is_worse(output: Output, report: "EvaluationReport", known: "EvaluationReport") -> bool:
    from assistant.evaluation.runner import compare

    regressions = compare(report, known)
    for worse in regressions:
        change = f"{worse.before:.3f} before, {worse.now:.3f} now"
        output.note(f"{worse.metric} is worse for {worse.type}: {change}")
    return bool(regressions)
