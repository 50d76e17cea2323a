"""Why a file or folder is not among the results: asked stage by stage, the first that says no."""

from collections import Counter
from pathlib import Path

from assistant.answers import Passage
from assistant.search import explanation_words as say
from assistant.search.explaining import FileExplanation, WhyNot, explain_passage
from assistant.search.query import SearchQuery, parse_query
from assistant.search.query_parts import PartKind, filter_parts, refusing_parts, understood_parts
from assistant.search.retrieval import Retriever
from assistant.search.same_text import say_the_same
from assistant.search.scope import FilesInScope
from assistant.wording import sentence_for
from indexer.ledger import absolute
from indexer.ledger_records import FileRecord
from indexer.library import Library

SHOWN = 20
"""Results of a search, unless told otherwise."""
DEEPEST = 400
"""Places that are looked through for a file's best passage."""


def explain_file(
    library: Library,
    retriever: Retriever,
    query: str,
    path: str,
    *,
    shown: int = SHOWN,
    within: Path | None = None,
    scope: str = "",
) -> FileExplanation:
    """What keeps a file, or all files of a folder, out of the results, or its place in them.

    A name alone will do where the library has one file of that name. Raises NotAScope.
    """
    return _Inquiry(library, retriever, query, path, shown, within, scope).answer()


class _Inquiry:
    """One query and one file or folder."""

    def __init__(
        self,
        library: Library,
        retriever: Retriever,
        query: str,
        path: str,
        shown: int,
        within: Path | None,
        scope: str,
    ) -> None:
        self._library = library
        self._retriever = retriever
        self._query = query
        self._parsed: SearchQuery = parse_query(query)
        self._shown = shown
        self._within = within
        self._scope = scope
        self._chosen = FilesInScope(library.ledger, self._parsed, within, scope)
        self._path, self._files = _found(library, path)
        self._live = [record for record in self._files if record.is_live]

    def answer(self) -> FileExplanation:
        """The first reason that holds."""
        if not self._files:
            return self._not_known()
        if not self._live:
            return self._not_indexed()
        if not self._parsed.text:
            return self._because(WhyNot.NO_QUESTION, say.ONLY_FILTERS)
        return self._kept_out() or self._ranked()

    def _because(
        self, cause: WhyNot, sentence: str, parts: tuple[str, ...] = ()
    ) -> FileExplanation:
        return FileExplanation(
            query=self._query, path=self._path, cause=cause, sentence=sentence, parts=parts
        )

    def _not_known(self) -> FileExplanation:
        path = self._path
        if not Path(path).exists():
            return self._because(WhyNot.NO_SUCH_FILE, say.no_such_file_sentence(path))
        for source in self._library.ledger.sources():
            if Path(path).is_relative_to(source):
                sentence = say.left_out_sentence(path, str(source))
                return self._because(WhyNot.LEFT_OUT, sentence)
        return self._because(WhyNot.NOT_IN_LIBRARY, say.not_in_library_sentence(path))

    def _not_indexed(self) -> FileExplanation:
        first = self._files[0]
        if first.path == self._path and first.reason is not None:
            return self._because(WhyNot.NOT_INDEXED, sentence_for(first.reason, first.path))
        counts = Counter(record.status for record in self._files)
        return self._because(WhyNot.NOT_INDEXED, say.not_indexed_sentence(self._path, counts))

    def _kept_out(self) -> FileExplanation | None:
        """What refuses the file before anything is searched for."""
        inside = [record for record in self._live if self._is_within(record.path)]
        if not inside:
            sentence = say.outside_sentence(self._path, str(self._within))
            return self._because(WhyNot.OUTSIDE, sentence)
        files = self._chosen.facts(inside)
        if any(map(self._chosen.admits, files)):
            return None
        alone = [part for each in self._chosen.filters for part in refusing_parts(each, files)]
        every = [part for each in self._chosen.filters for part in filter_parts(each)]
        parts = tuple(dict.fromkeys(part.words for part in alone or every))
        return self._because(WhyNot.FILTERED, say.filtered_sentence(self._path, parts), parts)

    def _is_within(self, path: str) -> bool:
        return self._within is None or Path(path).is_relative_to(absolute(self._within))

    def _ranked(self) -> FileExplanation:
        """Its best passage, and where that comes among all."""
        own = self._retriever.retrieve(self._query, 1, Path(self._path))
        if not own:
            return self._without_passage()
        best, revisions = own[0], {record.revision for record in self._live}
        for depth in (self._shown, DEEPEST):
            results = self._retriever.retrieve(self._query, depth, self._within, scope=self._scope)
            places = {_key(passage): place for place, passage in enumerate(results, start=1)}
            if _key(best) in places:
                return self._in_place(places[_key(best)], results)
            found = self._twin(best, results, revisions) or self._other(results, revisions)
            if found is not None:
                return found
        return FileExplanation(
            query=self._query,
            path=self._path,
            cause=WhyNot.BEYOND,
            sentence=say.beyond_sentence(self._path, DEEPEST),
            passage=best,
        )

    def _other(self, results: list[Passage], revisions: set[str]) -> FileExplanation | None:
        """The first of its passages among all; their order differs a little from that within."""
        places = (place for place, each in enumerate(results, 1) if each.revision in revisions)
        place = next(places, None)
        return None if place is None else self._in_place(place, results)

    def _in_place(self, place: int, results: list[Passage]) -> FileExplanation:
        passage = results[place - 1]
        paths = {record.path for record in self._live}
        if passage.path not in paths:  # a copy of the very same content
            return self._same_text(passage, passage, place)
        is_shown = place <= self._shown
        return FileExplanation(
            query=self._query,
            path=self._path,
            cause=WhyNot.SHOWN if is_shown else WhyNot.RANKED,
            sentence=say.shown_sentence(self._path, place)
            if is_shown
            else say.ranked_sentence(self._path, place, self._shown),
            place=place,
            passage=passage,
            how=explain_passage(self._query, passage, place),
        )

    def _twin(
        self, best: Passage, results: list[Passage], revisions: set[str]
    ) -> FileExplanation | None:
        """Another file's passage that says the same and is shown in its stead."""
        for place, passage in enumerate(results, start=1):
            if passage.revision not in revisions and say_the_same(passage.text, best.text):
                return self._same_text(best, passage, place)
        return None

    def _same_text(self, best: Passage, twin: Passage, place: int) -> FileExplanation:
        return FileExplanation(
            query=self._query,
            path=self._path,
            cause=WhyNot.SAME_TEXT,
            sentence=say.same_text_sentence(self._path, twin.path, place),
            place=place,
            passage=best,
            how=explain_passage(self._query, twin, place),
        )

    def _without_passage(self) -> FileExplanation:
        """Phrases and exclusions refuse all its passages, or it has none."""
        phrases, excluded = self._parsed.phrases, self._parsed.excluded
        texts = self._texts()
        if not texts or not (phrases or excluded):
            return self._because(WhyNot.NO_PASSAGES, say.no_passages_sentence(self._path))
        missing = [
            part.words
            for part in understood_parts(self._parsed)
            if part.kind is PartKind.PHRASE
            and not any(SearchQuery("", phrases=(part.value,)).admits_text(text) for text in texts)
        ]
        if missing:
            sentence = say.phrase_sentence(self._path, missing)
            return self._because(WhyNot.PHRASE, sentence, tuple(missing))
        parts = tuple(
            part.words
            for part in understood_parts(self._parsed)
            if part.kind in (PartKind.PHRASE, PartKind.EXCLUDED)
        )
        return self._because(WhyNot.EXCLUDED, say.excluded_sentence(self._path, parts), parts)

    def _texts(self) -> list[str]:
        store = self._library.store()
        revisions = dict.fromkeys(record.revision for record in self._live)
        return [chunk.text for revision in revisions for chunk in store.chunks_of(revision)]


def _found(library: Library, path: str) -> tuple[str, list[FileRecord]]:
    """The path as the ledger has it, with its record or those of the files in it."""
    ledger = library.ledger
    whole = absolute(path)
    files = ledger.files(Path(whole))
    if files or Path(whole).exists() or Path(path).name != path:
        return whole, files
    called = [record for record in ledger.files() if Path(record.path).name == path]
    return (called[0].path, called) if len(called) == 1 else (whole, [])


def _key(passage: Passage) -> tuple[str, int | None, int]:
    return passage.revision, passage.page, passage.start
