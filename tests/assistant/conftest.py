"""Passages and libraries for the assistant's tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answers import Passage
from indexer.ingest import ingest
from indexer.library import Library
from indexer.parsing.pool import InlineParser
from indexer.sentences import split_sentences
from tests.fakes import HashEmbedder


def make_passage(
    text: str, path: str = "/docs/a.txt", start: int = 0, score: float = 1.0
) -> Passage:
    """A passage of its own text whose sentences are split as the indexer splits them."""
    return Passage(
        path=path,
        revision="r1-text",
        page=None,
        start=start,
        end=start + len(text),
        label="line 1",
        text=text,
        score=score,
        sentences=tuple((start + each.start, start + each.end) for each in split_sentences(text)),
        found_by={"dense": 0.8},
    )


@pytest.fixture
def passage() -> Callable[..., Passage]:
    """Makes a passage from its text."""
    return make_passage


@pytest.fixture
def library_of(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], Library]]:
    """Indexes texts by file name and gives the library; the files lie in `tmp_path / "docs"`."""
    opened: list[Library] = []

    def build(texts: dict[str, str]) -> Library:
        docs = tmp_path / "docs"
        docs.mkdir(exist_ok=True)
        for name, text in texts.items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_text(text, encoding="utf-8", newline="\n")
        library = Library.open(tmp_path / "library", create=True, write=True)
        opened.append(library)
        list(ingest(library, InlineParser(), HashEmbedder(), [docs]))
        return library

    yield build
    for library in opened:
        library.close()


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty models folder."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"
