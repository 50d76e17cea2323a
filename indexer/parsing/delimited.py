"""Tables as text (CSV, TSV): the document's text is the decoded file itself."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from indexer.documents import Block, BlockKind, Page, ParsedDocument, RowNames, Span
from indexer.parsing.decoding import decode, read_bytes

MEDIA_TYPE = "text/csv"
TAB_MEDIA_TYPE = "text/tab-separated-values"
DELIMITERS = ",;\t|"
SAMPLE_LINES = 50
"""Lines that the guess of the delimiter looks at."""
MOST_TITLE_LINES = 10
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
QUOTED = re.compile(r'"[^"]*"')


def parse(path: Path) -> ParsedDocument:
    """Read a table; rows are named by their lines, titles above the header are kept apart."""
    decoded = decode(read_bytes(path))
    is_tabbed = path.suffix.lower() in (".tsv", ".tab")
    delimiter = "\t" if is_tabbed else _delimiter(decoded.text)
    return ParsedDocument(
        media_type=TAB_MEDIA_TYPE if is_tabbed else MEDIA_TYPE,
        pages=(Page(None, decoded.text, tuple(_blocks(decoded.text, delimiter))),),
        warnings=decoded.warnings,
    )


def _blocks(text: str, delimiter: str) -> Iterator[Block]:
    """Tables end at empty lines, unless values span lines or the whole file is double-spaced."""
    if _has_values_of_several_lines(text):
        yield _block(BlockKind.TABLE, 0, len(text), 1, "line")
        return
    tables = list(PARAGRAPH.finditer(text))
    if len(tables) > 2 and not any("\n" in table.group() for table in tables):
        yield _block(BlockKind.TABLE, 0, len(text), 1, "row")
        return
    line, position = 1, 0
    for table in tables:
        line += text.count("\n", position, table.start())
        position = table.start()
        titles = _title_lines(table.group(), delimiter)
        if titles:
            position += sum(len(title) + 1 for title in titles)
            yield _block(BlockKind.PARAGRAPH, table.start(), position - 1, line, "row")
            line += len(titles)
        yield _block(BlockKind.TABLE, position, table.end(), line, "row")


def _block(kind: BlockKind, start: int, end: int, line: int, name: str) -> Block:
    return Block(kind, Span(start, end), rows=RowNames(line, f"{name}s ", "–", f"{name} "))


def _title_lines(table: str, delimiter: str) -> list[str]:
    """Lines above the header: they have one value where the lines below them have several."""
    lines = table.split("\n", MOST_TITLE_LINES + 1)
    count = 0
    while count < len(lines) - 1 and _values(lines[count], delimiter) == 1:
        count += 1
    is_above_table = count < min(len(lines), MOST_TITLE_LINES) and (
        _values(lines[count], delimiter) > 1
    )
    return lines[:count] if is_above_table else []


def _values(line: str, delimiter: str) -> int:
    """Values on a line that are not blank."""
    return sum(1 for value in QUOTED.sub("x", line).split(delimiter) if value.strip())


def _delimiter(text: str) -> str:
    """The mark that the same number of times stands on most of the first lines."""
    lines = [QUOTED.sub("", line) for line in text[:100_000].split("\n")[:SAMPLE_LINES]]
    best, most = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(number for line in lines if (number := line.count(delimiter)))
        agreeing = max(counts.values(), default=0)
        if agreeing > most:
            best, most = delimiter, agreeing
    return best


def _has_values_of_several_lines(text: str) -> bool:
    return '"' in text and any(line.count('"') % 2 for line in text.split("\n"))
