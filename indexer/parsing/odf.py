"""Opens OpenDocument files, and reads the words that texts, sheets and slides have in common."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from indexer.documents import ReasonCode
from indexer.errors import UnreadableDocument
from indexer.parsing.office_comments import comment_text
from indexer.parsing.ooxml import OfficeFile, attribute, child, children, local_name

MOST_REPEATED = 1_000
"""Columns that one cell with words may stand for."""
MOST_SPACES = 200
UNSEEN_NAMES = (
    "annotation tracked-changes hidden-text ruby-text title desc frame custom-shape rect g "
    "note bookmark-ref-format enhanced-geometry soft-page-break sequence-decls event-listeners"
)
UNSEEN = frozenset(UNSEEN_NAMES.split())
ROW_GROUPS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
CELLS = frozenset({"table-cell", "covered-table-cell"})


@dataclass(frozen=True, slots=True)
class OdfParts:
    """What was read from a file: the body's one element, the styles, and the title."""

    body: Element
    styles: tuple[Element, ...]
    """Roots whose descendants are styles, the document's own first."""
    title: str


def open_odf(path: Path, kind: str) -> OdfParts:
    """Read the parts of a file; `kind` is its body's: `text`, `spreadsheet` or `presentation`."""
    with OfficeFile(path) as office:
        manifest = office.part("META-INF/manifest.xml")
        if any(local_name(element) == "encryption-data" for element in _all(manifest)):
            raise UnreadableDocument(ReasonCode.ENCRYPTED)
        content = office.part("content.xml")
        body = child(content, "body", kind)
        if content is None or body is None:
            raise UnreadableDocument(ReasonCode.WRONG_FORMAT, f"not an OpenDocument {kind}")
        shared = office.part("styles.xml")
        title = child(office.part("meta.xml"), "meta", "title")
    roots = (content, shared) if shared is not None else (content,)
    return OdfParts(
        body, roots, " ".join(((title.text if title is not None else "") or "").split())
    )


def words(element: Element) -> str:
    """The words of a paragraph; notes leave their mark, white space is as a reader sees it."""
    parts = [_folded(element.text)]
    for inner in element:
        parts.append(_inner_words(inner))
        parts.append(_folded(inner.tail))
    return "".join(parts)


def frames(element: Element) -> Iterator[Element]:
    """The outermost frames and shapes inside a paragraph."""
    for inner in element:
        if local_name(inner) in ("frame", "custom-shape", "rect", "g"):
            yield inner
        elif local_name(inner) not in UNSEEN:
            yield from frames(inner)


def notes(element: Element) -> Iterator[tuple[str, str]]:
    """The mark and the words of each footnote or endnote below an element."""
    for inner in _all(element):
        if local_name(inner) == "note":
            body = child(inner, "note-body")
            paragraphs = (words(part).strip() for part in _all(body) if is_paragraph(part))
            yield _citation(inner), " ".join(text for text in paragraphs if text)


def is_paragraph(element: Element) -> bool:
    """Whether this is a paragraph or a heading."""
    return local_name(element) in ("p", "h")


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, and how often it stands there."""

    cells: list[str]
    """Merged cells stand in every row; empty ones at the end are left out."""
    times: int = 1
    is_hidden: bool = False
    comments: tuple[tuple[int, str], ...] = ()
    """What was written beside its cells, each with the cell's column from 0."""


def table_rows(table: Element) -> Iterator[TableRow]:
    """The rows of a table in a text, on a slide or of a sheet."""
    spanning: dict[int, tuple[int, str]] = {}
    for row in _rows(table):
        times = max(1, number_of(row, "number-rows-repeated"))
        yield TableRow(_row(row, spanning), times, is_hidden(row), tuple(_beside_cells(row)))


def is_hidden(element: Element) -> bool:
    """Whether a row or a column is not shown, by the person's will or by a filter."""
    return attribute(element, "visibility") in ("collapse", "filter")


def small_table(table: Element, most: int = 10_000) -> list[list[str]]:
    """The rows of a table in a text or on a slide; empty ones are left out."""
    rows: list[list[str]] = []
    for row in table_rows(table):
        rows.extend([row.cells] * min(row.times, most - len(rows)) if any(row.cells) else [])
    return rows


def comments(element: Element) -> Iterator[str]:
    """What reviewers have written anywhere below an element, with their names."""
    for inner in element.iter():
        if local_name(inner) == "annotation":
            author = child(inner, "creator")
            written = (words(part) for part in inner.iter() if is_paragraph(part))
            yield from comment_text(
                (author.text or "") if author is not None else "", " ".join(written)
            )


def cell_words(cell: Element) -> str:
    """What a cell shows; dates are written as 2024-05-31, whatever the document's language."""
    date = attribute(cell, "date-value")
    if date:
        return date.removesuffix("T00:00:00").replace("T", " ")
    shown = " ".join(text for part in _all_shown(cell) if (text := " ".join(words(part).split())))
    return shown or attribute(cell, "string-value") or attribute(cell, "value")


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        name = local_name(element)
        if name == "table-row":
            yield element
        elif name in ROW_GROUPS:
            yield from _rows(element)


def _row(row: Element, spanning: dict[int, tuple[int, str]]) -> list[str]:
    """The cells of a row without the empty ones at its end; `spanning` holds merged ones."""
    cells: list[str] = []
    blanks = 0
    for cell in row:
        if local_name(cell) not in CELLS:
            continue
        column = len(cells) + blanks
        times = max(1, number_of(cell, "number-columns-repeated"))
        text = cell_words(cell)
        if local_name(cell) == "covered-table-cell" and column in spanning:
            left, text = spanning.pop(column)
            if left > 1:
                spanning[column] = (left - 1, text)
        elif number_of(cell, "number-rows-spanned") > 1:
            spanning[column] = (number_of(cell, "number-rows-spanned") - 1, text)
        if text:
            cells.extend([""] * blanks)
            blanks = 0
            cells.extend([text] * min(times, MOST_REPEATED))
        else:
            blanks = min(blanks + times, 2 * MOST_REPEATED)
    return cells


def _beside_cells(row: Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        if local_name(cell) in CELLS:
            for text in comments(cell) if len(cell) else ():
                yield column, text
            column += max(1, number_of(cell, "number-columns-repeated"))


def _inner_words(element: Element) -> str:
    name = local_name(element)
    if name == "s":
        return " " * min(max(1, number_of(element, "c")), MOST_SPACES)
    if name == "tab":
        return "\t"
    if name == "line-break":
        return "\n"
    if name == "note":
        return f"[{_citation(element)}]"
    return "" if name in UNSEEN else words(element)


def _citation(note: Element) -> str:
    mark = child(note, "note-citation")
    return (words(mark).strip() if mark is not None else "") or "*"


def _all_shown(cell: Element) -> Iterator[Element]:
    """The paragraphs of a cell in order, without its comments."""
    for element in cell:
        if is_paragraph(element):
            yield element
        elif local_name(element) not in UNSEEN:
            yield from _all_shown(element)


def _all(element: Element | None) -> Iterator[Element]:
    return element.iter() if element is not None else iter(())


def _folded(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def number_of(element: Element, name: str) -> int:
    """An attribute that is a number; 0 where it is none."""
    value = attribute(element, name)
    return int(value) if value.isdecimal() else 0


def style_elements(roots: tuple[Element, ...], name: str) -> Iterator[Element]:
    """The styles of one kind, the document's own first."""
    for root in roots:
        for group in ("automatic-styles", "styles"):
            yield from children(child(root, group), name)


def styles_saying(roots: tuple[Element, ...], group: str, name: str, value: str) -> frozenset[str]:
    """Names of the styles of which one `group` of properties has this value."""
    return frozenset(
        attribute(style, "name")
        for style in style_elements(roots, "style")
        if attribute(child(style, group), name) == value
    )
