"""What answering needs on the command line, loaded once for any number of questions."""

from collections.abc import Iterator
from pathlib import Path

from assistant.answering import AnswerEvent, answer_question, mode_for
from assistant.answers import AnswerMode, AnyAnswer
from assistant.checkup.kept import trusted_mode
from assistant.command_line.conversing import Conversing
from assistant.command_line.library_notes import note_state
from assistant.command_line.output import Output
from assistant.command_line.pair_models import chosen_entailment_model, chosen_reranker
from assistant.command_line.table_view import with_progress
from assistant.drafts.rewriting import rewriter_of
from assistant.earlier_turns import TURNS, earlier_turns, telling
from assistant.following_up import EarlierTurn, complete
from assistant.mapping.asking import MapEvent, Shelves, answer_from_all
from assistant.mapping.known_findings import FindingsMemory
from assistant.mapping.model_work import MapModels
from assistant.messages import AnswerFinished, PassagesFound
from assistant.roles import map_model, summary_model, writing_model
from assistant.search.retrieval import Retriever
from assistant.search.search_hints import search_hint
from assistant.settings import (
    ANSWER_MODE,
    PASSAGES_PER_ANSWER,
    THREADS,
    Settings,
)
from assistant.traces.keeping import kept_findings, kept_traces
from assistant.traces.recording import AnswerNotes, Asked, looked_in, traced
from indexer.library import Library
from models.catalogue import translates
from models.errors import ModelError
from models.interfaces import EmbeddingModel, LanguageModel
from models.loading import load_embedding_model, load_language_model


class AnsweringSession:
    """Answers questions from one library.

    Raises `ModelError` for a model named by the person; without one it falls back to quotes.
    """

    def __init__(
        self,
        library: Library,
        output: Output,
        model_id: str | None = None,
        mode: str | None = None,
        embedder: EmbeddingModel | None = None,
        conversing: Conversing | None = None,
    ) -> None:
        """`conversing` keeps the answers."""
        self._settings = Settings()
        self._output = output
        self._conversing = conversing
        chosen = mode or self._settings.get(ANSWER_MODE)
        self._mode = None if chosen == "auto" else AnswerMode(chosen)
        self._wants_quotes = self._mode is AnswerMode.QUOTES
        self._model = None if self._wants_quotes else self._language_model(model_id)
        if self._mode is None:
            self._mode = mode_for(self._model, named=model_id is not None)
        self._embedder = embedder or load_embedding_model(threads=self._threads())
        self._retriever = Retriever(library, self._embedder, reranker=chosen_reranker(output))
        self._entailment = chosen_entailment_model(output, unwanted=self._model is None)
        findings = FindingsMemory(kept_findings(library.folder, self._settings))
        self._shelves = Shelves(library, self._embedder, findings, self._map_models(model_id))
        self._traces = kept_traces(library.folder, self._settings)
        note_state(output, library, searches_old_index=self._retriever.searches_old_index)

    def answer(
        self,
        question: str,
        within: Path | None = None,
        *,
        scope: str = "",
        every_document: bool | None = None,
    ) -> AnyAnswer:
        """The whole answer, once it is finished.

        `every_document` says whether each document is asked; None lets the question decide.
        """
        notes, earlier = AnswerNotes(), self._earlier()
        completed = complete(question, earlier)
        from_all = answer_from_all(
            completed.searched,
            self._shelves,
            within=within,
            scope=scope,
            every_document=every_document,
        )
        events: Iterator[AnswerEvent | MapEvent]
        events = (
            telling(completed, from_all)
            if from_all
            else answer_question(
                question,
                self._retriever,
                self._embedder,
                self._model,
                within=within,
                scope=scope,
                mode=self._mode,
                most_passages=self._settings.get(PASSAGES_PER_ANSWER),
                notes=notes,
                earlier=earlier,
                rewrite=rewriter_of(self._model, lambda: False),
                entailment=self._entailment,
            )
        )
        asked = Asked(question, looked_in(within, scope), self._embedder.fingerprint)
        searched = ""
        followed = traced(events, notes, asked, self._traces)
        for event in with_progress(self._output, question, followed):
            if isinstance(event, PassagesFound):
                searched = event.searched
                if searched:
                    self._output.note(f"Searched for: {searched}")
                self._note_hint(searched or question, within, scope, found=bool(event.passages))
        assert isinstance(event, AnswerFinished)  # always the last one
        if self._conversing is not None:
            inside = "" if within is None else str(within)
            self._conversing.keep(question, event, within=inside, scope=scope, searched=searched)
        return event.answer

    def _note_hint(self, query: str, within: Path | None, scope: str, *, found: bool) -> None:
        hint = search_hint(
            self._shelves.library,
            query,
            found=found,
            translates=translates(),
            within=within,
            scope=scope,
        )
        if hint:
            self._output.note(hint)

    def _earlier(self) -> tuple[EarlierTurn, ...]:
        """What the next question may follow."""
        if self._conversing is None:
            return ()
        return earlier_turns(self._conversing.earlier(TURNS))

    def _map_models(self, named: str | None) -> MapModels:
        """Those that have a say in a table over documents; none where only quotes are wanted."""
        if self._wants_quotes:
            return MapModels()
        return MapModels(
            lambda: self._loaded(map_model(named, None if self._model is None else self._model.id)),
            lambda: self._loaded(summary_model(self._settings, named)),
        )

    def _loaded(self, model_id: str | None) -> LanguageModel | None:
        """The model of that id; without one, and where it cannot be loaded, none."""
        if model_id is None:
            return None
        if self._model is not None and self._model.id == model_id:
            return self._model
        try:
            return load_language_model(model_id, threads=self._threads())
        except ModelError as error:
            self._output.note(f"The table is made without a model, because {error}.")
            return None

    def _language_model(self, model_id: str | None) -> LanguageModel | None:
        if model_id is not None:
            return load_language_model(model_id, threads=self._threads())
        wanted = writing_model(self._settings)
        if self._mode is None and trusted_mode(wanted) is AnswerMode.QUOTES:
            return None
        try:
            return load_language_model(wanted, threads=self._threads())
        except ModelError as error:
            self._output.note(f"Answers are quotes, because {error}.")
            return None

    def _threads(self) -> int | None:
        return self._settings.get(THREADS) or None
