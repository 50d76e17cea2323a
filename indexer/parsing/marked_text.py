"""Texts with marks that a person types: the document's text is the file, its title a heading."""

from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.documents import Block, Page, ParsedDocument
from indexer.parsing.decoding import decode, read_bytes
from indexer.parsing.plain_text import topmost_heading


def parse_marked(
    path: Path,
    media_type: str,
    blocks_of: Callable[[str], Iterator[Block]],
    clean: Callable[[str], str],
) -> ParsedDocument:
    """Read a file whose marks `blocks_of` understands; `clean` takes them out of its title."""
    decoded = decode(read_bytes(path))
    blocks = tuple(blocks_of(decoded.text))
    return ParsedDocument(
        media_type=media_type,
        pages=(Page(None, decoded.text, blocks),),
        title=clean(topmost_heading(decoded.text, blocks)),
        warnings=decoded.warnings,
    )
