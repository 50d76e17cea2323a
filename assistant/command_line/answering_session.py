"""What answering needs on the command line, loaded once for any number of questions."""

from pathlib import Path

from assistant.answering import answer_question
from assistant.answers import AnswerMode, AnyAnswer
from assistant.command_line.conversing import Conversing
from assistant.command_line.output import Output
from assistant.earlier_turns import TURNS, earlier_turns
from assistant.following_up import EarlierTurn
from assistant.messages import AnswerFinished, PassagesFound
from assistant.retrieval import Retriever
from assistant.settings import (
    ANSWER_MODE,
    LANGUAGE_MODEL,
    PASSAGES_PER_ANSWER,
    THREADS,
    Settings,
)
from assistant.traces.keeping import kept_traces
from assistant.traces.recording import AnswerNotes, Asked, traced
from assistant.wording import NoticeCode, notice_sentence
from indexer.library import Library
from models.catalogue import STARTER_LANGUAGE_ID
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
        self._model = None if self._mode is AnswerMode.QUOTES else self._language_model(model_id)
        self._embedder = embedder or load_embedding_model(threads=self._threads())
        self._retriever = Retriever(library, self._embedder)
        self._traces = kept_traces(library.folder, self._settings)
        if library.is_rebuilt_for(self._embedder):
            output.note(notice_sentence(NoticeCode.INDEX_OLD))

    def answer(self, question: str, within: Path | None = None) -> AnyAnswer:
        """The whole answer, once it is finished."""
        notes = AnswerNotes()
        events = answer_question(
            question,
            self._retriever,
            self._embedder,
            self._model,
            within=within,
            mode=self._mode,
            most_passages=self._settings.get(PASSAGES_PER_ANSWER),
            notes=notes,
            earlier=self._earlier(),
        )
        asked = Asked(question, embedding_model=self._embedder.fingerprint)
        searched = ""
        for event in traced(events, notes, asked, self._traces):
            if isinstance(event, PassagesFound):
                searched = event.searched
        assert isinstance(event, AnswerFinished)  # always the last one
        if self._conversing is not None:
            inside = "" if within is None else str(within)
            self._conversing.keep(question, event, within=inside, searched=searched)
        return event.answer

    def _earlier(self) -> tuple[EarlierTurn, ...]:
        """What the next question may follow."""
        if self._conversing is None:
            return ()
        return earlier_turns(self._conversing.earlier(TURNS))

    def _language_model(self, model_id: str | None) -> LanguageModel | None:
        if model_id is not None:
            return load_language_model(model_id, threads=self._threads())
        wanted = self._settings.get(LANGUAGE_MODEL) or STARTER_LANGUAGE_ID
        try:
            return load_language_model(wanted, threads=self._threads())
        except ModelError as error:
            self._output.note(f"Answers are quotes, because {error}.")
            return None

    def _threads(self) -> int | None:
        return self._settings.get(THREADS) or None
