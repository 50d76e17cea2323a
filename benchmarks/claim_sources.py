"""Passages and sentences of documents, for claims to be made from, without a library."""

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.answers import Passage
from indexer.parsing.registry import parse_file
from indexer.sentences import split_sentences

_CHARACTERS = 1200
"""Of one passage, about a chunk and its neighbours."""


def passages_of(path: Path) -> Iterator[Passage]:
    """The document in pieces of whole sentences."""
    for page in parse_file(path).pages:
        spans = [(span.start, span.end) for span in split_sentences(page.text)]
        while spans:
            taken = [span for span in spans if span[1] - spans[0][0] <= _CHARACTERS] or spans[:1]
            spans = spans[len(taken) :]
            start, end = taken[0][0], taken[-1][1]
            yield Passage(
                path=str(path), revision="", page=None, start=start, end=end, label="",
                text=page.text[start:end], score=1.0, sentences=tuple(taken),
            )  # fmt: skip


def sentences_of(passage: Passage) -> list[str]:
    """Those that could be a statement."""
    texts = [
        " ".join(passage.text[start - passage.start : end - passage.start].split())
        for start, end in passage.sentences
    ]
    return [text for text in texts if re.fullmatch(r"[A-Z][^|•\n]{30,300}\.", text)]
