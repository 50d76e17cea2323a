"""Reads the changed files of a conversation again and compares what was quoted from them."""

from collections.abc import Sequence
from pathlib import Path

from assistant.conversation import KeptTurn, PassageChange
from assistant.conversations.comparing import changes_of
from assistant.conversations.staleness import CitedFiles
from assistant.settings import READ_PICTURES, Settings
from indexer.documents import ParsedDocument
from indexer.errors import UnreadableDocument
from indexer.library import Library
from indexer.parsing.pool import ParserProcess


def changes_since(library: Library, turns: Sequence[KeptTurn]) -> list[tuple[int, PassageChange]]:
    """What does not stand any more as it was quoted, with the number of the question."""
    files, reads_pictures = CitedFiles(library.ledger), Settings().get(READ_PICTURES)
    with ParserProcess(recognises=lambda: reads_pictures) as parser:

        def parse(path: str) -> ParsedDocument | None:
            try:
                return parser.parse(Path(path))
            except UnreadableDocument:
                return None

        return [
            (turn.id, change)
            for turn in turns
            for change in changes_of(turn, files, parse)
            if change is not None
        ]
