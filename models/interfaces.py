"""What the other rooms may expect of a model; no model library is imported here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Float32 array of shape (texts, dimension), or (dimension,) for one text; rows have length 1."""

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One turn of a conversation with a language model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class GenerationOptions:
    """How a language model should write; the defaults are deterministic."""

    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 0
    stop: tuple[str, ...] = field(default=())
    grammar: str | None = None
    """A GBNF grammar that every token must obey, or None."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's vector, and one for each of its tokens as it is meant there."""

    whole: Vectors
    """As `EmbeddingModel.embed_documents` gives it."""
    tokens: Vectors
    """Shape (tokens, dimension), rows of length 1; special tokens are left out."""
    spans: tuple[tuple[int, int], ...]
    """The characters of the text that each token stands for, as (start, end)."""


class EmbeddingModel(Protocol):
    """Turns text into vectors whose dot product is their cosine similarity."""

    @property
    def fingerprint(self) -> str:
        """Identifies model, weights and prompts; vectors of two fingerprints never meet."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Text beyond this many tokens is cut off before embedding."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, the model's own special tokens excluded."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,)."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (len(texts), dimension)."""
        ...

    def embed_by_token(self, texts: Sequence[str], *, as_query: bool = False) -> list[TokenVectors]:
        """The vectors of passages or of questions, with those of their tokens; no slower."""
        ...


@dataclass(frozen=True, slots=True)
class Entailment:
    """What a text says of a statement: three probabilities that add up to 1."""

    entailed: float
    """That the statement follows from the text."""
    neutral: float
    """That the text leaves it open."""
    contradicted: float
    """That the text says otherwise."""

    @property
    def is_entailed(self) -> bool:
        """Whether that it follows is the most likely."""
        return self.entailed > max(self.neutral, self.contradicted)

    @property
    def is_contradicted(self) -> bool:
        """Whether that the text says otherwise is the most likely."""
        return self.contradicted > max(self.entailed, self.neutral)


class PairModel(Protocol):
    """What models have in common that read two texts together (cross-encoders)."""

    @property
    def id(self) -> str:
        """The id under which the model is installed."""
        ...

    @property
    def fingerprint(self) -> str:
        """Identifies model and weights; what two fingerprints say may differ."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages it was trained on; empty where nobody says."""
        ...


class Reranker(PairModel, Protocol):
    """Says how well texts answer a query, each read together with the query."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """A score for each text, higher is better; what is too long of a text is not read.

        Scores are on the model's own scale. May raise `ModelError`.
        """
        ...


class EntailmentModel(PairModel, Protocol):
    """Says whether a statement follows from a text."""

    def judge(self, source: str, claim: str) -> Entailment:
        """Whether the claim follows; of a source that is too long the end is not read.

        May raise `ModelError`.
        """
        ...


class LanguageModel(Protocol):
    """Writes text, one piece at a time."""

    @property
    def id(self) -> str:
        """The catalogue's id of this model."""
        ...

    @property
    def context_length(self) -> int:
        """Tokens that prompt and answer may have together."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of the text by this model's own tokenizer."""
        ...

    def count_prompt_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Tokens of the whole prompt, chat template included."""
        ...

    def generate(
        self,
        messages: Sequence[ChatMessage],
        options: GenerationOptions,
        should_stop: Callable[[], bool],
    ) -> Iterator[str]:
        """Yield the answer piece by piece; ends early, without an error, once `should_stop()`.

        Raises `ContextTooLong` when the prompt leaves no room for an answer.
        """
        ...
