"""What a language model does for a table: counted as it goes, ended when it fails."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from assistant.answers import ModelShare
from models.errors import ModelError
from models.interfaces import LanguageModel

logger = logging.getLogger(__name__)


def _never() -> bool:
    return False


def _none() -> LanguageModel | None:
    return None


@dataclass(frozen=True, slots=True)
class MapModels:
    """The models that may have a say in a table, chosen when a question needs one."""

    picking: Callable[[], LanguageModel | None] = _none
    """Good enough to pick a sentence and a value out of a document's best sentences."""
    writing: Callable[[], LanguageModel | None] = _none
    """Trusted with whole answers."""


@dataclass(slots=True)
class ModelWork:
    """A model at work on the rows of one table."""

    model: LanguageModel
    prompt: str = ""
    should_stop: Callable[[], bool] = _never
    asked: int = 0
    refused: int = 0
    tokens: int = 0
    seconds: float = 0.0
    failure: str = ""

    @property
    def is_able(self) -> bool:
        """Whether it may be asked about the next document."""
        return not self.failure and not self.should_stop()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Count one row, and let a model that fails be asked no more."""
        began = perf_counter()
        self.asked += 1
        try:
            yield
        except ModelError as error:
            logger.warning("the rows are found without a model: %s", error)
            self.failure = str(error)
        finally:
            self.seconds += perf_counter() - began

    def share(self, used: int) -> ModelShare:
        """What it did so far, with `used` of the rows as it said."""
        return ModelShare(
            model=self.model.id,
            prompt=self.prompt,
            asked=self.asked,
            used=used,
            refused=self.refused,
            tokens=self.tokens,
            seconds=round(self.seconds, 3),
            failure=self.failure,
        )
