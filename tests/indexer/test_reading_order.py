"""Pages with columns are read column by column, however the file paints them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.chunking import chunk_document
from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing import pdf
from indexer.pieces import covering_blocks
from tests.indexer.pdf_making import Text, write_pdf

WORDS = (
    *("harbour", "lantern", "meadow", "copper", "violet", "thunder", "orchard", "saddle", "ribbon"),
    *("kettle", "walnut", "ferry", "cobalt", "marble", "willow", "anchor", "pepper", "tunnel"),
)
PITCH = 13.2
ROWS = 24


def prose(seed: int, rows: int, letters: int) -> list[str]:
    """Lines of made-up prose, each with a number of its own by which it can be found."""
    lines = []
    for row in range(rows):
        line = f"x{seed}{row:02d}"
        step = row
        while len(line) + 8 < letters:
            step += 1
            line += " " + WORDS[(seed * 7 + row * 3 + step * 5) % len(WORDS)]
        lines.append(line)
    return lines


def columns(count: int, rows: int = ROWS, top: float = 680) -> list[list[Text]]:
    """Columns of prose over the width of the page."""
    width = 468 / count
    letters = int((width - 18) / 5.1)
    return [
        [
            Text(line, 72 + number * width, top - row * PITCH, 10)
            for row, line in enumerate(prose(number, rows, letters))
        ]
        for number in range(count)
    ]


def line_by_line(parts: list[list[Text]]) -> list[Text]:
    """The lines as a careless program paints them: row after row across all columns."""
    return [text for row in zip(*parts, strict=True) for text in row]


def marks(document: ParsedDocument) -> list[str]:
    """The numbers of all lines of the first page, in the order of its blocks."""
    page = document.pages[0]
    return [
        word
        for block in covering_blocks(page)
        if block.kind is not BlockKind.FURNITURE
        for word in page.text[block.span.start : block.span.end].split()
        if word[0] == "x" and word[1:].isdigit()
    ]


def expected(parts: list[list[Text]]) -> list[str]:
    """The same in the order of reading."""
    return [text.text.split()[0] for part in parts for text in part]


def paintings() -> Iterator[tuple[str, list[list[Text]], list[Text]]]:
    """Pages with the columns in the order of reading and their texts in the order of painting."""
    head = Text("A heading over all of the columns of this page", 72, 720, 18)
    two, three = columns(2), columns(3)
    yield "two", two, [*two[0], *two[1]]
    yield "two, line by line", two, line_by_line(two)
    yield "two, the right one first", two, [*two[1], *two[0]]
    yield "three", three, [*three[0], *three[1], *three[2]]
    yield "three, line by line", three, line_by_line(three)
    yield "two below a heading, line by line", two, [head, *line_by_line(two)]
    upper, lower = columns(2, 10), columns(2, 10, 680 - 13 * PITCH)
    for part in lower:
        part[:] = [Text(t.text.replace("x", "x5", 1), t.left, t.bottom, t.size) for t in part]
    middle = Text("A second heading between two parts with columns", 72, 680 - 11.4 * PITCH, 14)
    yield (
        "two, a heading, two again, line by line",
        [*upper, *lower],
        [head, *line_by_line(upper), middle, *line_by_line(lower)],
    )
    shifted = [two[0], [Text(t.text, t.left, t.bottom - 5, t.size) for t in two[1]]]
    yield "two, not on one height, line by line", shifted, line_by_line(shifted)
    notes = [
        [Text(f"x9{n} a note in small type below the columns", 72, 330 - n * 9, 7)] for n in (0, 1)
    ]
    yield (
        "two with notes, line by line",
        [two[0], *notes, two[1]],
        [*line_by_line(two), *(text for note in notes for text in note)],
    )


@pytest.mark.parametrize(("parts", "painted"), [p[1:] for p in paintings()],
                         ids=[p[0] for p in paintings()])  # fmt: skip
def test_columns_are_read_one_after_another(
    tmp_path: Path, parts: list[list[Text]], painted: list[Text]
) -> None:
    document = pdf.parse(write_pdf(tmp_path / "columns.pdf", [painted]))

    assert marks(document) == expected(parts)


def test_no_chunk_mixes_columns_that_the_text_interleaves(tmp_path: Path) -> None:
    two = columns(2)
    document = pdf.parse(write_pdf(tmp_path / "columns.pdf", [line_by_line(two)]))

    chunks = chunk_document(document, "r", lambda texts: [len(t.split()) for t in texts], 128)

    sides = [{word[1] for word in chunk.text.split() if word[1:].isdigit()} for chunk in chunks]
    assert all(len(side) == 1 for side in sides)
    found = [word for chunk in chunks for word in chunk.text.split() if word[1:].isdigit()]
    assert found == expected(two)


def test_a_table_stays_row_by_row(tmp_path: Path) -> None:
    rows = [(f"Item number {n} of the list", f"{n * 17}.50", f"{n * 3} %") for n in range(12)]
    painted = [
        Text(cell, left, 680 - row * PITCH, 10)
        for row, cells in enumerate(rows)
        for cell, left in zip(cells, (72, 330, 450), strict=True)
    ]
    page = pdf.parse(write_pdf(tmp_path / "table.pdf", [painted])).pages[0]

    [table] = [block for block in page.blocks if block.kind is BlockKind.TABLE]
    lines = page.text[table.span.start : table.span.end].splitlines()
    assert [line.split()[2] for line in lines] == [str(n) for n in range(12)]
    assert all(str(n * 17) in line for n, line in enumerate(lines))


def test_labels_with_their_descriptions_stay_together(tmp_path: Path) -> None:
    rows = [
        (f"Term {n}", f"what is meant by the term of number {n}, in some words") for n in range(10)
    ]
    painted = [
        Text(cell, left, 680 - row * PITCH, 10)
        for row, cells in enumerate(rows)
        for cell, left in zip(cells, (72, 160), strict=True)
    ]
    page = pdf.parse(write_pdf(tmp_path / "terms.pdf", [painted])).pages[0]

    found = " ".join(page.text[b.span.start : b.span.end] for b in page.blocks).split()
    places = [found.index(f"{n}") for n in range(10)]
    assert places == sorted(places)
    assert all(found[place + 1] == "what" for place in places)
