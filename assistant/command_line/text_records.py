"""The JSON objects of `footnote text`, field by field in the contract's order."""

import msgspec

from indexer.documents import ParsedDocument, Recognition


class BlockRecord(msgspec.Struct, frozen=True):
    """A block of a page."""

    kind: str
    start: int
    end: int
    level: int
    label: str


class WordRecord(msgspec.Struct, frozen=True):
    """A recognised word: its range of the text, its box as parts of the page from the top left."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


class RecognitionRecord(msgspec.Struct, frozen=True):
    """How a page's text was read off a picture; without confidence by another program."""

    confidence: float | None
    words: tuple[WordRecord, ...]


class PageRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page's text, and its blocks as ranges of it."""

    number: int | None
    label: str
    text: str
    blocks: tuple[BlockRecord, ...]
    recognition: RecognitionRecord | None = None
    """Left out for a page with text of its own."""


class TextRecord(msgspec.Struct, frozen=True):
    """An extracted document."""

    path: str
    media_type: str
    title: str
    pages: tuple[PageRecord, ...]
    warnings: tuple[str, ...]


def text_record(path: str, document: ParsedDocument) -> TextRecord:
    """The contract's form of an extracted document."""
    pages = tuple(
        PageRecord(
            number=page.number,
            label=page.label,
            text=page.text,
            blocks=tuple(
                BlockRecord(block.kind, block.span.start, block.span.end, block.level, block.label)
                for block in page.blocks
            ),
            recognition=_recognition(page.recognition),
        )
        for page in document.pages
    )
    return TextRecord(path, document.media_type, document.title, pages, document.warnings)


def _recognition(recognition: Recognition | None) -> RecognitionRecord | None:
    if recognition is None:
        return None
    return RecognitionRecord(
        recognition.confidence,
        tuple(
            WordRecord(word.span.start, word.span.end, word.left, word.top, word.right, word.bottom)
            for word in recognition.words
        ),
    )
