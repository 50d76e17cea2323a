"""The engine's models: loaded once, when first needed, and never two at the same time."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.engine.crash_marker import CrashMarker
from assistant.engine.pair_shelf import PairShelf
from assistant.engine.promised_model import PromisedModel
from assistant.mapping.model_work import MapModels
from assistant.messages import Notice
from assistant.roles import map_model, summary_model, writing_model
from assistant.settings import THREADS, Settings
from assistant.wording import NoticeCode
from models.errors import ModelError
from models.installed import installed_model, installed_models
from models.interfaces import EmbeddingModel, LanguageModel
from models.loading import load_embedding_model, load_language_model

logger = logging.getLogger(__name__)

Announce = Callable[[Notice], None]
LoadEmbedder = Callable[[int | None], EmbeddingModel]
LoadLanguageModel = Callable[[str, int | None], LanguageModel]


def _load_embedder(threads: int | None) -> EmbeddingModel:
    return load_embedding_model(threads=threads)


def _load_language_model(model_id: str, threads: int | None) -> LanguageModel:
    return load_language_model(model_id, threads=threads)


class ModelShelf:
    """Hands out models to both threads; one lock lets only one of them load at a time."""

    def __init__(
        self,
        library: Path,
        settings: Settings,
        announce: Announce,
        load_embedder: LoadEmbedder = _load_embedder,
        load_language: LoadLanguageModel = _load_language_model,
    ) -> None:
        self._settings = settings
        self._announce = announce
        self._load_embedder = load_embedder
        self._load_language = load_language
        self._marker = CrashMarker(library)
        self.pairs = PairShelf(library, settings, announce)
        """Rerankers and entailment models."""
        self._lock = threading.RLock()
        self._embedder: EmbeddingModel | None = None
        self._language: LanguageModel | None = None
        self._language_id = ""
        self._refused: set[str] = set()

    def embedder(self) -> EmbeddingModel:
        """The embedding model; takes seconds the first time."""
        with self._lock:
            if self._embedder is None:
                self._embedder = self._load_embedder(self._threads())
            return self._embedder

    def language_model(self, asked_for: str | None = None) -> LanguageModel | None:
        """The model asked for, or else the one chosen in the settings; None when there is none.

        Raises `ModelError` only for a model that was asked for by name; about the chosen one a
        notice is sent once, and answers are quotes.
        """
        wanted = asked_for or self.chosen_language_model()
        with self._lock:
            if self._language is not None and self._language_id == wanted:
                return self._language
            if asked_for:
                return self._load(wanted)
            return self._load_if_trusted(wanted)

    def promised_model(self, asked_for: str | None = None) -> LanguageModel | None:
        """The model for a question, loaded when it is used; None when there is none to use.

        Raises `ModelNotInstalled` for a model asked for by name that is not there.
        """
        if asked_for is not None:
            installed_model(asked_for)
            return PromisedModel(asked_for, lambda: self.language_model(asked_for))
        wanted = self.chosen_language_model()
        if wanted in self._marker.crashed or wanted in self._refused:
            return None
        return PromisedModel(wanted, self.language_model)

    def map_models(self, named: str | None) -> MapModels:
        """Those that have a say in a table over documents; one that was `named` has it all."""
        return MapModels(
            lambda: self._promised(map_model(named, self._language_id or None)),
            lambda: self._promised(summary_model(self._settings, named)),
        )

    def _promised(self, model_id: str | None) -> LanguageModel | None:
        """The model of that id, loaded when it is used; not one that made the engine stop."""
        if model_id is None or model_id in self._marker.crashed or model_id in self._refused:
            return None
        if all(model.id != model_id for model in installed_models()):
            return None
        return PromisedModel(model_id, lambda: self.language_model(model_id))

    def chosen_language_model(self) -> str:
        """The id of the model that writes the answers unless another is asked for."""
        return writing_model(self._settings)

    def installed_language_model(self) -> str | None:
        """The chosen model's id when it is installed and has not made the engine crash."""
        wanted = self.chosen_language_model()
        if wanted in self._marker.crashed:
            return None
        return wanted if any(model.id == wanted for model in installed_models()) else None

    def announce_crashed(self) -> None:
        """Say which models made the engine stop and are left alone."""
        for model_id in sorted(self._marker.crashed):
            self._announce(Notice(code=NoticeCode.MODEL_CRASHED, detail=model_id))

    def forgive(self) -> None:
        """Work or engine is told to end: a model being loaded right now is not to blame."""
        self._marker.forgive()
        self.pairs.forgive()

    def _load_if_trusted(self, wanted: str) -> LanguageModel | None:
        if wanted in self._marker.crashed or wanted in self._refused:
            return None
        try:
            return self._load(wanted)
        except ModelError as error:
            logger.warning("no language model: %s", error)
            self._refused.add(wanted)
            self._announce(Notice(code=NoticeCode.MODEL_UNUSABLE, detail=f"({error})"))
            return None

    def _load(self, model_id: str) -> LanguageModel:
        self._language = None  # its memory is needed for the next one
        self._marker.begin(model_id)
        loaded = False
        try:
            model = self._load_language(model_id, self._threads())
            loaded = True
        finally:
            chosen = model_id == self.chosen_language_model()
            self._marker.end(model_id, forget_others=loaded and chosen)
        self._language, self._language_id = model, model_id
        self._refused.clear()
        return model

    def _threads(self) -> int | None:
        return self._settings.get(THREADS) or None
