"""A table on the command line: what a person sees, also of a reading that was stopped."""

import io
from collections.abc import Iterator
from typing import cast

import pytest
from rich.console import Console, RenderableType

from assistant.answers import (
    AnswerMode,
    AnswerSentence,
    AnswerTable,
    Citation,
    Coverage,
    Support,
    TableRow,
)
from assistant.command_line.output import Output
from assistant.command_line.table_view import show_table, with_progress
from assistant.messages import RowFound


class Screen:
    """Stands in for standard output, which only a process of its own can give away."""

    def __init__(self) -> None:
        self.console = Console(record=True, width=100, file=io.StringIO())
        self.notes = Console(quiet=True)

    def show(self, *shown: RenderableType) -> None:
        for each in shown:
            self.console.print(each)


def row(number: int, text: str = "", failed: tuple[str, ...] = ()) -> RowFound:
    sentences = (AnswerSentence(text=text, support=Support.SUPPORTED, citations=(number,)),)
    citation = Citation(
        marker=number,
        path=f"/docs/{number}.pdf",
        revision="r",
        page=number,
        start=0,
        end=len(text),
        label=f"p. {number}",
        quote=text,
    )
    return RowFound(
        row=TableRow(
            path=f"/docs/{number}.pdf",
            title=f"Contract {number}",
            sentences=sentences if text else (),
            value="30 days" if text else "",
        ),
        citations=(citation,) if text else (),
        coverage=Coverage(read=number, total=9, nothing=0, failed=failed),
    )


def test_what_was_read_is_shown_when_reading_is_stopped() -> None:
    def events() -> Iterator[RowFound]:
        yield row(1, "It ends with 30 days notice.")
        yield row(2)
        raise KeyboardInterrupt

    screen = Screen()
    with pytest.raises(KeyboardInterrupt):
        list(with_progress(cast("Output", screen), "When?", events()))
    shown = screen.console.export_text()
    assert "It ends with 30 days notice. [1]" in shown
    assert "Nothing in: Contract 2" in shown
    assert "Read 2 of 9, 7 not reached." in shown
    assert "Stopped before the end." in shown


def test_rows_that_say_something_come_with_value_and_place() -> None:
    found = [row(1, "[bold]30 days[/bold]"), row(2), row(3, "60 days")]
    table = AnswerTable(
        question="When?",
        rows=tuple(each.row for each in found),
        citations=tuple(citation for each in found for citation in each.citations),
        coverage=Coverage(read=3, total=4, nothing=1, failed=("/docs/locked.pdf",)),
        mode=AnswerMode.QUOTES,
        model=None,
    )
    screen = Screen()
    show_table(cast("Output", screen), table)
    shown = screen.console.export_text()
    assert "[bold]30 days[/bold] [1]" in shown
    assert "p. 3" in shown
    assert "Could not be read: locked.pdf" in shown
    assert "Read 3 of 4, 1 had nothing, 1 could not be read." in shown
    assert "Stopped" not in shown
