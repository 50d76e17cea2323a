"""Shows a table over documents: how far reading is, then the rows and what is left."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from assistant.answers import AnswerMode, AnswerTable, Citation, TableRow
from assistant.command_line.output import Output
from assistant.mapping.map_words import coverage_sentence, model_sentence, stopped_sentence
from assistant.messages import RowFound

Event = TypeVar("Event")

NAMED = 20
"""Documents without an answer that are named one by one."""


def with_progress(output: Output, question: str, events: Iterable[Event]) -> Iterator[Event]:
    """The events as they are, with a bar while documents are read.

    Stopped by Ctrl+C, what was read until then is shown.
    """
    rows: list[RowFound] = []
    try:
        with _progress(output) as progress:
            for event in events:
                if isinstance(event, RowFound):
                    rows.append(event)
                    _move(progress, event)
                yield event
    except KeyboardInterrupt:
        if rows:
            show_table(output, _table_so_far(question, rows))
        raise


def _move(progress: Progress, event: RowFound) -> None:
    if not progress.task_ids:
        progress.add_task("Reading", file="")
    coverage, name = event.coverage, PurePath(event.row.path).name
    progress.update(progress.task_ids[0], total=coverage.total, completed=coverage.read, file=name)


def show_table(output: Output, table: AnswerTable) -> None:
    """The rows that say something, the documents that do not, and how many were read."""
    cited = {citation.marker: citation for citation in table.citations}
    found = [row for row in table.rows if row.sentences]
    if found:
        output.show(_grid(table, found, cited))
    nothing = [row for row in table.rows if not row.sentences]
    if nothing:
        output.show(Text(f"Nothing in: {_names(row.title for row in nothing)}", style="dim"))
    if table.coverage.failed:
        names = _names(PurePath(path).name for path in table.coverage.failed)
        output.show(Text(f"Could not be read: {names}", style="yellow"))
    output.show(Text(coverage_sentence(table.coverage, sections=table.sections), style="bold"))
    if by_model := model_sentence(table):
        output.show(Text(by_model, style="dim"))
    if again := stopped_sentence(table):
        output.show(again)


def _grid(table: AnswerTable, rows: Iterable[TableRow], cited: dict[int, Citation]) -> Table:
    rows = list(rows)
    has_values = any(row.value for row in rows)
    grid = Table(box=None, pad_edge=False)
    grid.add_column("Section" if table.sections else "Document", overflow="fold", ratio=2)
    if has_values:
        grid.add_column("Value", overflow="fold", ratio=1)
    grid.add_column("Words of the document", overflow="fold", ratio=5)
    grid.add_column("Place", overflow="fold", ratio=1)
    for row in rows:
        said = "\n".join(_said(each.text, each.citations) for each in row.sentences)
        places = dict.fromkeys(
            cited[marker].label for each in row.sentences for marker in each.citations
        )
        cells = [row.title, *([row.value] if has_values else []), said, "\n".join(places)]
        grid.add_row(*map(Text, cells))
    return grid


def _said(text: str, markers: Iterable[int]) -> str:
    return text + "".join(f" [{marker}]" for marker in markers)


def _names(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - NAMED:,} more" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more


def _progress(output: Output) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[file]}"),
        console=output.notes,
        transient=True,
        disable=not output.notes.is_terminal,
    )


def _table_so_far(question: str, rows: Sequence[RowFound]) -> AnswerTable:
    """The table of a run that ended before its last event; there is at least one row."""
    return AnswerTable(
        question=question,
        rows=tuple(event.row for event in rows),
        citations=tuple(citation for event in rows for citation in event.citations),
        coverage=rows[-1].coverage,
        mode=AnswerMode.QUOTES,
        model=None,
    )
