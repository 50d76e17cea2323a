"""The engine's reranker and entailment model: loaded with their first use, let go of when idle.

Nothing waits for them and nothing fails with them: whatever goes wrong is told once, and the search
and the check do without.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from assistant.engine.crash_marker import PAIRS_FILE_NAME, CrashMarker
from assistant.messages import Notice
from assistant.pair_roles import PairTask, pair_model
from assistant.settings import THREADS, Settings
from assistant.wording import NoticeCode
from models.errors import ModelError, ModelUnloadable
from models.installed import installed_models
from models.interfaces import Entailment, EntailmentModel, PairModel, Reranker
from models.loading import load_entailment_model, load_reranker

logger = logging.getLogger(__name__)

Loaded = TypeVar("Loaded", bound=PairModel)

IDLE_SECONDS = 600.0
"""After so many without use a model's memory is given back; loading takes a second or two."""
_CODES: dict[PairTask, NoticeCode] = {
    "reranker": NoticeCode.RERANKER_UNUSABLE,
    "entailment": NoticeCode.ENTAILMENT_UNUSABLE,
}


@dataclass(slots=True)
class _Place(Generic[Loaded]):
    """Where one of the two models is kept."""

    task: PairTask
    load: Callable[[str, int | None], Loaded]
    model: Loaded | None = None
    used: float = 0.0


class PairShelf:
    """Hands out the models that read two texts together, as promises that load when used."""

    def __init__(
        self,
        library: Path,
        settings: Settings,
        announce: Callable[[Notice], None],
        load_reranker: Callable[[str, int | None], Reranker] | None = None,
        load_entailment: Callable[[str, int | None], EntailmentModel] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._announce = announce
        self._clock = clock
        self._lock = threading.Lock()
        self._refused: set[str] = set()
        self._marker = CrashMarker(library, PAIRS_FILE_NAME)
        self._reranker = _Place("reranker", load_reranker or _load_reranker)
        self._entailment = _Place("entailment", load_entailment or _load_entailment)
        self._forget_removed()

    def reranker(self) -> Reranker | None:
        """The reranker, where one is installed and wanted; its use may raise `ModelError`."""
        model_id = self._usable(self._reranker)
        return None if model_id is None else _PromisedReranker(
            model_id, lambda: self._loaded(self._reranker, model_id)
        )  # fmt: skip

    def entailment_model(self) -> EntailmentModel | None:
        """The model that checks sentences, in the same way."""
        model_id = self._usable(self._entailment)
        return None if model_id is None else _PromisedEntailment(
            model_id, lambda: self._loaded(self._entailment, model_id)
        )  # fmt: skip

    def let_go_of_idle(self) -> None:
        """Give back the memory of what nobody has used for a while."""
        for place in (self._reranker, self._entailment):
            with self._lock:
                if place.model is not None and self._clock() - place.used > IDLE_SECONDS:
                    logger.info("%s is let go of until it is needed again", place.model.id)
                    place.model = None

    def forgive(self) -> None:
        """The engine is told to end: what is being loaded right now is not to blame."""
        self._marker.forgive()

    def _usable(self, place: _Place[Loaded]) -> str | None:
        """The id of the model for that, unless it was found not to work."""
        model_id = pair_model(place.task, self._settings)
        if model_id is None or model_id in self._refused:
            return None
        if model_id in self._marker.crashed:
            fault = "it made the engine stop while it was loading"
            self._refuse(place.task, model_id, ModelUnloadable(model_id, fault))
            return None
        return model_id

    def _loaded(self, place: _Place[Loaded], model_id: str) -> Loaded:
        with self._lock:
            place.used = self._clock()
            if place.model is not None and place.model.id == model_id:
                return place.model
            if model_id in self._refused:
                raise ModelUnloadable(model_id, "it is left alone; see the notice about it")
            place.model = None  # its memory is needed for the next one
            self._marker.begin(model_id)
            try:
                place.model = place.load(model_id, self._settings.get(THREADS) or None)
            except ModelError as error:
                self._refuse(place.task, model_id, error)
                raise
            finally:
                self._marker.end(model_id)
            return place.model

    def _refuse(self, task: PairTask, model_id: str, error: ModelError) -> None:
        logger.warning("no %s: %s", task, error)
        self._refused.add(model_id)
        self._announce(Notice(code=_CODES[task], detail=f"({error})"))

    def _forget_removed(self) -> None:
        """One that is removed and installed again is tried again."""
        installed = {model.id for model in installed_models()}
        for model_id in self._marker.crashed - installed:
            self._marker.end(model_id)


def _load_reranker(model_id: str, threads: int | None) -> Reranker:
    return load_reranker(model_id, threads=threads)


def _load_entailment(model_id: str, threads: int | None) -> EntailmentModel:
    return load_entailment_model(model_id, threads=threads)


class _Promised(Generic[Loaded]):
    """A model of known id that is loaded when it is first used."""

    def __init__(self, model_id: str, load: Callable[[], Loaded]) -> None:
        self.id = model_id
        self._load = load

    @property
    def fingerprint(self) -> str:
        return self._load().fingerprint

    @property
    def languages(self) -> frozenset[str]:
        return self._load().languages


class _PromisedReranker(_Promised[Reranker]):
    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        return self._load().score(query, texts)


class _PromisedEntailment(_Promised[EntailmentModel]):
    def judge(self, source: str, claim: str) -> Entailment:
        return self._load().judge(source, claim)
