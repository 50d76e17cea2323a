"""OpenDocument texts: headings, paragraphs, lists and tables in their order, notes at the end."""

from pathlib import Path

from indexer.documents import BlockKind, ParsedDocument
from indexer.parsing.building import TextBuilder
from indexer.parsing.odf import comments, notes, open_odf
from indexer.parsing.odf_text import OdfReader

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def parse(path: Path) -> ParsedDocument:
    """Read a text, comments at its end; headers, footers and deleted passages are left out."""
    parts = open_odf(path, "text")
    builder = TextBuilder()
    for block in OdfReader(parts.styles).blocks(parts.body):
        builder.add(block.kind, block.text, block.level)
    for mark, text in notes(parts.body):
        if text:
            builder.add(BlockKind.FOOTNOTE, f"[{mark}] {text}")
    for comment in comments(parts.body):
        builder.add(BlockKind.FOOTNOTE, comment)
    return ParsedDocument(
        media_type=MEDIA_TYPE,
        pages=(builder.page(),),
        title=parts.title or builder.first_heading(),
    )
