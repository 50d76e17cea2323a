"""A parser that marks what it reads as the file's name says."""

from dataclasses import replace
from pathlib import Path

from indexer.documents import (
    HiddenBecause,
    HiddenText,
    Page,
    ParsedDocument,
    Recognition,
    Span,
)
from indexer.parsing.pool import InlineParser


class MarkedParser:
    """Reads the file as the application does, and adds what its name speaks of."""

    def parse(self, path: Path) -> ParsedDocument:
        document = InlineParser().parse(path)
        pages = tuple(_marked(page, path.stem) for page in document.pages)
        return replace(document, pages=pages, encloses=int(path.stem == "encloses"))


def _marked(page: Page, name: str) -> Page:
    if "hidden" in name:
        page = replace(page, hidden=(HiddenText(Span(0, 3), HiddenBecause.TINY),))
    return replace(page, recognition=Recognition(0.9)) if "scanned" in name else page
