"""Pieces with what they cost in the embedding model's tokens, and the header they would need."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.cleaning import clean_table_row, clean_text, cleaner_of
from indexer.documents import BlockKind, ParsedDocument, Span
from indexer.hyphens import PARTED, Rejoiner
from indexer.pieces import Piece
from indexer.sentences import trim

CountTokens = Callable[[Sequence[str]], list[int]]

PDF = "application/pdf"
SPECIAL_TOKENS = 2
"""Start and end mark, which the embedding model adds to every text."""
HEADER_TOKENS = 28
"""Most that title and headings may take of the window."""
TABLE_HEADER_TOKENS = 48
"""Most that a repeated header row may take of the window."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece, cleaned and measured."""

    piece: Piece
    text: str
    """What is embedded of it; empty for rules and borders."""
    tokens: int
    header: str
    """What stands before the text of a chunk that begins with this unit."""
    header_tokens: int


class Measurer:
    """Turns the pieces of one document into units with few, large calls of the tokenizer."""

    def __init__(
        self, document: ParsedDocument, count_tokens: CountTokens, max_tokens: int
    ) -> None:
        self._count_tokens = count_tokens
        self._window = max(1, max_tokens - SPECIAL_TOKENS)
        self._header_limit = min(HEADER_TOKENS, self._window // 4)
        self._title = clean_text(document.title)
        self._clean = cleaner_for(document)
        self._word_tokens: dict[str, int] = {}
        self._path_headers: dict[tuple[str, ...], str] = {}
        self._row_headers: dict[str, str] = {}

    @property
    def window(self) -> int:
        """Tokens that header and text of a chunk may have together."""
        return self._window

    def units(self, runs: Sequence[Sequence[Piece]], texts: Sequence[str]) -> list[list[Unit]]:
        """The units of each run; `texts` are the page texts that the runs' spans index."""
        measured = self._measure(runs, texts)
        self._make_headers([piece for run in runs for piece in run])
        return [[self._unit(*parts) for parts in run] for run in measured]

    def _measure(
        self, runs: Sequence[Sequence[Piece]], texts: Sequence[str]
    ) -> list[list[tuple[Piece, str, int]]]:
        """Pieces with their cleaned text and tokens, halved until each fits the window."""
        largest = max(1, self._window - self._header_limit)
        rows = [
            (number, piece, self._cleaned(piece, text))
            for number, (run, text) in enumerate(zip(runs, texts, strict=True))
            for piece in run
        ]
        counts = self._counts([cleaned for _, _, cleaned in rows])
        measured: list[list[tuple[Piece, str, int]]] = [[] for _ in runs]
        for (number, piece, cleaned), count in zip(rows, counts, strict=True):
            if count <= largest:
                measured[number].append((piece, cleaned, count))
            else:
                measured[number].extend(self._halved(piece, texts[number], largest))
        return measured

    def _halved(self, piece: Piece, text: str, largest: int) -> list[tuple[Piece, str, int]]:
        """A piece too long for the window, cut in the middle until every part fits."""
        cleaned = self._cleaned(piece, text)
        tokens = self._counts([cleaned])[0]
        middle = _middle(text, piece.span)
        if tokens <= largest or not piece.span.start < middle < piece.span.end:
            return [(piece, cleaned, tokens)]
        parts: list[tuple[Piece, str, int]] = []
        for start, end in ((piece.span.start, middle), (middle, piece.span.end)):
            span = Span(*trim(text, start, end))
            if len(span):
                parts.extend(self._halved(replace(piece, span=span), text, largest))
        return parts

    def _cleaned(self, piece: Piece, text: str) -> str:
        raw = text[piece.span.start : piece.span.end]
        if piece.kind is BlockKind.CODE:
            return clean_text(raw)
        cleaned = self._clean(raw)
        return clean_table_row(cleaned) if piece.kind is BlockKind.TABLE else cleaned

    def _counts(self, texts: list[str]) -> list[int]:
        return self._count_tokens(texts) if texts else []

    def _unit(self, piece: Piece, text: str, tokens: int) -> Unit:
        header = self._path_headers[_path_above(piece)]
        row = self._row_headers[piece.table_header]
        if row and self._tokens(f"{header} {row}") + tokens <= self._window:
            header = f"{header} {row}".strip()
        return Unit(piece, text, tokens, header, self._tokens(header))

    def _make_headers(self, pieces: Iterable[Piece]) -> None:
        """Measure every word that may stand in a header at once, then build the headers."""
        paths = {_path_above(piece) for piece in pieces}
        rows = {
            piece.table_header: clean_table_row(self._clean(piece.table_header)) for piece in pieces
        }
        parts = {path: self._parts(path) for path in paths}
        words = {word for names in parts.values() for name in names for word in name.split()}
        words.update(word for row in rows.values() for word in row.split())
        ordered = sorted(words)
        self._word_tokens = dict(zip(ordered, self._counts(ordered), strict=True))
        self._path_headers = {path: self._fit(names) for path, names in parts.items()}
        self._row_headers = {
            row: self._cut(cleaned, min(TABLE_HEADER_TOKENS, self._window // 4))
            for row, cleaned in rows.items()
        }

    def _parts(self, path: tuple[str, ...]) -> list[str]:
        """Title and headings as they stand in a header, without repetitions."""
        parts: list[str] = []
        for name in (self._title, *(self._clean(heading) for heading in path)):
            if name and f"{name}." not in parts:
                parts.append(f"{name}.")
        return parts

    def _fit(self, parts: list[str]) -> str:
        """The title and as many of the innermost headings as fit, cut short if need be."""
        parts = list(parts)
        while len(parts) > 2 and self._tokens(" ".join(parts)) > self._header_limit:
            del parts[1]
        whole = " ".join(parts)
        if self._tokens(whole) <= self._header_limit:
            return whole
        share = self._header_limit // len(parts)
        return " ".join(cut for part in parts if (cut := self._cut(part, share)))

    def _cut(self, text: str, limit: int) -> str:
        kept: list[str] = []
        for word in text.split():
            limit -= self._word_tokens[word]
            if limit < 0:
                break
            kept.append(word)
        return " ".join(kept)

    def _tokens(self, header: str) -> int:
        return sum(self._word_tokens[word] for word in header.split())


def cleaner_for(document: ParsedDocument) -> Callable[[str], str]:
    """What makes the texts of this document fit for embedding."""
    clean = cleaner_of(document.media_type)
    texts = [page.text for page in document.pages]
    if document.media_type != PDF or not any(PARTED.search(text) for text in texts):
        return clean
    rejoiner = Rejoiner(texts)
    return lambda text: clean(rejoiner.rejoin(text))


def _path_above(piece: Piece) -> tuple[str, ...]:
    """The headings above a piece; a heading is not above itself."""
    return piece.heading_path[:-1] if piece.kind is BlockKind.HEADING else piece.heading_path


def _middle(text: str, span: Span) -> int:
    """The white space nearest to the middle of a span, else its very middle."""
    middle = (span.start + span.end) // 2
    quarter = len(span) // 4
    for distance in range(quarter):
        if text[middle + distance].isspace():
            return middle + distance
        if text[middle - distance].isspace():
            return middle - distance
    return middle
