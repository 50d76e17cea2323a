"""What of a PDF reaches the passages: its words, its sentences whole, and in which order.

python benchmarks/pdf_reading.py [CORPUS] [--save FILE]

Every PDF of CORPUS with a full text beside it is read twice: by the bare engine, whose text is
taken as it comes, and by Footnote, as cleaned sentences in the order of its passages. Words are
compared as `parsing_scores.py` does. A sentence of the truth counts as whole when all its words
stand in one sentence of ours; two neighbouring sentences are in order when the first of them comes
first. Both are compared without their spaces, because some truths keep the halves of hyphenated
words apart. The engine's lines have no sentences, so its text is cut into them by the same rules.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import parsing
from parsing_scores import fulltext_score, truth_text, without_markup, words_of

from indexer.documents import BlockKind
from indexer.errors import UnreadableDocument
from indexer.parsing import pdf
from indexer.parsing.pdf_text import PdfFile
from indexer.pieces import pieces_of
from indexer.sentences import split_sentences
from indexer.units import cleaner_for

SHORTEST_SENTENCE = 6
"""Words; shorter ones are headings and cells, which may stand anywhere."""
KEY_LETTERS = 30
"""By as many of its first letters a sentence is looked for."""
SKIPPED_LINE = ("#", "|", "<!--", "```", "![", "- [")


@dataclass(frozen=True, slots=True)
class Scores:
    """What one reading of one file is worth, each from 0 to 1; None where nothing can be said."""

    words: float
    whole: float | None
    order: float | None


def truth_sentences(path: Path) -> list[list[str]]:
    """The sentences of a truth's paragraphs, as words."""
    lines = truth_text(path).splitlines()
    prose = [line for line in lines if line.strip() and not line.lstrip().startswith(SKIPPED_LINE)]
    sentences = [
        words_of(line[span.start : span.end])
        for line in map(without_markup, prose)
        for span in split_sentences(line)
    ]
    return [words for words in sentences if len(words) >= SHORTEST_SENTENCE]


def our_sentences(path: Path) -> Iterator[str]:
    """The sentences of the passages, cleaned, in their order."""
    document = pdf.parse(path)
    clean = cleaner_for(document)
    for page, runs in pieces_of(document):
        for run in runs:
            for piece in run:
                if piece.kind is not BlockKind.FURNITURE:
                    yield clean(page.text[piece.span.start : piece.span.end])


def bare_sentences(path: Path) -> Iterator[str]:
    """The engine's text, cut into sentences."""
    with PdfFile(path) as file:
        for number in range(1, file.page_count + 1):
            text = file.page(number).text
            yield from (text[span.start : span.end] for span in split_sentences(text))


def scores(sentences: Sequence[str], truth: Path) -> Scores:
    """What these sentences are worth beside the truth."""
    found = fulltext_score("\n".join(sentences), truth_text(truth))
    ours = ["".join(words_of(sentence)) for sentence in sentences]
    wanted = truth_sentences(truth)
    whole = [any("".join(words) in own for own in ours) for words in wanted]
    text = "".join(ours)
    keys = ["".join(words)[:KEY_LETTERS] for words in wanted]
    places = [text.index(key) for key in keys if text.count(key) == 1 and keys.count(key) == 1]
    ordered = [before < after for before, after in pairwise(places)]
    total = found["found"] + found["precision"]
    return Scores(
        words=2 * found["found"] * found["precision"] / total if total else 0.0,
        whole=sum(whole) / len(whole) if whole else None,
        order=sum(ordered) / len(ordered) if ordered else None,
    )


def pairs(corpus: Path) -> Iterator[tuple[Path, Path]]:
    """Every PDF with its truth."""
    for rows in sorted(corpus.glob("*/expected.jsonl")):
        for path, found in sorted(parsing.expectations(rows.parent).items()):
            for row in found:
                if path.suffix.lower() == ".pdf" and row.truth:
                    yield path, rows.parent / row.truth


def cell(number: float | None) -> str:
    """A share as it stands in a table."""
    return "–" if number is None else f"{number:.3f}"


def table(rows: Sequence[tuple[str, Scores, Scores]]) -> str:
    """One line per file, the engine's score before ours, and the means."""
    lines = ["| file | words | whole sentences | order |", "| --- | --- | --- | --- |"]
    for name, bare, ours in rows:
        both = [(bare.words, ours.words), (bare.whole, ours.whole), (bare.order, ours.order)]
        lines.append(f"| {name} | " + " | ".join(f"{cell(a)} → {cell(b)}" for a, b in both) + " |")
    means = [
        f"{mean([s[1] for s in found]):.3f} → {mean([s[2] for s in found]):.3f}"
        for found in (
            [(n, b.words, o.words) for n, b, o in rows],
            [(n, b.whole, o.whole) for n, b, o in rows],
            [(n, b.order, o.order) for n, b, o in rows],
        )
    ]
    return "\n".join([*lines, f"| mean of {len(rows)} | {' | '.join(means)} |"])


def mean(numbers: Sequence[float | None]) -> float:
    """The mean of those that there are."""
    there = [number for number in numbers if number is not None]
    return sum(there) / max(1, len(there))


def main() -> None:
    """Print the table, and save it where asked."""
    arguments = sys.argv[1:]
    corpus = Path(arguments[0]) if arguments and arguments[0] != "--save" else parsing.CORPUS
    rows = []
    for path, truth in pairs(corpus):
        try:
            bare, ours = list(bare_sentences(path)), list(our_sentences(path))
        except UnreadableDocument as error:
            print(f"{path.name}: {error}")
            continue
        if any(sentence.strip() for sentence in bare):
            rows.append((path.name, scores(bare, truth), scores(ours, truth)))
    made = table(rows)
    print(made)
    if "--save" in arguments:
        Path(arguments[arguments.index("--save") + 1]).write_text(made + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
