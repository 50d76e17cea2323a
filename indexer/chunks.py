"""Chunks, the unit that is embedded, stored and retrieved, and what stores them."""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.documents import HiddenText, Recognition, Span, WordBox
from models.interfaces import Vectors


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of sentences of one page, with its place fixed.

    `text` is exactly `page.text[span.start:span.end]`; `embedding_text` is what is embedded and
    full-text indexed (cleaned, with title and headings before it) and is never quoted. A store
    keeps its vector and its terms only, so the chunks it gives back have none.
    """

    revision: str
    """The content it was read from: hash of the bytes and the format, equal for identical files."""
    ordinal: int
    """Position among the revision's chunks, from 0."""
    page: int | None
    span: Span
    text: str
    embedding_text: str
    label: str = ""
    """Where a person would say this is: "p. 12", "§ 2.1 Scope", "line 120"."""
    heading_path: tuple[str, ...] = ()
    sentences: tuple[Span, ...] = ()
    """Its sentences, as spans of the page's text, in order."""
    sentence_labels: tuple[str, ...] = ()
    """Where a person would say each sentence is; empty when that is `label` for all of them."""
    language: str = ""
    """ISO 639-1 code of the language whose forms of words it is found by; empty for its own only.
    """
    hidden: tuple[HiddenText, ...] = ()
    """What of its text cannot be seen on the page, as spans of the page's text."""
    recognition: Recognition | None = None
    """Set where its text was read off a picture; holds the words of this chunk alone."""
    placed: tuple[WordBox, ...] = ()
    """Where entries of forms and comments among its text stand on the page."""

    @property
    def id(self) -> str:
        """Unique within a library."""
        return f"{self.revision}:{self.ordinal}"

    def sentence_text(self, sentence: Span) -> str:
        """The words of one of its sentences."""
        return self.text[sentence.start - self.span.start : sentence.end - self.span.start]


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """A chunk and how well it matched; higher is better, the scale depends on the search."""

    chunk: Chunk
    score: float


class ChunkStore(Protocol):
    """The only place where chunks live: dense search, full-text search and filters over them."""

    def add(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Store chunks with their vectors; chunks of the same id are replaced."""
        ...

    def delete_revisions(self, revisions: Collection[str]) -> None:
        """Remove all chunks of these revisions."""
        ...

    def revisions(self) -> dict[str, int]:
        """Every stored revision with its number of chunks."""
        ...

    def chunks_of(self, revision: str) -> list[Chunk]:
        """The chunks of one revision, in order."""
        ...

    def search_vectors(
        self, vector: Vectors, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The nearest chunks by cosine similarity, best first, within `revisions` when given."""
        ...

    def search_text(
        self, query: str, limit: int, revisions: Collection[str] | None = None
    ) -> list[ScoredChunk]:
        """The best chunks by BM25, best first, within `revisions` when given; any text will do."""
        ...

    def maintain(self, *, settle: bool = False, forget: bool = False) -> None:
        """Bring the search indexes up to date where enough is new.

        `settle` says that nothing more comes for now, so that less is enough. With `forget`,
        deleted text also leaves the disk. Without either, a large store goes on by itself.
        """
        ...

    def maintenance(self, *, forget: bool = False) -> Generator[None, None, bool]:
        """`maintain` with `settle` in steps, between which anything but writing may be done.

        Returns False when deleted text could not be forgotten yet.
        """
        ...

    def close(self) -> None:
        """End what still goes on by itself."""
        ...

    def count(self) -> int:
        """Number of stored chunks."""
        ...
