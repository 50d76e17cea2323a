"""From a question to passages: several searches, fused, each text shown once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from assistant.answers import Passage, QuoteBox
from assistant.search.exact_words import exact_matches, exact_words
from assistant.search.fusion import FusedChunk, FusionWeights, Signal, fuse, spread_over_pages
from assistant.search.glossary import related_words
from assistant.search.naming import best_named, named_files, spoken_names
from assistant.search.preferring import prefer_documents
from assistant.search.query import SearchQuery, parse_query
from assistant.search.reranking import rerank
from assistant.search.same_text import distinct
from assistant.search.scope import FilesInScope
from assistant.search.spoken_pages import SpokenPages, prefer_pages, spoken_pages
from indexer.chunks import Chunk, ScoredChunk
from indexer.documents import WordBox
from indexer.library import Library
from models.interfaces import EmbeddingModel, Reranker

CANDIDATES = 80
"""Chunks asked of each search before fusing."""
SPARE = 40
"""Chunks asked for beyond that, for those of replaced revisions which do not count."""
CANDIDATES_TO_SIFT = 400
"""Asked for where phrases or exclusions will drop most of them."""
CANDIDATES_OF_NAMED = 60
"""Asked for within the files that the question names, which may be few among many alike."""
MOST_MEANT = 3
"""Documents of which a question can speak of one page; more are none in particular."""
WEIGHTS = FusionWeights(
    dense=0.45, text=0.55, neighbours=0.2, named=2.0, exact=1.0, page=0.5, related=0.3
)
"""Chosen over the sets of docs/retrieval.md, which has the figures and the command."""
_OPENING = 2


class Retriever:
    """Finds passages in one library; only what the ledger names counts."""

    def __init__(
        self,
        library: Library,
        embedder: EmbeddingModel,
        weights: FusionWeights = WEIGHTS,
        reranker: Reranker | None = None,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._weights = weights
        self.reranker = reranker
        """Reads the first hits together with the query; may be changed between two searches."""

    def retrieve(
        self,
        query: str,
        limit: int = 20,
        within: Path | None = None,
        *,
        scope: str = "",
        preferred: Sequence[str] = (),
    ) -> list[Passage]:
        """The best passages for the query, best first, from the folder or file `within`.

        The query may hold phrases, exclusions and filters, see `assistant.search.query`;
        `scope` holds filters alone, and raises NotAScope where it does not. `preferred` are paths
        of documents that come a little ahead of others.
        """
        parsed = parse_query(query)
        files = FilesInScope(self._library.ledger, parsed, within, scope)
        if not parsed.text.strip():
            return []
        scoped = None if files.is_everything else files.revisions()
        return self._ranked(parsed, limit, scoped, self._revisions_of(preferred))

    def _ranked(
        self,
        parsed: SearchQuery,
        limit: int,
        scope: Mapping[str, Sequence[str]] | None,
        preferred: Collection[str],
    ) -> list[Passage]:
        """The passages, from the revisions in scope with their paths; None for all."""
        if scope is not None and not scope:
            return []
        named: dict[str, float] = {}
        if self._weights.named:
            named = named_files(self._library.ledger, spoken_names(parsed.text))
        if scope is not None:
            named = {revision: score for revision, score in named.items() if revision in scope}
        signals = self._search(parsed, max(CANDIDATES, limit), scope, best_named(named))
        found = {hit.chunk.revision for signal in signals for hit in signal.hits}
        live = scope or self._library.ledger.live_paths(sorted(found))
        counted = [_counted(signal, live, parsed) for signal in signals]
        bonuses = {revision: self._weights.named * score for revision, score in named.items()}
        exact = self._exact(parsed.text, counted)
        fused = fuse(counted, bonuses, self._weights.neighbours, exact)
        ranked = prefer_documents(fused, preferred)
        if (spoken := spoken_pages(parsed.text)) is not None:
            meant = self._meant(spoken, scope, named, preferred)
            live = {**live, **self._library.ledger.live_paths(meant)} if scope is None else live
            ranked = self._with_pages(ranked, spoken, meant, parsed)
        if self.reranker is not None:
            ranked = rerank(self.reranker, parsed.text, ranked)
        spread = spread_over_pages(ranked, self._weights.page)
        return [_passage(hit, live, same) for hit, same in distinct(spread, limit)]

    def _meant(
        self,
        spoken: SpokenPages,
        scope: Collection[str] | None,
        named: Mapping[str, float],
        preferred: Collection[str],
    ) -> list[str]:
        """The revisions of the documents whose pages a question speaks of; few, or none."""
        by_word: Collection[str] = ()
        if spoken.of:
            files, _ = self._library.ledger.named_files([spoken.of])
            by_word = {file.revision for file in files}
        for found in (best_named(named), by_word, preferred, scope or ()):
            within = [revision for revision in found if scope is None or revision in scope]
            if 0 < len(within) <= MOST_MEANT:
                return sorted(within)
        return []

    def _with_pages(
        self,
        hits: Sequence[FusedChunk],
        spoken: SpokenPages,
        meant: Sequence[str],
        query: SearchQuery,
    ) -> list[FusedChunk]:
        store, ledger = self._library.searched(self._embedder), self._library.ledger
        revisions = {hit.chunk.revision for hit in hits} | set(meant)
        pages = ledger.pages_of(revisions) if spoken.last else {}

        def admitted(revision: str) -> list[Chunk]:
            return [each for each in store.chunks_of(revision) if query.admits_text(each.text)]

        return prefer_pages(hits, spoken, meant, admitted, lambda each: pages.get(each, 0))

    def _revisions_of(self, paths: Sequence[str]) -> frozenset[str]:
        records = (self._library.ledger.file(path) for path in paths)
        return frozenset(record.revision for record in records if record is not None)

    @property
    def searches_old_index(self) -> bool:
        """Whether the index of this model and version is still to be made or completed."""
        return self._library.is_rebuilt_for(self._embedder)

    def modified(self, path: str) -> float | None:
        """When the file was changed last, in seconds since 1970; None where it is not known."""
        record = self._library.ledger.file(path)
        return record.mtime_ns / 1e9 if record else None

    def pages_around(self, passage: Passage) -> list[Passage]:
        """All passages of its page, of the page before and of the one after, in reading order."""
        if passage.page is None:
            return []
        pages = range(passage.page - 1, passage.page + 2)
        chunks = self._library.searched(self._embedder).chunks_of(passage.revision)
        return [passage_of(chunk, passage.path) for chunk in chunks if chunk.page in pages]

    def opening_of(self, passage: Passage) -> list[Passage]:
        """The first passages of its document."""
        chunks = self._library.searched(self._embedder).chunks_of(passage.revision)
        return [passage_of(chunk, passage.path) for chunk in chunks[:_OPENING]]

    def is_empty(self, within: Path | None = None) -> bool:
        """Whether nothing is indexed (within the folder or file, when given)."""
        return not self._library.ledger.has_live(within)

    def _search(
        self,
        query: SearchQuery,
        wanted: int,
        scope: Collection[str] | None,
        named: Sequence[str],
    ) -> list[Signal]:
        """All searches for the question, and for what its measures are computed from."""
        if query.phrases or query.excluded:
            wanted = max(wanted, CANDIDATES_TO_SIFT)
        share = self._weights.related
        related = related_words(query.text) if share else ""
        share = share if related else 0.0
        signals = self._pair(query.text, "", wanted, scope, named, 1.0 - share)
        if related:
            signals += self._pair(related, "related_", wanted, scope, named, share)
        return signals

    def _exact(self, query: str, signals: Iterable[Signal]) -> dict[str, float]:
        """What each chunk found gains by words of the query as they were typed."""
        if not self._weights.exact or not (words_ := exact_words(query)):
            return {}
        chunks = {hit.chunk.id: hit.chunk for signal in signals for hit in signal.hits}
        matches = exact_matches(words_, chunks)
        return {key: self._weights.exact * match for key, match in matches.items()}

    def _pair(
        self,
        text: str,
        prefix: str,
        wanted: int,
        scope: Collection[str] | None,
        named: Sequence[str],
        share: float,
    ) -> list[Signal]:
        """Dense and full-text search for one text, in the scope and in the files that are named."""
        store = self._library.searched(self._embedder)
        scopes = None if scope is None else list(scope)

        def found(search: Callable[..., list[ScoredChunk]]) -> tuple[list[ScoredChunk], bool]:
            """The hits of one kind of search, and whether the scope has no more of them."""
            hits = search(limit=wanted + SPARE, revisions=scopes)
            is_whole = len(hits) < wanted + SPARE
            if named:
                hits = _merged(hits, search(limit=CANDIDATES_OF_NAMED, revisions=named))
            return hits, is_whole

        with ThreadPoolExecutor(1) as beside:  # words need no vector, so they need not wait for it
            by_words = beside.submit(found, partial(store.search_text, text))
            vector = self._embedder.embed_query(text)
            dense, _ = found(partial(store.search_vectors, vector))
            words_, is_whole = by_words.result()
        return [
            Signal(f"{prefix}dense", dense, share * self._weights.dense),
            Signal(f"{prefix}text", words_, share * self._weights.text, is_whole),
        ]


def passages_of(library: Library, embedder: EmbeddingModel, revision: str) -> list[Passage]:
    """All passages of one document, in order, without a question."""
    live = library.ledger.live_paths([revision])
    chunks = library.searched(embedder).chunks_of(revision)
    return [_passage(FusedChunk(chunk, 0.0), live) for chunk in chunks]


def passage_of(chunk: Chunk, path: str) -> Passage:
    """A chunk of the file at `path` as a passage that no search has ranked."""
    return _passage(FusedChunk(chunk, 0.0), {chunk.revision: [path]})


def _merged(first: Sequence[ScoredChunk], second: Sequence[ScoredChunk]) -> list[ScoredChunk]:
    """Both lists as one, best first, every chunk once."""
    by_id = {hit.chunk.id: hit for hit in chain(second, first)}
    return sorted(by_id.values(), key=lambda hit: -hit.score)


def _counted(signal: Signal, live: Mapping[str, Sequence[str]], query: SearchQuery) -> Signal:
    """What of a signal counts: hits of present files that hold what was asked for."""

    def admitted() -> Iterator[ScoredChunk]:
        for hit in signal.hits:
            if hit.chunk.revision in live and query.admits_text(hit.chunk.text):
                yield hit

    return replace(signal, hits=list(admitted()))


def _passage(
    hit: FusedChunk, live: Mapping[str, Sequence[str]], same: Sequence[FusedChunk] = ()
) -> Passage:
    chunk, recognition = hit.chunk, hit.chunk.recognition
    return Passage(
        path=sorted(live[chunk.revision])[0],
        revision=chunk.revision,
        page=chunk.page,
        start=chunk.span.start,
        end=chunk.span.end,
        label=chunk.label,
        text=chunk.text,
        score=hit.score,
        same_elsewhere=tuple(_passage(each, live) for each in same),
        heading_path=chunk.heading_path,
        sentences=tuple((sentence.start, sentence.end) for sentence in chunk.sentences),
        sentence_labels=chunk.sentence_labels,
        hidden=tuple((hidden.span.start, hidden.span.end) for hidden in chunk.hidden),
        scanned=recognition is not None,
        confidence=recognition.confidence if recognition else None,
        boxes=_boxes((*(recognition.words if recognition else ()), *chunk.placed)),
        found_by=hit.found_by,
    )


def _boxes(words: Iterable[WordBox]) -> tuple[tuple[int, int, QuoteBox], ...]:
    return tuple(
        (
            word.span.start,
            word.span.end,
            QuoteBox(word.left, word.top, word.right, word.bottom),
        )
        for word in words
    )
