"""Jupyter notebooks: words, code and what the code printed, cell by cell."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from indexer.cleaning import clean_markdown
from indexer.documents import BlockKind, Page, ParsedDocument, ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing import markdown
from indexer.parsing.building import TextBuilder
from indexer.parsing.decoding import decode, read_bytes

MEDIA_TYPE = "application/x-ipynb+json"
LONGEST_OUTPUT = 20_000
"""Characters of one cell's output; the rest is a log that nobody reads."""
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""Colours of a terminal."""

Source = str | list[str]


class Output(msgspec.Struct):
    """What a cell printed or returned."""

    text: Source = ""
    data: dict[str, msgspec.Raw] = {}
    traceback: list[str] = []


class Cell(msgspec.Struct):
    """A cell; `input` is where version 3 kept the source of code."""

    cell_type: str = ""
    source: Source = ""
    input: Source = ""
    outputs: list[Output] = []


class Worksheet(msgspec.Struct):
    """What held the cells in version 3."""

    cells: list[Cell] = []


class Notebook(msgspec.Struct):
    """As much of a notebook as is read."""

    cells: list[Cell] = []
    worksheets: list[Worksheet] = []


def parse(path: Path) -> ParsedDocument:
    """Read a notebook; its title is the first heading."""
    decoded = decode(read_bytes(path))
    try:
        notebook = msgspec.json.decode(decoded.text, type=Notebook)
    except msgspec.DecodeError as error:
        raise UnreadableDocument(ReasonCode.DAMAGED, str(error)) from error
    cells = [*notebook.cells, *(cell for sheet in notebook.worksheets for cell in sheet.cells)]
    builder = TextBuilder()
    for number, cell in enumerate(cells, 1):
        _add_cell(builder, cell, f"cell {number}")
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(builder.page(),),
        title=clean_markdown(builder.first_heading()),
        warnings=decoded.warnings,
    )


def _add_cell(builder: TextBuilder, cell: Cell, label: str) -> None:
    text = _joined(cell.source) or _joined(cell.input)
    if cell.cell_type in ("markdown", "heading"):
        builder.add_page(Page(None, text, tuple(markdown.blocks_of(text))), label)
        return
    builder.add(BlockKind.CODE, text, label=label)
    for output in cell.outputs:
        for printed in _printed(output):
            cut = ESCAPES.sub("", printed)[:LONGEST_OUTPUT]
            builder.add(BlockKind.CODE, cut, label=f"{label}, output")


def _printed(output: Output) -> Iterator[str]:
    """The text among the forms that an output was kept in."""
    yield _joined(output.text)
    yield "\n".join(output.traceback)
    plain = output.data.get("text/plain")
    if plain is not None:
        yield _joined(msgspec.json.decode(plain, type=Source))


def _joined(source: Source) -> str:
    text = source if isinstance(source, str) else "".join(source)
    return text.replace("\r\n", "\n")
