"""What stands beside the cells of a workbook's sheets: charts, comments, described pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.documents import BlockKind
from indexer.errors import UnreadableDocument
from indexer.parsing.office_charts import LinkedParts, chart_texts, described
from indexer.parsing.office_comments import sheet_comments, workbook_people
from indexer.parsing.ooxml import OfficeFile, attribute, local_name
from indexer.parsing.sheet_extents import sheet_parts


@dataclass(frozen=True, slots=True)
class SheetText:
    """Something to read that is in no cell."""

    kind: BlockKind
    text: str
    place: str = ""
    """The cell that it belongs to, as it follows the sheet's name: `!F7`."""


def texts_beside_cells(office: OfficeFile, main: str) -> dict[str, list[SheetText]]:
    """The texts of each sheet by its name; parts that are damaged are passed over."""
    people = workbook_people(office, main)
    found: dict[str, list[SheetText]] = {}
    for sheet, part in sheet_parts(office, main):
        texts = found.setdefault(attribute(sheet, "name"), [])
        for read in (_drawn(office, part), _commented(office, part, people)):
            try:
                texts.extend(read)
            except UnreadableDocument:  # the cells can be read without it
                continue
    return found


def _commented(office: OfficeFile, part: str, people: dict[str, str]) -> Iterator[SheetText]:
    for cell, text in sheet_comments(office, part, people):
        yield SheetText(BlockKind.FOOTNOTE, text, f"!{cell}" if cell else "")


def _drawn(office: OfficeFile, part: str) -> Iterator[SheetText]:
    """What the drawings of a sheet show, or of a sheet that is nothing but a chart."""
    drawing = office.related(part, "drawing")
    root = office.part(drawing) if drawing else None
    if root is None:
        return
    parts = LinkedParts(office, drawing)
    for element in root.iter():
        if local_name(element) == "chart":
            for shown in chart_texts(parts.part(attribute(element, "id"))):
                yield SheetText(shown.kind, shown.text)
        elif local_name(element) == "cNvPr":
            for shown in described(element):
                yield SheetText(shown.kind, shown.text)
