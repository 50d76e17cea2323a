"""Questions with known answers: reading them, and finding their gold passages in the documents."""

import codecs
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from assistant.evaluation.metrics import Place, PlacedSpan
from indexer.documents import ParsedDocument, Span
from indexer.errors import UnreadableDocument

TABLE_ENDINGS = frozenset({".csv", ".tsv"})


class GoldPassage(msgspec.Struct, frozen=True, kw_only=True):
    """Where an answer stands; `file` is relative to the documents' folder, `page` 1-based."""

    file: str
    page: int | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None


class GoldenQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question, what it should be answered with, and from where."""

    qid: str
    question: str
    answers: tuple[str, ...] = ()
    answerable: bool = True
    type: str = ""
    lang: str = ""
    gold: tuple[GoldPassage, ...] = ()
    extra: dict[str, object] = {}
    """Whatever else is known; words and yes-or-no facts in it divide the results, too."""


class GoldenUnreadable(ValueError):
    """A file of questions is not what it should be; the message names file and line."""


class GoldTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A gold passage in terms of places: where a hit has to be to count."""

    place: Place
    """Absolute path, and page where the gold names one."""
    span: Span | None
    """Characters there; None when the gold has no text or it was not found in the document."""


def load_golden(path: Path) -> list[GoldenQuestion]:
    """Read questions from JSON Lines, or from a table when the name ends in .csv or .tsv.

    Fields we do not know are ignored. Raises `GoldenUnreadable` for a line that is no question,
    `OSError` when there is no such file.
    """
    if path.suffix.lower() in TABLE_ENDINGS:
        from assistant.evaluation.golden_csv import read_table  # it needs the types above

        return read_table(path)
    return _read_lines(path)


def _read_lines(path: Path) -> list[GoldenQuestion]:
    decoder = msgspec.json.Decoder(GoldenQuestion)
    questions = []
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    # As bytes: text would also be cut at the line separators that a question may hold.
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            questions.append(decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise GoldenUnreadable(f"{path}, line {number}: {error}") from error
    return questions


class GoldLocator:
    """Finds gold passages in the documents as they are parsed, each document read once."""

    def __init__(self, docs: Path, parse: Callable[[Path], ParsedDocument]) -> None:
        self._docs = docs
        self._parsed = cache(parse)

    def targets(self, question: GoldenQuestion) -> list[GoldTarget]:
        """The question's gold as places."""
        return [target for gold in question.gold for target in self._located(gold)]

    def _located(self, gold: GoldPassage) -> list[GoldTarget]:
        path = self._docs / gold.file
        if gold.start is not None and gold.end is not None:
            span = Span(gold.start, gold.end)
            return [GoldTarget(place=(str(path), gold.page), span=span)]
        found = [
            GoldTarget(place=(str(path), page), span=span)
            for page, span in self._found_text(path, gold)
        ]
        return found or [GoldTarget(place=(str(path), gold.page), span=None)]

    def _found_text(self, path: Path, gold: GoldPassage) -> list[tuple[int | None, Span]]:
        if not (gold.text or "").strip() or not path.is_file():
            return []
        try:
            document = self._parsed(path)
        except UnreadableDocument:
            return []
        return [
            (page.number, span)
            for page in document.pages
            if gold.page is None or page.number == gold.page
            if (span := find_text(gold.text or "", page.text)) is not None
        ][:1]


def find_text(wanted: str, text: str) -> Span | None:
    """Where the text holds the wanted words, however the white space between them differs."""
    letters = [re.escape(letter) for letter in wanted if not letter.isspace()]
    if not letters:
        return None
    match = re.search(r"\s*".join(letters), text)
    return Span(match.start(), match.end()) if match else None


def relevant(hit: PlacedSpan, targets: Sequence[GoldTarget]) -> set[int]:
    """Indices of the targets that the hit reaches: same document, same page, overlapping text."""
    (path, page), span = hit
    return {
        index
        for index, target in enumerate(targets)
        if target.place[0] == path
        and (target.place[1] is None or target.place[1] == page)
        and (target.span is None or target.span.overlaps(span))
    }
