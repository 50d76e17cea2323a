"""OpenDocument texts: headings, paragraphs, lists and tables in their order, notes at the end."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing.building import TextBuilder
from indexer.parsing.odf import comments, is_paragraph, notes, open_odf, words
from indexer.parsing.odf_text import OdfReader
from indexer.parsing.ooxml import local_name
from indexer.parsing.running_heads import KINDS, running_heads

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def parse(path: Path) -> ParsedDocument:
    """Read a text; comments stand at its end, then headers and footers, each once."""
    parts = open_odf(path, "text")
    builder = TextBuilder()
    for block in OdfReader(parts.styles).blocks(parts.body):
        builder.add(block.kind, block.text, block.level)
    for mark, text in notes(parts.body):
        if text:
            builder.add(BlockKind.FOOTNOTE, f"[{mark}] {text}")
    for comment in comments(parts.body):
        builder.add(BlockKind.FOOTNOTE, comment)
    for line in running_heads(_heads(parts.styles)):
        builder.add(BlockKind.FOOTNOTE, line)
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(builder.page(),),
        title=parts.title or builder.first_heading(),
    )


def _heads(styles: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """The headers and footers of all kinds of pages."""
    for root in styles:
        for element in root.iter():
            kind = local_name(element).partition("-")[0]
            if kind in KINDS:
                yield kind, " ".join(words(part) for part in element.iter() if is_paragraph(part))
