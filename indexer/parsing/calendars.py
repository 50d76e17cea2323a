"""Calendars and address cards: the document's text is the decoded file, each entry a block."""

import re
from collections.abc import Iterator
from pathlib import Path

from indexer.documents import Block, BlockKind, Page, ParsedDocument, ReasonCode, Span
from indexer.errors import UnreadableDocument
from indexer.parsing.decoding import decode, read_bytes

CALENDAR, CARD = "text/calendar", "text/vcard"
ENTRY = re.compile(
    r"^BEGIN:(?P<kind>VEVENT|VTODO|VJOURNAL|VCARD)[ \t]*$.*?^END:(?P=kind)[ \t]*$", re.S | re.M
)
NAME = re.compile(r"^(?:SUMMARY|FN)(?:;[^:\n]*)?:(.+(?:\n[ \t].*)*)", re.M)
FOLDED = re.compile(r"\n[ \t]")
ESCAPED = re.compile(r"\\([,;\\])")
LONGEST_LABEL = 80


def parse(path: Path) -> ParsedDocument:
    """Read a calendar or address cards; each entry is named by its subject or its person."""
    decoded = decode(read_bytes(path))
    text = decoded.text
    if not text.lstrip().startswith("BEGIN:V"):
        raise UnreadableDocument(ReasonCode.WRONG_FORMAT, "plain text")
    return ParsedDocument(
        media_type=CARD if path.suffix.lower() == ".vcf" else CALENDAR,
        pages=(Page(None, text, tuple(_blocks(text))),),
        warnings=decoded.warnings,
    )


def _blocks(text: str) -> Iterator[Block]:
    """The entries, and what stands around them as furniture."""
    end = 0
    for entry in ENTRY.finditer(text):
        yield from _between(text, end, entry.start())
        yield Block(BlockKind.PARAGRAPH, Span(*entry.span()), label=_name(entry.group()))
        end = entry.end()
    yield from _between(text, end, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Block]:
    words = text[start:end]
    if words.strip():
        first = start + len(words) - len(words.lstrip())
        yield Block(BlockKind.FURNITURE, Span(first, start + len(words.rstrip())))


def _name(entry: str) -> str:
    found = NAME.search(entry)
    name = ESCAPED.sub(r"\1", FOLDED.sub("", found.group(1))).strip() if found else ""
    return f"{name[:LONGEST_LABEL]}…" if len(name) > LONGEST_LABEL else name
